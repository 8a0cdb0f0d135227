"""Lines of a text: blank lines, joining two lines of one paragraph, and escaping."""

from __future__ import annotations

import unicodedata
from html import escape

from gksite.source.characters import describes_ideographs, is_ideograph

BLANK = " \t\u3000"

_AMBIGUOUS = frozenset("“”‘’…—·")
_CHINESE_PUNCTUATION = frozenset("，。、；：？！（）《》〈〉【】〔〕「」『』")


def joined(first: str, second: str) -> str:
    """Join two lines of a paragraph, with a blank only between Latin words."""
    return first + ("" if joins(first, second) else " ") + second


def joins(before: str, after: str) -> bool:
    """Whether two texts on both sides of a line break are joined without a blank."""
    last, first = before[-1:], after[:1]
    if not last or not first or last == "\n":
        return True
    return (
        last in _CHINESE_PUNCTUATION
        or first in _CHINESE_PUNCTUATION
        or (is_wide(last) and is_wide(first))
    )


def escaped(text: str) -> str:
    """Return the text as HTML; an apostrophe stays, as CommonMark has it."""
    return escape(text, quote=False).replace('"', "&quot;")


def is_wide(character: str) -> bool:
    """Whether a character is part of Chinese text: Han, full-width marks, and shared quotes."""
    if character in _AMBIGUOUS or is_ideograph(character) or describes_ideographs(character):
        return True
    # The width of characters that a version of Python does not know differs between versions.
    return (
        unicodedata.east_asian_width(character) in "WF" and unicodedata.category(character) != "Cn"
    )
