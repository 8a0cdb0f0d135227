"""Workbooks of task tables: a package that XlsxWriter writes once for each set of columns, filled
with rows of text cells.

XlsxWriter takes 7 µs a cell, and a task stands in half a dozen files: with its own rows a cold
build of 1,100 tasks takes a quarter longer. Everything but the rows is as it wrote it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from io import BytesIO

from gksite.exports.open_columns import (
    OPEN_KEY,
    ExportValue,
    OpenColumn,
    plan_columns,
    plan_values,
)
from gksite.exports.prepared import Prepared
from gksite.model.entities import Plan, Task
from gksite.model.tables import TASK_COLUMNS, UNIT_COLUMNS, ExportColumn
from gksite.pages.downloads import ExportRequest
from gksite.source.text import CONTROL

SHEET = "任务"
HEAD_ROWS = 3
"""Rows of the title, of the heads of groups of columns, and of the heads with the filters."""
LARGEST_CELL = 32_767
"""Characters:
https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3.
"""

COMPRESSION = 3
"""Level of zlib: files are a tenth larger than with its default 6, in half the time."""

MOST_DIGITS = 15
"""Of a number: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3."""

_NUMBER_FORMATS = {"number": "General", "integer": "0", "date": "yyyy-mm-dd"}
"""Type of a column → the format of its numbers."""
_FIRST_DAY = date(1899, 12, 30)
_SHEET_PART = "xl/worksheets/sheet1.xml"
_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can hold; the same bytes on any day
_CREATED = datetime(2000, 1, 1)
_TITLE = "\ue000标题"  # a private character, which no title has
_ROW = "\x00"
"""Placeholder of the number of a row: the cells of a row stand in several sheets."""
_SPECIAL = re.compile(r"[&<>]|_x[0-9A-Fa-f]{4}_")
_NOT_PLAIN = re.compile(rf"[&<>\s]|_x|{CONTROL.pattern}")
_FIRST_DATA_ROW = re.compile(rf'<row r="{HEAD_ROWS + 1}".*?</row>', re.DOTALL)
_STYLE = re.compile(r's="(\d+)"')


def workbook_export(prepared: Prepared, request: ExportRequest) -> bytes:
    """Return the table of the tasks of a scope; that of a unit has the unit's own states."""
    name = prepared.name(request)
    if request.scope == "plan" and (columns := plan_columns(prepared.model.plans[request.entity])):
        return _with_open_columns(prepared, prepared.model.plans[request.entity], columns)
    if request.scope != "unit":
        rows = [prepared.part(_cells, task) for task in prepared.tasks(request)]
        return _workbook(TASK_COLUMNS).file(_table_title(name), rows)
    book = _workbook(UNIT_COLUMNS)
    rows = [book.cells(prepared.duty_row(duty)) for duty in prepared.duties(request.entity)]
    return book.file(f"{name}承担的任务", rows)


def _with_open_columns(prepared: Prepared, plan: Plan, columns: Sequence[OpenColumn]) -> bytes:
    """Return the table of a plan with the columns of its document's own at the end: numbers and
    days as such, all others as text."""
    book = _workbook((*TASK_COLUMNS, *(own.column for own in columns)))
    rows = [
        f"{prepared.part(_cells, task)}{book.open_cells(values)}"
        for task, values in zip(plan.tasks, plan_values(plan, columns), strict=True)
    ]
    return book.file(_table_title(plan.title), rows)


def _table_title(name: str) -> str:
    """Return the title of the table of the tasks of a plan or another scope; a name that is that of
    a table stands alone (…任务分解表, …项目表)."""
    return name if name.endswith(("表", "清单")) else f"{name}任务分解表"


class Workbook:
    """The package of a set of columns, for any number of files with rows from `cells`."""

    def __init__(self, columns: Sequence[ExportColumn]) -> None:
        self._parts = _package(columns)
        sheet = self._parts[_SHEET_PART]
        example = _FIRST_DATA_ROW.search(sheet)
        if example is None:
            raise ValueError("XlsxWriter wrote no row")
        styles = _STYLE.findall(example[0])
        self._styles = [f' s="{style}"' for style in styles]
        mark = self._styles[0] if styles else ""
        self._before, self._after = sheet[: example.start()], sheet[example.end() :]
        self._names = [_letters(number) for number in range(len(columns))]
        self._opening = [f'<c r="{name}{_ROW}"{mark} t="inlineStr"><is><t' for name in self._names]

    def cells(self, row: Sequence[str]) -> str:
        """Return the cells of a row. Every value is text, so that none can be a formula."""
        openings = self._opening
        if not _NOT_PLAIN.search("".join(row)) and max(map(len, row)) <= LARGEST_CELL:
            return "".join(
                f"{opening}>{value}</t></is></c>"
                for opening, value in zip(openings, row, strict=False)
                if value
            )
        return "".join(
            f"{opening}{_content(value)}</t></is></c>"
            for opening, value in zip(openings, row, strict=False)
            if value
        )

    def open_cells(self, values: Sequence[ExportValue]) -> str:
        """Return the cells of the last columns: numbers and days as such where a workbook keeps
        every digit of them, all others as text."""
        cells = []
        for place, value in enumerate(values, len(self._names) - len(values)):
            number = _number(value)
            if number:
                name = f"{self._names[place]}{_ROW}"
                cells.append(f'<c r="{name}"{self._styles[place]}><v>{number}</v></c>')
            elif value.text:
                cells.append(f"{self._opening[place]}{_content(value.text)}</t></is></c>")
        return "".join(cells)

    def file(self, title: str, rows: Sequence[str]) -> bytes:
        """Return the workbook with a title and rows of cells; the same arguments give the same
        bytes."""
        last = HEAD_ROWS + max(len(rows), 1)
        data = "".join(
            f'<row r="{number}">{cells.replace(_ROW, str(number))}</row>'
            for number, cells in enumerate(rows, HEAD_ROWS + 1)
        )
        column, out = self._names[-1], BytesIO()
        before, after = (
            part.replace(f':{column}{HEAD_ROWS + 1}"', f':{column}{last}"')
            for part in (self._before, self._after)
        )
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as package:
            for name, text in self._parts.items():
                if name == _SHEET_PART:
                    text = f"{before}{data}{after}"
                elif name == "xl/workbook.xml":
                    text = text.replace(f"${column}${HEAD_ROWS + 1}", f"${column}${last}")
                elif _TITLE in text:
                    text = text.replace(_TITLE, _escaped(CONTROL.sub("", title)))
                info = zipfile.ZipInfo(name, _DAY)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.create_system = 0  # the default depends on the operating system
                package.writestr(info, text.encode(), compresslevel=COMPRESSION)
        return out.getvalue()


@cache
def _workbook(columns: tuple[ExportColumn, ...]) -> Workbook:
    return Workbook(columns)


def _cells(prepared: Prepared, task: Task) -> str:
    return _workbook(TASK_COLUMNS).cells(prepared.row(task))


def _package(columns: Sequence[ExportColumn]) -> dict[str, str]:
    """Return the parts of a workbook with one row below its heads, by name."""
    # Imported late: most builds make no workbook.
    import xlsxwriter  # type: ignore[import-untyped]

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": _TITLE, "created": _CREATED})
    title = book.add_format({"bold": True, "font_size": 14, "valign": "vcenter"})
    head = book.add_format(
        {
            "bold": True,
            "text_wrap": True,
            "valign": "vcenter",
            "align": "center",
            "border": 1,
            "bg_color": "#EEEEEE",
        }
    )
    cell = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet = book.add_worksheet(SHEET)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
    last = len(columns) - 1
    sheet.set_row(0, 24)
    sheet.merge_range(0, 0, 0, last, _TITLE, title)
    for first, end, name in _groups(columns):
        if first == end:
            sheet.write_string(1, first, name, head)
        else:
            sheet.merge_range(1, first, 1, end, name, head)
    for number, column in enumerate(columns):
        sheet.write_string(2, number, column.head, head)
    formats = {
        type: book.add_format({"valign": "top", "num_format": form})
        for type, form in _NUMBER_FORMATS.items()
        if any(column.type == type and _is_open(column) for column in columns)
    }
    for number, column in enumerate(columns):
        form = formats.get(column.type, cell) if _is_open(column) else cell
        sheet.write_blank(HEAD_ROWS, number, None, form)
    sheet.autofilter(HEAD_ROWS - 1, 0, HEAD_ROWS, last)
    sheet.freeze_panes(HEAD_ROWS, 0)
    sheet.repeat_rows(HEAD_ROWS - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    with zipfile.ZipFile(out) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def _is_open(column: ExportColumn) -> bool:
    """Whether a column is a document's own; in all others every cell is text."""
    return column.key.startswith(OPEN_KEY)


def _number(value: ExportValue) -> str:
    """Return the number that a workbook has for a value, "" where it must be text: programs keep 15
    digits, and know no day before March 1900."""
    if value.kind == "number":
        digits = value.text.replace("-", "").replace(".", "").lstrip("0")
        return value.text if len(digits) <= MOST_DIGITS else ""
    if value.kind == "date" and value.text >= "1900-03-01":
        return str((date.fromisoformat(value.text) - _FIRST_DAY).days)
    return ""


def _groups(columns: Sequence[ExportColumn]) -> Iterable[tuple[int, int, str]]:
    """Yield the first and last column and the head of each group of columns."""
    first = 0
    for number in range(1, len(columns) + 1):
        if number == len(columns) or columns[number].group != columns[first].group:
            yield first, number - 1, columns[first].group
            first = number


def _content(value: str) -> str:
    """Return the text after `<t` for a value. Spreadsheet programs keep white space at its ends
    and line breaks only with `xml:space`."""
    value = CONTROL.sub("", value)[:LARGEST_CELL]
    keeps_space = value[:1].isspace() or value[-1:].isspace() or "\n" in value
    return f"{_KEEP_SPACE if keeps_space else ''}>{_escaped(value)}"


def _escaped(value: str) -> str:
    return _SPECIAL.sub(_escape, value)


_KEEP_SPACE = ' xml:space="preserve"'
_ENTITIES: dict[str, str] = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def _escape(match: re.Match[str]) -> str:
    """Return the escape of a sign of markup, or of the first character of a text such as `_x0041_`,
    which would be read as `A` (ECMA-376 part 1, 22.9.2.19)."""
    return _ENTITIES.get(match[0]) or f"_x005F_{match[0][1:]}"


def _letters(number: int) -> str:
    """Return the name of a column by its number from 0: A, B … Z, AA …"""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
