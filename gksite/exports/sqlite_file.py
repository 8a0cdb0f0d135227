"""The whole site as one SQLite file: tables with keys between them, made in memory, the same
bytes for the same site.

The layout of such a file depends on the version of SQLite. Each Python brings another one; apsw
brings its own, which the lock file fixes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from gksite.exports.json_records import FORMAT
from gksite.exports.sqlite_columns import Row, open_column_rows
from gksite.exports.sqlite_schema import ASSESSMENTS, INDEXES, OPEN_COLUMNS, SCHEMA
from gksite.exports.sqlite_targets import target_rows
from gksite.exports.task_columns import page_address
from gksite.model.entities import Plan, Task
from gksite.model.reporting import Adjustment, Assessment, Duty, Indicator, Report
from gksite.model.site import SiteModel
from gksite.model.states import total
from gksite.pages import addresses


def sqlite_file(model: SiteModel) -> bytes:
    """Return the file. An empty text is NULL; dates are ISO 8601; `place` counts from 1 in the
    order of the sources."""
    # Imported late: most builds make no such file.
    import apsw

    database = apsw.Connection(":memory:")
    try:
        database.execute("PRAGMA page_size = 4096")
        database.execute(SCHEMA)
        if model.config.shows_assessments:
            database.execute(ASSESSMENTS)
        if "cells" in model.parts_of_data:
            database.execute(OPEN_COLUMNS)
        with database:
            for table, rows in _rows(model).items():
                if rows:
                    marks = ",".join("?" * len(rows[0]))
                    database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        database.execute(INDEXES)
        return database.serialize("main")
    finally:
        database.close()


def _rows(model: SiteModel) -> dict[str, list[Row]]:
    """Return the rows of each table; those of a table come after those that they refer to."""
    return {
        "site": [_site(model)],
        **_registry_rows(model),
        "transfers": [
            (
                place,
                item.from_,
                item.to,
                item.on.isoformat(),
                "、".join(item.tasks) or None,
                item.basis or None,
            )
            for place, item in enumerate(model.transfers, 1)
        ],
        "topics": [
            (
                topic.id,
                topic.name,
                topic.description or None,
                page_address(model, addresses.topic_path(topic.id)),
            )
            for topic in model.topics.values()
        ],
        "plans": [_plan(model, plan) for plan in model.plans.values()],
        "sections": _unique(
            (plan.id, section.id, section.number or None, section.title, section.parent or None)
            for plan in model.plans.values()
            for section in plan.sections
        ),
        "tasks": [_task(model, task) for task in model.tasks.values()],
        **_task_rows(model.tasks.values()),
        **_progress_rows(model.tasks.values()),
        **_duty_rows(model),
        **target_rows(model),
        **open_column_rows(model.plans.values()),
        "assessments": [
            _assessment(model, task, place, found)
            for task in model.tasks.values()
            for place, found in enumerate(task.assessments, 1)
        ],
    }


def _site(model: SiteModel) -> Row:
    config = model.config
    return (
        config.name,
        config.base_url,
        model.as_of.isoformat(),
        config.exports.licence,
        config.exports.licence_url,
        FORMAT,
    )


def _registry_rows(model: SiteModel) -> dict[str, list[Row]]:
    groups = model.registry.groups.values()
    return {
        "authorities": [
            (
                authority.id,
                authority.name,
                authority.short_name or None,
                authority.kind or None,
                authority.parent or None,
                page_address(model, addresses.authority_path(authority.id)),
            )
            for authority in model.registry.authorities.values()
        ],
        "units": [
            (
                unit.key,
                unit.authority,
                unit.name,
                unit.kind or None,
                "、".join(unit.aliases) or None,
                unit.parent or None,
                unit.since or None,
                unit.until or None,
                page_address(model, addresses.unit_path(unit.key)),
            )
            for unit in model.registry.units.values()
        ],
        "groups": [
            (
                group.key,
                group.authority,
                group.name,
                int(group.open),
                page_address(model, addresses.unit_path(group.key)),
            )
            for group in groups
        ],
        "group_members": _unique((group.key, unit) for group in groups for unit in group.members),
    }


def _task_rows(tasks: Collection[Task]) -> dict[str, list[Row]]:
    return {
        "responsibilities": [
            (task.key, place, duty.role, duty.printed, duty.unit or None, duty.group or None)
            for task in tasks
            for place, duty in enumerate(task.responsibilities, 1)
        ],
        "task_topics": _unique((task.key, topic) for task in tasks for topic in task.topics),
        "bases": _unique((task.key, basis) for task in tasks for basis in task.basis),
        "indicators": [
            _indicator(task, place, aim)
            for task in tasks
            for place, aim in enumerate(task.indicators, 1)
        ],
        "adjustments": [
            _adjustment(task, place, item)
            for task in tasks
            for place, item in enumerate(task.adjustments, 1)
        ],
    }


def _indicator(task: Task, place: int, aim: Indicator) -> Row:
    figures = total(task, aim)
    return (
        task.key,
        place,
        aim.name,
        aim.at_least,
        aim.at_most,
        aim.equal,
        aim.unit or None,
        aim.total,
        figures.value,
        _day(figures.day),
        len(figures.figures),
        figures.of,
        None if figures.reached is None else int(figures.reached),
    )


def _adjustment(task: Task, place: int, item: Adjustment) -> Row:
    return (
        task.key,
        place,
        item.date.isoformat(),
        item.what or None,
        item.deadline.raw if item.deadline else None,
        _day(item.deadline.end) if item.deadline else None,
        int(item.withdrawn),
        item.approved_by or None,
        item.why or None,
        item.target or None,
        item.units_printed or None,
        item.text or None,
    )


def _assessment(model: SiteModel, task: Task, place: int, found: Assessment) -> Row:
    units = model.registry.units
    return (
        task.key,
        place,
        found.date.isoformat(),
        found.holder if found.holder in units else None,
        found.unit or None,
        found.verdict,
        found.by,
        found.assessor if found.assessor in units else None,
        found.note or None,
    )


def _duty_rows(model: SiteModel) -> dict[str, list[Row]]:
    tasks = model.tasks.values()
    return {
        "duties": [
            (
                *_holder(task, place, duty),
                int(duty.by_issue),
                duty.status,
                int(model.is_duty_overdue(duty)),
                duty.latest + 1 or None,
                _day(task.reports[duty.latest].date) if duty.latest >= 0 else None,
                _day(duty.since),
                "、".join(duty.came_from) or None,
            )
            for task in tasks
            for place, duty in enumerate(task.duties, 1)
        ],
        "passed_duties": [
            (*_holder(task, place, duty), duty.passed_to or None, _day(duty.passed_on))
            for task in tasks
            for place, duty in enumerate(task.passed, 1)
        ],
    }


def _holder(task: Task, place: int, duty: Duty) -> Row:
    return (task.key, place, duty.role, duty.unit or None, duty.name, duty.group or None)


def _progress_rows(tasks: Collection[Task]) -> dict[str, list[Row]]:
    progress = [
        (task.key, place, entry) for task in tasks for place, entry in enumerate(task.reports, 1)
    ]
    return {
        "progress": [_report(key, place, report) for key, place, report in progress],
        "evidence": [
            (key, place, number, evidence.title, evidence.url)
            for key, place, entry in progress
            for number, evidence in enumerate(entry.evidence, 1)
        ],
        "readings": _unique(
            (key, place, reading.indicator, reading.value)
            for key, place, entry in progress
            for reading in entry.readings
        ),
    }


def _report(task: str, place: int, report: Report) -> Row:
    act = report.taken_back
    return (
        task,
        place,
        report.date.isoformat(),
        report.status,
        report.note or None,
        report.unit or None,
        report.reporter or None,
        report.standing,
        report.duty + 1 or None,
        _day(report.corrects),
        _day(act.date) if act else None,
        (act.by or None) if act else None,
        (act.why or None) if act else None,
        int(act.corrected) if act else 0,
        report.target or None,
    )


def _plan(model: SiteModel, plan: Plan) -> Row:
    return (
        plan.id,
        plan.title,
        plan.authority,
        plan.year,
        plan.issuer or None,
        plan.issuer_name or None,
        plan.document_number or None,
        plan.index_number or None,
        _day(plan.written),
        _day(plan.public_day),
        plan.validity or None,
        plan.summary or None,
        model.previous.get(plan.id),
        page_address(model, addresses.plan_path(plan.id)),
        plan.task_status,
        int(plan.is_tracked),
        plan.period.text or None,
        plan.kind.name,
    )


def _task(model: SiteModel, task: Task) -> Row:
    deadline = task.deadline
    return (
        task.key,
        task.plan,
        task.id,
        task.number or None,
        task.section or None,
        task.title,
        task.text or task.title,
        task.units_printed or None,
        deadline.raw or None,
        deadline.kind,
        _day(deadline.start),
        _day(deadline.end),
        deadline.recurrence or None,
        task.status,
        int(model.is_overdue(task)),
        task.leader or None,
        task.note or None,
        page_address(model, addresses.task_path(task.key)),
        _day(task.due.end),
        int(task.is_withdrawn),
        len(task.duties),
        task.reported,
        task.parent or None,
        int(task.rolls_up),
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _unique(rows: Iterable[Row]) -> list[Row]:
    return list(dict.fromkeys(rows))
