"""The documents that scripts read: the classes from which both the JSON files and their published
schema are made.

Stable: within a major version of FORMAT keys are only added, never renamed or taken away;
docs/data.md says what each means.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

FORMAT = "1.0"
"""The version of the form of the documents."""

SCHEMA_ID = "urn:gksite:data:1"


class Record(msgspec.Struct, frozen=True, gc=False):
    """A JSON object; every key is always there, `null` or empty where nothing is known."""


class ResponsibilityRecord(Record, frozen=True):
    """A name of a task's list of units: its role, as printed, and the key of the unit or of the
    group that it stands for."""

    role: Literal["lead", "responsible", "cooperating"]
    printed: str
    unit: str | None
    group: str | None


class MilestoneRecord(Record, frozen=True):
    """One of several dates of a deadline, as printed, with its last day."""

    text: str
    end: date | None


class DeadlineRecord(Record, frozen=True):
    """A deadline as printed and as read; both days are inclusive, `recurrence` is an RFC 5545 RRULE
    value."""

    printed: str
    kind: str
    start: date | None
    end: date | None
    recurrence: str | None
    milestones: tuple[MilestoneRecord, ...]


class IndicatorRecord(Record, frozen=True):
    """A figure to reach: at least, at most or exactly so much of `unit`."""

    name: str
    at_least: float | None
    at_most: float | None
    equal: float | None
    unit: str
    printed: str


class ReadingRecord(Record, frozen=True):
    """The value of an indicator that was reported."""

    indicator: str
    value: float


class EvidenceRecord(Record, frozen=True):
    """What proves a report: a title and an address."""

    title: str
    url: str


class ProgressRecord(Record, frozen=True):
    """A report on a task."""

    date: date
    status: str
    note: str
    unit: str
    evidence: tuple[EvidenceRecord, ...]
    readings: tuple[ReadingRecord, ...]


class TaskRecord(Record, frozen=True):
    """A task. `key` is `plan#id`; `status` that of the last report, `unreported` where there is
    none."""

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


class PlanRecord(Record, frozen=True):
    """A plan without its tasks."""

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


class DutyRecord(Record, frozen=True):
    """In the file of a unit: a task (its key) that it has, in which role, and through which
    group it is meant."""

    task: str
    role: Literal["lead", "responsible", "cooperating"]
    group: str | None


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

    `entity` is the id or key of the plan, unit or authority, "" for the whole site. `page` values
    are addresses of pages, absolute where the site's address is known, else from its root.
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
    tasks: tuple[TaskRecord, ...]
