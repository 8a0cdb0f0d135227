"""The page of the data, and the downloads and feeds that other pages offer."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from gksite.config.formats import FILES, OFFERED
from gksite.model.tables import MEANINGS_IN_ENGLISH, UNIT_COLUMNS
from gksite.pages.addresses import DATA_PATH, PageRequest
from gksite.pages.downloads import (
    files_of,
    site_exports,
)
from gksite.pages.head import page_head
from gksite.pages.json_ld import LinkedData
from gksite.pages.kind import PageKind
from gksite.pages.parts import Fact, Link, Page
from gksite.pages.selection import has_data
from gksite.pages.view import View
from gksite.values import Value


def data_page(view: View, request: PageRequest) -> DataPage:
    """Return the page of the data: its files, their content, and the licence."""
    words, config = view.words, view.model.config
    files = files_of(view.model)
    title = words["page.data"]
    meanings = MEANINGS_IN_ENGLISH if config.language == "en" else {}
    return DataPage(
        **page_head(view, request, title),
        licence=Link(
            config.exports.licence or config.exports.licence_url, config.exports.licence_url
        ),
        files=tuple(
            DataFile(
                Link(request.path.rpartition("/")[2], request.path),
                words[FILES[request.kind].format_word],
                words[f"data.{request.kind}"],
            )
            for request in site_exports(view.model)
        ),
        parts=tuple(
            Fact(words[file.format_word], words[f"data.{file.kind}"])
            for file in OFFERED
            if file in files
        ),
        columns=tuple(
            Fact(column.head, meanings.get(column.key, column.meaning)) for column in UNIT_COLUMNS
        ),
    )


def offered(view: View, kind: PageKind, entity: str) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Return the downloads of a page, and the feeds to name in its head (`note` is the media
    type)."""
    model = view.model
    offers = {file.kind: file for file in (kind.files(model, entity) if kind.files else ())}
    named = {file.kind: file for file in (kind.feeds(model, entity) if kind.feeds else ())}
    downloads = tuple(
        Link(view.words[f"download.{row.kind}"], offers[row.kind].path)
        for row in OFFERED
        if row.kind in offers
    )
    files = offers | named
    feeds = tuple(
        Link(view.words[row.format_word], files[row.kind].path, row.media_type)
        for row in FILES.values()
        if row.format == "feeds" and row.kind in files
    )
    return downloads, feeds


def with_offers(
    page: Page, downloads: tuple[Link, ...], feeds: tuple[Link, ...], json_ld: str, report: str = ""
) -> Page:
    """Return a page with its downloads, its feeds, its JSON-LD, and the link for reporting an
    error."""
    if not (downloads or feeds or json_ld or report):
        return page
    return msgspec.structs.replace(
        page, downloads=downloads, feeds=feeds, json_ld=json_ld, report=report
    )


class DataFile(Value, frozen=True):
    """A file of data: link, the word for its format, what is in it."""

    link: Link
    format: str
    text: str


class DataPage(Page, frozen=True, kw_only=True):
    """The data files of the site. `licence` is without a text where none is named."""

    template: ClassVar[str] = "data.html"

    licence: Link
    files: tuple[DataFile, ...]
    parts: tuple[Fact, ...]
    """Formats that the pages of plans, units and authorities offer, with what each is good for."""
    columns: tuple[Fact, ...]
    """The columns of the task tables: head, meaning."""


DATA = PageKind(
    name="data",
    context=data_page,
    addresses=lambda model: [(DATA_PATH, "")] if has_data(model) else [],
    depends_on="site",
    source="",
    subject=LinkedData.dataset,
)
