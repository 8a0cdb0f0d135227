"""What is overdue or due soon on the day of the site, and how many days are left or gone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from gksite.model.entities import Plan, Task
from gksite.model.lateness import has_last_day
from gksite.model.reporting import Duty
from gksite.model.silence import months_since, silent_since
from gksite.model.site import SiteModel
from gksite.model.statuses import CLOSED
from gksite.notation.calendar_dates import days_after, normalise_dates
from gksite.notation.values import Deadline
from gksite.pages.wording import Words

SOON = 60
"""Days: a deadline up to this far ahead is due soon."""

_SAYS_ITS_DAY = re.compile(
    r"(?:(?P<year>\d{4})年)?"
    r"(?:\d{1,2}月(?:\d{1,2}[日号]|[底末]|份)?|年[底末]|[上下]半年|第?[1-4一二三四]季度[底末]?"
    r"|全年|年内|年度内)"
    r"(?:之前|以前|前|内)?(?:完成)?"
)


def due_soon(model: SiteModel, tasks: Iterable[Task], limit: int) -> list[Task]:
    """Return the open tasks whose last day is at most SOON after `as_of`, the nearest first."""
    due = [task for task in tasks if is_due_soon(model, task) and task.status not in CLOSED]
    return sorted(due, key=by_deadline)[:limit]


def is_duty_due_soon(model: SiteModel, duty: Duty) -> bool:
    """Whether a duty is open and due soon."""
    return is_due_soon(model, model.tasks[duty.task]) and duty.status not in CLOSED


def is_due_soon(model: SiteModel, task: Task) -> bool:
    """Whether the last day of a task's deadline is at most SOON after `as_of`, and the task was not
    withdrawn."""
    end, today = task.due.end, model.as_of
    if not has_last_day(task.due) or end is None or task.is_withdrawn:
        return False
    return today <= end <= days_after(today, SOON)


def overdue(model: SiteModel, tasks: Iterable[Task]) -> list[Task]:
    """Return the overdue tasks, the oldest deadline first."""
    return sorted((task for task in tasks if model.is_overdue(task)), key=by_deadline)


def by_deadline(task: Task) -> tuple[date, date, str]:
    """Return the sort key of a task by deadline: by last day, then first day; those without a day
    last. Equal ones stay as printed."""
    return task.due.end or date.max, task.due.start or date.min, task.plan


def days_left(model: SiteModel, due: Deadline, *, is_overdue: bool, is_open: bool) -> int | None:
    """Return the days from `as_of` to the last day of a deadline: below 0 for those of what is
    overdue, else of what is open and due soon; None for all others.

    >>> days_left(model, due, is_overdue=True, is_open=True)
    -71
    """
    if not has_last_day(due) or due.end is None or not model.is_dated:
        return None
    days = (due.end - model.as_of).days
    return days if is_overdue or (is_open and 0 <= days <= SOON) else None


def says_its_day(plan: Plan, due: Deadline) -> bool:
    """Whether the wording of a deadline states its days, so that dates beside it add nothing: a
    day, month, quarter or half-year of the plan's only year, or of a year that it names itself."""
    match = _SAYS_ITS_DAY.fullmatch(normalise_dates(due.raw))
    if match is None or due.end is None:
        return False
    return bool(match["year"]) or (plan.period.is_one_year and plan.period.covers(due.end.year))


def silence(model: SiteModel, words: Words, task: Task, unit: str = "") -> str:
    """Return how long ago a recurring task, or the duty of a unit (its key) in it, was reported
    last, if that is more than a period; "" for none."""
    if task.due.kind != "recurring":
        return ""
    since = silent_since(model.plans[task.plan], task, model.as_of, unit)
    return words.say("due.silent", count=months_since(since, model.as_of)) if since else ""
