"""What is overdue on a day, and how many targets were reached by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from gksite.model.entities import Plan, Task
from gksite.model.reporting import Target
from gksite.model.statuses import NEVER_LATE
from gksite.notation.values import Deadline

_DATED = ("by", "month", "quarter", "half", "range")
"""Kinds of deadlines that have a last day, which can be missed."""


def has_last_day(deadline: Deadline) -> bool:
    """Whether a deadline is dated, so that its last day can be missed; whole-year, continuous and
    recurring ones are not."""
    return deadline.kind in _DATED and deadline.end is not None


def is_past(deadline: Deadline, day: date) -> bool:
    """Whether the last day of a dated deadline is before `day`; whole-year, continuous and
    recurring deadlines have no last day."""
    return has_last_day(deadline) and deadline.end is not None and deadline.end < day


def is_target_late(plan: Plan, task: Task, target: Target, day: date) -> bool:
    """Whether a target is overdue on a day: its own is past, it is not reached, and the reports of
    a plan that has some do not call its task done."""
    return (
        is_past(task.due_of(target), day)
        and not target.is_reached
        and target.status not in NEVER_LATE
        and task.status not in NEVER_LATE
        and not task.is_withdrawn
        and plan.is_tracked
    )


def is_due_by(plan: Plan, task: Task, year: int) -> bool:
    """Whether the views of a year may call a task overdue: in a plan of several years or none, the
    last day of its deadline is not after the year. Year 0 stands for all years."""
    end = task.due.end
    return not year or plan.period.is_one_year or (end is not None and end.year <= year)


def stands_with_task(task: Task, target: Target) -> bool:
    """Whether the last day of a target is the day on which its task is due: then the two are one
    date, which has the state of the task."""
    return has_last_day(task.due) and task.due_of(target).end == task.due.end


class TargetFigures(msgspec.Struct, frozen=True):
    """How many of `of` targets were reached, and how many are overdue."""

    of: int
    reached: int
    overdue: int


def target_figures(plan: Plan, tasks: Iterable[Task], day: date, year: int = 0) -> TargetFigures:
    """Return the figures of the targets of tasks of a plan, and of parts, on a day: all, or those
    of a year's views.

    Those of withdrawn tasks, and of a plan without any report, are in none.
    """
    own = [
        (task, target)
        for task in tasks
        for target in task.targets
        if plan.is_tracked and not task.is_withdrawn and _is_of_year(plan, task, target, year)
    ]
    return TargetFigures(
        len(own),
        sum(target.is_reached for _, target in own),
        sum(is_target_late(plan, task, target, day) for task, target in own),
    )


def _is_of_year(plan: Plan, task: Task, target: Target, year: int) -> bool:
    """Whether a target belongs to a year: in a plan of one year all do."""
    end = task.due_of(target).end
    return not year or plan.period.is_one_year or (end is not None and end.year == year)


def targets_together(figures: Iterable[TargetFigures]) -> TargetFigures:
    """Return the sums of several figures."""
    each = tuple(figures)
    return TargetFigures(
        sum(one.of for one in each),
        sum(one.reached for one in each),
        sum(one.overdue for one in each),
    )
