"""The page of changes: publications, reports, corrections and withdrawals by year."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import ClassVar

from gksite.model.entities import Correction, Withdrawn
from gksite.model.reporting import Report
from gksite.pages import addresses, promises
from gksite.pages.addresses import PageRequest
from gksite.pages.downloads import site_exports
from gksite.pages.head import page_head
from gksite.pages.kind import PageKind
from gksite.pages.parts import Link, NewsItem, Page
from gksite.pages.selection import years_of_news
from gksite.pages.view import Event, View
from gksite.source.links import file_address


class ChangesPage(Page, frozen=True, kw_only=True):
    """The log of a year: publications, progress entries, corrections and withdrawals, newest
    first, by month."""

    template: ClassVar[str] = "changes.html"

    years: tuple[Link, ...]
    months: tuple[tuple[str, str, tuple[NewsItem, ...]], ...]
    """Title, anchor, items."""


def changes_page(view: View, request: PageRequest) -> ChangesPage:
    """Return the events of a year, newest first, by month."""
    words = view.words
    years = list(_news_by_year(view))
    year = (
        request.entity
        if request.entity != addresses.NEWEST
        else next(iter(years), str(view.model.as_of.year))
    )
    items = (_news_item(view, event) for event in _news_by_year(view).get(year, []))
    months = groupby(items, key=lambda item: item.day.iso[:7])
    title = (
        words["nav.changes"]
        if request.entity == addresses.NEWEST
        else words.say("page.changes", year=year)
    )
    return ChangesPage(
        **page_head(
            view,
            request,
            title,
            section="changes",
            address=addresses.changes_path(year) if years else "",
        ),
        years=tuple(
            Link(words.say("year", year=other), addresses.changes_path(other)) for other in years
        ),
        months=tuple(
            (words.month(int(month[:4]), int(month[5:])), f"month-{month}", tuple(items))
            for month, items in months
        ),
    )


def _news_by_year(view: View) -> dict[str, list[Event]]:
    """Return publications, progress entries, corrections and withdrawals by year, newest first;
    those of one day in the order of plans and tasks."""
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
            for entry in task.reports:
                yield entry.date, plan, task, entry
    for one in view.model.withdrawn:
        if promises.is_news(one):
            yield one.date, view.model.plans.get(addresses.plan_of(one.address)), None, one


def _news_item(view: View, event: Event) -> NewsItem:
    words = view.words
    day, plan, task, what = event
    link = view.plan_links[plan.id] if plan else None
    if isinstance(what, Withdrawn):
        stone = Link(what.title, file_address(addresses.tombstone_path(what.address)))
        return NewsItem(
            view.day(day), words[f"withdrawn.{what.status}"], stone, what.why, plan=link
        )
    assert link is not None
    if isinstance(what, Correction):
        text = words["separator"].join(filter(None, (what.what, what.why)))
        return NewsItem(view.day(day), words["news.correction"], link, text)
    if task is None or not isinstance(what, Report):
        return NewsItem(view.day(day), words["news.published"], link)
    return NewsItem(
        view.day(day),
        words["news.progress"],
        view.task_link(task),
        what.note,
        view.statuses[what.status],
        link,
    )


CHANGES = PageKind(
    name="changes",
    context=changes_page,
    addresses=lambda model: [
        ("changes.html", addresses.NEWEST),
        *((addresses.changes_path(year), year) for year in years_of_news(model)),
    ],
    depends_on="news",
    source="content/plans/",
    strings=("page.changes", "news.published", "news.progress", "news.correction"),
    family="changes",
    feeds=lambda model, _: site_exports(model),
)
