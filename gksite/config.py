"""The frozen Config of a site."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

CONFIG_PATH = "config.yaml"


class PortalLink(msgspec.Struct, frozen=True):
    """A place of the portal above the site: a text and an absolute address, "" where it is no link."""

    text: str
    url: str


class PortalConfig(msgspec.Struct, frozen=True):
    """How the site is put into a portal. The slots are root-relative addresses that the web server includes, "" for none."""

    layout: Literal["full", "ssi"] = "full"
    head: str = ""
    foot: str = ""
    resources: str = ""
    """Included at the end of `<head>`: the portal's own style sheets and scripts."""
    link_base: str = ""
    """What the links of fragments begin with; "" leaves them relative."""
    inline_styles: bool = False


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
    portal: PortalConfig = PortalConfig()
