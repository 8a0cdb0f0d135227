"""Characters that look like others (radicals of PDF files), or that no reader sees or can read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

# Equivalent_Unified_Ideograph of the Unicode Character Database for U+2E81–2EF3, in that order;
# U+2E9A is not assigned. Only two of these have a decomposition, so that NFKC leaves the others as
# they are.
_SUPPLEMENT = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉"
    "𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
RADICALS: dict[int, str] = {
    code: ideograph for code, ideograph in enumerate(_SUPPLEMENT, 0x2E81) if chr(code) != ideograph
} | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
"""CJK and Kangxi radicals → the unified ideograph that is meant; one character each, so that places
stay the same."""

_RADICAL = re.compile("[\u2e81-\u2fd5]")


def unify_radicals(text: str) -> tuple[str, int]:
    """Return `text` with its radicals as unified ideographs, and their number; the length is
    unchanged.

    >>> unify_radicals("⾏政机关、区⺠政局")
    ('行政机关、区民政局', 2)
    """
    if not _RADICAL.search(text):
        return text, 0
    return text.translate(RADICALS), sum(ord(character) in RADICALS for character in text)


def first_radical(text: str) -> int:
    """Return the index of the first radical of `text`; -1 if it has none."""
    return next(
        (match.start() for match in _RADICAL.finditer(text) if ord(match[0]) in RADICALS), -1
    )


IDEOGRAPHS = "\U00020000-\U0002fffd\U00030000-\U0003fffd"
"""The planes that Unicode reserves for ideographs, for a character class in a pattern.

Names of places and people have characters that came in of late. A Python that is older than they
are takes them for nothing, so that `\\w`, `isalnum` and the like would give one site with one
Python and another with the next.
"""


def is_ideograph(character: str) -> bool:
    """Whether a character is in those planes, even if this version of Python does not know it."""
    return "\U00020000" <= character <= "\U0002fffd" or "\U00030000" <= character <= "\U0003fffd"


def describes_ideographs(character: str) -> bool:
    """Whether a character describes an ideograph that no font has: ⿰⿱…, some of them recent."""
    return "\u2ff0" <= character <= "\u2fff" or character == "\u31ef"


def is_letter(character: str) -> bool:
    """Whether a character is a letter or a figure, with any Python."""
    return character.isalnum() or is_ideograph(character)


def is_printable(text: str) -> bool:
    """Whether a text holds nothing that cannot be seen, with any Python."""
    return text.isprintable() or all(
        category(character)[0] not in "CZ" or character == " " for character in text
    )


def category(character: str) -> str:
    """Return the general category of a character, with any Python."""
    if is_ideograph(character):
        return "Lo"
    return "So" if describes_ideographs(character) else unicodedata.category(character)


HiddenKind = Literal["invisible", "direction", "unreadable"]
"""Kinds of hidden characters: invisible ones, those that turn the direction of the text, and those
that stand for a lost or a private character."""

_DIRECTION = "\u202a-\u202e\u2066-\u2069"
# U+FFFD and its like, private use, and code points that are not characters.
_UNREADABLE = "\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000f0000-\U0010ffff" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000)
)
# Default_Ignorable_Code_Point of the Unicode Character Database, and the blank of Braille.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-"
    "\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_HIDDEN = re.compile(f"[{_DIRECTION}{_UNREADABLE}{_INVISIBLE}]")
_KINDS: tuple[tuple[HiddenKind, re.Pattern[str]], ...] = (
    ("direction", re.compile(f"[{_DIRECTION}]")),
    ("unreadable", re.compile(f"[{_UNREADABLE}]")),
)
_OF_SCRIPTS = frozenset("\u061c\u180b\u180c\u180d\u180e\u180f\u200c\u200d\u200e\u200f")


def hidden_characters(text: str, *, is_name: bool = False) -> Iterator[tuple[int, HiddenKind]]:
    """Yield the index and the kind of each character that readers cannot see or read.

    Characters that a script needs are left out: joiners and marks of direction in Arabic, Mongolian
    and Indian scripts and between emoji, a selector after a symbol; outside of names also a
    selector after an ideograph, and a soft hyphen within a Latin word.
    """
    for match in _HIDDEN.finditer(text):
        if not _belongs(text, match.start(), is_name):
            kinds = (kind for kind, form in _KINDS if form.match(match[0]))
            yield match.start(), next(kinds, "invisible")


def _belongs(text: str, at: int, is_name: bool) -> bool:
    character, before, after = text[at], text[at - 1] if at else "", text[at + 1 : at + 2]
    if character in _OF_SCRIPTS:
        joins_emoji = character == "\u200d" and (
            before >= "\U0001f000" or before == "\ufe0f" or "\u2600" <= before <= "\u27bf"
        )
        return "\u0590" <= before <= "\u18af" or joins_emoji
    if character in "\ufe0e\ufe0f":
        is_symbol = (
            "\u2000" <= before < "\u2e80"
            or "\u3030" <= before <= "\u303d"
            or before >= "\U0001f000"
        )
        return before != "" and (is_symbol or before in "#*0123456789©®㊗㊙")
    if "\ufe00" <= character <= "\ufe0d" or "\U000e0100" <= character <= "\U000e01ef":
        is_ideograph = (
            "\u3400" <= before <= "\u9fff"
            or "\uf900" <= before <= "\ufaff"
            or before >= "\U00020000"
        )
        return is_ideograph and not is_name
    return character == "\u00ad" and not is_name and _is_latin(before) and _is_latin(after)


def _is_latin(character: str) -> bool:
    return character.isalpha() and character < "\u0530"
