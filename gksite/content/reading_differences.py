"""The differences between the reading that was signed and that of the same texts today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import Literal

import msgspec

from gksite.content.readings import (
    AdjustmentReading,
    ColumnReading,
    DayReading,
    GroupReading,
    NameReading,
    Readings,
    TaskReading,
)
from gksite.model.registry import Registry
from gksite.values import Value

ReadingField = Literal[
    "issuer", "kind", "task_status", "columns", "members",
    "lead", "responsible", "cooperating", "units", "open_ended", "deadline", "target", "adjustment",
    "cell", "in_cell",
]  # fmt: skip

_ROLES = {"lead": "牵头单位", "responsible": "责任单位", "cooperating": "配合单位"}


OF_UNITS: frozenset[ReadingField] = frozenset(
    {"issuer", "lead", "responsible", "cooperating", "in_cell"}
)
"""Fields of one name, whose sides are keys of units or groups."""


class Difference(Value, frozen=True):
    """What a plan reads otherwise than it was signed: in which tasks (ids; of the plan itself
    none), which field, of which name, column, target, decision or list (`about`).

    `before` and `after` are texts; of units keys, joined by blanks: none is a name that the
    registry does not know, several after the change are units that the name may mean.
    """

    tasks: tuple[str, ...]
    field: ReadingField
    about: str
    before: str
    after: str


def differences(stored: Readings, now: Readings, registry: Registry) -> tuple[Difference, ...]:
    """Return where a plan reads otherwise than it did, by today's registry: the plan's own
    differences first, then those of its tasks in printed order.

    Names of units and of the issuer are none: a unit that is renamed is the same unit. Tasks,
    targets, decisions and cells that only one side has are other texts, and none of this.
    """
    if stored == now:
        return ()
    found = [*_of_plan(stored, now)]
    tasks, meaning = {task.id: task for task in now.tasks}, _meaning(registry, stored.authority)
    for old in stored.tasks:
        if (new := tasks.get(old.id)) and new != old:
            found += _of_task(old, new, stored.day, meaning)
    return tuple(found)


def of_known_units(found: Iterable[Difference], registry: Registry) -> Iterator[Difference]:
    """Yield the differences that are not only that a unit or a group is gone from the registry."""
    for one in found:
        keys = one.before.split() if one.field in (*OF_UNITS, "members") else []
        known = [key for key in keys if key in registry.units or key in registry.groups]
        if known == keys:
            yield one
        elif one.field == "members" and set(known) != set(one.after.split()):
            yield msgspec.structs.replace(one, before=" ".join(known))


# ── of the plan ───────────────────────────────────────────────────────────────────────────────────


def _of_plan(stored: Readings, now: Readings) -> Iterator[Difference]:
    if stored.issuer.unit != now.issuer.unit:
        yield Difference((), "issuer", stored.issuer.name, stored.issuer.unit, now.issuer.unit)
    is_same = stored.kind.id == now.kind.id
    for name in stored.kind.__struct_fields__ if is_same else ("name",):
        old, new = _text(getattr(stored.kind, name)), _text(getattr(now.kind, name))
        if old != new:
            yield Difference((), "kind", name, old, new)
    if stored.task_status != now.task_status:
        yield Difference((), "task_status", "", stored.task_status, now.task_status)
    lists = {one.id: one.columns for one in now.lists}
    for each in stored.lists:
        for before, after in zip_longest(each.columns, lists.get(each.id, each.columns)):
            if before != after:
                yield Difference((), "columns", each.id, _column(before), _column(after))
    groups = {(one.group, one.day): one for one in now.groups}
    for group in stored.groups:
        later = groups.get((group.group, group.day))
        members, others = _members(group), _members(later or group)
        if set(members) != set(others):
            texts = " ".join(members), " ".join(others)
            yield Difference(_naming(stored, group), "members", group.group, *texts)


def _text(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "、".join(value)


def _column(column: ColumnReading | None) -> str:
    """Return a column in a line: its heads, and all that is not usual of it."""
    if column is None:
        return ""
    facts = (column.kind, column.key, column.type, column.unit, column.target)
    marks = [name for name in ("merged", "sum") if getattr(column, name)]
    return " ".join(filter(None, ("/".join((*column.over, column.head)), *facts, *marks)))


def _members(group: GroupReading) -> list[str]:
    """Return the keys of members."""
    return [one.unit for one in group.members if one.unit]


def _naming(readings: Readings, group: GroupReading) -> tuple[str, ...]:
    """Return the ids of the tasks that name a group on a day."""

    def names(task: TaskReading) -> Iterator[NameReading]:
        if readings.day == group.day:
            yield from task.units
        for change in task.adjustments:
            if change.date == group.day:
                yield from change.units

    return tuple(
        task.id for task in readings.tasks if any(name.group == group.group for name in names(task))
    )


# ── of a task ─────────────────────────────────────────────────────────────────────────────────────

Meaning = Callable[[NameReading, date], str]
"""The keys that a name has, or may have, on a day."""


def _meaning(registry: Registry, authority: str) -> Meaning:
    """Return the keys of a name as a plan of an authority reads it today: of a name without a key
    all those between which the registry leaves the choice."""

    def keys(name: NameReading, day: date) -> str:
        return _key(name) or " ".join(registry.find(authority, name.printed, day))

    return keys


def _of_task(
    old: TaskReading, new: TaskReading, day: date, meaning: Meaning
) -> Iterator[Difference]:
    tasks = (old.id,)
    yield from _of_names(tasks, old.units, new.units, lambda name: meaning(name, day))
    if old.open_ended != new.open_ended:
        yield Difference(tasks, "open_ended", "", _yes(old.open_ended), _yes(new.open_ended))
    yield from _of_days(tasks, "deadline", "", old.deadline, new.deadline)
    days = {target.id: target.by for target in new.targets}
    for target in old.targets:
        if target.id in days:
            yield from _of_days(tasks, "target", target.id, target.by, days[target.id])
    for before, after in zip(old.adjustments, new.adjustments, strict=False):
        if before.about == after.about:
            yield from _of_decision(tasks, before, after, meaning)
    cells = {cell.column: cell for cell in new.cells}
    for cell in old.cells:
        other = cells.get(cell.column, cell)
        if cell.units != other.units:
            yield from _of_names(tasks, cell.units, other.units, lambda name: meaning(name, day))
        elif cell.value != other.value:
            yield Difference(tasks, "cell", cell.column, cell.value, other.value)


def _of_decision(
    tasks: tuple[str, ...], old: AdjustmentReading, new: AdjustmentReading, meaning: Meaning
) -> Iterator[Difference]:
    yield from _of_names(tasks, old.units, new.units, lambda name: meaning(name, old.date))
    yield from _of_days(tasks, "adjustment", str(old.date), old.deadline, new.deadline)


def _of_names(
    tasks: tuple[str, ...],
    old: Sequence[NameReading],
    new: Sequence[NameReading],
    meaning: Callable[[NameReading], str],
) -> Iterator[Difference]:
    """Return each name that means another unit; where the names themselves were read otherwise, all
    of them."""
    if [(one.role, one.printed) for one in old] != [(one.role, one.printed) for one in new]:
        yield Difference(tasks, "units", "", _printed(old), _printed(new))
        return
    for before, after in zip(old, new, strict=True):
        if _key(before) != _key(after):
            field = before.role or "in_cell"
            yield Difference(tasks, field, before.printed, _key(before), meaning(after))


def _of_days(
    tasks: tuple[str, ...],
    field: ReadingField,
    about: str,
    old: DayReading | None,
    new: DayReading | None,
) -> Iterator[Difference]:
    if old != new:
        yield Difference(tasks, field, about, _day(old), _day(new))


def _key(name: NameReading) -> str:
    return name.unit or name.group


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _printed(names: Sequence[NameReading]) -> str:
    """Return names as printed, by role."""
    roles = dict.fromkeys(name.role for name in names)
    return "；".join(
        (f"{_ROLES[role]}：" if role else "")
        + "、".join(name.printed for name in names if name.role == role)
        for role in roles
    )


def _day(day: DayReading | None) -> str:
    """Return a deadline in a line: as printed, its kind, its days, its rule."""
    if day is None:
        return ""
    days = "/".join(str(one) for one in dict.fromkeys((day.start, day.end)) if one)
    dates = "、".join(f"{one.text} {one.end or ''}".strip() for one in day.milestones)
    return " ".join(filter(None, (day.raw, day.kind, days, day.recurrence, day.milestone, dates)))
