"""Targets in lists of several tasks: those due soon, overdue, or of a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gksite.model.entities import Task
from gksite.model.lateness import TargetFigures
from gksite.model.reporting import Target
from gksite.model.site import SiteModel
from gksite.model.statuses import CLOSED
from gksite.notation.calendar_dates import days_after
from gksite.pages.parts import DeadlineText, Link, StatusMark
from gksite.pages.view import SOON, View
from gksite.pages.wording import Words
from gksite.values import Value

Aim = tuple[Task, Target]


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


def overdue_targets(view: View, tasks: Iterable[Task]) -> list[Aim]:
    """Return the overdue targets of tasks, the oldest day first."""
    return _by_day(aim for aim in _aims(tasks) if view.model.is_target_overdue(*aim))


def targets_due_soon(view: View, tasks: Iterable[Task], limit: int) -> list[Aim]:
    """Return the open targets of tasks whose last day is at most SOON after `as_of`, the nearest
    first."""
    today = view.model.as_of
    latest = days_after(today, SOON)
    return _by_day(
        (task, target)
        for task, target in _aims(tasks)
        if (end := task.due_of(target).end)
        and today <= end <= latest
        and not (target.is_reached or task.is_withdrawn)
        and task.status not in CLOSED
        and target.status not in CLOSED
    )[:limit]


def targets_by_month(model: SiteModel, year: int) -> dict[str, list[Aim]]:
    """Return the targets in a year's views by the month of their last day (`2026-06`), each in the
    order of days; none of withdrawn tasks."""
    found: dict[str, list[Aim]] = {}
    for plan in model.plans_of_year(year):
        aims = _aims(task for task in model.tasks_of_plan(plan, year) if not task.is_withdrawn)
        for task, target in aims:
            end = task.due_of(target).end
            if end and (plan.period.is_one_year or end.year == year):
                found.setdefault(f"{end.year}-{end.month:02}", []).append((task, target))
    return {month: _by_day(aims) for month, aims in sorted(found.items())}


def figures_text(words: Words, figures: TargetFigures) -> str:
    """Return how many targets were reached, and how many are overdue; "" without any."""
    if not figures.of:
        return ""
    text = words.say("targets.reached", reached=figures.reached, total=figures.of)
    late = words.say("targets.overdue", count=figures.overdue) if figures.overdue else ""
    return words["clause.separator"].join(filter(None, (text, late)))


def _aims(tasks: Iterable[Task]) -> Iterable[Aim]:
    return ((task, target) for task in tasks for target in task.targets)


def _by_day(aims: Iterable[Aim]) -> list[Aim]:
    return sorted(aims, key=lambda aim: aim[0].due_of(aim[1]).end or date.max)
