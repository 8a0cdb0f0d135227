"""The frozen Config of a site."""

from __future__ import annotations

import re
from datetime import date, timedelta, timezone, tzinfo
from typing import Literal

import msgspec

from gksite.config.formats import USUAL_FORMATS, ExportFormat
from gksite.config.target_kinds import Layout, Profile, TargetKind
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.schema.keys import FORMAT, KEYS
from gksite.source.yaml import Mapping, Scalar, parse_yaml

CONFIG_PATH = "config.yaml"
LEDGER_PATH = "snapshots/index.yaml"
ADDRESSES_PATH = "snapshots/addresses.txt"
PUBLISHED_PATH = "publications/plans.yaml"
DEFAULT_ZONE = "Asia/Shanghai"
_OFFSET = re.compile(r"([+-])(0\d|1[0-4]):([0-5]\d)", re.ASCII)

CodedPage = Literal["plan", "table", "unit", "task"]
CODED_PAGES: tuple[CodedPage, ...] = ("plan", "table", "unit", "task")
PageFamily = Literal["matrix", "cascade", "compare", "deadlines", "progress", "changes"]
"""Pages that a site may do without; every other page is one that the rest links to for its
meaning."""


class PortalLink(msgspec.Struct, frozen=True):
    """A place of the portal above the site: a text and an absolute address, "" where it is no
    link."""

    text: str
    url: str


class ArchiveSettings(msgspec.Struct, frozen=True):
    """How snapshots are kept. `folder` is where the files lie: below the project, or an absolute
    path."""

    retention: str = "永久"
    folder: str = "snapshots"
    download: bool = False
    """Whether the site offers the files of `snapshots/` for download."""
    creator: str = ""


class PortalConfig(msgspec.Struct, frozen=True):
    """How the site is put into a portal. The slots are root-relative addresses that the web server
    includes, "" for none."""

    layout: Literal["full", "ssi"] = "full"
    head: str = ""
    foot: str = ""
    resources: str = ""
    """Included at the end of `<head>`: the portal's own style sheets and scripts."""
    link_base: str = ""
    """What the links of fragments begin with; "" leaves them relative."""
    inline_styles: bool = False


class Target(msgspec.Struct, frozen=True):
    """A place where the site is published; what its kind has no use for is "". Secrets are never
    part of it."""

    name: str
    kind: TargetKind
    profile: Profile = "site"
    """Which build is sent."""
    layout: Layout = "in-place"
    """Releases beside each other with a link `current` to the live one, or the files in the folder
    itself."""
    keep: int = 5
    """How many releases stay."""
    verify: Literal["all", "sent"] = "all"
    trial: bool = False
    """Only the office looks there: what is sent to it does not count as published."""
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


class Exports(msgspec.Struct, frozen=True):
    """Which forms the data is offered in, and on which terms: the name of a licence and its
    address, "" where none is named."""

    formats: tuple[ExportFormat, ...] = USUAL_FORMATS
    licence: str = ""
    licence_url: str = ""


class RuleSettings(msgspec.Struct, frozen=True):
    """What the site decides about the rules of `gksite check`: the level of single rules by code
    (`off` leaves one out), the form of 索引号 (`free`, `org9`, `uscc18`, or a pattern of `#`, `@` and
    `*`), the working days from 成文 to 发布, the months after which a column is stale (0 for never),
    and the budget of a page in kB.
    """

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
    timezone: str = DEFAULT_ZONE
    """Where it is today: the day of an import, a check and a publication (`zone_of`)."""
    column_name: str = ""
    column_description: str = ""
    column_keywords: str = ""
    column_type: str = "政策文件"
    search: bool = True
    report_page: str = ""
    """Where an error on a page is reported: an address with `{title}` and `{address}`, as
    `report_template` gives it."""
    page_codes: tuple[CodedPage, ...] = CODED_PAGES
    """The kinds of pages that carry a QR code of their address in print."""
    breadcrumb: tuple[PortalLink, ...] = ()
    review_steps: tuple[str, ...] = ()
    """The steps of the review gate in their order; none where there is no gate."""
    footer: tuple[tuple[str, str], ...] = ()
    """The items of the foot by key, in the order of FooterRecord; unfilled ones are left out."""
    archive: ArchiveSettings = ArchiveSettings()
    leave_out: tuple[PageFamily, ...] = ()
    """The families of pages that the site does not have; nothing links to them then."""
    portal: PortalConfig = PortalConfig()
    targets: tuple[Target, ...] = ()
    exports: Exports = Exports()
    rules: RuleSettings = RuleSettings()
    attachment_types: tuple[str, ...] = ()
    """Types of files that go out besides the usual ones, as `file_types.type_of` gives them."""


def theme_named(text: str) -> str:
    """The theme that config.yaml names, read without its records, which take long to load; where
    it is not to be read, the usual one."""
    return _named(text, "site", "theme") or Config(name="").theme


def zone_named(text: str) -> str:
    """The time zone that config.yaml names, read as `theme_named` reads."""
    return _named(text, "timezone") or DEFAULT_ZONE


def zone_of(name: str) -> tzinfo | None:
    """The zone of a name such as Asia/Shanghai, or of an offset such as +08:00; None where this
    machine knows none.

    All of China has one time, so the usual zone needs no tables, which a bare machine lacks.
    """
    if name == DEFAULT_ZONE:
        return timezone(timedelta(hours=8))
    if offset := _OFFSET.fullmatch(name):
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (
        KeyError,
        ValueError,
        OSError,
    ):  # what it raises for a name that is unknown, no name, a folder of its tables
        return None


def _named(text: str, *steps: str) -> str:
    node, _ = parse_yaml(text, CONFIG_PATH)
    for step in steps:
        node = (
            next((value for key, value in node.entries.items() if KEYS.get(key, key) == step), None)
            if isinstance(node, Mapping)
            else None
        )
    return (isinstance(node, Scalar) and node.value) or ""


def check_format(text: str) -> list[Diagnostic]:
    """That config.yaml names a later format than this version reads; told without its records,
    which take long to load."""
    node, _ = parse_yaml(text, CONFIG_PATH)
    entries = node.entries if isinstance(node, Mapping) else {}
    for key, value in entries.items():
        number = value.value if isinstance(value, Scalar) else None
        if (
            KEYS.get(key, key) == "format"
            and number
            and number.isascii()
            and number.isdecimal()
            and int(number[:9]) > FORMAT
        ):
            place = Location(CONFIG_PATH, value.line, value.column)
            return [problem("newer-format", place, format=number, known=FORMAT)]
    return []
