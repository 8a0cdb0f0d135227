"""config.yaml → Config."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from gksite.config import CONFIG_PATH, Config, PortalConfig, PortalLink
from gksite.diagnostics import Diagnostic, problem
from gksite.schema.types import Date, Id, Record, Text, Texts, YesNo
from gksite.schema.validate import Place, parse_record

DISCLOSURE_COLUMN = "法定主动公开内容"
"""The column of every disclosure platform that plans belong into (国办公开办函〔2019〕61号)."""

_SLOTS = ("head", "foot", "resources")
# A root-relative path without a host: no second slash at its head, no dot segments, nothing that ends the directive.
_SLOT = re.compile(r"(?=/[^/])(?!.*(?:--|/\.\.?(?:/|$)))[A-Za-z0-9/._~+@=,-]+(?:\?[A-Za-z0-9/._~+@=,&-]*)?")
_LINK_BASE = re.compile(r"(?:https?://[A-Za-z0-9.-]+(?::\d{1,5})?)?/(?!/)(?!(?:.*/)?\.\.?(?:/|$))[^\s\"'<>\\?#]*")

REVIEW_STEPS = ("拟稿", "科室审核", "保密审查", "签发")
"""The steps of a review where config.yaml names none: drafted, checked by the section, cleared of secrets, signed off."""


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


class PortalRecord(Record):
    """How the site is put into a portal: see docs/portal.md."""

    layout: Literal["full", "ssi"] = "full"
    head: Text | None = Field(None, description="门户页头：服务器包含的地址")
    foot: Text | None = Field(None, description="门户页脚：服务器包含的地址")
    resources: Text | None = Field(None, description="门户自己的样式和脚本：服务器包含的地址")
    link_base: Text | None = Field(None, description="片段中链接的前缀")
    inline_styles: YesNo = False


class ReviewRecord(Record):
    """The review gate: where it is required, a plan is published only when every step has signed exactly what it says."""

    required: YesNo = True
    steps: Texts = Field(default_factory=lambda: list(REVIEW_STEPS), min_length=1)


class ConfigRecord(Record):
    """config.yaml."""

    site: SiteRecord
    mode: Literal["portal", "preview"] = "preview"
    as_of: Date | None = None
    column: ColumnRecord = Field(default_factory=lambda: ColumnRecord.model_construct())
    breadcrumb: list[LinkRecord] = Field(default_factory=list)
    review: ReviewRecord | None = None
    footer: FooterRecord = Field(default_factory=lambda: FooterRecord.model_construct())
    portal: PortalRecord = Field(default_factory=lambda: PortalRecord.model_construct())


def parse_config(text: str) -> tuple[Config | None, list[Diagnostic]]:
    """The Config that a text says; None when it says none. A portal's required items are errors when unfilled."""
    parsed, problems = parse_record(ConfigRecord, text, CONFIG_PATH)
    if parsed is None:
        return None, problems
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
        breadcrumb=_breadcrumb(record),
        review_steps=tuple(dict.fromkeys(record.review.steps)) if record.review and record.review.required else (),
        footer=footer,
        portal=_portal(record.portal),
    )
    return config, [*problems, *check_portal_items(record, place), *check_portal_addresses(record.portal, place)]


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
