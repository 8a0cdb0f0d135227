"""The columns of task lists with their heads as printed, and the cells of tasks in columns of the
document's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from gksite.notation.cell_values import NUMERIC, CellType
from gksite.schema.keys import ColumnKind
from gksite.values import Value

MergedColumn = Literal[
    "number", "title", "text", "units", "lead", "responsible", "cooperating", "deadline", "leader",
    "note",
]  # fmt: skip
"""A known column whose equal cells below each other a table may print as one; open columns may be
merged too."""


class Column(Value, frozen=True):
    """A column of a task table: its kind and its printed head; `merged` joins equal cells of
    successive rows.

    An `open` column is the document's own: `key` names it in a task's `cells`, `type` says how they
    are read, `unit` in which unit of measure. `over` are the heads above `head`, the uppermost
    first.
    """

    kind: ColumnKind | Literal["open"]
    head: str
    merged: bool = False
    over: tuple[str, ...] = ()
    key: str = ""
    type: CellType = "text"
    unit: str = ""
    sum: bool = False
    target: str = ""
    """The id of the targets whose texts are its cells; "" for one with cells of its own."""

    @property
    def name(self) -> str:
        """The key by which sources name it."""
        return self.key or self.kind

    @property
    def heads(self) -> tuple[str, ...]:
        """All heads above its cells, the uppermost first."""
        return (*self.over, self.head)

    @property
    def is_numeric(self) -> bool:
        """Whether its cells are numbers."""
        return self.kind == "open" and self.type in NUMERIC


class TaskList(Value, frozen=True):
    """A list of tasks with its own numbering and column heads; `printed` says that the plan has
    it as a table."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    printed: bool = True

    @property
    def open_columns(self) -> tuple[Column, ...]:
        """The columns that are the document's own, in printed order."""
        return tuple(column for column in self.columns if column.kind == "open")


USUAL_CAPTION = "{title}任务一览"
USUAL_HEADS: Mapping[str, str] = {
    "number": "序号",
    "section": "部分",
    "text": "工作任务",
    "units": "责任单位",
    "deadline": "时间节点",
}
"""The caption and the heads of a list that no document prints as a table: they are the interface's,
and not the document's."""


class CellUnit(Value, frozen=True):
    """A name in a cell of units, as printed, with the key of its unit or its group (the other is
    "")."""

    printed: str
    unit: str = ""
    group: str = ""


class Cell(Value, frozen=True):
    """A task's cell in an open column (by key): its text as printed, and `value` as read, "" where
    it is not of the column's type.

    `value` is a plain decimal number, a day as ISO 8601, a year, keys of units joined by blanks; a
    text is its own. `apart` says that the cell is not one with an equal cell above.
    """

    column: str
    text: str
    value: str = ""
    units: tuple[CellUnit, ...] = ()
    apart: bool = False
