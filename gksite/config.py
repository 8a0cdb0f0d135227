"""The frozen Config of a site."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

CONFIG_PATH = "config.yaml"


class PortalLink(msgspec.Struct, frozen=True):
    """A place of the portal above the site: a text and an absolute address."""

    text: str
    url: str


ExportFormat = Literal["csv", "xlsx", "json", "ics", "stratml", "feeds", "sqlite", "datapackage", "jsonld"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = ("csv", "xlsx", "json", "ics", "stratml", "feeds", "sqlite", "datapackage", "jsonld")


class Exports(msgspec.Struct, frozen=True):
    """Which forms the data is offered in, and on which terms: the name of a licence and its address, "" where none is named."""

    formats: tuple[ExportFormat, ...] = EXPORT_FORMATS
    licence: str = ""
    licence_url: str = ""


class Config(msgspec.Struct, frozen=True):
    """What config.yaml says, with the defaults filled in; "" where nothing was said."""

    name: str
    language: Literal["zh", "en"] = "zh"
    theme: str = "default"
    domain: str = ""
    id_code: str = ""
    base_url: str = ""
    mode: Literal["portal", "preview"] = "preview"
    as_of: date | None = None
    column_name: str = ""
    column_description: str = ""
    column_keywords: str = ""
    column_type: str = "政策文件"
    breadcrumb: tuple[PortalLink, ...] = ()
    review_steps: tuple[str, ...] = ()
    """The steps of the review gate in their order; none where there is no gate."""
    footer: tuple[tuple[str, str], ...] = ()
    """The items of the foot by key, in the order of FooterRecord; unfilled ones are left out."""
    exports: Exports = Exports()
