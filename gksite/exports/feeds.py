"""Atom (RFC 4287) and JSON Feed 1.1 of the site, a plan, a unit or a topic."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import msgspec

from gksite.exports.news import News
from gksite.model.site import SiteModel
from gksite.source.links import file_address
from gksite.source.text import CONTROL


class FeedHead(msgspec.Struct, frozen=True):
    """What a feed says of itself: its id, its title, the page that it belongs to, and where its two
    forms are."""

    id: str
    title: str
    page: str
    atom: str
    feed: str


def atom_feed(model: SiteModel, head: FeedHead, news: Sequence[News]) -> bytes:
    """The Atom feed. It was updated when its newest entry was; one without entries, on the day
    of the build's content."""
    updated = max((one.day for one in news), default=model.as_of)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:'
        'lang="zh-CN">\n',
        f"<id>{_text(head.id)}</id>\n<title>{_text(head.title)}</title>\n<updated>{_time(updated)}"
        "</updated>\n",
        f"<author><name>{_text(model.config.name)}</name></author>\n",
        f'<link rel="self" type="application/atom+xml" href="{_address(model, head.atom)}"/>\n',
        f'<link rel="alternate" type="text/html" href="{_address(model, head.page)}"/>\n',
        *(
            f"<entry>\n<id>{_text(one.id)}</id>\n<title>{_text(one.title)}</title>\n<updated>"
            f"{_time(one.day)}</updated>\n"
            f'<link rel="alternate" type="text/html" href="{_address(model, one.path)}"/>\n'
            f"<summary>{_text(one.text)}</summary>\n</entry>\n"
            for one in news
        ),
        "</feed>\n",
    ]
    return "".join(parts).encode()


def json_feed(model: SiteModel, head: FeedHead, news: Sequence[News]) -> bytes:
    """The JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
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
                "id": one.id,
                "url": base + file_address(one.path),
                "title": one.title,
                "content_text": one.text,
                "date_published": _time(one.day),
            }
            for one in news
        ],
    }
    return msgspec.json.encode(document) + b"\n"


def _address(model: SiteModel, path: str) -> str:
    return escape(model.config.base_url + file_address(path))


def _text(value: str) -> str:
    return escape(CONTROL.sub("", value), quote=False)


def _time(day: object) -> str:
    """The beginning of a day in China, since feeds want a time and the content has days."""
    return f"{day}T00:00:00+08:00"
