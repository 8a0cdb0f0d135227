"""The contexts of the deadlines of a year: all on one page, or a page for each month and list where
there are too many."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import ClassVar

from gksite.model.entities import Task
from gksite.model.statuses import NEVER_LATE
from gksite.pages import addresses, deadline_parts
from gksite.pages.addresses import PageRequest
from gksite.pages.head import page_head
from gksite.pages.kind import PageKind, years
from gksite.pages.kinds.pictures import CALENDAR_STRINGS, Calendar, calendar_of
from gksite.pages.moved import tasks_moved
from gksite.pages.parts import Link, MovedTask, Page, TaskLine, TasksWithoutYear
from gksite.pages.target_entries import TargetEntry, target_entries, targets_by_month
from gksite.pages.view import View, by_deadline
from gksite.pages.without_year import tasks_without_year
from gksite.values import Value

_LISTS = {
    "whole-year": "year",
    "continuous": "continuous",
    "recurring": "recurring",
    "other": "other",
    deadline_parts.WITHDRAWN: "withdrawn",
}
"""List → its anchor on the page of the year."""


def deadlines_page(view: View, request: PageRequest) -> DeadlinesPage:
    """Return the deadlines of the tasks of one year: by month, and in lists those without a day of
    their own. For a large year, return only the numbers."""
    model, words = view.model, view.words
    year = model.current_year() if request.entity == addresses.NEWEST else int(request.entity)
    parts = _parts(view, year)
    is_large = deadline_parts.is_in_parts(parts)
    targets = {} if is_large else targets_by_month(model, year)
    months = [
        ((int(name[:-3]), int(name[-2:])), tasks)
        for name, tasks in parts.items()
        if name not in _LISTS
    ]
    overdue = view.overdue(chain.from_iterable(parts.values()))
    groups = () if is_large else tuple(parts.items())
    title = words.say("page.deadlines", year=year)

    def group(name: str, tasks: Sequence[Task]) -> MonthOfTasks:
        own = target_entries(view, targets.get(name, ()))
        return MonthOfTasks(_name(view, name), _anchor(name), _lines(view, tasks), own)

    return DeadlinesPage(
        **page_head(
            view, request, title, section="deadlines", address=addresses.deadlines_path(year)
        ),
        year=year,
        years=tuple(
            Link(words.say("year", year=other), addresses.deadlines_path(other))
            for other in model.plan_years()
        ),
        overdue=() if is_large else _lines(view, overdue),
        calendar=calendar_of(view, months),
        months=tuple(group(name, tasks) for name, tasks in groups if name not in _LISTS),
        lists=tuple(group(name, tasks) for name, tasks in groups if name in _LISTS),
        parts=tuple(_part(view, year, name, tasks) for name, tasks in parts.items())
        if is_large
        else (),
        late=len(overdue) if is_large else 0,
        tracked=any(view.is_tracked(plan.id) for plan in model.plans_of_year(year)),
        without_year=tasks_without_year(view, year),
        moved=tasks_moved(view, year),
    )


def deadlines_part_page(view: View, request: PageRequest) -> DeadlinesPartPage:
    """Return one month or list of a large year; the entity is `2025/2025-06`, the year of the plans
    and the part."""
    year, _, name = request.entity.partition("/")
    parts = _parts(view, int(year))
    names = list(parts)
    links = [Link(_name(view, one), addresses.deadlines_part_path(year, one)) for one in names]
    place = names.index(name)
    of_year = Link(view.words.say("page.deadlines", year=year), addresses.deadlines_path(year))
    title = view.words.say("page.deadlines_part", year=year, part=links[place].text)
    return DeadlinesPartPage(
        **page_head(view, request, title, of_year, section="deadlines"),
        name=links[place].text,
        year=of_year,
        parts=tuple(links),
        previous=links[place - 1] if place else None,
        next=links[place + 1] if place + 1 < len(links) else None,
        tasks=_lines(view, parts[name]),
        targets=target_entries(view, targets_by_month(view.model, int(year)).get(name, ())),
    )


def _parts(view: View, year: int) -> dict[str, list[Task]]:
    """Return the tasks of a year by month and list, each sorted by deadline."""
    if year not in view.deadlines_by_part:
        parts = deadline_parts.deadlines_of_year(view.model, year)
        view.deadlines_by_part[year] = {
            name: sorted(tasks, key=by_deadline) for name, tasks in parts.items()
        }
    return view.deadlines_by_part[year]


def _part(view: View, year: int, name: str, tasks: Sequence[Task]) -> PartOfDeadlines:
    late = sum(map(view.is_overdue, tasks))
    done = sum(task.status in NEVER_LATE for task in tasks if not task.is_withdrawn)
    return PartOfDeadlines(
        Link(_name(view, name), addresses.deadlines_part_path(year, name)),
        _anchor(name),
        len(tasks),
        done,
        late,
    )


def _name(view: View, part: str) -> str:
    return (
        view.words[f"deadlines.{_LISTS[part]}"]
        if part in _LISTS
        else view.words.month(int(part[:-3]), int(part[-2:]))
    )


def _anchor(part: str) -> str:
    return _LISTS.get(part, f"month-{part}")


def _lines(view: View, tasks: Sequence[Task]) -> tuple[TaskLine, ...]:
    return tuple(view.task_line(task, with_roles=True) for task in tasks)


class MonthOfTasks(Value, frozen=True):
    """The tasks due in a month."""

    title: str
    anchor: str
    tasks: tuple[TaskLine, ...]
    targets: tuple[TargetEntry, ...] = ()
    """Those whose last day is in the month."""


class PartOfDeadlines(Value, frozen=True):
    """A month or list of a year's deadlines that has a page of its own: how many tasks, and how
    many of them are done and late."""

    link: Link
    anchor: str
    total: int
    done: int
    late: int

    @property
    def open(self) -> int:
        """Neither done nor late."""
        return self.total - self.done - self.late


class DeadlinesPage(Page, frozen=True, kw_only=True):
    """Deadlines of one year: by month; those without a day in their own lists. Of a year with
    `parts` their tasks are not here."""

    template: ClassVar[str] = "deadlines.html"

    year: int
    years: tuple[Link, ...]
    overdue: tuple[TaskLine, ...]
    calendar: Calendar | None
    """None where the columns would say nothing: fewer than two months."""
    months: tuple[MonthOfTasks, ...]
    lists: tuple[MonthOfTasks, ...]
    """全年, 持续推进, 周期性, 其他: whatever occurs."""
    parts: tuple[PartOfDeadlines, ...]
    """The pages that months and lists have where the year has too many tasks for one; then
    `overdue`, `months` and `lists` are empty."""
    late: int
    """How many tasks of `parts` are overdue."""
    tracked: bool
    """Whether anything was ever reported of a plan of the year."""
    without_year: tuple[TasksWithoutYear, ...]
    moved: tuple[MovedTask, ...]


class DeadlinesPartPage(Page, frozen=True, kw_only=True):
    """A month or a list of a large year's deadlines."""

    template: ClassVar[str] = "deadlines-part.html"

    name: str
    """The month or list alone; the title says the year of the plans too."""
    year: Link
    parts: tuple[Link, ...]
    """Of the whole year, this one among them."""
    previous: Link | None
    next: Link | None
    tasks: tuple[TaskLine, ...]
    targets: tuple[TargetEntry, ...] = ()


DEADLINES = PageKind(
    name="deadlines",
    context=deadlines_page,
    addresses=lambda model: [
        ("deadlines/index.html", addresses.NEWEST),
        *((addresses.deadlines_path(year), year) for year in years(model)),
    ],
    depends_on="year",
    source="content/plans/",
    strings=(*(f"deadlines.{name}" for name in _LISTS.values()), *CALENDAR_STRINGS),
    family="deadlines",
)

DEADLINES_PART = PageKind(
    name="deadlines-part",
    context=deadlines_part_page,
    addresses=lambda model: deadline_parts.part_addresses(model, years(model)),
    depends_on="year",
    source="content/plans/",
    strings=("page.deadlines_part",),
    family="deadlines",
)
