"""What a unit has in each year: its duties, those that passed on, and tasks that may mean it; one
rule for its page, the index of units and the figures of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from gksite.model.column_units import InColumn
from gksite.model.entities import Group, Task, Unit
from gksite.model.lookups import GroupTask
from gksite.model.reporting import Duty
from gksite.model.site import SiteModel
from gksite.notation.group_words import can_hold

WITHOUT_YEAR = 0
"""The year of tasks that belong to none."""

YearsOf = Callable[[Task], frozenset[int]]


class UnitYear(msgspec.Struct, frozen=True):
    """What a unit has in a year, or in none (WITHOUT_YEAR), in the order of plans and tasks:
    duties, duties that passed on, tasks that name it in columns and in no duty, and tasks of open
    groups that may mean it."""

    year: int
    duties: list[Duty] = []
    passed: list[Duty] = []
    in_columns: list[InColumn] = []
    open_tasks: list[GroupTask] = []

    @property
    def tasks(self) -> set[str]:
        """The keys of all its tasks."""
        lists = (self.duties, self.passed, self.in_columns, self.open_tasks)
        return {one.task for own in lists for one in own}


class UnitFigures(msgspec.Struct, frozen=True):
    """How many tasks of a year name a unit, mean it through a group, are its own as the issuer of
    their plan, and may mean it through an open group; without withdrawn ones, and parts of others
    of the same sort."""

    named: int
    through_groups: int
    by_issue: int
    may_mean: int

    @property
    def duties(self) -> int:
        """All its duties."""
        return self.named + self.through_groups + self.by_issue


def year_of_unit(model: SiteModel, unit: Unit) -> int:
    """Return the current year of a unit: the latest current year of an authority in whose plans it
    has a duty; without any, that of its own authority."""
    plans = {model.tasks[duty.task].plan for duty in model.duties.get(unit.key, ())}
    return _latest(model, plans, unit.authority)


def year_of_group(model: SiteModel, group: Group) -> int:
    """Return the current year of a group: as that of a unit, by the tasks that name it."""
    plans = {model.tasks[one.task].plan for one in model.groups.get(group.key, ())}
    return _latest(model, plans, group.authority)


def _latest(model: SiteModel, plans: Iterable[str], authority: str) -> int:
    own = {model.plans[plan].authority for plan in plans} or {authority}
    return max(map(model.current_year, own))


def years_of_unit(model: SiteModel, unit: Unit, years_of: YearsOf) -> dict[int, UnitYear]:
    """Return what a unit has by year, the latest first and what belongs to no year last; in its
    current year also where that is nothing. `years_of` says to which years a task belongs."""
    found: dict[int, UnitYear] = {}

    def years(key: str) -> Iterable[UnitYear]:
        for year in years_of(model.tasks[key]) or (WITHOUT_YEAR,):
            if year not in found:
                found[year] = UnitYear(year, [], [], [], [])
            yield found[year]

    duties = model.duties.get(unit.key, ())
    held = {duty.task for duty in duties}
    for duty in duties:
        for one in years(duty.task):
            one.duties.append(duty)
    for duty in model.passed.get(unit.key, ()):
        for one in years(duty.task):
            one.passed.append(duty)
    for named in model.in_columns.get(unit.key, ()):
        for one in years(named.task) if named.task not in held else ():
            one.in_columns.append(named)
    for task in open_tasks(model, unit):
        for one in years(task.task):
            one.open_tasks.append(task)
    current = year_of_unit(model, unit)
    found.setdefault(current, UnitYear(current))
    return {year: found[year] for year in sorted(found, reverse=True)}


def unit_in_year(model: SiteModel, unit: Unit, year: int, years_of: YearsOf) -> UnitYear:
    """Return what a unit has in a year, without the tasks that name it in columns alone."""
    tasks = model.tasks

    def is_of_year(one: Duty | GroupTask) -> bool:
        return year in years_of(tasks[one.task])

    return UnitYear(
        year,
        [*filter(is_of_year, model.duties.get(unit.key, ()))],
        [*filter(is_of_year, model.passed.get(unit.key, ()))],
        [],
        [*filter(is_of_year, open_tasks(model, unit))],
    )


def most_tasks(model: SiteModel, unit: Unit) -> int:
    """Return a number that the tasks of a unit don't exceed, which costs little to find."""
    own = (model.duties, model.passed, model.in_columns)
    may_mean = (len(model.groups.get(group.key, ())) for group in open_groups(model, unit))
    return sum(len(held.get(unit.key, ())) for held in own) + sum(may_mean)


def figures_of(model: SiteModel, part: UnitYear) -> UnitFigures:
    """Return the figures of what a unit has in a year."""
    held = [
        duty
        for duty in model.outermost_duties(part.duties)
        if not model.tasks[duty.task].is_withdrawn
    ]
    groups = sum(bool(duty.group) for duty in held)
    issue = sum(duty.by_issue for duty in held)
    may_mean = model.outermost(model.tasks[one.task] for one in part.open_tasks)
    return UnitFigures(
        len(held) - groups - issue,
        groups,
        issue,
        sum(not task.is_withdrawn for task in may_mean),
    )


def open_groups(model: SiteModel, unit: Unit) -> list[Group]:
    """Return the open groups of a unit's authority that may mean a unit of its kind."""
    return [
        group
        for group in model.registry.open_groups.get(unit.authority, ())
        if can_hold(group.name, unit.name, unit.kind)
    ]


def open_tasks(model: SiteModel, unit: Unit) -> list[GroupTask]:
    """Return the tasks of open groups that may mean a unit which existed on the day that the names
    in the task are of, without those that it has anyway, and those of plans that were signed when
    the group had members."""
    known = {duty.task for duty in model.duties.get(unit.key, ())}

    def may_mean(key: str, group: str) -> bool:
        task = model.tasks[key]
        day = model.day_of_names(task)
        stated = key in known or model.plans[task.plan].members_of(group, day)
        return not stated and model.registry.existed(unit.key, day)

    return [
        *{
            one.task: one
            for group in open_groups(model, unit)
            for one in model.groups.get(group.key, ())
            if may_mean(one.task, group.key)
        }.values()
    ]
