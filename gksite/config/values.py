"""The frozen Config of a site."""

from __future__ import annotations

import re
from datetime import date, timedelta, timezone, tzinfo
from typing import Literal

import msgspec

from gksite.config.formats import USUAL_FORMATS, ExportFormat
from gksite.config.target_kinds import Layout, Profile, TargetKind
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.schema.keys import FORMAT, KEYS, Release, TaskStatus
from gksite.source.files import SNAPSHOTS_DIR
from gksite.source.yaml import Mapping, Scalar, parse_yaml

CONFIG_PATH = "config.yaml"
LEDGER_PATH = f"{SNAPSHOTS_DIR}/index.yaml"
ADDRESSES_PATH = f"{SNAPSHOTS_DIR}/addresses.txt"
PUBLISHED_PATH = "publications/plans.yaml"
WITHDRAWN_PATH = "content/withdrawn.yaml"
DEFAULT_ZONE = "Asia/Shanghai"
_OFFSET = re.compile(r"([+-])(0\d|1[0-4]):([0-5]\d)", re.ASCII)

CodedPage = Literal["plan", "table", "unit", "topic", "task"]
CODED_PAGES: tuple[CodedPage, ...] = ("plan", "table", "unit", "topic", "task")
PageFamily = Literal["matrix", "cascade", "compare", "deadlines", "progress", "changes"]
"""Families of pages that a site may leave out; the other pages need all of the rest."""


class PortalLink(msgspec.Struct, frozen=True):
    """A place of the portal above the site: a text, and an absolute address or ""."""

    text: str
    url: str


class ArchiveSettings(msgspec.Struct, frozen=True):
    """How snapshots are kept. `folder` is where the files lie: below the project, or an absolute
    path."""

    retention: str = "永久"
    folder: str = SNAPSHOTS_DIR
    download: bool = False
    """Whether the site offers the files of `snapshots/` for download."""
    creator: str = ""


class PortalConfig(msgspec.Struct, frozen=True):
    """The form of the site in a portal. The slots are root-relative addresses that the web server
    includes, "" for none."""

    layout: Literal["full", "ssi"] = "full"
    head: str = ""
    foot: str = ""
    resources: str = ""
    """Included at the end of `<head>`: the portal's own style sheets and scripts."""
    link_base: str = ""
    """The prefix of the links of fragments; "" leaves them relative."""
    inline_styles: bool = False
    script: bool = True
    """Whether pages in the portal have the script of search, sorting and filters."""


class Target(msgspec.Struct, frozen=True):
    """A place where the site is published; values that its kind has no use for are "". Secrets are
    never part of it."""

    name: str
    kind: TargetKind
    profile: Profile = "site"
    """The profile of the build that is sent."""
    layout: Layout = "in-place"
    """Folders of releases with a link `current` to the live one, or the files in the target's
    folder itself."""
    keep: int = 5
    """Number of releases that are kept."""
    verify: Literal["all", "sent"] = "all"
    trial: bool = False
    """Whether only the office sees it, so that nothing counts as published that is sent there."""
    path: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    host_key: tuple[str, ...] = ()
    """Accepted fingerprints of the server's key: `SHA256:…`."""
    known_hosts: str = ""
    key_file: str = ""
    bucket: str = ""
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    url: str = ""


class Exports(msgspec.Struct, frozen=True):
    """The formats of the data files, and the name and address of their licence, "" if none is
    named."""

    formats: tuple[ExportFormat, ...] = USUAL_FORMATS
    licence: str = ""
    licence_url: str = ""


class RuleSettings(msgspec.Struct, frozen=True):
    """Settings of the rules of `gksite check`: levels by code (`off` leaves a rule out), the form
    of 索引号 (`free`, `org9`, `uscc18`, or a pattern of `#`, `@` and `*`), the working days from 成文
    to 发布, the months after which a column is stale (0: never), and the budget of a page in kB."""

    levels: tuple[tuple[str, str], ...] = ()
    index_number: str = "free"
    working_days: int = 20
    stale_months: int = 6
    page_kilobytes: int = 300


class Config(msgspec.Struct, frozen=True):
    """The settings of config.yaml with defaults; an absent text is ""."""

    name: str
    language: Literal["zh", "en"] = "zh"
    theme: str = "default"
    domain: str = ""
    id_code: str = ""
    base_url: str = ""
    mode: Literal["portal", "preview"] = "preview"
    as_of: date | None = None
    task_status: TaskStatus = "lead"
    """The rule by which duties make a task's state, where its plan states none."""
    assessments: Release = "internal"
    """Whether what assessments found is published."""
    timezone: str = DEFAULT_ZONE
    """The zone whose day is the day of an import, a check or a publication (`zone_of`)."""
    column_name: str = ""
    column_description: str = ""
    column_keywords: str = ""
    column_type: str = "政策文件"
    search: bool = True
    report_page: str = ""
    """The address for reports of errors on a page, with `{title}` and `{address}`, from
    `report_template`."""
    request_page: str = ""
    """Where readers apply for information that was not published (依申请公开)."""
    page_codes: tuple[CodedPage, ...] = CODED_PAGES
    """The kinds of pages that carry a QR code of their address, to share and in print."""
    breadcrumb: tuple[PortalLink, ...] = ()
    review_steps: tuple[str, ...] = ()
    """The steps of the review gate in their order; none without a gate."""
    review_reports: tuple[str, ...] = ()
    """The steps that sign reports before they are public; none where they need no signature."""
    separate_steps: tuple[tuple[str, ...], ...] = ()
    """Steps of which nobody may sign two of one version."""
    review_pages: tuple[str, ...] = ()
    """Those that sign free pages, topics, the glossary and notes on units."""
    footer: tuple[tuple[str, str], ...] = ()
    """The filled items of the foot by key, in the order of FooterRecord."""
    archive: ArchiveSettings = ArchiveSettings()
    leave_out: tuple[PageFamily, ...] = ()
    """The families of pages that the site does not have; nothing links to them."""
    portal: PortalConfig = PortalConfig()
    targets: tuple[Target, ...] = ()
    exports: Exports = Exports()
    rules: RuleSettings = RuleSettings()
    attachment_types: tuple[str, ...] = ()
    """Types of files that may be published besides the usual ones, from `file_types.type_of`."""

    @property
    def shows_assessments(self) -> bool:
        """Whether the site publishes what assessments found."""
        return self.assessments == "public"


def theme_named(text: str) -> str:
    """Return the theme that the text of config.yaml names; the default if it cannot be read. The
    record class, which takes long to load, is not needed."""
    return _named(text, "site", "theme") or Config(name="").theme


def zone_named(text: str) -> str:
    """Return the time zone that the text of config.yaml names, as `theme_named` reads it."""
    return _named(text, "timezone") or DEFAULT_ZONE


def zone_of(name: str) -> tzinfo | None:
    """Return the zone of a name such as Asia/Shanghai, or of an offset such as +08:00; None if
    this machine does not know it.

    All of China has the same time, so that the default needs no tables, which a bare machine lacks.
    """
    if name == DEFAULT_ZONE:
        return timezone(timedelta(hours=8))
    if offset := _OFFSET.fullmatch(name):
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # an unknown name, no name, a folder of the tables
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
    """Report a later format than this version reads, without loading the record class."""
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
