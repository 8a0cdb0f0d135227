"""The rows of the columns of documents' own, and of their cells, in the SQLite file."""

from __future__ import annotations

from collections.abc import Iterable

from gksite.exports.open_columns import first_rows, head_of
from gksite.model.cell_sums import column_sums
from gksite.model.entities import Plan

Row = tuple[str | int | float | None, ...]


def open_column_rows(plans: Iterable[Plan]) -> dict[str, list[Row]]:
    """Return the rows of the tables `columns` and `cells`; `place` counts the columns of a list
    that are its document's own."""
    columns: list[Row] = []
    cells: list[Row] = []
    for plan in plans:
        for own in plan.lists:
            sums = {one.column.key: one.value for one in column_sums(plan, own)}
            columns += (
                (
                    plan.id, own.id, place, column.key, head_of(column), column.type,
                    column.unit or None, int(column.merged), sums.get(column.key) or None,
                )
                for place, column in enumerate(own.open_columns, 1)
            )  # fmt: skip
        cells += _cells(plan)
    return {"columns": columns, "cells": cells}


def _cells(plan: Plan) -> Iterable[Row]:
    lists = {own.id: own.open_columns for own in plan.lists}
    firsts = first_rows(plan)
    for task in plan.tasks:
        for place, column in enumerate(lists.get(task.list, ()), 1):
            if cell := task.cell(column.key):
                is_number = bool(column.is_numeric and cell.value)
                first = firsts.get((task.key, column.key))
                yield (
                    task.key, place, column.key, cell.text, cell.value or None,
                    float(cell.value) if is_number else None,
                    f"{plan.id}#{first}" if first else None,
                )  # fmt: skip
