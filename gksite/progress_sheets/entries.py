"""Read filled-in sheets into progress entries. Every row is accounted for, and each sheet is taken
or refused as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import unescape
from typing import Literal

import msgspec

from gksite.catalogue import severity
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.documents.sheets.sheet_cells import SheetCell, SheetRow, unreadable
from gksite.model.entities import Plan, Task
from gksite.model.holders import names_of_holders, reporter_of
from gksite.model.registry import Registry
from gksite.model.tables import COUNT_HEAD
from gksite.progress_sheets.cells import HEAD_ROWS
from gksite.progress_sheets.earlier_reports import Duty, EarlierReports, Said, said_in_record
from gksite.progress_sheets.sheet import COLUMNS, plan_version
from gksite.progress_sheets.words import read_day, read_figure, read_status
from gksite.source.characters import hidden_characters
from gksite.source.link_faults import check_address
from gksite.source.text import name_of
from gksite.source.yaml_text import Entry, Value

RowState = Literal["added", "already", "empty", "wrong"]

_KEYS = {column.head: column.key for column in COLUMNS} | {COUNT_HEAD: "duties"}
_FILLED_IN = [column.key for column in COLUMNS if column.filled_in]
_READ = {*_FILLED_IN, "plan", "task", "unit", "version"}
"""The columns that an entry is made of; gksite fills the others itself."""
_HEADS = {key: head for head, key in _KEYS.items()}
_SHOWN = 6
"""Characters quoted before an invisible one."""


class RowReport(msgspec.Struct, frozen=True):
    """The outcome of a row: its place (`a.xlsx!5`), its task (`plan#task`, as far as the row says),
    and the state."""

    place: str
    task: str
    state: RowState


class NewEntry(msgspec.Struct, frozen=True):
    """An entry to append to the progress.yaml of a plan, the row that it was read from, and its
    cells by the keys of their columns."""

    plan: str
    entry: dict[str, Value]
    place: str
    cells: dict[str, str] = {}


class SheetReading(msgspec.Struct, frozen=True):
    """The entries that a sheet adds, the outcome of each row, and the problems. With an error among
    them no entry is taken."""

    name: str
    entries: tuple[NewEntry, ...]
    rows: tuple[RowReport, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def is_refused(self) -> bool:
        """Whether anything in the sheet is an error."""
        return _has_error(self.problems)


def read_progress(
    sheets: Mapping[str, Sequence[SheetRow]],
    plans: Mapping[str, Plan],
    registry: Registry,
    today: date,
) -> list[SheetReading]:
    """Return the entries of each sheet (rows of cells by file name), recorded `today`. An entry
    that a plan already has, or an earlier sheet, adds nothing."""
    earlier = EarlierReports(plans)
    readings = []
    for name, rows in sheets.items():
        sheet = _Sheet(name, plans, registry, today, earlier)
        sheet.read(rows)
        reading = SheetReading(
            name, tuple(sheet.entries), tuple(sheet.rows), tuple(dict.fromkeys(sheet.problems))
        )
        readings.append(reading)
        if not reading.is_refused:
            earlier.add(sheet.own)
    return readings


class _Sheet:
    """A pass over a sheet."""

    def __init__(
        self,
        name: str,
        plans: Mapping[str, Plan],
        registry: Registry,
        today: date,
        earlier: EarlierReports,
    ) -> None:
        self.name, self.plans, self.registry, self.today = name, plans, registry, today
        self.entries: list[NewEntry] = []
        self.rows: list[RowReport] = []
        self.problems: list[Diagnostic] = []
        self.own: dict[Duty, Said] = {}
        self._earlier = earlier

    def read(self, rows: Sequence[SheetRow]) -> None:
        """Read all rows below the head."""
        head_row = next(
            ((n, head) for n, (_, row) in enumerate(rows[:HEAD_ROWS]) if (head := _head(row))), None
        )
        if head_row is None:
            chinese = "没有“计划编号”“任务编号”“状态”“日期”这几列"
            self.problems.append(
                unreadable(
                    self.name, chinese, "the columns 计划编号, 任务编号, 状态, 日期 are missing"
                )
            )
            return
        start, head = head_row
        if twice := next((key for key, columns in head.items() if len(columns) > 1), ""):
            word = _HEADS[twice]
            self.problems.append(
                unreadable(self.name, f"有两列都叫“{word}”", f"two columns are called {word}")
            )
            return
        for line, row in rows[start + 1 :]:
            cells = {key: row[columns[0]] for key, columns in head.items() if columns[0] < len(row)}
            if any(cell.text for cell in cells.values()):
                self._row(f"{self.name}!{line}", cells)

    def _row(self, place: str, cells: Mapping[str, SheetCell]) -> None:
        plan_id, task_id = (_text(cells, key) for key in ("plan", "task"))
        about = f"{plan_id}#{task_id}"
        filled_in = [key for key in _FILLED_IN if key in cells and cells[key].text]
        # A data file may state what several reports make together, which is no report.
        is_state = filled_in == ["status"] and self._earlier.is_state(about, cells)
        if is_state or not filled_in:
            self.rows.append(RowReport(place, about, "already" if is_state else "empty"))
            return
        before = len(self.problems)
        state: RowState = self._take(place, cells, plan_id, task_id)
        if _has_error(self.problems[before:]):
            state = "wrong"
        self.rows.append(RowReport(place, about, state))

    def _take(
        self, place: str, cells: Mapping[str, SheetCell], plan_id: str, task_id: str
    ) -> RowState:
        formulas = [cell for key, cell in cells.items() if cell.is_formula and key in _READ]
        if formulas:
            self.problems += [problem("formula-cell", Location(cell.place)) for cell in formulas]
            return "wrong"
        plan = self.plans.get(plan_id)
        if plan is None:
            self.problems.append(
                problem(
                    "unknown-plan",
                    _at(cells, "plan"),
                    name=plan_id,
                    near=nearest(plan_id, self.plans),
                )
            )
            return "wrong"
        task = next((task for task in plan.tasks if task.id == task_id), None)
        if task is None:
            near = nearest(task_id, [task.id for task in plan.tasks])
            self.problems.append(
                problem("unknown-task", _at(cells, "task"), name=task_id, near=near)
            )
            return "wrong"
        version = _text(cells, "version")
        if version and version != plan_version(plan):
            self.problems.append(problem("older-plan-version", Location(self.name), plan=plan.id))
        before = len(self.problems)
        entry = self._entry(cells, task)
        if self._earlier.has(plan.id, task.id, _text(cells, "unit"), entry):
            # `gksite check` judges entries that a plan already has.
            del self.problems[before:]
            return "already"
        day = date.fromisoformat(str(entry["date"])) if "date" in entry else self.today
        reporter = self._reporter(cells, plan, task, day)
        if _has_error(self.problems[before:]):
            return "wrong"
        return self._add(place, cells, (plan.id, task.id, reporter, str(entry["date"])), entry)

    def _add(
        self, place: str, cells: Mapping[str, SheetCell], duty: Duty, entry: dict[str, Value]
    ) -> RowState:
        said = said_in_record(entry)
        known = [*self._earlier.said(duty), *([self.own[duty]] if duty in self.own else [])]
        if said in known:
            return "already"
        plan, task, reporter, day = duty
        if known:
            unit = (
                self.registry.units[reporter].name if reporter in self.registry.units else reporter
            )
            self.problems.append(
                problem("report-twice", _at(cells, "date"), unit=unit, date=day, task=task)
            )
            return "wrong"
        self.own[duty] = said
        self.entries.append(
            NewEntry(
                plan,
                {"task": task, **entry, "recorded": self.today.isoformat()},
                place,
                _places(cells),
            )
        )
        return "added"

    def _reporter(self, cells: Mapping[str, SheetCell], plan: Plan, task: Task, day: date) -> str:
        """Return the key of the reporting unit: the unit that is named, or the only unit that has
        the task."""
        name = _text(cells, "unit")
        if not name:
            if len(task.duties) != 1:
                self._missing(cells, "unit")
            return task.duties[0].holder if len(task.duties) == 1 else ""
        key, problems = reporter_of(self.registry, plan, task, name, day, _at(cells, "unit"))
        known = names_of_holders(self.registry, task)
        self.problems += [
            problem("reporter-unknown", diagnostic.location, name=name, known=known)
            if diagnostic.code == "unknown-unit"
            else diagnostic
            for diagnostic in problems
        ]
        return key

    def _entry(self, cells: Mapping[str, SheetCell], task: Task) -> dict[str, Value]:
        """Return the entry of a row, without its task."""
        entry: dict[str, Value] = {
            "date": self._date(cells, task),
            "status": self._status(cells),
            "note": self._note(cells),
            "evidence": self._evidence(cells),
            "readings": self._readings(cells, task),
            "unit": _text(cells, "unit"),
        }
        return {key: value for key, value in entry.items() if value}

    def _note(self, cells: Mapping[str, SheetCell]) -> str:
        """Return the note without invisible characters, each reported; characters that turn the
        text around or that were lost are errors."""
        text, where = _text(cells, "note"), _at(cells, "note")
        unseen = set()
        for at, kind in hidden_characters(text):
            code = "cell-cleaned" if kind == "invisible" else "cell-unreadable"
            before = "".join(
                sign for sign in text[max(0, at - _SHOWN) : at] if not any(hidden_characters(sign))
            )
            self.problems.append(problem(code, where, number=name_of(text[at]), before=before))
            unseen.add(at)
        kept = (
            "".join(sign for at, sign in enumerate(text) if at not in unseen).strip()
            if unseen
            else text
        )
        for at, _ in hidden_characters(unescape(kept)) if "&" in kept else ():
            # Markdown reads character references as well: `&#x202E;`.
            number = name_of(unescape(kept)[at])
            self.problems.append(
                problem(
                    "cell-unreadable",
                    where,
                    number=number,
                    before=unescape(kept)[max(0, at - _SHOWN) : at],
                )
            )
        return kept

    def _date(self, cells: Mapping[str, SheetCell], task: Task) -> str:
        cell = cells.get("date")
        if cell is None or not cell.text:
            self._missing(cells, "date")
            return ""
        day, problems = read_day(cell)
        if day and day > self.today:
            unit = _text(cells, "unit") or "—"
            problems = [
                problem(
                    "report-in-future",
                    Location(cell.place),
                    date=day,
                    today=self.today,
                    unit=unit,
                    task=task.id,
                )
            ]
        self.problems += problems
        return day.isoformat() if day else ""

    def _status(self, cells: Mapping[str, SheetCell]) -> str:
        if not _text(cells, "status"):
            self._missing(cells, "status")
            return ""
        status, problems = read_status(cells["status"], _HEADS["status"])
        self.problems += problems
        return status

    def _evidence(self, cells: Mapping[str, SheetCell]) -> list[Entry]:
        """Return titles and addresses, which stand in two cells, one per line."""
        titles, urls = (
            [line.strip() for line in _text(cells, key).split("\n") if line.strip()]
            for key in ("evidence_title", "evidence_url")
        )
        if len(titles) != len(urls):
            self._missing(cells, "evidence_url" if len(titles) > len(urls) else "evidence_title")
        where = _at(cells, "evidence_url")
        for url in urls:
            self.problems += check_address(url, where)
        for key, texts in (("evidence_title", titles), ("evidence_url", urls)):
            self.problems += [
                problem(
                    "character-in-name",
                    _at(cells, key),
                    number=f"U+{ord(text[at]):04X}",
                    before=text[:at],
                )
                for text in texts
                for at, _ in hidden_characters(text, is_name=True)
            ]
        return [{"title": title, "url": url} for title, url in zip(titles, urls, strict=False)]

    def _readings(self, cells: Mapping[str, SheetCell], task: Task) -> dict[str, Value]:
        """Return figures by indicator, from `名称=65；名称=3`, or from a figure alone where the task
        has one indicator."""
        known = {indicator.name: indicator for indicator in task.indicators}
        readings: dict[str, Value] = {}
        for part in filter(
            None, (part.strip() for part in re.split(r"[；;\n]", _text(cells, "readings")))
        ):
            if sign := re.search("[=＝:：]", part):
                name, figure = part[: sign.start()].strip(), part[sign.end() :].strip()
            else:
                name, figure = (next(iter(known)) if len(known) == 1 else ""), part
            if name not in known:
                shown = name or part
                near = nearest(shown, known)
                self.problems.append(
                    problem(
                        "unknown-indicator",
                        _at(cells, "readings"),
                        task=task.id,
                        name=shown,
                        near=near,
                    )
                )
            elif name in readings or not (read := read_figure(figure, known[name])):
                self.problems.append(
                    problem(
                        "wrong-value",
                        _at(cells, "readings"),
                        key=_HEADS["readings"],
                        value=part,
                        known=f"{name}=65",
                    )
                )
            else:
                readings[name] = read
        return readings

    def _missing(self, cells: Mapping[str, SheetCell], key: str) -> None:
        self.problems.append(problem("missing-cell", _at(cells, key), key=_HEADS[key]))


def _head(row: Sequence[SheetCell]) -> dict[str, list[int]]:
    """Return the columns by key where the row is a head; else nothing."""
    columns: dict[str, list[int]] = {}
    for number, cell in enumerate(row):
        if key := _KEYS.get("".join(cell.text.split())):
            columns.setdefault(key, []).append(number)
    return columns if {"plan", "task", "status", "date"} <= columns.keys() else {}


def _text(cells: Mapping[str, SheetCell], key: str) -> str:
    return cells[key].text if key in cells else ""


def _places(cells: Mapping[str, SheetCell]) -> dict[str, str]:
    return {key: cell.place for key, cell in cells.items()}


def _at(cells: Mapping[str, SheetCell], key: str) -> Location:
    return Location((cells.get(key) or next(iter(cells.values()))).place)


def _has_error(problems: Sequence[Diagnostic]) -> bool:
    return any(severity(diagnostic) == "error" for diagnostic in problems)
