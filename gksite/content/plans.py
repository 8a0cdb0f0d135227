"""One plan's folder → a frozen Plan: front matter, body, tasks, progress, attachments."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec

from gksite.content.assessments import with_assessments
from gksite.content.outline import MarkedText, Outline, outline_of
from gksite.content.plan_sources import PlanSources, Surroundings
from gksite.content.progress import build_reports, with_reports
from gksite.content.records import PlanRecord, ProgressRecord, TaskRecord, day_of
from gksite.content.tasks import build_task
from gksite.content.written_once import check_plan_once, check_task_once
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.entities import (
    USUAL_CAPTION,
    USUAL_HEADS,
    AttachedFile,
    Column,
    ColumnKind,
    Correction,
    Plan,
    Task,
    TaskList,
)
from gksite.model.registry import Registry
from gksite.schema.types import Record, unsafe_id_reason
from gksite.schema.validate import Place, parse_record, parse_records
from gksite.source.front_matter import split_front_matter
from gksite.source.link_faults import check_address
from gksite.source.markdown import Body, parse_body

RESERVED_TASK_IDS = frozenset({"index", "table", "matrix", "files"})
"""Addresses below a plan that are not tasks."""

AnyRecord = TypeVar("AnyRecord", bound=Record)


def build_plan(
    sources: PlanSources,
    texts: Mapping[str, str],
    around: Surroundings,
    unreadable: Collection[str] = (),
) -> tuple[Plan | None, list[Diagnostic]]:
    """Return the plan that a folder holds, or None when its front matter cannot be used; and all
    that is wrong with it.

    `texts` are the decoded files by name; of an `unreadable` one nothing is said here.
    """
    path = f"{sources.folder}/plan.md"
    if reason := unsafe_id_reason(sources.id):
        zh, en = reason
        return None, [problem("unsafe-id", Location(path), id=sources.id, reason_zh=zh, reason=en)]
    front, problems = split_front_matter(texts.get("plan.md", ""), path)
    if front is None:
        return None, [] if "plan.md" in unreadable else problems
    parsed, new_problems = parse_record(PlanRecord, front.text, path, front.first_line)
    body, body_problems = parse_body(front.body, path, front.body_line, "../../")
    written, task_problems = _records(TaskRecord, sources.folder, texts, "tasks.yaml")
    reports, report_problems = _records(ProgressRecord, sources.folder, texts, "progress.yaml")
    problems += [*new_problems, *body_problems, *task_problems, *report_problems]
    if parsed is None:
        return None, problems
    record, place = parsed
    is_whole = not task_problems and "tasks.yaml" not in unreadable
    stated = [(s.id, s.number or "", s.title, s.parent or "") for s in record.sections]
    outline = outline_of(body, stated)
    lists = _lists(record, place, written, outline)
    records = {task.id: task for task, _ in written}
    tasks, new_problems = _tasks(sources.id, record, written, outline, lists, around)
    problems += new_problems
    if is_whole:
        used = {task.section for task, _ in written if task.section}
        problems += _marks_without_task(outline.marked, records, path)
        problems += _sections_without_task(record, place, used)
    attachments, new_problems = _attachments(record, place, sources)
    problems += [*new_problems, *_check_plan(record, place, around)]
    problems += check_plan_once(record, place, outline)
    plan = _plan(
        sources.id, record, place, lists, outline, tasks, body, attachments, around.registry
    )
    plan = msgspec.structs.replace(
        plan, is_whole=is_whole, task_status=record.task_status or around.task_status
    )
    said, new_problems = build_reports(reports, records, tasks_are_whole=is_whole)
    plan, vain = with_reports(plan, said, around.registry, is_whole=not report_problems)
    plan, refused = with_assessments(plan, texts, sources.folder, around.registry)
    return plan, [*problems, *new_problems, *vain, *refused]


def _records(
    record: type[AnyRecord], folder: str, texts: Mapping[str, str], name: str
) -> tuple[list[tuple[AnyRecord, Place]], list[Diagnostic]]:
    if name not in texts:
        return [], []
    return parse_records(record, texts[name], f"{folder}/{name}")


def _plan(
    id: str,
    record: PlanRecord,
    place: Place,
    lists: tuple[TaskList, ...],
    outline: Outline,
    tasks: tuple[Task, ...],
    body: Body,
    attachments: tuple[AttachedFile, ...],
    registry: Registry,
) -> Plan:
    issuer = _issuer(record, registry)
    name = registry.units[issuer].name if issuer else record.issuer
    return Plan(
        id=id,
        title=record.title,
        authority=record.authority,
        year=record.year,
        location=place.at("title"),
        issuer=issuer,
        issuer_name=name or "",
        publisher=record.publisher or "",
        signature=record.signature or "",
        document_number=record.document_number or "",
        index_number=record.index_number or "",
        category=record.category or "",
        keywords=tuple(record.keywords),
        written=record.written,
        published=record.published,
        validity=record.validity or "",
        summary=record.summary or "",
        disclosure=record.disclosure or "",
        addressees=record.addressees or "",
        copies_to=record.copies_to or "",
        printed_by=record.printed_by or "",
        printed_on=record.printed_on,
        annotation=record.annotation or "",
        source_url=record.source_url or "",
        based_on=tuple(record.based_on),
        previous=record.previous or "",
        lists=lists,
        sections=outline.sections,
        tasks=tasks,
        body=body.blocks,
        links=body.links,
        attachments=attachments,
        corrections=tuple(Correction(c.date, c.what, c.why or "") for c in record.corrections),
        aliases=tuple(record.aliases),
        draft=record.draft,
    )


def _issuer(record: PlanRecord, registry: Registry) -> str:
    """Return the key of the unit that `issuer` names by id or by name, or ""."""
    if not record.issuer:
        return ""
    own = f"{record.authority}/{record.issuer}"
    if own in registry.units:
        return own
    named = registry.find(record.authority, record.issuer, day_of(record))
    return named[0] if len(named) == 1 and named[0] in registry.units else ""


def _lists(
    record: PlanRecord, place: Place, tasks: list[tuple[TaskRecord, Place]], outline: Outline
) -> tuple[TaskList, ...]:
    """Return the plan's task lists; without any in the source, one list with the columns that its
    tasks fill."""
    usual: list[ColumnKind] = ["number"]
    if outline.sections:
        usual.append("section")
    usual.append("text")
    has_units = any(t.units or t.lead or t.responsible or t.cooperating for t, _ in tasks)
    if has_units or any(mark.units for mark in outline.marked.values()):
        usual.append("units")
    if any(t.deadline for t, _ in tasks):
        usual.append("deadline")
    usual_columns = tuple(Column(kind, USUAL_HEADS[kind]) for kind in usual)
    if not record.lists:
        return (
            TaskList(
                "main", USUAL_CAPTION.format(title=record.title), usual_columns, printed=False
            ),
        )
    lists = []
    for index, written in enumerate(record.lists):
        columns = usual_columns
        if written.columns:
            heads = written.columns.model_dump(exclude_none=True)
            merged: Collection[str] = {"section", "subsection", *written.merged}
            order = place.order("lists", index, "columns")
            columns = tuple(
                Column(kind, heads[kind], kind in merged)  # type: ignore[arg-type]
                for kind in order
                if kind in heads
            )
        lists.append(
            TaskList(written.id, written.caption or record.title, columns, written.printed)
        )
    return tuple(lists)


def _tasks(
    plan: str,
    record: PlanRecord,
    written: list[tuple[TaskRecord, Place]],
    outline: Outline,
    lists: tuple[TaskList, ...],
    around: Surroundings,
) -> tuple[tuple[Task, ...], list[Diagnostic]]:
    problems: list[Diagnostic] = []
    tasks: list[Task] = []
    seen: dict[str, Location] = {}
    for task, place in written:
        if refused := _check_id(task.id, place.at("id"), seen):
            problems.append(refused)
            continue
        problems += _check_names(task, place, lists, outline, around)
        built, new_problems = build_task(
            plan,
            record,
            task,
            place,
            outline.marked.get(task.id),
            lists[0].id,
            around.registry,
        )
        problems += [*new_problems, *check_task_once(task, place)]
        tasks.append(built)
    return tuple(tasks), problems


def _check_id(id: str, where: Location, seen: dict[str, Location]) -> Diagnostic | None:
    """Return the reason why a task cannot have the id, or None; then the id is noted in `seen`."""
    if id.casefold() in RESERVED_TASK_IDS:
        reason = "a fixed page has it"
        return problem("unsafe-id", where, id=id, reason_zh="已用作固定页面", reason=reason)
    # Some file systems take names that differ in case or in the form of é for one name.
    folded = unicodedata.normalize("NFC", id).casefold()
    if folded in seen:
        return problem("duplicate-id", where, id=id, other=seen[folded])
    seen[folded] = where
    return None


def _check_names(
    task: TaskRecord,
    place: Place,
    lists: tuple[TaskList, ...],
    outline: Outline,
    around: Surroundings,
) -> Iterator[Diagnostic]:
    """Report names of a list, a section or a topic that do not exist."""
    if task.list and task.list not in (ids := [task_list.id for task_list in lists]):
        near = nearest(task.list, ids)
        yield problem("unknown-list", place.at("list"), name=task.list, near=near)
    if task.section and task.section not in (ids := [s.id for s in outline.sections]):
        near = nearest(task.section, ids)
        yield problem("unknown-section", place.at("section"), name=task.section, near=near)
    for index, topic in enumerate(task.topics):
        if around.topics is not None and topic not in around.topics:
            near = nearest(topic, around.topics)
            yield problem("unknown-topic", place.at("topics", index), name=topic, near=near)


def _marks_without_task(
    marked: Mapping[str, MarkedText], ids: Collection[str], path: str
) -> Iterable[Diagnostic]:
    for id, mark in marked.items():
        if id not in ids:
            yield problem(
                "unknown-task", Location(path, mark.line, 1), name=id, near=nearest(id, ids)
            )


def _sections_without_task(
    record: PlanRecord, place: Place, used: Collection[str]
) -> Iterable[Diagnostic]:
    """Report sections of the front matter that no task belongs to: they would appear on no page."""
    needed, above = set(used), {section.id: section.parent for section in record.sections}
    for id in used:
        parent = above.get(id)
        while parent and parent not in needed:
            needed.add(parent)
            parent = above.get(parent)
    for index, section in enumerate(record.sections):
        if section.id not in needed:
            yield problem(
                "section-without-task",
                place.at("sections", index, "title"),
                id=section.id,
                title=f"{section.number or ''}{section.title}",
            )


def _attachments(
    record: PlanRecord, place: Place, sources: PlanSources
) -> tuple[tuple[AttachedFile, ...], list[Diagnostic]]:
    """Return the files of the folder files/, those with a title first, in the order of the
    source."""
    problems = []
    files: dict[str, AttachedFile] = {}
    for index, written in enumerate(record.attachments):
        # Systems differ in the form that they keep names in: é is one character or two.
        name = unicodedata.normalize("NFC", written.file)
        attachment = sources.attachments.get(name)
        if attachment is None and name in sources.lost:
            continue
        if attachment is None:
            near = nearest(name, sources.attachments)
            problems.append(
                problem(
                    "missing-attachment",
                    place.at("attachments", index, "file"),
                    file=name,
                    near=near,
                )
            )
        else:
            files[name] = AttachedFile(
                f"files/{name}", written.title, attachment.size, attachment.digest.hex()
            )
    for name, attachment in sources.attachments.items():
        if name not in files:
            files[name] = AttachedFile(
                f"files/{name}", name, attachment.size, attachment.digest.hex()
            )
    return tuple(files.values()), problems


def _check_plan(record: PlanRecord, place: Place, around: Surroundings) -> Iterable[Diagnostic]:
    """Report an unknown authority or issuer, dates out of order, a source without an address, and
    states by assessments that nobody may see."""
    registry = around.registry
    if record.task_status == "assessed" and not around.shows_assessments:
        yield problem("assessed-without-public", place.at("task_status"))
    if record.authority not in registry.authorities and registry.is_whole:
        near = nearest(record.authority, registry.authorities)
        yield problem("unknown-authority", place.at("authority"), name=record.authority, near=near)
    if record.issuer and registry.is_whole and _is_lost_id(record, registry):
        ids = [
            key.partition("/")[2]
            for key in registry.units
            if key.startswith(f"{record.authority}/")
        ]
        yield problem(
            "unknown-unit", place.at("issuer"), name=record.issuer, near=nearest(record.issuer, ids)
        )
    if record.written and record.published and record.written > record.published:
        yield problem(
            "written-after-published",
            place.at("written"),
            written=record.written,
            published=record.published,
        )

    if record.source_url:
        yield from check_address(record.source_url, place.at("source_url"))


def _is_lost_id(record: PlanRecord, registry: Registry) -> bool:
    """Whether the issuer is written as an id, and no unit has it: as a name it would be printed."""
    issuer = record.issuer or ""
    is_known = f"{record.authority}/{issuer}" in registry.units or registry.find(
        record.authority, issuer, day_of(record)
    )
    return issuer.isascii() and unsafe_id_reason(issuer) is None and not is_known
