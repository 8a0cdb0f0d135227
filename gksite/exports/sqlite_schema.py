"""The tables of the SQLite file and their keys, in SQL."""

from __future__ import annotations

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
previous TEXT REFERENCES plans (id), page TEXT NOT NULL,
  task_status TEXT NOT NULL, tracked INTEGER NOT NULL, period TEXT, kind TEXT NOT NULL);
CREATE TABLE sections (plan TEXT NOT NULL REFERENCES plans (id), id TEXT NOT NULL, number TEXT, \
title TEXT NOT NULL, parent TEXT,
  PRIMARY KEY (plan, id)) WITHOUT ROWID;
CREATE TABLE tasks (key TEXT PRIMARY KEY, plan TEXT NOT NULL REFERENCES plans (id), \
id TEXT NOT NULL, number TEXT, section TEXT,
  title TEXT NOT NULL, text TEXT NOT NULL, units_printed TEXT, deadline TEXT, \
deadline_kind TEXT NOT NULL, start TEXT, "end" TEXT,
  recurrence TEXT, status TEXT NOT NULL, overdue INTEGER NOT NULL, leader TEXT, note TEXT, \
page TEXT NOT NULL,
  due TEXT, withdrawn INTEGER NOT NULL, duties INTEGER NOT NULL, reported INTEGER NOT NULL, \
parent TEXT REFERENCES tasks (key), rolls_up INTEGER NOT NULL);
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
  at_most REAL, equal REAL, unit TEXT, total TEXT NOT NULL, value REAL, date TEXT, \
reported INTEGER NOT NULL, "of" INTEGER NOT NULL,
  reached INTEGER, PRIMARY KEY (task, place)) WITHOUT ROWID;
CREATE TABLE duties (task TEXT NOT NULL REFERENCES tasks (key), place INTEGER NOT NULL, \
role TEXT NOT NULL,
  unit TEXT REFERENCES units (key), name TEXT NOT NULL, "group" TEXT REFERENCES groups (key), \
by_issue INTEGER NOT NULL,
  status TEXT NOT NULL, overdue INTEGER NOT NULL, latest INTEGER, date TEXT, since TEXT, \
came_from TEXT,
  PRIMARY KEY (task, place), FOREIGN KEY (task, latest) REFERENCES progress (task, place)) \
WITHOUT ROWID;
CREATE TABLE passed_duties (task TEXT NOT NULL REFERENCES tasks (key), place INTEGER NOT NULL, \
role TEXT NOT NULL,
  unit TEXT REFERENCES units (key), name TEXT NOT NULL, "group" TEXT REFERENCES groups (key), \
passed_to TEXT REFERENCES units (key),
  passed_on TEXT NOT NULL, PRIMARY KEY (task, place)) WITHOUT ROWID;
CREATE TABLE adjustments (task TEXT NOT NULL REFERENCES tasks (key), place INTEGER NOT NULL, \
date TEXT NOT NULL, what TEXT,
  deadline TEXT, "end" TEXT, withdrawn INTEGER NOT NULL, approved_by TEXT, why TEXT, \
target TEXT, units TEXT, text TEXT,
  PRIMARY KEY (task, place)) WITHOUT ROWID;
CREATE TABLE targets (task TEXT NOT NULL REFERENCES tasks (key), id TEXT NOT NULL, \
place INTEGER NOT NULL, "by" TEXT NOT NULL, due TEXT,
  text TEXT, value REAL, indicator TEXT, status TEXT NOT NULL, reached INTEGER NOT NULL, \
overdue INTEGER NOT NULL, PRIMARY KEY (task, id)) WITHOUT ROWID;
CREATE TABLE target_duties (task TEXT NOT NULL, target TEXT NOT NULL, duty INTEGER NOT NULL, \
status TEXT NOT NULL, latest INTEGER NOT NULL, date TEXT NOT NULL,
  PRIMARY KEY (task, target, duty), FOREIGN KEY (task, target) REFERENCES targets (task, id),
  FOREIGN KEY (task, duty) REFERENCES duties (task, place), \
FOREIGN KEY (task, latest) REFERENCES progress (task, place)) WITHOUT ROWID;
CREATE TABLE transfers (place INTEGER PRIMARY KEY, "from" TEXT NOT NULL REFERENCES units (key), \
"to" TEXT NOT NULL REFERENCES units (key),
  "on" TEXT NOT NULL, tasks TEXT, basis TEXT);
CREATE TABLE progress (task TEXT NOT NULL REFERENCES tasks (key), place INTEGER NOT NULL, \
date TEXT NOT NULL, status TEXT NOT NULL,
  note TEXT, unit TEXT, reporter TEXT REFERENCES units (key), standing TEXT NOT NULL, \
duty INTEGER, corrects TEXT,
  taken_back TEXT, taken_back_by TEXT, why TEXT, corrected INTEGER NOT NULL, \
target TEXT, PRIMARY KEY (task, place), FOREIGN KEY (task, target) REFERENCES targets (task, id)) \
WITHOUT ROWID;
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
CREATE INDEX duties_by_unit ON duties (unit);
CREATE INDEX progress_by_reporter ON progress (reporter);
"""
ASSESSMENTS = """
CREATE TABLE assessments (task TEXT NOT NULL REFERENCES tasks (key), place INTEGER NOT NULL, \
date TEXT NOT NULL,
  unit TEXT REFERENCES units (key), name TEXT, verdict TEXT NOT NULL, "by" TEXT NOT NULL, \
assessor TEXT REFERENCES units (key),
  note TEXT, PRIMARY KEY (task, place)) WITHOUT ROWID;
"""
"""The table of a site that publishes assessments."""

OPEN_COLUMNS = """
CREATE TABLE columns (plan TEXT NOT NULL REFERENCES plans (id), list TEXT NOT NULL, \
place INTEGER NOT NULL, name TEXT NOT NULL,
  head TEXT NOT NULL, type TEXT NOT NULL, unit TEXT, merged INTEGER NOT NULL, sum TEXT,
  PRIMARY KEY (plan, list, place)) WITHOUT ROWID;
CREATE TABLE cells (task TEXT NOT NULL REFERENCES tasks (key), place INTEGER NOT NULL, \
name TEXT NOT NULL, text TEXT NOT NULL,
  value TEXT, number REAL, first TEXT REFERENCES tasks (key), PRIMARY KEY (task, place)) \
WITHOUT ROWID;
"""
"""The tables of a site with columns of a document's own. `value` has every digit of a number."""
