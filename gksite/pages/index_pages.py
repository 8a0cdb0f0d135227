"""The contexts of the pages that gather: home, plans, topics, progress, changes, site map, 404."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, groupby, islice

from gksite.model.entities import Correction, ProgressEntry, Task, Withdrawn
from gksite.pages import routing
from gksite.pages.contexts import (
    AuthorityPlans,
    ChangesPage,
    HomePage,
    Link,
    NewsItem,
    NotFoundPage,
    PlansPage,
    ProgressBar,
    ProgressPage,
    ProgressYear,
    RedirectPage,
    SearchPage,
    SitemapPage,
    SitemapSection,
    TextPage,
    TopicLine,
    TopicPage,
    TopicsPage,
    YearOfPlans,
)
from gksite.pages.pictures import indicator_row
from gksite.pages.plan_pages import text_blocks
from gksite.pages.routing import PageRequest
from gksite.pages.view import Event, View
from gksite.source.links import file_address

NEWS_LIMIT = 12
TASK_LIMIT = 8
UNIT_BARS = 40


def home_page(view: View, request: PageRequest) -> HomePage:
    """What is new, plans by year and authority, progress at a glance."""
    model = view.model
    plans = list(model.plans.values())
    newest = plans[0].year if plans else model.as_of.year
    current = [task for plan in plans if plan.year == newest for task in plan.tasks]
    home = model.home
    return HomePage(
        path=request.path,
        root=request.root,
        title=home.title if home else model.config.name,
        section="home",
        description=(home.description if home else "") or model.config.column_description or model.config.name,
        meta=view.meta(request),
        canonical=view.canonical(request),
        intro_html="\n".join(
            f"<p>{block.html}</p>" if block.kind == "paragraph" else block.html for block in (home.body if home else ())
            if block.kind != "heading"
        ),
        news=tuple(_news_item(view, event) for event in islice(chain.from_iterable(_news_by_year(view).values()), NEWS_LIMIT)),
        authorities=tuple(
            AuthorityPlans(
                view.authority_links[authority.id], authority.kind, _years(view, authority.id), len(authority.units)
            )
            for authority in model.registry.authorities.values()
        ),
        years=tuple(Link(view.words.say("year", year=year), f"plans/index.html#year-{year}") for year in view.plan_years()),
        progress=view.progress(current),
        progress_year=newest,
        due_soon=tuple(view.task_line(task, with_roles=True) for task in view.due_soon(model.tasks.values(), TASK_LIMIT)),
        overdue=tuple(view.task_line(task, with_roles=True) for task in view.overdue(model.tasks.values())[:TASK_LIMIT]),
        task_count=len(model.tasks),
        plan_count=len(plans),
        unit_count=len(model.registry.units),
    )


def plans_page(view: View, request: PageRequest) -> PlansPage:
    """All plans by year."""
    title = view.words["nav.plans"]
    return PlansPage(
        path=request.path,
        root=request.root,
        title=title,
        section="plans",
        description=title,
        breadcrumb=view.crumbs(),
        meta=view.meta(request),
        canonical=view.canonical(request),
        years=_years(view),
    )


def topics_page(view: View, request: PageRequest) -> TopicsPage:
    """All topics with their number of tasks."""
    tasks = _tasks_by_topic(view)
    title = view.words["nav.topics"]
    return TopicsPage(
        path=request.path,
        root=request.root,
        title=title,
        section="topics",
        description=title,
        breadcrumb=view.crumbs(),
        meta=view.meta(request),
        canonical=view.canonical(request),
        topics=tuple(
            TopicLine(Link(topic.name, routing.topic_path(topic.id)), topic.description, len(tasks.get(topic.id, ())))
            for topic in view.model.topics.values()
        ),
    )


def topic_page(view: View, request: PageRequest) -> TopicPage:
    """A topic's tasks by plan."""
    topic = view.model.topics[request.entity]
    tasks = _tasks_by_topic(view).get(topic.id, [])
    plans = view.tasks_by_plan(tasks)
    return TopicPage(
        path=request.path,
        root=request.root,
        title=topic.name,
        section="topics",
        description=topic.description or topic.name,
        breadcrumb=view.crumbs(view.nav("topics")),
        meta=view.meta(request),
        canonical=view.canonical(request),
        name=topic.name,
        topic_description=topic.description,
        plans=plans,
        progress=view.progress(tasks),
    )


def progress_page(view: View, request: PageRequest) -> ProgressPage:
    """The progress of one year's plans: in all, by plan, by unit."""
    model, words = view.model, view.words
    newest = next(iter(model.plans.values())).year if model.plans else model.as_of.year
    year = newest if request.entity == routing.NEWEST else int(request.entity)
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
        path=request.path,
        root=request.root,
        title=title,
        section="progress",
        description=title,
        breadcrumb=view.crumbs(),
        meta=view.meta(request),
        canonical=view.canonical(PageRequest(routing.progress_path(year), "progress")),
        years=tuple(Link(words.say("year", year=other), routing.progress_path(other)) for other in view.plan_years()),
        current=ProgressYear(
            year,
            view.progress(task for plan in plans for task in plan.tasks),
            tuple(ProgressBar(view.plan_links[plan.id], view.progress(plan.tasks)) for plan in plans),
            tuple(ProgressBar(_with_place(view, unit), view.progress(tasks.values())) for unit, tasks in busiest),
            tuple(indicator_row(view, task, item) for plan in plans for task in plan.tasks for item in task.indicators),
        ),
    )


def changes_page(view: View, request: PageRequest) -> ChangesPage:
    """Everything that happened in a year, newest first, by month."""
    words = view.words
    years = list(_news_by_year(view))
    year = request.entity if request.entity != routing.NEWEST else next(iter(years), str(view.model.as_of.year))
    items = (_news_item(view, event) for event in _news_by_year(view).get(year, []))
    months = groupby(items, key=lambda item: item.day.iso[:7])
    title = words["nav.changes"] if request.entity == routing.NEWEST else words.say("page.changes", year=year)
    return ChangesPage(
        path=request.path,
        root=request.root,
        title=title,
        section="changes",
        description=title,
        breadcrumb=view.crumbs(),
        meta=view.meta(request),
        canonical=view.canonical(PageRequest(routing.changes_path(year), "changes") if years else request),
        years=tuple(Link(words.say("year", year=other), routing.changes_path(other)) for other in years),
        months=tuple((words.month(int(month[:4]), int(month[5:])), f"month-{month}", tuple(items)) for month, items in months),
    )


def text_page(view: View, request: PageRequest) -> TextPage:
    """A free page."""
    page = view.model.pages[request.entity]
    return TextPage(
        path=request.path,
        root=request.root,
        title=page.title,
        section="",
        description=page.description or page.title,
        breadcrumb=view.crumbs(),
        meta=view.meta(
            request, title=page.title if page.published else "", published=page.published, source=view.model.config.name,
            description=page.description,
        ),
        canonical=view.canonical(request),
        draft=page.draft,
        blocks=text_blocks(page.body),
        published=view.words.day(page.published) if page.published else None,
    )


def sitemap_page(view: View, request: PageRequest) -> SitemapPage:
    """The main pages, authorities, plans, topics and free pages."""
    words, model = view.words, view.model
    main = [view.home, *(Link(words[f"nav.{key}"], path) for key, path in routing.main_pages(model))]
    if model.snapshots:
        main.append(Link(words["page.archive"], routing.ARCHIVE_PATH))
    if routing.has_data(model):
        main.append(Link(words["page.data"], routing.DATA_PATH))
    if model.config.search:
        main.append(Link(words["page.search"], routing.SEARCH_PATH))
    if model.glossary:
        main.append(Link(words["page.glossary"], routing.GLOSSARY_PATH))
    sections = (
        (model.config.name, main),
        (words["nav.plans"], list(view.plan_links.values())),
        (words["nav.units"], list(view.authority_links.values())),
        (words["nav.topics"], [Link(topic.name, routing.topic_path(topic.id)) for topic in model.topics.values()]),
        (words["group.other"], [Link(page.title, routing.page_path(page.id)) for page in model.pages.values()]),
    )
    title = words["page.sitemap"]
    return SitemapPage(
        path=request.path,
        root=request.root,
        title=title,
        section="",
        description=title,
        breadcrumb=view.crumbs(),
        meta=view.meta(request),
        canonical=view.canonical(request),
        sections=tuple(SitemapSection(heading, tuple(links)) for heading, links in sections if links),
    )


def search_page(view: View, request: PageRequest) -> SearchPage:
    """The search page, with what leads on without it."""
    words, model = view.words, view.model
    title = words["page.search"]
    by_year = groupby(model.plans.values(), key=lambda plan: plan.year)
    links = view.unit_links | view.group_links
    by_authority = (
        (authority, [*(unit.key for unit in authority.units), *(group.key for group in authority.groups)])
        for authority in model.registry.authorities.values()
    )
    return SearchPage(
        path=request.path,
        root=request.root,
        title=title,
        section="search",
        description=title,
        breadcrumb=view.crumbs(),
        meta=view.meta(request),
        canonical=view.canonical(request),
        plans=tuple(
            SitemapSection(words.say("year", year=year), tuple(view.plan_links[plan.id] for plan in own)) for year, own in by_year
        ),
        units=tuple(
            SitemapSection(authority.name, tuple(links[key] for key in own))
            for authority, own in by_authority if own
        ),
    )


def not_found_page(view: View, request: PageRequest) -> NotFoundPage:
    """The page for addresses that lead nowhere."""
    title = view.words["page.404"]
    return NotFoundPage(
        path=request.path, root=request.root, title=title, description=title, breadcrumb=view.crumbs(), meta=view.meta(request)
    )


def redirect_page(view: View, request: PageRequest) -> RedirectPage:
    """An old address: leads to the new one at once, and says so."""
    base = view.model.config.base_url
    return RedirectPage(
        path=request.path,
        root=request.root,
        title=view.words["page.redirect"],
        description=view.words["page.redirect"],
        breadcrumb=view.crumbs(),
        canonical=f"{base}{request.entity}" if base else "",
        target=Link(_title_at(view, request.entity), request.entity),
    )


def _title_at(view: View, path: str) -> str:
    plans = (link.text for link in view.plan_links.values() if link.path == path)
    pages = (page.title for page in view.model.pages.values() if routing.page_path(page.id) == path)
    years = (view.words.say("page.deadlines", year=year) for year in view.plan_years() if routing.deadlines_path(year) == path)
    return next((*plans, *pages, *years).__iter__())


def _with_place(view: View, unit: str) -> Link:
    """The link to a unit, with its authority as note: many districts have a unit of the same name."""
    link = view.unit_links[unit]
    return Link(link.text, link.path, view.authority_links[unit.partition("/")[0]].text)


def _years(view: View, authority: str = "") -> tuple[YearOfPlans, ...]:
    plans = (plan for plan in view.model.plans.values() if not authority or plan.authority == authority)
    return tuple(
        YearOfPlans(year, tuple(view.plan_line(plan) for plan in own)) for year, own in groupby(plans, key=lambda p: p.year)
    )


def _tasks_by_topic(view: View) -> dict[str, list[Task]]:
    found: dict[str, list[Task]] = {}
    for task in view.model.tasks.values():
        for topic in task.topics:
            found.setdefault(topic, []).append(task)
    return found


def _news_by_year(view: View) -> dict[str, list[Event]]:
    """Publications, progress entries, corrections and withdrawals, newest first; of one day in the order of plans and tasks."""
    if not view.news:
        for event in sorted(_events(view), key=lambda event: event[0], reverse=True):
            view.news.setdefault(str(event[0].year), []).append(event)
    return view.news


def _events(view: View) -> Iterable[Event]:
    for plan in view.model.plans.values():
        if plan.published:
            yield plan.published, plan, None, None
        for correction in plan.corrections:
            yield correction.date, plan, None, correction
        for task in plan.tasks:
            for entry in task.progress:
                yield entry.date, plan, task, entry
    for one in view.model.withdrawn:
        if routing.is_news(one):
            yield one.date, view.model.plans.get(routing.plan_of(one.address)), None, one


def _news_item(view: View, event: Event) -> NewsItem:
    words = view.words
    day, plan, task, what = event
    link = view.plan_links[plan.id] if plan else None
    if isinstance(what, Withdrawn):
        stone = Link(what.title, file_address(routing.tombstone_path(what.address)))
        return NewsItem(view.day(day), words[f"withdrawn.{what.status}"], stone, what.why, plan=link)
    assert link is not None
    if isinstance(what, Correction):
        text = words["separator"].join(filter(None, (what.what, what.why)))
        return NewsItem(view.day(day), words["news.correction"], link, text)
    if task is None or not isinstance(what, ProgressEntry):
        return NewsItem(view.day(day), words["news.published"], link)
    return NewsItem(view.day(day), words["news.progress"], view.task_link(task), what.note, view.statuses[what.status], link)
