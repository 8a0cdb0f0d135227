"""Characters that look like others: the radicals of PDF files and of fonts, which stand for the ideographs that they look like."""

from __future__ import annotations

import re
import unicodedata

# Equivalent_Unified_Ideograph of the Unicode Character Database for U+2E81–2EF3, in that order; U+2E9A is not assigned. Only two of
# these have a decomposition, so that NFKC leaves the others as they are.
_SUPPLEMENT = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉"
    "𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
RADICALS: dict[int, str] = {
    code: ideograph for code, ideograph in enumerate(_SUPPLEMENT, 0x2E81) if chr(code) != ideograph
} | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
"""CJK and Kangxi radicals → the unified ideograph that is meant; one character each, so that places stay the same."""

_RADICAL = re.compile("[\u2e81-\u2fd5]")


def unify_radicals(text: str) -> tuple[str, int]:
    """`text` with its radicals as unified ideographs, and how many there were; its length is unchanged.

    >>> unify_radicals("⾏政机关、区⺠政局")
    ('行政机关、区民政局', 2)
    """
    if not _RADICAL.search(text):
        return text, 0
    return text.translate(RADICALS), sum(ord(character) in RADICALS for character in text)


def first_radical(text: str) -> int:
    """Where the first radical of `text` stands; -1 where it holds none."""
    return next((found.start() for found in _RADICAL.finditer(text) if ord(found[0]) in RADICALS), -1)
