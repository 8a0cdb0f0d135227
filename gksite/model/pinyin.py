"""The order of Chinese names by pinyin."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

_READINGS = {"长宁": [["chang"], ["ning"]], "重庆": [["chong"], ["qing"]]}
"""Place names that pypinyin 0.55 reads wrongly, or that deserve certainty."""


@cache
def _pinyin() -> Any:
    # Imported late: it takes 0.25 s and is needed only when a registry has changed.
    import pypinyin
    from pypinyin.constants import PHRASES_DICT
    from pypinyin.seg import mmseg

    # As load_phrases_dict does, without its second pass over all known phrases.
    PHRASES_DICT.update(_READINGS)
    mmseg.seg.train(iter(_READINGS))
    return pypinyin


def sort_key(name: str) -> str:
    """Return the toneless syllables joined by spaces, in lower case, then the name itself, so that
    names of equal sound have one order."""
    return f"{' '.join(_pinyin().lazy_pinyin(name)).lower()} {name}"


def sort_keys(names: Iterable[str]) -> dict[str, str]:
    """Return each name with its sort key."""
    return {name: sort_key(name) for name in names}


def first_letters(key: str, name: str) -> str:
    """Return the first letters of a name by its sort key; characters that are not Chinese stay:
    `区12345热线` is `q12345rx`."""
    syllables = key.removesuffix(f" {name}").split(" ")
    return "".join(syllable if syllable in name.lower() else syllable[:1] for syllable in syllables)


def initial(pinyin: str) -> str:
    """Return the capital letter under which a sort key is listed; `#` if it begins with none."""
    first = pinyin[:1].upper()
    return first if "A" <= first <= "Z" else "#"
