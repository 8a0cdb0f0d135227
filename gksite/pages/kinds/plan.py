"""The context of a plan's own page."""

from __future__ import annotations

from typing import ClassVar

from gksite.model.entities import Plan, Task
from gksite.pages import addresses, promises, selection
from gksite.pages.addresses import PageRequest
from gksite.pages.assessed import assessed_line, assessed_mark
from gksite.pages.downloads import plan_exports
from gksite.pages.findings import FINDING_STRINGS, finding
from gksite.pages.head import PageHead, page_head
from gksite.pages.json_ld import LinkedData
from gksite.pages.kind import PageKind, plan_source
from gksite.pages.kinds.open_cells import sum_label, sum_texts
from gksite.pages.kinds.plan_changes import (
    AdjustmentLine,
    CorrectionLine,
    adjustment_lines,
    correction_lines,
)
from gksite.pages.kinds.text_blocks import BodyBlock, TaskMark, marked_html, part_ids
from gksite.pages.kinds.whole_document import (
    ANNEXES_ANCHOR,
    AnnexLine,
    AttachmentLine,
    NoticePart,
    annex_lines,
    attachment_lines,
    notice_part,
    ordered_lists,
    signed_on,
)
from gksite.pages.marks import plan_marks
from gksite.pages.parts import (
    Day,
    Fact,
    Finding,
    Link,
    MarkGroup,
    Page,
    PageCode,
    Progress,
    TaskLine,
)
from gksite.pages.period_words import compared_text, period_text
from gksite.pages.view import View
from gksite.source.links import file_address
from gksite.values import Value


def plan_page(view: View, request: PageRequest) -> PlanPage:
    """Return a plan: information block, body with its tasks, attachments, links to related
    pages."""
    plan = view.model.plans[request.entity]
    edit = view.model.edits.get(plan.id)
    blocks, contents = plan_body(view, plan)
    notice, annexes = notice_part(view, plan), annex_lines(view, plan)
    before, after = _neighbours(view, plan)
    progress = view.progress(plan.tasks)
    return PlanPage(
        **_head(view, request, plan),
        plan_title=plan.title,
        signed_on=view.words.day(edit.signed_on) if edit and edit.signed_on else None,
        edits=edit.changes if edit else (),
        document_number=plan.document_number,
        facts=plan_facts(view, plan),
        validity=view.words.validity(plan.validity),
        is_valid=not plan.is_void,
        summary=plan.summary,
        progress=progress,
        finding=finding(view.words, "tasks", progress, [plan]),
        marks=plan_marks(view, plan, request.path),
        overview=_overview(view, plan),
        contents=_with_parts(view, contents, notice, annexes),
        addressees=plan.addressees,
        blocks=blocks,
        unmarked=_unmarked(view, plan),
        signature=plan.signature,
        written=signed_on(view, plan),
        annotation=plan.annotation,
        contact=plan.contact,
        notice=notice,
        annexes=annexes,
        copies_to=plan.copies_to,
        printed_by=plan.printed_by,
        printed_on=view.words.day(plan.printed_on) if plan.printed_on else None,
        attachments=attachment_lines(view, plan),
        corrections=correction_lines(view, plan),
        corrected=view.words.day(max(c.date for c in plan.corrections))
        if plan.corrections
        else None,
        adjustments=adjustment_lines(view, plan),
        withdrawn=_withdrawn(view, plan),
        views=views(view, plan),
        based_on=tuple(view.basis_link(name) for name in plan.based_on),
        derived=tuple(view.basis_link(name) for name in view.model.derived.get(plan.id, ())),
        previous=before,
        next=after,
        code=view.code(request),
    )


def _head(view: View, request: PageRequest, plan: Plan) -> PageHead:
    return page_head(
        view,
        request,
        plan.title,
        view.nav("plans"),
        section="plans",
        description=_description(view, plan),
        plan=plan,
    )


def _description(view: View, plan: Plan) -> str:
    usual = "description.plan"
    return plan.summary or view.words.say(usual, title=plan.title, count=len(plan.whole_tasks))


def _overview(view: View, plan: Plan) -> tuple[Fact, ...]:
    """Return the sums that plans of its kind are known by, of each task list that has them."""
    found = [
        (one, column, texts[key])
        for one in ordered_lists(plan)
        for texts in [sum_texts(view, plan, one)]
        for key in plan.kind.overview
        for column in one.open_columns
        if column.key == key and key in texts
    ]
    is_one = len({one.id for one, _, _ in found}) == 1
    return tuple(
        Fact(sum_label(column) if is_one else f"{one.caption or one.id} {sum_label(column)}", text)
        for one, column, text in found
    )


def _neighbours(view: View, plan: Plan) -> tuple[Link | None, Link | None]:
    """Return the plans of the years before and after."""
    before = view.model.previous.get(plan.id)
    after = next(iter(view.model.following.get(plan.id, ())), None)
    return (
        view.plan_links[before] if before else None,
        view.plan_links[after] if after else None,
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
        text = compared_text(words, view.model.plans[view.model.previous[plan.id]])
        found.append(Link(text, addresses.compare_path(plan.id)))
    return tuple(found)


def plan_facts(view: View, plan: Plan) -> tuple[Fact, ...]:
    """Return the information block of the disclosure column, in its usual order."""
    words = view.words
    issuer_path = view.unit_links[plan.issuer].path if plan.issuer else ""
    dates = {
        name: time
        for name, time in (("written", str(plan.written or "")), ("published", plan.public_since))
        if time
    }
    facts = [
        Fact(words["fact.index_number"], plan.index_number, is_number=True),
        Fact(words["fact.category"], plan.category),
        Fact(
            words["fact.publisher"],
            plan.publisher,
            issuer_path if plan.publisher == plan.issuer_name else "",
        ),
        Fact(words["fact.issuer"], plan.issuer_name, issuer_path),
        *(Fact(words[f"fact.{name}"], words.time(time), iso=time) for name, time in dates.items()),
        Fact(words["fact.title"], plan.title),
        Fact(words["fact.kind"], "" if plan.kind.is_usual else plan.kind.name),
        Fact(words["fact.period"], period_text(words, plan.period)),
        Fact(words["fact.document_number"], plan.document_number, is_number=True),
        Fact(words["fact.keywords"], " ".join(plan.keywords)),
        Fact(words["fact.validity"], words.validity(plan.validity)),
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
        blocks.append(BodyBlock(block.kind, marked_html(block), level, anchor, mark))
    return tuple(blocks), tuple(contents)


def _with_parts(
    view: View,
    contents: tuple[TocEntry, ...],
    notice: NoticePart | None,
    annexes: tuple[AnnexLine, ...],
) -> tuple[TocEntry, ...]:
    """Return the contents list of a text with notice and annexes where they stand; one of nothing
    else is none."""
    if not contents:
        return ()
    issued = [TocEntry(2, view.words["plan.notice"], addresses.NOTICE_ANCHOR)] if notice else []
    added = [TocEntry(2, view.words["plan.annexes"], ANNEXES_ANCHOR)] if annexes else []
    is_first = notice is not None and notice.is_first
    return (*(issued if is_first else ()), *contents, *(() if is_first else issued), *added)


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
    """Return the tasks that the body does not hold, by section, or by task list; those of an annex
    by themselves."""
    titles = {section.id: section.text for section in plan.sections}
    captions = {one.id: one.caption for one in plan.lists}
    annexes = {annex.list for annex in plan.annexes if annex.list}
    parts: dict[tuple[str, str], list[Task]] = {}
    for task in plan.tasks:
        if not task.in_body:
            title = titles.get(task.section) or captions.get(task.list, "")
            annex = task.list if task.list in annexes else ""
            parts.setdefault((title, annex), []).append(task)
    return tuple(
        SectionTasks(title, tuple(assessed_line(view, task) for task in tasks), annex)
        for (title, annex), tasks in parts.items()
    )


class TocEntry(Value, frozen=True):
    """An entry of a contents list: heading level 2-6, text, fragment without `#`."""

    level: int
    text: str
    anchor: str
    task_count: int = 0


class WithdrawnLine(Value, frozen=True):
    """A part of a plan that was withdrawn: linked to its tombstone, with the word for its
    status."""

    link: Link
    status: str
    day: Day
    why: str


class SectionTasks(Value, frozen=True):
    """The tasks of a section, for a plan whose body does not hold them; `annex` is the id of their
    list where that is an annex."""

    title: str
    tasks: tuple[TaskLine, ...]
    annex: str = ""


class PlanPage(Page, frozen=True, kw_only=True):
    """A plan."""

    template: ClassVar[str] = "plan.html"

    plan_title: str
    signed_on: Day | None
    """Where this is a working copy: the day on which the version that is public was signed."""
    edits: tuple[str, ...]
    """What this working copy says otherwise than that version, in words."""
    document_number: str
    facts: tuple[Fact, ...]
    validity: str
    is_valid: bool
    summary: str
    progress: Progress
    finding: Finding | None
    """None where there is nothing to count."""
    marks: tuple[MarkGroup, ...]
    """Its tasks as printed, by section; none where nothing was ever reported."""
    overview: tuple[Fact, ...]
    """The sums of the columns that plans of its kind are known by."""
    contents: tuple[TocEntry, ...]
    addressees: str
    blocks: tuple[BodyBlock, ...]
    unmarked: tuple[SectionTasks, ...]
    """Tasks that the body does not hold, by section."""
    signature: str
    written: Day | None
    annotation: str
    contact: str
    """Whom to ask, as printed."""
    notice: NoticePart | None
    annexes: tuple[AnnexLine, ...]
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
        "plan.notice",
        "plan.annexes",
        "count.tasks",
        "clause.separator",
        "annex.only",
        "annex.numbered",
        *FINDING_STRINGS,
    ),
    of_plan=True,
    subject=LinkedData.report,
    files=lambda model, id: plan_exports(model, model.plans[id]),
)
