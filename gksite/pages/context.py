"""From a page request to its context: the one table of page kinds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import get_type_hints

from gksite.model.site import SiteModel
from gksite.pages import (
    archive_pages,
    cascade_page,
    compare_pages,
    deadline_pages,
    downloads_page,
    glossary_page,
    index_pages,
    plan_pages,
    routing,
    table_page,
    task_pages,
    unit_pages,
)
from gksite.pages.contexts import Archived, FooterItem, Link, Page, Site
from gksite.pages.json_ld import linked_data
from gksite.pages.routing import PageKind, PageRequest
from gksite.pages.view import View
from gksite.pages.wording import Words
from gksite.source.report_link import report_address

_CONTEXTS: dict[PageKind, Callable[[View, PageRequest], Page]] = {
    "home": index_pages.home_page,
    "plans": index_pages.plans_page,
    "plan": plan_pages.plan_page,
    "table": table_page.table_page,
    "task": task_pages.task_page,
    "matrix": plan_pages.matrix_page,
    "cascade": cascade_page.cascade_page,
    "units": unit_pages.units_page,
    "authority": unit_pages.authority_page,
    "unit": unit_pages.unit_page,
    "group": unit_pages.group_page,
    "deadlines": deadline_pages.deadlines_page,
    "deadlines-part": deadline_pages.deadlines_part_page,
    "topics": index_pages.topics_page,
    "topic": index_pages.topic_page,
    "progress": index_pages.progress_page,
    "compare-index": compare_pages.compare_index_page,
    "compare": compare_pages.compare_page,
    "changes": index_pages.changes_page,
    "page": index_pages.text_page,
    "data": downloads_page.data_page,
    "search": index_pages.search_page,
    "glossary": glossary_page.glossary_page,
    "sitemap": index_pages.sitemap_page,
    "404": index_pages.not_found_page,
    "redirect": index_pages.redirect_page,
    "archive": archive_pages.archive_page,
    "withdrawn": archive_pages.withdrawn_page,
}
_NO_PAGES: tuple[PageKind, ...] = ("404", "redirect", "withdrawn")
_TEMPLATES: dict[PageKind, str] = {
    kind: get_type_hints(function)["return"].template for kind, function in _CONTEXTS.items()
}


def template_of(kind: PageKind) -> str:
    """The template of a page kind: that of the context class which its function returns."""
    return _TEMPLATES[kind]


def context_for(view: View, request: PageRequest) -> Page:
    """Everything that the template of a page may see, besides the site context."""
    page = view.terms.on(_CONTEXTS[request.kind](view, request))
    downloads, feeds = downloads_page.offered(view, request)
    return downloads_page.with_offers(page, downloads, feeds, linked_data(view, request, page), _report(view, request, page))


def _report(view: View, request: PageRequest, page: Page) -> str:
    """Where to report an error on a page. What stands at an address without being its page has no such link."""
    if not view.report or request.kind in _NO_PAGES:
        return ""
    return report_address(view.report, page.title, f"{view.model.config.base_url}{request.path}")


def site_context(model: SiteModel, words: Words, assets: dict[str, str], archived_at: datetime | None = None) -> Site:
    """What is the same on every page; `assets` are the addresses of the theme's files by name.

    `archived_at`, with its offset, is when the snapshot was made that the site is; None for the living site.
    """
    config = model.config
    navigation = (
        Link(words["nav.home"], "index.html", "home"),
        *(Link(words[f"nav.{key}"], path, key) for key, path in routing.main_pages(model)),
    )
    links = ("government_mark", "report_error")
    footer = [
        FooterItem(kind, words[f"footer.{kind}"], "" if kind in links else text, text if kind in links else "")
        for kind, text in config.footer
    ]
    if config.id_code:
        footer.append(FooterItem("id_code", words["footer.id_code"], config.id_code))
    if model.snapshots:
        footer.append(FooterItem("archive", words["footer.archive"], "", routing.ARCHIVE_PATH))
    if routing.has_data(model):
        footer.append(FooterItem("data", words["footer.data"], "", routing.DATA_PATH))
    if model.glossary:
        footer.append(FooterItem("glossary", words["page.glossary"], "", routing.GLOSSARY_PATH))
    footer.append(FooterItem("sitemap", words["footer.sitemap"], "", "sitemap.html"))
    return Site(
        name=config.name,
        language={"zh": "zh-CN", "en": "en"}[config.language],
        strings=words.strings,
        navigation=navigation,
        portal=tuple(Link(link.text, link.url) for link in config.breadcrumb),
        footer=tuple(footer),
        footer_pages=tuple(Link(p.title, routing.page_path(p.id)) for p in model.pages.values() if p.in_footer),
        assets=assets,
        as_of=words.day(model.as_of),
        archived=Archived(f"{archived_at:%Y-%m-%d %H:%M}", archived_at.isoformat(), config.base_url) if archived_at else None,
        search=routing.SEARCH_PATH if config.search else "",
    )
