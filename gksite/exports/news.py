"""Entries of feeds: publications, reports, corrections and withdrawals, with ids that never
change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from gksite.exports.prepared import Prepared
from gksite.exports.words import status_word
from gksite.model.entities import Plan, Task, Withdrawn
from gksite.model.site import SiteModel
from gksite.pages import addresses, promises
from gksite.pages.downloads import ExportRequest

Item = TypeVar("Item")

MOST_ENTRIES = 100
"""Entries of a feed at most; the page of changes has them all."""

TAG_YEAR = 2026
"""RFC 4151 wants a day on which the domain was the site's; a fixed one keeps ids the same when
content is added."""


class News(msgspec.Struct, frozen=True):
    """An entry of a feed: its id, day, title, text, and the address of its page from the root of
    the site."""

    id: str
    day: date
    title: str
    text: str
    path: str


def tag(model: SiteModel, specific: str) -> str:
    """Return a tag URI (RFC 4151) under the site's domain. Made of ids, it outlives a change of
    addresses."""
    config = model.config
    domain = config.domain or urlsplit(config.base_url).hostname or "gksite.invalid"
    return f"tag:{domain.lower()},{TAG_YEAR}:{specific}"


def scope_news(prepared: Prepared, request: ExportRequest) -> list[News]:
    """Return the newest entries of a scope, at most MOST_ENTRIES; those of one day in the order of
    the plans. The feed of a unit or topic has the reports on its tasks, and the publications and
    corrections of their plans."""
    model = prepared.model
    news = [entry for plan in prepared.plans(request) for entry in _plan_news(model, plan)]
    if request.scope == "site":
        news += _withdrawal_news(model)
    for task in prepared.tasks(request):
        news += prepared.part(_task_news, task)
    return sorted(news, key=lambda entry: entry.day, reverse=True)[:MOST_ENTRIES]


def _plan_news(model: SiteModel, plan: Plan) -> list[News]:
    """Return the publication, corrections and withdrawals of a plan; not the reports on its
    tasks."""
    path, news = addresses.plan_path(plan.id), []
    if plan.published:
        number = f"{plan.document_number}，" if plan.document_number else ""
        text = plan.summary or f"{number}共{len(plan.tasks)}项任务。"
        id = tag(model, f"plans/{plan.id}")
        news.append(News(id, plan.published, f"发布：{plan.title}", text, path))
    for day, count, correction in _counted((item.date, item) for item in plan.corrections):
        text = f"{correction.what}（{correction.why}）" if correction.why else correction.what
        id = tag(model, f"plans/{plan.id}/corrections/{day}{count}")
        news.append(News(id, day, f"更正：{plan.title}", text, path))
    return [*news, *(_withdrawal(model, item) for item in promises.withdrawn_of(model, plan.id))]


def _withdrawal_news(model: SiteModel) -> list[News]:
    """Return the withdrawals that are no part of a plan of the site."""
    return [
        _withdrawal(model, withdrawn)
        for withdrawn in model.withdrawn
        if promises.is_news(withdrawn) and addresses.plan_of(withdrawn.address) not in model.plans
    ]


def _withdrawal(model: SiteModel, withdrawn: Withdrawn) -> News:
    plan = model.plans.get(addresses.plan_of(withdrawn.address))
    word = "删除" if withdrawn.status == "deleted" else "撤销"
    title = f"{word}：{withdrawn.title}（{plan.title}）" if plan else f"{word}：{withdrawn.title}"
    path = addresses.tombstone_path(withdrawn.address)
    return News(
        tag(model, f"withdrawn/{withdrawn.address}"),
        withdrawn.date,
        title,
        withdrawn.why or f"已{word}。",
        path,
    )


def _task_news(prepared: Prepared, task: Task) -> list[News]:
    """Return the reports on a task, oldest first."""
    model, plan = prepared.model, prepared.model.plans[task.plan]
    name, path = f"{task.number} {task.title}".strip(), addresses.task_path(task.key)
    news = []
    for day, count, entry in _counted((entry.date, entry) for entry in task.reports):
        by = f"（{entry.unit}）" if entry.unit else ""
        text = f"{entry.note}{by}" or plan.title
        id = tag(model, f"plans/{plan.id}/tasks/{task.id}/{day}{count}")
        title = f"{status_word(entry.status)}：{name}（{plan.title}）"
        news.append(News(id, day, title, text, path))
    return news


def _counted(dated: Iterable[tuple[date, Item]]) -> Iterable[tuple[date, str, Item]]:
    """Yield each item with its day and a suffix: "" for the first of a day, then `.2`, `.3` …"""
    seen: dict[date, int] = {}
    for day, item in dated:
        seen[day] = seen.get(day, 0) + 1
        yield day, "" if seen[day] == 1 else f".{seen[day]}", item
