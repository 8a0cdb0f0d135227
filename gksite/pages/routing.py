"""Which pages there are, and at which address: the only place that knows the scheme of addresses."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Literal

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.entities import Group, Plan, Task, Unit
from gksite.model.site import SiteModel

PageKind = Literal[
    "home", "plans", "plan", "table", "task", "matrix", "cascade", "units", "authority", "unit", "group", "deadlines", "topics",
    "topic", "progress", "compare-index", "compare", "changes", "page", "sitemap", "404", "redirect",
]


NEWEST = "index"
"""The entity of a page of a year under an address that stays while years come; its canonical address is that of the year."""


class PageRequest(msgspec.Struct, frozen=True):
    """One page to render: its address from the root of the site, its kind, and the entity that it shows."""

    path: str
    kind: PageKind
    entity: str = ""

    @property
    def root(self) -> str:
        """The way from the page to the root of the site: `""`, `../`, `../../`."""
        return "../" * self.path.count("/")


def plan_path(plan: str) -> str:
    """The address of a plan (by id)."""
    return f"plans/{plan}/index.html"


def table_path(plan: str) -> str:
    """The address of a plan's task tables."""
    return f"plans/{plan}/table.html"


def matrix_path(plan: str) -> str:
    """The address of a plan's unit × task matrix."""
    return f"plans/{plan}/matrix.html"


def cascade_path(plan: str) -> str:
    """The address of what a plan's tasks became in the plans below."""
    return f"plans/{plan}/cascade.html"


def task_path(key: str) -> str:
    """The address of a task (by key)."""
    plan, _, task = key.partition("#")
    return f"plans/{plan}/{task}.html"


def unit_path(key: str) -> str:
    """The address of a unit or group (by key)."""
    return f"units/{key}.html"


def authority_path(authority: str) -> str:
    """The address of an authority."""
    return f"units/{authority}/index.html"


def topic_path(topic: str) -> str:
    """The address of a topic."""
    return f"topics/{topic}.html"


def compare_path(plan: str) -> str:
    """The address of the comparison of a plan with the one before."""
    return f"compare/{plan}.html"


def deadlines_path(year: int | str) -> str:
    """The address of a year's deadlines; `index` is the newest year."""
    return f"deadlines/{year}.html"


def progress_path(year: int | str) -> str:
    """The address of a year's progress; `index` is the newest year."""
    return f"progress/{year}.html"


def changes_path(year: int | str) -> str:
    """The address of a year's changes; changes.html is the newest year."""
    return f"changes/{year}.html"


def years_of_news(model: SiteModel) -> list[str]:
    """The years, newest first, in which something was published, reported or corrected."""
    days = [day for plan in model.plans.values() for day in (plan.published, *(c.date for c in plan.corrections)) if day]
    days += [entry.date for task in model.tasks.values() for entry in task.progress]
    return sorted({str(day.year) for day in days}, reverse=True)


def page_path(page: str) -> str:
    """The address of a free page."""
    return f"pages/{page}.html"


def has_matrix(plan: Plan) -> bool:
    """Whether any task of the plan names a unit."""
    return any(task.responsibilities for task in plan.tasks)


def has_cascade(model: SiteModel, plan: Plan) -> bool:
    """Whether a task of the plan is the basis of another one."""
    return any(key in model.tasks for task in plan.tasks for key in model.derived.get(task.key, ()))


def route_pages(model: SiteModel) -> tuple[PageRequest, ...]:
    """Every page of the site, in a stable order; pages of one plan stand together."""
    years = sorted({str(plan.year) for plan in model.plans.values()}, reverse=True)
    return (
        PageRequest("index.html", "home"),
        PageRequest("plans/index.html", "plans"),
        PageRequest("units/index.html", "units"),
        PageRequest("deadlines/index.html", "deadlines", NEWEST),
        *(PageRequest(deadlines_path(year), "deadlines", year) for year in years),
        *([PageRequest("topics/index.html", "topics")] if model.topics else []),
        *(PageRequest(topic_path(topic), "topic", topic) for topic in model.topics),
        PageRequest("progress/index.html", "progress", NEWEST),
        *(PageRequest(progress_path(year), "progress", year) for year in years),
        *([PageRequest("compare/index.html", "compare-index")] if model.previous else []),
        *(PageRequest(compare_path(plan), "compare", plan) for plan in model.previous),
        PageRequest("changes.html", "changes", NEWEST),
        *(PageRequest(changes_path(year), "changes", year) for year in years_of_news(model)),
        PageRequest("sitemap.html", "sitemap"),
        PageRequest("404.html", "404"),
        *(PageRequest(page_path(page), "page", page) for page in model.pages),
        *(PageRequest(authority_path(authority), "authority", authority) for authority in model.registry.authorities),
        *(PageRequest(unit_path(unit), "unit", unit) for unit in model.registry.units),
        *(PageRequest(unit_path(group), "group", group) for group in model.registry.groups),
        *(request for plan in model.plans.values() for request in _plan_requests(model, plan)),
        *(PageRequest(old.lstrip("/"), "redirect", new) for old, new, _ in redirects(model)),
    )


def _plan_requests(model: SiteModel, plan: Plan) -> Iterable[PageRequest]:
    yield PageRequest(plan_path(plan.id), "plan", plan.id)
    if plan.tasks:
        yield PageRequest(table_path(plan.id), "table", plan.id)
    if has_matrix(plan):
        yield PageRequest(matrix_path(plan.id), "matrix", plan.id)
    if has_cascade(model, plan):
        yield PageRequest(cascade_path(plan.id), "cascade", plan.id)
    for task in plan.tasks:
        yield PageRequest(task_path(task.key), "task", task.key)


def redirects(model: SiteModel) -> Iterable[tuple[str, str, Location]]:
    """Old addresses with the new ones, and where the source says so."""
    for plan in model.plans.values():
        for old in plan.aliases:
            yield old, plan_path(plan.id), plan.location
    for page in model.pages.values():
        for old in page.aliases:
            yield old, page_path(page.id), page.location


def sources_of(model: SiteModel, request: PageRequest) -> Location:
    """The place in the sources that a page comes from, for messages."""
    entities: dict[str, dict[str, Plan] | dict[str, Task] | dict[str, Unit] | dict[str, Group]] = {
        "plan": model.plans, "table": model.plans, "matrix": model.plans, "cascade": model.plans, "compare": model.plans,
        "task": model.tasks, "unit": model.registry.units, "group": model.registry.groups,
    }
    found = entities.get(request.kind, {}).get(request.entity)
    if found is not None:
        return found.location
    if request.kind == "page":
        return model.pages[request.entity].location
    if request.kind == "topic":
        return model.topics[request.entity].location
    if request.kind == "authority":
        return model.registry.authorities[request.entity].location
    if request.kind == "redirect":
        return next(where for old, _, where in redirects(model) if old.lstrip("/") == request.path)
    return Location("gksite")  # a page that every site has


def check_addresses(
    model: SiteModel, requests: Iterable[PageRequest], files: Iterable[tuple[str, Location]]
) -> Iterable[Diagnostic]:
    """No two outputs have one address, where case and Unicode form do not tell addresses apart; redirects are safe paths.

    `files` are the other outputs (attachments, assets) with their sources.
    """
    seen: dict[str, tuple[PageRequest | None, Location]] = {}
    for request in requests:
        if request.kind == "redirect" and not _is_safe(request.path):
            where = sources_of(model, request)
            reason = "an old address looks like old/plan.html"
            yield problem("unsafe-id", where, id=request.path, reason_zh="旧网址的形式是 old/plan.html", reason=reason)
        yield from _claim(model, seen, request.path, request, None)
    for path, where in files:
        yield from _claim(model, seen, path, None, where)


def _claim(
    model: SiteModel, seen: dict[str, tuple[PageRequest | None, Location]], path: str, request: PageRequest | None,
    where: Location | None,
) -> Iterable[Diagnostic]:
    folded = unicodedata.normalize("NFC", path).casefold()
    if folded not in seen:
        seen[folded] = (request, where or Location(""))
        return
    first_request, first_where = seen[folded]
    first = sources_of(model, first_request) if first_request else first_where
    second = sources_of(model, request) if request else where or Location(path)
    yield problem("duplicate-address", second, address=path, other=first)


def _is_safe(path: str) -> bool:
    parts = path.split("/")
    return path.endswith(".html") and all(
        part and part not in (".", "..") and not set(part) & set('\\:*?"<>|#%') and len(part.encode()) <= 200 for part in parts
    )
