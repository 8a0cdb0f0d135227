"""One plan's folder → a frozen Plan: front matter, body, tasks, progress, attachments."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

import msgspec

from gksite.content.outline import MarkedText, Outline, outline_of
from gksite.content.plan_sources import PlanSources, Surroundings
from gksite.content.records import PlanRecord, ProgressRecord, TaskRecord
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
    Evidence,
    Plan,
    ProgressEntry,
    Reading,
    Task,
    TaskList,
)
from gksite.model.registry import Registry
from gksite.schema.types import Record, unsafe_id_reason
from gksite.schema.validate import Place, parse_record, parse_records
from gksite.source.front_matter import split_front_matter
from gksite.source.link_faults import check_address
from gksite.source.markdown import Body, check_inline, parse_body, plain_wording, render_inline

RESERVED_TASK_IDS = frozenset({"index", "table", "matrix", "files"})
"""Addresses below a plan that are not tasks."""

AnyRecord = TypeVar("AnyRecord", bound=Record)


def build_plan(
    sources: PlanSources,
    texts: Mapping[str, str],
    around: Surroundings,
    unreadable: Collection[str] = (),
) -> tuple[Plan | None, list[Diagnostic]]:
    """The plan that a folder holds, or None when its front matter cannot be used; and all that is
    wrong with it.

    `texts` are the decoded files by name; of an `unreadable` one nothing is said here.
    """
    path = f"{sources.folder}/plan.md"
    if reason := unsafe_id_reason(sources.id):
        where = Location(path)
        return None, [
            problem("unsafe-id", where, id=sources.id, reason_zh=reason[0], reason=reason[1])
        ]
    front, problems = split_front_matter(texts.get("plan.md", ""), path)
    if front is None:
        return None, [] if "plan.md" in unreadable else problems
    parsed, more = parse_record(PlanRecord, front.text, path, front.first_line)
    body, body_problems = parse_body(front.body, path, front.body_line, "../../")
    problems += [*more, *body_problems]
    written_tasks, task_problems = _records(TaskRecord, sources.folder, texts, "tasks.yaml")
    written_progress, progress_problems = _records(
        ProgressRecord, sources.folder, texts, "progress.yaml"
    )
    problems += [*task_problems, *progress_problems]
    if parsed is None:
        return None, problems
    record, place = parsed
    tasks_are_whole = not task_problems and "tasks.yaml" not in unreadable
    outline = outline_of(
        body, [(s.id, s.number or "", s.title, s.parent or "") for s in record.sections]
    )
    lists = _lists(record, place, written_tasks, outline)
    progress, more = _progress(
        written_progress, {t.id: t for t, _ in written_tasks}, tasks_are_whole=tasks_are_whole
    )
    problems += more
    tasks, more = _tasks(sources.id, record, written_tasks, outline, lists, progress, around, path)
    problems += more
    if tasks_are_whole:
        problems += _marks_without_task(outline.marked, {t.id for t, _ in written_tasks}, path)
        problems += _sections_without_task(
            record, place, {t.section for t, _ in written_tasks if t.section}
        )
    attachments, more = _attachments(record, place, sources)
    problems += [*more, *_check_plan(record, place, around.registry), *_check_source(record, place)]
    problems += check_plan_once(record, place, outline)
    plan = _plan(
        sources.id, record, place, lists, outline, tasks, body, attachments, around.registry
    )
    return msgspec.structs.replace(plan, is_whole=tasks_are_whole), problems


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
    issuer = ""
    if record.issuer:
        found = registry.find(record.authority, record.issuer, record.year)
        own = f"{record.authority}/{record.issuer}"
        issuer = (
            own
            if own in registry.units
            else next((key for key in found if key in registry.units), "")
        )
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


def _lists(
    record: PlanRecord, place: Place, tasks: list[tuple[TaskRecord, Place]], outline: Outline
) -> tuple[TaskList, ...]:
    """The plan's task lists; without any in the source, one list with the columns that its tasks
    fill."""
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
    progress: Mapping[str, tuple[ProgressEntry, ...]],
    around: Surroundings,
    path: str,
) -> tuple[tuple[Task, ...], list[Diagnostic]]:
    problems: list[Diagnostic] = []
    tasks: list[Task] = []
    seen: dict[str, Location] = {}
    list_ids = [one.id for one in lists]
    section_ids = [section.id for section in outline.sections]
    for task, place in written:
        where = place.at("id")
        if task.id.casefold() in RESERVED_TASK_IDS:
            problems.append(
                problem(
                    "unsafe-id",
                    where,
                    id=task.id,
                    reason_zh="已用作固定页面",
                    reason="a fixed page has it",
                )
            )
            continue
        folded = unicodedata.normalize("NFC", task.id).casefold()
        if folded in seen:
            problems.append(problem("duplicate-id", where, id=task.id, other=seen[folded]))
            continue
        seen[folded] = where
        if task.list and task.list not in list_ids:
            problems.append(
                problem(
                    "unknown-list",
                    place.at("list"),
                    name=task.list,
                    near=nearest(task.list, list_ids),
                )
            )
        if task.section and task.section not in section_ids:
            near = nearest(task.section, section_ids)
            problems.append(
                problem("unknown-section", place.at("section"), name=task.section, near=near)
            )
        for index, topic in enumerate(task.topics):
            if around.topics is not None and topic not in around.topics:
                near = nearest(topic, around.topics)
                problems.append(
                    problem("unknown-topic", place.at("topics", index), name=topic, near=near)
                )
        built, more = build_task(
            plan,
            record,
            task,
            place,
            outline.marked.get(task.id),
            list_ids[0],
            progress.get(task.id, ()),
            around.registry,
        )
        problems += [*more, *check_task_once(task, place)]
        tasks.append(built)
    return tuple(tasks), problems


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
    """Sections of the source that nothing stands in: a page shows a section with its tasks, or with
    the heading that the body has for it."""
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


def _progress(
    written: list[tuple[ProgressRecord, Place]],
    tasks: Mapping[str, TaskRecord],
    *,
    tasks_are_whole: bool,
) -> tuple[dict[str, tuple[ProgressEntry, ...]], list[Diagnostic]]:
    """The progress entries of each task, oldest first."""
    problems: list[Diagnostic] = []
    entries: dict[str, list[ProgressEntry]] = {}
    for record, place in written:
        task = tasks.get(record.task)
        if task is None:
            if tasks_are_whole:
                near = nearest(record.task, tasks)
                problems.append(
                    problem("unknown-task", place.at("task"), name=record.task, near=near)
                )
            continue
        names = [indicator.name for indicator in task.indicators]
        for name in record.readings:
            if name not in names:
                near = nearest(name, names)
                where = place.at("readings", name)
                problems.append(
                    problem("unknown-indicator", where, task=task.id, name=name, near=near)
                )
        if record.recorded and record.date > record.recorded:
            problems.append(
                problem(
                    "report-after-recorded",
                    place.at("date"),
                    date=record.date,
                    recorded=record.recorded,
                )
            )
        for index, evidence in enumerate(record.evidence):
            problems += check_address(evidence.url, place.at("evidence", index, "url"))
        if record.note:
            problems += check_inline(record.note, place.at("note"))
        entries.setdefault(record.task, []).append(
            ProgressEntry(
                date=record.date,
                status=record.status,
                location=place.at(),
                note=plain_wording(record.note or ""),
                html=render_inline(record.note, "../../") if record.note else "",
                evidence=tuple(
                    Evidence(e.title, e.url, place.at("evidence", index, "url"))
                    for index, e in enumerate(record.evidence)
                ),
                readings=tuple(Reading(name, value) for name, value in record.readings.items()),
                unit=record.unit or "",
            )
        )
    return {
        id: tuple(sorted(found, key=lambda entry: entry.date)) for id, found in entries.items()
    }, problems


def _attachments(
    record: PlanRecord, place: Place, sources: PlanSources
) -> tuple[tuple[AttachedFile, ...], list[Diagnostic]]:
    """The files of the folder files/, those with a title first, in the order of the source."""
    problems = []
    files: dict[str, AttachedFile] = {}
    for index, written in enumerate(record.attachments):
        # Systems differ in the form that they keep names in: é is one character or two.
        name = unicodedata.normalize("NFC", written.file)
        found = sources.attachments.get(name)
        if found is None and name in sources.lost:
            continue
        if found is None:
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
                f"files/{name}", written.title, found.size, found.digest.hex()
            )
    for name, found in sources.attachments.items():
        if name not in files:
            files[name] = AttachedFile(f"files/{name}", name, found.size, found.digest.hex())
    return tuple(files.values()), problems


def _check_plan(record: PlanRecord, place: Place, registry: Registry) -> Iterable[Diagnostic]:
    """The authority exists, and the dates are in order."""
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


def _is_lost_id(record: PlanRecord, registry: Registry) -> bool:
    """Whether the issuer is written as an id, and no unit has it: as a name it would be printed."""
    issuer = record.issuer or ""
    is_known = f"{record.authority}/{issuer}" in registry.units or registry.find(
        record.authority, issuer, record.year
    )
    return issuer.isascii() and unsafe_id_reason(issuer) is None and not is_known


def _check_source(record: PlanRecord, place: Place) -> Iterable[Diagnostic]:
    if record.source_url:
        yield from check_address(record.source_url, place.at("source_url"))
