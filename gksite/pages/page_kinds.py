"""The table of page kinds; from it follow the pages of a site and the context of each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from gksite.diagnostics import Location
from gksite.model.site import SiteModel
from gksite.pages.addresses import PageRequest, plan_of
from gksite.pages.json_ld import linked_data
from gksite.pages.kind import PageKind
from gksite.pages.kinds import (
    archive,
    cascade,
    changes,
    compare,
    deadlines,
    downloads,
    glossary,
    home,
    matrix,
    plan,
    progress,
    site_pages,
    subscribe,
    table,
    task,
    topics,
    unit,
    units,
)
from gksite.pages.parts import Page
from gksite.pages.terms import Terms
from gksite.pages.view import View
from gksite.pages.wording import SHARED_STRINGS
from gksite.source.report_link import report_address

PAGE_KINDS: tuple[PageKind, ...] = (
    home.HOME,
    home.PLANS,
    units.UNITS,
    topics.TOPICS,
    topics.TOPIC,
    deadlines.DEADLINES,
    deadlines.DEADLINES_PART,
    progress.PROGRESS,
    compare.COMPARE_INDEX,
    compare.COMPARE,
    changes.CHANGES,
    archive.ARCHIVE,
    downloads.DATA,
    subscribe.SUBSCRIBE,
    site_pages.SEARCH,
    glossary.GLOSSARY,
    site_pages.SITEMAP,
    site_pages.NOT_FOUND,
    site_pages.TEXT,
    units.AUTHORITY,
    unit.UNIT,
    unit.UNIT_YEAR,
    unit.GROUP,
    plan.PLAN,
    table.TABLE,
    matrix.MATRIX,
    cascade.CASCADE,
    task.TASK,
    site_pages.REDIRECT,
    archive.WITHDRAWN,
)
"""Every page kind, in the order of the pages on the site."""

KINDS = {kind.name: kind for kind in PAGE_KINDS}

USED_STRINGS = (*SHARED_STRINGS, *(key for kind in PAGE_KINDS for key in kind.strings))
"""Every key of the theme's strings that contexts use."""

_TEMPLATES = {kind.name: kind.template for kind in PAGE_KINDS}


def template_of(kind: str) -> str:
    """Return the name of the template of a page kind."""
    return _TEMPLATES[kind]


def route_pages(model: SiteModel) -> tuple[PageRequest, ...]:
    """Return every page of the site, in a stable order; pages of one plan stand together."""
    return tuple(_requests(model))


def _requests(model: SiteModel) -> Iterator[PageRequest]:
    places = {plan: place for place, plan in enumerate(model.plans)}
    wanted = (kind for kind in PAGE_KINDS if kind.family not in model.config.leave_out)
    for of_plan, kinds in groupby(wanted, key=lambda kind: kind.of_plan):
        requests = [
            PageRequest(path, kind.name, entity)
            for kind in kinds
            for path, entity in kind.addresses(model)
        ]
        if of_plan:
            requests.sort(key=lambda request: places[plan_of(request.path)])
        yield from requests


def source_of(model: SiteModel, request: PageRequest) -> Location:
    """Return the record that a page shows, for messages; `gksite` for a page without one."""
    source = KINDS[request.kind].source
    return Location("gksite") if isinstance(source, str) else source(model, request)


def context_for(view: View, terms: Terms, request: PageRequest) -> Page:
    """Return all that the template of a page may see besides the site context, with the `terms`
    of the glossary marked."""
    kind = KINDS[request.kind]
    own = view.of_plan(view.model.plans[plan_of(request.path)]) if kind.of_plan else view
    page = terms.on(kind.context(own, request))
    offers = downloads.offered(view, kind, request.entity)
    json_ld = linked_data(view, request, kind.subject)
    report = _report(view, request, page) if kind.is_own else ""
    return downloads.with_offers(page, offers, json_ld, report)


def _report(view: View, request: PageRequest, page: Page) -> str:
    """Return the address at which to report an error on a page; "" where the site has none."""
    if not view.report:
        return ""
    return report_address(view.report, page.title, f"{view.model.config.base_url}{request.path}")
