"""The progress of a year: by plan, by unit."""

from __future__ import annotations

from typing import ClassVar

from gksite.model.entities import Task
from gksite.pages import addresses
from gksite.pages.addresses import PageRequest
from gksite.pages.head import page_head
from gksite.pages.kind import PageKind, years
from gksite.pages.kinds.pictures import IndicatorRow, indicator_row
from gksite.pages.kinds.site_pages import _with_place
from gksite.pages.parts import Link, Page, Progress
from gksite.pages.view import View
from gksite.values import Value


class ProgressBar(Value, frozen=True):
    """A line of a chart: what it is of, and its statuses."""

    link: Link
    progress: Progress


class ProgressYear(Value, frozen=True):
    """Progress of one year: by plan, by unit (units with the most tasks first), and what the
    indicators say."""

    year: int
    progress: Progress
    plans: tuple[ProgressBar, ...]
    units: tuple[ProgressBar, ...]
    indicators: tuple[IndicatorRow, ...]


class ProgressPage(Page, frozen=True, kw_only=True):
    """The progress overview of one year."""

    template: ClassVar[str] = "progress.html"

    years: tuple[Link, ...]
    current: ProgressYear


UNIT_BARS = 40


def progress_page(view: View, request: PageRequest) -> ProgressPage:
    """Return the progress of one year's plans: in all, by plan, by unit."""
    model, words = view.model, view.words
    newest = next(iter(model.plans.values())).year if model.plans else model.as_of.year
    year = newest if request.entity == addresses.NEWEST else int(request.entity)
    plans = [plan for plan in model.plans.values() if plan.year == year]
    by_unit: dict[str, dict[str, Task]] = {}
    for plan in plans:
        for task in plan.tasks:
            for responsibility in task.responsibilities:
                if responsibility.unit:
                    by_unit.setdefault(responsibility.unit, {})[task.key] = task
    busiest = sorted(by_unit.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:UNIT_BARS]
    title = words.say("page.progress", year=year)
    return ProgressPage(
        **page_head(
            view, request, title, section="progress", address=addresses.progress_path(year)
        ),
        years=tuple(
            Link(words.say("year", year=other), addresses.progress_path(other))
            for other in view.plan_years()
        ),
        current=ProgressYear(
            year,
            view.progress(task for plan in plans for task in plan.tasks),
            tuple(
                ProgressBar(view.plan_links[plan.id], view.progress(plan.tasks)) for plan in plans
            ),
            tuple(
                ProgressBar(_with_place(view, unit), view.progress(tasks.values()))
                for unit, tasks in busiest
            ),
            tuple(
                indicator_row(view, task, item)
                for plan in plans
                for task in plan.tasks
                for item in task.indicators
            ),
        ),
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
    strings=("page.progress",),
    family="progress",
)
