"""One plan's folder → a frozen Plan: front matter, body, tasks, progress, attachments."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

import msgspec

from gksite.content.assessments import with_assessments
from gksite.content.columns import merged_over_sections, task_lists
from gksite.content.outline import Outline, outline_of
from gksite.content.periods import check_period, is_dated
from gksite.content.plan_checks import check_plan, vain_names
from gksite.content.plan_sources import PlanSources, Surroundings
from gksite.content.progress import build_reports, with_reports
from gksite.content.readings import Readings
from gksite.content.records import (
    CorrectionRecord,
    PlanRecord,
    ProgressRecord,
    TaskRecord,
    day_of,
    period_of,
)
from gksite.content.signed_readings import signed_reading
from gksite.content.task_targets import with_parents
from gksite.content.tasks import build_task
from gksite.content.whole_document import with_document
from gksite.content.written_once import check_plan_once, check_task_once
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.columns import TaskList
from gksite.model.entities import Correction, Plan, Task
from gksite.model.members import with_members
from gksite.model.plan_kinds import USUAL, find_kind
from gksite.model.registry import Registry
from gksite.schema.types import Record, unsafe_id_reason
from gksite.schema.validate import Place, parse_record, parse_records
from gksite.source.front_matter import split_front_matter
from gksite.source.markdown import Body, parse_body

RESERVED_TASK_IDS = frozenset({"index", "table", "matrix", "files"})
"""Addresses below a plan that are not tasks."""

AnyRecord = TypeVar("AnyRecord", bound=Record)


def build_plan(
    sources: PlanSources,
    texts: Mapping[str, str],
    around: Surroundings,
    unreadable: Collection[str] = (),
    signed: Readings | None = None,
) -> tuple[Plan | None, list[Diagnostic]]:
    """Return the plan that a folder holds, or None when its front matter cannot be used; and all
    that is wrong with it.

    `texts` are the decoded files by name; of an `unreadable` one nothing is said here. `signed` is
    the reading that these texts were signed with, which goes before today's.
    """
    path = f"{sources.folder}/plan.md"
    if reason := unsafe_id_reason(sources.id):
        return None, [_unsafe(sources.id, path, *reason)]
    front, problems = split_front_matter(texts.get("plan.md", ""), path)
    if front is None:
        return None, [] if "plan.md" in unreadable else problems
    parsed, new_problems = parse_record(PlanRecord, front.text, path, front.first_line)
    body, body_problems = parse_body(front.body, path, front.body_line, "../../")
    written, task_problems = _records(TaskRecord, sources.folder, texts, "tasks.yaml")
    reports, report_problems = _records(ProgressRecord, sources.folder, texts, "progress.yaml")
    problems += [*new_problems, *body_problems, *task_problems, *report_problems]
    if parsed is None or not is_dated(parsed[0]):
        return None, [*problems, *(check_period(*parsed) if parsed else ())]
    record, place = parsed
    is_whole = not task_problems and "tasks.yaml" not in unreadable
    outline = _outline(record, body)
    lists, list_problems = task_lists(record, place, written, outline)
    tasks, new_problems = _tasks(sources, record, written, outline, lists, around, is_whole)
    records = {task.id: task for task, _ in written}
    problems += [*list_problems, *new_problems, *merged_over_sections(lists, outline, tasks)]
    if is_whole:
        problems += vain_names(record, place, outline, records)
    problems += [*check_period(record, place), *check_plan(record, place, around)]
    problems += check_plan_once(record, place, outline)
    plan = _plan(sources.id, record, place, lists, outline, tasks, body, around)
    task_status = record.task_status or around.task_status
    plan = msgspec.structs.replace(plan, is_whole=is_whole, task_status=task_status)
    plan, new_problems = with_document(plan, sources, texts, parsed)
    plan, problems = _as_meant(plan, signed, around.registry, [*problems, *new_problems])
    said, new_problems = build_reports(reports, records, tasks_are_whole=is_whole)
    plan, vain = with_reports(plan, said, around.registry, is_whole=not report_problems)
    problems += [*new_problems, *vain]
    plan, refused = with_assessments(plan, texts, sources.folder, around.registry)
    return plan, [*problems, *refused]


_ANSWERED = ("unknown-unit", "ambiguous-unit", "unknown-kind")
"""What a stored reading says of a name that registry and kinds no longer explain."""


def _as_meant(
    plan: Plan, signed: Readings | None, registry: Registry, problems: list[Diagnostic]
) -> tuple[Plan, list[Diagnostic]]:
    """Return a plan with the members of its groups; a signed one by the reading that it was signed
    with, and without the problems that this answers."""
    plan = with_members(plan, registry)
    if signed is None:
        return plan, problems
    plan, new_problems = signed_reading(plan, signed, registry)
    return plan, [*(one for one in problems if one.code not in _ANSWERED), *new_problems]


def _unsafe(id: str, path: str, zh: str, en: str) -> Diagnostic:
    return problem("unsafe-id", Location(path), id=id, reason_zh=zh, reason=en)


def _outline(record: PlanRecord, body: Body) -> Outline:
    stated = [(s.id, s.number or "", s.title, s.parent or "") for s in record.sections]
    return outline_of(body, stated)


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
    around: Surroundings,
) -> Plan:
    issuer, period = _issuer(record, around.registry), period_of(record)
    name = around.registry.units[issuer].name if issuer else record.issuer
    return Plan(
        id=id,
        title=record.title,
        authority=record.authority,
        kind=find_kind(around.kinds, record.kind or "") or USUAL,
        year=(period.first or day_of(record)).year,
        location=place.at("title"),
        period=period,
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
        corrections=tuple(map(_correction, record.corrections)),
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


def _tasks(
    sources: PlanSources,
    record: PlanRecord,
    written: list[tuple[TaskRecord, Place]],
    outline: Outline,
    lists: tuple[TaskList, ...],
    around: Surroundings,
    is_whole: bool,
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
            sources.id,
            record,
            task,
            place,
            outline.marked.get(task.id),
            lists,
            around.registry,
        )
        problems += [*new_problems, *check_task_once(task, place)]
        tasks.append(built)
    whole, new_problems = with_parents(tuple(tasks), written, is_whole=is_whole)
    return whole, [*problems, *new_problems]


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


def _correction(record: CorrectionRecord) -> Correction:
    return Correction(record.date, record.what, record.why or "", record.task or "")
