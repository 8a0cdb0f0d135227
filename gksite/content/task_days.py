"""The days that a task and its decisions name: deadlines, and the days of targets."""

from __future__ import annotations

import re

from gksite.content.records import PlanRecord, period_of
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.periods import deadline_in
from gksite.notation.deadlines import Deadline
from gksite.notation.target_days import spelled_day

_DATED = frozenset(("half", "quarter", "month", "by", "range"))
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


def read_deadline(
    printed: str, plan: PlanRecord, where: Location, decided: int = 0
) -> tuple[Deadline, list[Diagnostic]]:
    """Return a deadline in its plan's year, or in that of the decision that set it. In a plan for
    several years a month has no year."""
    deadline = deadline_in(period_of(plan), plan.title, plan.written, printed, decided)
    if deadline.kind in _DATED and deadline.end is None:
        return deadline, [problem("deadline-without-year", where, text=printed)]
    if deadline.kind != "unread":
        return deadline, []
    if _ISO.fullmatch(printed):
        return deadline, [problem("impossible-date", where, value=printed)]
    return deadline, [problem("unread-deadline", where, text=printed)]


def read_target_day(
    printed: str, plan: PlanRecord, where: Location, decided: int = 0
) -> tuple[Deadline, list[Diagnostic]]:
    """Return the day of a target: a day, month, quarter, half or year, or a deadline as printed;
    one that names no last day is a problem."""
    deadline, problems = read_deadline(spelled_day(printed), plan, where, decided)
    if deadline.kind == "unread" and not _ISO.fullmatch(printed):
        problems = []
    if not problems and deadline.end is None:
        problems = [problem("target-without-day", where, text=printed)]
    return Deadline(deadline.raw, "by" if deadline.end else "unread", end=deadline.end), problems
