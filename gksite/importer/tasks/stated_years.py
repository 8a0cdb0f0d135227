"""Check the years of a draft's deadlines: no date gets a year that the document does not state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.importer.draft import DraftTask
from gksite.importer.lines.lines import location
from gksite.notation.deadlines import parse_deadline

_COUNTED = re.compile("今年|本年|当年|明年|来年|次年|翌年|后年")
_DATED = frozenset(("year", "half", "quarter", "month", "by", "range"))


def without_uncounted_years(
    tasks: Sequence[DraftTask], year: int | None, written: date | None
) -> tuple[tuple[DraftTask, ...], list[Diagnostic]]:
    """Return the tasks, and a question for each 今年 or 明年 of a plan that was signed in another year
    than its own.

    Such a deadline gets no date, since nobody knows from which of the two years it is counted.
    """
    if written is None or year is None or written.year == year:
        return tuple(tasks), []
    counted: list[DraftTask] = []
    problems: list[Diagnostic] = []
    for task in tasks:
        if _COUNTED.search(task.deadline.raw) and task.deadline.kind != "unread":
            task = msgspec.structs.replace(
                task, deadline=parse_deadline(task.deadline.raw, year, written.year)
            )
            problems.append(problem("unread-deadline", _where(task), text=task.deadline.raw))
        counted.append(task)
    return tuple(counted), problems


def deadlines_without_year(tasks: Sequence[DraftTask]) -> list[Diagnostic]:
    """Return one question for all deadlines that print no year in a plan without a year."""
    undated = [task for task in tasks if task.deadline.kind in _DATED and task.deadline.end is None]
    if not undated:
        return []
    first = undated[0]
    return [
        problem(
            "import-deadlines-without-year",
            _where(first),
            count=len(undated),
            text=first.deadline.raw,
        )
    ]


def _where(task: DraftTask) -> Location:
    return location(task.source[0]) if task.source else Location("")
