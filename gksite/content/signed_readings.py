"""A plan that was read anew, with the reading that it was signed with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from gksite.content.reading_differences import differences, of_known_units
from gksite.content.reading_words import reading_changed
from gksite.content.readings import (
    NO_DEADLINE,
    CellReading,
    DayReading,
    NameReading,
    Readings,
    TaskReading,
    readings_of,
)
from gksite.diagnostics import Diagnostic, problem
from gksite.model.columns import Cell, CellUnit
from gksite.model.duties import setting_of, settled
from gksite.model.entities import Plan, Task
from gksite.model.registry import Registry
from gksite.model.reporting import Member, Members, Responsibility
from gksite.notation.values import Deadline

replace = msgspec.structs.replace


def signed_reading(
    plan: Plan, stored: Readings, registry: Registry
) -> tuple[Plan, list[Diagnostic]]:
    """Return a plan as it was signed, and all that there is to say of it: names that mean something
    else today, units that are gone, texts that are not those that were signed.

    A registry with errors proves nothing: of it nothing is said.
    """
    signed, problems = with_readings(plan, stored, registry)
    if signed is plan or not registry.is_whole:
        return signed, problems
    found = of_known_units(differences(stored, readings_of(plan), registry), registry)
    return signed, [*problems, *reading_changed(plan, tuple(found), registry)]


def with_readings(
    plan: Plan, stored: Readings, registry: Registry
) -> tuple[Plan, list[Diagnostic]]:
    """Return a plan with its stored reading in the place of today's, its duties by that, and its
    problems.

    Units that are there bear the names of today. Of a unit or group that the registry no longer has
    (`signed-unit-gone`) the name stays as printed, a member's and an issuer's as it was: nothing
    looks it up. Where the reading is of other texts
    (`readings-of-another-text`), the plan is returned as it is; so is one of which not every task
    could be read, which is an error by itself.
    """
    if stored == readings_of(plan) or not plan.is_whole:
        return plan, []
    if problems := _of_another_text(plan, stored):
        return plan, problems
    known = _Known(registry)
    issuer = known.unit(stored.issuer.unit, stored.issuer.name)
    tasks = [_task(task, own, known) for task, own in zip(plan.tasks, stored.tasks, strict=True)]
    lists = zip(plan.lists, stored.lists, strict=True)
    signed = replace(
        plan,
        issuer=issuer,
        issuer_name=registry.units[issuer].name if issuer else stored.issuer.name,
        kind=stored.kind.as_kind(),
        task_status=stored.task_status,
        lists=tuple(replace(a, columns=tuple(c.column() for c in b.columns)) for a, b in lists),
        members=tuple(_members(stored, known)),
        tasks=tuple(tasks),
    )
    signed = replace(signed, tasks=settled(setting_of(registry, signed), signed.tasks))
    return signed, list(known.problems(plan))


class _Known:
    """The units and groups of a registry, and those that were looked up in vain: their names."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._gone: dict[str, str] = {}

    def unit(self, key: str, name: str) -> str:
        """Return the key of a unit, "" where it is gone."""
        return self._found(key, name, key in self._registry.units)

    def group(self, key: str, name: str) -> str:
        """Return the key of a group, "" where it is gone."""
        return self._found(key, name, key in self._registry.groups)

    def _found(self, key: str, name: str, is_there: bool) -> str:
        if key and not is_there:
            self._gone.setdefault(key, name)
        return key if is_there else ""

    def problems(self, plan: Plan) -> Iterator[Diagnostic]:
        """Report what is gone, where the registry is whole."""
        if self._registry.is_whole:
            for key, name in self._gone.items():
                facts = {"plan": plan.id, "name": name, "key": key}
                yield problem("signed-unit-gone", plan.location, **facts)


def _task(task: Task, stored: TaskReading, known: _Known) -> Task:
    return replace(
        task,
        responsibilities=_responsibilities(stored.units, known),
        open_ended=stored.open_ended,
        deadline=_deadline(stored.deadline),
        targets=tuple(
            replace(target, by=_deadline(own.by))
            for target, own in zip(task.targets, stored.targets, strict=True)
        ),
        adjustments=tuple(
            replace(
                change,
                responsibilities=_responsibilities(own.units, known),
                deadline=own.deadline and own.deadline.deadline(),
            )
            for change, own in zip(task.adjustments, stored.adjustments, strict=True)
        ),
        cells=tuple(
            _cell(cell, own, known) for cell, own in zip(task.cells, stored.cells, strict=True)
        ),
    )


def _deadline(day: DayReading | None) -> Deadline:
    return day.deadline() if day else NO_DEADLINE


def _responsibilities(names: Iterable[NameReading], known: _Known) -> tuple[Responsibility, ...]:
    return tuple(
        Responsibility(
            one.role or "responsible",
            one.printed,
            known.unit(one.unit, one.printed),
            known.group(one.group, one.printed),
        )
        for one in names
    )


def _cell(cell: Cell, stored: CellReading, known: _Known) -> Cell:
    units = tuple(
        CellUnit(
            one.printed, known.unit(one.unit, one.printed), known.group(one.group, one.printed)
        )
        for one in stored.units
    )
    is_read = all(one.unit or one.group for one in units)
    return replace(cell, value=stored.value if is_read else "", units=units)


def _members(stored: Readings, known: _Known) -> Iterator[Members]:
    for one in stored.groups:
        if known.group(one.group, one.group):
            units = (Member(known.unit(each.unit, each.name), each.name) for each in one.members)
            yield Members(one.group, one.day, tuple(units))


# ── whether the reading is of these texts ─────────────────────────────────────────────────────────


def _of_another_text(plan: Plan, stored: Readings) -> list[Diagnostic]:
    """Report what shows that a reading was made of other texts than a plan."""
    said = [plan.id, plan.authority, plan.day, [one.id for one in plan.lists]]
    kept = [stored.plan, stored.authority, stored.day, [one.id for one in stored.lists]]
    found = [name for name, one, other in zip(_NAMES, said, kept, strict=True) if one != other]
    ids, kept_ids = [task.id for task in plan.tasks], [task.id for task in stored.tasks]
    if ids == kept_ids:
        pairs = zip(plan.tasks, stored.tasks, strict=True)
        changed = [task.id for task, own in pairs if _parts(task) != _kept_parts(own)]
    else:
        changed = sorted(set(ids) ^ set(kept_ids))
        found += [] if changed else [_ORDER]
    found += [(f"第{id}项", f"task {id}") for id in changed]
    if not found:
        return []
    zh, en = ("、".join(one[0] for one in found), ", ".join(one[1] for one in found))
    code = "readings-of-another-text"
    return [problem(code, plan.location, plan=plan.id, what_zh=zh, what=en)]


_NAMES = (("编号", "id"), ("行政机关", "authority"), ("日期", "date"), ("任务表", "lists"))
_ORDER = ("任务的顺序", "order of the tasks")


def _parts(task: Task) -> Sequence[object]:
    """Return what stands in a text and is in its reading too: targets, decisions, cells by name."""
    return (
        [target.id for target in task.targets],
        [(change.date, change.target) for change in task.adjustments],
        [cell.column for cell in task.cells],
    )


def _kept_parts(task: TaskReading) -> Sequence[object]:
    return (
        [target.id for target in task.targets],
        [change.about for change in task.adjustments],
        [cell.column for cell in task.cells],
    )
