"""The visibility of each key's value: shown on a page, published as data, or never; one table, read
by tests and docs/visibility.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Visibility = Literal["shown", "data", "never"]
"""`shown`: every character appears on a page, unless a diagnostic says why not. `data`: it may be
published in files for programs, in addresses and meta tags, or by its effect (an id, an order, a
switch). `never`: no byte of any published file comes from it."""


def _keys(**by_visibility: str) -> dict[str, Visibility]:
    words: dict[Visibility, str] = by_visibility  # type: ignore[assignment]
    return {key: visibility for visibility, keys in words.items() for key in keys.split()}


VISIBILITY: Mapping[str, Mapping[str, Visibility]] = {
    # config.yaml
    "ConfigRecord": _keys(
        shown="site footer breadcrumb",
        data="mode as_of task_status assessments timezone search page_codes column leave_out "
        "report_page request_page archive portal exports",
        never="format review publish attachments rules",
    ),
    "SiteRecord": _keys(shown="name id_code", data="domain base_url language theme"),
    "ColumnRecord": _keys(data="name description keywords type"),
    "PortalLinkRecord": _keys(shown="text", data="url"),
    "FooterRecord": _keys(shown="host contact icp police", data="government_mark report_error"),
    "ExportsRecord": _keys(shown="licence", data="formats licence_url"),
    "ReviewRecord": _keys(never="required steps reports pages separate"),
    "ArchiveRecord": _keys(data="retention download creator", never="folder"),
    "PortalRecord": _keys(data="layout head foot resources link_base inline_styles script"),
    "TargetRecord": _keys(
        never="kind profile layout keep verify trial path host port user host_key known_hosts "
        "key_file bucket prefix endpoint region url"
    ),
    "PublishRecord": _keys(never="targets"),
    "RulesRecord": _keys(never="levels index_number working_days stale_months page_kilobytes"),
    "AttachmentsRecord": _keys(never="allow"),
    # content/units/, topics.yaml, glossary.yaml
    "RegistryRecord": _keys(
        shown="name short_name kind units groups transfers", data="authority parent"
    ),
    "TransferRecord": _keys(shown="on basis", data="from to tasks"),
    "UnitRecord": _keys(
        shown="name kind aliases former_names since until note", data="id parent successor"
    ),
    "FormerNameRecord": _keys(shown="name until"),
    "GroupRecord": _keys(shown="name aliases", data="id members open"),
    "MemberRule": _keys(data="kind parent except"),
    "TopicsRecord": _keys(shown="topics"),
    "KindRecord": _keys(shown="name item measure english plural", data="id overview"),
    "KindsRecord": _keys(shown="kinds"),
    "TopicRecord": _keys(shown="name description", data="id aliases"),
    "GlossaryRecord": _keys(shown="terms"),
    "TermRecord": _keys(shown="term expansion explanation aliases"),
    # content/plans/
    "PlanRecord": _keys(
        shown="title kind year period issuer publisher signature document_number index_number "
        "category keywords written published validity summary disclosure addressees "
        "copies_to printed_by printed_on annotation contact source_url lists sections attachments "
        "annexes corrections",
        data="authority based_on previous task_status order aliases draft",
    ),
    "NoticeRecord": _keys(
        shown="masthead document_number title addressees signature date annotation annexes "
        "copies_to printed_by printed_on"
    ),
    "AnnexRecord": _keys(shown="title", data="list file"),
    "ListRecord": _keys(shown="caption columns", data="id merged printed"),
    "ColumnsRecord": _keys(
        shown="number section subsection title text units lead responsible cooperating deadline "
        "leader note status"
    ),
    "KnownColumnRecord": _keys(shown="head over"),
    "OwnColumnRecord": _keys(shown="head over", data="type unit sum target"),
    "SectionRecord": _keys(shown="number title", data="id parent"),
    "AttachmentRecord": _keys(shown="title", data="file"),
    "CorrectionRecord": _keys(shown="date what why", data="task"),
    "TaskRecord": _keys(
        shown="number title text units lead responsible cooperating deadline leader note "
        "indicators adjustments targets cells",
        data="id section topics basis continues parent rolls_up list",
    ),
    "CellRecord": _keys(shown="text", data="apart"),
    "IndicatorRecord": _keys(shown="name at_least at_most equal unit printed", data="total"),
    "TaskTargetRecord": _keys(shown="by text value indicator", data="id"),
    "AdjustmentRecord": _keys(
        shown="date deadline units text what withdrawn approved_by why", data="target"
    ),
    "ProgressRecord": _keys(
        shown="date note evidence readings unit by why",
        data="task target status corrects retracts",
        never="recorded",
    ),
    "AssessmentRecord": _keys(shown="unit date by note", data="task verdict", never="points"),
    "EvidenceRecord": _keys(shown="title", data="url"),
    "SignatureRecord": _keys(
        never="step by date result opinion digest doubts reports migrated version"
    ),
    "TextsSignatureRecord": _keys(never="step by date result opinion texts steps"),
    "SignedTextRecord": _keys(never="path digest"),
    "ReportBatchRecord": _keys(never="entries gone steps"),
    "VersionRecord": _keys(never="digest content steps separate adopted unsigned by why"),
    "MigratedRecord": _keys(never="from to"),
    # content/pages/, index.md, withdrawn.yaml
    "FreePageRecord": _keys(
        shown="title published", data="description weight in_footer aliases draft"
    ),
    "WithdrawnRecord": _keys(shown="title date why", data="address status see"),
    # ledgers
    "PublishedPlanRecord": _keys(
        shown="first_at",
        data="plan first last tasks",
        never="title date digest corrections adjustments version last_at",
    ),
    "SnapshotRecord": _keys(
        shown="at sha256 retention pages note signed_by changes",
        data="name size previous files public_size public_sha256",
    ),
    # settings of `gksite check`
    "WaiverRecord": _keys(never="code file found why date"),
    "ConfusionRecord": _keys(never="wrong right"),
    "HolidayRecord": _keys(never="year free worked"),
    "IndexNumberRecord": _keys(never="index_number plan"),
    "VisitRecord": _keys(never="url status error moved_to checked"),
}
"""Record → key → visibility of its value."""

PUBLIC_ONLY_WITH: Mapping[str, str] = {"AssessmentRecord": "assessments: public"}
"""Record → the setting of config.yaml without which all its keys are `never`, too."""
