"""The contexts of the deadlines of a year: all on one page, or a page for each month and list where
there are too many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from msgspec.structs import replace

from gksite.model.entities import Task
from gksite.model.lateness import is_due_by
from gksite.pages import addresses, deadline_parts
from gksite.pages.addresses import PageRequest
from gksite.pages.deadline_parts import Entries
from gksite.pages.due import by_deadline, overdue
from gksite.pages.head import page_head
from gksite.pages.kind import PageKind, years
from gksite.pages.kinds.pictures import (
    CALENDAR_STRINGS,
    Calendar,
    DueCounts,
    calendar_of,
    due_counts,
)
from gksite.pages.moved import tasks_moved
from gksite.pages.parts import Link, MovedTask, Page, TaskLine, TasksWithoutYear
from gksite.pages.target_entries import TargetEntry, by_day, date_entries, target_entries
from gksite.pages.ticks import TICK_STRINGS, ticks_of
from gksite.pages.view import View
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
    counts = {name: due_counts(view, entries) for name, entries in parts.items()}
    months = {
        (int(name[:-3]), int(name[-2:])): count
        for name, count in counts.items()
        if name not in _LISTS
    }
    tracked = any(view.is_tracked(plan.id) for plan in model.plans_of_year(year))
    shown = {} if is_large else parts
    marked = {
        (int(name[:-3]), int(name[-2:])): entries
        for name, entries in shown.items()
        if name not in _LISTS
    }
    groups = {name: _group(view, name, entries) for name, entries in shown.items()}
    title = words.say("page.deadlines", year=year)
    return DeadlinesPage(
        **page_head(
            view, request, title, section="deadlines", address=addresses.deadlines_path(year)
        ),
        year=year,
        years=tuple(
            Link(words.say("year", year=other), addresses.deadlines_path(other))
            for other in model.plan_years()
        ),
        overdue=_overdue(view, shown, year),
        overdue_targets=_overdue_targets(view, shown),
        calendar=calendar_of(view, months, marked, request.path, tracked=tracked),
        months=tuple(group for name, group in groups.items() if name not in _LISTS),
        lists=tuple(group for name, group in groups.items() if name in _LISTS),
        parts=tuple(_part(view, year, name, count) for name, count in counts.items())
        if is_large
        else (),
        late=sum(count.late for count in counts.values()) if is_large else 0,
        tracked=tracked,
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
        tasks=_lines(view, parts[name].tasks),
        targets=target_entries(view, by_day(parts[name].targets)),
        dates=date_entries(view, parts[name].dates),
    )


def _parts(view: View, year: int) -> dict[str, Entries]:
    """Return the entries of a year's deadlines by month and list, tasks sorted by deadline."""
    if year not in view.deadlines_by_part:
        parts = deadline_parts.deadlines_of_year(view.model, year)
        for entries in parts.values():
            entries.tasks.sort(key=by_deadline)
        view.deadlines_by_part[year] = parts
    return view.deadlines_by_part[year]


def _overdue(view: View, parts: Mapping[str, Entries], year: int) -> tuple[TaskLine, ...]:
    """Return the tasks that are overdue by the end of the year; one whose deadline ends later is
    not late in it."""
    plans = view.model.plans
    tasks = [
        task
        for entries in parts.values()
        for task in entries.tasks
        if is_due_by(plans[task.plan], task, year)
    ]
    return _lines(view, overdue(view.model, tasks))


def _overdue_targets(view: View, parts: Mapping[str, Entries]) -> tuple[TargetEntry, ...]:
    aims = [
        aim
        for entries in parts.values()
        for aim in entries.targets
        if view.model.is_target_overdue(*aim)
    ]
    return target_entries(view, by_day(aims))


def _group(view: View, name: str, entries: Entries) -> MonthOfTasks:
    return MonthOfTasks(
        _name(view, name),
        _anchor(name),
        _lines(view, entries.tasks),
        target_entries(view, by_day(entries.targets)),
        date_entries(view, entries.dates),
    )


def _part(view: View, year: int, name: str, counts: DueCounts) -> PartOfDeadlines:
    return PartOfDeadlines(
        Link(_name(view, name), addresses.deadlines_part_path(year, name)),
        _anchor(name),
        counts.total,
        counts.done,
        counts.late,
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
    return tuple(
        replace(line, ticks=ticks) if (ticks := ticks_of(view, task)) else line
        for task in tasks
        for line in (view.task_line(task, with_roles=True),)
    )


class MonthOfTasks(Value, frozen=True):
    """The tasks due in a month."""

    title: str
    anchor: str
    tasks: tuple[TaskLine, ...]
    targets: tuple[TargetEntry, ...] = ()
    """Those whose last day is in the month, but those that fall on the deadline of their task."""
    dates: tuple[TargetEntry, ...] = ()
    """Days in the month that a deadline names before its last one, without a state."""


class PartOfDeadlines(Value, frozen=True):
    """A month or list of a year's deadlines that has a page of its own: how many tasks and targets,
    and how many of them are done or reached, and late."""

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
    overdue_targets: tuple[TargetEntry, ...]
    calendar: Calendar | None
    """None where the columns would say nothing: fewer than two months."""
    months: tuple[MonthOfTasks, ...]
    lists: tuple[MonthOfTasks, ...]
    """全年, 持续推进, 周期性, 其他: whatever occurs."""
    parts: tuple[PartOfDeadlines, ...]
    """The pages that months and lists have where the year has too many tasks and targets for one;
    then `overdue`, `overdue_targets`, `months` and `lists` are empty."""
    late: int
    """How many tasks and targets of `parts` are overdue."""
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
    dates: tuple[TargetEntry, ...] = ()


DEADLINES = PageKind(
    name="deadlines",
    context=deadlines_page,
    addresses=lambda model: [
        ("deadlines/index.html", addresses.NEWEST),
        *((addresses.deadlines_path(year), year) for year in years(model)),
    ],
    depends_on="year",
    source="content/plans/",
    strings=(*(f"deadlines.{name}" for name in _LISTS.values()), *CALENDAR_STRINGS, *TICK_STRINGS),
    family="deadlines",
)

DEADLINES_PART = PageKind(
    name="deadlines-part",
    context=deadlines_part_page,
    addresses=lambda model: deadline_parts.part_addresses(model, years(model)),
    depends_on="year",
    source="content/plans/",
    strings=("page.deadlines_part", *TICK_STRINGS),
    family="deadlines",
)
