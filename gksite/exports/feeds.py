"""Atom (RFC 4287) and JSON Feed 1.1 of the site, a plan, a unit or a topic."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import msgspec

from gksite.config.formats import FILES
from gksite.exports.news import scope_news, tag
from gksite.exports.prepared import Prepared
from gksite.model.site import SiteModel
from gksite.pages import addresses
from gksite.pages.downloads import ExportRequest
from gksite.source.links import file_address
from gksite.source.text import CONTROL


class FeedHead(msgspec.Struct, frozen=True):
    """The head of a feed: its id, its title, the page that it belongs to, and the addresses of its
    two forms."""

    id: str
    title: str
    page: str
    atom: str
    feed: str


_PAGES: dict[str, Callable[[str], str]] = {
    "plan": addresses.plan_path,
    "unit": addresses.unit_path,
    "topic": addresses.topic_path,
}


def atom_export(prepared: Prepared, request: ExportRequest) -> bytes:
    """Return the news of a scope as Atom. A feed was updated when its newest entry was; without
    entries, on the day of the build's content."""
    model, head, news = prepared.model, _head(prepared, request), scope_news(prepared, request)
    newest = max(news, key=lambda entry: entry.time, default=None)
    updated = newest.time if newest else f"{model.as_of}T00:00:00+08:00"
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:'
        'lang="zh-CN">\n',
        f"<id>{_text(head.id)}</id>\n<title>{_text(head.title)}</title>\n<updated>{updated}"
        "</updated>\n",
        f"<author><name>{_text(model.config.name)}</name></author>\n",
        f'<link rel="self" type="application/atom+xml" href="{_address(model, head.atom)}"/>\n',
        f'<link rel="alternate" type="text/html" href="{_address(model, head.page)}"/>\n',
        *(
            f"<entry>\n<id>{_text(entry.id)}</id>\n<title>{_text(entry.title)}</title>\n<updated>"
            f"{entry.time}</updated>\n"
            f'<link rel="alternate" type="text/html" href="{_address(model, entry.path)}"/>\n'
            f"<summary>{_text(entry.text)}</summary>\n</entry>\n"
            for entry in news
        ),
        "</feed>\n",
    ]
    return "".join(parts).encode()


def json_feed_export(prepared: Prepared, request: ExportRequest) -> bytes:
    """Return the news of a scope as JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    model, head, news = prepared.model, _head(prepared, request), scope_news(prepared, request)
    base = model.config.base_url
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "home_page_url": base + file_address(head.page),
        "feed_url": base + file_address(head.feed),
        "language": "zh-CN",
        "authors": [{"name": model.config.name}],
        "items": [
            {
                "id": entry.id,
                "url": base + file_address(entry.path),
                "title": entry.title,
                "content_text": entry.text,
                "date_published": entry.time,
            }
            for entry in news
        ],
    }
    return msgspec.json.encode(document) + b"\n"


def _head(prepared: Prepared, request: ExportRequest) -> FeedHead:
    model, scope, entity = prepared.model, request.scope, request.entity
    page = _PAGES[scope](entity) if scope in _PAGES else "changes.html"
    title = model.config.name
    if scope != "site":
        title = f"{prepared.name(request)} - {title}"
    id = tag(model, f"feeds/{scope}/{entity}".rstrip("/"))
    atom, feed = (FILES[kind].paths[scope].format(entity) for kind in ("atom", "feed"))
    return FeedHead(id, title, page, atom, feed)


def _address(model: SiteModel, path: str) -> str:
    return escape(model.config.base_url + file_address(path))


def _text(value: str) -> str:
    return escape(CONTROL.sub("", value), quote=False)
