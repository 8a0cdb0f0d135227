"""The main part of a page as a fragment of HTML, and the list of all fragments."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from gksite import __version__
from gksite.portal.html_trees import Element, page_tree, part_of
from gksite.portal.scoped_html import Scoping, is_absolute, open_tag, prefixed, scoped_inside
from gksite.portal.scoped_script import BY_SCRIPT, PLACES

CHROME = frozenset({"skip", "site-name", "foot-items", "to-share", "page-code"})
"""Classes of what a portal has itself: skip link, name, foot items, address and QR code."""
CRUMBS = "crumbs"
"""The class of the breadcrumb, of which a fragment keeps the parent alone (`_cut_breadcrumb`)."""


class Crumb(msgspec.Struct, frozen=True):
    """A step of a breadcrumb; `path` is from the root of the site."""

    title: str
    path: str


class FragmentEntry(msgspec.Struct, frozen=True):
    """An entry of the list of fragments: address, title, SHA-256 and size of its bytes, and the
    breadcrumb below the column."""

    path: str
    title: str
    sha256: str
    bytes: int
    breadcrumb: tuple[Crumb, ...]


class FragmentList(msgspec.Struct, frozen=True):
    """The list that a portal polls: style sheet, script (None without one) and all fragments, each
    with its digest."""

    format: str
    version: str
    style: FragmentEntry
    script: FragmentEntry | None
    fragments: tuple[FragmentEntry, ...]


def render_fragment(html: bytes, path: str, base: str, *, has_script: bool = True) -> bytes:
    """Return the fragment of a page: an element of the class `gk`, without head, foot and scripts.
    `base` as in Scoping; `has_script` says whether the page around loads SCRIPT_PATH."""
    page = page_tree(html)
    chrome = CHROME if _cut_breadcrumb(page) else CHROME | {CRUMBS}
    return f"{scoped_body(page, scoping_of(path, chrome, base, has_script=has_script))}\n".encode()


def _cut_breadcrumb(page: Element) -> bool:
    """Cut the breadcrumb of a page down to its parent and the page itself, and return whether to
    keep it: a task says of which plan it is, a unit of which authority, also where it is read
    alone. A portal has the steps above itself, and needs none on a page below one of them."""
    for steps in page.iterfind(".//nav/ol"):
        nav = steps.getparent()
        is_breadcrumb = nav is not None and CRUMBS in (nav.get("class") or "").split()
        if is_breadcrumb and sum(map(_leads_within, steps)) > 2:
            for step in list(steps)[:-2]:
                steps.remove(step)
            return True
    return False


def _leads_within(step: Element) -> bool:
    link = step.find("a")
    return link is not None and not is_absolute(link.get("href") or "/")


def scoping_of(path: str, chrome: frozenset[str], base: str = "", *, has_script: bool) -> Scoping:
    """Return the rewriting of a page without the classes `chrome`. What needs a script is hidden
    until it runs, and is not there where there is none."""
    if has_script:
        return Scoping(path, base, chrome, frozenset(BY_SCRIPT), has_script=True)
    return Scoping(path, base, chrome | frozenset(PLACES))


def scoped_body(page: Element, scoping: Scoping, name: str = "div") -> str:
    """Return the body of a page as an element of the class `gk`, styled by STYLE_PATH."""
    body = part_of(page, "body")
    outer = open_tag(
        name,
        [("class", "gk"), ("lang", page.get("lang") or "zh-CN"), ("data-gk-version", __version__)],
    )
    inner = open_tag("div", [("class", prefixed(f"body {body.get('class') or ''}"))])
    return f"{outer}\n{inner}\n{scoped_inside(body, scoping)}\n</div>\n</{name}>"


def fragment_list(
    style: FragmentEntry, script: FragmentEntry | None, entries: Iterable[FragmentEntry]
) -> bytes:
    """Return the list as JSON, in the order of addresses."""
    whole = FragmentList(
        "gksite-fragments/1",
        __version__,
        style,
        script,
        tuple(sorted(entries, key=lambda entry: entry.path)),
    )
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"
