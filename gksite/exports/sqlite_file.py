"""The whole site as one SQLite file: tables with keys between them, made in memory, the same
bytes for the same site.

The layout of such a file depends on the version of SQLite. Each Python brings another one; apsw
brings its own, which the lock file fixes.
"""

from __future__ import annotations

from collections.abc import Iterable

import apsw

from gksite.exports.json_records import FORMAT
from gksite.exports.task_columns import page_address
from gksite.model.entities import Plan, Task
from gksite.model.site import SiteModel
from gksite.pages import addresses

SCHEMA = """
CREATE TABLE site (name TEXT NOT NULL, base_url TEXT NOT NULL, as_of TEXT NOT NULL, licence TEXT NOT NULL,
  licence_url TEXT NOT NULL, format TEXT NOT NULL);
CREATE TABLE authorities (id TEXT PRIMARY KEY, name TEXT NOT NULL, short_name TEXT, kind TEXT,
  parent TEXT REFERENCES authorities (id), page TEXT NOT NULL);
CREATE TABLE units (key TEXT PRIMARY KEY, authority TEXT NOT NULL REFERENCES authorities (id), name TEXT NOT NULL, kind TEXT,
  aliases TEXT, parent TEXT REFERENCES units (key), since TEXT, until TEXT, page TEXT NOT NULL);
CREATE TABLE groups (key TEXT PRIMARY KEY, authority TEXT NOT NULL REFERENCES authorities (id), name TEXT NOT NULL,
  open INTEGER NOT NULL, page TEXT NOT NULL);
CREATE TABLE group_members ("group" TEXT NOT NULL REFERENCES groups (key), unit TEXT NOT NULL REFERENCES units (key),
  PRIMARY KEY ("group", unit)) WITHOUT ROWID;
CREATE TABLE topics (id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT, page TEXT NOT NULL);
CREATE TABLE plans (id TEXT PRIMARY KEY, title TEXT NOT NULL, authority TEXT NOT NULL REFERENCES authorities (id),
  year INTEGER NOT NULL, issuer TEXT REFERENCES units (key), issuer_name TEXT, document_number TEXT, index_number TEXT,
  written TEXT, published TEXT, validity TEXT, summary TEXT, previous TEXT REFERENCES plans (id), page TEXT NOT NULL);
CREATE TABLE sections (plan TEXT NOT NULL REFERENCES plans (id), id TEXT NOT NULL, number TEXT, title TEXT NOT NULL, parent TEXT,
  PRIMARY KEY (plan, id)) WITHOUT ROWID;
CREATE TABLE tasks (key TEXT PRIMARY KEY, plan TEXT NOT NULL REFERENCES plans (id), id TEXT NOT NULL, number TEXT, section TEXT,
  title TEXT NOT NULL, text TEXT NOT NULL, units_printed TEXT, deadline TEXT, deadline_kind TEXT NOT NULL, start TEXT, "end" TEXT,
  recurrence TEXT, status TEXT NOT NULL, overdue INTEGER NOT NULL, leader TEXT, note TEXT, page TEXT NOT NULL);
CREATE TABLE responsibilities (task TEXT NOT NULL REFERENCES tasks (key), place INTEGER NOT NULL, role TEXT NOT NULL,
  printed TEXT NOT NULL, unit TEXT REFERENCES units (key), "group" TEXT REFERENCES groups (key),
  PRIMARY KEY (task, place)) WITHOUT ROWID;
CREATE TABLE task_topics (task TEXT NOT NULL REFERENCES tasks (key), topic TEXT NOT NULL REFERENCES topics (id),
  PRIMARY KEY (task, topic)) WITHOUT ROWID;
CREATE TABLE bases (task TEXT NOT NULL REFERENCES tasks (key), basis TEXT NOT NULL, PRIMARY KEY (task, basis)) WITHOUT ROWID;
CREATE TABLE indicators (task TEXT NOT NULL REFERENCES tasks (key), place INTEGER NOT NULL, name TEXT NOT NULL, at_least REAL,
  at_most REAL, equal REAL, unit TEXT, PRIMARY KEY (task, place)) WITHOUT ROWID;
CREATE TABLE progress (task TEXT NOT NULL REFERENCES tasks (key), place INTEGER NOT NULL, date TEXT NOT NULL, status TEXT NOT NULL,
  note TEXT, unit TEXT, PRIMARY KEY (task, place)) WITHOUT ROWID;
CREATE TABLE evidence (task TEXT NOT NULL, progress INTEGER NOT NULL, place INTEGER NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL,
  PRIMARY KEY (task, progress, place), FOREIGN KEY (task, progress) REFERENCES progress (task, place)) WITHOUT ROWID;
CREATE TABLE readings (task TEXT NOT NULL, progress INTEGER NOT NULL, indicator TEXT NOT NULL, value REAL NOT NULL,
  PRIMARY KEY (task, progress, indicator), FOREIGN KEY (task, progress) REFERENCES progress (task, place)) WITHOUT ROWID;
"""

INDEXES = """
CREATE INDEX tasks_by_plan ON tasks (plan);
CREATE INDEX responsibilities_by_unit ON responsibilities (unit);
CREATE INDEX responsibilities_by_group ON responsibilities ("group");
"""

Row = tuple[str | int | float | None, ...]


def sqlite_file(model: SiteModel) -> bytes:
    """The file. An empty text is NULL; dates are ISO 8601; `place` counts from 1 in the order of
    the sources."""
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
    config, registry = model.config, model.registry
    exports = config.exports
    plans, tasks = model.plans.values(), model.tasks.values()
    groups = registry.groups.values()
    progress = [
        (task, place, entry) for task in tasks for place, entry in enumerate(task.progress, 1)
    ]
    return {
        "site": [
            (
                config.name,
                config.base_url,
                model.as_of.isoformat(),
                exports.licence,
                exports.licence_url,
                FORMAT,
            )
        ],
        "authorities": [
            (
                one.id,
                one.name,
                one.short_name or None,
                one.kind or None,
                one.parent or None,
                page_address(model, addresses.authority_path(one.id)),
            )
            for one in registry.authorities.values()
        ],
        "units": [
            (
                one.key,
                one.authority,
                one.name,
                one.kind or None,
                "、".join(one.aliases) or None,
                one.parent or None,
                one.since or None,
                one.until or None,
                page_address(model, addresses.unit_path(one.key)),
            )
            for one in registry.units.values()
        ],
        "groups": [
            (
                one.key,
                one.authority,
                one.name,
                int(one.open),
                page_address(model, addresses.unit_path(one.key)),
            )
            for one in groups
        ],
        "group_members": _unique((one.key, member) for one in groups for member in one.members),
        "topics": [
            (
                one.id,
                one.name,
                one.description or None,
                page_address(model, addresses.topic_path(one.id)),
            )
            for one in model.topics.values()
        ],
        "plans": [_plan(model, plan) for plan in plans],
        "sections": _unique(
            (plan.id, one.id, one.number or None, one.title, one.parent or None)
            for plan in plans
            for one in plan.sections
        ),
        "tasks": [_task(model, task) for task in tasks],
        "responsibilities": [
            (task.key, place, one.role, one.printed, one.unit or None, one.group or None)
            for task in tasks
            for place, one in enumerate(task.responsibilities, 1)
        ],
        "task_topics": _unique((task.key, topic) for task in tasks for topic in task.topics),
        "bases": _unique((task.key, basis) for task in tasks for basis in task.basis),
        "indicators": [
            (task.key, place, one.name, one.at_least, one.at_most, one.equal, one.unit or None)
            for task in tasks
            for place, one in enumerate(task.indicators, 1)
        ],
        "progress": [
            (
                task.key,
                place,
                entry.date.isoformat(),
                entry.status,
                entry.note or None,
                entry.unit or None,
            )
            for task, place, entry in progress
        ],
        "evidence": [
            (task.key, place, number, one.title, one.url)
            for task, place, entry in progress
            for number, one in enumerate(entry.evidence, 1)
        ],
        "readings": _unique(
            (task.key, place, one.indicator, one.value)
            for task, place, entry in progress
            for one in entry.readings
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
