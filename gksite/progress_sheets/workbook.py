"""Read the cells of a workbook that a unit filled in, whatever program saved it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from gksite.documents.office_package import Package
from gksite.documents.ooxml_text import decode_ooxml_escapes
from gksite.documents.parsed import column_letters, refused
from gksite.documents.sheets.sheet_cells import MOST_COLUMNS, SheetCell, SheetRow, serial_day, tidy
from gksite.documents.sheets.xlsx import (
    cell_address,
    number_formats,
    open_workbook,
    sheet_elements,
)
from gksite.documents.sheets.xlsx_numbers import format_kind
from gksite.documents.sheets.xlsx_scan import scan_strings
from gksite.progress_sheets.sheet import SHEET

if TYPE_CHECKING:
    from lxml.etree import _Element

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def workbook_rows(data: bytes, name: str) -> Iterator[SheetRow]:
    """Yield the filled rows of the sheet 填报, or of the first visible sheet. Raise Refused where it
    cannot be read."""
    package, main, root = open_workbook(data, name)
    reader = _Reader(package, main, root)
    row, cells = 0, dict[int, SheetCell]()
    for event, element in sheet_elements(package.read(reader.sheet), name, "sheet", "row", "c"):
        if element.tag == _S + "row":
            if event == "start":
                row, column = _number(element.get("r"), row + 1), -1
            elif any(cell.text for cell in cells.values()):
                yield (
                    row,
                    [
                        cells.get(n) or SheetCell("", f"{name}!{column_letters(n)}{row}")
                        for n in range(max(cells) + 1)
                    ],
                )
            cells = {}
        elif event == "end":
            column = (cell_address(element.get("r", "")) or (0, column + 1))[1]
            if column < MOST_COLUMNS:
                cells[column] = reader.cell(element, f"{name}!{column_letters(column)}{row}")


class _Reader:
    """The context of a workbook's cells: shared strings, number formats, the epoch of its dates."""

    def __init__(self, package: Package, main: str, root: _Element) -> None:
        relations = package.relations(main)
        parts = package.targets(main)
        properties = root.find(_S + "workbookPr")
        self._date1904 = properties is not None and properties.get("date1904") in ("1", "true")
        shared = package.read(parts.get("sharedStrings", "xl/sharedStrings.xml"))
        self._strings = scan_strings(shared) if shared else []
        self._formats, self._styles = number_formats(
            package.xml(parts.get("styles", "xl/styles.xml"))
        )
        sheets = [
            (sheet.get("name", ""), relation.target)
            for sheet in root.iter(_S + "sheet")
            if sheet.get("state", "visible") == "visible"
            for relation in [relations.get(sheet.get(_R + "id", ""))]
            if relation and relation.kind == "worksheet"
        ]
        if not sheets:
            raise refused(
                "import-unreadable",
                package.name,
                reason_zh="里面没有表格",
                reason="it holds no sheet",
            )
        self.sheet = dict(reversed(sheets)).get(SHEET, sheets[0][1])

    def cell(self, element: _Element, place: str) -> SheetCell:
        """Return a cell as it was typed: a percentage with its sign, and a number in full, however
        it is shown."""
        kind, stored = element.get("t", "n"), element.findtext(_S + "v") or ""
        if element.find(_S + "f") is not None or kind == "e":
            return SheetCell(
                tidy(f"={element.findtext(_S + 'f') or stored}"), place, is_formula=True
            )
        if kind == "s":
            known = stored.isascii() and stored.isdigit() and int(stored) < len(self._strings)
            return self._of_text(self._strings[int(stored)] if known else "", place)
        if kind == "inlineStr":
            inline = element.find(_S + "is")
            pieces = (
                []
                if inline is None
                else [
                    text.text or ""
                    for child in inline
                    if child.tag != _S + "rPh"
                    for text in child.iter(_S + "t")
                ]
            )
            return self._of_text("".join(pieces), place)
        if kind == "b":
            return SheetCell("TRUE" if stored == "1" else "FALSE", place)
        if kind != "n":
            return self._of_text(stored, place)
        return self._of_number(stored.strip(), element.get("s", "0"), place)

    def _of_text(self, stored: str, place: str) -> SheetCell:
        text = tidy(decode_ooxml_escapes(stored))
        return SheetCell(text, place, serial_day(text, date1904=self._date1904))

    def _of_number(self, stored: str, style: str, place: str) -> SheetCell:
        try:
            number = Decimal(stored)
            # Spreadsheet programs show 15 digits: 0.1 + 0.2 is 0.3.
            plain = format(Decimal(f"{number:.15g}"), "f")
        except (InvalidOperation, ValueError):
            return SheetCell(stored, place)
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        index = int(style) if style.isascii() and style.isdigit() else 0
        kind = format_kind(self._styles[index] if index < len(self._styles) else 0, self._formats)
        day = serial_day(plain, date1904=self._date1904)
        if kind == "date" and day:
            return SheetCell(day.isoformat(), place, day)
        if kind == "percent":
            share = format(Decimal(plain) * 100, "f")
            return SheetCell(f"{share.rstrip('0').rstrip('.') if '.' in share else share}%", place)
        return SheetCell(plain, place, day)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else default
