"""Write a draft as plan.md and tasks.yaml; no value is written that the plan's text holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import get_args

import msgspec

from gksite.content.notice import NOTICE_NAME
from gksite.content.outline import MarkedText, Outline, outline_of
from gksite.content.tasks import short_title
from gksite.importer.draft import (
    BodyLine,
    Draft,
    DraftCell,
    DraftColumn,
    DraftList,
    DraftSection,
    DraftTarget,
    DraftTask,
    DraftUnit,
    Envelope,
)
from gksite.importer.writing.markdown_text import block, wording
from gksite.importer.writing.notice_file import MOVED, annexes_of, has_notice, notice_text
from gksite.model.columns import MergedColumn
from gksite.model.registry import Registry
from gksite.model.reporting import Indicator
from gksite.notation.units import UnitReading, parse_units
from gksite.source.markdown import parse_body, plain_wording
from gksite.source.yaml_text import Entry, Value, document, filled, items

PROGRESS = """\
# 落实情况：每次进展加一条，旧的不改。例：
# - task: 1
#   date: 2025-06-30
#   status: 推进中
#   note: 已公布上半年进展
"""
_TASKS_HEAD = "# 由 gksite import 写入，请核对。正文里已有的内容、责任单位和时限没有重写一遍。\n"
_DISCLOSURES = ("主动公开", "依申请公开", "不予公开")
_VALIDITIES = {
    "有效": "有效", "现行有效": "有效", "继续有效": "有效", "失效": "失效", "已失效": "失效", "废止": "废止",
    "已废止": "废止", "已修改": "已修改", "尚未生效": "尚未生效", "未生效": "尚未生效",
}  # fmt: skip
"""有效性 as portals print it → as gksite writes it; other wordings (部分有效) are left out."""
_ROLES = ("lead", "responsible", "cooperating")
_MERGEABLE = frozenset(get_args(MergedColumn))


class Identity(msgspec.Struct, frozen=True):
    """The identity of a plan in the site: its folder, its authority, and its year."""

    id: str
    authority: str
    year: int


class Original(msgspec.Struct, frozen=True):
    """A document kept in source/: its name there, and its name when it was read."""

    file: str
    name: str


def plan_texts(draft: Draft, identity: Identity, registry: Registry) -> dict[str, str]:
    """Return plan.md, tasks.yaml, an empty progress.yaml, and notice.md where there is one, by
    name; `registry` knows the units."""
    body = body_text(draft.body)
    parsed, _ = parse_body(body, "plan.md", 1)
    stated = _stated(draft.sections, outline_of(parsed, ()))
    outline = outline_of(
        parsed, [(s.id, s.number, s.title, _parent(s, draft.sections)) for s in stated]
    )
    front = _front_matter(draft, identity, stated)
    notice = notice_text(draft.envelope) if has_notice(draft.envelope) else ""
    names = _Names(registry, identity.authority, draft.envelope.day(identity.year))
    tasks = [_task(task, draft, outline, names) for task in draft.tasks]
    return {
        "plan.md": f"---\n{document(front)}---\n{body}",
        "tasks.yaml": _TASKS_HEAD + items(tasks),
        "progress.yaml": PROGRESS,
        **({NOTICE_NAME: notice} if notice else {}),
    }


def body_text(lines: Iterable[BodyLine]) -> str:
    """Return the body in Markdown, with the mark of each task above the block that begins it."""
    blocks: list[str] = []
    marked: set[str] = set()
    for line in lines:
        written = block(line.text, line.level)
        if written and line.task and line.task not in marked:
            marked.add(line.task)
            written = f"{{task={line.task}}}\n{written}"
        if written:
            blocks.append(written)
    return "\n\n".join(blocks) + "\n" if blocks else ""


def title_of(envelope: Envelope) -> str:
    """Return the title of a plan, or of the notice that carries it; "" for none."""
    return envelope.title or envelope.notice_title


# ── front matter ──────────────────────────────────────────────────────────────────────────────────


def _front_matter(draft: Draft, identity: Identity, stated: Sequence[DraftSection]) -> Entry:
    envelope = draft.envelope
    front: dict[str, Value] = {
        "title": title_of(envelope) or identity.id,
        "kind": draft.kind,
        "authority": identity.authority,
        "year": "" if draft.period else str(identity.year),
        "period": draft.period,
        "issuer": envelope.issuer,
        "publisher": envelope.publisher,
        "signature": envelope.signature,
        "document_number": envelope.document_number,
        "index_number": envelope.index_number,
        "category": envelope.category,
        "keywords": [word for word in envelope.keywords if word],
        "written": envelope.written.isoformat() if envelope.written else "",
        "published": envelope.published.isoformat() if envelope.published else "",
        "validity": _VALIDITIES.get(envelope.validity, ""),
        "disclosure": envelope.disclosure if envelope.disclosure in _DISCLOSURES else "",
        "addressees": envelope.addressees,
        "copies_to": envelope.copies_to,
        "printed_by": envelope.printed_by,
        "printed_on": envelope.printed_on.isoformat() if envelope.printed_on else "",
        "annotation": envelope.annotation,
        "contact": envelope.contact,
        "annexes": annexes_of(draft),
        "lists": [_list(task_list) for task_list in draft.lists],
        "sections": [_section(section, draft.sections) for section in stated],
        "draft": "true",
    }
    if has_notice(envelope):
        moved = set(MOVED) - ({"signature"} if envelope.signs_plan else set())
        front = {key: value for key, value in front.items() if key not in moved}
    return filled(front)


def _section(section: DraftSection, sections: Iterable[DraftSection]) -> Entry:
    parent = _parent(section, sections)
    return filled(
        {"id": section.id, "number": section.number, "title": section.title, "parent": parent}
    )


def _list(task_list: DraftList) -> Entry:
    columns: dict[str, Value] = {}
    own = {column.key for column in task_list.columns if column.key}
    for column in task_list.columns:
        if column.head.strip():
            columns.setdefault(column.name, _column(column))
    return filled(
        {
            "id": task_list.id,
            "caption": " ".join(task_list.caption.split()),
            "columns": columns,
            "merged": [name for name in task_list.merged if name in {*_MERGEABLE, *own}],
            "printed": "" if task_list.printed else "false",
        }
    )


def _column(column: DraftColumn) -> Value:
    """Return a column's head, with what else is to be said of it."""
    head = " ".join(column.head.split())
    entry = filled(
        {
            "head": head,
            "over": list(column.over),
            "type": "" if column.type == "text" else column.type,
            "unit": column.unit,
            "sum": "yes" if column.sum else "",
            "target": column.target,
        }
    )
    return entry if len(entry) > 1 or column.kind == "open" else head


def _stated(sections: Iterable[DraftSection], outline: Outline) -> list[DraftSection]:
    """Return the sections that no heading of the body makes."""
    in_body = {section.id for section in outline.sections}
    return [section for section in sections if section.id not in in_body]


def _parent(section: DraftSection, sections: Iterable[DraftSection]) -> str:
    above = section.id.rpartition(".")[0]
    return above if any(section.id == above for section in sections) else ""


# ── tasks ─────────────────────────────────────────────────────────────────────────────────────────


class _Names(msgspec.Struct, frozen=True):
    """The unit names that the registry will find: as printed, or with an elided prefix restored."""

    registry: Registry
    authority: str
    day: date

    def known(self, unit: DraftUnit) -> str:
        match = self.registry.find(self.authority, unit.printed, self.day)
        return unit.printed if match else unit.name or unit.printed


def _task(task: DraftTask, draft: Draft, outline: Outline, names: _Names) -> Entry:
    marked = outline.marked.get(task.id)
    text = _text(task, marked)
    held = plain_wording(text) or (marked.text or marked.title if marked else "")
    short = (marked.title if marked else "") or short_title(held)
    number = task.number.strip().rstrip("、.．")
    first_list = draft.lists[0].id if draft.lists else ""
    sections = {section.id for section in outline.sections}
    entry: dict[str, Value] = {
        "id": task.id,
        "number": number if number != (_number(marked) or task.id) else "",
        "parent": task.parent,
        "list": task.list if draft.lists and task.list != first_list else "",
        "section": task.section
        if task.section in sections and task.section != (marked.section if marked else "")
        else "",
        "title": task.title if _squeezed(task.title) != _squeezed(short) else "",
        "text": text,
        **_units(task, marked, names),
        "deadline": _deadline(task, marked),
        "leader": task.leader,
        "note": task.note,
        "indicators": [
            record for indicator in task.indicators if (record := _indicator(indicator))
        ],
        "targets": [_target(target) for target in task.targets],
        "cells": {cell.column: _cell(cell) for cell in task.cells if cell.text.strip()},
    }
    return filled(entry)


def _text(task: DraftTask, marked: MarkedText | None) -> str:
    """Return the wording if it differs from the body's: the table's, if the document has two."""
    printed = _squeezed(task.table_text or task.text)
    held = _squeezed(marked.text or marked.title) if marked else ""
    if held and (
        printed == held or (not task.table_text and _follows(_squeezed(task.title), printed, held))
    ):
        return ""
    return wording(task.table_text or task.text)


def _follows(title: str, text: str, held: str) -> bool:
    """Whether `held` is a title with its text run together, with at most one mark between them."""
    return (
        held.startswith(title)
        and held.endswith(text)
        and 0 <= len(held) - len(title) - len(text) <= 1
    )


def _units(task: DraftTask, marked: MarkedText | None, names: _Names) -> dict[str, Value]:
    """Return the keys for the units: none where the brackets of the body state them; the table's
    wording where it differs; the printed wording where it reads so; the roles where a rule gave
    them."""
    if not task.units:
        return {"units": "" if marked and marked.units else task.units_printed}
    if task.table_units and not any(unit.rule for unit in task.units):
        return {"units": task.table_units}
    wanted = [(unit.role, unit.printed) for unit in task.units]
    of_body = [parse_units(part) for part in marked.units] if marked else []
    if wanted == _names(of_body) and task.open_ended == any(
        reading.open_ended for reading in of_body
    ):
        return {}
    printed = (
        ""
        if _squeezed(task.units_printed) == _squeezed("".join(marked.units) if marked else "")
        else task.units_printed
    )
    reading = parse_units(task.units_printed)
    if task.units_printed and wanted == _names([reading]) and task.open_ended == reading.open_ended:
        return {"units": task.units_printed}
    return {
        "units": printed,
        **{role: [names.known(u) for u in task.units if u.role == role] for role in _ROLES},
    }


def _deadline(task: DraftTask, marked: MarkedText | None) -> str:
    raw = task.deadline.raw.strip()
    parts = (
        [task.units_printed]
        if task.units_printed and not (marked and marked.units)
        else marked.units
        if marked
        else ()
    )
    bracket = next((deadline for part in parts if (deadline := parse_units(part).deadline)), "")
    return "" if _squeezed(raw) == _squeezed(bracket) else " ".join(raw.split())


def _indicator(indicator: Indicator) -> Entry:
    """Return the record of an indicator; an empty record where it cannot be written."""
    figures: dict[str, Value] = {
        key: _figure(value)
        for key in ("at_least", "at_most", "equal")
        if (value := getattr(indicator, key)) is not None
    }
    if not indicator.name.strip():
        return {}
    return filled(
        {"name": indicator.name, **figures, "unit": indicator.unit, "printed": indicator.printed}
    )


def _target(target: DraftTarget) -> Entry:
    figure = "" if target.value is None else _figure(target.value)
    return filled(
        {
            "id": target.id,
            "by": target.by,
            "text": target.text,
            "value": figure,
            "indicator": target.indicator if figure else "",
        }
    )


def _cell(cell: DraftCell) -> Value:
    return {"text": cell.text, "apart": "yes"} if cell.apart else cell.text


def _figure(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else ""


def _number(marked: MarkedText | None) -> str:
    return marked.number.strip().rstrip("、.．") if marked else ""


def _names(readings: Iterable[UnitReading]) -> list[tuple[str, str]]:
    return [(name.role, name.printed) for reading in readings for name in reading.names]


def _squeezed(text: str) -> str:
    return "".join(text.split())
