"""The page of changes: publications, reports, corrections, decisions, transfers, withdrawals."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from gksite.model.entities import Task
from gksite.pages import addresses
from gksite.pages.addresses import PageRequest
from gksite.pages.assessed import assessment_news
from gksite.pages.downloads import site_exports
from gksite.pages.duty_words import adjustment_texts, standing_text
from gksite.pages.events import Event, site_events
from gksite.pages.head import page_head
from gksite.pages.kind import PageKind
from gksite.pages.parts import Link, NewsItem, Page
from gksite.pages.selection import years_of_news
from gksite.pages.view import View
from gksite.source.links import file_address

_WORDS = (
    "published",
    "progress",
    "correction",
    "corrects",
    "retraction",
    "retracted_by",
    "retracted_text",
    "of_target",
    "target",
    "adjustment",
    "assessment",
    "task_withdrawn",
    "transfer",
    "transferred",
)
"""The strings of the theme that `_news_item` uses: `news.` before each."""


class ChangesPage(Page, frozen=True, kw_only=True):
    """The log of a year: publications, reports and what took them back, corrections, adjustments,
    assessments, transfers and withdrawals, newest first, by month."""

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
    """Return all events by year, newest first; those of one day in the order of plans and tasks."""
    if not view.news:
        for event in sorted(site_events(view.model), key=lambda event: event.day, reverse=True):
            view.news.setdefault(str(event.day.year), []).append(event)
    return view.news


def _news_item(view: View, event: Event) -> NewsItem:
    words, plan, day = view.words, event.plan, view.day(event.day)
    link = view.plan_links[plan.id] if plan else None
    if event.withdrawn:
        stone = event.withdrawn
        address = file_address(addresses.tombstone_path(stone.address))
        word = words[f"withdrawn.{stone.status}"]
        return NewsItem(day, word, Link(stone.title, address), stone.why, plan=link)
    if passing := event.passing:
        before, to = view.unit_links[passing.before], view.unit_links[passing.to]
        text = words.say("news.transferred", before=before.text, to=to.text, count=passing.count)
        note = words.say("note", text=passing.basis) if passing.basis else ""
        return NewsItem(day, words["news.transfer"], to, f"{text}{note}")
    assert link is not None
    if event.correction:
        reasons = (event.correction.what, event.correction.why)
        text = words["separator"].join(filter(None, reasons))
        return NewsItem(day, words["news.correction"], link, text)
    if event.task is None:
        return NewsItem(day, words["news.published"], link)
    return _task_item(view, event, event.task)


def _task_item(view: View, event: Event, task: Task) -> NewsItem:
    """Return what happened to a task: a report, what took it back, a decision, an assessment."""
    words, day = view.words, view.day(event.day)
    link, plan = view.task_link(task), view.plan_links[task.plan]
    if found := event.assessment:
        text = assessment_news(words, found)
        return NewsItem(day, words["news.assessment"], link, text, plan=plan)
    changes = _changes_text(view, event, task)
    if event.report is None:
        return NewsItem(day, _word(view, event), link, changes, plan=plan)
    report = event.report
    target = next((target for target in task.targets if target.id == report.target), None)
    of = words.say("news.of_target", target=target.label) if target else ""
    if event.kind == "retraction" and (act := report.taken_back):
        key = "news.retracted_by" if act.by else "news.retracted_text"
        text = words.say(
            key, day=words.date(report.date), status=view.statuses[report.status].text, by=act.by
        )
        text = of + words["separator"].join(filter(None, (text, act.why)))
        return NewsItem(day, words["news.retraction"], link, text, plan=plan, unit=report.unit)
    return NewsItem(
        day,
        _word(view, event),
        link,
        of + words["clause.separator"].join(filter(None, (report.note, changes))),
        view.statuses[report.status],
        plan,
        report.unit,
        standing_text(words, report, len(task.duties)),
    )


def _word(view: View, event: Event) -> str:
    """Return the word for a report, or for the decisions of its day."""
    if event.changes:
        withdrawn = any(change.decision.withdrawn for change in event.changes)
        return view.words["news.task_withdrawn" if withdrawn else "news.adjustment"]
    is_correction = event.report is not None and event.report.corrects
    if event.report is not None and event.report.target and not is_correction:
        return view.words["news.target"]
    return view.words["news.corrects" if is_correction else "news.progress"]


def _changes_text(view: View, event: Event, task: Task) -> str:
    if not event.changes:
        return ""
    texts = adjustment_texts(view.words, task)
    return view.words["clause.separator"].join(texts[change.place] for change in event.changes)


CHANGES = PageKind(
    name="changes",
    context=changes_page,
    addresses=lambda model: [
        ("changes.html", addresses.NEWEST),
        *((addresses.changes_path(year), year) for year in years_of_news(model)),
    ],
    depends_on="news",
    source="content/plans/",
    strings=("page.changes", *(f"news.{name}" for name in _WORDS)),
    family="changes",
    feeds=lambda model, _: site_exports(model),
)
