"""What is overdue on a day, and how many targets were reached by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from gksite.model.entities import Plan, Task
from gksite.model.reporting import Target
from gksite.model.statuses import NEVER_LATE
from gksite.notation.values import Deadline


def is_past(deadline: Deadline, day: date) -> bool:
    """Whether the last day of a dated deadline is before `day`; whole-year, continuous and
    recurring deadlines have no last day."""
    dated = deadline.kind in ("by", "month", "quarter", "half", "range")
    return dated and deadline.end is not None and deadline.end < day


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
