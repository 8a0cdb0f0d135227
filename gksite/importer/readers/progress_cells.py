"""A filled-in sheet → its cells: text and dates as typed, and formulas as what they are."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.exports.progress_sheet import armed
from gksite.importer.readers.office_package import open_package
from gksite.importer.readers.parsed import Refused, column_letters

LARGEST_FILE = 10_000_000
"""Bytes."""
MOST_ROWS = 10_000
MOST_COLUMNS = 40


class SheetCell(msgspec.Struct, frozen=True):
    """A cell: what it says, the day where it holds one, whether it is a formula or an error value, and its place (`a.xlsx!H5`)."""

    text: str
    place: str
    day: date | None = None
    is_formula: bool = False


def parse_cells(data: bytes, name: str) -> tuple[list[list[SheetCell]], list[Diagnostic]]:
    """The rows of the first sheet of a workbook, or of a CSV file; none where it cannot or must not be read."""
    if len(data) > LARGEST_FILE:
        return [], [_unreadable(name, "超过 10 MB", "more than 10 MB")]
    if data.startswith(b"PK\x03\x04"):
        return _workbook(data, name)
    return _csv(data, name)


def _workbook(data: bytes, name: str) -> tuple[list[list[SheetCell]], list[Diagnostic]]:
    try:
        open_package(data, name)
    except Refused as refusal:
        return [], [refusal.diagnostic]
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        rows = list(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS))
    except Exception as error:  # openpyxl raises whatever the broken part made it stumble over
        return [], [_unreadable(name, "工作簿已损坏", f"the workbook is damaged ({type(error).__name__})")]
    if len(rows) > MOST_ROWS:
        return [], [_unreadable(name, f"超过 {MOST_ROWS} 行", f"more than {MOST_ROWS} rows")]
    return [[_cell(cell, f"{name}!{column_letters(n)}{line}") for n, cell in enumerate(row)] for line, row in enumerate(rows, 1)], []


def _cell(cell: Any, place: str) -> SheetCell:
    value = cell.value
    if value is None:
        return SheetCell("", place)
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return SheetCell(day.isoformat(), place, day)
    # `e` is an error value such as #REF!, which a formula left behind.
    if cell.data_type in ("f", "e"):
        return SheetCell(str(value), place, is_formula=True)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return SheetCell(str(value).strip(), place)


def _csv(data: bytes, name: str) -> tuple[list[list[SheetCell]], list[Diagnostic]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        return [], [_unreadable(name, "编码不是 UTF-8 或 GB18030", "it is neither UTF-8 nor GB18030")]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return [], [_unreadable(name, "不是完好的 CSV 表格", f"no well-formed CSV ({error})")]
    if len(rows) > MOST_ROWS:
        return [], [_unreadable(name, f"超过 {MOST_ROWS} 行", f"more than {MOST_ROWS} rows")]
    return [
        [SheetCell(armed(field).strip(), f"{name}!{column_letters(n)}{line}") for n, field in enumerate(row[:MOST_COLUMNS])]
        for line, row in enumerate(rows, 1)
    ], []


def _unreadable(name: str, chinese: str, english: str) -> Diagnostic:
    return problem("sheet-unreadable", Location(name), reason_zh=chinese, reason=english)
