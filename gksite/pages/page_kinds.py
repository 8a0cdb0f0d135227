"""From a page request to its context: the one table of page kinds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import get_type_hints

from gksite.model.site import SiteModel
from gksite.model.statuses import OPEN_FIRST, SHOWN_ORDER
from gksite.pages import addresses, routing
from gksite.pages.addresses import PageKind, PageRequest
from gksite.pages.json_ld import linked_data
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
    table,
    task,
    topics,
    unit,
)
from gksite.pages.parts import Archived, FooterItem, Link, Page, Site
from gksite.pages.terms import Terms
from gksite.pages.view import View
from gksite.pages.wording import Words
from gksite.source.report_link import report_address

_CONTEXTS: dict[PageKind, Callable[[View, PageRequest], Page]] = {
    "home": home.home_page,
    "plans": home.plans_page,
    "plan": plan.plan_page,
    "table": table.table_page,
    "task": task.task_page,
    "matrix": matrix.matrix_page,
    "cascade": cascade.cascade_page,
    "units": unit.units_page,
    "authority": unit.authority_page,
    "unit": unit.unit_page,
    "group": unit.group_page,
    "deadlines": deadlines.deadlines_page,
    "deadlines-part": deadlines.deadlines_part_page,
    "topics": topics.topics_page,
    "topic": topics.topic_page,
    "progress": progress.progress_page,
    "compare-index": compare.compare_index_page,
    "compare": compare.compare_page,
    "changes": changes.changes_page,
    "page": site_pages.text_page,
    "data": downloads.data_page,
    "search": site_pages.search_page,
    "glossary": glossary.glossary_page,
    "sitemap": site_pages.sitemap_page,
    "404": site_pages.not_found_page,
    "redirect": site_pages.redirect_page,
    "archive": archive.archive_page,
    "withdrawn": archive.withdrawn_page,
}
_NO_PAGES: tuple[PageKind, ...] = ("404", "redirect", "withdrawn")
_TEMPLATES: dict[PageKind, str] = {
    kind: get_type_hints(function)["return"].template for kind, function in _CONTEXTS.items()
}


def template_of(kind: PageKind) -> str:
    """The template of a page kind: that of the context class which its function returns."""
    return _TEMPLATES[kind]


def context_for(view: View, terms: Terms, request: PageRequest) -> Page:
    """Return all that the template of a page may see besides the site context, with the `terms`
    of the glossary marked."""
    page = terms.on(_CONTEXTS[request.kind](view, request))
    files, feeds = downloads.offered(view, request)
    return downloads.with_offers(
        page, files, feeds, linked_data(view, request, page), _report(view, request, page)
    )


def _report(view: View, request: PageRequest, page: Page) -> str:
    """Where to report an error on a page. What stands at an address without being its page has
    no such link."""
    if not view.report or request.kind in _NO_PAGES:
        return ""
    return report_address(view.report, page.title, f"{view.model.config.base_url}{request.path}")


def site_context(
    model: SiteModel, words: Words, assets: dict[str, str], archived_at: datetime | None = None
) -> Site:
    """What is the same on every page; `assets` are the addresses of the theme's files by name.

    `archived_at`, with its offset, is when the snapshot was made that the site is; None for the
    living site.
    """
    config = model.config
    navigation = (
        Link(words["nav.home"], "index.html", "home"),
        *(Link(words[f"nav.{key}"], path, key) for key, path in routing.main_pages(model)),
    )
    links = ("government_mark", "report_error")
    footer = [
        FooterItem(
            kind,
            words[f"footer.{kind}"],
            "" if kind in links else text,
            text if kind in links else "",
        )
        for kind, text in config.footer
    ]
    if config.id_code:
        footer.append(FooterItem("id_code", words["footer.id_code"], config.id_code))
    if model.snapshots:
        footer.append(FooterItem("archive", words["footer.archive"], "", addresses.ARCHIVE_PATH))
    if routing.has_data(model):
        footer.append(FooterItem("data", words["footer.data"], "", addresses.DATA_PATH))
    if model.glossary:
        footer.append(FooterItem("glossary", words["page.glossary"], "", addresses.GLOSSARY_PATH))
    footer.append(FooterItem("sitemap", words["footer.sitemap"], "", "sitemap.html"))
    return Site(
        name=config.name,
        language={"zh": "zh-CN", "en": "en"}[config.language],
        strings=words.strings,
        navigation=navigation,
        portal=tuple(Link(link.text, link.url) for link in config.breadcrumb),
        footer=tuple(footer),
        footer_pages=tuple(
            Link(p.title, addresses.page_path(p.id)) for p in model.pages.values() if p.in_footer
        ),
        assets=assets,
        as_of=words.day(model.as_of),
        statuses=tuple(words.status(status) for status in SHOWN_ORDER),
        statuses_open_first=" ".join(OPEN_FIRST),
        archived=Archived(f"{archived_at:%Y-%m-%d %H:%M}", archived_at.isoformat(), config.base_url)
        if archived_at
        else None,
        search=addresses.SEARCH_PATH if config.search else "",
    )
