"""Numbering of headings and tasks: 一、（一）1. (1) ① 第一条, and Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Literal

import msgspec

from gksite.notation.characters import narrow_digits

Style = Literal["chinese", "chinese-bracket", "arabic", "arabic-bracket", "circled", "article"]

_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
CHINESE_DIGITS = "〇○零一二三四五六七八九两"
"""The inside of a regular-expression class: every Chinese digit."""
CHINESE_NUMERALS = f"{CHINESE_DIGITS}十百千"
"""The inside of a regular-expression class: every character of a Chinese numeral below 10,000."""

_YEAR = re.compile("[零一二三四五六七八九]{4}")
_ADDITIVE = re.compile(
    "(?:([一二三四五六七八九])千)?零?(?:([一二三四五六七八九])百)?零?(?:([一二三四五六七八九]?)(十))?([一二三四五六七八九])?"
)

_NUMERAL = f"[{CHINESE_NUMERALS}]{{1,7}}"
# «1.2万户» is a decimal, but a task may open with a year, a month or the hotline 12345: «7.2025年底前…»,
# «7.2025—2027年…», «15.8月组织…».
_POINT = (
    r"(?:[.．](?!\d)|[.．](?=(?:19|20)\d\d\s{0,2}(?:年|[-—－–~～至到.．/]{1,2}\s?\d{1,4}(?!\d))|12345|(?:"
    r"1[0-2]|0?[1-9])\s{0,2}月)|、)"
)
_FORMS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("article", re.compile(rf"第\s{{0,2}}({_NUMERAL}|\d{{1,4}})\s{{0,2}}[条條]")),
    ("chinese", re.compile(rf"({_NUMERAL})\s{{0,2}}[、.．]")),
    ("chinese-bracket", re.compile(rf"[（(]\s{{0,3}}({_NUMERAL})\s{{0,3}}[)）][、.．]?")),
    ("arabic-bracket", re.compile(r"[（(]\s{0,3}(\d{1,3})\s{0,3}[)）][、.．]?")),
    ("arabic-bracket", re.compile(r"(\d{1,3})\s{0,2}[)）]")),
    ("arabic", re.compile(rf"(\d{{1,3}})\s{{0,2}}{_POINT}")),
)
# One character that is a whole number: first code point, last code point, value of the first,
# style.
_SINGLE: tuple[tuple[int, int, int, Style], ...] = (
    (0x2460, 0x2473, 1, "circled"),
    (0x3251, 0x325F, 21, "circled"),
    (0x32B1, 0x32BF, 36, "circled"),
    (0x2474, 0x2487, 1, "arabic-bracket"),
    (0x2488, 0x249B, 1, "arabic"),
    (0x3220, 0x3229, 1, "chinese-bracket"),
)


def section_id(number: int, parent: str, taken: Container[str]) -> str:
    """Return the id of the section with this number below `parent`.

    Documents repeat numbers by mistake, so that the id may be taken: the second 一、 is `1-2`.
    """
    id = plain = f"{parent}.{number}" if parent else str(number)
    count = 1
    while id in taken:
        count += 1
        id = f"{plain}-{count}"
    return id


class Numbering(msgspec.Struct, frozen=True):
    """A number that opens a paragraph: as printed, its style and value, and the text behind it."""

    printed: str
    style: Style
    value: int
    rest: str


def parse_numbering(text: str) -> Numbering | None:
    """Return the number that opens `text`, or None, as for a decimal («1.2万户», «3.0版»)."""
    stripped = text.strip()
    if stripped and (single := _single_character(stripped)):
        return single
    for style, form in _FORMS:
        if match := form.match(narrow_digits(stripped)):
            value = from_chinese(match[1]) if match[1][0] in CHINESE_NUMERALS else int(match[1])
            if value is None:
                return None
            return Numbering(
                stripped[: match.end()], style, value, stripped[match.end() :].lstrip()
            )
    return None


def _single_character(text: str) -> Numbering | None:
    for first, last, value, style in _SINGLE:
        if first <= ord(text[0]) <= last:
            return Numbering(text[0], style, ord(text[0]) - first + value, text[1:].lstrip())
    return None


def to_chinese(number: int) -> str:
    """Return `number` (0 to 9999, else ValueError) as a Chinese numeral: 12 is 十二, 105 is 一百零五."""
    if not 0 <= number <= 9999:
        raise ValueError(f"no Chinese numeral for {number}: 0 to 9999")
    if number < 10:
        return _DIGITS[number]
    parts: list[str] = []
    rest, gap = number, False
    for size, unit in _UNITS:
        digit, rest = divmod(rest, size)
        if digit:
            parts.append(("零" if gap else "") + _DIGITS[digit] + unit)
        gap = digit == 0 and bool(parts)
    if rest:
        parts.append(("零" if gap else "") + _DIGITS[rest])
    numeral = "".join(parts)
    return numeral[1:] if 10 <= number < 20 else numeral


def from_chinese(text: str) -> int | None:
    """Return the value (0 to 9999) of a Chinese numeral, or year in digits (二〇二五), or None."""
    numeral = text.replace("〇", "零").replace("○", "零").replace("两", "二")
    if len(numeral) == 1 and numeral in _DIGITS:
        return _DIGITS.index(numeral)
    if _YEAR.fullmatch(numeral):
        return int("".join(str(_DIGITS.index(character)) for character in numeral))
    match = _ADDITIVE.fullmatch(numeral)
    if not numeral or not match:
        return None
    thousands, hundreds, tens, ten, ones = match.groups()
    value = (
        1000 * _digit(thousands)
        + 100 * _digit(hundreds)
        + (10 * (_digit(tens) or 1) if ten else 0)
        + _digit(ones)
    )
    return value if _is_well_formed(numeral, value) else None


def _digit(numeral: str | None) -> int:
    return _DIGITS.index(numeral) if numeral else 0


def _is_well_formed(numeral: str, value: int) -> bool:
    """Whether a numeral is well formed: 零 only for gaps; 一十二 and 一百十 are usual too."""
    canonical = to_chinese(value)
    return numeral in (canonical, f"一{canonical}", canonical.replace("百一十", "百十"))
