"""The context of the page on subscribing: feeds, calendars, and what to do with them."""

from __future__ import annotations

from typing import ClassVar

from gksite.config.formats import FILES
from gksite.pages.addresses import PageRequest
from gksite.pages.downloads import has_calendars, site_exports, subscribe_path
from gksite.pages.head import page_head
from gksite.pages.kind import PageKind
from gksite.pages.parts import Fact, Page
from gksite.pages.view import View


def subscribe_page(view: View, request: PageRequest) -> SubscribePage:
    """Return the addresses of the site's feeds, and whether there are calendars. Those of a plan, a
    unit or a topic stand on its own page, so that this one does not grow with the site."""
    words = view.words
    title = words["page.subscribe"]
    return SubscribePage(
        **page_head(view, request, title, description=words["subscribe.lead"]),
        addresses=tuple(
            Fact(words[FILES[file.kind].format_word], view.canonical(file.path), file.path)
            for file in site_exports(view.model)
            if FILES[file.kind].format == "feeds"
        ),
        has_calendars=has_calendars(view.model),
    )


class SubscribePage(Page, frozen=True, kw_only=True):
    """How to subscribe. `addresses` are those of the feeds of the whole site: format, absolute
    address, and the address from the root of the site; none where the site has no feeds."""

    template: ClassVar[str] = "subscribe.html"

    addresses: tuple[Fact, ...]
    has_calendars: bool


SUBSCRIBE = PageKind(
    name="subscribe",
    context=subscribe_page,
    addresses=lambda model: [(path, "")] if (path := subscribe_path(model)) else [],
    depends_on="site",
    source="",
    strings=("subscribe.lead",),
    feeds=lambda model, _: site_exports(model),
)
