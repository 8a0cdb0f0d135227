"""The years in whose views a task and a plan stand: one rule, for every page and every export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from gksite.model.entities import Plan, Task
from gksite.notation.values import Deadline

_LASTING = ("continuous", "recurring", "year")
"""Kinds of deadlines that hold in every year of their plan; 全年 only where it names no year."""


def years_of_task(plan: Plan, task: Task, as_of: date) -> frozenset[int]:
    """Return the years to which a task belongs by its own days.

    In a plan whose period lies in one year, it is that year. In a longer or undated one, it is
    every year in which a deadline or a target that holds has a day; a continuous, recurring or
    whole-year task belongs to every year of the plan, from its beginning on where it states one. A
    task without a day belongs to no year.
    """
    if plan.period.is_one_year:
        return frozenset(plan.period.years)
    days = (task.due, *map(task.due_of, task.targets))
    return frozenset(year for day in days for year in _years(plan, day, as_of))


def current_years(
    plans: Iterable[Plan], years: Mapping[str, tuple[int, ...]], as_of: date
) -> dict[str, int]:
    """Return the current year of the plans of each authority, and of all under "".

    It is the latest year of a period that began up to `as_of`, and of a longer one that still runs
    the year of `as_of`; before any plan began it is the latest year in which one begins. `years`
    are the years in whose views each plan stands.
    """
    begun: dict[str, int] = {}
    coming: dict[str, int] = {}
    for plan in plans:
        if (plan.period.first or plan.day) > as_of:
            found, year = coming, plan.year
        elif plan.period.years:
            found, year = begun, min(plan.period.years[-1], as_of.year)
        else:
            found, year = begun, max(one for one in years[plan.id] if one <= as_of.year)
        for authority in ("", plan.authority):
            found[authority] = max(year, found.get(authority, year))
    return coming | begun


def years_of_tasks(plan: Plan, as_of: date) -> dict[str, frozenset[int]]:
    """Return the years to which each task of a plan belongs (by key): those of its own days, and
    those of its parts."""
    found = {task.key: years_of_task(plan, task, as_of) for task in plan.tasks}
    if not plan.period.is_one_year:
        for task in plan.tasks:
            for above in _above(plan, (task.key,)):
                found[above] |= found[task.key]
    return found


def tasks_of_year(plan: Plan, year: int, as_of: date) -> tuple[Task, ...]:
    """Return the tasks of a plan that belong to a year, as printed: those with a day of their own
    in it, and the tasks whose parts these are; withdrawn ones too."""
    if plan.period.is_one_year:
        return plan.tasks if plan.period.covers(year) else ()
    found = {task.key for task in plan.tasks if year in years_of_task(plan, task, as_of)}
    found |= _above(plan, found)
    return tuple(task for task in plan.tasks if task.key in found)


def tasks_without_year(plan: Plan, as_of: date) -> tuple[Task, ...]:
    """Return the tasks of a plan that belong to no year, and are in no figure of any; without
    withdrawn ones, and without parts."""
    if plan.period.is_one_year:
        return ()
    dated = {task.key for task in plan.tasks if years_of_task(plan, task, as_of)}
    dated |= _above(plan, dated)
    return tuple(
        task for task in plan.tasks if not (task.parent or task.is_withdrawn or task.key in dated)
    )


def tasks_moved(plan: Plan, year: int, as_of: date) -> tuple[Task, ...]:
    """Return the tasks of a plan, and the parts, that would belong to a year if decisions had not
    moved their deadlines, or those of their targets, to other years; withdrawn ones too."""
    if plan.period.is_one_year or not any(task.adjustments for task in plan.tasks):
        return ()
    here = {task.key for task in tasks_of_year(plan, year, as_of)}
    dated = {task.key for task in plan.tasks if years_of_task(plan, task, as_of)}
    dated |= _above(plan, dated)
    return tuple(
        task
        for task in plan.tasks
        if task.key in dated - here and year in _years_ever(plan, task, as_of)
    )


def dates_moved(plan: Plan, year: int, as_of: date) -> tuple[tuple[Task, str], ...]:
    """Return the dates that decisions moved out of a year to other ones, of the tasks of a plan
    that belong to the year all the same: each task with the id of the target, "" for its own
    deadline. Withdrawn tasks have none."""
    if plan.period.is_one_year:
        return ()
    return tuple(
        (task, id)
        for task in tasks_of_year(plan, year, as_of)
        if task.adjustments and not task.is_withdrawn
        for id, now in (("", task.due), *((one.id, task.due_of(one)) for one in task.targets))
        if (years := {*_years(plan, now, as_of)})
        and year not in years
        and any(year in _years(plan, day, as_of) for day in _days_ever(task, id))
    )


def _days_ever(task: Task, id: str) -> Iterable[Deadline]:
    """Return the days of a target, or of a task itself (id ""), as printed and as decisions set
    them."""
    printed = [one.by for one in task.targets if one.id == id] if id else [task.deadline]
    decided = (one.deadline for one in task.adjustments if one.target == id)
    return (*printed, *filter(None, decided))


def _years_ever(plan: Plan, task: Task, as_of: date) -> frozenset[int]:
    """Return the years to which a task belongs or belonged before a decision."""
    ids = ("", *(target.id for target in task.targets))
    days = (day for id in ids for day in _days_ever(task, id))
    return frozenset(year for day in days for year in _years(plan, day, as_of))


def _above(plan: Plan, keys: Iterable[str]) -> set[str]:
    """Return the keys of the tasks of a plan whose parts some tasks are."""
    above = {task.key: task.parent for task in plan.tasks if task.parent}
    found: set[str] = set()
    for key in keys if above else ():
        while key := above.get(key, ""):
            found.add(key)
    return found


def years_of_plan(plan: Plan, as_of: date) -> tuple[int, ...]:
    """Return the years in whose views a plan stands: those of its period (of an undated plan, that
    of its day), and those of its tasks, also those that decisions moved them out of."""
    own = plan.period.years or (plan.year,)
    if plan.period.is_one_year:
        return tuple(own)
    return tuple(sorted({*own, *(y for t in plan.tasks for y in _years_ever(plan, t, as_of))}))


def _years(plan: Plan, deadline: Deadline, as_of: date) -> Iterable[int]:
    """Yield the years of a deadline in a plan of several years, or of none."""
    yield from (milestone.end.year for milestone in deadline.milestones if milestone.end)
    if deadline.end:
        first = (deadline.start or deadline.end).year
        yield from range(first, deadline.end.year + 1)
    elif deadline.kind in _LASTING:
        own = plan.period.years or range(plan.year, max(plan.year, as_of.year) + 1)
        begins = deadline.start.year if deadline.start else own[0]
        yield from (year for year in own if year >= begins)
