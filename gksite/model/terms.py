"""The terms of a recurring deadline: in which months, quarters, half-years or years somebody
reported, and in which nobody did. The rule stands in docs/format.md («Terms»)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from gksite.model.completion import completed_on
from gksite.model.entities import Plan, Task
from gksite.model.silence import last_day_to_report
from gksite.notation.recurrence import months_of_term

TermState = Literal["reported", "missed", "running"]


class Term(msgspec.Struct, frozen=True):
    """A calendar month, or several: whether a report stands in it; `running` where none does, and
    its last day is not past."""

    first: date
    months: int
    state: TermState


def terms_of(plan: Plan, task: Task, day: date) -> tuple[Term, ...]:
    """Return the terms of a recurring task up to a day; none where its plan has no report at all,
    and of one that was withdrawn or on whose parts units report instead."""
    months = months_of_term(task.due.raw) if task.due.kind == "recurring" else 0
    if not months or task.is_withdrawn or task.rolls_up or not plan.is_tracked:
        return ()
    since = task.due.start or plan.day
    last = min(day, last_day_to_report(plan, task), completed_on(plan, task) or day)
    reports = [r.day for r in task.reports if r.standing in ("counted", "passed")]
    found = []
    for first, end in _calendar(since, last, months):
        state: TermState = "reported" if any(first <= one <= end for one in reports) else "missed"
        if state == "missed":
            if first < since:
                # A part of a term is none that could be missed.
                continue
            state = "running" if end >= day else "missed"
        found.append(Term(first, months, state))
    return tuple(found)


def _calendar(since: date, last: date, months: int) -> Iterator[tuple[date, date]]:
    """Yield the first and the last day of each term that has a day in a span."""
    number = (since.year * 12 + since.month - 1) // months * months
    while (first := date(number // 12, number % 12 + 1, 1)) <= last:
        number += months
        year, month = divmod(number - 1, 12)
        yield first, date(year, month + 1, monthrange(year, month + 1)[1])
