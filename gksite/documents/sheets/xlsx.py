"""Read workbooks: each visible sheet as a table with merged cells, never by its claimed size."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import Aside, Block, Place
from gksite.documents.office_package import Package, open_package, xml_refusal
from gksite.documents.ooxml_text import decode_ooxml_escapes
from gksite.documents.parsed import (
    MOST_CHARACTERS,
    MOST_PIECES,
    Parsed,
    column_letters,
    too_large,
    unreadable,
)
from gksite.documents.sheets.sheet import Area, sheet_blocks
from gksite.documents.sheets.xlsx_numbers import show_number
from gksite.documents.sheets.xlsx_scan import scan_cells, scan_strings
from gksite.documents.sheets.xlsx_text import Font, Run, cell_fonts, in_font, text_runs
from gksite.notation.characters import is_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_PLAIN_SHEET = re.compile(r"(?:Sheet|工作表|表)\s?\d*", re.IGNORECASE)
_MOST_ELEMENTS = 2_000_000
_LARGEST_ROW, _LARGEST_COLUMN = 1_048_576, 16_384
_SHOWN = 40


def parse_xlsx(data: bytes, name: str) -> Parsed:
    """Read the visible sheets of a workbook: text as stored, numbers and dates as shown, formulas
    by their stored results, and no text that is struck through.

    Hidden sheets are left out; hidden rows and columns are read. Both are reported.
    """
    package, main, root = open_workbook(data, name)
    relations = package.relations(main)
    workbook = _Workbook(package, root, package.targets(main))
    blocks: list[Block] = []
    expected: list[str] = []
    problems: list[Diagnostic] = []
    aside: list[Aside] = []
    raised: list[str] = []
    for number, sheet in enumerate(root.iter(_S + "sheet"), 1):
        target = relations.get(sheet.get(_R + "id", ""))
        if target is None or target.kind != "worksheet":
            continue
        title = sheet.get("name", f"Sheet{number}")
        reading = _Sheet(workbook, package.read(target.target), title, number)
        if sheet.get("state", "visible") != "visible":
            if reading.cells:
                problems.append(
                    problem(
                        "import-hidden-sheet", Location(name), sheet=title, count=len(reading.cells)
                    )
                )
            continue
        caption = "" if _PLAIN_SHEET.fullmatch(title) else title
        blocks += sheet_blocks(reading.cells, reading.areas, name, number, title, caption)
        expected += scan_cells(package.read(target.target), workbook.scanned_strings)
        problems += reading.problems()
        aside += reading.aside
        raised += reading.raised
    struck = "".join("".join(one.text.split()) for one in aside)
    if struck:
        problems.append(
            problem("import-struck-text", Location(name), count=len(struck), text=struck[:_SHOWN])
        )
    set_aside = (*(one.text for one in aside), *raised)
    return Parsed(tuple(blocks), tuple(expected), tuple(problems), set_aside, tuple(aside))


def open_workbook(data: bytes, name: str) -> tuple[Package, str, _Element]:
    """Return the package of a workbook, the name of its main part, and the root of that."""
    package = open_package(data, name)
    main = package.main_part("xl/workbook.xml")
    root = package.xml(main)
    if root is None:
        raise unreadable(name, "里面没有工作簿", "it holds no workbook")
    return package, main, root


class _Workbook:
    """The common ground of sheets: strings, number formats, the epoch of dates, the amount read."""

    def __init__(self, package: Package, root: _Element, parts: dict[str, str]) -> None:
        self.name = package.name
        properties = root.find(_S + "workbookPr")
        self.date1904 = properties is not None and properties.get("date1904") in ("1", "true")
        shared = package.read(parts.get("sharedStrings", "xl/sharedStrings.xml"))
        self.scanned_strings = scan_strings(shared) if shared else []
        self.strings = (
            [
                text_runs(item)
                for event, item in sheet_elements(shared, self.name, "sharedStrings.xml", "si")
                if event == "end"
            ]
            if shared
            else []
        )
        styles = package.xml(parts.get("styles", "xl/styles.xml"))
        self.formats, self.cell_formats = number_formats(styles)
        self.fonts = cell_fonts(styles)
        self.elements = 0
        self.pieces = 0
        self.characters = 0

    def count(self, text: str) -> None:
        """Count a text. Refuse where the sheets together hold too much."""
        self.pieces += 1
        self.characters += len(text)
        if self.pieces > MOST_PIECES:
            raise too_large(self.name, MOST_PIECES, "格", "cells")
        if self.characters > MOST_CHARACTERS:
            raise too_large(self.name, MOST_CHARACTERS, "字", "characters")

    def pass_element(self) -> None:
        """Count a row or cell, even an empty one."""
        self.elements += 1
        if self.elements > _MOST_ELEMENTS:
            raise too_large(self.name, _MOST_ELEMENTS, "行和格", "rows and cells")


class _Sheet:
    """The filled cells of a sheet, by row and column from 0, and its merged ranges."""

    def __init__(self, workbook: _Workbook, data: bytes, title: str, number: int) -> None:
        self.cells: dict[tuple[int, int], str] = {}
        self.areas: list[Area] = []
        self.aside: list[Aside] = []
        self.raised: list[str] = []
        self._title = title
        self._number = number
        self._workbook = workbook
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []
        self._uncomputed: list[str] = []
        self._row, self._column = -1, -1
        for event, element in sheet_elements(
            data, workbook.name, title, "row", "c", "mergeCell", "col"
        ):
            self._take(event, element)

    def _take(self, event: str, element: _Element) -> None:
        if element.tag == _S + "row" and event == "start":
            self._workbook.pass_element()
            self._row = _bounded(element.get("r"), self._row + 2, _LARGEST_ROW) - 1
            self._column = -1
            if element.get("hidden") in ("1", "true"):
                self._hidden_rows.add(self._row)
        elif element.tag == _S + "c" and event == "end":
            self._workbook.pass_element()
            self._cell(element)
        elif element.tag == _S + "mergeCell" and event == "end":
            self._workbook.pass_element()
            if area := _area(element.get("ref", "")):
                self.areas.append(area)
        elif (
            element.tag == _S + "col" and event == "end" and element.get("hidden") in ("1", "true")
        ):
            first = _bounded(element.get("min"), 1, _LARGEST_COLUMN)
            self._hidden_columns.append(
                (first - 1, _bounded(element.get("max"), first, _LARGEST_COLUMN) - 1)
            )

    def _cell(self, cell: _Element) -> None:
        at = cell_address(cell.get("r", "")) or (self._row, self._column + 1)
        row, self._column = at
        style = _style(cell)
        fonts = self._workbook.fonts
        shown = in_font(self._runs(cell, style), fonts[style] if style < len(fonts) else Font())
        address = f"{self._title}!{column_letters(self._column)}{row + 1}"
        if shown.struck.strip():
            place = Place(self._workbook.name, "cell", self._number, address)
            self.aside.append(Aside(shown.struck.strip(), place, "struck-through"))
        self.raised += shown.raised
        if shown.text.strip() or shown.struck.strip():
            self._workbook.count(shown.text + shown.struck)
        if shown.text.strip():
            self.cells[row, self._column] = "\n".join(
                line.strip() for line in shown.text.splitlines() if line.strip()
            )
        elif cell.find(_S + "f") is not None and cell.find(_S + "v") is None:
            self._uncomputed.append(address)

    def _runs(self, cell: _Element, style: int) -> tuple[Run, ...]:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(_S + "is")
            return text_runs(inline) if inline is not None else ()
        stored = cell.findtext(_S + "v") or ""
        if kind == "s":
            known = is_number(stored) and int(stored) < len(self._workbook.strings)
            return self._workbook.strings[int(stored)] if known else ()
        return (Run(self._value(kind, stored, style)),)

    def _value(self, kind: str, stored: str, style: int) -> str:
        """Return the shown value of a cell that holds no string of the workbook."""
        if kind == "b":
            return "TRUE" if stored == "1" else "FALSE"
        if kind == "str":
            return decode_ooxml_escapes(stored)
        if kind != "n" or not stored:
            return stored
        formats = self._workbook.cell_formats
        format_id = formats[style] if style < len(formats) else 0
        return show_number(
            stored.strip(), format_id, self._workbook.formats, self._workbook.date1904
        )

    def problems(self) -> list[Diagnostic]:
        """Report hidden rows and columns that hold text, and formulas without a stored result."""
        location = Location(self._workbook.name)
        problems = []
        rows = len({row for row, _ in self.cells} & self._hidden_rows)
        columns = sum(
            any(low <= column <= high for low, high in self._hidden_columns)
            for column in {column for _, column in self.cells}
        )
        if rows or columns:
            problems.append(
                problem(
                    "import-hidden-rows", location, sheet=self._title, rows=rows, columns=columns
                )
            )
        if self._uncomputed:
            cells = "、".join(self._uncomputed[:5])
            problems.append(
                problem("import-formula", location, cells=cells, count=len(self._uncomputed))
            )
        return problems


def sheet_elements(data: bytes, name: str, part: str, *tags: str) -> Iterator[tuple[str, _Element]]:
    """Yield the start and end of every element named in `tags`, and free elements that are done."""
    from lxml import etree

    wanted = [_S + tag for tag in tags]
    stream = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        tag=wanted,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in stream:
            yield event, element
            if event == "end":
                element.clear()
                while element.getprevious() is not None and element.getparent() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise xml_refusal(error, name, part) from None


def number_formats(root: _Element | None) -> tuple[dict[int, str], list[int]]:
    """Return number format codes by id, and the format id of every cell style."""
    if root is None:
        return {}, []
    codes = {
        int(number_format.get("numFmtId", "0")): number_format.get("formatCode", "")
        for number_format in root.iter(_S + "numFmt")
        if is_number(number_format.get("numFmtId", ""))
    }
    styles = root.find(_S + "cellXfs")
    return codes, [
        int(style.get("numFmtId", "0")) if is_number(style.get("numFmtId", "0")) else 0
        for style in (styles if styles is not None else ())
        if style.tag == _S + "xf"
    ]


def _style(cell: _Element) -> int:
    style = cell.get("s", "0")
    return int(style) if is_number(style) else 0


def cell_address(reference: str) -> tuple[int, int] | None:
    """Return row and column from 0 of an address such as `B4`; None where there is no such cell."""
    match = _ADDRESS.fullmatch(reference)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row - 1, column - 1) if row <= _LARGEST_ROW and column <= _LARGEST_COLUMN else None


def _area(reference: str) -> Area | None:
    first, _, last = reference.partition(":")
    start, end = cell_address(first), cell_address(last)
    if start is None or end is None or end[0] < start[0] or end[1] < start[1]:
        return None
    return Area(*start, *end)


def _bounded(text: str | None, default: int, largest: int) -> int:
    return (
        min(max(int(text), 1), largest)
        if text and text.isascii() and text.isdigit() and len(text) < 9
        else default
    )
