"""Read what a web page says of itself: `<title>`, the meta tags of portals, WeChat's own marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bs4.element import Tag

NAMES = frozenset((
    "articletitle", "pubdate", "contentsource", "keywords", "sitename", "columnname", "title",
    "og:title", "article:published_time",
))  # fmt: skip
"""The names of 政府网站发展指引 for pages and sites, and those that other pages have, in lower case."""
_LONGEST = 500
WECHAT_TEXT = "js_content"
"""The id of the element that holds the text of a WeChat article."""
_OF_WECHAT = (
    ("activity-name", "og:title"), ("publish_time", "pubdate"), ("js_name", "contentsource"),
)  # fmt: skip
"""Ids of the elements of a WeChat article that hold a fact; scripts may fill them only later."""
_ARTICLE = ("activity-name", WECHAT_TEXT)
_SECONDS = re.compile(r"\bvar\s{1,4}ct\s{0,4}=\s{0,4}[\"'](\d{10})[\"']")
_CHINA = timedelta(hours=8)


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
    if page.find(id=WECHAT_TEXT):
        yield from _of_wechat(page)


def _of_wechat(page: Tag) -> Iterator[tuple[str, str]]:
    for identity, name in _OF_WECHAT:
        element = page.find(id=identity)
        if isinstance(element, Tag):
            yield name, element.get_text()
    for script in page.find_all("script"):
        if seconds := _SECONDS.search(script.get_text()):
            moment = datetime.fromtimestamp(int(seconds[1]), UTC) + _CHINA
            yield "pubdate", moment.date().isoformat()


def around_article(page: Tag) -> frozenset[int]:
    """Return the identities of the elements around title and text of a WeChat article; none on any
    other page. Whatever else they hold belongs to WeChat, not to the article."""
    if not page.find(id=WECHAT_TEXT):
        return frozenset()
    parts = [element for identity in _ARTICLE if (element := page.find(id=identity))]
    return frozenset(id(around) for part in parts for around in part.parents)


def holds_article(element: Tag, around: frozenset[int]) -> bool:
    """Whether an element is title or text of a WeChat article, or lies around them."""
    return id(element) in around or str(element.get("id", "")) in _ARTICLE
