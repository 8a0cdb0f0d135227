"""Count the automatic numbering of Word, which is printed before paragraphs but not in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from gksite.documents.numerals import write_number

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART = re.compile(r"%([1-9])")
_DEEPEST = 8
_LINKS = 10


def value(element: _Element | None, path: str, attribute: str = "val") -> str | None:
    """Return `w:attribute` of the element at `path` (joined by `/`) below `element`, or None."""
    child = (
        element.find("/".join(W + name for name in path.split("/")))
        if element is not None
        else None
    )
    return child.get(W + attribute) if child is not None else None


def integer(text: str | None, default: int) -> int:
    """Return a whole number from a document, or `default`."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else default


class Level(msgspec.Struct, frozen=True):
    """The counting of a list's level: first number, style, pattern (`第%1章`), restarting level."""

    start: int
    style: str
    pattern: str
    restart: int | None
    legal: bool
    paragraph_style: str


class Numbering:
    """The lists of a document, and the present count of each."""

    def __init__(self, root: _Element | None, style_lists: dict[str, str]) -> None:
        """`style_lists` gives the list that a numbering style names (`w:numStyleLink`)."""
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._own_levels: dict[str, dict[int, Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is not None:
            self._read(root, style_lists)

    def _read(self, root: _Element, style_lists: dict[str, str]) -> None:
        links: dict[str, str] = {}
        for abstract in root.iter(W + "abstractNum"):
            key = abstract.get(W + "abstractNumId", "")
            self._abstract[key] = _levels(abstract)
            if link := value(abstract, "numStyleLink"):
                links[key] = link
        for numbering in root.iter(W + "num"):
            key = numbering.get(W + "numId", "")
            self._lists[key] = value(numbering, "abstractNumId") or ""
            for override in numbering.iter(W + "lvlOverride"):
                level = integer(override.get(W + "ilvl"), 0)
                if (start := value(override, "startOverride")) is not None:
                    self._starts.setdefault(key, {})[level] = integer(start, 1)
                self._own_levels.setdefault(key, {}).update(_levels(override))
        for key, abstract_id in self._lists.items():
            for _ in range(_LINKS):
                if abstract_id not in links:
                    break
                abstract_id = self._lists.get(style_lists.get(links[abstract_id], ""), "")
            self._lists[key] = abstract_id

    def level_of_style(self, list_id: str, style: str) -> int:
        """Return the level of a list that is tied to a paragraph style, else the first."""
        levels = self._abstract.get(self._lists.get(list_id, ""), {})
        return next(
            (number for number, level in levels.items() if level.paragraph_style == style), 0
        )

    def count(self, list_id: str, depth: int) -> str:
        """Return the next number on level `depth` (from 0) of a list; "" for bullets or no list."""
        abstract_id = self._lists.get(list_id)
        if abstract_id is None or not 0 <= depth <= _DEEPEST:
            return ""
        levels = {**self._abstract.get(abstract_id, {}), **self._own_levels.get(list_id, {})}
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(abstract_id, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for level, start in self._starts.get(list_id, {}).items():
                counts[level] = start - 1
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or depth < restart:
                del counts[deeper]
        return self._print(levels, counts, depth)

    def _print(self, levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
        printed = levels[depth]
        if printed.style == "bullet":
            return ""

        def part(match: re.Match[str]) -> str:
            number = int(match[1]) - 1
            if number not in levels:
                return ""
            style = (
                "decimal"
                if printed.legal and levels[number].style != "decimalZero"
                else levels[number].style
            )
            return write_number(counts.get(number, levels[number].start), style)

        return _PART.sub(part, printed.pattern).strip()


def _levels(parent: _Element) -> dict[int, Level]:
    return {
        integer(level.get(W + "ilvl"), 0): Level(
            start=integer(value(level, "start"), 1),
            style=value(level, "numFmt") or "decimal",
            pattern=value(level, "lvlText") or "",
            restart=None
            if (restart := value(level, "lvlRestart")) is None
            else integer(restart, 0),
            legal=level.find(W + "isLgl") is not None,
            paragraph_style=value(level, "pStyle") or "",
        )
        for level in parent.findall(W + "lvl")
    }
