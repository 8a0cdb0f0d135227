"""Filled-in sheets → progress entries: keyed by plan and task, every row accounted for, each sheet
taken or refused as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import unescape
from typing import Literal
from unicodedata import normalize

import msgspec

from gksite.catalogue import severity
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.documents.sheets.sheet_cells import SheetCell, SheetRow, unreadable
from gksite.exports.words import status_word
from gksite.model.entities import Indicator, Plan, ProgressEntry, Task
from gksite.model.holders import holders_of, reporter_of
from gksite.model.registry import Registry
from gksite.progress_sheets.cells import HEAD_ROWS
from gksite.progress_sheets.sheet import COLUMNS, plan_version
from gksite.progress_sheets.words import read_day, read_status
from gksite.source.characters import hidden_characters
from gksite.source.link_faults import check_address
from gksite.source.text import name_of
from gksite.source.yaml_text import Entry, Value

RowState = Literal["added", "already", "empty", "wrong"]

_KEYS = {column.head: column.key for column in COLUMNS}
_FILLED_IN = [column.key for column in COLUMNS if column.filled_in]
_READ = {*_FILLED_IN, "plan", "task", "unit", "version"}
"""The columns that an entry is made of; what stands in others is ours."""
_HEADS = {column.key: column.head for column in COLUMNS}
_FIGURE = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?", re.ASCII)
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_SHOWN = 6
"""Characters before one that nobody sees."""


class RowReport(msgspec.Struct, frozen=True):
    """What became of a row: its place (`a.xlsx!5`), the task it is about (`plan#task`, or as far
    as it says), and the outcome."""

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
    """The entries that a sheet adds, what became of each row, and what is wrong with it. With an
    error nothing of it is taken."""

    name: str
    entries: tuple[NewEntry, ...]
    rows: tuple[RowReport, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def is_refused(self) -> bool:
        """Whether anything in the sheet is an error."""
        return any(severity(one) == "error" for one in self.problems)


def read_progress(
    sheets: Mapping[str, Sequence[SheetRow]],
    plans: Mapping[str, Plan],
    registry: Registry,
    today: date,
) -> list[SheetReading]:
    """The entries of each sheet (rows of cells by file name), recorded `today`. An entry that a
    plan already has, or that came before, adds nothing."""
    seen = _Seen(plans, registry)
    readings = []
    for name, rows in sheets.items():
        reading = _Sheet(name, plans, registry, today, seen)
        reading.read(rows)
        found = SheetReading(
            name,
            tuple(reading.entries),
            tuple(reading.rows),
            tuple(dict.fromkeys(reading.problems)),
        )
        readings.append(found)
        if not found.is_refused:
            seen.add(reading.own)
    return readings


_Duty = tuple[str, str, str, str]
"""Plan, task, who reports, day."""
_Said = tuple[object, ...]
"""What a report says, for comparison."""


class _Seen:
    """What was reported before, by duty and day."""

    def __init__(self, plans: Mapping[str, Plan], registry: Registry) -> None:
        self._said: dict[_Duty, list[_Said]] = {}
        self._written: set[tuple[str, str, str, _Said]] = set()
        for plan in plans.values():
            for task in plan.tasks:
                for entry in task.progress:
                    duty = (
                        plan.id,
                        task.id,
                        _reporter(registry, plan, task, entry),
                        entry.date.isoformat(),
                    )
                    self._said.setdefault(duty, []).append(_of_model(entry))
                    self._written.add((plan.id, task.id, entry.unit, _of_model(entry)))

    def has(self, plan: str, task: str, unit: str, entry: Mapping[str, Value]) -> bool:
        """Whether a plan has this very entry, its unit named so."""
        return (plan, task, unit, _of_record(entry)) in self._written

    def said(self, duty: _Duty) -> list[_Said]:
        """What the reports on a duty of a day say."""
        return self._said.get(duty, [])

    def add(self, own: Mapping[_Duty, _Said]) -> None:
        """Take in what a sheet added."""
        for duty, said in own.items():
            self._said.setdefault(duty, []).append(said)


class _Sheet:
    """One pass over a sheet."""

    def __init__(
        self, name: str, plans: Mapping[str, Plan], registry: Registry, today: date, seen: _Seen
    ) -> None:
        self.name, self.plans, self.registry, self.today = name, plans, registry, today
        self.entries: list[NewEntry] = []
        self.rows: list[RowReport] = []
        self.problems: list[Diagnostic] = []
        self.own: dict[_Duty, _Said] = {}
        self._seen = seen

    def read(self, rows: Sequence[SheetRow]) -> None:
        """All rows below the head."""
        found = next(
            ((n, head) for n, (_, row) in enumerate(rows[:HEAD_ROWS]) if (head := _head(row))), None
        )
        if found is None:
            chinese = "没有“计划编号”“任务编号”“状态”“日期”这几列"
            self.problems.append(
                unreadable(
                    self.name, chinese, "the columns 计划编号, 任务编号, 状态, 日期 are missing"
                )
            )
            return
        start, head = found
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
        if not any(cells[key].text for key in _FILLED_IN if key in cells):
            self.rows.append(RowReport(place, about, "empty"))
            return
        before = len(self.problems)
        state: RowState = self._take(place, cells, plan_id, task_id)
        if any(severity(one) == "error" for one in self.problems[before:]):
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
        task = next((one for one in plan.tasks if one.id == task_id), None)
        if task is None:
            near = nearest(task_id, [one.id for one in plan.tasks])
            self.problems.append(
                problem("unknown-task", _at(cells, "task"), name=task_id, near=near)
            )
            return "wrong"
        version = _text(cells, "version")
        if version and version != plan_version(plan):
            self.problems.append(problem("older-plan-version", Location(self.name), plan=plan.id))
        before = len(self.problems)
        entry = self._entry(cells, task)
        if self._seen.has(plan.id, task.id, _text(cells, "unit"), entry):
            # What stands there already is judged by `gksite check`, not here.
            del self.problems[before:]
            return "already"
        reporter = self._reporter(cells, plan, task)
        if any(severity(one) == "error" for one in self.problems[before:]):
            return "wrong"
        return self._add(place, cells, (plan.id, task.id, reporter, str(entry["date"])), entry)

    def _add(
        self, place: str, cells: Mapping[str, SheetCell], duty: _Duty, entry: dict[str, Value]
    ) -> RowState:
        said = _of_record(entry)
        known = [*self._seen.said(duty), *([self.own[duty]] if duty in self.own else [])]
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

    def _reporter(self, cells: Mapping[str, SheetCell], plan: Plan, task: Task) -> str:
        """The key of the unit whose report it is: the one that is named, or the only one that
        has the task."""
        name = _text(cells, "unit")
        if not name:
            units = holders_of(self.registry, plan, task).units
            if len(units) != 1:
                self._missing(cells, "unit")
            return units[0] if len(units) == 1 else ""
        key, problems = reporter_of(self.registry, plan, task, name, _at(cells, "unit"))
        known = holders_of(self.registry, plan, task).names(self.registry) or "—"
        self.problems += [
            problem("reporter-unknown", one.location, name=name, known=known)
            if one.code == "unknown-unit"
            else one
            for one in problems
        ]
        return key

    def _entry(self, cells: Mapping[str, SheetCell], task: Task) -> dict[str, Value]:
        """What a row says, but for its task."""
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
        """The note without characters that nobody sees, each told; those that turn the text or were
        lost are errors."""
        text, where = _text(cells, "note"), _at(cells, "note")
        unseen = set()
        for at, kind in hidden_characters(text):
            code = "cell-cleaned" if kind == "invisible" else "cell-unreadable"
            before = "".join(
                one for one in text[max(0, at - _SHOWN) : at] if not any(hidden_characters(one))
            )
            self.problems.append(problem(code, where, number=name_of(text[at]), before=before))
            unseen.add(at)
        kept = (
            "".join(one for at, one in enumerate(text) if at not in unseen).strip()
            if unseen
            else text
        )
        for at, _ in hidden_characters(unescape(kept)) if "&" in kept else ():
            # As `&#x202E;`, which Markdown reads.
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
        """Titles and addresses, one a line in both cells."""
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
        """Figures by indicator: `名称=65；名称=3`, or a figure alone where the task has one
        indicator."""
        known = {indicator.name: indicator for indicator in task.indicators}
        found: dict[str, Value] = {}
        for part in filter(
            None, (part.strip() for part in re.split(r"[；;\n]", _text(cells, "readings")))
        ):
            name, sign, figure = (
                piece.strip()
                for piece in re.match(r"(.*?)([=＝:：]|$)(.*)", part, re.DOTALL).groups()  # type: ignore[union-attr]
            )
            if not sign:
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
            elif name in found or not (read := _figure(figure, known[name])):
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
                found[name] = read
        return found

    def _missing(self, cells: Mapping[str, SheetCell], key: str) -> None:
        self.problems.append(problem("missing-cell", _at(cells, key), key=_HEADS[key]))


def _figure(text: str, indicator: Indicator) -> str:
    """A figure with or without its unit of measure, as a source writes it; "" where it is none."""
    figure, unit = normalize("NFKC", text).strip(), normalize("NFKC", indicator.unit)
    figure = figure.removesuffix(unit).strip() if unit else figure
    if _THOUSANDS.fullmatch(figure):
        figure = figure.replace(",", "")
    return figure if _FIGURE.fullmatch(figure) else ""


def _head(row: Sequence[SheetCell]) -> dict[str, list[int]]:
    """The keys of the columns with their places, where the row is a head; else nothing."""
    found: dict[str, list[int]] = {}
    for number, cell in enumerate(row):
        if key := _KEYS.get("".join(cell.text.split())):
            found.setdefault(key, []).append(number)
    return found if {"plan", "task", "status", "date"} <= found.keys() else {}


def _text(cells: Mapping[str, SheetCell], key: str) -> str:
    return cells[key].text if key in cells else ""


def _places(cells: Mapping[str, SheetCell]) -> dict[str, str]:
    return {key: cell.place for key, cell in cells.items()}


def _at(cells: Mapping[str, SheetCell], key: str) -> Location:
    return Location((cells.get(key) or next(iter(cells.values()))).place)


def _reporter(registry: Registry, plan: Plan, task: Task, entry: ProgressEntry) -> str:
    """Whose report an entry is: a unit's key, else its name as written; of an entry without, the
    only unit that has the task."""
    if entry.unit:
        return reporter_of(registry, plan, task, entry.unit, entry.location)[0] or entry.unit
    units = holders_of(registry, plan, task).units
    return units[0] if len(units) == 1 else ""


def _of_model(entry: ProgressEntry) -> _Said:
    evidence = tuple(("".join(one.title.split()), one.url) for one in entry.evidence)
    readings = tuple(sorted((one.indicator, one.value) for one in entry.readings))
    return (
        entry.date.isoformat(),
        status_word(entry.status),
        "".join(entry.note.split()),
        evidence,
        readings,
    )


def _of_record(entry: Mapping[str, Value]) -> _Said:
    evidence, readings = entry.get("evidence", ()), entry.get("readings", {})
    assert not isinstance(evidence, str | Mapping)
    assert isinstance(readings, Mapping)
    return (
        entry.get("date", ""),
        entry.get("status", ""),
        "".join(str(entry.get("note", "")).split()),
        tuple(
            ("".join(str(one["title"]).split()), one["url"])
            for one in evidence
            if isinstance(one, Mapping)
        ),
        tuple(sorted((name, float(str(figure))) for name, figure in readings.items())),
    )
