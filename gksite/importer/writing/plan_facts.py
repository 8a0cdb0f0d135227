"""What the texts of a plan folder say, fact by fact, so that two versions can be told apart in
words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from gksite.content.plan_sources import PlanSources, Surroundings
from gksite.content.plans import build_plan
from gksite.model.columns import TaskList
from gksite.model.entities import Plan, Task
from gksite.model.notice import Notice
from gksite.model.registry import Registry
from gksite.source.blocks import Block

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
    """All that a plan folder says: its head, that of its notice, its tasks by id, the numbers that
    these are printed with, and the paragraphs that belong to no task."""

    head: Facts
    notice: Facts
    tasks: dict[str, Facts]
    numbers: dict[str, str]
    paragraphs: tuple[str, ...]


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
    return PlanFacts(
        _filled(_head(plan)),
        _filled(_of_notice(plan.notice)),
        {task.id: _filled(_task(task, sections, lists)) for task in plan.tasks},
        {task.id: task.number or task.id for task in plan.tasks},
        tuple(_paragraphs(plan)),
    )


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
        yield f"caption {one.id}", one.caption
        yield f"columns {one.id}", tuple(head for column in one.columns for head in column.heads)


def _of_notice(notice: Notice | None) -> Iterator[tuple[str, object]]:
    if notice:
        for name in _NOTICE:
            yield name, getattr(notice, name)


def _task(
    task: Task, sections: Mapping[str, str], lists: Mapping[str, TaskList]
) -> Iterator[tuple[str, object]]:
    yield "number", task.number
    yield "section", sections.get(task.section, task.section)
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
    heads = {column.name: "".join(column.heads) for column in lists[task.list].open_columns}
    for cell in task.cells:
        yield f"cells {heads.get(cell.column, cell.column)}", cell.text


def _units(task: Task) -> str:
    """Return the units by role as a text."""
    named = {
        role: [one.printed for one in task.responsibilities if one.role == role] for role in _ROLES
    }
    said = "；".join(
        f"{_ROLES[role]}：{'、'.join(names)}" for role, names in named.items() if names
    )
    return f"{said}等" if said and task.open_ended else said


def _paragraphs(plan: Plan) -> Iterator[str]:
    blocks: list[Block] = [*(plan.notice.body if plan.notice else ()), *plan.body]
    yield from (block.text for block in blocks if not block.task and block.text.strip())
    yield from (section.text for section in plan.sections if not section.line)
