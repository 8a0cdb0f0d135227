"""The day on which a task was reported done, and how many tasks of a year were by the end of each
month. The rules stand in docs/format.md («Duties: whose word counts»)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from gksite.model.entities import Plan, Task
from gksite.model.reporting import Report


def completed_on(plan: Plan, task: Task) -> date | None:
    """Return the day on which a task that is done was reported so: the latest day of the duties, or
    of the parts, that its state rests on; None where it is not done."""
    if task.status != "done" or task.is_withdrawn:
        return None
    if task.rolls_up:
        parts = (part for part in plan.parts_of(task) if not part.is_withdrawn)
        days = [completed_on(plan, part) for part in parts]
    else:
        leads = [place for place, duty in enumerate(task.duties) if duty.role == "lead"]
        by_lead = leads and plan.task_status != "all"
        places = leads if by_lead else range(len(task.duties))
        days = [_reported_done(task.reports, place) for place in places]
    known = [day for day in days if day]
    return max(known) if known and len(known) == len(days) else None


def _reported_done(reports: Sequence[Report], place: int) -> date | None:
    """Return the day of the first of the reports of a duty, since which all of them on the task
    itself say that it is done."""
    since = None
    for report in sorted(reports, key=Report.order):
        if report.duty == place and not report.target:
            since = None if report.status != "done" else since or report.day
    return since


class MonthDone(msgspec.Struct, frozen=True):
    """How many tasks were reported done in a month, and by its end."""

    year: int
    month: int
    count: int
    total: int


def done_by_month(days: Iterable[date], year: int, as_of: date) -> tuple[MonthDone, ...]:
    """Return the months of a year up to a day, with how many of the days are in and before each;
    earlier and later months too, where days are in them."""
    counts: dict[int, int] = {}
    for day in days:
        counts[_number(day)] = counts.get(_number(day), 0) + 1
    if not counts:
        return ()
    first = min(*counts, year * 12)
    last = max(*counts, min(_number(as_of), year * 12 + 11))
    found = []
    total = 0
    for number in range(first, last + 1):
        total += counts.get(number, 0)
        found.append(MonthDone(number // 12, number % 12 + 1, counts.get(number, 0), total))
    return tuple(found)


def _number(day: date) -> int:
    """Return the number of a month, counted from the year 0."""
    return day.year * 12 + day.month - 1
