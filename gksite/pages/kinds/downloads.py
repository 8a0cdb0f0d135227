"""The page of the data, and the downloads and feeds that other pages offer."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from gksite.model.tables import DUTY_COLUMN, MEANINGS_IN_ENGLISH, TASK_COLUMNS
from gksite.pages.addresses import PageRequest
from gksite.pages.downloads import (
    MEDIA_TYPES,
    ExportRequest,
    authority_exports,
    plan_exports,
    site_exports,
    topic_exports,
    unit_exports,
)
from gksite.pages.head import page_head
from gksite.pages.parts import Fact, Link, Page
from gksite.pages.view import View
from gksite.values import Value

_ORDER = ("pdf", "xlsx", "csv", "ics", "json", "stratml", "atom")
"""What a page offers, those first that most people want; the other form of the feed stands in
the head of the page."""


def data_page(view: View, request: PageRequest) -> DataPage:
    """Which files there are, what is in them, on which terms."""
    words, config = view.words, view.model.config
    title = words["page.data"]
    meanings = MEANINGS_IN_ENGLISH if config.language == "en" else {}
    return DataPage(
        **page_head(view, request, title),
        licence=Link(
            config.exports.licence or config.exports.licence_url, config.exports.licence_url
        ),
        files=tuple(
            DataFile(
                Link(one.path.rpartition("/")[2], one.path),
                words[f"format.{_format(one)}"],
                words[f"data.{one.kind}"],
            )
            for one in site_exports(view.model)
        ),
        parts=tuple(
            Fact(words[f"format.{name}"], words[f"data.{name}"])
            for name in _ORDER
            if ("feeds" if name == "atom" else name) in config.exports.formats
            and (name != "atom" or config.base_url)
        ),
        columns=tuple(
            Fact(column.head, meanings.get(column.key, column.meaning))
            for column in (*TASK_COLUMNS, DUTY_COLUMN)
        ),
    )


def offered(view: View, request: PageRequest) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """The downloads of a page, and the feeds to name in its head (`note` is the media type)."""
    files = _files(view, request)
    kinds = {one.kind: one for one in files}
    downloads = tuple(
        Link(view.words[f"download.{kind}"], kinds[kind].path) for kind in _ORDER if kind in kinds
    )
    feeds = tuple(
        Link(view.words[f"format.{one.kind}"], one.path, MEDIA_TYPES[one.kind])
        for one in files
        if one.kind in ("atom", "feed")
    )
    return (downloads if request.kind not in ("home", "changes") else ()), feeds


def with_offers(
    page: Page, downloads: tuple[Link, ...], feeds: tuple[Link, ...], json_ld: str, report: str = ""
) -> Page:
    """A page with what it offers to take along and to machines, and where to report an error on
    it."""
    if not (downloads or feeds or json_ld or report):
        return page
    return msgspec.structs.replace(
        page, downloads=downloads, feeds=feeds, json_ld=json_ld, report=report
    )


def _files(view: View, request: PageRequest) -> tuple[ExportRequest, ...]:
    model, entity = view.model, request.entity
    if request.kind in ("plan", "table"):
        return plan_exports(model, model.plans[entity])
    if request.kind == "unit":
        return unit_exports(model, entity)
    if request.kind == "authority":
        return authority_exports(model, entity)
    if request.kind == "topic":
        return topic_exports(model, entity)
    if request.kind in ("home", "changes"):
        return site_exports(model)
    return ()


def _format(one: ExportRequest) -> str:
    return "csv" if one.kind.endswith(".csv") else one.kind


class DataFile(Value, frozen=True):
    """A file of data: link, the word for its format, what is in it."""

    link: Link
    format: str
    text: str


class DataPage(Page, frozen=True, kw_only=True):
    """Which data there is to take along. `licence` is without a text where none is named."""

    template: ClassVar[str] = "data.html"

    licence: Link
    files: tuple[DataFile, ...]
    parts: tuple[Fact, ...]
    """Formats that the pages of plans, units and authorities offer, with what each is good for."""
    columns: tuple[Fact, ...]
    """The columns of the task tables: head, meaning."""
