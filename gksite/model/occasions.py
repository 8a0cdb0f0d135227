"""The days of a deadline for a calendar: only those that the wording names, none for 全年 or 持续推进."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import msgspec

from gksite.model.entities import Plan, Task
from gksite.notation.calendar_dates import days_after

_WITH_A_LAST_DAY = ("by", "month", "quarter", "half", "range")
_LONGEST_WAIT = 366
"""Days until the first day of any rule."""
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Occasion(msgspec.Struct, frozen=True):
    """An entry of a calendar: its first and last day (both inclusive), and the rule of a recurring
    one with its last day.

    `name` tells the occasions of one task apart (`""`, `m1`, `m2` …), `text` is the wording of this
    one. A rule without a last day (`until`) goes on.
    """

    name: str
    text: str
    first: date
    last: date
    rule: str = ""
    until: date | None = None


def occasions(plan: Plan, task: Task) -> tuple[Occasion, ...]:
    """Return the calendar entries of a task by the deadline that holds: its milestones where it has
    several dates, else its last day, its period, or its rule.

    A period (6月1日至6月30日) has all its days; 6月底前 and 第三季度 have their last day, since that alone is
    due.
    """
    deadline = task.due
    if deadline.milestones:
        return tuple(
            Occasion(f"m{number}", milestone.text, milestone.end, milestone.end)
            for number, milestone in enumerate(deadline.milestones, 1)
            if milestone.end
        )
    if deadline.kind == "recurring" and deadline.recurrence:
        begin, last = plan.period.first or plan.day, plan.period.last
        # From its publication on; for one that came after all of its days, the whole period, so
        # that there is an event anyway. An undated plan goes on.
        start = max(begin, plan.published or begin)
        within = last or days_after(start, _LONGEST_WAIT)
        first = first_day(deadline.recurrence, start, within) or first_day(
            deadline.recurrence, begin, within
        )
        return (
            (Occasion("", deadline.raw, first, first, deadline.recurrence, last),) if first else ()
        )
    if deadline.kind in _WITH_A_LAST_DAY and deadline.end:
        first = deadline.start if deadline.kind == "range" and deadline.start else deadline.end
        return (Occasion("", deadline.raw, first, deadline.end),)
    return ()


def target_occasions(task: Task) -> tuple[Occasion, ...]:
    """Return the calendar entries of a task's targets, by the days that hold: the last day of
    each."""
    return tuple(
        Occasion(f"target-{target.id}", target.label, end, end)
        for target in task.targets
        if (end := task.due_of(target).end)
    )


def first_day(rule: str, start: date, last: date) -> date | None:
    """Return the first day of a rule (in the forms of `notation/recurrence.py`) from `start` to
    `last`; None without one.

    RFC 5545 counts DTSTART as an occurrence, so that it must be one.

    >>> first_day("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", date(2025, 4, 27), date(2025, 12,
    31)) datetime.date(2025, 6, 30)
    """
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    months = [int(month) for month in parts.get("BYMONTH", "").split(",") if month]
    day_of_month, weekday = int(parts.get("BYMONTHDAY", "0")), parts.get("BYDAY", "")
    for number in range((last - start).days + 1):
        day = days_after(start, number)
        fits = not months or day.month in months
        if weekday:
            fits = fits and _WEEKDAYS[day.weekday()] == weekday
        elif day_of_month == -1:
            fits = fits and day.day == monthrange(day.year, day.month)[1]
        else:
            fits = fits and day.day == day_of_month
        if fits:
            return day
    return None
