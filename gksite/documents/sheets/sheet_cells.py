"""The cells of a filled-in sheet: text and dates as typed; formulas are only marked."""

from __future__ import annotations

import re
from datetime import date, timedelta

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.text import CONTROL

MOST_COLUMNS = 100

_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


class SheetCell(msgspec.Struct, frozen=True):
    """A cell: its text, the day that it holds or that its number would be, whether it is a formula
    or an error value, and its place (`a.xlsx!H5`)."""

    text: str
    place: str
    day: date | None = None
    is_formula: bool = False


SheetRow = tuple[int, list[SheetCell]]
"""A row's number from 1, and its cells from the first column on."""


def tidy(text: str) -> str:
    """Return the text of a cell without controls and outer blanks, line ends as line feeds."""
    return CONTROL.sub("", _LINE_END.sub("\n", text)).strip()


def serial_day(number: str, *, date1904: bool = False) -> date | None:
    """Return the day that a spreadsheet stores as a number, 1990 to 2099; 46174 is 2026-06-01."""
    if not _SERIAL.fullmatch(number):
        return None
    day = (_EPOCH_1904 if date1904 else _EPOCH) + timedelta(days=int(number.partition(".")[0]))
    return day if _FIRST_DAY <= day <= _LAST_DAY else None


def unreadable(name: str, chinese: str, english: str) -> Diagnostic:
    """Report why a sheet is not read."""
    return problem("sheet-unreadable", Location(name), reason_zh=chinese, reason=english)
