"""The main part of a page as a fragment of HTML for any page around it; and the list of all
fragments."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from lxml import etree

from gksite import __version__
from gksite.portal.scoped_html import (
    Scoping,
    open_tag,
    parse_page,
    part_of,
    prefixed,
    scoped_inside,
)

CHROME = frozenset({"skip", "site-name", "foot-items", "crumbs", "page-code"})
"""Classes of what a portal has itself: the way past the head, the name, the items of the foot, the
breadcrumb, the page's address."""


class Crumb(msgspec.Struct, frozen=True):
    """A step of the way to a page; `path` is from the root of the site."""

    title: str
    path: str


class FragmentEntry(msgspec.Struct, frozen=True):
    """A fragment as the list has it: address, title, SHA-256 and size of its bytes, and the way
    to it below the column."""

    path: str
    title: str
    sha256: str
    bytes: int
    breadcrumb: tuple[Crumb, ...]


class FragmentList(msgspec.Struct, frozen=True):
    """What a portal polls: the style sheet and all fragments, each with its digest."""

    format: str
    version: str
    style: FragmentEntry
    fragments: tuple[FragmentEntry, ...]


def render_fragment(html: bytes, path: str, base: str) -> bytes:
    """A page's fragment: one element of the class `gk`, without head, foot and scripts. `base`
    as in Scoping."""
    page = parse_page(html)
    return f"{scoped_body(page, Scoping(path, base, CHROME))}\n".encode()


def scoped_body(page: etree._Element, scoping: Scoping, name: str = "div") -> str:
    """The body of a page as one element (by name) of the class `gk`, whose style sheet is
    STYLE_PATH."""
    body = part_of(page, "body")
    outer = open_tag(
        name,
        [("class", "gk"), ("lang", page.get("lang") or "zh-CN"), ("data-gk-version", __version__)],
    )
    inner = open_tag("div", [("class", prefixed(f"body {body.get('class') or ''}"))])
    return f"{outer}\n{inner}\n{scoped_inside(body, scoping)}\n</div>\n</{name}>"


def fragment_list(style: FragmentEntry, entries: Iterable[FragmentEntry]) -> bytes:
    """The list as JSON, in the order of addresses."""
    whole = FragmentList(
        "gksite-fragments/1",
        __version__,
        style,
        tuple(sorted(entries, key=lambda entry: entry.path)),
    )
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"
