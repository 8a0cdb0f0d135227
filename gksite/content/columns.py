"""The task lists of a plan with their columns, and the cells of tasks in columns of the document's
own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import get_args

from gksite.content.outline import Outline
from gksite.content.records import (
    CellRecord,
    KnownColumnRecord,
    ListRecord,
    OwnColumnRecord,
    PlanRecord,
    TaskRecord,
    day_of,
)
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.columns import (
    USUAL_CAPTION,
    USUAL_HEADS,
    Cell,
    CellUnit,
    Column,
    MergedColumn,
    TaskList,
)
from gksite.model.entities import Task
from gksite.model.references import resolve_unit
from gksite.model.registry import Registry
from gksite.model.sections import top_section
from gksite.notation.cell_values import NUMERIC, read_cell
from gksite.notation.units import parse_units
from gksite.schema.full_width import marks_in_key
from gksite.schema.keys import ColumnKind, spelled
from gksite.schema.validate import Place
from gksite.source.characters import IDEOGRAPHS

MOST_COLUMNS = 40
"""Of one list: no official table has as many, and beyond it a page cannot show one."""
MOST_OVER = 2
"""Heads above a head: a table has at most three rows of them."""

_HAN = rf"〇\u3400-\u9fff{IDEOGRAPHS}"
_KEY = re.compile(rf"[A-Za-z{_HAN}][A-Za-z0-9_\-{_HAN}]{{0,39}}")


def task_lists(
    record: PlanRecord, place: Place, tasks: list[tuple[TaskRecord, Place]], outline: Outline
) -> tuple[tuple[TaskList, ...], list[Diagnostic]]:
    """Return the plan's task lists; without any in the source, one list with the columns that its
    tasks fill."""
    usual = _usual_columns(tasks, outline)
    if not record.lists:
        caption = USUAL_CAPTION.format(title=record.title)
        return (TaskList("main", caption, usual, printed=False),), []
    lists: list[TaskList] = []
    problems: list[Diagnostic] = []
    titles = {annex.list: annex.title for annex in record.annexes if annex.list}
    for index, written in enumerate(record.lists):
        columns = usual
        if written.columns:
            columns = _columns(written, place.order("lists", index, "columns"))
        at = partial(place.at, "lists", index)
        problems += _check_columns(written, columns, at)
        own = [t for t, _ in tasks if (t.list or record.lists[0].id) == written.id]
        problems += _check_targets(columns, own, at)
        caption = written.caption or titles.get(written.id) or record.title
        lists.append(TaskList(written.id, caption, columns, written.printed))
    return tuple(lists), problems


def _usual_columns(tasks: list[tuple[TaskRecord, Place]], outline: Outline) -> tuple[Column, ...]:
    usual: list[ColumnKind] = ["number"]
    if outline.sections:
        usual.append("section")
    usual.append("text")
    has_units = any(t.units or t.lead or t.responsible or t.cooperating for t, _ in tasks)
    if has_units or any(mark.units for mark in outline.marked.values()):
        usual.append("units")
    if any(t.deadline for t, _ in tasks):
        usual.append("deadline")
    return tuple(Column(kind, USUAL_HEADS[kind]) for kind in usual)


def _columns(written: ListRecord, order: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns in written order."""
    merged: Collection[str] = {"section", "subsection", *written.merged}
    known: dict[str, str | KnownColumnRecord] = {
        kind: head
        for kind in get_args(ColumnKind)
        if (head := getattr(written.columns, kind)) is not None
    }
    own: dict[str, OwnColumnRecord] = getattr(written.columns, "__pydantic_extra__", None) or {}
    columns = []
    for key in order:
        if column := own.get(key):
            over, is_merged, unit = tuple(column.over), key in merged, column.unit or ""
            facts = column.type, unit, column.sum, column.target or ""
            columns.append(Column("open", column.head, is_merged, over, key, *facts))
        elif head := known.get(key):
            head, over = (head, ()) if isinstance(head, str) else (head.head, tuple(head.over))
            columns.append(Column(key, head, key in merged, over))  # type: ignore[arg-type]
    return tuple(columns)


def _check_columns(
    written: ListRecord, columns: tuple[Column, ...], at: partial[Location]
) -> Iterator[Diagnostic]:
    """Report columns that no table could show or no file could name, and wrong names in
    `merged`."""
    if len(columns) > MOST_COLUMNS:
        yield problem("too-many-columns", at("columns"), count=len(columns), most=MOST_COLUMNS)
    first: dict[tuple[str, ...], Column] = {}
    for column in columns:
        where = at("columns", column.name)
        if column.kind == "open":
            yield from _check_own(column, where)
        if len(column.over) > MOST_OVER:
            yield problem("heads-too-deep", where, head=column.head, most=MOST_OVER)
        other = first.setdefault(column.heads, column)
        if other is not column and "open" in (column.kind, other.kind):
            yield problem("same-head", where, head=" / ".join(column.heads), other=other.name)
    names = [*get_args(MergedColumn), *(c.key for c in columns if c.kind == "open")]
    for index, name in enumerate(written.merged):
        if name not in names:
            known, near = ", ".join(names), nearest(name, names)
            yield problem(
                "wrong-value", at("merged", index), key=spelled("merged"), value=name,
                known=known, near=near,
            )  # fmt: skip


def _check_targets(
    columns: tuple[Column, ...], tasks: Sequence[TaskRecord], at: partial[Location]
) -> Iterator[Diagnostic]:
    """Report columns of a target that no task of the list has."""
    known = {target.id: None for task in tasks for target in task.targets}
    for column in columns:
        if column.target and column.target not in known:
            yield problem(
                "column-without-target", at("columns", column.key, "target"), head=column.head,
                name=column.target, near=nearest(column.target, known),
            )  # fmt: skip


def _check_own(column: Column, where: Location) -> Iterator[Diagnostic]:
    if not _KEY.fullmatch(column.key):
        yield problem("column-key", where, key=column.key)
    if column.type not in NUMERIC and (column.sum or column.unit):
        code = "sum-of-text" if column.sum else "unit-of-text"
        yield problem(code, where, head=column.head)


def task_cells(
    record: TaskRecord,
    place: Place,
    lists: tuple[TaskList, ...],
    plan: PlanRecord,
    registry: Registry,
) -> tuple[tuple[Cell, ...], list[Diagnostic]]:
    """Return the cells of a task in the order of its list's columns, each as printed and as
    read. Of one whose column is not there, say why."""
    if not record.cells and not record.targets:
        return (), []
    own = next((one for one in lists if one.id == record.list), lists[0])
    columns = {column.key: column for column in own.open_columns}
    problems: list[Diagnostic] = []
    cells = _target_cells(record, own)
    for key, written in record.cells.items():
        where = place.at("cells", key)
        column = columns.get(key)
        if column is None:
            key_at = place.at_key("cells", key)
            marks = marks_in_key(key, key_at.line, key_at.column, key_at.path)
            problems += marks or [_no_column(key, own, lists, key_at)]
        elif column.target:
            problems.append(problem("cell-of-target", where, key=key, target=column.target))
        elif written is not None:
            cell = written if isinstance(written, CellRecord) else CellRecord(text=written)
            if column.type == "unit":
                read, new_problems = _unit_cell(column, cell, where, plan, registry)
                problems += new_problems
            else:
                read = Cell(key, cell.text, read_cell(cell.text, column.type), (), cell.apart)
            cells[key] = read
    return tuple(cells[key] for key in columns if key in cells), problems


def _target_cells(record: TaskRecord, own: TaskList) -> dict[str, Cell]:
    """Return the cells in columns of targets: their texts, or else their values."""
    texts = {
        target.id: target.text
        or ("" if target.value is None else f"{target.value:.6f}".rstrip("0").rstrip("."))
        for target in record.targets
    }
    return {
        column.key: Cell(column.key, text, read_cell(text, column.type))
        for column in own.open_columns
        if column.target and (text := texts.get(column.target, ""))
    }


def _no_column(key: str, own: TaskList, lists: tuple[TaskList, ...], where: Location) -> Diagnostic:
    """Return why a task has no such cell: the column is a known one, of another list, or none."""
    if key in get_args(ColumnKind):
        return problem("cell-of-known-column", where, key=key)
    for other in lists:
        if any(column.key == key for column in other.open_columns):
            return problem("cell-of-other-list", where, key=key, list=other.id, own=own.id)
    keys = [column.key for column in own.open_columns]
    return problem(
        "cell-without-column", where, key=key, list=own.id, near=nearest(key, keys),
        known="、".join(keys) or "—",
    )  # fmt: skip


def _unit_cell(
    column: Column, cell: CellRecord, where: Location, plan: PlanRecord, registry: Registry
) -> tuple[Cell, list[Diagnostic]]:
    """Return a cell of units, looked up as those of a task on the plan's day; one that the registry
    lacks stays as printed."""
    reading = parse_units(cell.text)
    problems = [problem("unread-units", where, text=piece) for piece in reading.unread]
    units = []
    for name in reading.names:
        found, new_problems = resolve_unit(
            registry, plan.authority, day_of(plan), name.role, name.printed, name.name,
            lambda: where,
        )  # fmt: skip
        problems += new_problems
        units.append(CellUnit(found.printed, found.unit, found.group))
    is_read = bool(units) and not reading.unread and all(one.unit or one.group for one in units)
    value = " ".join(one.unit or one.group for one in units) if is_read else ""
    return Cell(column.key, cell.text, value, tuple(units), cell.apart), problems


def merged_over_sections(
    lists: tuple[TaskList, ...], outline: Outline, tasks: Sequence[Task]
) -> Iterable[Diagnostic]:
    """Report equal cells of a merged column on both sides of a section's border, where a table with
    a column of sections cannot show one cell."""
    by_id = {section.id: section for section in outline.sections}
    for own in lists:
        merged = [column for column in own.open_columns if column.merged]
        if not merged or all(column.kind != "section" for column in own.columns):
            continue
        rows = [task for task in tasks if task.list == own.id]
        for above, below in pairwise(rows):
            border = (
                top_section(by_id, above.section),
                top_section(by_id, below.section),
            )
            if border[0] == border[1]:
                continue
            for column in merged:
                first, second = above.cell(column.key), below.cell(column.key)
                if first and second and first.text == second.text and not second.apart:
                    yield problem(
                        "merged-over-section", below.location, head=column.head,
                        text=first.text, above=above.id, task=below.id, key=column.key,
                    )  # fmt: skip
