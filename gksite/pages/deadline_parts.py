"""The parts of a year's deadlines: months and lists, where there are too many for one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from gksite.model.entities import Plan, Task
from gksite.model.lateness import stands_with_task
from gksite.model.reporting import Target
from gksite.model.site import SiteModel
from gksite.notation.values import Deadline, Milestone
from gksite.pages.addresses import deadlines_part_path

DEADLINES_PER_PAGE = 250
"""This many tasks with a deadline, and targets, fit on one page of 60 KB as transferred, even where
all are overdue and listed twice (about 80 bytes a line, 21 KB for head, style and scripts). A year
with more of them has a page for each month and each list.
"""


WITHDRAWN = "withdrawn"
"""The list of the tasks that were withdrawn, which are in no month and no figure."""

DEADLINE_LISTS = ("whole-year", "continuous", "recurring", "other", WITHDRAWN)
"""The lists of tasks whose deadline names no day, in the order in which they are shown; those that
were withdrawn last."""


Aim = tuple[Task, Target]


class Entries(msgspec.Struct, frozen=True):
    """The entries of a month or list of a year's deadlines: tasks by their own deadlines, targets
    by their days but those that stand with their task, and days that a deadline names before its
    last one."""

    tasks: list[Task] = []
    targets: list[Aim] = []
    dates: list[tuple[Task, Milestone]] = []

    @property
    def size(self) -> int:
        """The number of entries."""
        return len(self.tasks) + len(self.targets) + len(self.dates)


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


def deadlines_of_year(model: SiteModel, year: int) -> dict[str, Entries]:
    """Return the entries of a year's deadlines by month and list, by the days that hold, months
    first; each in the order of plans and tasks."""
    found: dict[str, Entries] = {}

    def part(name: str) -> Entries:
        return found.setdefault(name, Entries())

    for plan in model.plans_of_year(year):
        for task in model.tasks_of_plan(plan, year):
            if task.is_withdrawn:
                part(WITHDRAWN).tasks.append(task)
                continue
            own, aims, dates = _days_in(plan, task, year)
            if own:
                part(own).tasks.append(task)
            for month, target in aims:
                part(month).targets.append((task, target))
            for month, milestone in dates:
                part(month).dates.append((task, milestone))
    names = [
        *sorted(name for name in found if name[:1].isdigit()),
        *(name for name in DEADLINE_LISTS if name in found),
    ]
    return {name: found[name] for name in names}


def _days_in(
    plan: Plan, task: Task, year: int
) -> tuple[str, list[tuple[str, Target]], list[tuple[str, Milestone]]]:
    """Return where a task stands in a year: the month or list of its own deadline ("" for none),
    the months of its targets, and those of other dates that its deadline names.

    In a plan for several years or none, a deadline that ends in another year has no month in this
    one; its dates in this year have, where no target has the day.
    """
    is_one_year, end = plan.period.is_one_year, task.due.end
    is_here = is_one_year or (end is not None and end.year == year)
    own = {target.id: task.due_of(target).end for target in task.targets}
    aims = [
        (_month(day), target)
        for target in task.targets
        if (day := own[target.id])
        and (is_one_year or day.year == year)
        and not (is_here and stands_with_task(task, target))
    ]
    if is_here:
        return deadline_part(task.due), aims, []
    days = {*own.values()}
    dates = [
        (_month(one.end), one)
        for one in task.due.milestones
        if one.end and one.end.year == year and one.end not in days
    ]
    return _list_in(task.due, year, bool(aims or dates)), aims, dates


def _list_in(due: Deadline, year: int, has_dates: bool) -> str:
    """Return the list of a year in which a deadline stands that doesn't end in it, "" for none:
    that of 全年 or 持续推进 always, others where the task has no date in the year."""
    is_lasting = due.end is None and due.kind in ("year", "continuous", "recurring")
    if has_dates and not is_lasting:
        return ""
    # A task that belongs to the year by its parts alone stands in no list.
    begins = due.start.year if due.start else year if due.end is None else year + 1
    if begins > year:
        return ""
    return deadline_part(due) if due.end is None else "other"


def _month(day: date) -> str:
    return f"{day.year}-{day.month:02}"


def is_in_parts(deadlines: Mapping[str, Entries]) -> bool:
    """Whether the deadlines of a year, from `deadlines_of_year`, are too many for one page."""
    return sum(entries.size for entries in deadlines.values()) > DEADLINES_PER_PAGE


def part_addresses(model: SiteModel, years: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Return the address and the entity of each month and list of those `years` whose deadlines
    fill more than one page."""
    for year in years:
        count = sum(
            1 + len(task.targets) + len(task.due.milestones)
            for plan in model.plans_of_year(int(year))
            for task in plan.tasks
        )
        if count > DEADLINES_PER_PAGE and is_in_parts(parts := deadlines_of_year(model, int(year))):
            yield from ((deadlines_part_path(year, part), f"{year}/{part}") for part in parts)
