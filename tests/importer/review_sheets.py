"""Review sheets of documents, as an import makes them."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.documents.blocks import SourceDocument
from gksite.importer.draft import Draft
from gksite.importer.review.sheet import Row, Sheet, build_sheet
from gksite.importer.understanding import read_draft
from gksite.importer.writing.html_report import render_review_sheet
from gksite.importer.writing.plan_files import Identity
from gksite.importer.writing.plan_folder import build_alone, build_folder
from gksite.model.entities import Plan
from gksite.model.registry import Registry

NO_UNITS = Registry({}, {}, {}, {})


def read_sheet(documents: Sequence[SourceDocument]) -> tuple[Draft, Sheet]:
    """The draft of some documents, and the sheet for it."""
    draft = read_draft(documents)
    return draft, build_sheet(draft, documents, draft.diagnostics, built(draft))


def built(draft: Draft) -> Plan | None:
    """The plan that a build reads from the files of a draft."""
    identity = Identity("plan", "qinghe", draft.year or 2025)
    return build_alone(build_folder(draft, (), {}, identity, "青禾区", NO_UNITS), NO_UNITS)[0]


def page_of(documents: Sequence[SourceDocument]) -> str:
    """The page of the sheet of some documents."""
    draft, sheet = read_sheet(documents)
    return render_review_sheet(sheet, draft, documents, draft.diagnostics, ())


def marked(row: Row) -> list[str]:
    """The marked parts of a row: `kind text`, with the name where there is one."""
    return [
        f"{mark.kind}{f'({mark.name})' if mark.name else ''} {line.text[mark.start : mark.end]}"
        for line in row.lines
        for mark in line.marks
    ]


def read(row: Row) -> list[str]:
    """The parts of the readings of a row: `kind text`, with the note and the other side."""
    return [
        f"{part.kind} {''.join(text for text, _ in part.text)}"
        + (f"［{part.note}］" if part.note else "")
        + (f"｜{part.winner}：{emphasised(part.other)}" if part.winner else "")
        for reading in row.readings
        for part in reading.parts
    ]


def emphasised(stretches: Sequence[tuple[str, bool]]) -> str:
    """A text with braces around what differs."""
    return "".join(f"{{{text}}}" if differs else text for text, differs in stretches)
