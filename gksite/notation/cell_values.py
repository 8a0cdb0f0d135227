"""The values of table cells: numbers, days and years as officials write them. Units of measure are
never converted."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

CellType = Literal["text", "number", "money", "date", "unit", "year"]
NUMERIC = frozenset(("number", "money"))
"""The types whose cells can be added up."""

_ASCII = str.maketrans("０１２３４５６７８９．，－−／", "0123456789.,--/")
_NUMBER = re.compile(r"(-?)([0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5})(\.[0-9]{1,9})?", re.ASCII)
_DAY = re.compile(
    r"([0-9]{4})(?:年([0-9]{1,2})月([0-9]{1,2})日|([-./])([0-9]{1,2})\4([0-9]{1,2}))", re.ASCII
)
_YEAR = re.compile("([0-9]{4})年?", re.ASCII)
_YEARS = range(1900, 2200)


def read_cell(text: str, type: CellType) -> str:
    """Return the value that a text states by itself, "" where it is not one of `type`.

    A number has no sign but a minus, no unit of measure and no word: `约3800` and `3800万元` are
    none. Its decimals stay as they are written.

    >>> read_cell("３,８００．５０", "money"), read_cell("约3800", "money")
    ('3800.50', '')
    >>> read_cell("2025年6月30日", "date"), read_cell("2025年6月", "date")
    ('2025-06-30', '')
    """
    plain = text.translate(_ASCII)
    match type:
        case "number" | "money":
            return _number(plain)
        case "date":
            return _day(plain)
        case "year":
            found = _YEAR.fullmatch(plain)
            return found[1] if found and int(found[1]) in _YEARS else ""
        case _:
            return text


def _number(text: str) -> str:
    found = _NUMBER.fullmatch(text)
    if not found:
        return ""
    whole = found[2].replace(",", "").lstrip("0") or "0"
    decimals = found[3] or ""
    is_zero = not (whole + decimals).strip("0.")
    return f"{'' if is_zero else found[1]}{whole}{decimals}"


def _day(text: str) -> str:
    found = _DAY.fullmatch(text)
    if not found or int(found[1]) not in _YEARS:
        return ""
    month, day = found[2] or found[5], found[3] or found[6]
    try:
        return date(int(found[1]), int(month), int(day)).isoformat()
    except ValueError:
        return ""
