"""The table by which texts and queries are folded, here and in the browser."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from gksite.source.characters import RADICALS

_FOLDED_RANGES = (
    (0x00, 0x17F),
    (0x370, 0x45F),
    (0x1680, 0x1680),
    (0x2000, 0x218B),
    (0x2460, 0x24FF),
    (0x3000, 0x303F),
    (0x3220, 0x3247),
    (0x3280, 0x32B0),
    (0x32C0, 0x32CB),
    (0x3358, 0x33FF),
    (0xF900, 0xFA6D),
    (0xFE10, 0xFE19),
    (0xFE30, 0xFE6B),
    (0xFF01, 0xFF64),
    (0xFFE0, 0xFFEE),
)
"""Where NFKC and case folding are applied: what official texts in Chinese contain. All of it has
been in Unicode for long, so that every Python that gksite runs on makes the same table.
"""

_ALIKE: tuple[tuple[str, str], ...] = (
    ("(", "（〔［[【〖〘〚﹝❨"),
    (")", "）〕］]】〗〙〛﹞❩"),
    (":", "∶︰：꞉"),
    ("-", "‐‑‒–—―−－─━﹣﹘"),
    ("~", "～〜∼˜"),
    ("·", "‧•・･∙⋅●"),
    ('"', "“”„‟″〝〞「」『』＂"),
    ("'", "‘’‚‛′＇"),
    ("〇", "○◯"),
)
"""Marks with several forms; all become the first."""

_NOTHING = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Invisible characters: they are dropped."""

_MARKS = (
    (0x00, 0x2F),
    (0x3A, 0x40),
    (0x5B, 0x60),
    (0x7B, 0xA9),
    (0xAB, 0xB4),
    (0xB6, 0xB9),
    (0xBB, 0xBF),
    (0xD7, 0xD7),
    (0xF7, 0xF7),
    (0x2000, 0x206F),
    (0x20A0, 0x20BF),
    (0x2190, 0x23FF),
    (0x2500, 0x2BFF),
    (0x3000, 0x3004),
    (0x3008, 0x3020),
    (0x302A, 0x3030),
    (0x303D, 0x303F),
    (0xA78A, 0xA78A),
    (0xFE10, 0xFE6F),
    (0xFF00, 0xFF0F),
    (0xFFE0, 0xFFFF),
)
"""Code points that are no part of a word: blanks, punctuation, symbols. They are compared, but
not indexed."""


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for first, last in _FOLDED_RANGES:
        for code in range(first, last + 1):
            character = chr(code)
            folded = (
                " " if character.isspace() else unicodedata.normalize("NFKC", character).casefold()
            )
            # Twice: what NFKC gives may have a case, and what folding gives may not be in normal
            # form.
            folded = unicodedata.normalize("NFKC", folded).casefold()
            if folded != character:
                table[code] = folded
    alike = {ord(other): to for to, others in _ALIKE for other in others}
    for code, to in table.items():
        table[code] = to.translate(alike)
    return table | RADICALS | alike | dict.fromkeys(map(ord, _NOTHING), "")


FOLDING = _table()
"""Code point → its replacement."""

_UNSEEN = dict.fromkeys(map(ord, _NOTHING), "")
_WORDS = re.compile(
    "[^" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in _MARKS) + "]+"
)


def tidy(text: str) -> str:
    """Return `text` without invisible characters, each stretch of white space as one blank: folding
    leaves these blanks as they are."""
    return " ".join(text.translate(_UNSEEN).split())


def fold(text: str) -> str:
    """Return `text` in the form in which it is compared: case, width, forms of marks and blanks
    make no difference.

    >>> fold("青府办发〔２０２５〕６号")
    '青府办发(2025)6号'
    """
    return " ".join(text.translate(FOLDING).split())


def words(folded: str) -> list[str]:
    """Return the longest stretches of a folded text that hold no mark."""
    return _WORDS.findall(folded)


def folding_table() -> dict[str, str | list[int]]:
    """Return the table for the browser: the characters that change, the result of each (separated
    by line feeds), first and last of each range of marks one after another."""
    codes = sorted(FOLDING)
    return {
        "from": "".join(map(chr, codes)),
        "to": "\n".join(FOLDING[code] for code in codes),
        "marks": list(_flat(_MARKS)),
    }


def _flat(pairs: Iterable[tuple[int, int]]) -> Iterable[int]:
    for pair in pairs:
        yield from pair
