"""What config.yaml may hold: one class per section."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gksite.config.formats import USUAL_FORMATS, ExportFormat
from gksite.config.target_kinds import Layout, Profile, TargetKind
from gksite.config.values import CODED_PAGES, CodedPage, PageFamily
from gksite.schema.types import (
    Date,
    Format,
    Id,
    Integer,
    Name,
    Record,
    ReleaseRule,
    TaskStatusRule,
    Text,
    Texts,
    YesNo,
)
from gksite.source.files import SNAPSHOTS_DIR

REVIEW_STEPS = ("拟稿", "科室审核", "保密审查", "签发")
"""The steps of a review where config.yaml names none: drafted, checked by the section, cleared of
secrets, signed off."""


class SiteRecord(Record):
    """The site: name, domain and 标识码 of the portal that it belongs to, language, theme."""

    name: Name
    domain: Name | None = None
    id_code: Name | None = None
    base_url: Name | None = None
    language: Literal["zh", "en"] = "zh"
    theme: Id = "default"


class ColumnRecord(Record):
    """The portal's column that the site stands in; its values fill the meta tags Column…."""

    name: Name | None = None
    description: Text | None = None
    keywords: Text | None = None
    type: Text = "政策文件"


class PortalLinkRecord(Record):
    """A text with an address."""

    text: Name
    url: Name


class FooterRecord(Record):
    """The items that the foot of a government site must carry (国办发〔2017〕47号)."""

    host: Name | None = Field(None, description="网站主办单位")
    contact: Text | None = Field(None, description="联系方式")
    icp: Name | None = Field(None, description="ICP备案号")
    police: Name | None = Field(None, description="公安机关备案标识")
    government_mark: Text | None = Field(None, description="党政机关标识：链接地址")
    report_error: Text | None = Field(None, description="我为政府网站找错：链接地址")


class ExportsRecord(Record):
    """Which forms the data is offered in (all unless said otherwise), and the licence that it is
    under."""

    formats: list[ExportFormat] = Field(default_factory=lambda: list(USUAL_FORMATS))
    licence: Name | None = None
    licence_url: Name | None = None


class ReviewRecord(Record):
    """The review gate: where it is required, a plan is published only when every step has signed
    exactly what it says. `reports` and `pages` are the steps of reports and of the site's own
    texts, which have gates of their own."""

    required: YesNo = True
    steps: Texts = Field(default_factory=lambda: list(REVIEW_STEPS), min_length=1)
    reports: Texts = Field(default_factory=list)
    separate: list[Texts] = Field(default_factory=list)
    pages: Texts = Field(default_factory=list)


class ArchiveRecord(Record):
    """How snapshots are kept, and whether the site offers them for download."""

    retention: Literal["永久", "30年", "10年"] = "永久"
    folder: Text = SNAPSHOTS_DIR
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
    script: YesNo = Field(True, description="片段和嵌入网页带搜索、排序、筛选的脚本")


class TargetRecord(Record):
    """A place where the site is published. Secrets come from the environment or an agent, never
    from here."""

    kind: TargetKind
    profile: Profile | None = None
    layout: Layout | None = None
    keep: Integer = 5
    verify: Literal["all", "sent"] = "all"
    trial: YesNo = False
    path: Name | None = None
    host: Name | None = None
    port: Integer = 0
    user: Name | None = None
    host_key: Texts = Field(default_factory=list)
    known_hosts: Text | None = None
    key_file: Text | None = None
    bucket: Name | None = None
    prefix: Name | None = None
    endpoint: Name | None = None
    region: Name | None = None
    url: Name | None = None


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


class AttachmentsRecord(Record):
    """Which types of attachments may be published besides the usual documents, sheets, pictures and
    archives."""

    allow: Texts = Field(default_factory=list)


class ConfigRecord(Record):
    """config.yaml."""

    format: Format = Field(1, description="格式版本：缺省为 1")
    site: SiteRecord
    mode: Literal["portal", "preview"] = "preview"
    as_of: Date | None = None
    task_status: TaskStatusRule = "lead"
    assessments: ReleaseRule = "internal"
    timezone: Text | None = None
    search: YesNo = True
    page_codes: list[CodedPage] = Field(default_factory=lambda: list(CODED_PAGES))
    column: ColumnRecord = Field(default_factory=lambda: ColumnRecord.model_construct())
    breadcrumb: list[PortalLinkRecord] = Field(default_factory=list)
    leave_out: list[PageFamily] = Field(default_factory=list)
    review: ReviewRecord | None = None
    report_page: Text | None = Field(
        None, description="本页纠错：带 {title} 和 {address} 的网址，或 mailto: 邮箱"
    )
    request_page: Text | None = Field(None, description="依申请公开：在线申请的链接地址")
    footer: FooterRecord = Field(default_factory=lambda: FooterRecord.model_construct())
    archive: ArchiveRecord = Field(default_factory=lambda: ArchiveRecord.model_construct())
    portal: PortalRecord = Field(default_factory=lambda: PortalRecord.model_construct())
    publish: PublishRecord = Field(default_factory=PublishRecord)
    exports: ExportsRecord = Field(default_factory=lambda: ExportsRecord.model_construct())
    attachments: AttachmentsRecord = Field(default_factory=AttachmentsRecord)
    rules: RulesRecord = Field(default_factory=lambda: RulesRecord.model_construct())
