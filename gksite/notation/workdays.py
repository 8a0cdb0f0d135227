"""Working days between two dates, by a calendar of holidays and shifts; None beyond its years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from gksite.notation.holidays import HOLIDAYS

FREE_DAYS = 2
"""Saturday and Sunday, the last days of a week."""


class Calendar(msgspec.Struct, frozen=True):
    """The years that are known, the weekdays that are free and the weekend days that are worked."""

    years: frozenset[int]
    free: frozenset[date]
    worked: frozenset[date]

    def is_workday(self, day: date) -> bool:
        """Whether a day of a known year is worked."""
        return day in self.worked or (day.weekday() < 7 - FREE_DAYS and day not in self.free)

    def workdays_between(self, first: date, last: date) -> int | None:
        """Return the working days after `first` up to `last`; None if a year is unknown."""
        if any(year not in self.years for year in range(first.year, last.year + 1)):
            return None
        days = (first + timedelta(number) for number in range(1, (last - first).days + 1))
        return sum(self.is_workday(day) for day in days)


def build_calendar(stated: Mapping[int, tuple[str, str]]) -> Calendar:
    """Return the shipped years, with `stated` (year → free weekdays, worked weekends) added or in
    their place.

    A piece that is not a day of its year is left out: `read_holidays` reports it.
    """
    table = {**HOLIDAYS, **stated}
    free = {day for year, (days, _) in table.items() for day in read_days(year, days)[0]}
    worked = {day for year, (_, days) in table.items() for day in read_days(year, days)[0]}
    return Calendar(frozenset(table), frozenset(free), frozenset(worked))


def read_days(year: int, text: str) -> tuple[list[date], list[str]]:
    """Return the days that `0101 0128-0131` names in a year, and the pieces that name none."""
    days: list[date] = []
    unread: list[str] = []
    for piece in text.replace("–", "-").split():
        first, _, last = piece.partition("-")
        start, end = _day(year, first), _day(year, last or first)
        if start is None or end is None or start > end:
            unread.append(piece)
        else:
            days += [start + timedelta(number) for number in range((end - start).days + 1)]
    return days, unread


def _day(year: int, text: str) -> date | None:
    try:
        return (
            date(year, int(text[:2]), int(text[2:]))
            if len(text) == 4 and text.isascii() and text.isdigit()
            else None
        )
    except ValueError:
        return None
