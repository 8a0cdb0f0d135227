"""Plans as documents for a portal's interface: their keys in order, and their digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from gksite.model.entities import Plan, Task
from gksite.model.notice import Notice
from gksite.model.reporting import Duty
from gksite.pages.addresses import plan_path, task_path
from gksite.pages.events import task_days
from gksite.pages.kinds.open_cells import label_of
from gksite.pages.view import View
from gksite.portal.paste import plan_text
from gksite.portal.push_targets import (
    AdjustmentEntry,
    Day,
    TargetEntry,
    adjustment_entries,
    target_entries,
)
from gksite.portal.whitelist_html import page_address
from gksite.source.links import file_address

FORMAT = "gksite-push/1"

Sha256 = Annotated[
    str, Meta(pattern="^[0-9a-f]{64}$", description="SHA-256 in lower-case hexadecimal")
]
Address = Annotated[str, Meta(pattern="^https?://", description="An absolute address")]


class Organisation(msgspec.Struct, frozen=True):
    """An authority: its id in the site, and its name."""

    id: str
    name: str


class Column(msgspec.Struct, frozen=True):
    """Where in the portal it belongs: the name of the column, and the names on the way to it."""

    name: str
    path: tuple[str, ...]


class Content(msgspec.Struct, frozen=True):
    """The text as HTML of a few elements only (docs/portal.md, «paste»), and the SHA-256 of it in
    UTF-8."""

    html: str
    sha256: Sha256


class Attachment(msgspec.Struct, frozen=True):
    """A file: where it lies below the push folder, its title, size and digest, and its address
    at the site."""

    path: str
    title: str
    bytes: int
    sha256: Sha256
    url: Address


class Relation(msgspec.Struct, frozen=True):
    """Another document: `based_on`, `basis_of`, `previous` or `next`."""

    type: Annotated[str, Meta(pattern="^(based_on|basis_of|previous|next)$")]
    id: str
    title: str
    url: Address


class Responsible(msgspec.Struct, frozen=True):
    """A name of a task's list of units as printed; `unit` is the key of the unit or group that it
    stands for, or empty."""

    role: Annotated[str, Meta(pattern="^(lead|responsible|cooperating)$")]
    name: str
    unit: str


class DutyEntry(msgspec.Struct, frozen=True):
    """A unit that has the task: role, name, key of the unit and of the group through which it is
    meant (or empty), its own state, and day and text of the report on which that rests; the text of
    one on a target is not the task's, and left empty."""

    role: Annotated[str, Meta(pattern="^(lead|responsible|cooperating)$")]
    name: str
    unit: str
    group: str
    status: str
    reported: Day
    note: str


class CellEntry(msgspec.Struct, frozen=True):
    """A cell in a column of the document's own: the head with those over it, the text as printed,
    and the value that was read, "" where the text is not of the column's type."""

    head: str
    text: str
    value: str
    unit: str


class TaskEntry(msgspec.Struct, frozen=True):
    """A task: wording, who is responsible, by when (as printed, and in days where the wording gives
    them).

    `status` is its state by the rule of its plan; `reported` is the latest day of its reports and
    adjustments; `due` is the last day that holds after all adjustments.
    """

    id: str
    number: str
    section: str
    title: str
    text: str
    url: Address
    units: tuple[Responsible, ...]
    deadline: str
    start: Day
    end: Day
    status: str
    reported: Day
    due: Day
    adjustments: tuple[AdjustmentEntry, ...]
    duties: tuple[DutyEntry, ...]
    cells: tuple[CellEntry, ...] | msgspec.UnsetType = msgspec.UNSET
    """Left out where there are none, as `parent`, the id of the task whose part it is, and
    `targets`."""
    parent: str | msgspec.UnsetType = msgspec.UNSET
    targets: tuple[TargetEntry, ...] | msgspec.UnsetType = msgspec.UNSET


class Correction(msgspec.Struct, frozen=True):
    """A public correction of the text."""

    date: Day
    what: str
    why: str


class NoticeEntry(msgspec.Struct, frozen=True):
    """The notice that issues the document, as printed; its text stands in `content`. `annexes` are
    the titles that it lists."""

    masthead: str
    document_number: str
    title: str
    addressees: str
    signature: str
    date: Day
    annotation: str
    annexes: tuple[str, ...]
    copies_to: str
    printed_by: str
    printed_on: Day


class AnnexEntry(msgspec.Struct, frozen=True):
    """An annex: its title, and the id of its task list, or the path of its file among the
    attachments (the other is empty)."""

    title: str
    list: str
    path: str


class Document(msgspec.Struct, frozen=True, tag_field="action", tag="upsert", omit_defaults=True):
    """A document to add or to replace. `version` is the SHA-256 of the document as JSON with an
    empty `version`. The keys from `period` on are there where the document has them, and another
    period than a year, another kind than 工作要点, a minute of publication."""

    format: Annotated[str, Meta(pattern="^gksite-push/1$")]
    id: str
    version: Annotated[str, Meta(pattern="^([0-9a-f]{64})?$")]
    title: str
    url: Address
    authority: Organisation
    year: int
    column: Column
    index_number: str
    document_number: str
    issuer: str
    publisher: str
    category: str
    keywords: tuple[str, ...]
    summary: str
    written: Day
    published: Day
    updated: Day
    validity: str
    disclosure: str
    source_url: str
    content: Content
    attachments: tuple[Attachment, ...]
    relations: tuple[Relation, ...]
    corrections: tuple[Correction, ...]
    tasks: tuple[TaskEntry, ...]
    period: str = ""
    contact: str = ""
    notice: NoticeEntry | None = None
    annexes: tuple[AnnexEntry, ...] = ()
    kind: str = ""
    published_at: str = ""


class Tombstone(msgspec.Struct, frozen=True, tag_field="action", tag="delete"):
    """A document to take down: it was in the last push and is gone. `version` is the one that it
    had."""

    format: Annotated[str, Meta(pattern="^gksite-push/1$")]
    id: str
    version: Sha256
    title: str
    url: Address


def push_document(view: View, plan: Plan) -> Document:
    """Return the document of a plan; equal sources give equal bytes, and so an equal version."""
    config, model = view.model.config, view.model
    html = plan_text(view, plan)
    document = Document(
        format=FORMAT,
        id=plan.id,
        version="",
        title=plan.title,
        url=page_address(config.base_url, plan_path(plan.id)),
        authority=Organisation(plan.authority, model.registry.authorities[plan.authority].name),
        year=plan.year,
        column=Column(config.column_name, tuple(link.text for link in config.breadcrumb)),
        index_number=plan.index_number,
        document_number=plan.document_number,
        issuer=plan.issuer_name,
        publisher=plan.publisher,
        category=plan.category,
        keywords=plan.keywords,
        summary=plan.summary,
        written=_day(plan.written),
        published=plan.public_since[:10],
        updated=_day(_updated(plan)),
        validity=plan.validity,
        disclosure=plan.disclosure,
        source_url=plan.source_url,
        content=Content(html, hashlib.sha256(html.encode()).hexdigest()),
        attachments=tuple(_attachments(view, plan)),
        relations=tuple(_relations(view, plan)),
        corrections=tuple(
            Correction(_day(item.date), item.what, item.why) for item in plan.corrections
        ),
        tasks=tuple(_task(view, plan, task) for task in plan.tasks),
        period="" if plan.period.is_calendar_year else plan.period.text,
        contact=plan.contact,
        notice=_notice(plan.notice) if plan.notice else None,
        annexes=tuple(_annexes(plan)),
        kind="" if plan.kind.is_usual else plan.kind.name,
        published_at=plan.public_since if "T" in plan.public_since else "",
    )
    return msgspec.structs.replace(
        document, version=hashlib.sha256(document_json(document)).hexdigest()
    )


def _attachments(view: View, plan: Plan) -> Iterator[Attachment]:
    for file in plan.attachments:
        path = f"plans/{plan.id}/{file.path}"
        url = page_address(view.model.config.base_url, file_address(path))
        yield Attachment(path, file.title, file.size, file.sha256, url)


def _annexes(plan: Plan) -> Iterator[AnnexEntry]:
    for annex in plan.annexes:
        path = f"plans/{plan.id}/{annex.file}" if annex.file else ""
        yield AnnexEntry(annex.title, annex.list, path)


def _notice(notice: Notice) -> NoticeEntry:
    return NoticeEntry(
        notice.masthead,
        notice.document_number,
        notice.title,
        notice.addressees,
        notice.signature,
        _day(notice.day),
        notice.annotation,
        notice.annexes,
        notice.copies_to,
        notice.printed_by,
        _day(notice.printed_on),
    )


def document_json(document: Document | Tombstone) -> bytes:
    """Return a document as JSON in UTF-8: keys in fixed order, no white space."""
    return msgspec.json.encode(document)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _updated(plan: Plan) -> date | None:
    """Return the latest day of a plan, its corrections, reports, adjustments and assessments."""
    days = [
        plan.public_day,
        *(correction.date for correction in plan.corrections),
        *(day for task in plan.tasks for day in task_days(task)),
    ]
    return max(filter(None, days), default=None)


def _relations(view: View, plan: Plan) -> Iterator[Relation]:
    model = view.model
    related = [
        *(("based_on", name) for name in plan.based_on),
        *(("basis_of", name) for name in model.derived.get(plan.id, ())),
        *(("previous", old) for old in [model.previous.get(plan.id)] if old),
        *(("next", new) for new in model.following.get(plan.id, ())),
    ]
    for kind, name in related:
        if (other := model.plans.get(name)) and not other.draft:
            yield Relation(
                kind,
                other.id,
                other.title,
                page_address(model.config.base_url, plan_path(other.id)),
            )


def _task(view: View, plan: Plan, task: Task) -> TaskEntry:
    status = view.status(task)
    sections = {section.id: section.text for section in plan.sections}
    return TaskEntry(
        id=task.id,
        number=task.number,
        section=sections.get(task.section, ""),
        title=task.title,
        text=task.text,
        url=page_address(view.model.config.base_url, task_path(task.key)),
        units=tuple(
            Responsible(unit.role, unit.printed, unit.unit or unit.group)
            for unit in task.responsibilities
        ),
        deadline=task.deadline.raw,
        start=_day(task.deadline.start),
        end=_day(task.deadline.end),
        status=status.text if status else "",
        reported=_day(max(task_days(task), default=None)),
        due=_day(task.due.end),
        adjustments=adjustment_entries(view.words["status.withdrawn"], task),
        duties=tuple(_duty(view, task, duty) for duty in task.duties),
        cells=_cells(plan, task) if task.cells else msgspec.UNSET,
        parent=task.parent.partition("#")[2] or msgspec.UNSET,
        targets=target_entries(view, task),
    )


def _cells(plan: Plan, task: Task) -> tuple[CellEntry, ...]:
    columns = {one.key: one for own in plan.lists if own.id == task.list for one in own.columns}
    return tuple(
        CellEntry(label_of(column), cell.text, cell.value, column.unit)
        for cell in task.cells
        for column in [columns[cell.column]]
    )


def _duty(view: View, task: Task, duty: Duty) -> DutyEntry:
    latest = task.reports[duty.latest] if duty.latest >= 0 else None
    status = view.state(task, duty.status)
    return DutyEntry(
        duty.role,
        duty.name,
        duty.unit,
        duty.group,
        status.text if status else "",
        _day(latest.date) if latest else "",
        latest.note if latest and not latest.target else "",
    )
