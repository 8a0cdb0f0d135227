"""config.yaml → Config."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from gksite.catalogue import CATALOGUE
from gksite.config import (
    CONFIG_PATH,
    EXPORT_FORMATS,
    ArchiveSettings,
    Config,
    ExportFormat,
    Exports,
    PageFamily,
    PortalConfig,
    PortalLink,
    RuleSettings,
    Target,
)
from gksite.diagnostics import Diagnostic, nearest, problem
from gksite.schema.keys import spelled
from gksite.schema.types import Date, Id, Integer, Record, Text, Texts, YesNo
from gksite.schema.validate import Place, parse_record

REVIEW_STEPS = ("拟稿", "科室审核", "保密审查", "签发")
"""The steps of a review where config.yaml names none: drafted, checked by the section, cleared of secrets, signed off."""

DISCLOSURE_COLUMN = "法定主动公开内容"
"""The column of every disclosure platform that plans belong into (国办公开办函〔2019〕61号)."""

_SLOTS = ("head", "foot", "resources")
# A root-relative path without a host: no second slash at its head, no dot segments, nothing that ends the directive.
_SLOT = re.compile(r"(?=/[^/])(?!.*(?:--|/\.\.?(?:/|$)))[A-Za-z0-9/._~+@=,-]+(?:\?[A-Za-z0-9/._~+@=,&-]*)?")
_LINK_BASE = re.compile(r"(?:https?://[A-Za-z0-9.-]+(?::\d{1,5})?)?/(?!/)(?!(?:.*/)?\.\.?(?:/|$))[^\s\"'<>\\?#]*")


class SiteRecord(Record):
    """The site: name, domain and 标识码 of the portal that it belongs to, language, theme."""

    name: Text
    domain: Text | None = None
    id_code: Text | None = None
    base_url: Text | None = None
    language: Literal["zh", "en"] = "zh"
    theme: Id = "default"


class ColumnRecord(Record):
    """The portal's column that the site stands in; its values fill the meta tags Column…."""

    name: Text | None = None
    description: Text | None = None
    keywords: Text | None = None
    type: Text = "政策文件"


class LinkRecord(Record):
    """A text with an address."""

    text: Text
    url: Text


class FooterRecord(Record):
    """The items that the foot of a government site must carry (国办发〔2017〕47号)."""

    host: Text | None = Field(None, description="网站主办单位")
    contact: Text | None = Field(None, description="联系方式")
    icp: Text | None = Field(None, description="ICP备案号")
    police: Text | None = Field(None, description="公安机关备案标识")
    government_mark: Text | None = Field(None, description="党政机关标识：链接地址")
    report_error: Text | None = Field(None, description="我为政府网站找错：链接地址")


class ExportsRecord(Record):
    """Which forms the data is offered in (all unless said otherwise), and the licence that it is under."""

    formats: list[ExportFormat] = Field(default_factory=lambda: list(EXPORT_FORMATS))
    licence: Text | None = None
    licence_url: Text | None = None


class ReviewRecord(Record):
    """The review gate: where it is required, a plan is published only when every step has signed exactly what it says."""

    required: YesNo = True
    steps: Texts = Field(default_factory=lambda: list(REVIEW_STEPS), min_length=1)


class ArchiveRecord(Record):
    """How snapshots are kept, and whether the site offers them for download."""

    retention: Literal["永久", "30年", "10年"] = "永久"
    folder: Text = "snapshots"
    download: YesNo = False
    creator: Text | None = Field(None, description="责任者; default: the host of the site")


class PortalRecord(Record):
    """How the site is put into a portal: see docs/portal.md."""

    layout: Literal["full", "ssi"] = "full"
    head: Text | None = Field(None, description="门户页头：服务器包含的地址")
    foot: Text | None = Field(None, description="门户页脚：服务器包含的地址")
    resources: Text | None = Field(None, description="门户自己的样式和脚本：服务器包含的地址")
    link_base: Text | None = Field(None, description="片段中链接的前缀")
    inline_styles: YesNo = False


class TargetRecord(Record):
    """A place where the site is published. Secrets come from the environment or an agent, never from here."""

    kind: Literal["folder", "sftp", "s3", "webdav", "http"]
    profile: Literal["site", "fragment", "paste", "push"] | None = None
    layout: Literal["releases", "in-place"] | None = None
    keep: Integer = 5
    verify: Literal["all", "sent"] = "all"
    path: Text | None = None
    host: Text | None = None
    port: Integer = 0
    user: Text | None = None
    host_key: Texts = Field(default_factory=list)
    known_hosts: Text | None = None
    key_file: Text | None = None
    bucket: Text | None = None
    prefix: Text | None = None
    endpoint: Text | None = None
    region: Text | None = None
    url: Text | None = None


class PublishRecord(Record):
    """Where the site is published: targets by name."""

    targets: dict[str, TargetRecord] = Field(default_factory=dict)


class RulesRecord(Record):
    """The rules of `gksite check`: levels by code, and their thresholds."""

    levels: dict[str, Literal["error", "warning", "info", "off"]] = Field(default_factory=dict)
    index_number: Text = "free"
    working_days: Integer = 20
    stale_months: Integer = 6
    page_kilobytes: Integer = 300


class ConfigRecord(Record):
    """config.yaml."""

    site: SiteRecord
    mode: Literal["portal", "preview"] = "preview"
    as_of: Date | None = None
    search: YesNo = True
    column: ColumnRecord = Field(default_factory=lambda: ColumnRecord.model_construct())
    breadcrumb: list[LinkRecord] = Field(default_factory=list)
    leave_out: list[PageFamily] = Field(default_factory=list)
    review: ReviewRecord | None = None
    footer: FooterRecord = Field(default_factory=lambda: FooterRecord.model_construct())
    archive: ArchiveRecord = Field(default_factory=lambda: ArchiveRecord.model_construct())
    portal: PortalRecord = Field(default_factory=lambda: PortalRecord.model_construct())
    publish: PublishRecord = Field(default_factory=PublishRecord)
    exports: ExportsRecord = Field(default_factory=lambda: ExportsRecord.model_construct())
    rules: RulesRecord = Field(default_factory=lambda: RulesRecord.model_construct())


def parse_config(text: str) -> tuple[Config | None, list[Diagnostic]]:
    """The Config that a text says; None when it says none. A portal's required items are errors when unfilled."""
    parsed, problems = parse_record(ConfigRecord, text, CONFIG_PATH)
    if parsed is None:
        return None, [_credential_named(one) for one in problems]
    record, place = parsed
    site, column = record.site, record.column
    footer = tuple((key, value) for key, value in record.footer if value)
    config = Config(
        name=site.name,
        language=site.language,
        theme=site.theme,
        domain=site.domain or "",
        id_code=site.id_code or "",
        base_url=f"{site.base_url.rstrip('/')}/" if site.base_url else "",
        mode=record.mode,
        as_of=record.as_of,
        column_name=column.name or "",
        column_description=column.description or "",
        column_keywords=column.keywords or "",
        column_type=column.type,
        search=record.search,
        breadcrumb=_breadcrumb(record),
        review_steps=tuple(dict.fromkeys(record.review.steps)) if record.review and record.review.required else (),
        footer=footer,
        archive=ArchiveSettings(
            record.archive.retention, record.archive.folder, record.archive.download,
            record.archive.creator or dict(footer).get("host", site.name),
        ),
        leave_out=tuple(dict.fromkeys(record.leave_out)),
        portal=_portal(record.portal),
        targets=tuple(_target(name, target) for name, target in record.publish.targets.items()),
        exports=Exports(
            tuple(one for one in EXPORT_FORMATS if one in record.exports.formats), record.exports.licence or "",
            record.exports.licence_url or "",
        ),
        rules=RuleSettings(
            tuple(record.rules.levels.items()), record.rules.index_number, record.rules.working_days, record.rules.stale_months,
            record.rules.page_kilobytes,
        ),
    )
    return config, [*problems, *check_portal_items(record, place), *check_portal_addresses(record.portal, place), *check_targets(record, place), *_check_rules(record, place), *_check_downloads(record, place)]


def _breadcrumb(record: ConfigRecord) -> tuple[PortalLink, ...]:
    """The way to the site as configured; in a portal, unless it says otherwise, the column that the law names."""
    if record.breadcrumb or record.mode != "portal":
        return tuple(PortalLink(link.text, link.url) for link in record.breadcrumb)
    return (PortalLink(DISCLOSURE_COLUMN, ""),)


def _portal(record: PortalRecord) -> PortalConfig:
    base = record.link_base
    return PortalConfig(
        layout=record.layout,
        head=record.head or "",
        foot=record.foot or "",
        resources=record.resources or "",
        link_base=f"{base.rstrip('/')}/" if base else "",
        inline_styles=record.inline_styles,
    )


def check_portal_addresses(record: PortalRecord, place: Place) -> list[Diagnostic]:
    """Slots are paths from the portal's root that no quote or comment sign can break out of; with `layout: ssi` there are some."""
    slots = {key: getattr(record, key) for key in _SLOTS}
    problems = [
        problem("unsafe-portal-address", place.at("portal", key), key=f"portal.{key}", value=value)
        for key, value in slots.items()
        if value and not _SLOT.fullmatch(value)
    ]
    if record.link_base and not _LINK_BASE.fullmatch(record.link_base):
        problems.append(problem("unsafe-portal-address", place.at("portal", "link_base"), key="portal.link_base", value=record.link_base))
    if record.layout == "ssi" and not record.head and not record.foot:
        problems.append(problem("missing-portal-slot", place.at("portal", "layout")))
    return problems


def _check_downloads(record: ConfigRecord, place: Place) -> list[Diagnostic]:
    """Snapshots hold the sources with who signed them, and so are not for everybody where there is a review gate."""
    if not (record.archive.download and record.review and record.review.required):
        return []
    return [problem("snapshot-names-reviewers", place.at("archive", "download"))]


def _check_rules(record: ConfigRecord, place: Place) -> list[Diagnostic]:
    """Every code that gets a level exists."""
    return [
        problem("unknown-rule", place.at("rules", "levels", code), name=code, near=nearest(code, CATALOGUE))
        for code in record.rules.levels if code not in CATALOGUE
    ]


def check_portal_items(record: ConfigRecord, place: Place) -> list[Diagnostic]:
    """The meta tags and the foot that 政府网站发展指引 (国办发〔2017〕47号) asks for are filled in, in `mode: portal`."""
    if record.mode != "portal":
        return []
    wanted: list[tuple[str, str, str | None]] = [
        ("SiteDomain", "site.domain", record.site.domain),
        ("SiteIDCode", "site.id_code", record.site.id_code),
        ("ColumnName", "column.name", record.column.name),
        ("ColumnDescription", "column.description", record.column.description),
        ("ColumnKeywords", "column.keywords", record.column.keywords),
    ]
    if record.portal.layout == "full":  # else the portal's own foot carries them
        wanted += [(str(FooterRecord.model_fields[key].description), f"footer.{key}", value) for key, value in record.footer]
    return [
        problem("missing-site-key", place.at(path.split(".")[0]), key=key, path=path) for key, path, value in wanted if not value
    ]


_NEEDED: dict[str, tuple[str, ...]] = {
    "folder": ("path",), "sftp": ("host", "path"), "s3": ("bucket",), "webdav": ("url",), "http": ("url",),
}
_OF_KIND: dict[str, frozenset[str]] = {
    "folder": frozenset({"path", "layout", "keep"}),
    "sftp": frozenset({"path", "layout", "keep", "host", "port", "user", "host_key", "known_hosts", "key_file"}),
    "s3": frozenset({"bucket", "prefix", "endpoint", "region"}),
    "webdav": frozenset({"url", "user"}),
    "http": frozenset({"url"}),
}
"""Kind of target → the keys that have a meaning there, besides `kind`, `profile` and `verify`."""

_TARGET_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
_CREDENTIAL = re.compile(r"pass|secret|token|credential|access_key|private_key|密码|口令|密钥|令牌", re.IGNORECASE)
_WITH_USER = re.compile(r"\w+://[^/?#]*@")


def check_targets(record: ConfigRecord, place: Place) -> list[Diagnostic]:
    """Every target has what its kind needs, nothing that it would ignore, a name fit for a variable, and no secret in an address."""
    problems: list[Diagnostic] = []
    for name, target in record.publish.targets.items():
        here = ("publish", "targets", name)
        if not _TARGET_NAME.fullmatch(name):
            problems.append(problem("target-name", place.at(*here), name=name))
        written = target.model_fields_set - {"kind", "profile", "verify"}
        for key in _NEEDED[target.kind]:
            if key not in written:
                problems.append(problem("missing-key", place.at(*here), key=spelled(key, "TargetRecord")))
        for key in sorted(written - _OF_KIND[target.kind]):
            problems.append(problem("target-key", place.at(*here, key), key=spelled(key, "TargetRecord"), kind=target.kind))
        for key, value in (("url", target.url), ("endpoint", target.endpoint)):
            if value and _WITH_USER.match(value):
                problems.append(problem("credential-in-config", place.at(*here, key), key=key))
            elif value and not value.startswith(("https://", "http://")):
                problems.append(problem("wrong-value", place.at(*here, key), key=key, value=value, known="https://…, http://…", near=""))
        if target.keep < 2:
            problems.append(problem("wrong-value", place.at(*here, "keep"), key="keep", value=target.keep, known="2, 3, 4, 5 …", near=""))
    return problems


def _target(name: str, record: TargetRecord) -> Target:
    links = record.kind in ("folder", "sftp")
    return Target(
        name=name, kind=record.kind, profile=record.profile or ("push" if record.kind == "http" else "site"),
        layout=record.layout or ("releases" if links else "in-place"), keep=record.keep, verify=record.verify,
        path=record.path or "", host=record.host or "", port=record.port, user=record.user or "", host_key=tuple(record.host_key),
        known_hosts=record.known_hosts or "", key_file=record.key_file or "", bucket=record.bucket or "",
        prefix=(record.prefix or "").strip("/"), endpoint=record.endpoint or "", region=record.region or "",
        url=(record.url or "").rstrip("/"),
    )


def _credential_named(found: Diagnostic) -> Diagnostic:
    """A key that is unknown because it would hold a secret is told as what it is."""
    key = dict(found.arguments).get("key", "")
    if found.code == "unknown-key" and _CREDENTIAL.search(key):
        return problem("credential-in-config", found.location, key=key)
    return found
