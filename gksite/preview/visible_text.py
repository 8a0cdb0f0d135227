"""The text that a reader sees of a page, as lines, to compare two versions of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import PreformattedString, Tag

from gksite.source.html_elements import BLOCKS

_BLOCKS = BLOCKS | {"dialog", "html"}
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset({"head", "script", "style", "template", "noscript", "svg"})
_LINE, _CELL = "\n", "\t"
_SPACE = re.compile(r"\s+")


def visible_lines(page: str) -> list[str]:
    """Return the lines of a page's body: one for each block or table row, cells parted by ` | `,
    pictures as their alternative text in brackets."""
    text = "".join(_pieces(BeautifulSoup(page, "lxml")))
    rows = (map(_one_space, line.split(_CELL)) for line in text.split(_LINE))
    return [line for row in rows if (line := " | ".join(filter(None, row)))]


def _one_space(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _pieces(element: Tag) -> Iterator[str]:
    """Yield the texts of an element, and marks where a line or a cell begins and ends."""
    for child in element.children:
        if isinstance(child, Tag):
            if child.name not in _UNSEEN and not child.has_attr("hidden"):
                mark = _LINE if child.name in _BLOCKS else _CELL if child.name in _CELLS else ""
                image = f"[{child['alt']}]" if child.name == "img" and child.get("alt") else ""
                yield from (mark, image, *_pieces(child), mark)
        elif not isinstance(child, PreformattedString):  # a comment or a doctype
            yield _SPACE.sub(" ", str(child))
