"""The columns of a document's own in data files: real columns at the end of a plan's tables, and a
row a cell in the table of the whole site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from gksite.model.cell_sums import cell_runs
from gksite.model.columns import Cell, Column, TaskList
from gksite.model.entities import Plan, Task
from gksite.model.tables import UNIT_COLUMNS, ExportColumn
from gksite.schema.keys import CELL_TYPES

_TYPE_WORDS = {english: chinese for chinese, english in CELL_TYPES.items()}
_TYPES = {"number": "number", "money": "number", "date": "date", "year": "integer"}
_WIDTHS = {"text": 22, "unit": 18}
OPEN_KEY = "cell:"
"""Before the key of a column of a document's own."""
_GROUP = "文件自设栏目"
_TAKEN = frozenset(column.head for column in UNIT_COLUMNS)


class OpenColumn(msgspec.Struct, frozen=True):
    """A column at the end of a plan's tables. `lists` are those that have it."""

    column: ExportColumn
    key: str
    lists: frozenset[str]


class ExportValue(msgspec.Struct, frozen=True):
    """A value in a data file: as read where it is a number, a day or a year, else as printed."""

    text: str = ""
    kind: Literal["text", "number", "date"] = "text"


def head_of(column: Column) -> str:
    """Return the head of a column with those over it, the uppermost first."""
    return "／".join(column.heads)


def plan_columns(plan: Plan) -> tuple[OpenColumn, ...]:
    """Return the columns of a plan's lists, in printed order, with heads that are unique in its
    tables. What two lists have alike is one column."""
    lists: dict[tuple[str, tuple[str, ...], str, str], list[str]] = {}
    for own in plan.lists:
        for one in own.open_columns:
            lists.setdefault((one.key, one.heads, one.type, one.unit), []).append(own.id)
    heads, taken = [], set(_TAKEN)
    for key, above, _, _ in lists:
        head = "／".join(above)
        head = head if head not in taken else f"{head}（{key}）"
        taken.add(head)
        heads.append(head)
    return tuple(
        OpenColumn(_column(key, head, above, type, unit), key, frozenset(ids))
        for head, ((key, above, type, unit), ids) in zip(heads, lists.items(), strict=True)
    )


def _column(key: str, head: str, above: tuple[str, ...], type: str, unit: str) -> ExportColumn:
    group = "／".join(above[:-1]) or _GROUP
    meaning = f"文件自设栏目{f'，计量单位：{unit}' if unit else ''}"
    width = _WIDTHS.get(type, 13)
    return ExportColumn(f"{OPEN_KEY}{key}", head, group, width, _TYPES.get(type, "string"), meaning)


def plan_values(plan: Plan, columns: Sequence[OpenColumn]) -> Iterator[list[ExportValue]]:
    """Yield the values of each task of a plan. A number over several rows stands in the first."""
    lists = {own.id: {one.key: one for one in own.open_columns} for own in plan.lists}
    firsts = first_rows(plan)
    empty = ExportValue()
    for task in plan.tasks:
        values = []
        for own in columns:
            column = lists[task.list].get(own.key) if task.list in own.lists else None
            cell = task.cell(own.key) if column else None
            is_below = (task.key, own.key) in firsts and bool(column and column.is_numeric)
            values.append(_value(column, cell) if column and cell and not is_below else empty)
        yield values


def first_rows(plan: Plan) -> dict[tuple[str, str], str]:
    """Return the id of the task in whose row a merged cell begins, by the keys of each further task
    and of the column."""
    return {
        (task.key, column.key): run[0].id
        for own in plan.lists
        for column in own.open_columns
        if column.merged
        for run in cell_runs(column, [task for task in plan.tasks if task.list == own.id])
        for task in run[1:]
    }


def _value(column: Column, cell: Cell) -> ExportValue:
    if not cell.value or column.type in ("text", "unit"):
        return ExportValue(cell.text)
    return ExportValue(cell.value, "date" if column.type == "date" else "number")


def cell_rows(plans: Iterable[Plan]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table `cells`."""
    for plan in plans:
        lists, firsts = {own.id: own for own in plan.lists}, first_rows(plan)
        for task in plan.tasks:
            if task.cells:
                yield from _rows(plan, task, lists[task.list], firsts)


def _rows(
    plan: Plan, task: Task, own: TaskList, firsts: dict[tuple[str, str], str]
) -> Iterator[tuple[str, ...]]:
    for place, column in enumerate(own.open_columns, 1):
        if cell := task.cell(column.key):
            yield (
                plan.id,
                task.id,
                str(place),
                own.id,
                column.key,
                head_of(column),
                cell.text,
                _TYPE_WORDS[column.type],
                cell.value if column.is_numeric else "",
                cell.value if column.type == "date" else "",
                cell.value if column.type == "year" else "",
                column.unit,
                "、".join(one.unit or one.group for one in cell.units if one.unit or one.group),
                firsts.get((task.key, column.key), ""),
            )
