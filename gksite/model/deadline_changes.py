"""Tell a changed deadline from one that is only worded differently, between two years."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Literal

from gksite.notation.calendar_dates import normalise_dates
from gksite.notation.values import Deadline

DeadlineChange = Literal["same", "wording", "date"]

_FIGURES = re.compile(r"\d+|工作日|[年季月旬周天日时]")
_DAYS = ("by", "month", "quarter", "half")
Reading = tuple[object, ...]


def deadline_change(old: Deadline, new: Deadline, old_year: int, new_year: int) -> DeadlineChange:
    """Compare two deadlines, each read in the year of its plan; `date` only where the readings
    differ.

    A deadline that moves on with its plan (2024年底前, 2025年底前), or keeps its day, is unchanged. Two
    wordings of which one could not be read are known to differ in wording only.
    """
    if old.raw == new.raw:
        return "same"
    if "unread" in (old.kind, new.kind):
        return "wording"
    moved_on = _reading(old, old_year) == _reading(new, new_year)
    return "wording" if moved_on or _reading(old, 0) == _reading(new, 0) else "date"


def _reading(deadline: Deadline, year: int) -> Reading:
    """Return the comparable form of a deadline, with years counted from `year`."""
    milestones = tuple(_day(milestone.end, year) for milestone in deadline.milestones)
    if deadline.end is None:
        rule = deadline.recurrence or tuple(_FIGURES.findall(normalise_dates(deadline.raw)))
        is_stated = deadline.kind in (*_DAYS, "range", "relative", "recurring")
        return deadline.kind, rule if is_stated else (), milestones
    if deadline.kind in _DAYS:
        return "day", _day(deadline.end, year), milestones
    return deadline.kind, _day(deadline.start, year), _day(deadline.end, year), milestones


def _day(day: date | None, year: int) -> Reading:
    """Return a day counted from a year; the last of a month is the last of that month in every
    year."""
    if day is None:
        return ()
    is_last = day.day == monthrange(day.year, day.month)[1]
    return day.year - year, day.month, 31 if is_last else day.day
