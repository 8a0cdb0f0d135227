"""Read a written plan folder back as its texts: what its pages will show, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from gksite.content.plan_sources import PlanSources, Surroundings
from gksite.content.plans import build_plan
from gksite.model.columns import TaskList
from gksite.model.entities import Plan, Section, Task
from gksite.model.notice import Notice, has_number
from gksite.model.registry import Registry

_FRONT = (
    "title", "issuer_name", "publisher", "signature", "document_number", "index_number", "category",
    "keywords", "validity", "disclosure", "addressees", "copies_to", "printed_by", "annotation",
    "contact",
)  # fmt: skip
_NOTICE = (
    "masthead", "document_number", "title", "addressees", "signature", "annotation", "copies_to",
    "printed_by",
)  # fmt: skip
_UNIT_COLUMNS = ("units", "lead", "responsible", "cooperating")
NO_UNITS = Registry({}, {}, {}, {})


class Passage(msgspec.Struct, frozen=True):
    """A text of a written file: the file's name in the plan's folder, the line or the keys where it
    stands, the text itself."""

    file: str
    where: str
    text: str


class Written(msgspec.Struct, frozen=True):
    """The texts of a plan folder, each as often as pages show it, and the days that it states."""

    passages: tuple[Passage, ...]
    days: frozenset[date]


def read_back(texts: Mapping[str, str]) -> Written:
    """Return the texts of a plan folder (its files by name), read as a build reads them."""
    sources = PlanSources("plan", "", {name: text.encode() for name, text in texts.items()}, {})
    plan, _ = build_plan(sources, texts, Surroundings(NO_UNITS, None))
    if plan is None:
        return Written((), frozenset())
    days = {plan.written, plan.published, plan.printed_on}
    if plan.notice:
        days |= {plan.notice.day, plan.notice.printed_on}
    passages = (*_plan(plan), *_of_notice(plan.notice), *_lists(plan), *_tasks(plan))
    return Written(
        tuple(passage for passage in passages if passage.text), frozenset(filter(None, days))
    )


def _plan(plan: Plan) -> Iterator[Passage]:
    for key in _FRONT:
        value = getattr(plan, key)
        yield Passage("plan.md", key, value if isinstance(value, str) else "、".join(value))
    for block in plan.body:
        yield Passage("plan.md", str(block.line), block.text)
    for section in plan.sections:
        if not section.line:
            yield Passage("plan.md", f"sections {section.id}", section.text)
    for annex in plan.annexes:
        yield Passage("plan.md", "annexes", annex.title)


def _of_notice(notice: Notice | None) -> Iterator[Passage]:
    if notice is None:
        return
    for key in _NOTICE:
        yield Passage("notice.md", key, getattr(notice, key))
    for number, title in enumerate(notice.annexes, 1):
        shown = title if has_number(title) else f"{number}.{title}"
        yield Passage("notice.md", "annexes", shown)
    for block in notice.body:
        yield Passage("notice.md", str(block.line), block.text)


def _lists(plan: Plan) -> Iterator[Passage]:
    for one in plan.lists:
        yield Passage("plan.md", f"lists {one.id}", one.caption)
        heads = [head for column in one.columns for head in column.heads]
        yield Passage("plan.md", f"lists {one.id}", "、".join(heads))


def _tasks(plan: Plan) -> Iterator[Passage]:
    """Yield the texts of tasks as a table shows them. A task of the body is shown once more where
    the document prints its list as a table, too."""
    lists = {one.id: one for one in plan.lists}
    sections = {section.id: section for section in plan.sections}
    above: dict[str, dict[str, str]] = {}
    for task in plan.tasks:
        task_list = lists[task.list]
        if task.in_body and not task_list.printed:
            continue
        cells = _cells(task, {column.target or column.kind for column in task_list.columns})
        merged = _merged(task, task_list)
        last = above.get(task.list, {})
        for name, text in cells.items():
            if name not in merged or last.get(name) != text:
                yield Passage("tasks.yaml", f"{task.id} {name}", text)
        above[task.list] = cells
        if any(column.kind in ("section", "subsection") for column in task_list.columns):
            yield from _sections(task.section, sections)


def _merged(task: Task, task_list: TaskList) -> set[str]:
    """Return the keys of texts that a table prints once for this task and an equal one above it."""
    merged = {column.name for column in task_list.columns if column.merged}
    if not merged.isdisjoint(_UNIT_COLUMNS):
        merged.add("units")
    return merged - {cell.column for cell in task.cells if cell.apart}


def _sections(id: str, sections: Mapping[str, Section]) -> Iterator[Passage]:
    while id in sections:
        yield Passage("plan.md", f"sections {id}", sections[id].text)
        id = sections[id].parent


def _cells(task: Task, columns: set[str]) -> dict[str, str]:
    """Return the texts of a task by their keys. Without a column of its own a deadline, or a
    target, may only repeat words of the wording."""
    names = "、".join(unit.printed for unit in task.responsibilities)
    wording = f"{task.title}\n{task.text}"

    def apart(text: str, column: str) -> str:
        return text if column in columns or text not in wording else ""

    texts = {
        "number": task.number,
        "title": "" if task.text.startswith(task.title) else task.title,
        "text": task.text,
        "units": task.units_printed or names,
        "deadline": apart(task.deadline.raw, "deadline"),
        "leader": task.leader,
        "note": task.note,
    }
    texts |= {f"targets {one.id}": apart(one.text, one.id) for one in task.targets}
    return texts | {cell.column: cell.text for cell in task.cells}
