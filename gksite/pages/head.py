"""The head of every page: title, breadcrumb, meta tags, canonical address."""

from __future__ import annotations

from typing import TypedDict

from gksite.model.entities import Plan
from gksite.pages.addresses import PageRequest
from gksite.pages.downloads import card_of
from gksite.pages.item_words import item_words
from gksite.pages.parts import ItemWords, Link
from gksite.pages.view import View

Tags = tuple[tuple[str, str], ...]
"""Meta tags: names with contents."""


_OF_PLANS = frozenset({"plan", "table", "matrix", "cascade", "compare"})
"""The kinds of pages that are called after a plan."""


class PageHead(TypedDict):
    """The fields that every context has, as `Page` describes them."""

    path: str
    root: str
    title: str
    section: str
    description: str
    breadcrumb: tuple[Link, ...]
    meta: Tags
    canonical: str
    draft: bool
    item: ItemWords | None
    title_html: str
    card: str


def page_head(
    view: View,
    request: PageRequest,
    title: str,
    *above: Link,
    section: str = "",
    description: str = "",
    plan: Plan | None = None,
    meta: Tags | None = None,
    address: str = "",
    draft: bool = False,
) -> PageHead:
    """Return the fields that every context begins with.

    `above` is the breadcrumb below the home page, `plan` the plan that the page belongs to,
    `meta` the tags where they are not the usual ones, `address` the canonical address where
    that is not the page's own.
    """
    description = description or title
    if meta is None and plan:
        meta = meta_tags(view, request, title=title, plan=plan, description=description)
    return {
        "path": request.path,
        "root": request.root,
        "title": title,
        "section": section,
        "description": description,
        "breadcrumb": () if request.kind == "home" else (view.home, *above),
        "meta": meta_tags(view, request) if meta is None else meta,
        "canonical": view.canonical(address or request.path),
        "draft": draft or bool(plan and plan.draft),
        "item": item_words(plan) if plan else None,
        "card": card_of(view.model, plan),
        "title_html": view.title_breaks.html(title) if request.kind in _OF_PLANS else "",
    }


def meta_tags(
    view: View,
    request: PageRequest,
    *,
    title: str = "",
    plan: Plan | None = None,
    published: str = "",
    source: str = "",
    description: str = "",
) -> Tags:
    """Return the meta tags of 政府网站发展指引 (国办发〔2017〕47号): of the site, of the column, and with a
    `title` those of the content.

    Unknown items are left out, since an empty tag is worse than none. A `plan` gives date, source
    and keywords.
    """
    config = view.model.config
    tags = [
        ("SiteName", config.name),
        ("SiteDomain", config.domain),
        ("SiteIDCode", config.id_code),
    ]
    if request.kind != "home":
        tags += [
            ("ColumnName", config.column_name),
            ("ColumnDescription", config.column_description),
            ("ColumnKeywords", config.column_keywords),
            ("ColumnType", config.column_type),
        ]
    if plan:
        published, source = plan.public_since, plan.issuer_name
    if title:
        tags += [
            ("ArticleTitle", title),
            # Of a day alone nobody states the minute.
            ("PubDate", published[:16].replace("T", " ")),
            ("ContentSource", source),
            ("Keywords", ",".join(plan.keywords if plan else ())),
            ("Author", source),
            ("Description", description),
            ("Url", view.canonical(request.path)),
        ]
    return tuple((name, value) for name, value in tags if value)
