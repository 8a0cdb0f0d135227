"""Read what a web page says of itself in its head: `<title>`, and the meta tags of portals."""

from __future__ import annotations

from collections.abc import Iterator

from bs4.element import Tag

NAMES = frozenset((
    "articletitle", "pubdate", "contentsource", "keywords", "sitename", "columnname", "title",
    "og:title", "article:published_time",
))  # fmt: skip
"""The names of 政府网站发展指引 for pages and sites, and those that other pages have, in lower case."""
_LONGEST = 500


def page_facts(page: Tag) -> tuple[tuple[str, str], ...]:
    """Return the names, in lower case, and the values of the facts that a page states; the first of
    each name. `title` is that of `<title>`."""
    facts: dict[str, str] = {}
    for name, value in _stated(page):
        text = " ".join(value.split())
        if name in NAMES and text and len(text) <= _LONGEST:
            facts.setdefault(name, text)
    return tuple(facts.items())


def _stated(page: Tag) -> Iterator[tuple[str, str]]:
    for element in page.find_all(("title", "meta")):
        if not isinstance(element, Tag) or element.find_parent("svg"):
            continue
        if element.name == "title":
            yield "title", element.get_text()
            continue
        for key in ("name", "property", "itemprop"):
            yield str(element.get(key, "")).strip().lower(), str(element.get("content", ""))
