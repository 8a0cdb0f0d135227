"""The order of Chinese names by pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

_PLACES: Mapping[str, str] = {
    "长宁": "chang ning",
    "朝阳": "chao yang",
    "单县": "shan xian",
    "长子县": "zhang zi xian",
    "洪洞": "hong tong",
    "涡阳": "guo yang",
    "浚县": "xun xian",
    "繁峙": "fan shi",
    "筠连": "jun lian",
    "乐亭": "lao ting",
}
"""Places that the table does not know, or reads wrongly."""

_LONGEST = 3
"""The most characters that a word of the table has."""

_CHINESE = re.compile(r"([\u3007\u3400-\u9fff\uf900-\ufaff]+)")


@cache
def _readings() -> dict[str, str]:
    """Return the syllables of each character, and of each word that is read otherwise than its
    characters."""
    # Imported late: only a registry that has changed needs it.
    from gksite.model.pinyin_table import CHARACTERS, WORDS

    lines = (line.split(" ", 1) for line in CHARACTERS.splitlines())
    readings = {character: syllable for syllable, own in lines for character in own}
    for line in WORDS.splitlines():
        words, _, syllables = line.partition(" ")
        readings.update(dict.fromkeys(words.split("、"), syllables))
    return {**readings, **_PLACES}


def sort_key(name: str) -> str:
    """Return the toneless syllables joined by spaces, in lower case, then the name itself, so that
    names of equal sound have one order."""
    return f"{' '.join(_syllables(name)).lower()} {name}"


def _syllables(name: str) -> Iterator[str]:
    """Yield the syllables of a name; what is not Chinese stays."""
    readings = _readings()
    for place, run in enumerate(_CHINESE.split(name)):
        if place % 2 == 0:
            yield from filter(None, [run])
            continue
        while run:
            word = next(
                (run[:size] for size in range(_LONGEST, 1, -1) if run[:size] in readings), run[0]
            )
            yield readings.get(word, word)
            run = run.removeprefix(word)


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
