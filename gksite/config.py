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


class Target(msgspec.Struct, frozen=True):
    """A place where the site is published; what its kind has no use for is "". Secrets are never part of it."""

    name: str
    kind: Literal["folder", "sftp", "s3", "webdav", "http"]
    profile: str = "site"
    """Which build is sent."""
    layout: Literal["releases", "in-place"] = "in-place"
    """Releases beside each other with a link `current` to the live one, or the files in the folder itself."""
    keep: int = 5
    """How many releases stay."""
    verify: Literal["all", "sent"] = "all"
    path: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    host_key: tuple[str, ...] = ()
    """Fingerprints, any of which the server may show: `SHA256:…`."""
    known_hosts: str = ""
    key_file: str = ""
    bucket: str = ""
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    url: str = ""


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
    targets: tuple[Target, ...] = ()
