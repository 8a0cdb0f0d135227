"""The parts of a year's deadlines: months and lists, where there are too many for one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gksite.model.entities import Plan, Task
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
    """Return the tasks of a year by month and list, by the deadlines that hold, months first; each
    in the order of plans and tasks."""
    found: dict[str, list[Task]] = {}
    for plan in model.plans_of_year(year):
        for task in model.tasks_of_plan(plan, year):
            part = WITHDRAWN if task.is_withdrawn else _part_in(plan, task, year)
            found.setdefault(part, []).append(task)
            for target in () if task.is_withdrawn else task.targets:
                end = task.due_of(target).end
                if end and (plan.period.is_one_year or end.year == year):
                    # A month may have targets alone.
                    found.setdefault(f"{end.year}-{end.month:02}", [])
    names = [
        *sorted(name for name in found if name[:1].isdigit()),
        *(name for name in DEADLINE_LISTS if name in found),
    ]
    return {name: found[name] for name in names}


def _part_in(plan: Plan, task: Task, year: int) -> str:
    """Return the month or list in which a task stands in a year: of a plan for several years or
    none, where its deadline ends in another year, the month of its last date in this one. A task
    that belongs to the year by its parts alone stands in none."""
    end = task.due.end
    if plan.period.is_one_year or (end and end.year == year):
        return deadline_part(task.due)
    ends = [one.end for one in task.due.milestones] + [task.due_of(t).end for t in task.targets]
    days = [end for end in ends if end and end.year == year]
    if days:
        return f"{year}-{max(days).month:02}"
    start = task.due.start
    return (
        deadline_part(task.due) if end is None else "other" if start and start.year <= year else ""
    )


def is_in_parts(deadlines: Mapping[str, Sequence[Task]]) -> bool:
    """Whether the deadlines of a year, from `deadlines_of_year`, are too many for one page."""
    return sum(map(len, deadlines.values())) > DEADLINES_PER_PAGE


def part_addresses(model: SiteModel, years: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Return the address and the entity of each month and list of those `years` whose deadlines
    fill more than one page."""
    for year in years:
        count = sum(len(plan.tasks) for plan in model.plans_of_year(int(year)))
        if count > DEADLINES_PER_PAGE and is_in_parts(parts := deadlines_of_year(model, int(year))):
            yield from ((deadlines_part_path(year, part), f"{year}/{part}") for part in parts)
