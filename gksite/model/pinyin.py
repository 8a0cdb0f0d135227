"""The order of Chinese names by pinyin."""

from __future__ import annotations

from functools import cache
from typing import Any

_READINGS = {"长宁": [["chang"], ["ning"]], "重庆": [["chong"], ["qing"]]}
"""Place names that pypinyin 0.55 reads wrongly, or that deserve certainty."""


@cache
def _pinyin() -> Any:
    # Imported late: 0.25 s, and only needed when a registry is read anew.
    import pypinyin

    pypinyin.load_phrases_dict(_READINGS)
    return pypinyin


def sort_key(name: str) -> str:
    """Toneless syllables joined by spaces, lower case, then the name itself so that equal sounds have one order."""
    return f"{' '.join(_pinyin().lazy_pinyin(name)).lower()} {name}"


def first_letters(name: str) -> str:
    """The first letters of the syllables of a name, lower case; what is no Chinese stays whole: `区12345热线` is `q12345rx`."""
    pinyin = _pinyin()
    return "".join(pinyin.lazy_pinyin(name, style=pinyin.Style.FIRST_LETTER)).lower()


def initial(pinyin: str) -> str:
    """The capital letter that a sort key stands under, `#` when it begins with none."""
    first = pinyin[:1].upper()
    return first if "A" <= first <= "Z" else "#"
