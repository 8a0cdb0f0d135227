"""The progress of a year: by plan, by unit."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from fractions import Fraction
from typing import ClassVar

from gksite.model.completion import completed_on
from gksite.model.entities import Plan, Task
from gksite.model.lateness import target_figures, targets_together
from gksite.pages import addresses
from gksite.pages.addresses import PageRequest
from gksite.pages.findings import FINDING_STRINGS, finding
from gksite.pages.head import page_head
from gksite.pages.kind import PageKind, years
from gksite.pages.kinds.completion import COMPLETION_STRINGS, Completion, completion_of
from gksite.pages.kinds.pictures import INDICATOR_STRINGS, IndicatorRow, indicator_row
from gksite.pages.kinds.site_pages import _with_place
from gksite.pages.marks import MARKS_PER_PAGE, duty_marks, task_marks_of
from gksite.pages.moved import tasks_moved
from gksite.pages.parts import (
    Finding,
    Link,
    Mark,
    MovedTask,
    Page,
    Progress,
    StatusMark,
    TasksWithoutYear,
)
from gksite.pages.target_entries import figures_text
from gksite.pages.view import View
from gksite.pages.without_year import tasks_without_year
from gksite.values import Value


class ProgressBar(Value, frozen=True):
    """A line of a chart: what it is of, its statuses, and its tasks or duties one by one, where the
    page has not too many."""

    link: Link
    progress: Progress
    marks: tuple[Mark, ...] = ()


class ProgressYear(Value, frozen=True):
    """Progress of one year: of its tasks, by plan and in all; of the duties of each unit, by the
    unit's own word (those who are behind first); and what the indicators say."""

    year: int
    progress: Progress
    finding: Finding | None
    plans: tuple[ProgressBar, ...]
    units: tuple[ProgressBar, ...]
    more_units: int
    """Units that are less behind, which are not listed."""
    statuses: tuple[StatusMark, ...]
    """The states of the duties that occur, in the order of statuses."""
    indicators: tuple[IndicatorRow, ...]
    without_year: tuple[TasksWithoutYear, ...]
    moved: tuple[MovedTask, ...]
    completion: Completion | None
    """Its finished tasks by month; None where there are fewer than two months."""
    targets: str
    """How many targets of the year were reached, and how many are overdue; "" without any."""


class ProgressPage(Page, frozen=True, kw_only=True):
    """The progress overview of one year."""

    template: ClassVar[str] = "progress.html"

    years: tuple[Link, ...]
    current: ProgressYear


UNIT_BARS = 300
"""Units in the chart of a year at most: its page stays below 60 KB as transferred."""


def progress_page(view: View, request: PageRequest) -> ProgressPage:
    """Return the progress of the tasks of one year: in all, by plan, by unit."""
    model, words = view.model, view.words
    year = model.current_year() if request.entity == addresses.NEWEST else int(request.entity)
    plans = [(plan, model.tasks_of_plan(plan, year)) for plan in model.plans_of_year(year)]
    tasks = [task for _, own in plans for task in own]
    title = words.say("page.progress", year=year)
    whole = view.progress(tasks, year)
    is_large = len(tasks) > MARKS_PER_PAGE
    units = _units(view, {task.key for task in tasks}, year, request.path)
    untracked = StatusMark("untracked", words["progress.untracked_short"])
    seen = {count.status for line in units for count in line.progress.counts}
    return ProgressPage(
        **page_head(
            view, request, title, section="progress", address=addresses.progress_path(year)
        ),
        years=tuple(
            Link(words.say("year", year=other), addresses.progress_path(other))
            for other in model.plan_years()
        ),
        current=ProgressYear(
            year=year,
            progress=whole,
            finding=finding(words, "year", whole, model.plans_of_year(year), year),
            plans=tuple(
                _line(view, plan, own, year, "" if is_large else request.path)
                for plan, own in plans
                if own or plan.period.is_one_year
            ),
            units=units[:UNIT_BARS],
            more_units=len(units[UNIT_BARS:]),
            statuses=tuple(mark for mark in (*view.statuses.values(), untracked) if mark in seen),
            indicators=tuple(
                indicator_row(view, task, item) for task in tasks for item in task.indicators
            ),
            completion=_completion(view, plans, year),
            without_year=tasks_without_year(view, year),
            moved=tasks_moved(view, year),
            targets=figures_text(
                words,
                targets_together(
                    target_figures(plan, own, model.as_of, year) for plan, own in plans
                ),
            ),
        ),
    )


def _completion(
    view: View, plans: Iterable[tuple[Plan, Sequence[Task]]], year: int
) -> Completion | None:
    days = (
        completed_on(plan, task)
        for plan, own in plans
        if view.is_tracked(plan.id)
        for task in view.model.outermost(own)
    )
    return completion_of(view, filter(None, days), year)


def _line(view: View, plan: Plan, own: Sequence[Task], year: int, page: str) -> ProgressBar:
    """Return the tasks of a plan in a year; with their marks, where a page to stand on is given."""
    marks = task_marks_of(view, own, page, year) if page else ()
    return ProgressBar(view.plan_links[plan.id], view.progress(own, year), marks)


def _units(view: View, tasks: Container[str], year: int, page: str) -> tuple[ProgressBar, ...]:
    """Return the duties of each unit in some tasks (keys) of a year, those who are behind first."""
    lines = []
    for key, duties in view.model.duties.items():
        own = [duty for duty in duties if duty.task in tasks]
        if own:
            lines.append((key, own, view.progress_of_duties(own, year)))
    lines.sort(key=lambda line: (*_behind(line[2]), line[0]))
    is_large = sum(len(own) for _, own, _ in lines[:UNIT_BARS]) > MARKS_PER_PAGE
    return tuple(
        ProgressBar(
            _with_place(view, key),
            progress,
            () if is_large else duty_marks(view, own, page, year),
        )
        for key, own, progress in lines
    )


def _behind(progress: Progress) -> tuple[bool, Fraction, Fraction, int]:
    """Return what orders lines by how far behind they are: the greatest share that is overdue
    first, then the least that is done; those without any report last."""
    counts = {item.status.code: item.count for item in progress.counts}
    total = progress.total - counts.get("untracked", 0)
    if not total:
        return True, Fraction(), Fraction(), -progress.total
    return (
        False,
        Fraction(-progress.overdue, total),
        Fraction(counts.get("done", 0), total),
        -progress.total,
    )


PROGRESS = PageKind(
    name="progress",
    context=progress_page,
    addresses=lambda model: [
        ("progress/index.html", addresses.NEWEST),
        *((addresses.progress_path(year), year) for year in years(model)),
    ],
    depends_on="year",
    source="content/plans/",
    strings=("page.progress", *FINDING_STRINGS, *COMPLETION_STRINGS, *INDICATOR_STRINGS),
    family="progress",
)
