"""Filled-in sheets → progress entries: keyed by plan and task, every row accounted for, appended or refused as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.exports.progress_sheet import COLUMNS, plan_version
from gksite.importer.readers.progress_cells import SheetCell
from gksite.importer.writing.yaml_text import Entry, Value, items
from gksite.model.entities import Plan, ProgressEntry, Task
from gksite.model.references import check_target
from gksite.schema.keys import STATUSES
from gksite.source.yaml import Sequence as YamlSequence
from gksite.source.yaml import parse_yaml, plain

RowState = Literal["added", "already", "empty", "wrong"]

_HEAD_ROWS = 5
"""A head is looked for in so many rows."""
_KEYS = {column.head: column.key for column in COLUMNS}
_FILLED_IN = [column.key for column in COLUMNS if column.filled_in]
_HEADS = {column.key: column.head for column in COLUMNS}
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?)(?:[ T]00:00(?::00)?)?")
_FIGURE = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")
_STATUS_WORDS = {status: chinese for chinese, status in STATUSES.items()}


class RowReport(msgspec.Struct, frozen=True):
    """What became of a row: its place (`a.xlsx!5`), the task it is about (`plan#task`, or as far as it says), and the outcome."""

    place: str
    task: str
    state: RowState


class NewEntry(msgspec.Struct, frozen=True):
    """An entry to append to the progress.yaml of a plan."""

    plan: str
    entry: dict[str, Value]


class ProgressReading(msgspec.Struct, frozen=True):
    """All entries that sheets add, what became of each row, and what is wrong with them."""

    entries: tuple[NewEntry, ...]
    rows: tuple[RowReport, ...]
    problems: tuple[Diagnostic, ...]


def read_progress(sheets: Mapping[str, Sequence[Sequence[SheetCell]]], plans: Mapping[str, Plan]) -> ProgressReading:
    """The entries of all sheets (rows of cells by file name). An entry that a plan already has, or that came before, adds nothing."""
    reading = _Reading(plans)
    for name, rows in sheets.items():
        reading.sheet(name, rows)
    return ProgressReading(tuple(reading.entries), tuple(reading.rows), tuple(dict.fromkeys(reading.problems)))


def append_entries(existing: bytes, entries: Sequence[Entry], path: str) -> tuple[bytes, list[Diagnostic]]:
    """progress.yaml with entries at its end, every byte of it before them as it was; or itself, and why nothing can be added."""
    try:
        text = existing.decode("utf-8")
    except UnicodeDecodeError as error:
        return existing, [problem("not-utf8", Location(path), byte=error.start + 1)]
    node, problems = parse_yaml(text, path)
    if problems:
        return existing, problems
    before = plain(node) if node is not None else None
    indent = " " * (node.column - 1) if isinstance(node, YamlSequence) else ""
    added = "".join(f"{indent}{line}\n" if line else "\n" for line in items(entries).splitlines())
    gap = "\n" if text and not text.endswith("\n") else ""
    ending = "\r\n" if "\r\n" in text else "\n"
    whole = existing + (gap + added).replace("\n", ending).encode()
    after, problems = parse_yaml(whole.decode("utf-8"), path)
    known = before if isinstance(before, list) else []
    readable = before is None or isinstance(before, list)
    if problems or after is None or not readable or plain(after) != [*known, *map(dict, entries)]:
        return existing, [problem("not-appendable", Location(path))]
    return whole, []


class _Reading:
    """One pass over the sheets."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self.plans = plans
        self.entries: list[NewEntry] = []
        self.rows: list[RowReport] = []
        self.problems: list[Diagnostic] = []
        self._known = {(plan.id, task.id, _of_model(entry)) for plan in plans.values() for task in plan.tasks for entry in task.progress}

    def sheet(self, name: str, rows: Sequence[Sequence[SheetCell]]) -> None:
        """All rows of a sheet below its head."""
        found = next(((n, head) for n, row in enumerate(rows[:_HEAD_ROWS]) if (head := _head(row))), None)
        if found is None:
            reason = ("没有“计划编号”“任务编号”“状态”“日期”这几列", "the columns 计划编号, 任务编号, 状态, 日期 are missing")
            self.problems.append(problem("sheet-unreadable", Location(name), reason_zh=reason[0], reason=reason[1]))
            return
        number, head = found
        for line, row in enumerate(rows[number + 1 :], start=number + 2):
            cells = {key: row[column] for key, column in head.items() if column < len(row)}
            if any(cell.text for cell in cells.values()):
                self._row(f"{name}!{line}", cells)

    def _row(self, place: str, cells: Mapping[str, SheetCell]) -> None:
        plan_id, task_id = (cells[key].text if key in cells else "" for key in ("plan", "task"))
        about = f"{plan_id}#{task_id}"
        if not any(cells[key].text for key in _FILLED_IN if key in cells):
            self.rows.append(RowReport(place, about, "empty"))
            return
        before = len(self.problems)
        entry = self._entry(cells, plan_id, task_id)
        if entry is None or any(one.code != "older-plan-version" for one in self.problems[before:]):
            self.rows.append(RowReport(place, about, "wrong"))
            return
        key = (plan_id, task_id, _of_record(entry))
        if key in self._known:
            self.rows.append(RowReport(place, about, "already"))
            return
        self._known.add(key)
        self.entries.append(NewEntry(plan_id, {"task": task_id, **entry}))
        self.rows.append(RowReport(place, about, "added"))

    def _entry(self, cells: Mapping[str, SheetCell], plan_id: str, task_id: str) -> dict[str, Value] | None:
        """What a row says, but for its task; None where it cannot belong to any."""
        for cell in cells.values():
            if cell.is_formula:
                self.problems.append(problem("formula-cell", Location(cell.place)))
        plan = self.plans.get(plan_id)
        if plan is None:
            self.problems.append(problem("unknown-plan", _at(cells, "plan"), name=plan_id, near=nearest(plan_id, self.plans)))
            return None
        tasks = {task.id: task for task in plan.tasks}
        task = tasks.get(task_id)
        if task is None:
            self.problems.append(problem("unknown-task", _at(cells, "task"), name=task_id, near=nearest(task_id, tasks)))
            return None
        version = _text(cells, "version")
        if version and version != plan_version(plan):
            self.problems.append(problem("older-plan-version", Location(_at(cells, "version").path.partition("!")[0]), plan=plan.id))
        entry: dict[str, Value] = {
            "date": self._date(cells), "status": self._status(cells), "note": _text(cells, "note"),
            "evidence": self._evidence(cells), "readings": self._readings(cells, task), "unit": _text(cells, "unit"),
        }
        return {key: value for key, value in entry.items() if value}

    def _date(self, cells: Mapping[str, SheetCell]) -> str:
        cell = cells.get("date")
        if cell is None or not cell.text:
            self._missing(cells, "date")
            return ""
        if cell.day:
            return cell.day.isoformat()
        if match := _DATE.fullmatch(cell.text):
            year, month, day = (int(part) for part in match.groups() if part)
            try:
                return date(year, month, day).isoformat()
            except ValueError:
                pass
        self.problems.append(problem("impossible-date", Location(cell.place), value=cell.text))
        return ""

    def _status(self, cells: Mapping[str, SheetCell]) -> str:
        status = _text(cells, "status")
        if not status:
            self._missing(cells, "status")
        elif status not in STATUSES and status not in _STATUS_WORDS:
            known = "、".join(STATUSES)
            self.problems.append(
                problem("wrong-value", _at(cells, "status"), key=_HEADS["status"], value=status, known=known, near=nearest(status, STATUSES))
            )
        return _STATUS_WORDS.get(status, status)

    def _evidence(self, cells: Mapping[str, SheetCell]) -> list[Entry]:
        """Titles and addresses, one a line in both cells."""
        titles, urls = (
            [line.strip() for line in _text(cells, key).splitlines() if line.strip()] for key in ("evidence_title", "evidence_url")
        )
        if len(titles) != len(urls):
            self._missing(cells, "evidence_url" if len(titles) > len(urls) else "evidence_title")
        for url in urls:
            self.problems += check_target(url, _at(cells, "evidence_url"))
        return [{"title": title, "url": url} for title, url in zip(titles, urls, strict=False)]

    def _readings(self, cells: Mapping[str, SheetCell], task: Task) -> dict[str, Value]:
        """Figures by indicator: `名称=65；名称=3`, or a figure alone where the task has one indicator."""
        text = _text(cells, "readings")
        names = [indicator.name for indicator in task.indicators]
        found: dict[str, Value] = {}
        for part in filter(None, (part.strip() for part in re.split(r"[；;\n]", text))):
            name, sign, figure = (piece.strip() for piece in re.match(r"(.*?)([=＝:：]|$)(.*)", part, re.DOTALL).groups())  # type: ignore[union-attr]
            if not sign:
                name, figure = (names[0] if len(names) == 1 else ""), part
            figure = figure.removesuffix("%").removesuffix("％").strip()
            if name not in names:
                shown = name or part
                near = nearest(shown, names)
                self.problems.append(problem("unknown-indicator", _at(cells, "readings"), task=task.id, name=shown, near=near))
            elif not _FIGURE.fullmatch(figure):
                known = f"{name}=65"
                self.problems.append(problem("wrong-value", _at(cells, "readings"), key=_HEADS["readings"], value=figure, known=known))
            else:
                found[name] = figure
        return found

    def _missing(self, cells: Mapping[str, SheetCell], key: str) -> None:
        self.problems.append(problem("missing-cell", _at(cells, key), key=_HEADS[key]))


def _head(row: Sequence[SheetCell]) -> dict[str, int]:
    """The keys of the columns by their places, where the row is a head; else nothing."""
    found = {_KEYS[cell.text]: number for number, cell in enumerate(row) if cell.text in _KEYS}
    return found if {"plan", "task", "status", "date"} <= found.keys() else {}


def _text(cells: Mapping[str, SheetCell], key: str) -> str:
    return cells[key].text.strip() if key in cells else ""


def _at(cells: Mapping[str, SheetCell], key: str) -> Location:
    return Location((cells.get(key) or next(iter(cells.values()))).place)


def _of_model(entry: ProgressEntry) -> tuple[object, ...]:
    evidence = tuple((one.title, one.url) for one in entry.evidence)
    readings = tuple(sorted((one.indicator, one.value) for one in entry.readings))
    return entry.date.isoformat(), _STATUS_WORDS.get(entry.status, ""), "".join(entry.note.split()), evidence, readings, entry.unit


def _of_record(entry: Mapping[str, Value]) -> tuple[object, ...]:
    evidence, readings = entry.get("evidence", ()), entry.get("readings", {})
    assert not isinstance(evidence, str | Mapping)
    assert isinstance(readings, Mapping)
    return (
        entry.get("date", ""),
        entry.get("status", ""),
        "".join(str(entry.get("note", "")).split()),
        tuple((one["title"], one["url"]) for one in evidence if isinstance(one, Mapping)),
        tuple(sorted((name, float(str(figure))) for name, figure in readings.items())),
        entry.get("unit", ""),
    )
