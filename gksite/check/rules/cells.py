"""Whether the cells of a document's own columns are of the types that their columns state."""

from __future__ import annotations

from collections.abc import Iterator

from gksite.check.plan_view import PlanView
from gksite.diagnostics import Diagnostic, problem
from gksite.schema.keys import CELL_TYPES

_TYPE_WORDS = {english: chinese for chinese, english in CELL_TYPES.items()}
_EXAMPLES = {"number": "3800.5", "money": "3800.5", "date": "2025-06-30", "year": "2025"}
"""Types whose cells may be of another form; names of units are looked up by every build."""


def check_read_cells(view: PlanView) -> Iterator[Diagnostic]:
    """A cell of a column of numbers, money, days or years (`type`) is one, so that it can be sorted
    and added up. One that the document prints otherwise (约3800, —) stays as it is; a waiver says
    why."""
    plan = view.plan
    columns = {
        (own.id, column.key): column
        for own in plan.lists
        for column in own.open_columns
        if column.type in _EXAMPLES and not column.target
    }
    for task in plan.tasks:
        for cell in task.cells:
            column = columns.get((task.list, cell.column))
            if column and not cell.value:
                yield problem(
                    "unread-cell", view.fields.of_cell(plan, task, cell.column) or task.location,
                    text=cell.text, head=column.head, type_zh=_TYPE_WORDS[column.type],
                    type=column.type, example=_EXAMPLES[column.type],
                )  # fmt: skip
