"""The page of the data, and the downloads and feeds that other pages offer."""

from __future__ import annotations

import re
from typing import ClassVar, NamedTuple

import msgspec

from gksite.config.formats import FILES, OFFERED
from gksite.model.entities import Plan
from gksite.model.tables import MEANINGS_IN_ENGLISH, UNIT_COLUMNS
from gksite.pages.addresses import DATA_PATH, SUBSCRIBE_PATH, PageRequest
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
from gksite.source.links import file_address
from gksite.values import Value

_DOCUMENTS = {"docx": "Word", "doc": "Word", "wps": "WPS", "ofd": "OFD", "pdf": "PDF"}
"""Ending of a file → its format as people call it, those first that most people want."""
_FOLLOWED = frozenset({"ics", "atom", "feed"})
"""Kinds of files that people subscribe to."""
_REMARK = re.compile(r"[（(][^（）()]*[）)]$")


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


def offered(view: View, kind: PageKind, entity: str) -> Offers:
    """Return what a page offers; the `note` of a feed is its media type."""
    model = view.model
    offers = {file.kind: file for file in (kind.files(model, entity) if kind.files else ())}
    named = {file.kind: file for file in (kind.feeds(model, entity) if kind.feeds else ())}
    links = {
        row.kind: Link(view.words[f"download.{row.kind}"], offers[row.kind].path)
        for row in OFFERED
        if row.kind in offers
    }
    documents = _documents(model.plans[entity]) if kind.of_plan and kind.files else {}
    if "pdf" in links:
        documents.pop("PDF", None)
    files = offers | named
    return Offers(
        tuple(documents.values())
        + tuple(link for name, link in links.items() if not FILES[name].is_open_data),
        tuple(link for name, link in links.items() if FILES[name].is_open_data),
        tuple(
            Link(view.words[row.format_word], files[row.kind].path, row.media_type)
            for row in FILES.values()
            if row.format == "feeds" and row.kind in files
        ),
        SUBSCRIBE_PATH if _FOLLOWED.intersection(files) else "",
    )


def _documents(plan: Plan) -> dict[str, Link]:
    """Return the attachments that are the plan itself, by format: those that bear its title,
    perhaps with a remark behind it (“Word版”); nothing else says what an attachment is."""
    found: dict[str, Link] = {}
    for file in plan.attachments:
        format = _DOCUMENTS.get(file.path.rpartition(".")[2].lower(), "")
        if format and _bare(file.title) == _bare(plan.title):
            address = file_address(f"plans/{plan.id}/{file.path}")
            found.setdefault(format, Link(format, address))
    return {format: found[format] for format in _DOCUMENTS.values() if format in found}


def _bare(title: str) -> str:
    return "".join(_REMARK.sub("", title.strip()).strip("《》").split())


def with_offers(page: Page, offers: Offers, json_ld: str, report: str = "") -> Page:
    """Return a page with what it offers, its JSON-LD, and the link for reporting an error."""
    if not (offers.downloads or offers.open_data or offers.feeds or json_ld or report):
        return page
    return msgspec.structs.replace(
        page,
        downloads=offers.downloads,
        open_data=offers.open_data,
        feeds=offers.feeds,
        subscribe=offers.subscribe,
        json_ld=json_ld,
        report=report,
    )


class Offers(NamedTuple):
    """The fields of `Page` that say what there is to download and to subscribe to."""

    downloads: tuple[Link, ...]
    open_data: tuple[Link, ...]
    feeds: tuple[Link, ...]
    subscribe: str


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
