"""The task lists of a plan and the cells of a task as scripts see them."""

from __future__ import annotations

from gksite.exports.json_column_records import CellRecord, ColumnRecord, ListRecord, SumRecord
from gksite.exports.open_columns import head_of
from gksite.model.cell_sums import CellSum, cell_runs, column_sums
from gksite.model.columns import Cell, Column
from gksite.model.entities import Plan, Task


def list_records(plan: Plan) -> tuple[ListRecord, ...]:
    """Return the task lists of a plan with their columns and sums, () where no list has columns of
    the document's own."""
    if not any(own.open_columns for own in plan.lists):
        return ()
    return tuple(
        ListRecord(
            own.id,
            own.caption,
            own.printed,
            tuple(_column(column, sums) for column in own.columns),
        )
        for own in plan.lists
        for sums in [{one.column.name: one for one in column_sums(plan, own)}]
    )


def _column(column: Column, sums: dict[str, CellSum]) -> ColumnRecord:
    one = sums.get(column.name)
    return ColumnRecord(
        column.name,
        column.kind,
        column.head,
        column.over,
        column.merged,
        column.type,
        column.unit,
        SumRecord(one.value or None, one.read, one.of, one.withdrawn) if one else None,
    )


def cell_records(plan: Plan, task: Task) -> tuple[CellRecord, ...]:
    """Return the cells of a task in printed order."""
    own = next((one for one in plan.lists if one.id == task.list), None)
    if own is None:
        return ()
    rows = [one for one in plan.tasks if one.list == task.list]
    return tuple(
        _cell(column, cell, _first(column, task, rows))
        for column in own.open_columns
        if (cell := task.cell(column.key))
    )


def _cell(column: Column, cell: Cell, first: str | None) -> CellRecord:
    return CellRecord(
        cell.column,
        head_of(column),
        cell.text,
        cell.value or None,
        float(cell.value) if cell.value and column.is_numeric else None,
        tuple(one.unit or one.group for one in cell.units if one.unit or one.group),
        first,
    )


def _first(column: Column, task: Task, rows: list[Task]) -> str | None:
    """Return the task in whose row a merged cell begins, None for the task itself."""
    if not column.merged:
        return None
    run = next(run for run in cell_runs(column, rows) if task in run)
    return None if run[0] is task else run[0].key
