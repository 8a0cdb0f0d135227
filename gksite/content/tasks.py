"""One task: its record and its text in the body → a frozen Task."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from gksite.content.adjustments import adjustments_of
from gksite.content.columns import task_cells
from gksite.content.outline import MarkedText
from gksite.content.records import IndicatorRecord, PlanRecord, TaskRecord, day_of
from gksite.content.task_days import read_deadline
from gksite.content.task_targets import targets_of
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.columns import TaskList
from gksite.model.entities import Task
from gksite.model.references import resolve_unit
from gksite.model.registry import Registry
from gksite.model.reporting import Indicator, Responsibility
from gksite.notation.deadlines import Deadline
from gksite.notation.units import Role, parse_units
from gksite.schema.validate import Place
from gksite.source.markdown import check_inline, plain_wording, render_inline

TITLE_LENGTH = 36
"""Characters: a short title made from the wording is cut at the last clause that fits."""


def build_task(
    plan: str,
    plan_record: PlanRecord,
    record: TaskRecord,
    place: Place,
    marked: MarkedText | None,
    lists: tuple[TaskList, ...],
    registry: Registry,
) -> tuple[Task, list[Diagnostic]]:
    """Return the task that a record and the body make together: the record's wording and units go
    before the body's."""
    problems = _check_text(record, place, marked)
    text = _text(record, marked)
    responsibilities, units_printed, open_ended, bracket_deadline, new_problems = _responsibilities(
        plan_record, record, place, marked, registry
    )
    deadline, of_deadline = _deadline(record, bracket_deadline, plan_record, place)
    adjustments, of_adjustments = adjustments_of(record, plan_record, place, registry)
    targets, of_targets = targets_of(record, plan_record, place)
    cells, of_cells = task_cells(record, place, lists, plan_record, registry)
    problems += [*new_problems, *of_deadline, *of_adjustments, *of_targets, *of_cells]
    task = Task(
        key=f"{plan}#{record.id}",
        plan=plan,
        id=record.id,
        number=record.number or _number(marked) or record.id,
        list=record.list or lists[0].id,
        section=record.section or (marked.section if marked else ""),
        title=record.title or (marked.title if marked and marked.title else short_title(text)),
        text=text,
        html=render_inline(record.text, "../../") if record.text else marked.html if marked else "",
        location=place.at("id"),
        responsibilities=responsibilities,
        units_printed=units_printed,
        open_ended=open_ended,
        deadline=deadline,
        leader=record.leader or "",
        note=record.note or "",
        topics=tuple(record.topics),
        basis=tuple(record.basis),
        continues=record.continues or "",
        indicators=tuple(map(_indicator, record.indicators)),
        targets=targets,
        parent=record.parent or "",
        rolls_up=record.rolls_up,
        in_body=marked is not None,
        adjustments=adjustments,
        cells=cells,
    )
    return task, problems


def _check_text(record: TaskRecord, place: Place, marked: MarkedText | None) -> list[Diagnostic]:
    if record.text:
        return list(check_inline(record.text, place.at("text")))
    if marked:
        return []
    mark = f"{{task={record.id}}}"
    return [problem("text-missing", place.at("id"), task=record.id, mark=mark)]


def _text(record: TaskRecord, marked: MarkedText | None) -> str:
    """Return the wording of a task: its record's, else the body's."""
    if record.text:
        return plain_wording(record.text)
    return marked.text or marked.title if marked else ""


def short_title(text: str) -> str:
    """Return the beginning of a wording without markup, whole clauses of at most TITLE_LENGTH
    characters; `…` says that more follows."""
    sentence = re.split(r"[。；;！？\n]", text.strip(), maxsplit=1)[0].strip()
    if len(sentence) <= TITLE_LENGTH:
        return sentence
    head = sentence[:TITLE_LENGTH]
    cut = max(head.rfind(mark) for mark in "，,、：")
    return f"{head[: cut if cut >= TITLE_LENGTH // 3 else TITLE_LENGTH]}…"


def _number(marked: MarkedText | None) -> str:
    """Return the printed number without the mark behind it; brackets belong to it."""
    return marked.number.strip().rstrip("、.．") if marked else ""


def _responsibilities(
    plan: PlanRecord,
    record: TaskRecord,
    place: Place,
    marked: MarkedText | None,
    registry: Registry,
) -> tuple[tuple[Responsibility, ...], str, bool, str, list[Diagnostic]]:
    """Return the responsibilities of a task, the units as printed, whether their list is open, and
    a deadline that was printed among them."""
    wanted: list[tuple[Role, str, str, Callable[[], Location]]] = []
    problems: list[Diagnostic] = []
    open_ended, deadline = False, ""
    printed = record.units or ("；".join(marked.units) if marked else "")
    if printed:
        stands = (
            place.at("units")
            if record.units
            else Location(_plan_path(place), marked.line if marked else 0, 1)
        )
        for part in [record.units] if record.units else marked.units if marked else ():
            reading = parse_units(part)
            open_ended = open_ended or reading.open_ended
            deadline = deadline or reading.deadline
            # Beside lists by role the printed wording is only shown: a rule of the document may
            # give other roles.
            if not _has_roles(record):
                wanted += [
                    (name.role, name.printed, name.name, lambda: stands) for name in reading.names
                ]
                problems += [
                    problem("unread-units", stands, text=piece) for piece in reading.unread
                ]
    roles: tuple[tuple[Role, list[str]], ...] = (
        ("lead", record.lead),
        ("responsible", record.responsible),
        ("cooperating", record.cooperating),
    )
    for role, names in roles:
        wanted += [
            (role, name, name, partial(place.at, role, index)) for index, name in enumerate(names)
        ]
    responsibilities: list[Responsibility] = []
    for role, name, expanded, where in wanted:
        responsibility, new_problems = resolve_unit(
            registry, plan.authority, day_of(plan), role, name, expanded, where
        )
        responsibilities.append(responsibility)
        problems += new_problems
    return tuple(responsibilities), printed, open_ended, deadline, problems


def _has_roles(record: TaskRecord) -> bool:
    return bool(record.lead or record.responsible or record.cooperating)


def _plan_path(place: Place) -> str:
    return f"{place.path.rpartition('/')[0]}/plan.md"


def _deadline(
    record: TaskRecord, bracket: str, plan: PlanRecord, place: Place
) -> tuple[Deadline, list[Diagnostic]]:
    """Return the deadline that the record or else the brackets print."""
    printed = record.deadline or bracket
    if not printed:
        return Deadline("", "none"), []
    return read_deadline(
        printed, plan, place.at("deadline") if record.deadline else place.at("units")
    )


def _indicator(record: IndicatorRecord) -> Indicator:
    return Indicator(
        record.name,
        record.at_least,
        record.at_most,
        record.equal,
        record.unit or "",
        record.printed or "",
        record.total,
    )
