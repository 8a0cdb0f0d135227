"""config.yaml → Config."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gksite.catalogue import CATALOGUE
from gksite.config import CONFIG_PATH, Config, PortalLink, RuleSettings
from gksite.diagnostics import Diagnostic, nearest, problem
from gksite.schema.types import Date, Id, Integer, Record, Text
from gksite.schema.validate import Place, parse_record


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
    column: ColumnRecord = Field(default_factory=lambda: ColumnRecord.model_construct())
    breadcrumb: list[LinkRecord] = Field(default_factory=list)
    footer: FooterRecord = Field(default_factory=lambda: FooterRecord.model_construct())
    rules: RulesRecord = Field(default_factory=lambda: RulesRecord.model_construct())


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
        breadcrumb=tuple(PortalLink(link.text, link.url) for link in record.breadcrumb),
        footer=footer,
        rules=RuleSettings(
            tuple(record.rules.levels.items()), record.rules.index_number, record.rules.working_days, record.rules.stale_months,
            record.rules.page_kilobytes,
        ),
    )
    return config, [*problems, *check_portal_items(record, place), *_check_rules(record, place)]


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
        *((str(FooterRecord.model_fields[key].description), f"footer.{key}", value) for key, value in record.footer),
    ]
    return [
        problem("missing-site-key", place.at(path.split(".")[0]), key=key, path=path) for key, path, value in wanted if not value
    ]
