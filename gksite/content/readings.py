"""The reading of a plan as it was signed: which units, days and columns its words mean, kept beside
the signed texts, so that no later change of a registry or of the program changes it in silence.

Every value that follows from more than the plan's own files is here. `readings_file` writes it,
`signed_readings` puts it back into a plan that was read anew.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from gksite.model.columns import CellUnit, Column
from gksite.model.entities import Plan, Task
from gksite.model.plan_kinds import Kind
from gksite.model.reporting import Responsibility
from gksite.notation.cell_values import CellType
from gksite.notation.values import Deadline, DeadlineKind, Milestone, Role
from gksite.schema.keys import ColumnKind, TaskStatus

NO_DEADLINE = Deadline("", "none")


class Kept(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A value of the file: a field that has its default is left out, one that nobody knows is
    refused. Defaults are nothings, of which Python has one each: msgspec compares by identity."""


class NameReading(Kept, frozen=True):
    """A name as printed, with the key of its unit or its group; without both it was not in the
    registry. A name in a cell has no role."""

    printed: str
    role: Role | None = None
    unit: str = ""
    group: str = ""


class DayReading(Kept, frozen=True):
    """A deadline as printed and as read, with the fields of `Deadline`."""

    raw: str
    kind: DeadlineKind
    start: date | None = None
    end: date | None = None
    recurrence: str = ""
    milestone: str = ""
    milestones: tuple[Milestone, ...] = ()

    def deadline(self) -> Deadline:
        """Return it as the model has it."""
        return Deadline(*msgspec.structs.astuple(self))


class AdjustmentReading(Kept, frozen=True):
    """The units and the deadline of a decision of a day, of the task or of a `target`."""

    date: date
    target: str = ""
    units: tuple[NameReading, ...] = ()
    deadline: DayReading | None = None

    @property
    def about(self) -> tuple[datetime.date, str]:
        """The day and the target of the decision, which stand in the text."""
        return self.date, self.target


class TargetReading(Kept, frozen=True):
    """The day of a target (by id); None where it prints none."""

    id: str
    by: DayReading | None = None


class CellReading(Kept, frozen=True):
    """The value of a cell (by column), and its names where it is one of units."""

    column: str
    value: str = ""
    units: tuple[NameReading, ...] = ()


class TaskReading(Kept, frozen=True):
    """The reading of a task (by id)."""

    id: str
    units: tuple[NameReading, ...] = ()
    open_ended: bool = False
    deadline: DayReading | None = None
    targets: tuple[TargetReading, ...] = ()
    adjustments: tuple[AdjustmentReading, ...] = ()
    """The oldest first."""
    cells: tuple[CellReading, ...] = ()


class ColumnReading(Kept, frozen=True):
    """A column, with the fields of `Column`."""

    kind: ColumnKind | Literal["open"]
    head: str
    merged: bool
    over: tuple[str, ...]
    key: str
    type: CellType
    unit: str = ""
    sum: bool = False
    target: str = ""

    def column(self) -> Column:
        """Return it as the model has it."""
        return Column(*msgspec.structs.astuple(self))


class ListReading(Kept, frozen=True):
    """The columns of a list (by id)."""

    id: str
    columns: tuple[ColumnReading, ...] = ()


class KindReading(Kept, frozen=True):
    """The kind of the plan, with the fields of `Kind`."""

    id: str
    name: str
    item: str
    measure: str
    english: str
    plural: str
    overview: tuple[str, ...] = ()

    def as_kind(self) -> Kind:
        """Return it as the model has it."""
        return Kind(*msgspec.structs.astuple(self))


class UnitReading(Kept, frozen=True):
    """A unit that the plan means without printing it: its key, and its name on the day of the
    reading."""

    unit: str = ""
    name: str = ""


class GroupReading(Kept, frozen=True):
    """The members of a group (its key) on a day of which the plan names it."""

    group: str
    day: date
    members: tuple[UnitReading, ...] = ()


class Readings(Kept, frozen=True):
    """The reading of a plan, of the day whose units it means."""

    plan: str
    authority: str
    day: date
    issuer: UnitReading
    kind: KindReading
    task_status: TaskStatus
    lists: tuple[ListReading, ...] = ()
    groups: tuple[GroupReading, ...] = ()
    """By day, then by key."""
    tasks: tuple[TaskReading, ...] = ()
    """In the order of tasks.yaml."""


def readings_of(plan: Plan) -> Readings:
    """Return the reading of a plan that knows the members of its groups."""
    return Readings(
        plan=plan.id,
        authority=plan.authority,
        day=plan.day,
        issuer=UnitReading(plan.issuer, plan.issuer_name),
        kind=KindReading(*msgspec.structs.astuple(plan.kind)),
        task_status=plan.task_status,
        lists=tuple(
            ListReading(
                one.id,
                tuple(ColumnReading(*msgspec.structs.astuple(column)) for column in one.columns),
            )
            for one in plan.lists
        ),
        groups=tuple(
            GroupReading(
                one.group, one.day, tuple(UnitReading(each.unit, each.name) for each in one.units)
            )
            for one in plan.members
        ),
        tasks=tuple(map(_of_task, plan.tasks)),
    )


def _of_task(task: Task) -> TaskReading:
    return TaskReading(
        task.id,
        _names(task.responsibilities),
        task.open_ended,
        _day(task.deadline),
        tuple(TargetReading(target.id, _day(target.by)) for target in task.targets),
        tuple(
            AdjustmentReading(
                change.date,
                change.target,
                _names(change.responsibilities),
                _day(change.deadline),
            )
            for change in task.adjustments
        ),
        tuple(
            CellReading(cell.column, cell.value, tuple(map(_cell_name, cell.units)))
            for cell in task.cells
        ),
    )


def _names(names: Iterable[Responsibility]) -> tuple[NameReading, ...]:
    return tuple(NameReading(one.printed, one.role, one.unit, one.group) for one in names)


def _cell_name(name: CellUnit) -> NameReading:
    return NameReading(name.printed, None, name.unit, name.group)


def _day(deadline: Deadline | None) -> DayReading | None:
    if deadline is None or deadline == NO_DEADLINE:
        return None
    return DayReading(*msgspec.structs.astuple(deadline))
