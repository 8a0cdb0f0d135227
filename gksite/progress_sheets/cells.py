"""Read a filled-in sheet into rows of cells; here a CSV file, in any encoding and with any
delimiter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from gksite.diagnostics import Diagnostic
from gksite.documents.encoding import decode_document
from gksite.documents.parsed import Refused, column_letters
from gksite.documents.sheets.sheet_cells import (
    MOST_COLUMNS,
    SheetCell,
    SheetRow,
    serial_day,
    tidy,
    unreadable,
)
from gksite.exports.words import armed
from gksite.progress_sheets.sheet import COLUMNS

LARGEST_FILE = 10_000_000
"""Bytes."""
MOST_ROWS = 10_000
"""Rows that are not empty."""
HEAD_ROWS = 10
"""Rows in which a head is looked for."""

_DELIMITERS = (",", "\t", ";", "，", "|")


def parse_cells(data: bytes, name: str) -> tuple[list[SheetRow], list[Diagnostic]]:
    """Return the filled rows of a workbook's sheet, or of a CSV file; none where it cannot or must
    not be read."""
    if len(data) > LARGEST_FILE:
        return [], [unreadable(name, "超过 10 MB", "more than 10 MB")]
    try:
        if data.startswith(b"PK\x03\x04"):
            # Loaded here: a CSV file does not need it.
            from gksite.progress_sheets.workbook import workbook_rows

            rows: Iterator[SheetRow] = workbook_rows(data, name)
        else:
            rows = _csv_rows(data, name)
        filled = list(islice(rows, MOST_ROWS + 1))
    except Refused as refusal:
        return [], [refusal.diagnostic]
    if len(filled) > MOST_ROWS:
        return [], [unreadable(name, f"超过 {MOST_ROWS} 行", f"more than {MOST_ROWS} rows")]
    return filled, []


def _csv_rows(data: bytes, name: str) -> Iterator[SheetRow]:
    decoded = decode_document(data, name)
    if any(diagnostic.code == "import-bad-bytes" for diagnostic in decoded.problems):
        raise Refused(
            unreadable(
                name,
                "编码不是 UTF-8、UTF-16 或 GB18030",
                "it is neither UTF-8 nor UTF-16 nor GB18030",
            )
        )
    try:
        for number, row in enumerate(_records(decoded.text, _delimiter(decoded.text)), 1):
            cells = [
                _csv_cell(field, f"{name}!{column_letters(n)}{number}")
                for n, field in enumerate(row[:MOST_COLUMNS])
            ]
            if any(cell.text for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise Refused(
            unreadable(name, "不是完好的 CSV 表格", f"no well-formed CSV ({error})")
        ) from None


def _csv_cell(field: str, place: str) -> SheetCell:
    text = tidy(armed(field))
    return SheetCell(text, place, serial_day(text))


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _delimiter(text: str) -> str:
    """Return the delimiter with which the file has a head of gksite's; a comma where none gives
    one."""
    heads = {column.head for column in COLUMNS}
    for delimiter in _DELIMITERS:
        try:
            rows = list(islice(_records(text, delimiter), HEAD_ROWS))
        except csv.Error:
            continue
        if any(len(heads & {armed(field).strip() for field in row}) > 1 for row in rows):
            return delimiter
    return ","
