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


class RuleSettings(msgspec.Struct, frozen=True):
    """What the site decides about the rules of `gksite check`: the level of single rules by code (`off` leaves one out), the form of
    索引号 (`free`, `org9`, `uscc18`, or a pattern of `#`, `@` and `*`), the working days from 成文 to 发布, the months after which a
    column is stale (0 for never), and the budget of a page in kB."""

    levels: tuple[tuple[str, str], ...] = ()
    index_number: str = "free"
    working_days: int = 20
    stale_months: int = 6
    page_kilobytes: int = 300


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
    footer: tuple[tuple[str, str], ...] = ()
    """The items of the foot by key, in the order of FooterRecord; unfilled ones are left out."""
    rules: RuleSettings = RuleSettings()
