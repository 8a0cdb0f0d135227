"""The records of assessments.yaml → what was found of each task, beside what its units report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from gksite.content.records import AssessmentRecord
from gksite.diagnostics import Diagnostic, nearest, problem
from gksite.model.entities import Plan, Task
from gksite.model.registry import Registry
from gksite.model.reporters import reporters
from gksite.model.reporting import Assessment, Duty
from gksite.schema.keys import WHOLE_TASK
from gksite.schema.validate import Place, parse_records
from gksite.source.markdown import check_inline, plain_wording, render_inline

NAME = "assessments.yaml"


def with_assessments(
    plan: Plan, texts: Mapping[str, str], folder: str, registry: Registry
) -> tuple[Plan, list[Diagnostic]]:
    """Return the plan, whose tasks have their duties, with what the assessments.yaml of its folder
    (name → text) says of each task. An entry with a mistake is left out.

    An entry of an unknown task is a problem only where every task could be read.
    """
    if NAME not in texts:
        return plan, []
    written, problems = parse_records(AssessmentRecord, texts[NAME], f"{folder}/{NAME}")
    tasks = {task.id: task for task in plan.tasks}
    found: dict[str, list[Assessment]] = {}
    verdicts: dict[object, Assessment] = {}
    for record, place in written:
        task = tasks.get(record.task)
        if task is None:
            if plan.is_whole:
                near = nearest(record.task, tasks)
                problems.append(
                    problem("unknown-task", place.at("task"), name=record.task, near=near)
                )
            continue
        assessment = _assessment(plan, record, place, registry)
        new_problems = list(_check(plan, task, record, place, assessment))
        subject = task.id, assessment.holder, assessment.assessor, record.date
        first = verdicts.setdefault(subject, assessment)
        if first.verdict != assessment.verdict:
            new_problems.append(_contradiction(assessment, first))
        problems += new_problems
        if not new_problems:
            found.setdefault(task.id, []).append(assessment)
    for own in found.values():
        own.sort(key=lambda assessment: assessment.date)
    assessed = tuple(
        msgspec.structs.replace(task, assessments=tuple(found[task.id]))
        if task.id in found
        else task
        for task in plan.tasks
    )
    return msgspec.structs.replace(plan, tasks=assessed), problems


def _assessment(
    plan: Plan, record: AssessmentRecord, place: Place, registry: Registry
) -> Assessment:
    assessor, by = _named(plan, record, record.by, registry)
    holder, unit = "", ""
    if record.unit and record.unit not in (*WHOLE_TASK, *WHOLE_TASK.values()):
        holder, unit = _named(plan, record, record.unit, registry)
    return Assessment(
        date=record.date,
        by=by,
        verdict=record.verdict,
        location=place.at(),
        assessor=assessor,
        holder=holder,
        unit=unit,
        note=plain_wording(record.note or ""),
        html=render_inline(record.note, "../../") if record.note else "",
        points=record.points,
    )


def _named(plan: Plan, record: AssessmentRecord, name: str, registry: Registry) -> tuple[str, str]:
    """Return the key and the name of the unit that an entry names by id or by name; the name twice
    where the registry does not know it, or knows several of that name."""
    keys = reporters(registry, plan.authority, name, record.date)
    if len(keys) != 1:
        return name, name
    is_id = name in (keys[0], keys[0].rpartition("/")[2])
    return keys[0], registry.units[keys[0]].name if is_id else name


def _check(
    plan: Plan,
    task: Task,
    record: AssessmentRecord,
    place: Place,
    assessment: Assessment,
) -> Iterator[Diagnostic]:
    if record.date < plan.day:
        where = place.at("date")
        yield problem("assessment-before-plan", where, task=task.id, date=record.date, day=plan.day)
    holders = {duty.holder: duty.name for duty in _held(task, assessment)}
    if assessment.holder and assessment.holder not in holders:
        yield problem(
            "assessed-not-responsible",
            place.at("unit"),
            name=assessment.unit,
            date=record.date,
            task=task.id,
            units="、".join(holders.values()),
        )
    itself = (assessment.holder,) if assessment.holder else holders
    if assessment.assessor in itself:
        yield problem("assessed-by-itself", place.at("by"), name=assessment.by, task=task.id)
    if record.note:
        yield from check_inline(record.note, place.at("note"))


def _held(task: Task, assessment: Assessment) -> Iterator[Duty]:
    """Return the duties of a task that units had on the day of an assessment."""
    for duty in (*task.duties, *task.passed):
        if not (duty.since and assessment.date < duty.since) and not (
            duty.passed_on and assessment.date >= duty.passed_on
        ):
            yield duty


def _contradiction(assessment: Assessment, first: Assessment) -> Diagnostic:
    return problem(
        "assessment-contradiction",
        assessment.location,
        by=assessment.by,
        date=assessment.date,
        other=first.location,
    )
