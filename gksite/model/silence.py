"""Who has reported nothing for too long, and since when: once in each period of a recurring
deadline a unit reports."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from gksite.model.entities import Plan, Task
from gksite.model.reporting import Duty, Report
from gksite.model.statuses import Status
from gksite.notation.recurrence import months_of_period


def silent_duties(plan: Plan, task: Task, months: int, day: date) -> Iterator[tuple[Duty, date]]:
    """Yield the duties of a task that are silent for more than so many months on a day, and since
    when; none of a task on whose parts units report instead. Where the plan's period is over,
    lasting duties are not asked any more, nor are those that were never reported."""
    is_over = day > last_day_to_report(plan, task)
    # A report on a target is news of the task too.
    last = last_reports(task)
    is_asked = months and not task.is_withdrawn and not task.rolls_up
    for place, duty in enumerate(task.duties if is_asked else ()):
        if not _may_be_silent(duty.status, is_over=is_over):
            since = last.get(place) or duty.since or plan.day
            if months_later(since, months) < day:
                yield duty, since


def period_of_reports(plan: Plan, task: Task, day: date) -> int:
    """Return the months of the period of a recurring deadline in which a report is due on a day; 0
    where none is."""
    recurs = task.due.kind == "recurring" and day <= last_day_to_report(plan, task)
    return months_of_period(task.due.raw) if recurs else 0


def silent_since(plan: Plan, task: Task, day: date, unit: str = "") -> date | None:
    """Return the day of the last report of a recurring task, or of a unit's duty in it (its key),
    if on a later day more than a period has passed without another; None where there is no silence,
    or was no report.

    A task is silent when all of its duties are that were reported and are asked.
    """
    months = period_of_reports(plan, task, day)
    if not months or not plan.is_tracked:
        return None
    last = last_reports(task)
    silent = {duty.holder: since for duty, since in silent_duties(plan, task, months, day)}
    asked = [
        duty
        for place, duty in enumerate(task.duties)
        if place in last and (not unit or duty.unit == unit)
    ]
    if not asked or any(duty.holder not in silent for duty in asked):
        return None
    return max(silent[duty.holder] for duty in asked)


def last_reports(task: Task) -> dict[int, date]:
    """Return the day of the last report of each duty of a task that has any, by its place."""
    return {
        report.duty: report.day
        for report in sorted(task.reports, key=Report.order)
        if report.duty >= 0
    }


def last_day_to_report(plan: Plan, task: Task) -> date:
    """Return the last day on which a task's units have something to report."""
    return max(plan.period.last or date.max, task.due.end or date.min)


def months_later(day: date, months: int) -> date:
    """Return the day so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_since(day: date, now: date) -> int:
    """Return the whole months from a day to a later one.

    >>> months_since(date(2025, 6, 30), date(2025, 12, 10))
    5
    """
    months = (now.year - day.year) * 12 + now.month - day.month
    return months - (months_later(day, months) > now)


def _may_be_silent(status: Status, *, is_over: bool) -> bool:
    return status == "done" or (is_over and status in ("unreported", "continuous"))
