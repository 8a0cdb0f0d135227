"""The records of progress.yaml → the progress entries of each task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gksite.content.records import ProgressRecord, TaskRecord
from gksite.diagnostics import Diagnostic, nearest, problem
from gksite.model.entities import Evidence, ProgressEntry, Reading
from gksite.schema.validate import Place
from gksite.source.link_faults import check_address
from gksite.source.markdown import check_inline, plain_wording, render_inline


def build_progress(
    written: list[tuple[ProgressRecord, Place]],
    tasks: Mapping[str, TaskRecord],
    *,
    tasks_are_whole: bool,
) -> tuple[dict[str, tuple[ProgressEntry, ...]], list[Diagnostic]]:
    """Return the entries of each task, oldest first.

    An entry of an unknown task is a problem only where every task could be read.
    """
    problems: list[Diagnostic] = []
    entries: dict[str, list[ProgressEntry]] = {}
    for record, place in written:
        if task := tasks.get(record.task):
            problems += _check_entry(record, place, task)
            entries.setdefault(record.task, []).append(_entry(record, place))
        elif tasks_are_whole:
            near = nearest(record.task, tasks)
            problems.append(problem("unknown-task", place.at("task"), name=record.task, near=near))
    return {
        id: tuple(sorted(own, key=lambda entry: entry.date)) for id, own in entries.items()
    }, problems


def _check_entry(record: ProgressRecord, place: Place, task: TaskRecord) -> Iterator[Diagnostic]:
    names = [indicator.name for indicator in task.indicators]
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


def _entry(record: ProgressRecord, place: Place) -> ProgressEntry:
    return ProgressEntry(
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
    )
