"""What scripts see of the columns of task lists and of the cells in them; and the base of all JSON
objects."""

from __future__ import annotations

from typing import Literal

import msgspec


class Record(msgspec.Struct, frozen=True, gc=False):
    """A JSON object; every key is always there, `null` or empty where nothing is known."""


class CellRecord(Record, frozen=True):
    """A cell in a column of the document's own (by key): its text as printed, and the `value` that
    was read (a plain decimal number with every digit, a day as ISO 8601, a year), null where the
    text is not of the column's type. `number` is the value of a number as a float, `units` are the
    keys of the units and groups named. `first` is the task (its key) in whose row a merged cell
    begins, null where it is the task itself."""

    column: str
    head: str
    text: str
    value: str | None
    number: float | None
    units: tuple[str, ...]
    first: str | None


class SumRecord(Record, frozen=True):
    """The sum of a column, with every digit: null where not all of its `of` cells were `read`.
    `withdrawn` cells of withdrawn tasks are not in it."""

    value: str | None
    read: int
    of: int
    withdrawn: int


class ColumnRecord(Record, frozen=True):
    """A column of a task list. `kind` is `open` for one of the document's own, whose cells stand
    under `key` in `cells` of tasks; else the key of tasks that it shows. `over` are the heads above
    `head`. `sum` is null where the column has none."""

    key: str
    kind: str
    head: str
    over: tuple[str, ...]
    merged: bool
    type: Literal["text", "number", "money", "date", "unit", "year"]
    unit: str
    sum: SumRecord | None


class ListRecord(Record, frozen=True):
    """A task list of a plan with its columns in printed order."""

    id: str
    caption: str
    printed: bool
    columns: tuple[ColumnRecord, ...]
