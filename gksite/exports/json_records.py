"""The documents that scripts read: the classes from which both the JSON files and their published
schema are made.

Stable: within a major version of FORMAT keys are only added, never renamed or taken away;
docs/data.md says what each means.
"""

from __future__ import annotations

import datetime
from datetime import date
from typing import Literal

import msgspec

from gksite.exports.json_column_records import CellRecord, ListRecord, Record
from gksite.exports.json_target_records import (
    AdjustmentRecord,
    DeadlineRecord,
    ResponsibilityRecord,
    TargetRecord,
)

FORMAT = "2.0"
"""The version of the form of the documents. Since 2.0 `status` is the state that a rule makes of
all duties of a task; before, it was the status of the last report of whichever unit."""

SCHEMA_ID = "urn:gksite:data:2"


class IndicatorRecord(Record, frozen=True):
    """A figure to reach: at least, at most or exactly so much of `unit`.

    `value` is what the rule `total` makes of the figures of the duties, of the day `date`:
    `reported` of `of` duties have one. `reached` is null where nothing can be said yet.
    """

    name: str
    at_least: float | None
    at_most: float | None
    equal: float | None
    unit: str
    printed: str
    total: Literal["lead", "sum", "mean", "least"]
    value: float | None
    date: datetime.date | None
    reported: int
    of: int
    reached: bool | None


class ReadingRecord(Record, frozen=True):
    """The value of an indicator that was reported."""

    indicator: str
    value: float


class EvidenceRecord(Record, frozen=True):
    """What proves a report: a title and an address."""

    title: str
    url: str


class TakenBackRecord(Record, frozen=True):
    """The act that took a report back: the day, who did it and why. `corrected`: another report
    took its place."""

    date: date
    by: str
    why: str
    corrected: bool


class ProgressRecord(Record, frozen=True, omit_defaults=True):
    """A report on a task by `unit` (as written; `reporter` is its key).

    `standing` says whether it counts: `counted` for the duty of the place `duty` (from 0) in
    `duties`; `passed` until that duty passed to another unit; `apart` for none, since its unit had
    no duty on that day; `taken back`. `corrects` is the `date` of the report that it takes the
    place of: it stands on the day of that one, and the states are reckoned by these days. `target`
    is the id of the target that it is on; without it, it is on the task itself.
    """

    date: date
    status: str
    note: str
    unit: str
    evidence: tuple[EvidenceRecord, ...]
    readings: tuple[ReadingRecord, ...]
    reporter: str | None
    standing: Literal["counted", "passed", "apart", "taken back"]
    duty: int | None
    corrects: datetime.date | None
    taken_back: TakenBackRecord | None
    target: str = ""


class DutyRecord(Record, frozen=True):
    """A task (its key) that a unit has in a role, and the unit's own state in it.

    `unit` is a key, null where the registry does not know the `name`; `group` is the group through
    which it is meant; `by_issue`: the task names nobody, so that it is the issuer's. `latest` is
    the place (from 0) of its latest report in `progress`, `date` the day of it. `since` and
    `came_from` tell of a transfer that brought it, `passed_to` and `passed_on` of one that took
    it; an adjustment that took it has a day alone.
    """

    task: str
    role: Literal["lead", "responsible", "cooperating"]
    group: str | None
    unit: str | None
    name: str
    by_issue: bool
    status: str
    overdue: bool
    latest: int | None
    date: datetime.date | None
    since: datetime.date | None
    came_from: tuple[str, ...]
    passed_to: str | None
    passed_on: datetime.date | None


class AssessmentRecord(Record, frozen=True):
    """What somebody else (`by`; `assessor` is its key) found of what `unit` had reported, or of the
    whole task where `unit` is null. `holder` is the key of the unit."""

    date: date
    unit: str | None
    holder: str | None
    verdict: Literal["confirmed", "partly", "refuted"]
    by: str
    assessor: str | None
    note: str


class TaskRecord(Record, frozen=True, omit_defaults=True):
    """A task. `key` is `plan#id`.

    `status` is its state by the rule `task_status` of its plan, `unreported` where nothing was
    reported that counts. `deadline` is the printed one, `due` the last day after all adjustments. A
    task that is `withdrawn` counts in no figure of states. `reported` of its `duties` have a
    report; `passed` are duties that transfers and adjustments took from their units, and that
    count for nobody.
    `assessments` are null where the site does not publish them. The keys from `cells` on are there
    where a task has them: `parent` is the key of the task whose part it is; a task that `rolls_up`
    has the state of its least advanced part. Figures count tasks without a parent.
    """

    key: str
    plan: str
    id: str
    number: str
    list: str
    section: str
    title: str
    text: str
    responsibilities: tuple[ResponsibilityRecord, ...]
    units_printed: str
    open_ended: bool
    deadline: DeadlineRecord
    leader: str
    note: str
    topics: tuple[str, ...]
    basis: tuple[str, ...]
    continues: str | None
    indicators: tuple[IndicatorRecord, ...]
    status: str
    overdue: bool
    progress: tuple[ProgressRecord, ...]
    page: str
    due: date | None
    withdrawn: bool
    adjustments: tuple[AdjustmentRecord, ...]
    duties: tuple[DutyRecord, ...]
    passed: tuple[DutyRecord, ...]
    reported: int
    assessments: tuple[AssessmentRecord, ...] | None
    cells: tuple[CellRecord, ...] = ()
    parent: str | None = None
    rolls_up: bool = False
    targets: tuple[TargetRecord, ...] = ()


class SectionRecord(Record, frozen=True):
    """A part of a plan; `parent` is the id of the part that it is in."""

    id: str
    number: str
    title: str
    parent: str | None


class FileRecord(Record, frozen=True):
    """An attachment: `path` is the name of the file below the plan's folder, `address` where it is
    read."""

    path: str
    address: str
    title: str
    size: int
    sha256: str


class CorrectionRecord(Record, frozen=True):
    """A public correction."""

    date: date
    what: str
    why: str


class NoticeRecord(Record, frozen=True):
    """The notice that issues a plan, as printed; `text` is without markup, `annexes` are the titles
    that it lists."""

    masthead: str
    document_number: str
    title: str
    addressees: str
    text: str
    signature: str
    date: datetime.date | None
    annotation: str
    annexes: tuple[str, ...]
    copies_to: str
    printed_by: str
    printed_on: datetime.date | None


class AnnexRecord(Record, frozen=True):
    """An annex of a plan: its title, and the id of its task list or the path of its file."""

    title: str
    list: str | None
    file: str | None


class PlanRecord(Record, frozen=True, omit_defaults=True):
    """A plan without its tasks. `year` is the one in which its period begins, `period` the whole of
    it (`2026-2030`); of an undated plan `year` is that of its day. `task_status` is the rule by
    which the states of its tasks follow from those of duties; a plan is `tracked` once a report of
    it counted. The keys from `period` on are there where they say more than the others."""

    id: str
    title: str
    authority: str
    year: int
    issuer: str | None
    issuer_name: str
    publisher: str
    document_number: str
    index_number: str
    category: str
    keywords: tuple[str, ...]
    written: date | None
    published: date | None
    validity: str
    summary: str
    disclosure: str
    source_url: str
    based_on: tuple[str, ...]
    previous: str | None
    sections: tuple[SectionRecord, ...]
    attachments: tuple[FileRecord, ...]
    corrections: tuple[CorrectionRecord, ...]
    task_count: int
    draft: bool
    page: str
    task_status: Literal["lead", "all", "assessed"]
    tracked: bool
    period: str = ""
    contact: str = ""
    notice: NoticeRecord | None = None
    annexes: tuple[AnnexRecord, ...] = ()
    lists: tuple[ListRecord, ...] = ()
    kind: str = ""


class AuthorityRecord(Record, frozen=True):
    """An authority."""

    id: str
    name: str
    short_name: str
    kind: str
    parent: str | None
    page: str


class UnitRecord(Record, frozen=True):
    """A unit; `key` is `authority/id`. `since` and `until` are `YYYY`, `YYYY-MM` or
    `YYYY-MM-DD`."""

    key: str
    authority: str
    name: str
    aliases: tuple[str, ...]
    former_names: tuple[str, ...]
    kind: str
    parent: str | None
    since: str | None
    until: str | None
    successors: tuple[str, ...]
    page: str


class GroupRecord(Record, frozen=True):
    """A name for several units; the members of an open one are not stated."""

    key: str
    authority: str
    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    open: bool
    page: str


class TopicRecord(Record, frozen=True):
    """A topic."""

    id: str
    name: str
    description: str
    page: str


class TransferRecord(Record, frozen=True):
    """A transfer of duties from one unit to another (keys) on a day: of all, or of those in `tasks`
    (plans or tasks)."""

    from_: str = msgspec.field(name="from")
    to: str
    on: date
    tasks: tuple[str, ...]
    basis: str


class SiteRecord(Record, frozen=True):
    """Where the data is from: `base_url` is what addresses are relative to, `as_of` the day that
    逾期 is reckoned against."""

    name: str
    base_url: str
    as_of: date
    licence: str
    licence_url: str


class DataDocument(Record, frozen=True):
    """A JSON file of data. All scopes have one form: of everything there is what belongs to the
    scope.

    `entity` is the id or key of the plan, unit or authority, "" for the whole site. In the file of
    a unit `duties` are those that it has, and `passed` those that it had until a transfer; those of
    a task stand in the task. `transfers` are those of the units. `page` values are addresses of
    pages, absolute where the site's address is known, else from its root.
    """

    format: str
    scope: Literal["site", "plan", "unit", "authority"]
    entity: str
    site: SiteRecord
    authorities: tuple[AuthorityRecord, ...]
    units: tuple[UnitRecord, ...]
    groups: tuple[GroupRecord, ...]
    topics: tuple[TopicRecord, ...]
    plans: tuple[PlanRecord, ...]
    duties: tuple[DutyRecord, ...]
    passed: tuple[DutyRecord, ...]
    transfers: tuple[TransferRecord, ...]
    tasks: tuple[TaskRecord, ...]
