"""Read what format 1 said and format 2 says otherwise: reports that a task was adjusted or
cancelled, and facts that pages showed only by default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, TypeVar

import msgspec

from gksite.content.plan_sources import PlanSources
from gksite.content.records import PlanRecord, ProgressRecord, TaskRecord
from gksite.content.tasks import short_title
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.statuses import WRITTEN
from gksite.schema.keys import FORMER_STATUSES
from gksite.schema.types import Record, Text
from gksite.schema.validate import Place, parse_record, parse_records
from gksite.source.front_matter import split_front_matter
from gksite.source.text import decode

PROGRESS, TASKS, PLAN = "progress.yaml", "tasks.yaml", "plan.md"

USUAL_STATUS = "under_way"
"""The status that is proposed for a report that no other report of its unit comes before."""

SHOWN_BY_DEFAULT: Mapping[str, str] = {"validity": "有效", "disclosure": "主动公开"}
"""Key of a plan → the value that pages of format 1 showed where no source stated one."""

_FORMER = {**FORMER_STATUSES, **{english: english for english in FORMER_STATUSES.values()}}
_ENGLISH = {**WRITTEN, **{english: english for english in WRITTEN.values()}}

_State = tuple[date, int, str]
"""A report by its day, its index in the file and its status."""

NoAdjustment = Literal["taken back", "resumed", "known"]
"""Why a report is proposed as no adjustment: a later entry took it back; its unit went on with the
task; or the same withdrawal is known already."""

AnyRecord = TypeVar("AnyRecord", bound=Record)


class FormerReport(ProgressRecord):
    """An entry of progress.yaml with any status, as format 1 allowed it."""

    status: Text | None = None  # type: ignore[assignment]


class Question(msgspec.Struct, frozen=True):
    """A report whose status is no state in format 2, and the status proposed for it.

    `entry` is its index in the file; `proposed_from` is the day of the report that the proposal
    repeats, None where no report of the unit comes before. `no_adjustment` says why none is
    proposed, `since` the day of the entry from which that follows.
    """

    plan: str
    entry: int
    location: Location
    task: str
    title: str
    day: date
    status: str
    unit: str
    note: str
    proposed: str
    proposed_from: date | None
    no_adjustment: NoAdjustment | None = None
    since: date | None = None


class Unstated(msgspec.Struct, frozen=True):
    """A fact that no source of a plan states, and the value that format 1 showed for it."""

    location: Location
    key: str
    shown: str


def questions_of(folder: PlanSources) -> tuple[list[Question], list[Diagnostic]]:
    """Return the questions on the reports of a plan, in the order of the file. Report those whose
    task is missing."""
    data = folder.texts.get(PROGRESS, b"")
    if not any(word.encode() in data for word in _FORMER):
        return [], []
    written, problems = _records(FormerReport, folder, PROGRESS)
    records, unread = _records(TaskRecord, folder, TASKS)
    tasks = {task.id: task for task, _ in records}
    states: dict[tuple[str, str | None], list[_State]] = {}
    for index, (report, _) in enumerate(written):
        if report.status in _ENGLISH:
            state = report.date, index, _ENGLISH[report.status]
            states.setdefault((report.task, report.unit), []).append(state)
    reasons = _no_adjustments([report for report, _ in written], tasks)
    questions = []
    for index, (report, place) in enumerate(written):
        if report.status not in _FORMER:
            continue
        if report.task in tasks:
            own = states.get((report.task, report.unit), [])
            # Of two reports of one day the later line counts.
            before = max((s for s in own if s[:2] < (report.date, index)), default=None)
            question = _question(folder.id, index, report, place, tasks[report.task], before)
            reason, since = reasons.get(index, (None, None))
            questions.append(msgspec.structs.replace(question, no_adjustment=reason, since=since))
        elif not unread:
            near = nearest(report.task, tasks)
            problems.append(problem("unknown-task", place.at("task"), name=report.task, near=near))
    return questions, problems


def _no_adjustments(
    reports: Sequence[FormerReport], tasks: Mapping[str, TaskRecord]
) -> dict[int, tuple[NoAdjustment, date]]:
    """Return, by the index of a report of format 1, why it is no adjustment of its own, and the day
    of the entry from which that follows. Of a task that was cancelled several times the first
    report that stands tells of the withdrawal."""
    reasons: dict[int, tuple[NoAdjustment, date]] = {
        index: ("taken back", day) for index, day in _taken_back(reports).items()
    }
    last: dict[tuple[str, str | None], tuple[date, int]] = {}
    for index, report in enumerate(reports):
        if report.status and index not in reasons and _FORMER.get(report.status) != "cancelled":
            unit = report.task, report.unit
            last[unit] = max(last.get(unit, (date.min, -1)), (report.date, index))
    withdrawn = {
        id: adjustment.date
        for id, task in tasks.items()
        for adjustment in task.adjustments
        if adjustment.withdrawn
    }
    for index in sorted(range(len(reports)), key=lambda index: (reports[index].date, index)):
        report = reports[index]
        if index in reasons or _FORMER.get(report.status or "") != "cancelled":
            continue
        resumed = last.get((report.task, report.unit))
        if resumed and resumed > (report.date, index):
            reasons[index] = "resumed", resumed[0]
        elif report.task in withdrawn:
            reasons[index] = "known", withdrawn[report.task]
        else:
            withdrawn[report.task] = report.date
    return reasons


def _taken_back(reports: Sequence[FormerReport]) -> dict[int, date]:
    """Return the indexes of the reports that a later entry took back, with the day of the latter:
    of its unit and day the last that stands, as docs/format.md says."""
    standing: dict[tuple[str, str | None, date], list[int]] = {}
    taken: dict[int, date] = {}
    for index, report in enumerate(reports):
        if (day := report.retracts or report.corrects) and (
            own := standing.get((report.task, report.unit, day))
        ):
            taken[own.pop()] = report.date
        if not report.retracts:
            standing.setdefault((report.task, report.unit, report.date), []).append(index)
    return taken


def unstated_of(folder: PlanSources) -> Iterator[Unstated]:
    """Yield the facts that format 1 showed for a plan without a source."""
    path = f"{folder.folder}/{PLAN}"
    front, _ = split_front_matter(decode(folder.texts.get(PLAN, b""), path)[0], path)
    parsed, _ = (
        parse_record(PlanRecord, front.text, path, front.first_line) if front else (None, [])
    )
    if parsed:
        for key, shown in SHOWN_BY_DEFAULT.items():
            if getattr(parsed[0], key) is None:
                yield Unstated(parsed[1].at("title"), key, shown)


def _question(
    plan: str,
    index: int,
    report: FormerReport,
    place: Place,
    task: TaskRecord,
    before: _State | None,
) -> Question:
    return Question(
        plan,
        index,
        place.at("status"),
        report.task,
        task.title or short_title(task.text or ""),
        report.date,
        _FORMER[report.status or ""],
        report.unit or "",
        report.note or "",
        before[2] if before else USUAL_STATUS,
        before[0] if before else None,
    )


def _records(
    record: type[AnyRecord], folder: PlanSources, name: str
) -> tuple[list[tuple[AnyRecord, Place]], list[Diagnostic]]:
    path = f"{folder.folder}/{name}"
    return parse_records(record, decode(folder.texts.get(name, b""), path)[0], path)
