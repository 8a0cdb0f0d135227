"""Find the headings and items of a text that have no number."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

import msgspec

from gksite.importer.lines.lines import Line, ends_sentence
from gksite.notation.unit_words import LABEL
from gksite.notation.units import split_responsibility

_LONGEST_HEADING = 30
_FEWEST = 2
_NO_HEADING = re.compile("[，。；：,;:|]|附件|附[：:表]|注[：:]")


class Unnumbered(msgspec.Struct, frozen=True):
    """The positions of lines that are headings, and the paragraphs of each item by the position of
    its first one."""

    headings: frozenset[int]
    items: dict[int, tuple[int, ...]]


def find_unnumbered(
    lines: Sequence[Line],
    numbered: Collection[int],
    may_hold_items: Callable[[int], bool],
) -> Unnumbered:
    """Return the headings and items without a number.

    `numbered` are the positions of numbered lines; `may_hold_items` says of a position (-1 for the
    start of the text) whether paragraphs below that line can be items. Items are two or more
    paragraphs that each name units; headings are short lines that stand above items, from the
    first item on.
    """
    kinds = [_kind(line, position in numbered) for position, line in enumerate(lines)]
    headings = _headings(lines, kinds)
    items: dict[int, tuple[int, ...]] = {}
    start = 0
    owner = -1
    for position in range(len(lines) + 1):
        is_end = position == len(lines)
        if not is_end and kinds[position] != "number" and position not in headings:
            continue
        if owner in headings or may_hold_items(owner):
            items |= _items(lines, kinds, range(start, position), owner in headings)
        owner, start = position, position + 1
    return Unnumbered(headings, items)


def _kind(line: Line, is_numbered: bool) -> str:
    """Return what a line is: `number`; `units` that stand alone; `item`, a wording that names
    units; `text`."""
    if is_numbered:
        return "number"
    wording, parts = split_responsibility(line.text)
    if not parts:
        return "text"
    return "item" if wording.strip("。；; ") else "units"


def _headings(lines: Sequence[Line], kinds: Sequence[str]) -> frozenset[int]:
    """Return the headings: at least two short lines, each above an item and below a whole one, of
    which the first stands above the first item."""
    found: list[int] = []
    first_item = next((i for i, kind in enumerate(kinds) if kind in ("number", "item")), -1)
    for position in range(len(lines) - 1):
        if (
            kinds[position] == "text"
            and _is_short(lines[position])
            and _opens_items(lines, kinds, position + 1)
            and (position < first_item or _is_complete(lines, kinds, position - 1))
        ):
            found.append(position)
    is_used = len(found) >= _FEWEST and found[0] == first_item - 1
    return frozenset(found) if is_used else frozenset()


def _is_short(line: Line) -> bool:
    return (
        2 <= len(line.text) <= _LONGEST_HEADING
        and not _NO_HEADING.search(line.text)
        and not LABEL.match(line.text)
    )


def _opens_items(lines: Sequence[Line], kinds: Sequence[str], position: int) -> bool:
    """Whether an item stands at a position: a numbered line, or a wording with its units."""
    if kinds[position] in ("number", "item"):
        return True
    below = kinds[position + 1] if position + 1 < len(kinds) else ""
    return kinds[position] == "text" and below == "units" and not _is_short(lines[position])


def _is_complete(lines: Sequence[Line], kinds: Sequence[str], position: int) -> bool:
    """Whether the line above can be the last of an item or of an introduction."""
    return (
        kinds[position] in ("units", "item")
        or (ends_sentence(lines[position].text) and not lines[position].text.endswith(("：", ":")))
        or bool(split_responsibility(lines[position].text)[1])
    )


def _items(
    lines: Sequence[Line], kinds: Sequence[str], block: range, is_headed: bool
) -> dict[int, tuple[int, ...]]:
    """Return the items among the paragraphs between two headings: each ends with its units.

    Whole sentences above an item's last wording are items without units, but above the first item
    they introduce it.
    """
    groups: list[list[int]] = []
    wording: list[int] = []
    for position in block:
        if kinds[position] == "units":
            if wording:
                groups.append([*wording, position])
                wording = []
            elif groups:
                groups[-1].append(position)
            continue
        wording.append(position)
        if kinds[position] == "item":
            groups.append(wording)
            wording = []
    if len(groups) < (1 if is_headed else _FEWEST):
        return {}
    items: dict[int, tuple[int, ...]] = {}
    for number, group in enumerate(groups):
        last = max(i for i, position in enumerate(group) if kinds[position] != "units")
        for position in group[:last]:
            if number:
                items[position] = (position,)
        items[group[last]] = tuple(group[last:])
    for position in wording:
        if ends_sentence(lines[position].text):
            items[position] = (position,)
        else:
            break
    return items
