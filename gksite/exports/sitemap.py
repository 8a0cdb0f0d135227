"""sitemap.xml (https://www.sitemaps.org/protocol.html): every page with the day of the last change
of its content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape

from gksite.model.entities import Plan, Task
from gksite.model.site import SiteModel
from gksite.pages.addresses import NEWEST, PageRequest
from gksite.pages.events import plan_days, task_days
from gksite.pages.page_kinds import KINDS
from gksite.source.links import file_address

SITEMAP_PATH = "sitemap.xml"
LARGEST_SITEMAP = 50_000
"""Addresses in a file at most, by the protocol."""


def sitemap_files(model: SiteModel, requests: Iterable[PageRequest]) -> dict[str, bytes]:
    """Return the site map files by path; none without `site.base_url`, since the protocol needs
    absolute addresses.

    Beyond LARGEST_SITEMAP addresses, sitemap.xml is the index of sitemap-1.xml, sitemap-2.xml …
    """
    base = escape(model.config.base_url)
    if not base:
        return {}
    by_plan = {plan.id: _plan_changed(plan) for plan in model.plans.values()}
    entries = [
        _entry("url", f"{base}{file_address(r.path)}", _changed(model, r, by_plan))
        for r in requests
        if KINDS[r.kind].is_own and r.entity != NEWEST
    ]
    if len(entries) <= LARGEST_SITEMAP:
        return {SITEMAP_PATH: _document("urlset", entries)}
    parts = [entries[i : i + LARGEST_SITEMAP] for i in range(0, len(entries), LARGEST_SITEMAP)]
    files = {f"sitemap-{n}.xml": _document("urlset", part) for n, part in enumerate(parts, 1)}
    return {
        **files,
        SITEMAP_PATH: _document(
            "sitemapindex", [_entry("sitemap", f"{base}{name}", None) for name in files]
        ),
    }


def _document(name: str, entries: list[str]) -> bytes:
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="http:'
        '//www.sitemaps.org/schemas/sitemap/0.9">\n'
    )
    return f"{head}{''.join(entries)}</{name}>\n".encode()


def _entry(name: str, address: str, changed: date | None) -> str:
    lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<{name}><loc>{address}</loc>{lastmod}</{name}>\n"


def _changed(
    model: SiteModel, request: PageRequest, by_plan: Mapping[str, date | None]
) -> date | None:
    """Return the latest day in the content of the page of a plan or task; None if there is none."""
    if request.kind == "task":
        task = model.tasks[request.entity]
        published, changed = model.plans[task.plan].public_day, _task_changed(task)
        return max(published, changed) if published and changed else published or changed
    if request.kind in ("plan", "table", "matrix", "compare"):
        return by_plan[request.entity]
    if request.kind == "page":
        return model.pages[request.entity].published
    return None


def _task_changed(task: Task) -> date | None:
    return max(task_days(task), default=None)


def _plan_changed(plan: Plan) -> date | None:
    days = [*plan_days(plan), *(_task_changed(task) for task in plan.tasks)]
    return max(filter(None, days), default=None)
