"""What rules over rendered pages look at: the tags of a page, its links and ids; and the rules themselves."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from html import unescape
from itertools import pairwise
from urllib.parse import unquote

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.values import Value

# A tag ends at the next < or >: no way back. The theme escapes both within attributes, as HTML text from Jinja is. These patterns see every
# byte of a site: they begin with fixed characters and know only small letters, which is five times as fast.
_TAG_NAMES = r"<(img|link|script|iframe|meta|object|embed|source|video|audio|form|input)(?=[\s>/])([^<>]*)>"
_TAG = re.compile(_TAG_NAMES)
_TAG_OF_ANY_CASE = re.compile(_TAG_NAMES, re.IGNORECASE)
_CAPITAL = re.compile(r"<[A-Z]")
_HEADING = re.compile(r"<h([1-6])(?=[\s>])", re.IGNORECASE)
_HREF = re.compile(r" href=\"([^\"<>]*)\"")
_NOWHERE = re.compile(r"#?\Z|\s*javascript:", re.IGNORECASE)
_ID = re.compile(r" id=\"([^\"<>]*)\"")
_ATTRIBUTE = re.compile(r"([a-zA-Z:-]{1,40})(?:=\"([^\"<>]*)\")?")
_LOADS = {"img": "src", "script": "src", "iframe": "src", "object": "data", "embed": "src", "source": "src", "video": "src", "audio": "src", "form": "action", "input": "src"}
_LOADED_LINKS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "shortcut icon", "apple-touch-icon", "mask-icon"})

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
CONTENT_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
_CONTENT_KINDS = frozenset({"plan", "task", "table"})
_WITHOUT_TAGS = frozenset({"404", "redirect"})


class PageSettings(msgspec.Struct, frozen=True):
    """What the rules over pages must know: the site's own origin, whether it is a portal's, the foot's items, the page budget in bytes."""

    base_url: str = ""
    portal: bool = False
    footer: tuple[tuple[str, str], ...] = ()
    largest_page: int = 300_000


class Page(msgspec.Struct, frozen=True):
    """A rendered page: its address, the kind of its request, its bytes, its HTML; the tags that load or state something (name in lower case, attributes),
    the target of every link, each once, the levels of its headings, and its ids."""

    path: str
    kind: str
    size: int
    html: str
    tags: tuple[tuple[str, Mapping[str, str]], ...]
    targets: tuple[str, ...]
    levels: tuple[int, ...]
    ids: tuple[str, ...]


class PageFacts(Value, frozen=True):
    """What stays known of a page that is not rendered again: addresses within the site that it leads to, its ids, what is wrong with it."""

    links: tuple[str, ...]
    ids: tuple[str, ...]
    problems: tuple[Diagnostic, ...]


def read_page(path: str, kind: str, data: bytes) -> Page:
    """What rules look at of a page, all in order."""
    html = data.decode()
    spaced = html.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    if _CAPITAL.search(html):
        tags = [(name.lower(), text) for name, text in _TAG_OF_ANY_CASE.findall(spaced)]
    else:
        tags = _TAG.findall(spaced)
    return Page(
        path,
        kind,
        len(data),
        html,
        tuple((name, _attributes(text)) for name, text in tags),
        tuple(map(unescape, dict.fromkeys(_HREF.findall(spaced)))),
        tuple(map(int, _HEADING.findall(spaced))),
        tuple(map(unescape, _ID.findall(spaced))),
    )


# Every page of a site has the same head and foot: what was read of their tags is worth keeping.
@lru_cache(8192)
def _attributes(text: str) -> Mapping[str, str]:
    return {name.lower(): unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def links_of(page: Page) -> tuple[str, ...]:
    """Every address within the site that the page leads to or loads, once each: `plans/a/index.html`, with `#id` where it has one."""
    loaded = [target for name, attributes in page.tags if (target := attributes.get(_LOADS.get(name, "")))]
    folder = posixpath.dirname(page.path)
    return tuple(filter(None, dict.fromkeys(_inside(target, page.path, folder) for target in (*page.targets, *loaded))))


def address_of(target: str, path: str) -> str:
    """Where a link on the page at `path` leads, from the root of the site; "" for one that leads out of it or to no page."""
    return _inside(target, path, posixpath.dirname(path))


def _inside(target: str, path: str, folder: str) -> str:
    if target[:1] == "#":
        return f"{path}{unquote(target)}" if len(target) > 1 else path
    return _address(target, folder) if target else ""


@lru_cache(8192)
def _address(target: str, folder: str) -> str:
    if ":" in target.partition("/")[0] or target.startswith(("//", "?")):
        return ""
    address, _, fragment = target.partition("#")
    address = unquote(address.partition("?")[0])
    whole = address.lstrip("/") if address.startswith("/") else posixpath.normpath(posixpath.join(folder, address))
    if address.endswith("/"):
        whole = posixpath.join(whole, "index.html")
    return f"{whole}#{unquote(fragment)}" if fragment else whole


# ── one page ───────────────────────────────────────────────────────────────────────────────────────────────


def check_weight(page: Page, settings: PageSettings) -> Iterator[Diagnostic]:
    """The HTML of a page is not larger than the budget."""
    if page.size > settings.largest_page:
        yield problem("page-too-heavy", Location(page.path), size=f"{page.size / 1000:.0f}", most=settings.largest_page // 1000)


def check_headings(page: Page, settings: PageSettings) -> Iterator[Diagnostic]:
    """A page has one h1, and no heading skips a level (WCAG 1.3.1, 2.4.10)."""
    if page.kind != "redirect" and page.levels.count(1) != 1:
        yield problem("heading-order", Location(page.path), detail_zh=f"有 {page.levels.count(1)} 个一级标题", detail=f"{page.levels.count(1)} headings of level 1")
    for before, level in pairwise(page.levels):
        if level > before + 1:
            yield problem("heading-order", Location(page.path), detail_zh=f"h{before} 之后是 h{level}", detail=f"h{level} follows h{before}")
            return


def check_images(page: Page, settings: PageSettings) -> Iterator[Diagnostic]:
    """An image has an alternative text, which may be empty for decoration (WCAG 1.1.1)."""
    for name, attributes in page.tags:
        if name == "img" and "alt" not in attributes and attributes.get("role") != "presentation":
            yield problem("image-without-text", Location(page.path), target=attributes.get("src", ""))


def check_foreign_requests(page: Page, settings: PageSettings) -> Iterator[Diagnostic]:
    """A page loads nothing from another host."""
    for name, attributes in page.tags:
        target = attributes.get(_LOADS.get(name, ""), "")
        if name == "link" and attributes.get("rel", "").lower() in _LOADED_LINKS:
            target = attributes.get("href", "")
        if target.startswith(("//", "http:", "https:")) and not (settings.base_url and target.startswith(settings.base_url)):
            yield problem("foreign-request", Location(page.path), target=target)


def check_empty_links(page: Page, settings: PageSettings) -> Iterator[Diagnostic]:
    """No link leads to `#`, to nothing or to `javascript:`."""
    for target in page.targets:
        if _NOWHERE.match(target):
            yield problem("empty-link", Location(page.path), target=target)


def check_meta_tags(page: Page, settings: PageSettings) -> Iterator[Diagnostic]:
    """A portal's page carries the meta tags of 国办发〔2017〕47号 that its kind must have, none of them empty or null."""
    stated = {attributes.get("name", ""): attributes.get("content", "") for name, attributes in page.tags if name == "meta"}
    wanted: tuple[str, ...] = ()
    if settings.portal and page.kind not in _WITHOUT_TAGS:
        wanted = SITE_TAGS if page.kind == "home" else (*SITE_TAGS, *COLUMN_TAGS)
        wanted += CONTENT_TAGS if page.kind in _CONTENT_KINDS else ()
    for tag in wanted:
        if tag not in stated:
            yield problem("meta-tag-missing", Location(page.path), tag=tag)
    for tag, value in stated.items():
        if tag in (*SITE_TAGS, *COLUMN_TAGS, *CONTENT_TAGS) and value.strip().lower() in ("", "null", "none", "undefined"):
            yield problem("meta-tag-empty", Location(page.path), tag=tag)


def check_footer(page: Page, settings: PageSettings) -> Iterator[Diagnostic]:
    """A portal's page shows every item of the foot that config.yaml fills in."""
    if not settings.portal or page.kind in _WITHOUT_TAGS:
        return
    foot = unescape(page.html[page.html.rfind("<footer") :]) if "<footer" in page.html else ""
    for key, value in settings.footer:
        if value not in foot:
            yield problem("footer-item-missing", Location(page.path), key=key)


# ── all pages ──────────────────────────────────────────────────────────────────────────────────────────────


def check_page_links(
    facts: Mapping[str, PageFacts], outputs: Collection[str], places: Mapping[tuple[str, str], Location]
) -> Iterator[Diagnostic]:
    """Every address within the site leads to a page or file, and every fragment to an id of its page.

    `places` are the places of links that sources write, by page and address as `links_of` gives it.
    """
    ids: dict[str, frozenset[str]] = {}
    told: set[str] = set()
    for path, page in facts.items():
        for link in page.links:
            address, _, fragment = link.partition("#")
            if address not in outputs:
                code = "dead-link"
            elif fragment and address in facts:
                known = ids.get(address)
                if known is None:
                    known = ids[address] = frozenset(facts[address].ids)
                if fragment in known:
                    continue
                code = "dead-fragment"
            else:
                continue
            where = places.get((path, link))
            # Without a place in a source it is the theme's, and the same on many pages.
            if where is None and link in told:
                continue
            told.add(link)
            yield problem(code, where or Location(path), target=link, near="")
