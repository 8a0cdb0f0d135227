"""The parts of a year's deadlines: months and lists, where there are too many for one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from gksite.model.entities import Task
from gksite.model.site import SiteModel
from gksite.notation.values import Deadline
from gksite.pages.addresses import deadlines_part_path

DEADLINES_PER_PAGE = 250
"""This many tasks with a deadline fit on one page of 60 KB as transferred, even where all are
overdue and listed twice (about 80 bytes a line, 21 KB for head, style and scripts). A year with
more tasks has a page for each month and each list.
"""


WITHDRAWN = "withdrawn"
"""The list of the tasks that were withdrawn, which are in no month and no figure."""

DEADLINE_LISTS = ("whole-year", "continuous", "recurring", "other", WITHDRAWN)
"""The lists of tasks whose deadline names no day, in the order in which they are shown; those that
were withdrawn last."""


def deadline_part(deadline: Deadline) -> str:
    """Return the month in which a deadline ends (`2025-06`), else the list in which it stands (one
    of DEADLINE_LISTS); "" for none."""
    match deadline.kind:
        case "by" | "month" | "quarter" | "half" | "range":
            return f"{deadline.end.year}-{deadline.end.month:02}" if deadline.end else "other"
        case "year":
            return "whole-year"
        case "continuous" | "recurring":
            return deadline.kind
        case "relative" | "immediate" | "as_scheduled" | "unread":
            return "other"
    return ""


def deadlines_of_year(model: SiteModel, year: int) -> dict[str, list[Task]]:
    """Return the tasks of a year's plans by month and list, by the deadlines that hold, months
    first; each in the order of plans and tasks."""
    found: dict[str, list[Task]] = {}
    for plan in model.plans.values():
        if plan.year == year:
            for task in plan.tasks:
                part = WITHDRAWN if task.is_withdrawn else deadline_part(task.due)
                found.setdefault(part, []).append(task)
    names = [
        *sorted(name for name in found if name[:1].isdigit()),
        *(name for name in DEADLINE_LISTS if name in found),
    ]
    return {name: found[name] for name in names}


def is_in_parts(deadlines: Mapping[str, Sequence[Task]]) -> bool:
    """Whether the deadlines of a year, from `deadlines_of_year`, are too many for one page."""
    return sum(map(len, deadlines.values())) > DEADLINES_PER_PAGE


def part_addresses(model: SiteModel, years: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Return the address and the entity of each month and list of those `years` whose deadlines
    fill more than one page."""
    counts = Counter[str]()
    for plan in model.plans.values():
        counts[str(plan.year)] += len(plan.tasks)
    for year in years:
        if counts[year] > DEADLINES_PER_PAGE and is_in_parts(
            parts := deadlines_of_year(model, int(year))
        ):
            yield from ((deadlines_part_path(year, part), f"{year}/{part}") for part in parts)
