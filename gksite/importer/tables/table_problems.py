"""Say of task tables what was not read, what is in doubt, and which columns are their own."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.diagnostics import Diagnostic, problem
from gksite.importer.draft import DraftColumn
from gksite.importer.lines.lines import close_up_text, location
from gksite.importer.tables.task_rows import Row
from gksite.importer.tables.task_tables import TaskTable

_SHOWN = 40
_REASONS = {
    "size": ("单元格过多", "too many cells"),
    "catalogue": ("是公开目录或填报表", "a disclosure catalogue or a form"),
    "figures": ("是指标数据表", "a table of figures"),
    "no-wording": ("没有任务内容列", "no column of task wording"),
    "lost-cells": ("大部分单元格缺失", "most of its cells are missing"),
    "no-heads": ("没有可识别的表头", "no heads that are known"),
    "empty": ("没有数据行", "no rows"),
}


def table_problems(tables: Sequence[TaskTable]) -> list[Diagnostic]:
    """Return what must be said of tables: those without tasks, rows in doubt, own columns."""
    return [
        *_skipped(tables),
        *_row_problems(tables),
        *_ditto_problems(tables),
        *_column_problems(tables),
    ]


def _skipped(tables: Sequence[TaskTable]) -> list[Diagnostic]:
    return [
        problem(
            "import-table-skipped", location(table.place), table=table.caption or str(table.place),
            reason_zh=_REASONS[table.why_not][0], reason=_REASONS[table.why_not][1],
        )
        for table in tables
        if table.why_not
    ]  # fmt: skip


def _row_problems(tables: Sequence[TaskTable]) -> list[Diagnostic]:
    """Report the rows of tables that had become text which may be read wrong: those that lost a
    cell of units or of a deadline, read from the row above; and those with more lines of units than
    columns of units, whose border nothing shows."""
    problems: list[Diagnostic] = []
    for table in tables:
        lost = [row for row in table.rows if row.inherited]
        open_rows = [row for row in table.rows if _is_border_unknown(row)]
        for code, rows in (("import-inherited-cells", lost), ("import-border-unknown", open_rows)):
            if rows:
                place = rows[0].places[0] if rows[0].places else table.place
                text = close_up_text(rows[0].get("text") or rows[0].get("title"))
                problems.append(problem(code, location(place), count=len(rows), text=text[:_SHOWN]))
    return problems


def _ditto_problems(tables: Sequence[TaskTable]) -> list[Diagnostic]:
    """Report the cells of each table that were read as the cell above."""
    problems: list[Diagnostic] = []
    for table in tables:
        cells = [piece for piece in table.left_out if piece.reason == "ditto"]
        if cells:
            place = location(cells[0].place)
            problems.append(
                problem("import-ditto", place, count=len(cells), where=str(cells[0].place))
            )
    return problems


def _is_border_unknown(row: Row) -> bool:
    """Whether two columns of units became lines of which nothing says where the first ends."""
    lines = [text for _, text in row.parts]
    is_text = bool(row.places) and row.places[0].kind == "line"
    return is_text and len(lines) > 1 and any("\n" in text for text in lines)


def _column_problems(tables: Sequence[TaskTable]) -> list[Diagnostic]:
    """Name the columns of each table that are the document's own, with how they are read."""
    problems: list[Diagnostic] = []
    for table in tables:
        own = [column for column in table.columns if column.kind == "open"]
        if own:
            shown = "、".join(f"{column.head}（{_reading(column)}）" for column in own)
            problems.append(problem("import-own-columns", location(table.place), columns=shown))
    return problems


def _reading(column: DraftColumn) -> str:
    """Return where a column goes: the targets of tasks, or cells of its type by its key."""
    if column.target:
        return f"target {column.target}"
    return f"{column.key}, {column.type}" if column.type != "text" else column.key
