"""A filled-in sheet → its cells: text and dates as typed, and formulas as what they are."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.exports.progress_sheet import COLUMNS, armed
from gksite.importer.readers.encoding import decode_document
from gksite.importer.readers.parsed import Refused, column_letters
from gksite.source.text import CONTROL

LARGEST_FILE = 10_000_000
"""Bytes."""
MOST_ROWS = 10_000
"""Rows with something in them."""
MOST_COLUMNS = 100
HEAD_ROWS = 10
"""A head is looked for in so many rows."""

_DELIMITERS = (",", "\t", ";", "，", "|")
_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


class SheetCell(msgspec.Struct, frozen=True):
    """A cell: what it says, the day that it holds or that its number would be, whether it is a formula or an error value, and its place (`a.xlsx!H5`)."""

    text: str
    place: str
    day: date | None = None
    is_formula: bool = False


SheetRow = tuple[int, list[SheetCell]]
"""A row's number from 1, and its cells from the first column on."""


def parse_cells(data: bytes, name: str) -> tuple[list[SheetRow], list[Diagnostic]]:
    """The rows with something in them of a workbook's sheet, or of a CSV file; none where it cannot or must not be read."""
    if len(data) > LARGEST_FILE:
        return [], [unreadable(name, "超过 10 MB", "more than 10 MB")]
    try:
        if data.startswith(b"PK\x03\x04"):
            # Imported late: a CSV file needs none of it.
            from gksite.importer.readers.progress_workbook import workbook_rows

            rows: Iterator[SheetRow] = workbook_rows(data, name)
        else:
            rows = _csv_rows(data, name)
        found = list(islice(rows, MOST_ROWS + 1))
    except Refused as refusal:
        return [], [refusal.diagnostic]
    if len(found) > MOST_ROWS:
        return [], [unreadable(name, f"超过 {MOST_ROWS} 行", f"more than {MOST_ROWS} rows")]
    return found, []


def tidy(text: str) -> str:
    """The text of a cell: every kind of line end as a line feed, without controls, nothing blank at its ends."""
    return CONTROL.sub("", _LINE_END.sub("\n", text)).strip()


def serial_day(number: str, *, date1904: bool = False) -> date | None:
    """The day that a spreadsheet program stores as a number, where it is one of our time; 46174 is 2026-06-01."""
    if not _SERIAL.fullmatch(number):
        return None
    day = (_EPOCH_1904 if date1904 else _EPOCH) + timedelta(days=int(number.partition(".")[0]))
    return day if _FIRST_DAY <= day <= _LAST_DAY else None


def unreadable(name: str, chinese: str, english: str) -> Diagnostic:
    """Why a sheet is not read."""
    return problem("sheet-unreadable", Location(name), reason_zh=chinese, reason=english)


def _csv_rows(data: bytes, name: str) -> Iterator[SheetRow]:
    decoded = decode_document(data, name)
    if any(one.code == "import-bad-bytes" for one in decoded.problems):
        raise Refused(unreadable(name, "编码不是 UTF-8、UTF-16 或 GB18030", "it is neither UTF-8 nor UTF-16 nor GB18030"))
    try:
        for number, row in enumerate(_records(decoded.text, _delimiter(decoded.text)), 1):
            cells = [_csv_cell(field, f"{name}!{column_letters(n)}{number}") for n, field in enumerate(row[:MOST_COLUMNS])]
            if any(cell.text for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise Refused(unreadable(name, "不是完好的 CSV 表格", f"no well-formed CSV ({error})")) from None


def _csv_cell(field: str, place: str) -> SheetCell:
    text = tidy(armed(field))
    return SheetCell(text, place, serial_day(text))


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _delimiter(text: str) -> str:
    """The delimiter by which the file has a head of ours; a comma where none has."""
    heads = {column.head for column in COLUMNS}
    for delimiter in _DELIMITERS:
        try:
            rows = list(islice(_records(text, delimiter), HEAD_ROWS))
        except csv.Error:
            continue
        if any(len(heads & {armed(field).strip() for field in row}) > 1 for row in rows):
            return delimiter
    return ","
