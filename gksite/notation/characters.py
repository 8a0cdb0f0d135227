"""Chinese characters, white space between them, and brackets with their partners."""

from __future__ import annotations

import re

HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
"""The inside of a regular-expression class: every Chinese character."""

OPENING = "(（〔[［【"
CLOSING = ")）〕]］】"

_NOT_HAN = re.compile(f"[^{HAN}]")
_CLOSE = HAN + re.escape(f"{OPENING}{CLOSING}、")
_SPACE_IN_HAN = re.compile(rf"(?<=[{_CLOSE}])\s+(?=[{_CLOSE}])")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_MOST_DIGITS = 9
_FULL_WIDTH_DIGITS = {ord("０") + digit: str(digit) for digit in range(10)}


def is_han(character: str) -> bool:
    """Whether a character is Chinese, as HAN has it; no character is not."""
    return (
        "\u4e00" <= character <= "\u9fff"
        or character == "〇"
        or "\u3400" <= character <= "\u4dbf"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0003fffd"
    )


def han_only(text: str) -> str:
    """Return the Chinese characters of `text`."""
    return _NOT_HAN.sub("", text)


def close_up(text: str) -> str:
    """Return `text` stripped, without blanks between Chinese characters, others as one blank."""
    return re.sub(r"\s+", " ", _SPACE_IN_HAN.sub("", text)).strip()


def without_invisible(text: str) -> str:
    """Return `text` without zero-width characters, byte order marks and soft hyphens."""
    return _INVISIBLE.sub("", text)


def narrow_digits(text: str) -> str:
    """Return `text` with full-width digits as ASCII digits; its length is unchanged."""
    return text.translate(_FULL_WIDTH_DIGITS)


def is_number(text: str) -> bool:
    """Whether `text` is a number of ASCII digits short enough to count with; ① and ² are none."""
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def character_before(text: str, index: int, blanks: str = " \t\u3000\n\r") -> str:
    """Return the character before `index` that is not in `blanks`, or an empty string."""
    while index > 0 and text[index - 1] in blanks:
        index -= 1
    return text[index - 1 : index] if index > 0 else ""


def character_after(text: str, index: int, blanks: str = " \t\u3000\n\r") -> str:
    """Return the character at or behind `index` that is not in `blanks`, or an empty string."""
    while index < len(text) and text[index] in blanks:
        index += 1
    return text[index : index + 1]


def bracket_partners(text: str) -> dict[int, int]:
    """Return the indexes of opening → closing brackets. Kinds may differ: `(…〕` is a pair.

    Documents mix kinds of brackets, so only the nesting counts. A bracket without partner is an
    ordinary character.
    """
    partners: dict[int, int] = {}
    unclosed: list[int] = []
    for index, character in enumerate(text):
        if character in OPENING:
            unclosed.append(index)
        elif character in CLOSING and unclosed:
            partners[unclosed.pop()] = index
    return partners
