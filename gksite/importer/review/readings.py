"""Say of a task what its pages will show, part by part, with what the document says elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from gksite.importer.draft import DraftTask
from gksite.importer.review.differing_words import Stretch, differing_words
from gksite.model.columns import Cell, Column, TaskList
from gksite.model.entities import Plan, Task
from gksite.model.reporting import Indicator, Responsibility, Target
from gksite.notation.deadlines import Deadline
from gksite.notation.unit_list import UnitName
from gksite.notation.units import parse_units

PartKind = Literal[
    "section", "parent", "title", "text", "units", "deadline", "leader", "note", "indicator",
    "target", "cell",
]  # fmt: skip
_ROLES = (("lead", "牵头"), ("responsible", "责任"), ("cooperating", "配合"))
_BOUNDS = (("equal", ""), ("at_least", "不少于 "), ("at_most", "不超过 "))
_UNREAD = "没有读懂，按原文显示"
_DELETED = "计划文件里没有这一项（手工删去）"
_KINDS = {
    "unread": _UNREAD,
    "recurring": "按期反复，没有具体日期",
    "continuous": "持续进行，没有具体日期",
    "relative": "从某件事起算，没有具体日期",
    "immediate": "立即办理，没有具体日期",
    "as_scheduled": "按规定的时间，没有具体日期",
}
"""How deadlines without a day of their own are read, by their kinds."""
_NO_DAY = "没有具体日期"


class Part(msgspec.Struct, frozen=True):
    """A part of a reading: its kind, its label, the text that pages show, and how it was read.

    Where body and table differ, or an editor changed what it says, `text` is in stretches,
    `winner` says which side it is from, and `other` is the other side's text.
    """

    kind: PartKind
    label: str
    text: tuple[Stretch, ...]
    note: str = ""
    winner: Literal["", "table", "body", "editor"] = ""
    other: tuple[Stretch, ...] = ()


class Reading(msgspec.Struct, frozen=True):
    """A task as it will be published: its id, its number, and its parts."""

    task: str
    number: str
    parts: tuple[Part, ...]


def readings_of(plan: Plan, drafts: Sequence[DraftTask]) -> dict[str, Reading]:
    """Return the readings of the tasks of a plan by id; `drafts` are what the import understood."""
    lists = {one.id: one for one in plan.lists}
    sections = {section.id: section.text for section in plan.sections}
    numbers = {task.key: task.number for task in plan.tasks}
    by_id = {task.id: task for task in drafts}
    return {
        task.id: Reading(
            task.id,
            task.number,
            tuple(_parts(task, by_id[task.id], lists[task.list], sections, numbers)),
        )
        for task in plan.tasks
        if task.id in by_id
    }


def with_edits(
    readings: Mapping[str, Reading], of_document: Mapping[str, Reading]
) -> dict[str, Reading]:
    """Return the readings of files that an editor changed: each changed part has the document's on
    the other side, and a task that was deleted says so."""
    return {
        id: _edited(readings[id], reading)
        if id in readings
        else Reading(id, reading.number, (Part("text", "内容", _whole(""), _DELETED),))
        for id, reading in of_document.items()
    }


def _edited(now: Reading, before: Reading) -> Reading:
    if now.parts == before.parts:
        return now
    known = _by_label(before.parts)
    parts: list[Part] = []
    for key, part in _by_label(now.parts).items():
        old = known.pop(key, None)
        is_same = old is not None and old.text == part.text
        parts.append(part if is_same else _against(part, old))
    gone = (msgspec.structs.replace(part, text=_whole(""), note="") for part in known.values())
    return Reading(now.task, now.number, (*parts, *map(_against, gone, known.values())))


def _by_label(parts: Sequence[Part]) -> dict[tuple[str, str, int], Part]:
    """Return the parts by kind and label, those of one label by their count, too."""
    counts: Counter[tuple[str, str]] = Counter()
    keyed: dict[tuple[str, str, int], Part] = {}
    for part in parts:
        key = (part.kind, part.label)
        keyed[(*key, counts[key])] = part
        counts[key] += 1
    return keyed


def _against(part: Part, old: Part | None) -> Part:
    """Return a part that an editor changed, with the document's text on the other side."""
    text = "".join(text for text, _ in part.text)
    other = "".join(text for text, _ in old.text) if old else ""
    stretches, differing = differing_words(text, other, are_names=part.kind == "units")
    return msgspec.structs.replace(part, text=stretches, winner="editor", other=differing)


def _parts(
    task: Task,
    draft: DraftTask,
    task_list: TaskList,
    sections: Mapping[str, str],
    numbers: Mapping[str, str],
) -> list[Part]:
    columns = {column.name: column for column in task_list.columns}
    heads = {name: "／".join(column.heads) for name, column in columns.items()}
    parent = numbers.get(task.parent, "")
    has_title = task.title and not task.text.startswith(task.title.rstrip("…"))
    plain: list[tuple[PartKind, str, str]] = [
        ("section", "部分", sections.get(task.section, "")),
        ("parent", "属于", f"第 {parent} 项" if parent else ""),
        ("title", "名称", task.title if has_title else ""),
    ]
    below: list[tuple[PartKind, str, str]] = [
        ("leader", heads.get("leader", "责任领导"), task.leader),
        ("note", heads.get("note", "备注"), task.note),
    ]
    return [
        *(Part(kind, label, _whole(text)) for kind, label, text in plain if text),
        _wording(task, draft),
        _units(task, draft),
        *_deadline(task, draft),
        *(Part(kind, label, _whole(text)) for kind, label, text in below if text),
        *map(_indicator, task.indicators),
        *map(_target, task.targets),
        *(
            _cell(cell, column)
            for cell in task.cells
            if cell.text and not ((column := columns.get(cell.column)) and column.target)
        ),
    ]


def _whole(text: str) -> tuple[Stretch, ...]:
    return ((text, False),)


def _wording(task: Task, draft: DraftTask) -> Part:
    if not draft.table_text:
        return Part("text", "内容", _whole(task.text))
    is_tables = "".join(task.text.split()) != "".join(draft.text.split())
    other = draft.text if is_tables else draft.table_text
    text, differing = differing_words(task.text, other)
    return Part("text", "内容", text, winner="table" if is_tables else "body", other=differing)


def _units(task: Task, draft: DraftTask) -> Part:
    text = _by_role(task.responsibilities, is_open=task.open_ended)
    rules = dict.fromkeys(unit.rule for unit in draft.units if unit.rule)
    note = f"按文件的规定：{'；'.join(rules)}" if rules else ""
    if not text:
        whose = (
            "原文没有写，按上一级任务的单位" if task.parent else "原文没有写，责任项算发文机关的"
        )
        note = "没有读出单位" if task.units_printed else whose
        return Part("units", "责任", _whole(task.units_printed), note)
    if not draft.table_units:
        return Part("units", "责任", _whole(text), note)
    shown = "".join(task.units_printed.split())
    is_tables = shown == "".join(draft.table_units.split())
    printed = draft.units_printed if is_tables else draft.table_units
    read = parse_units(printed)
    other = _by_role(read.names, is_open=read.open_ended) or printed
    stretches, differing = differing_words(text, other, are_names=True)
    return Part("units", "责任", stretches, note, "table" if is_tables else "body", differing)


def _by_role(units: Sequence[Responsibility | UnitName], *, is_open: bool) -> str:
    """Return the units by their roles: 牵头：区教育局；配合：区司法局、区财政局."""
    roles = [
        f"{label}：{'、'.join(names)}"
        for role, label in _ROLES
        if (names := [unit.printed for unit in units if unit.role == role])
    ]
    return "；".join(roles) + (" 等" if roles and is_open else "")


def _deadline(task: Task, draft: DraftTask) -> list[Part]:
    deadline = task.deadline
    if not deadline.raw:
        return []
    note = days_of(deadline)
    if not draft.body_deadline:
        return [Part("deadline", "时限", _whole(deadline.raw), note)]
    text, differing = differing_words(deadline.raw, draft.body_deadline)
    return [Part("deadline", "时限", text, note, "table", differing)]


def days_of(deadline: Deadline) -> str:
    """Return how a deadline is read: its days, else why it has none."""
    days = dict.fromkeys(day.isoformat() for day in (deadline.start, deadline.end) if day)
    return " 至 ".join(days) or _KINDS.get(deadline.kind, _NO_DAY)


def _indicator(indicator: Indicator) -> Part:
    bounds = [
        f"{words}{figure:.6f}".rstrip("0").rstrip(".") + indicator.unit
        for key, words in _BOUNDS
        if (figure := getattr(indicator, key)) is not None
    ]
    text = f"{indicator.name}：{indicator.printed or '，'.join(bounds)}"
    return Part("indicator", "指标", _whole(text), "，".join(bounds) if indicator.printed else "")


def _target(target: Target) -> Part:
    figure = "" if target.value is None else f"{target.indicator} {target.value:.6f}"
    figure = figure.rstrip("0").rstrip(".") if "." in figure else figure
    note = "；".join(filter(None, (days_of(target.by), figure)))
    return Part("target", f"目标 {target.by.raw}", _whole(target.label), note)


def _cell(cell: Cell, column: Column | None) -> Part:
    """Return a cell, with its value where its text does not say the same."""
    note = ""
    if column and column.type != "text" and not cell.value:
        note = _UNREAD
    elif column and column.type not in ("text", "unit") and cell.value != cell.text:
        note = f"读作 {cell.value}{column.unit}"
    return Part("cell", "／".join(column.heads) if column else cell.column, _whole(cell.text), note)
