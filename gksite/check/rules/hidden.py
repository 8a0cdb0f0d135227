"""Characters that are invisible, unreadable, or that turn the direction of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from gksite.check.hits import Hit, Wording
from gksite.source.characters import HiddenKind, hidden_characters

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
"""A character as Markdown lets one write it."""
_PIECE_END = re.compile("[\0\1\n]")
_SHOWN_BEFORE = 6


def check_invisible(wording: Wording) -> Iterator[Hit]:
    """Zero-width characters, and others that are not seen: what is searched, copied or compared
    is not what is read."""
    return _hits(wording, "invisible")


def check_direction(wording: Wording) -> Iterator[Hit]:
    """Controls of direction (U+202A–202E, U+2066–2069), which let a text be read in another
    order than it is written."""
    return _hits(wording, "direction")


def check_unreadable(wording: Wording) -> Iterator[Hit]:
    """U+FFFD, which stands for a character that was lost, and characters of private use, which
    other machines show otherwise."""
    return _hits(wording, "unreadable")


def _hits(wording: Wording, kind: HiddenKind) -> Iterator[Hit]:
    text = wording.text
    for at, actual in hidden_characters(text):
        if actual == kind:
            yield _hit(text, at, at + 1, text[at])
    for match in _ENTITY.finditer(text) if "&" in text else ():
        character = unescape(match[0])
        if any(actual == kind for _, actual in hidden_characters(character)):
            yield _hit(text, *match.span(), character[0])


def _hit(text: str, start: int, end: int, character: str) -> Hit:
    before = _PIECE_END.split(text[max(0, start - _SHOWN_BEFORE) : start])[-1]
    seen = "".join(character for character in before if not any(hidden_characters(character)))
    return Hit(start, end, f"U+{ord(character):04X}", (("before", seen),))
