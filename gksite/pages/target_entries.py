"""Targets in lists of several tasks: those due soon, overdue, or of a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from gksite.model.entities import Task
from gksite.model.lateness import TargetFigures
from gksite.model.statuses import CLOSED
from gksite.notation.calendar_dates import days_after
from gksite.notation.values import Deadline, Milestone
from gksite.pages.deadline_parts import Aim
from gksite.pages.due import SOON
from gksite.pages.parts import DeadlineText, Link, StatusMark
from gksite.pages.view import View
from gksite.pages.wording import Words
from gksite.values import Value


class TargetEntry(Value, frozen=True):
    """A target in a list: the link to its task and to the plan, its words and its day; `status` is
    None where nothing was reported of the plan, or the task was withdrawn."""

    link: Link
    plan: Link
    text: str
    deadline: DeadlineText
    status: StatusMark | None


def target_entries(view: View, aims: Iterable[Aim]) -> tuple[TargetEntry, ...]:
    """Return targets in a list."""
    return tuple(
        TargetEntry(
            view.task_link(task),
            view.plan_links[task.plan],
            target.label,
            view.target_deadline(task, target),
            view.state(task, "done" if target.is_reached else target.status),
        )
        for task, target in aims
    )


def date_entries(view: View, dates: Iterable[tuple[Task, Milestone]]) -> tuple[TargetEntry, ...]:
    """Return days that deadlines name before their last one, in the order of days. They have no
    state of their own."""
    found = sorted(dates, key=lambda one: one[1].end or date.max)
    return tuple(
        TargetEntry(
            view.task_link(task),
            view.plan_links[task.plan],
            milestone.text,
            replace(view.words.deadline(_deadline(milestone), overdue=False), printed=""),
            None,
        )
        for task, milestone in found
    )


def _deadline(milestone: Milestone) -> Deadline:
    return Deadline(milestone.text, "by", end=milestone.end)


def overdue_targets(view: View, tasks: Iterable[Task]) -> list[Aim]:
    """Return the overdue targets of tasks, the oldest day first."""
    return by_day(aim for aim in _aims(tasks) if view.model.is_target_overdue(*aim))


def targets_due_soon(view: View, tasks: Iterable[Task], limit: int) -> list[Aim]:
    """Return the open targets of tasks whose last day is at most SOON after `as_of`, the nearest
    first."""
    today = view.model.as_of
    latest = days_after(today, SOON)
    return by_day(
        (task, target)
        for task, target in _aims(tasks)
        if (end := task.due_of(target).end)
        and today <= end <= latest
        and not (target.is_reached or task.is_withdrawn)
        and task.status not in CLOSED
        and target.status not in CLOSED
    )[:limit]


def figures_text(words: Words, figures: TargetFigures) -> str:
    """Return how many targets were reached, and how many are overdue; "" without any."""
    if not figures.of:
        return ""
    text = words.say("targets.reached", reached=figures.reached, total=figures.of)
    late = words.say("targets.overdue", count=figures.overdue) if figures.overdue else ""
    return words["clause.separator"].join(filter(None, (text, late)))


def _aims(tasks: Iterable[Task]) -> Iterable[Aim]:
    return ((task, target) for task in tasks for target in task.targets)


def by_day(aims: Iterable[Aim]) -> list[Aim]:
    """Return targets in the order of their days."""
    return sorted(aims, key=lambda aim: aim[0].due_of(aim[1]).end or date.max)
