"""A draft as plain data for `--format json`; docs/import.md describes every key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from gksite.catalogue import Language, message, severity
from gksite.diagnostics import Diagnostic
from gksite.documents.blocks import Place, SourceDocument
from gksite.importer.draft import Draft, DraftList, DraftTask
from gksite.importer.writing.unit_proposal import ProposedUnit
from gksite.model.entities import Indicator
from gksite.notation.deadlines import Deadline
from gksite.notation.unit_list import UnitReading
from gksite.notation.units import Role

Plain = dict[str, object]


def draft_report(
    draft: Draft,
    documents: Sequence[SourceDocument],
    diagnostics: Iterable[Diagnostic],
    language: Language,
    *,
    id: str = "",
    authority: str = "",
    year: int | None = None,
    proposed: Iterable[ProposedUnit] = (),
) -> Plain:
    """Everything that was understood, doubted and left out. Dates are ISO texts or null; names of
    units are as printed."""
    digests = {one.name: one.sha256 for one in documents}
    return {
        "plan": _plan(draft, id, authority, year),
        "sections": [
            {"id": s.id, "number": s.number, "title": s.title, "level": s.level}
            for s in draft.sections
        ],
        "lists": [_list(one) for one in draft.lists],
        "tasks": [_task(task, digests) for task in draft.tasks],
        "left_out": [
            {"text": one.text, "place": str(one.place), "reason": one.reason}
            for one in draft.left_out
        ],
        "rules": list(draft.rules),
        "reporting": [
            {"text": one.text, "deadline": deadline_report(one.deadline), "place": str(one.place)}
            for one in draft.reporting
        ],
        "diagnostics": [
            {
                "code": one.code,
                "severity": severity(one),
                "message": message(one, language),
                "place": str(one.location),
            }
            for one in diagnostics
        ],
        "units_proposed": [
            {
                "id": one.id,
                "name": one.name,
                "kind": "group" if one.is_group else one.kind,
                "members": list(one.members),
            }
            for one in proposed
        ],
        "documents": [
            {"name": one.name, "format": one.format, "sha256": one.sha256} for one in documents
        ],
    }


def units_report(reading: UnitReading) -> Plain:
    """The reading of one list of units."""
    return {
        "printed": reading.printed,
        **{role: [name.printed for name in reading.names if name.role == role] for role in _ROLES},
        "names": [
            {"role": name.role, "printed": name.printed, "name": name.name}
            for name in reading.names
        ],
        "open_ended": reading.open_ended,
        "deadline": reading.deadline,
        "unread": list(reading.unread),
        "words": list(reading.words),
    }


def deadline_report(deadline: Deadline) -> Plain:
    """The reading of one deadline; `kind` is `none` where nothing is printed."""
    return {
        "raw": deadline.raw,
        "kind": deadline.kind,
        "start": _iso(deadline.start),
        "end": _iso(deadline.end),
        "recurrence": deadline.recurrence,
        "milestone": deadline.milestone,
        "milestones": [{"text": one.text, "end": _iso(one.end)} for one in deadline.milestones],
    }


_ROLES: tuple[Role, ...] = ("lead", "responsible", "cooperating")


def _plan(draft: Draft, id: str, authority: str, year: int | None) -> Plain:
    envelope = draft.envelope
    return {
        "title": envelope.title,
        "notice_title": envelope.notice_title,
        "document_number": envelope.document_number,
        "issuer": envelope.issuer,
        "addressees": envelope.addressees,
        "written": _iso(envelope.written),
        "published": _iso(envelope.published),
        "index_number": envelope.index_number,
        "copies_to": envelope.copies_to,
        "printed_by": envelope.printed_by,
        "printed_on": _iso(envelope.printed_on),
        "annotation": envelope.annotation,
        "disclosure": envelope.disclosure,
        "validity": envelope.validity,
        "signature": envelope.signature,
        "publisher": envelope.publisher,
        "category": envelope.category,
        "keywords": list(envelope.keywords),
        "source": envelope.source,
        "attachments": list(envelope.attachments),
        "year": year,
        "authority": authority,
        "id": id,
    }


def _list(one: DraftList) -> Plain:
    columns = [{"kind": column.kind, "head": column.head} for column in one.columns]
    return {
        "id": one.id,
        "caption": one.caption,
        "printed": one.printed,
        "columns": columns,
        "merged": list(one.merged),
    }


def _task(task: DraftTask, digests: Mapping[str, str]) -> Plain:
    return {
        "id": task.id,
        "number": task.number,
        "list": task.list,
        "section": task.section,
        "title": task.title,
        "text": task.text,
        "table_text": task.table_text,
        **{role: [unit.printed for unit in task.units if unit.role == role] for role in _ROLES},
        "units_printed": task.units_printed,
        "table_units": task.table_units,
        "open_ended": task.open_ended,
        "deadline": deadline_report(task.deadline),
        "body_deadline": task.body_deadline,
        "indicators": [_indicator(one) for one in task.indicators],
        "leader": task.leader,
        "note": task.note,
        "in_body": task.in_body,
        "segments": [
            {"text": one.text, "units_printed": one.units_printed} for one in task.segments
        ],
        "rules": list(dict.fromkeys(unit.rule for unit in task.units if unit.rule)),
        "source": [_place(place, digests) for place in task.source],
    }


def _indicator(one: Indicator) -> Plain:
    return {
        "name": one.name,
        "at_least": one.at_least,
        "at_most": one.at_most,
        "equal": one.equal,
        "unit": one.unit,
        "printed": one.printed,
    }


def _place(place: Place, digests: Mapping[str, str]) -> Plain:
    return {"file": place.file, "place": str(place), "sha256": digests.get(place.file, "")}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
