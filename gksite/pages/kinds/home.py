"""The home page and the list of plans."""

from __future__ import annotations

from itertools import chain, groupby, islice
from typing import ClassVar

from msgspec.structs import replace

from gksite.model.entities import FreePage
from gksite.pages.addresses import PageRequest
from gksite.pages.downloads import site_exports
from gksite.pages.due import due_soon, overdue
from gksite.pages.findings import FINDING_STRINGS, finding
from gksite.pages.head import page_head
from gksite.pages.json_ld import LinkedData
from gksite.pages.kind import PageKind
from gksite.pages.kinds.changes import _news_by_year, _news_item
from gksite.pages.marks import MARKS_PER_PAGE, task_marks_of
from gksite.pages.moved import tasks_moved
from gksite.pages.parts import (
    Finding,
    Link,
    MovedTask,
    NewsItem,
    Page,
    Progress,
    TaskLine,
    TasksWithoutYear,
    YearOfPlans,
)
from gksite.pages.selection import plans_by_year
from gksite.pages.target_entries import TargetEntry, target_entries, targets_due_soon
from gksite.pages.view import View
from gksite.pages.without_year import tasks_without_year
from gksite.values import Value


class AuthorityPlans(Value, frozen=True):
    """An authority with its plans, each once: by the year in which it begins, newest first."""

    authority: Link
    kind: str
    years: tuple[YearOfPlans, ...]
    unit_count: int = 0


class HomePage(Page, frozen=True, kw_only=True):
    """The home page."""

    template: ClassVar[str] = "home.html"

    intro_html: str
    news: tuple[NewsItem, ...]
    authorities: tuple[AuthorityPlans, ...]
    years: tuple[Link, ...]
    progress: Progress
    """Of the current year."""
    finding: Finding | None
    """What that comes to."""
    progress_year: int
    without_year: tuple[TasksWithoutYear, ...]
    moved: tuple[MovedTask, ...]
    due_soon: tuple[TaskLine, ...]
    """The next dated deadlines on or after `as_of`."""
    targets_due: tuple[TargetEntry, ...]
    """The next targets, as `due_soon` the next deadlines."""
    overdue: tuple[TaskLine, ...]
    """Those with the oldest deadlines, of `overdue_count`."""
    overdue_count: int
    task_count: int
    plan_count: int
    unit_count: int


class PlansPage(Page, frozen=True, kw_only=True):
    """The plans index: by year, newest first; a plan for several years stands in each."""

    template: ClassVar[str] = "plans.html"

    year: int
    """The current year, with which the list opens."""
    years: tuple[YearOfPlans, ...]


NEWS_LIMIT = 12


TASK_LIMIT = 8


def home_page(view: View, request: PageRequest) -> HomePage:
    """Return the news, the plans by year and authority, and the progress of the current year."""
    model = view.model
    plans = list(model.plans.values())
    whole = [task for task in model.tasks.values() if not task.parent]
    year = model.current_year()
    late = overdue(model, whole)
    progress = view.progress(model.tasks_of_year(year), year)
    home = model.home
    return HomePage(
        **page_head(
            view,
            request,
            home.title if home else model.config.name,
            section="home",
            description=(home.description if home else "")
            or model.config.column_description
            or model.config.name,
        ),
        intro_html=_intro(home) if home else "",
        news=tuple(
            _news_item(view, event)
            for event in islice(chain.from_iterable(_news_by_year(view).values()), NEWS_LIMIT)
        ),
        authorities=_authorities(view, year),
        years=tuple(
            Link(view.words.say("year", year=year), f"plans/index.html#year-{year}")
            for year, _ in plans_by_year(model)
        ),
        progress=progress,
        finding=finding(view.words, "year", progress, model.plans_of_year(year), year),
        progress_year=year,
        without_year=tasks_without_year(view, year),
        moved=tasks_moved(view, year),
        due_soon=tuple(
            view.task_line(task, with_roles=True) for task in due_soon(model, whole, TASK_LIMIT)
        ),
        targets_due=target_entries(view, targets_due_soon(view, model.tasks.values(), TASK_LIMIT)),
        overdue=tuple(view.task_line(task, with_roles=True) for task in late[:TASK_LIMIT]),
        overdue_count=len(late),
        task_count=len(whole),
        plan_count=len(plans),
        unit_count=len(model.registry.units),
    )


def _authorities(view: View, year: int) -> tuple[AuthorityPlans, ...]:
    return tuple(
        AuthorityPlans(
            view.authority_links[authority.id],
            authority.kind,
            _years(view, authority.id, year),
            len(authority.units),
        )
        for authority in view.model.registry.authorities.values()
    )


def _intro(home: FreePage) -> str:
    return "\n".join(
        f"<p>{block.html}</p>" if block.kind == "paragraph" else block.html
        for block in home.body
        if block.kind != "heading"
    )


def plans_page(view: View, request: PageRequest) -> PlansPage:
    """Return all plans by year."""
    title = view.words["nav.plans"]
    return PlansPage(
        **page_head(view, request, title, section="plans"),
        year=view.model.current_year(),
        years=tuple(
            YearOfPlans(year, tuple(map(view.plan_line, own)))
            for year, own in plans_by_year(view.model)
        ),
    )


def _years(view: View, authority: str, current: int) -> tuple[YearOfPlans, ...]:
    """Return the plans of an authority by the year in which they begin; those of the current one
    with a mark a task, where there are not too many."""
    plans = (plan for plan in view.model.plans.values() if plan.authority == authority)
    marked = {
        plan.id: view.model.tasks_of_plan(plan, current)
        for plan in view.model.plans_of_year(current)
    }
    if sum(map(len, marked.values())) > MARKS_PER_PAGE:
        marked = {}
    return tuple(
        YearOfPlans(
            year,
            tuple(
                replace(
                    view.plan_line(plan),
                    marks=task_marks_of(view, marked.get(plan.id, ()), "index.html", current),
                )
                for plan in own
            ),
        )
        for year, own in groupby(plans, key=lambda p: p.year)
    )


HOME = PageKind(
    name="home",
    context=home_page,
    addresses=lambda model: [("index.html", "")],
    depends_on="site",
    source="content/index.md",
    strings=FINDING_STRINGS,
    subject=LinkedData.website,
    feeds=lambda model, _: site_exports(model),
)

PLANS = PageKind(
    name="plans",
    context=plans_page,
    addresses=lambda model: [("plans/index.html", "")],
    depends_on="site",
    source="content/plans/",
)
