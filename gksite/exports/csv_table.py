"""Comma separated values as RFC 4180 has them, for spreadsheet programs: a byte order mark, CRLF,
formulas disarmed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence

from gksite.exports.open_columns import OpenColumn, plan_columns, plan_values
from gksite.exports.prepared import Prepared
from gksite.exports.words import RISKY, disarmed
from gksite.model.entities import Plan, Task
from gksite.model.tables import TASK_COLUMNS, UNIT_COLUMNS
from gksite.pages.downloads import ExportRequest
from gksite.source.text import CONTROL

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it Excel reads a CSV file in the code page of its system, and Chinese is lost."""

_END = "\r\n"
_BETWEEN = "\ufdd0"
"""A noncharacter that joins the values of a row: one search shows that a row needs no change, as
nearly all do."""
_FORMULA = re.compile(rf"{_BETWEEN}{RISKY.pattern}".replace("|", f"|{_BETWEEN}"))


def csv_export(prepared: Prepared, request: ExportRequest) -> bytes:
    """Return the table of the tasks of a scope; that of a unit has the unit's own states."""
    if request.scope == "plan" and (columns := plan_columns(prepared.model.plans[request.entity])):
        return _with_open_columns(prepared, prepared.model.plans[request.entity], columns)
    if request.scope != "unit":
        lines = (prepared.part(_line, task) for task in prepared.tasks(request))
        return csv_file([column.head for column in TASK_COLUMNS], lines)
    rows = map(prepared.duty_row, prepared.duties(request.entity))
    return csv_file([column.head for column in UNIT_COLUMNS], [csv_lines(rows)])


def _with_open_columns(prepared: Prepared, plan: Plan, columns: Sequence[OpenColumn]) -> bytes:
    """Return the table of a plan with the columns of its document's own at the end."""
    heads = [column.head for column in (*TASK_COLUMNS, *(own.column for own in columns))]
    lines = []
    for task, values in zip(plan.tasks, plan_values(plan, columns), strict=True):
        numbers = {place for place, value in enumerate(values) if value.kind == "number"}
        own = csv_lines([[value.text for value in values]], numbers)
        lines.append(f"{prepared.part(_line, task).removesuffix(_END)},{own}")
    return csv_file(heads, lines)


def csv_lines(rows: Iterable[Sequence[str]], numbers: Collection[int] = ()) -> str:
    """Return the rows as lines that end in CRLF. A value that a program might take for a formula
    gets an apostrophe before it, but for those of columns (from 0) that hold nothing but plain
    numbers."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=_END)
    for row in rows:
        whole = _BETWEEN.join(("", *row))
        is_plain = not _FORMULA.search(whole) and not CONTROL.search(whole)
        writer.writerow(
            row
            if is_plain
            else [
                value if place in numbers else disarmed(CONTROL.sub("", value))
                for place, value in enumerate(row)
            ]
        )
    return out.getvalue()


def csv_file(heads: Sequence[str], lines: Iterable[str]) -> bytes:
    """Return a file of a row of heads and lines made by `csv_lines`."""
    return BYTE_ORDER_MARK + "".join((csv_lines([heads]), *lines)).encode()


def _line(prepared: Prepared, task: Task) -> str:
    return csv_lines([prepared.row(task)])
