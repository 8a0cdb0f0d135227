"""Checks of a plan's front matter against its tasks and the registry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from gksite.content.outline import MarkedText, Outline
from gksite.content.plan_sources import Surroundings
from gksite.content.records import PlanRecord, TaskRecord, day_of
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.plan_kinds import find_kind
from gksite.model.registry import Registry
from gksite.schema.types import unsafe_id_reason
from gksite.schema.validate import Place
from gksite.source.link_faults import check_address


def vain_names(
    record: PlanRecord, place: Place, outline: Outline, tasks: Mapping[str, TaskRecord]
) -> Iterable[Diagnostic]:
    """Report what plan.md says of tasks that do not exist."""
    yield from _marks_without_task(outline.marked, tasks, place.path)
    yield from _sections_without_task(record, place, tasks.values())
    yield from _corrections_of_nothing(record, place, tasks)


def _marks_without_task(
    marked: Mapping[str, MarkedText], ids: Collection[str], path: str
) -> Iterable[Diagnostic]:
    for id, mark in marked.items():
        if id not in ids:
            yield problem(
                "unknown-task", Location(path, mark.line, 1), name=id, near=nearest(id, ids)
            )


def _sections_without_task(
    record: PlanRecord, place: Place, tasks: Iterable[TaskRecord]
) -> Iterable[Diagnostic]:
    """Report sections of the front matter that no task belongs to: they would appear on no page."""
    used = {task.section for task in tasks if task.section}
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


def _corrections_of_nothing(
    record: PlanRecord, place: Place, ids: Collection[str]
) -> Iterable[Diagnostic]:
    for index, written in enumerate(record.corrections):
        if written.task and written.task not in ids:
            near = nearest(written.task, ids)
            where = place.at("corrections", index, "task")
            yield problem("unknown-task", where, name=written.task, near=near)


def check_plan(record: PlanRecord, place: Place, around: Surroundings) -> Iterable[Diagnostic]:
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
    if record.kind and not find_kind(around.kinds, record.kind):
        names = [kind.name for kind in around.kinds]
        near = nearest(record.kind, [*names, *(kind.id for kind in around.kinds)])
        yield problem(
            "unknown-kind",
            place.at("kind"),
            name=record.kind,
            near=near,
            known="、".join(names),
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
