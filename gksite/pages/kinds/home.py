"""The home page and the list of plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import ClassVar

from msgspec.structs import replace

from gksite.model.entities import FreePage, Plan, Task
from gksite.model.lateness import is_due_by
from gksite.model.site import SiteModel
from gksite.pages import addresses
from gksite.pages.addresses import PageRequest
from gksite.pages.downloads import site_exports, subscribe_path
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
    PlanLine,
    Progress,
    TaskLine,
    TasksWithoutYear,
    YearOfPlans,
)
from gksite.pages.selection import has_data, main_pages, plans_by_year
from gksite.pages.target_entries import TargetEntry, target_entries, targets_due_soon
from gksite.pages.view import View
from gksite.pages.without_year import tasks_without_year
from gksite.values import Value


class Door(Value, frozen=True):
    """A way in for some readers: for whom it is, and the pages that they need."""

    text: str
    links: tuple[Link, ...]


class HomePage(Page, frozen=True, kw_only=True):
    """The home page."""

    template: ClassVar[str] = "home.html"

    intro_html: str
    news: tuple[NewsItem, ...]
    doors: tuple[Door, ...]
    plans: tuple[PlanLine, ...]
    """Of the current year of each authority; the site's current year first."""
    more_plans: int
    """Plans like these that are not listed."""
    earlier_plans: int
    """Plans of other years."""
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
    """Of the current year: those with the oldest deadlines, of `overdue_count`."""
    overdue_count: int
    late_before: Link | None
    """How many tasks of other years are overdue, and the deadlines of the latest of these."""
    task_count: int
    plan_count: int
    unit_count: int


class PlansPage(Page, frozen=True, kw_only=True):
    """The plans index: by year, newest first; a plan for several years stands in each."""

    template: ClassVar[str] = "plans.html"

    year: int
    """The current year, with which the list opens."""
    years: tuple[YearOfPlans, ...]


DOOR_STRINGS = (
    *(f"home.for_{readers}" for readers in ("citizens", "units", "media")),
    *("home.to_search", "home.late_before"),
)
NEWS_LIMIT = 5
LATE_LIMIT = 3
SOON_LIMIT = 5
PLAN_LIMIT = 6


def home_page(view: View, request: PageRequest) -> HomePage:
    """Return the progress of the current year, ways in, its plans, what is late and due, and what
    happened last."""
    model, home = view.model, view.model.home
    year = model.current_year()
    tasks = model.tasks_of_year(year)
    whole = [task for task in model.tasks.values() if not task.parent]
    late = _late(view, tasks, year)
    progress = view.progress(tasks, year)
    plans = _current_plans(model, year)
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
        doors=_doors(view),
        plans=_plan_lines(view, plans[:PLAN_LIMIT], year),
        more_plans=len(plans[PLAN_LIMIT:]),
        earlier_plans=len(model.plans) - len(plans),
        progress=progress,
        finding=finding(view.words, "year", progress, model.plans_of_year(year), year),
        progress_year=year,
        without_year=tasks_without_year(view, year),
        moved=tasks_moved(view, year),
        due_soon=tuple(_late_line(view, task) for task in due_soon(model, whole, SOON_LIMIT)),
        targets_due=target_entries(view, targets_due_soon(view, model.tasks.values(), SOON_LIMIT)),
        overdue=tuple(_late_line(view, task) for task in late[:LATE_LIMIT]),
        overdue_count=len(late),
        late_before=_late_before(view, whole, late, year),
        task_count=len(whole),
        plan_count=len(model.plans),
        unit_count=len(model.registry.units),
    )


def _late(view: View, tasks: Iterable[Task], year: int) -> list[Task]:
    """Return the overdue tasks that the figures of a year count, the oldest deadline first."""
    plans = view.model.plans
    own = (task for task in view.model.outermost(tasks) if is_due_by(plans[task.plan], task, year))
    return overdue(view.model, own)


def _late_line(view: View, task: Task) -> TaskLine:
    """Return a task with the units of its strongest role alone."""
    line = view.task_line(task, with_roles=True)
    return replace(line, roles=line.roles[:1])


def _late_before(view: View, tasks: Iterable[Task], late: Sequence[Task], year: int) -> Link | None:
    """Return how many tasks are overdue besides those of the year, None for none."""
    model, known = view.model, {task.key for task in late}
    others = [task for task in overdue(model, tasks) if task.key not in known]
    if not others:
        return None
    years = {one for task in others for one in view.years_of(task) if one != year}
    has_page = years and "deadlines" not in model.config.leave_out
    path = addresses.deadlines_path(max(years)) if has_page else ""
    return Link(view.words.say("home.late_before", count=len(others)), path)


def _current_plans(model: SiteModel, year: int) -> list[Plan]:
    """Return the plans of the current year of each authority, those of the site's current year
    first; a plan of several years once."""
    own = [
        (current, plan)
        for authority in model.registry.authorities
        for current in (model.current_year(authority),)
        for plan in model.plans_of_year(current, authority)
    ]
    return [plan for current, plan in sorted(own, key=lambda one: one[0] != year)]


def _plan_lines(view: View, plans: Iterable[Plan], year: int) -> tuple[PlanLine, ...]:
    """Return plans with a mark a task of the year, where there are not too many."""
    marked = {plan: view.model.tasks_of_plan(plan, year) for plan in plans}
    if sum(map(len, marked.values())) > MARKS_PER_PAGE:
        return tuple(map(view.plan_line, marked))
    return tuple(
        replace(view.plan_line(plan), marks=task_marks_of(view, tasks, "index.html", year))
        for plan, tasks in marked.items()
    )


def _doors(view: View) -> tuple[Door, ...]:
    """Return the ways in: for citizens, for units, for those who watch; to pages that there are."""
    model, words = view.model, view.words
    pages = {key: Link(words[f"nav.{key}"], path) for key, path in main_pages(model)}
    if model.config.search:
        pages["search"] = Link(words["home.to_search"], addresses.SEARCH_PATH)
    if has_data(model):
        pages["data"] = Link(words["page.data"], addresses.DATA_PATH)
    if path := subscribe_path(model):
        pages["subscribe"] = Link(words["page.subscribe"], path)
    doors = (
        ("home.for_citizens", ("topics", "search", "plans")),
        ("home.for_units", ("units", "deadlines")),
        ("home.for_media", ("progress", "changes", "subscribe", "data")),
    )
    return tuple(
        Door(words[text], tuple(pages[key] for key in keys if key in pages)) for text, keys in doors
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


HOME = PageKind(
    name="home",
    context=home_page,
    addresses=lambda model: [("index.html", "")],
    depends_on="site",
    source="content/index.md",
    strings=(*FINDING_STRINGS, *DOOR_STRINGS),
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
