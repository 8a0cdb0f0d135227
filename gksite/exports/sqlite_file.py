"""The whole site as one SQLite file: tables with keys between them, made in memory, the same
bytes for the same site.

The layout of such a file depends on the version of SQLite. Each Python brings another one; apsw
brings its own, which the lock file fixes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from gksite.exports.json_records import FORMAT
from gksite.exports.task_columns import page_address
from gksite.model.entities import Plan, Task
from gksite.model.site import SiteModel
from gksite.pages import addresses

SCHEMA = """
CREATE TABLE site (name TEXT NOT NULL, base_url TEXT NOT NULL, as_of TEXT NOT NULL, \
licence TEXT NOT NULL,
  licence_url TEXT NOT NULL, format TEXT NOT NULL);
CREATE TABLE authorities (id TEXT PRIMARY KEY, name TEXT NOT NULL, short_name TEXT, kind TEXT,
  parent TEXT REFERENCES authorities (id), page TEXT NOT NULL);
CREATE TABLE units (key TEXT PRIMARY KEY, authority TEXT NOT NULL REFERENCES authorities (id), \
name TEXT NOT NULL, kind TEXT,
  aliases TEXT, parent TEXT REFERENCES units (key), since TEXT, until TEXT, page TEXT NOT NULL);
CREATE TABLE groups (key TEXT PRIMARY KEY, authority TEXT NOT NULL REFERENCES authorities (id), \
name TEXT NOT NULL,
  open INTEGER NOT NULL, page TEXT NOT NULL);
CREATE TABLE group_members ("group" TEXT NOT NULL REFERENCES groups (key), \
unit TEXT NOT NULL REFERENCES units (key),
  PRIMARY KEY ("group", unit)) WITHOUT ROWID;
CREATE TABLE topics (id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT, \
page TEXT NOT NULL);
CREATE TABLE plans (id TEXT PRIMARY KEY, title TEXT NOT NULL, \
authority TEXT NOT NULL REFERENCES authorities (id),
  year INTEGER NOT NULL, issuer TEXT REFERENCES units (key), issuer_name TEXT, \
document_number TEXT, index_number TEXT,
  written TEXT, published TEXT, validity TEXT, summary TEXT, \
previous TEXT REFERENCES plans (id), page TEXT NOT NULL);
CREATE TABLE sections (plan TEXT NOT NULL REFERENCES plans (id), id TEXT NOT NULL, number TEXT, \
title TEXT NOT NULL, parent TEXT,
  PRIMARY KEY (plan, id)) WITHOUT ROWID;
CREATE TABLE tasks (key TEXT PRIMARY KEY, plan TEXT NOT NULL REFERENCES plans (id), \
id TEXT NOT NULL, number TEXT, section TEXT,
  title TEXT NOT NULL, text TEXT NOT NULL, units_printed TEXT, deadline TEXT, \
deadline_kind TEXT NOT NULL, start TEXT, "end" TEXT,
  recurrence TEXT, status TEXT NOT NULL, overdue INTEGER NOT NULL, leader TEXT, note TEXT, \
page TEXT NOT NULL);
CREATE TABLE responsibilities (task TEXT NOT NULL REFERENCES tasks (key), \
place INTEGER NOT NULL, role TEXT NOT NULL,
  printed TEXT NOT NULL, unit TEXT REFERENCES units (key), "group" TEXT REFERENCES groups (key),
  PRIMARY KEY (task, place)) WITHOUT ROWID;
CREATE TABLE task_topics (task TEXT NOT NULL REFERENCES tasks (key), \
topic TEXT NOT NULL REFERENCES topics (id),
  PRIMARY KEY (task, topic)) WITHOUT ROWID;
CREATE TABLE bases (task TEXT NOT NULL REFERENCES tasks (key), basis TEXT NOT NULL, \
PRIMARY KEY (task, basis)) WITHOUT ROWID;
CREATE TABLE indicators (task TEXT NOT NULL REFERENCES tasks (key), place INTEGER NOT NULL, \
name TEXT NOT NULL, at_least REAL,
  at_most REAL, equal REAL, unit TEXT, PRIMARY KEY (task, place)) WITHOUT ROWID;
CREATE TABLE progress (task TEXT NOT NULL REFERENCES tasks (key), place INTEGER NOT NULL, \
date TEXT NOT NULL, status TEXT NOT NULL,
  note TEXT, unit TEXT, PRIMARY KEY (task, place)) WITHOUT ROWID;
CREATE TABLE evidence (task TEXT NOT NULL, progress INTEGER NOT NULL, place INTEGER NOT NULL, \
title TEXT NOT NULL, url TEXT NOT NULL,
  PRIMARY KEY (task, progress, place), FOREIGN KEY (task, progress) REFERENCES progress (task, \
place)) WITHOUT ROWID;
CREATE TABLE readings (task TEXT NOT NULL, progress INTEGER NOT NULL, indicator TEXT NOT NULL, \
value REAL NOT NULL,
  PRIMARY KEY (task, progress, indicator), FOREIGN KEY (task, \
progress) REFERENCES progress (task, place)) WITHOUT ROWID;
"""
"""SQLite keeps the text of a table with its line breaks: another layout makes another file."""

INDEXES = """
CREATE INDEX tasks_by_plan ON tasks (plan);
CREATE INDEX responsibilities_by_unit ON responsibilities (unit);
CREATE INDEX responsibilities_by_group ON responsibilities ("group");
"""

Row = tuple[str | int | float | None, ...]


def sqlite_file(model: SiteModel) -> bytes:
    """Return the file. An empty text is NULL; dates are ISO 8601; `place` counts from 1 in the
    order of the sources."""
    # Imported late: most builds make no such file.
    import apsw

    database = apsw.Connection(":memory:")
    try:
        database.execute("PRAGMA page_size = 4096")
        database.execute(SCHEMA)
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
            (task.key, place, aim.name, aim.at_least, aim.at_most, aim.equal, aim.unit or None)
            for task in tasks
            for place, aim in enumerate(task.indicators, 1)
        ],
    }


def _progress_rows(tasks: Collection[Task]) -> dict[str, list[Row]]:
    progress = [
        (task.key, place, entry) for task in tasks for place, entry in enumerate(task.reports, 1)
    ]
    return {
        "progress": [
            (
                key,
                place,
                entry.date.isoformat(),
                entry.status,
                entry.note or None,
                entry.unit or None,
            )
            for key, place, entry in progress
        ],
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
        plan.written.isoformat() if plan.written else None,
        plan.published.isoformat() if plan.published else None,
        plan.validity or None,
        plan.summary or None,
        model.previous.get(plan.id),
        page_address(model, addresses.plan_path(plan.id)),
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
        deadline.start.isoformat() if deadline.start else None,
        deadline.end.isoformat() if deadline.end else None,
        deadline.recurrence or None,
        task.status,
        int(model.is_overdue(task)),
        task.leader or None,
        task.note or None,
        page_address(model, addresses.task_path(task.key)),
    )


def _unique(rows: Iterable[Row]) -> list[Row]:
    return list(dict.fromkeys(rows))
