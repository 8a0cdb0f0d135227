"""Turn the pages of a PDF so that their text stands upright: tables are often laid sideways."""

from __future__ import annotations

from collections import Counter
from copy import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfplumber.page import Page

_FEWEST = 10
"""Characters that run in a way of their own, at least; fewer are read with the others."""
_TURNS = (0, 90, 180, 270)


def upright_pages(page: Page) -> list[Page]:
    """Return the page as it is read: turned where its text is, once for each way that text runs."""
    ways = Counter(_turn(character) for character in page.chars)
    turns = [turn for turn in _TURNS if ways[turn] >= _FEWEST]
    if turns in ([], [0]):
        return [page]
    others = [turn for turn in _TURNS if turn not in turns]
    return [
        _only(
            _turned(page, turn), {0, *(_after(other, turn) for other in others)} if first else {0}
        )
        for first, turn in zip((True, *(False for _ in turns[1:])), turns, strict=True)
    ]


def _turn(character: dict[str, Any]) -> int:
    """Return by how many degrees, clockwise, a page is turned so that a character is upright."""
    along, up = character["matrix"][:2]
    if abs(along) >= abs(up):
        return 0 if along >= 0 else 180
    return 90 if up > 0 else 270


def _after(turn: int, turned: int) -> int:
    """Return the turn that a character still needs on a page that was turned."""
    return (turn - turned) % 360


def _turned(page: Page, turn: int) -> Page:
    from pdfplumber.page import Page as PageOf

    source = copy(page.page_obj)
    source.rotate = (page.rotation + turn) % 360
    source.attrs = {**page.page_obj.attrs, "Rotate": source.rotate}
    return PageOf(page.pdf, source, page.page_number)


def _only(page: Page, turns: set[int]) -> Page:
    """Return the page with those characters only that need one of `turns`."""

    def stays(thing: dict[str, Any]) -> bool:
        return thing["object_type"] != "char" or _turn(thing) in turns

    return page.filter(stays)
