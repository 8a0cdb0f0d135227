"""The context of a plan's own page."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from gksite.model.entities import Plan, Task
from gksite.pages import addresses, promises, selection
from gksite.pages.addresses import PageRequest
from gksite.pages.assessed import assessed_line, assessed_mark
from gksite.pages.downloads import plan_exports
from gksite.pages.head import page_head
from gksite.pages.json_ld import LinkedData
from gksite.pages.kind import PageKind, plan_source
from gksite.pages.kinds.plan_changes import (
    AdjustmentLine,
    CorrectionLine,
    adjustment_lines,
    correction_lines,
)
from gksite.pages.parts import (
    Day,
    DutyCount,
    Fact,
    Link,
    Page,
    PageCode,
    Progress,
    StatusMark,
    TaskLine,
)
from gksite.pages.view import View
from gksite.source.blocks import Block
from gksite.source.links import file_address
from gksite.values import Value


def plan_page(view: View, request: PageRequest) -> PlanPage:
    """Return a plan: information block, body with its tasks, attachments, links to related
    pages."""
    model, words = view.model, view.words
    plan = model.plans[request.entity]
    description = plan.summary or words.say(
        "description.plan", title=plan.title, count=len(plan.whole_tasks)
    )
    blocks, contents = plan_body(view, plan)
    before = model.previous.get(plan.id)
    after = next((id for id, old in model.previous.items() if old == plan.id), None)
    return PlanPage(
        **page_head(
            view,
            request,
            plan.title,
            view.nav("plans"),
            section="plans",
            description=description,
            plan=plan,
        ),
        plan_title=plan.title,
        document_number=plan.document_number,
        facts=plan_facts(view, plan),
        validity=plan.validity,
        is_valid=not plan.is_void,
        summary=plan.summary,
        progress=view.progress(plan.tasks),
        contents=contents,
        addressees=plan.addressees,
        blocks=blocks,
        unmarked=_unmarked(view, plan),
        signature=plan.signature,
        written=words.day(plan.written) if plan.written else None,
        annotation=plan.annotation,
        copies_to=plan.copies_to,
        printed_by=plan.printed_by,
        printed_on=words.day(plan.printed_on) if plan.printed_on else None,
        attachments=attachment_lines(view, plan),
        corrections=correction_lines(view, plan),
        corrected=words.day(max(c.date for c in plan.corrections)) if plan.corrections else None,
        adjustments=adjustment_lines(view, plan),
        withdrawn=_withdrawn(view, plan),
        views=views(view, plan),
        based_on=tuple(view.basis_link(name) for name in plan.based_on),
        derived=tuple(view.basis_link(name) for name in model.derived.get(plan.id, ())),
        previous=view.plan_links[before] if before else None,
        next=view.plan_links[after] if after else None,
        code=view.code(request),
    )


def _withdrawn(view: View, plan: Plan) -> tuple[WithdrawnLine, ...]:
    return tuple(
        WithdrawnLine(
            Link(stone.title, file_address(addresses.tombstone_path(stone.address))),
            view.words[f"withdrawn.{stone.status}"],
            view.words.day(stone.date),
            stone.why,
        )
        for stone in promises.withdrawn_of(view.model, plan.id)
    )


def views(view: View, plan: Plan) -> tuple[Link, ...]:
    """Return the links to the other pages of a plan: table or list of tasks, matrix, cascade,
    comparison."""
    words = view.words
    found = []
    if plan.tasks:
        printed = any(one.printed for one in plan.lists)
        found.append(
            Link(words["view.table" if printed else "view.list"], addresses.table_path(plan.id))
        )
    if selection.has_matrix(view.model, plan):
        found.append(Link(words["view.matrix"], addresses.matrix_path(plan.id)))
    if selection.has_cascade(view.model, plan):
        found.append(Link(words["view.cascade"], addresses.cascade_path(plan.id)))
    if selection.has_comparison(view.model, plan):
        year = view.model.plans[view.model.previous[plan.id]].year
        found.append(Link(words.say("view.compare", year=year), addresses.compare_path(plan.id)))
    return tuple(found)


def attachment_lines(view: View, plan: Plan) -> tuple[AttachmentLine, ...]:
    """Return the attachments of a plan."""
    return tuple(
        AttachmentLine(
            Link(file.title, file_address(f"plans/{plan.id}/{file.path}")),
            view.words.size(file.size),
            file.path.rpartition(".")[2].upper() if "." in file.path else "",
            file.sha256,
        )
        for file in plan.attachments
    )


def text_blocks(blocks: Sequence[Block]) -> tuple[BodyBlock, ...]:
    """Return a text without tasks; the anchors of headings are made of their words."""
    parts = part_ids(blocks)
    return tuple(
        BodyBlock(
            block.kind,
            block.html,
            block.heading.level if block.heading else 0,
            parts.get(block.line, ""),
        )
        for block in blocks
    )


def part_ids(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the id of each heading by its line: made of its words alone, so that no other block
    changes it.

    Headings with the same words are numbered from the second on.
    """
    found: dict[int, str] = {}
    counts: Counter[str] = Counter()
    for block in blocks:
        if block.heading:
            words = hashlib.sha256(block.heading.text.encode()).hexdigest()[:8]
            counts[words] += 1
            found[block.line] = f"part-{words}" + (f"-{counts[words]}" if counts[words] > 1 else "")
    return found


def plan_facts(view: View, plan: Plan) -> tuple[Fact, ...]:
    """Return the information block of the disclosure column, in its usual order; unknown items are
    left out."""
    words = view.words
    issuer_path = view.unit_links[plan.issuer].path if plan.issuer else ""
    dates = {
        name: day for name, day in (("written", plan.written), ("published", plan.published)) if day
    }
    facts = [
        Fact(words["fact.index_number"], plan.index_number),
        Fact(words["fact.category"], plan.category),
        Fact(
            words["fact.publisher"],
            plan.publisher,
            issuer_path if plan.publisher == plan.issuer_name else "",
        ),
        Fact(words["fact.issuer"], plan.issuer_name, issuer_path),
        *(
            Fact(words[f"fact.{name}"], words.date(day), iso=day.isoformat())
            for name, day in dates.items()
        ),
        Fact(words["fact.title"], plan.title),
        Fact(words["fact.document_number"], plan.document_number),
        Fact(words["fact.keywords"], " ".join(plan.keywords)),
        Fact(words["fact.validity"], plan.validity),
        Fact(words["fact.disclosure"], plan.disclosure),
        Fact(words["fact.source"], plan.source_url, plan.source_url),
    ]
    return tuple(fact for fact in facts if fact.value)


def plan_body(view: View, plan: Plan) -> tuple[tuple[BodyBlock, ...], tuple[TocEntry, ...]]:
    """Return a plan's text with its tasks marked, and the contents list of its headings."""
    anchors = {section.line: f"section-{section.id}" for section in plan.sections if section.line}
    tasks = {task.id: task for task in plan.tasks}
    counts: dict[str, int] = {}
    for task in plan.tasks:
        counts[task.section] = counts.get(task.section, 0) + 1
    blocks: list[BodyBlock] = []
    contents: list[TocEntry] = []
    parts = part_ids(plan.body)
    for block in plan.body:
        marked = tasks.get(block.task) if block.marked else None
        mark = _task_mark(view, marked) if marked else None
        anchor = f"task-{marked.id}" if marked else ""
        level = 0
        if block.heading:
            level = block.heading.level
            anchor = anchor or anchors.get(block.line, parts[block.line])
            section = anchor.removeprefix("section-")
            if level <= 3:
                contents.append(
                    TocEntry(
                        level, block.heading.text.split("。")[0], anchor, counts.get(section, 0)
                    )
                )
        blocks.append(BodyBlock(block.kind, block.html, level, anchor, mark))
    return tuple(blocks), tuple(contents)


def _task_mark(view: View, task: Task) -> TaskMark:
    return TaskMark(
        task.id,
        view.task_link(task),
        view.status(task),
        view.duty_count(task),
        view.deadline(task).adjusted,
        assessed_mark(view, task),
        "".join(now.text for role in view.roles(task) for now in role.now),
    )


def _unmarked(view: View, plan: Plan) -> tuple[SectionTasks, ...]:
    """Return the tasks that the body does not hold, by task list and section."""
    titles = {section.id: section.text for section in plan.sections}
    captions = {one.id: one.caption for one in plan.lists}
    by_title: dict[str, list[Task]] = {}
    for task in plan.tasks:
        if not task.in_body:
            title = titles.get(task.section) or captions.get(task.list, "")
            by_title.setdefault(title, []).append(task)
    return tuple(
        SectionTasks(title, tuple(assessed_line(view, task) for task in tasks))
        for title, tasks in by_title.items()
    )


class TocEntry(Value, frozen=True):
    """An entry of a contents list: heading level 2-6, text, fragment without `#`."""

    level: int
    text: str
    anchor: str
    task_count: int = 0


class TaskMark(Value, frozen=True):
    """The task of a block of a plan's body: link to its page, and its status where the plan has
    any report. `adjusted` says that its deadline was changed, `assessed` what assessments found,
    `now` who has it since a transfer; "" where there is nothing to say."""

    id: str
    link: Link
    status: StatusMark | None
    duties: DutyCount | None = None
    adjusted: str = ""
    assessed: str = ""
    now: str = ""


class BodyBlock(Value, frozen=True):
    """A block of a text. A heading has a level and an anchor; a paragraph's html has no `<p>`.

    `task` is given on the first block of a task; `anchor` is then `task-<id>` on that block
    (headings keep their own).
    """

    kind: str
    html: str
    level: int = 0
    anchor: str = ""
    task: TaskMark | None = None


class AttachmentLine(Value, frozen=True):
    """An attachment: link, size as people read it, format in capitals, SHA-256."""

    link: Link
    size: str
    format: str
    sha256: str


class WithdrawnLine(Value, frozen=True):
    """A part of a plan that was withdrawn: linked to its tombstone, with the word for its
    status."""

    link: Link
    status: str
    day: Day
    why: str


class SectionTasks(Value, frozen=True):
    """The tasks of a section, for a plan whose body does not hold them."""

    title: str
    tasks: tuple[TaskLine, ...]


class PlanPage(Page, frozen=True, kw_only=True):
    """A plan."""

    template: ClassVar[str] = "plan.html"

    plan_title: str
    document_number: str
    facts: tuple[Fact, ...]
    validity: str
    is_valid: bool
    summary: str
    progress: Progress
    contents: tuple[TocEntry, ...]
    addressees: str
    blocks: tuple[BodyBlock, ...]
    unmarked: tuple[SectionTasks, ...]
    """Tasks that the body does not hold, by section."""
    signature: str
    written: Day | None
    annotation: str
    copies_to: str
    printed_by: str
    printed_on: Day | None
    attachments: tuple[AttachmentLine, ...]
    corrections: tuple[CorrectionLine, ...]
    corrected: Day | None
    """The day of the latest correction."""
    adjustments: tuple[AdjustmentLine, ...]
    """The decisions that changed its tasks."""
    withdrawn: tuple[WithdrawnLine, ...]
    views: tuple[Link, ...]
    """Links to the table, the matrix, the comparison …"""
    based_on: tuple[Link, ...]
    derived: tuple[Link, ...]
    previous: Link | None
    next: Link | None
    code: PageCode | None
    """Of `canonical`; None where that is not known."""


PLAN = PageKind(
    name="plan",
    context=plan_page,
    addresses=lambda model: ((addresses.plan_path(id), id) for id in model.plans),
    depends_on="plan",
    source=plan_source,
    strings=(
        "description.plan",
        "view.table",
        "view.list",
        "view.matrix",
        "view.cascade",
        "view.compare",
    ),
    of_plan=True,
    subject=LinkedData.report,
    files=lambda model, id: plan_exports(model, model.plans[id]),
)
