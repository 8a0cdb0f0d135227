"""The task lists of a plan and the cells of a task as scripts see them."""

from __future__ import annotations

from collections.abc import Mapping

from gksite.exports.json_column_records import CellRecord, ColumnRecord, ListRecord, SumRecord
from gksite.exports.open_columns import head_of
from gksite.model.cell_sums import CellSum, column_sums
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


def cell_records(
    plan: Plan, task: Task, firsts: Mapping[tuple[str, str], str]
) -> tuple[CellRecord, ...]:
    """Return the cells of a task in printed order; `firsts` are the first rows of merged cells."""
    own = next((one for one in plan.lists if one.id == task.list), None)
    return tuple(
        _cell(plan, column, cell, firsts.get((task.key, column.key), ""))
        for column in (own.open_columns if own else ())
        if (cell := task.cell(column.key))
    )


def _cell(plan: Plan, column: Column, cell: Cell, first: str) -> CellRecord:
    return CellRecord(
        cell.column,
        head_of(column),
        cell.text,
        cell.value or None,
        float(cell.value) if cell.value and column.is_numeric else None,
        tuple(one.unit or one.group for one in cell.units if one.unit or one.group),
        f"{plan.id}#{first}" if first else None,
    )
