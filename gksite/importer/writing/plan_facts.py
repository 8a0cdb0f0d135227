"""What the texts of a plan folder say, fact by fact, so that two versions can be told apart in
words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set

import msgspec

from gksite.content.plan_sources import PlanSources, Surroundings
from gksite.content.plans import build_plan
from gksite.model.columns import TaskList
from gksite.model.entities import Plan, Task
from gksite.model.notice import Notice
from gksite.model.registry import Registry
from gksite.source.blocks import Block

Label = tuple[str, str]
"""Words in Chinese and in English."""

Facts = dict[str, str]
"""The texts of a task, or of the head of a file, by their names; blank ones are left out."""

NO_UNITS = Registry({}, {}, {}, {})
_ROLES = {"lead": "牵头", "responsible": "责任", "cooperating": "配合"}
_FRONT = (
    "title", "issuer_name", "publisher", "signature", "document_number", "index_number", "category",
    "keywords", "written", "published", "validity", "disclosure", "addressees", "copies_to",
    "printed_by", "printed_on", "annotation", "contact",
)  # fmt: skip
_NOTICE = (
    "masthead", "document_number", "title", "addressees", "signature", "day", "annotation",
    "annexes", "copies_to", "printed_by", "printed_on",
)  # fmt: skip


class PlanFacts(msgspec.Struct, frozen=True):
    """All that a plan folder says: its head, that of its notice, its tasks by id, the words for
    these in Chinese and in English, its sections and the heads of its columns by their ids, the
    paragraphs that belong to no task, and those of the notice; `is_whole` is false where a record
    could not be read."""

    head: Facts
    notice: Facts
    tasks: dict[str, Facts]
    labels: dict[str, Label]
    sections: dict[str, str]
    heads: dict[str, str]
    paragraphs: tuple[str, ...]
    of_notice: tuple[str, ...]
    is_whole: bool = True

    def shown(self, task: str) -> Facts:
        """Return the facts of a task with its section and its columns as they are printed."""
        return {
            self.name(name): self.sections.get(text, text) if name == "section" else text
            for name, text in self.tasks[task].items()
        }

    def name(self, fact: str) -> str:
        """Return the name of a fact, of a cell with the head of its column."""
        kind, _, key = fact.partition(" ")
        return f"cells {self.heads.get(key, key)}" if kind == "cells" else fact


def facts_of(texts: Mapping[str, str]) -> PlanFacts | None:
    """Return the facts of a plan folder (its files by name), None where no plan can be read."""
    plain = {
        name: text.removeprefix("\ufeff").replace("\r\n", "\n") for name, text in texts.items()
    }
    sources = PlanSources("plan", "", {name: text.encode() for name, text in plain.items()}, {})
    plan, _ = build_plan(sources, plain, Surroundings(NO_UNITS, None))
    if plan is None:
        return None
    lists = {one.id: one for one in plan.lists}
    sections = {section.id: section.text for section in plan.sections}
    bodies: dict[str, list[str]] = {}
    for block in plan.body:
        bodies.setdefault(block.task, []).append(block.text)
    tasks = {
        task.id: _filled((*_task(task, lists), ("body", "\n\n".join(bodies.get(task.id, ())))))
        for task in plan.tasks
    }
    return PlanFacts(
        _filled(_head(plan)),
        _filled(_of_notice(plan.notice)),
        tasks,
        _labels(plan, sections),
        sections,
        {column.name: "".join(column.heads) for one in plan.lists for column in one.open_columns},
        _paragraphs(plan.body, frozenset(sections.values())),
        _paragraphs(plan.notice.body if plan.notice else (), frozenset()),
        plan.is_whole,
    )


def _labels(plan: Plan, sections: Mapping[str, str]) -> dict[str, Label]:
    """Return the words for each task: its printed number, with its section where that number
    stands in several, and its id where that is not enough."""
    numbers = Counter(task.number for task in plan.tasks)
    places = Counter((task.section, task.number) for task in plan.tasks)
    labels: dict[str, Label] = {}
    for task in plan.tasks:
        number = task.number or task.id
        zh = f"第{number}项" if task.number else f"任务 {number}"
        en = f"task {number}"
        if task.number and numbers[task.number] > 1:
            section = sections.get(task.section, "")
            id = "" if section and places[task.section, task.number] == 1 else task.id
            of = f"“{section}”" if section else ""
            zh = f"{of}{zh}{f'（编号{id}）' if id else ''}"
            en = f"{of} {en}{f' (id {id})' if id else ''}".strip()
        labels[task.id] = (zh, en)
    return labels


def _filled(facts: Iterable[tuple[str, object]]) -> Facts:
    return {name: text for name, value in facts if value and (text := _text(value).strip())}


def _text(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _head(plan: Plan) -> Iterator[tuple[str, object]]:
    for name in _FRONT:
        yield name, getattr(plan, name)
    yield "kind", plan.kind.name
    yield "period", plan.period.printed or plan.year
    yield "annexes", tuple(annex.title for annex in plan.annexes)
    for one in plan.lists:
        if one.caption != plan.title:
            yield f"caption {one.id}", one.caption
        yield f"columns {one.id}", tuple(head for column in one.columns for head in column.heads)


def _of_notice(notice: Notice | None) -> Iterator[tuple[str, object]]:
    if notice:
        for name in _NOTICE:
            yield name, getattr(notice, name)


def _task(task: Task, lists: Mapping[str, TaskList]) -> Iterator[tuple[str, object]]:
    yield "number", task.number
    yield "section", task.section
    if not task.text.startswith(task.title):
        yield "title", task.title
    yield "text", task.text
    yield "units", task.units_printed or _units(task)
    yield "roles", _units(task)
    yield "deadline", task.deadline.raw
    yield "leader", task.leader
    yield "note", task.note
    yield "parent", task.parent.rpartition("#")[2]
    yield (
        "indicators",
        tuple(
            indicator.printed or f"{indicator.name} {indicator.target} {indicator.unit}"
            for indicator in task.indicators
        ),
    )
    for target in task.targets:
        figure = "" if target.value is None else f" {target.value} {target.indicator}"
        yield f"targets {target.id}", f"{target.by.raw} {target.text}{figure}"
    # A column of targets shows their texts once more.
    of_targets = {column.key for column in lists[task.list].open_columns if column.target}
    for cell in task.cells:
        if cell.column not in of_targets:
            yield f"cells {cell.column}", cell.text


def _units(task: Task) -> str:
    """Return the units by role as a text."""
    named = {
        role: [one.printed for one in task.responsibilities if one.role == role] for role in _ROLES
    }
    said = "；".join(
        f"{_ROLES[role]}：{'、'.join(names)}" for role, names in named.items() if names
    )
    return f"{said}等" if said and task.open_ended else said


def _paragraphs(body: Iterable[Block], sections: Set[str]) -> tuple[str, ...]:
    texts = (block.text for block in body if not block.task and block.text.strip())
    return tuple(text for text in texts if text not in sections)
