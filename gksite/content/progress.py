"""The records of progress.yaml → the reports on each task, and the entries that take one back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from gksite.content.records import ProgressRecord, TaskRecord
from gksite.diagnostics import Diagnostic, nearest, problem
from gksite.model.duties import setting_of, with_duties
from gksite.model.entities import Plan
from gksite.model.registry import Registry
from gksite.model.reporting import Evidence, Reading, Report, TakenBack
from gksite.model.taking_back import TakingBack
from gksite.schema.keys import spelled
from gksite.schema.validate import Place
from gksite.source.link_faults import check_address
from gksite.source.markdown import check_inline, plain_wording, render_inline

_OF_REPORTS = ("status", "note", "evidence", "readings", "corrects")
"""Keys that an entry with `retracts` may not have."""


class Said(msgspec.Struct):
    """The entries on one task: its reports, the oldest first, and the acts that take one back."""

    reports: list[Report]
    acts: list[TakingBack]


def build_reports(
    written: list[tuple[ProgressRecord, Place]],
    tasks: Mapping[str, TaskRecord],
    *,
    tasks_are_whole: bool,
) -> tuple[dict[str, Said], list[Diagnostic]]:
    """Return the entries on each task.

    An entry of an unknown task is a problem only where every task could be read.
    """
    problems: list[Diagnostic] = []
    entries: dict[str, Said] = {}
    for record, place in written:
        task = tasks.get(record.task)
        if task is None:
            if tasks_are_whole:
                near = nearest(record.task, tasks)
                where = place.at("task")
                problems.append(problem("unknown-task", where, name=record.task, near=near))
            continue
        own = entries.setdefault(record.task, Said([], []))
        if record.retracts:
            problems += [*_check_act(record, place), *_check_target(record, place, task)]
            act = TakenBack(record.date, record.by or "", record.why or "")
            unit, target = record.unit or "", record.target or ""
            own.acts.append(TakingBack(unit, record.retracts, act, place.at(), target=target))
            continue
        problems += _check_report(record, place, task)
        if record.status:
            own.reports.append(_report(record, place))
    for said in entries.values():
        said.reports.sort(key=lambda report: report.date)
    return entries, problems


def with_reports(
    plan: Plan, said: Mapping[str, Said], registry: Registry, *, is_whole: bool
) -> tuple[Plan, list[Diagnostic]]:
    """Return the plan with the duties of its tasks, and their reports' standing.

    An entry that takes back nothing is a problem only where every entry could be read (`is_whole`):
    it may be about one of the others.
    """
    setting = setting_of(registry, plan)
    nothing = Said([], [])
    tasks, vain = with_duties(
        setting,
        [
            msgspec.structs.replace(task, reports=tuple(said.get(task.id, nothing).reports))
            for task in plan.tasks
        ],
        {task.key: said[task.id].acts for task in plan.tasks if task.id in said},
    )
    problems = [
        problem(
            "corrects-nothing" if act.act.corrected else "retracts-nothing",
            act.location,
            task=f"{task.id}/{act.target}" if act.target else task.id,
            unit=registry.units[act.unit].name if act.unit in registry.units else act.unit or "—",
            date=act.retracts,
        )
        for task, act in (vain if is_whole else ())
    ]
    return msgspec.structs.replace(plan, tasks=tasks), problems


def _check_act(record: ProgressRecord, place: Place) -> Iterator[Diagnostic]:
    for key in _OF_REPORTS:
        if getattr(record, key):
            yield problem(
                "retraction-with-report", place.at(key), key=spelled(key, "ProgressRecord")
            )
    for key in ("by", "why"):
        if not getattr(record, key):
            yield problem("missing-key", place.at(), key=spelled(key, "ProgressRecord"))


def _check_report(record: ProgressRecord, place: Place, task: TaskRecord) -> Iterator[Diagnostic]:
    if not record.status:
        yield problem("missing-key", place.at(), key=spelled("status", "ProgressRecord"))
    for key in ("by", "why"):
        if getattr(record, key):
            yield problem(
                "retraction-without-day", place.at(key), key=spelled(key, "ProgressRecord")
            )
    if task.rolls_up and not record.target:
        yield problem("report-on-parts", place.at("task"), task=task.id)
    yield from _check_target(record, place, task)
    names = [indicator.name for indicator in task.indicators]
    names += [target.indicator for target in task.targets if target.indicator]
    for name in record.readings:
        if name not in names:
            near = nearest(name, names)
            where = place.at("readings", name)
            yield problem("unknown-indicator", where, task=task.id, name=name, near=near)
    if record.recorded and record.date > record.recorded:
        yield problem(
            "report-after-recorded", place.at("date"), date=record.date, recorded=record.recorded
        )
    for index, evidence in enumerate(record.evidence):
        yield from check_address(evidence.url, place.at("evidence", index, "url"))
    if record.note:
        yield from check_inline(record.note, place.at("note"))


def _check_target(record: ProgressRecord, place: Place, task: TaskRecord) -> Iterator[Diagnostic]:
    targets = [target.id for target in task.targets]
    if record.target and record.target not in targets:
        near = nearest(record.target, targets)
        where = place.at("target")
        yield problem("unknown-target", where, task=task.id, name=record.target, near=near)


def _report(record: ProgressRecord, place: Place) -> Report:
    assert record.status
    return Report(
        date=record.date,
        status=record.status,
        location=place.at(),
        note=plain_wording(record.note or ""),
        html=render_inline(record.note, "../../") if record.note else "",
        evidence=tuple(
            Evidence(evidence.title, evidence.url, place.at("evidence", index, "url"))
            for index, evidence in enumerate(record.evidence)
        ),
        readings=tuple(Reading(name, value) for name, value in record.readings.items()),
        unit=record.unit or "",
        corrects=record.corrects,
        target=record.target or "",
    )
