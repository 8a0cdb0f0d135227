"""The rules over rendered pages, and their input: the tags of a page, its links and ids."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from html import unescape
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.values import Value

# A tag ends at the next < or >, without backtracking: the theme escapes both within attributes.
# These patterns run over every byte of a site, so they work on bytes, begin with a fixed one, and
# skip the start of most tags, which is several times as fast.
_TAG = re.compile(
    rb"<(?![/dt])(h[1-6]|img|link|script|iframe|meta|object|embed|source|video|audio|form|input|"
    rb"[A-Z][A-Za-z0-9]{0,9})(?=[\s>/])([^<>]*)>"
)
_HREF = re.compile(rb"href=(?<=\shref=)\"([^\"<>]*)\"")
_ID = re.compile(rb"id=(?<=\sid=)\"([^\"<>]*)\"")
_LEVELS = {b"h%d" % level: level for level in range(1, 7)}
_NOTHING = frozenset({"", "null", "none", "undefined"})
_NOWHERE = re.compile(r"#?\Z|\s*javascript:", re.IGNORECASE)
_NOWHERE_BEGINS = frozenset("#jJ \t\n\r\f\v") | {""}
_PLAIN = re.compile(r"((?:\.\./){0,4})(?:[\w-]{1,100}/){0,4}[\w-]{1,100}\.html(?:#[\w-]{1,100})?")
_ATTRIBUTE = re.compile(r"([a-zA-Z:-]{1,40})(?:=\"([^\"<>]*)\")?")
_LOADS = {
    "img": "src", "script": "src", "iframe": "src", "object": "data", "embed": "src",
    "source": "src", "video": "src", "audio": "src", "form": "action", "input": "src",
}  # fmt: skip
_LOADED_LINKS = frozenset((
    "stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "shortcut icon",
    "apple-touch-icon", "mask-icon",
))  # fmt: skip

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
CONTENT_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
_CONTENT_KINDS = frozenset({"plan", "task", "table"})
_WITHOUT_TAGS = frozenset({"404", "redirect"})


class PageSettings(msgspec.Struct, frozen=True):
    """Settings for the rules over pages: the site's own origin, whether it is a portal, the items
    of the footer, the page budget in bytes."""

    base_url: str = ""
    portal: bool = False
    footer: tuple[tuple[str, str], ...] = ()
    largest_page: int = 300_000


class Page(msgspec.Struct, frozen=True):
    """A rendered page: address, kind, HTML in UTF-8; tags that may load something (name in lower
    case, attributes), names of meta tags and whether they are empty, link targets, each once,
    levels of headings, and ids with blanks between."""

    path: str
    kind: str
    html: bytes
    tags: tuple[tuple[str, Mapping[str, str]], ...]
    metas: tuple[tuple[str, bool], ...]
    targets: tuple[str, ...]
    levels: tuple[int, ...]
    ids: str


class PageFacts(Value, frozen=True):
    """The cached facts of a page that is not rendered again: the addresses within the site that it
    leads to, one to a line; its ids, with blanks between; its problems."""

    links: str
    ids: str
    problems: tuple[Diagnostic, ...]


def read_page(path: str, kind: str, html: bytes) -> Page:
    """Return the parts of a page that rules look at, in order."""
    body, content, foot = html.find(b"<body"), html.find(b"</header>"), html.rfind(b"<footer")
    if not 0 < body < content < foot:
        body = content = foot = len(html)
    a, b, c, d = (
        _read(html, 0, body),
        _read_shared(html[body:content]),
        _read(html, content, foot),
        _read_shared(html[foot:]),
    )
    return Page(
        path,
        kind,
        html,
        (*a.tags, *b.tags, *c.tags, *d.tags),
        (*a.metas, *b.metas, *c.metas, *d.metas),
        tuple(dict.fromkeys((*a.targets, *b.targets, *c.targets, *d.targets))),
        (*a.levels, *b.levels, *c.levels, *d.levels),
        " ".join((a.ids, b.ids, c.ids, d.ids)),
    )


class _Stretch(msgspec.Struct, frozen=True):
    """The contents of a stretch of HTML that begins and ends between tags, in order."""

    tags: tuple[tuple[str, Mapping[str, str]], ...]
    metas: tuple[tuple[str, bool], ...]
    targets: tuple[str, ...]
    levels: tuple[int, ...]
    ids: str


def _read(html: bytes, start: int, end: int) -> _Stretch:
    tags, metas, levels = [], [], []
    for written, text in _TAG.findall(html, start, end):
        name = written.lower()
        if name == b"meta":
            metas.append(_meta(text))
        elif level := _LEVELS.get(name):
            levels.append(level)
        else:
            tags.append(_tag(name, text))
    return _Stretch(
        tuple(tags),
        tuple(metas),
        _texts(_HREF.findall(html, start, end)),
        tuple(levels),
        unescape(b" ".join(_ID.findall(html, start, end)).decode()),
    )


# Most pages share head and foot, with the same tags: parsed tags are cached.
@lru_cache(64)
def _read_shared(html: bytes) -> _Stretch:
    return _read(html, 0, len(html))


@lru_cache(8192)
def _tag(name: bytes, text: bytes) -> tuple[str, Mapping[str, str]]:
    attributes = {key.lower(): unescape(value) for key, value in _ATTRIBUTE.findall(text.decode())}
    return name.decode(), attributes


@lru_cache(8192)
def _meta(text: bytes) -> tuple[str, bool]:
    _, attributes = _tag(b"meta", text)
    return attributes.get("name", ""), attributes.get("content", "").strip().lower() in _NOTHING


def _texts(values: Collection[bytes]) -> tuple[str, ...]:
    """Return values of attributes, unescaped."""
    whole = b"\0".join(values).decode()
    return tuple((unescape(whole) if "&" in whole else whole).split("\0")) if values else ()


def links_of(page: Page, base_url: str = "") -> str:
    """Return every address within the site that the page leads to or loads, one to a line, once
    each: `plans/a/index.html`, with `#id` where it has one. The page of addresses that lead nowhere
    is shown at any depth, and names them whole, below the path of `base_url`."""
    loaded = [
        target for name, attributes in page.tags if (target := attributes.get(_LOADS.get(name, "")))
    ]
    known, path = _addresses(posixpath.dirname(page.path)), page.path
    root = urlsplit(base_url).path if page.kind == "404" else ""
    links = [
        _own(target, path) if target[:1] == "#" else known[target.removeprefix(root)]
        for target in (*page.targets, *loaded)
    ]
    return "\n".join(filter(None, dict.fromkeys(links)))


def address_of(target: str, path: str) -> str:
    """Return the target of a link on the page at `path`, from the root of the site; "" for one that
    leads out of it or to no page."""
    return _own(target, path) if target[:1] == "#" else _address(target, posixpath.dirname(path))


def _own(target: str, path: str) -> str:
    return f"{path}{unquote(target)}" if len(target) > 1 else path


def _address(target: str, folder: str) -> str:
    if not target or ":" in target.partition("/")[0] or target.startswith(("//", "?")):
        return ""
    address, _, fragment = target.partition("#")
    address = unquote(address.partition("?")[0])
    whole = (
        address.lstrip("/")
        if address.startswith("/")
        else posixpath.normpath(posixpath.join(folder, address))
    )
    if address.endswith("/"):
        whole = posixpath.join(whole, "index.html")
    return f"{whole}#{unquote(fragment)}" if fragment else whole


class _Addresses(dict[str, str]):
    """The targets of links on the pages of one folder, computed on demand."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder
        parts = folder.split("/") if folder else []
        self._above = [
            "".join(f"{part}/" for part in parts[:count]) for count in range(len(parts), -1, -1)
        ]

    def __missing__(self, target: str) -> str:
        self[target] = address = self._plain(target) or _address(target, self._folder)
        return address

    def _plain(self, target: str) -> str:
        """Return the target as `_address` does, for links in the theme's form, in a third of the
        time; "" for others."""
        match = _PLAIN.fullmatch(target)
        up = len(match[1]) // 3 if match else 0
        return f"{self._above[up]}{target[3 * up :]}" if match and up < len(self._above) else ""


# The pages of a folder follow one another and lead to the same places.
@lru_cache(16)
def _addresses(folder: str) -> _Addresses:
    return _Addresses(folder)


# ── one page ──────────────────────────────────────────────────────────────────────────────────────


def check_weight(page: Page, settings: PageSettings) -> Iterator[Diagnostic]:
    """The HTML of a page is not larger than the budget."""
    size = len(page.html)
    if size > settings.largest_page:
        yield problem(
            "page-too-heavy",
            Location(page.path),
            # Rounded up: it never reads as no more than the budget.
            size=-(-size // 1000),
            most=settings.largest_page // 1000,
        )


def check_headings(page: Page, settings: PageSettings) -> Iterator[Diagnostic]:
    """A page has one h1, and no heading skips a level (WCAG 1.3.1, 2.4.10)."""
    if page.kind != "redirect" and page.levels.count(1) != 1:
        yield problem(
            "heading-order",
            Location(page.path),
            detail_zh=f"有 {page.levels.count(1)} 个一级标题",
            detail=f"{page.levels.count(1)} headings of level 1",
        )
    for before, level in pairwise(page.levels):
        if level > before + 1:
            yield problem(
                "heading-order",
                Location(page.path),
                detail_zh=f"h{before} 之后是 h{level}",
                detail=f"h{level} follows h{before}",
            )
            return


def check_images(page: Page, settings: PageSettings) -> Iterator[Diagnostic]:
    """An image has an alternative text, which may be empty for decoration (WCAG 1.1.1)."""
    for name, attributes in page.tags:
        if name == "img" and "alt" not in attributes and attributes.get("role") != "presentation":
            yield problem(
                "image-without-text", Location(page.path), target=attributes.get("src", "")
            )


def check_foreign_requests(page: Page, settings: PageSettings) -> Iterator[Diagnostic]:
    """A page loads nothing from another host."""
    for name, attributes in page.tags:
        target = attributes.get(_LOADS.get(name, ""), "")
        if name == "link" and attributes.get("rel", "").lower() in _LOADED_LINKS:
            target = attributes.get("href", "")
        if target.startswith(("//", "http:", "https:")) and not (
            settings.base_url and target.startswith(settings.base_url)
        ):
            yield problem("foreign-request", Location(page.path), target=target)


def check_empty_links(page: Page, settings: PageSettings) -> Iterator[Diagnostic]:
    """No link leads to `#`, to nothing or to `javascript:`."""
    for target in page.targets:
        if target[:1] in _NOWHERE_BEGINS and _NOWHERE.match(target):
            yield problem("empty-link", Location(page.path), target=target)


def check_meta_tags(page: Page, settings: PageSettings) -> Iterator[Diagnostic]:
    """A portal's page carries the meta tags of 国办发〔2017〕47号 that its kind must have, none of them
    empty or null."""
    stated = dict(page.metas)
    wanted: tuple[str, ...] = ()
    if settings.portal and page.kind not in _WITHOUT_TAGS:
        wanted = SITE_TAGS if page.kind == "home" else (*SITE_TAGS, *COLUMN_TAGS)
        wanted += CONTENT_TAGS if page.kind in _CONTENT_KINDS else ()
    # A plan that never went out has no PubDate (`publication-day-open`); its other tags are there.
    is_open = "ArticleTitle" in stated and b'"datePublished"' not in page.html
    for tag in wanted:
        if tag not in stated and not (is_open and tag == "PubDate"):
            yield problem("meta-tag-missing", Location(page.path), tag=tag)
    for tag, says_nothing in stated.items():
        if says_nothing and tag in (*SITE_TAGS, *COLUMN_TAGS, *CONTENT_TAGS):
            yield problem("meta-tag-empty", Location(page.path), tag=tag)


def check_footer(page: Page, settings: PageSettings) -> Iterator[Diagnostic]:
    """A portal's page shows every item of the foot that config.yaml fills in."""
    if not settings.portal or page.kind in _WITHOUT_TAGS:
        return
    foot = (
        unescape(page.html[page.html.rfind(b"<footer") :].decode())
        if b"<footer" in page.html
        else ""
    )
    for key, value in settings.footer:
        if value not in foot:
            yield problem("footer-item-missing", Location(page.path), key=key)


# ── all pages ─────────────────────────────────────────────────────────────────────────────────────


def check_page_links(
    facts: Mapping[str, PageFacts],
    outputs: Collection[str],
    places: Callable[[], Mapping[tuple[str, str], Location]],
) -> Iterator[Diagnostic]:
    """Every address within the site leads to a page or file, and every fragment to an id of its
    page.

    `places` gives the places of links that sources write, by page and address as `links_of` gives
    it; it is asked where one leads nowhere.
    """
    links = {link for page in facts.values() for link in page.links.split("\n")} - {*outputs, ""}
    ids = {
        address: frozenset(facts[address].ids.split())
        for address in {link.partition("#")[0] for link in links} & facts.keys()
    }
    dead = {link: code for link in links if (code := _fault(link, outputs, ids))}
    reported: set[str] = set()
    written: Mapping[tuple[str, str], Location] | None = None
    for path, page in facts.items() if dead else ():
        for link in page.links.split("\n"):
            if link not in dead:
                continue
            written = places() if written is None else written
            where = written.get((path, link))
            # Without a place in a source it is the theme's, and the same on many pages.
            if where is None and link in reported:
                continue
            reported.add(link)
            yield problem(dead[link], where or Location(path), target=link, near="")


def _fault(link: str, outputs: Collection[str], ids: Mapping[str, Collection[str]]) -> str:
    """Return the fault of an address that is not one of the outputs. Fragments of files that are
    not pages, such as a page of a PDF, are not checked."""
    address, _, fragment = link.partition("#")
    if address not in outputs:
        return "dead-link"
    return "dead-fragment" if fragment and address in ids and fragment not in ids[address] else ""
