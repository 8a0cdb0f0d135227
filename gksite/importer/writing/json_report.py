"""Write a draft as plain data for `--format json`; docs/import.md describes every key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from gksite.catalogue import Language, message, severity
from gksite.diagnostics import Diagnostic
from gksite.documents.blocks import Place, SourceDocument
from gksite.importer.draft import Draft, DraftColumn, DraftList, DraftTask
from gksite.importer.writing.unit_proposal import ProposedUnit
from gksite.importer.writing.verdict import doubts_in, verdict_of
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
    """Return all that was understood, doubted and left out. Names of units are as printed."""
    digests = {document.name: document.sha256 for document in documents}
    said = list(diagnostics)
    return {
        "verdict": verdict_of(said, language),
        "doubts": doubts_in(said),
        "plan": _plan(draft, id, authority, year),
        "sections": [
            {"id": s.id, "number": s.number, "title": s.title, "level": s.level}
            for s in draft.sections
        ],
        "lists": [_list(each) for each in draft.lists],
        "tasks": [_task(task, digests) for task in draft.tasks],
        "left_out": [
            {"text": piece.text, "place": str(piece.place), "reason": piece.reason}
            for piece in draft.left_out
        ],
        "rules": list(draft.rules),
        "reporting": [
            {
                "text": duty.text,
                "deadline": deadline_report(duty.deadline),
                "place": str(duty.place),
            }
            for duty in draft.reporting
        ],
        "diagnostics": [_diagnostic(diagnostic, language) for diagnostic in said],
        "units_proposed": [_proposed_unit(unit) for unit in proposed],
        "documents": [
            {"name": document.name, "format": document.format, "sha256": document.sha256}
            for document in documents
        ],
    }


def units_report(reading: UnitReading) -> Plain:
    """Return the reading of a list of units."""
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
    """Return the reading of a deadline; `kind` is `none` where nothing is printed."""
    return _plain(deadline)


_ROLES: tuple[Role, ...] = ("lead", "responsible", "cooperating")
_ENVELOPE = (
    "title", "notice_title", "document_number", "issuer", "addressees", "written", "published",
    "index_number", "copies_to", "printed_by", "printed_on", "annotation", "disclosure", "validity",
    "signature", "publisher", "category", "keywords", "source", "attachments",
    "masthead", "contact", "notice",
)  # fmt: skip


def _plan(draft: Draft, id: str, authority: str, year: int | None) -> Plain:
    envelope = _plain(draft.envelope)
    stated = {key: envelope[key] for key in _ENVELOPE}
    return {
        **stated,
        "year": year,
        "period": draft.period,
        "kind": draft.kind,
        "authority": authority,
        "id": id,
    }


def _diagnostic(diagnostic: Diagnostic, language: Language) -> Plain:
    return {
        "code": diagnostic.code,
        "severity": severity(diagnostic),
        "message": message(diagnostic, language),
        "place": str(diagnostic.location),
    }


def _proposed_unit(unit: ProposedUnit) -> Plain:
    return {
        "id": unit.id,
        "name": unit.name,
        "kind": "group" if unit.is_group else unit.kind,
        "members": list(unit.members),
    }


def _list(task_list: DraftList) -> Plain:
    return {
        "id": task_list.id,
        "caption": task_list.caption,
        "printed": task_list.printed,
        "columns": [_column(column) for column in task_list.columns],
        "merged": list(task_list.merged),
        "annex": task_list.annex,
    }


def _column(column: DraftColumn) -> Plain:
    """Return kind and head of a column, and of one of the document's own all that is said of it."""
    written: Plain = {"kind": column.kind, "head": column.head}
    if column.kind != "open" and not column.over:
        return written
    return {**_plain(column), "over": list(column.over)}


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
        "indicators": [msgspec.structs.asdict(indicator) for indicator in task.indicators],
        "leader": task.leader,
        "note": task.note,
        "parent": task.parent,
        "cells": {cell.column: cell.text for cell in task.cells},
        "targets": [msgspec.structs.asdict(target) for target in task.targets],
        "in_body": task.in_body,
        "segments": [
            {"text": segment.text, "units_printed": segment.units_printed}
            for segment in task.segments
        ],
        "rules": list(dict.fromkeys(unit.rule for unit in task.units if unit.rule)),
        "source": [_place(place, digests) for place in task.source],
    }


def _place(place: Place, digests: Mapping[str, str]) -> Plain:
    return {"file": place.file, "place": str(place), "sha256": digests.get(place.file, "")}


def _plain(record: msgspec.Struct) -> Plain:
    """Return a record as JSON holds it: dates as ISO texts, tuples as lists."""
    return msgspec.json.decode(msgspec.json.encode(record), type=Plain)
