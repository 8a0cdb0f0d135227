"""The schema of the files in content/, one class per kind of record: what may be written, and what
each key means."""

from __future__ import annotations

import datetime
from typing import Annotated, ClassVar, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    InstanceOf,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError, PydanticKnownError

from gksite.model.periods import Period, of_year, read_period
from gksite.model.reporting import TotalRule
from gksite.model.statuses import WRITTEN, Status
from gksite.notation.cell_values import CellType
from gksite.schema.keys import (
    CELL_TYPES,
    FORMER_STATUSES,
    ORDERS,
    RESULTS,
    TOTALS,
    VERDICTS,
    WITHDRAWALS,
    PartOrder,
    Verdict,
    spelled,
)
from gksite.schema.types import (
    FIRST_YEAR,
    Date,
    Id,
    Integer,
    Moment,
    Name,
    Number,
    PartialDate,
    Record,
    Sha256,
    TaskStatusRule,
    Text,
    Texts,
    Year,
    YesNo,
    one_of,
)

WrittenStatus = Annotated[
    Status,
    one_of(WRITTEN, {*FORMER_STATUSES, *FORMER_STATUSES.values()}),
    WithJsonSchema({"enum": [*WRITTEN, *WRITTEN.values()]}),
]


# ── content/units/<authority>.yaml and content/topics.yaml ────────────────────────────────────────


class FormerNameRecord(Record):
    """A name that a unit bore until a day."""

    name: Name
    until: PartialDate | None = None


class UnitRecord(Record):
    """A unit of the registry."""

    id: Id
    name: Name
    kind: Name | None = None
    aliases: Texts = Field(default_factory=list)
    former_names: list[FormerNameRecord] = Field(default_factory=list)
    parent: Id | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    successor: Texts = Field(default_factory=list)
    note: Text | None = None


class MemberRule(Record):
    """The members of a group by rule: all units of these kinds that exist on the day in question,
    but for the excepted ones."""

    kind: Texts
    parent: Id | None = None
    except_: Texts = Field(default_factory=list, alias="except")


def _member_form(value: object) -> str:
    return "rule" if isinstance(value, dict) else "list"


class GroupRecord(Record):
    """A group of units: members by list or by rule, or open (not stated)."""

    id: Id
    name: Name
    aliases: Texts = Field(default_factory=list)
    members: (
        Annotated[
            Annotated[list[Id], Tag("list")] | Annotated[MemberRule, Tag("rule")],
            Discriminator(_member_form),
        ]
        | None
    ) = None
    open: YesNo = False


class TransferRecord(Record):
    """A 职责划转: from a day on, the duties of a unit are another's; `tasks` are `all`, or plans and
    tasks."""

    from_: Name = Field(alias="from")
    to: Name
    on: Date
    tasks: Texts
    basis: Text | None = None


class RegistryRecord(Record):
    """content/units/<authority>.yaml."""

    authority: Id
    name: Name
    short_name: Name | None = None
    kind: Name | None = None
    parent: Id | None = None
    units: list[UnitRecord] = Field(default_factory=list)
    groups: list[GroupRecord] = Field(default_factory=list)
    transfers: list[TransferRecord] = Field(default_factory=list)


class TopicRecord(Record):
    """A topic; `aliases` are other words by which the search finds it."""

    id: Id
    name: Name
    description: Text | None = None
    aliases: Texts = Field(default_factory=list)


class TopicsRecord(Record):
    """content/topics.yaml."""

    topics: list[TopicRecord] = Field(default_factory=list)


class KindRecord(Record):
    """A kind of plans; what it leaves out is as with gksite's kind of this id, or as usual."""

    id: Id
    name: Name | None = None
    item: Name | None = Field(None, description="一项任务叫什么，如“项目”")
    measure: Name | None = Field(None, description="量词，如“个”")
    english: Name | None = None
    plural: Name | None = None
    overview: Texts = Field(default_factory=list)


class KindsRecord(Record):
    """content/kinds.yaml."""

    kinds: list[KindRecord] = Field(default_factory=list)


class TermRecord(Record):
    """A term or abbreviation: what it stands for, what it means, and by which other names it is
    known."""

    term: Name
    expansion: Text | None = Field(None, description="全称")
    explanation: Text | None = Field(None, description="释义")
    aliases: Texts = Field(default_factory=list)


class GlossaryRecord(Record):
    """content/glossary.yaml."""

    terms: list[TermRecord] = Field(default_factory=list)


# ── content/plans/<id>/ ───────────────────────────────────────────────────────────────────────────


def _column_form(value: object) -> str:
    return "record" if isinstance(value, dict) else "plain"


class KnownColumnRecord(Record):
    """The head of a column whose cells are a key of tasks, below the heads `over` it."""

    head: Name
    over: Texts = Field(default_factory=list)


class OwnColumnRecord(Record):
    """A column of the document's own: its printed head, below the heads `over` it, and how its
    cells (`cells` of tasks, or the texts of a `target`) are read."""

    head: Name
    type: Annotated[
        CellType,
        one_of(CELL_TYPES),
        WithJsonSchema({"enum": [*CELL_TYPES, *CELL_TYPES.values()]}),
    ] = "text"
    unit: Name | None = None
    sum: YesNo = False
    over: Texts = Field(default_factory=list)
    target: Name | None = None

    @model_validator(mode="before")
    @classmethod
    def _is_mapping(cls, value: object) -> object:
        """Refuse a head alone: more often than not the key is a known one, misspelt."""
        if isinstance(value, str):
            raise PydanticCustomError("unknown-column", "column", {"head": value})
        return value


Head = Annotated[
    Annotated[Name, Tag("plain")] | Annotated[KnownColumnRecord, Tag("record")],
    Discriminator(_column_form),
]


class ColumnsRecord(Record):
    """The printed heads of a task table, in printed order; any further key is a column of the
    document's own."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)
    others: ClassVar[type[Record]] = OwnColumnRecord
    __pydantic_extra__: dict[str, OwnColumnRecord]

    number: Head | None = None
    section: Head | None = None
    subsection: Head | None = None
    title: Head | None = None
    text: Head | None = None
    units: Head | None = None
    lead: Head | None = None
    responsible: Head | None = None
    cooperating: Head | None = None
    deadline: Head | None = None
    leader: Head | None = None
    note: Head | None = None
    status: Head | None = None


class ListRecord(Record):
    """A task list; the first one of a plan is where tasks belong that name none."""

    id: Id
    caption: Name | None = None
    columns: ColumnsRecord | None = None
    merged: Texts = Field(default_factory=list)
    printed: YesNo = True


class SectionRecord(Record):
    """A section of a plan whose body has no heading for it."""

    id: Id
    number: Name | None = None
    title: Name
    parent: Id | None = None


class AttachmentRecord(Record):
    """An attachment: a file in files/ and the title that people see."""

    file: Name
    title: Name


class AnnexRecord(Record):
    """An annex of a plan: its title as printed, and the task list or the file in files/ that it
    is."""

    title: Name
    file: Name | None = None
    # Last: from here on the name no longer means the type.
    list: Id | None = None


class CorrectionRecord(Record):
    """A public correction, of the plan or of one of its tasks."""

    date: Date
    what: Text
    why: Text | None = None
    task: Id | None = None


def _period(value: object) -> Period:
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "text")
    reading = read_period(value.strip())
    if isinstance(reading, Period):
        return reading
    reason_zh, reason = reading
    raise PydanticCustomError(
        "impossible-period", "period", {"value": value, "reason_zh": reason_zh, "reason": reason}
    )


class PlanRecord(Record):
    """The front matter of plan.md. It has a `year` or a `period`."""

    title: Name
    authority: Id
    kind: Name | None = None
    period: (
        Annotated[
            InstanceOf[Period],
            BeforeValidator(_period),
            WithJsonSchema({"type": ["string", "integer"]}),
        ]
        | None
    ) = None
    year: Year | None = Field(None, validate_default=True)
    issuer: Name | None = None
    publisher: Name | None = None
    signature: Name | None = None
    document_number: Name | None = None
    index_number: Name | None = None
    category: Name | None = None
    keywords: Texts = Field(default_factory=list)
    written: Date | None = None
    published: Date | None = None
    validity: Literal["有效", "失效", "废止", "已修改", "尚未生效"] | None = None
    summary: Text | None = None
    disclosure: Literal["主动公开", "依申请公开", "不予公开"] | None = None
    addressees: Text | None = None
    copies_to: Text | None = None
    printed_by: Text | None = None
    printed_on: Date | None = None
    annotation: Text | None = None
    contact: Text | None = None
    source_url: Name | None = None
    based_on: Texts = Field(default_factory=list)
    previous: Id | None = None
    lists: list[ListRecord] = Field(default_factory=list)
    sections: list[SectionRecord] = Field(default_factory=list)
    attachments: list[AttachmentRecord] = Field(default_factory=list)
    annexes: list[AnnexRecord] = Field(default_factory=list)
    order: Annotated[
        PartOrder, one_of(ORDERS), WithJsonSchema({"enum": [*ORDERS, *ORDERS.values()]})
    ] = "as_printed"
    corrections: list[CorrectionRecord] = Field(default_factory=list)
    task_status: TaskStatusRule | None = None
    aliases: Texts = Field(default_factory=list)
    draft: YesNo = False

    @field_validator("year", mode="before")
    @classmethod
    def _or_period(cls, value: object, info: ValidationInfo) -> object:
        """Ask for the year of a plan without a period."""
        if value is None and info.data.get("period", "") is None:
            raise PydanticKnownError("missing")
        return value


def period_of(plan: PlanRecord) -> Period:
    """Return the period of a plan, which its `year` may state."""
    return plan.period or of_year(plan.year or FIRST_YEAR)


def day_of(plan: PlanRecord) -> datetime.date:
    """Return the day whose units and groups a plan means, as `Plan.day`."""
    return plan.written or plan.published or period_of(plan).first or datetime.date.min


class NoticeRecord(Record):
    """The front matter of notice.md: the notice that issues a plan."""

    masthead: Name | None = None
    document_number: Name | None = None
    title: Name
    addressees: Text | None = None
    signature: Name | None = None
    date: Date | None = None
    annotation: Text | None = None
    annexes: Texts = Field(default_factory=list)
    copies_to: Text | None = None
    printed_by: Text | None = None
    printed_on: Date | None = None


class IndicatorRecord(Record):
    """A figure to reach: equal, or at_least, at_most or both, with its unit of measure."""

    name: Name
    at_least: Number | None = None
    at_most: Number | None = None
    equal: Number | None = None
    unit: Name | None = None
    printed: Text | None = None
    total: Annotated[
        TotalRule,
        one_of(TOTALS),
        WithJsonSchema({"enum": [*TOTALS, *TOTALS.values()]}),
    ] = "lead"


class TaskTargetRecord(Record):
    """A target of a task: what is to be reached `by` a day, in words, and by an indicator where it
    has a value."""

    id: Id
    by: Name
    text: Text | None = None
    value: Number | None = None
    indicator: Name | None = None


class AdjustmentRecord(Record):
    """A decision that changed a task: another deadline (of a target, where it names one), other
    units, another wording, that it is withdrawn, or `what` else."""

    date: Date
    deadline: Name | None = None
    target: Id | None = None
    units: Name | None = None
    text: Text | None = None
    what: Text | None = None
    withdrawn: YesNo = False
    approved_by: Text | None = None
    why: Text | None = None


class CellRecord(Record):
    """A cell with more than its text: `apart` from an equal cell above in a merged column."""

    text: Text
    apart: YesNo = False


CellText = Annotated[
    Annotated[Text | None, Tag("plain")] | Annotated[CellRecord, Tag("record")],
    Discriminator(_column_form),
]


class TaskRecord(Record):
    """An entry of tasks.yaml. `units` is the wording as printed; or the units stand by role."""

    id: Id
    number: Name | None = None
    section: Name | None = None
    title: Name | None = None
    text: Text | None = None
    units: Name | None = None
    lead: Texts = Field(default_factory=list)
    responsible: Texts = Field(default_factory=list)
    cooperating: Texts = Field(default_factory=list)
    deadline: Name | None = None
    leader: Name | None = None
    note: Text | None = None
    topics: Texts = Field(default_factory=list)
    basis: Texts = Field(default_factory=list)
    continues: Name | None = None
    indicators: tuple[IndicatorRecord, ...] = ()
    targets: tuple[TaskTargetRecord, ...] = ()
    parent: Name | None = None
    rolls_up: YesNo = False
    adjustments: tuple[AdjustmentRecord, ...] = ()
    cells: dict[str, CellText] = Field(default_factory=dict)
    # Last: from here on the name no longer means the type.
    list: Id | None = None


class EvidenceRecord(Record):
    """What proves an entry."""

    title: Name
    url: Name


class ProgressRecord(Record):
    """An entry of progress.yaml: a report, or that one is taken back (`retracts`)."""

    task: Name
    target: Id | None = None
    date: Date
    status: WrittenStatus | None = None
    note: Text | None = None
    evidence: list[EvidenceRecord] = Field(default_factory=list)
    readings: dict[str, Number] = Field(default_factory=dict)
    unit: Name | None = None
    recorded: Date | None = None
    corrects: Date | None = None
    retracts: Date | None = None
    by: Name | None = None
    why: Text | None = None


class AssessmentRecord(Record):
    """An entry of assessments.yaml: what somebody else than the unit found of its report, or of the
    whole task."""

    task: Name
    unit: Name | None = None
    date: Date
    by: Name
    verdict: Annotated[
        Verdict,
        one_of(VERDICTS),
        WithJsonSchema({"enum": [*VERDICTS, *VERDICTS.values()]}),
    ]
    note: Text | None = None
    points: Number | None = None


class MigratedRecord(Record):
    """The digests of a version as it was signed and as `gksite migrate` wrote it anew."""

    from_: Sha256 = Field(alias="from")
    to: Sha256


class VersionRecord(Record):
    """A version of a plan that was signed whole: the digest that its signatures sign, that of its
    files alone, the steps that were in force, and which of them were `separate`; or one that was
    `adopted` without signatures, by whom and why: public before there were any, or `unsigned` while
    the gate was off."""

    digest: Sha256
    content: Sha256
    steps: Texts = Field(default_factory=list)
    separate: list[Texts] = Field(default_factory=list)
    adopted: Date | None = None
    unsigned: YesNo = False
    by: Name | None = None
    why: Text | None = None


class ReportBatchRecord(Record):
    """The entries of progress.yaml and assessments.yaml that a signature is about, by digest, those
    that it saw to be no longer there, and the steps that were in force."""

    entries: list[Sha256] = Field(default_factory=list)
    gone: list[Sha256] = Field(default_factory=list)
    steps: Texts = Field(default_factory=list)


class SignatureRecord(Record):
    """An entry of review.yaml: who judged what in which step of the review; `gksite review sign`
    writes them. It is about a version (`digest`) or about `reports`. Or a `version` that was signed
    whole. Or `migrated`: whose signatures count for a version that `gksite migrate` wrote.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["migrated"]},
                {"required": ["version"]},
                {"required": ["step", "by", "date", "digest"]},
                {"required": ["step", "by", "date", "reports"]},
            ]
        }
    )

    step: Name | None = None
    by: Name | None = None
    date: Date | None = None
    result: Annotated[
        Literal["approved", "returned"],
        one_of(RESULTS),
        WithJsonSchema({"enum": [*RESULTS, *RESULTS.values()]}),
    ] = "approved"
    opinion: Text | None = None
    digest: Text | None = None
    reports: ReportBatchRecord | None = None
    doubts: Text | None = None
    migrated: MigratedRecord | None = None
    version: VersionRecord | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """Refuse a signature that lacks one of its parts."""
        signed = self.digest or self.reports
        parts = {"step": self.step, "by": self.by, "date": self.date, "digest": signed}
        missing = [spelled(key, "SignatureRecord") for key, value in parts.items() if value is None]
        is_other = self.migrated or self.version
        if missing and not (is_other and len(missing) == len(parts)):
            raise PydanticCustomError("missing-key", "missing", {"key": ", ".join(missing)})
        return self


class SignedTextRecord(Record):
    """A text of the site that a signature is about: its path, of a unit's note with `#` and the
    unit's id, and its digest."""

    path: Name
    digest: Sha256


class TextsSignatureRecord(Record):
    """An entry of content/review.yaml: who judged which texts of the site in which step; `gksite
    review sign --pages` writes it."""

    step: Name
    by: Name
    date: Date
    result: Annotated[
        Literal["approved", "returned"],
        one_of(RESULTS),
        WithJsonSchema({"enum": [*RESULTS, *RESULTS.values()]}),
    ] = "approved"
    opinion: Text | None = None
    texts: list[SignedTextRecord] = Field(min_length=1)
    steps: Texts = Field(default_factory=list)


class FreePageRecord(Record):
    """The front matter of content/pages/<id>.md and of content/index.md."""

    title: Name
    description: Text | None = None
    published: Date | None = None
    weight: Integer = 0
    in_footer: YesNo = True
    aliases: Texts = Field(default_factory=list)
    draft: YesNo = False


# ── content/withdrawn.yaml, publications/plans.yaml and snapshots/index.yaml ──────────────────────


class WithdrawnRecord(Record):
    """An address that was published once and is answered by a tombstone now."""

    address: Name
    title: Name
    date: Date
    status: Annotated[
        Literal["withdrawn", "deleted", "moved"],
        one_of(WITHDRAWALS),
        WithJsonSchema({"enum": [*WITHDRAWALS, *WITHDRAWALS.values()]}),
    ] = "withdrawn"
    why: Text | None = None
    see: Name | None = None


class PublishedPlanRecord(Record):
    """An entry of publications/plans.yaml, the ledger that `gksite publish` writes: what a plan
    said when it last went out."""

    plan: Id
    title: Text
    date: Date
    digest: Sha256
    first: Date | None = None
    last: Date | None = None
    corrections: list[Date] = Field(default_factory=list)
    tasks: list[Id] = Field(default_factory=list)
    adjustments: list[Text] = Field(default_factory=list)
    version: Sha256 | None = None
    first_at: Moment | None = None
    last_at: Moment | None = None


class SnapshotRecord(Record):
    """A line of the ledger that `gksite snapshot create` writes."""

    name: Id
    at: Moment
    size: Integer
    sha256: Sha256
    previous: Id | None = None
    retention: Literal["永久", "30年", "10年"] = "永久"
    pages: Integer = 0
    files: Integer = 0
    note: Text | None = None
    signed_by: Sha256 | None = None
    changes: list[Text] = Field(default_factory=list)
    public_size: Integer = 0
    public_sha256: Sha256 | None = None


# ── what `gksite check` is told ───────────────────────────────────────────────────────────────────


class WaiverRecord(Record):
    """An entry of waivers.yaml: one finding that stands, with the reason and the day it was
    decided.

    `file` is the file of the finding, from the plan's folder in content/plans/<id>/waivers.yaml and
    from the project's root in content/waivers.yaml; `found` is what the message quotes (masked
    where it is).
    """

    code: Text
    file: Text | None = None
    found: Text | None = None
    why: Text
    date: Date


class ConfusionRecord(Record):
    """An entry of content/confusions.yaml: a wrong wording and the right one."""

    wrong: Text
    right: Text


class HolidayRecord(Record):
    """An entry of content/holidays.yaml: the weekdays of a year that are free and the days of
    weekends that are worked (0101 0128-0131)."""

    year: Year
    free: Text | None = None
    worked: Text | None = None


class IndexNumberRecord(Record):
    """An entry of content/index-numbers.yaml, the ledger: a number that was given out, and the plan
    that has it."""

    index_number: Text
    plan: Text


class VisitRecord(Record):
    """An entry of content/links.yaml: what came of the last visit to an external address."""

    url: Text
    status: Integer = 0
    error: Text | None = None
    moved_to: Text | None = None
    checked: Text
