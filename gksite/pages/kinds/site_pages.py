"""The contexts of free pages, the search page, the site map, the 404 page and redirects."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from gksite.pages import addresses, selection
from gksite.pages.addresses import PageRequest
from gksite.pages.downloads import subscribe_path
from gksite.pages.head import meta_tags, page_head
from gksite.pages.kind import PageKind
from gksite.pages.kinds.text_blocks import BodyBlock, text_blocks
from gksite.pages.parts import Day, Link, Page
from gksite.pages.promises import redirects
from gksite.pages.selection import plans_by_year
from gksite.pages.view import View
from gksite.values import Value


def text_page(view: View, request: PageRequest) -> TextPage:
    """Return a free page."""
    page = view.model.pages[request.entity]
    meta = meta_tags(
        view,
        request,
        title=page.title if page.published else "",
        published=str(page.published or ""),
        source=view.model.config.name,
        description=page.description,
    )
    return TextPage(
        **page_head(
            view, request, page.title, description=page.description, meta=meta, draft=page.draft
        ),
        blocks=text_blocks(page.body),
        published=view.words.day(page.published) if page.published else None,
    )


def sitemap_page(view: View, request: PageRequest) -> SitemapPage:
    """Return the main pages, authorities, plans, topics and free pages."""
    words, model = view.words, view.model
    main = [
        view.home,
        *(Link(words[f"nav.{key}"], path) for key, path in selection.main_pages(model)),
    ]
    if model.snapshots:
        main.append(Link(words["page.archive"], addresses.ARCHIVE_PATH))
    if selection.has_data(model):
        main.append(Link(words["page.data"], addresses.DATA_PATH))
    if model.config.search:
        main.append(Link(words["page.search"], addresses.SEARCH_PATH))
    if path := subscribe_path(model):
        main.append(Link(words["page.subscribe"], path))
    if model.glossary:
        main.append(Link(words["page.glossary"], addresses.GLOSSARY_PATH))
    sections = (
        (model.config.name, main),
        (words["nav.plans"], list(view.plan_links.values())),
        (words["nav.units"], list(view.authority_links.values())),
        (
            words["nav.topics"],
            [Link(topic.name, addresses.topic_path(topic.id)) for topic in model.topics.values()],
        ),
        (
            words["group.other"],
            [Link(page.title, addresses.page_path(page.id)) for page in model.pages.values()],
        ),
    )
    title = words["page.sitemap"]
    return SitemapPage(
        **page_head(view, request, title),
        sections=tuple(
            SitemapSection(heading, tuple(links)) for heading, links in sections if links
        ),
    )


def search_page(view: View, request: PageRequest) -> SearchPage:
    """Return the search page, with links to plans and units for readers without script."""
    words, model = view.words, view.model
    title = words["page.search"]
    links = view.unit_links | view.group_links
    by_authority = (
        (
            authority,
            [*(unit.key for unit in authority.units), *(group.key for group in authority.groups)],
        )
        for authority in model.registry.authorities.values()
    )
    return SearchPage(
        **page_head(view, request, title, section="search"),
        plans=tuple(
            SitemapSection(
                words.say("year", year=year), tuple(view.plan_links[plan.id] for plan in own)
            )
            for year, own in plans_by_year(model)
        ),
        units=tuple(
            SitemapSection(authority.name, tuple(links[key] for key in own))
            for authority, own in by_authority
            if own
        ),
        topics=tuple(
            Link(topic.name, addresses.topic_path(topic.id)) for topic in model.topics.values()
        ),
        request=model.config.request_page,
    )


def not_found_page(view: View, request: PageRequest) -> NotFoundPage:
    """Return the page for addresses that lead nowhere, at whatever depth they are. That of a
    snapshot stands at its own address alone: its links lead nowhere but within the snapshot."""
    title = view.words["page.404"]
    path = request.root if view.is_archived else urlsplit(view.model.config.base_url).path
    return NotFoundPage(
        path=request.path,
        root=path,
        title=title,
        description=title,
        breadcrumb=(view.home,),
        meta=meta_tags(view, request),
    )


def redirect_page(view: View, request: PageRequest) -> RedirectPage:
    """Return the page at an old address, which leads to the new one at once."""
    base = view.model.config.base_url
    return RedirectPage(
        path=request.path,
        root=request.root,
        title=view.words["page.redirect"],
        description=view.words["page.redirect"],
        breadcrumb=(view.home,),
        canonical=f"{base}{request.entity}" if base else "",
        target=Link(_title_at(view, request.entity), request.entity),
    )


def _title_at(view: View, path: str) -> str:
    plans = (link.text for link in view.plan_links.values() if link.path == path)
    pages = (
        page.title for page in view.model.pages.values() if addresses.page_path(page.id) == path
    )
    years = (
        view.words.say("page.deadlines", year=year)
        for year in view.model.plan_years()
        if addresses.deadlines_path(year) == path
    )
    return next((*plans, *pages, *years).__iter__())


def _with_place(view: View, unit: str) -> Link:
    """Return the link to a unit, with its authority as note: many districts have a unit of the same
    name."""
    link = view.unit_links[unit]
    return Link(link.text, link.path, view.authority_links[unit.partition("/")[0]].text)


class TextPage(Page, frozen=True, kw_only=True):
    """A free page."""

    template: ClassVar[str] = "page.html"

    blocks: tuple[BodyBlock, ...]
    published: Day | None


class SitemapSection(Value, frozen=True):
    """A part of the site map."""

    title: str
    links: tuple[Link, ...]


class SearchPage(Page, frozen=True, kw_only=True):
    """The search; for readers without script, all plans by year and all units by authority. Topics
    and the address where one applies for information stand where nothing is found."""

    template: ClassVar[str] = "search.html"

    plans: tuple[SitemapSection, ...]
    units: tuple[SitemapSection, ...]
    topics: tuple[Link, ...]
    request: str


class SitemapPage(Page, frozen=True, kw_only=True):
    """The site map for people."""

    template: ClassVar[str] = "sitemap.html"

    sections: tuple[SitemapSection, ...]


class NotFoundPage(Page, frozen=True, kw_only=True):
    """404: served at any address, so `root` is the absolute path of the site where
    `site.base_url` is known; in a snapshot it is relative, as that of other pages."""

    template: ClassVar[str] = "404.html"


class RedirectPage(Page, frozen=True, kw_only=True):
    """An old address that leads to the new one, without script."""

    template: ClassVar[str] = "redirect.html"

    target: Link


TEXT = PageKind(
    name="page",
    context=text_page,
    addresses=lambda model: ((addresses.page_path(id), id) for id in model.pages),
    depends_on="site",
    source=lambda model, request: model.pages[request.entity].location,
)

SEARCH = PageKind(
    name="search",
    context=search_page,
    addresses=lambda model: [(addresses.SEARCH_PATH, "")] if model.config.search else [],
    depends_on="site",
    source="",
    strings=("page.search",),
)

SITEMAP = PageKind(
    name="sitemap",
    context=sitemap_page,
    addresses=lambda model: [("sitemap.html", "")],
    depends_on="site",
    source="",
    strings=("page.sitemap", "page.search", "group.other"),
)

NOT_FOUND = PageKind(
    name="404",
    context=not_found_page,
    addresses=lambda model: [("404.html", "")],
    depends_on="site",
    source="",
    strings=("page.404",),
    is_own=False,
)

REDIRECT = PageKind(
    name="redirect",
    context=redirect_page,
    addresses=lambda model: ((old.lstrip("/"), new) for old, new, _ in redirects(model)),
    depends_on="site",
    source=lambda model, request: next(
        place for old, _, place in redirects(model) if old.lstrip("/") == request.path
    ),
    strings=("page.redirect",),
    is_own=False,
)
