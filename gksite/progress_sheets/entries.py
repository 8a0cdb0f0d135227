"""Read filled-in sheets into progress entries. Every row is accounted for, and each sheet is taken
or refused as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from gksite.catalogue import severity
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.documents.sheets.sheet_cells import SheetCell, SheetRow, unreadable
from gksite.model.entities import Plan, Task
from gksite.model.holders import names_of_holders, only_holder, reporter_of
from gksite.model.registry import Registry
from gksite.model.reporters import reporters
from gksite.model.reporting import TakenBack
from gksite.model.tables import COUNT_HEAD, ISSUE_HEAD
from gksite.progress_sheets.cells import HEAD_ROWS
from gksite.progress_sheets.earlier_reports import (
    DutyDay,
    Earlier,
    EarlierReports,
    repeated,
    said_in_record,
)
from gksite.progress_sheets.row_reader import Cells, RowReader, missing, place_of, text_of
from gksite.progress_sheets.sheet import COLUMNS, plan_version
from gksite.source.yaml_text import Value

RowState = Literal["added", "already", "taken_back", "empty", "wrong"]

_KEYS = {column.head: column.key for column in COLUMNS} | {
    COUNT_HEAD: "duties",
    ISSUE_HEAD: "by_issue",
}
_FILLED_IN = [column.key for column in COLUMNS if column.filled_in]
_READ = {*_FILLED_IN, "plan", "task", "target", "unit", "version"}
"""The columns that an entry is made of; gksite fills the others itself."""
_HEADS = {key: head for head, key in _KEYS.items()}


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
            earlier.add_all(sheet.own)
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
        self.own = EarlierReports({}, earlier)
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

    def _row(self, place: str, cells: Cells) -> None:
        plan_id, task_id = (text_of(cells, key) for key in ("plan", "task"))
        about = f"{plan_id}#{task_id}"
        filled_in = [key for key in _FILLED_IN if key in cells and cells[key].text]
        # A data file may state what several reports make together, which is no report.
        states = filled_in in (["status"], ["status", "date"])
        is_state = states and self._earlier.is_state(about, cells)
        if is_state or not filled_in:
            self.rows.append(RowReport(place, about, "already" if is_state else "empty"))
            return
        before = len(self.problems)
        state: RowState = self._take(place, cells, plan_id, task_id)
        if _has_error(self.problems[before:]):
            state = "wrong"
        self.rows.append(RowReport(place, about, state))

    def _take(self, place: str, cells: Cells, plan_id: str, task_id: str) -> RowState:
        formulas = [cell for key, cell in cells.items() if cell.is_formula and key in _READ]
        if formulas:
            self.problems += [problem("formula-cell", Location(cell.place)) for cell in formulas]
            return "wrong"
        asked, problems = self._asked(cells, plan_id, task_id)
        if asked is None or problems:
            self.problems += problems
            return "wrong"
        plan, task = asked
        version = text_of(cells, "version")
        if version and version != plan_version(plan):
            self.problems.append(problem("older-plan-version", Location(self.name), plan=plan.id))
        row = RowReader(cells, task, self.today)
        entry = row.entry()
        name, written_day = text_of(cells, "unit"), str(entry.get("date", ""))
        written = self._earlier.written(task.key, name, written_day)
        knows_target = bool(row.target) or not text_of(cells, "target")
        if knows_target and (known := repeated(written, said_in_record(entry))):
            # `gksite check` judges entries that a plan already has.
            return self._already(cells, task, name, known)
        day = date.fromisoformat(written_day) if written_day else self.today
        target = row.target.id if row.target else ""
        corrected = self._corrected(plan, task, name, day, str(entry.get("corrects", "")), target)
        about = self._about(day, corrected, is_named=bool(name))
        reporter, problems = self._reporter(cells, plan, task, day, about)
        self.problems += [*row.problems, *problems]
        if _has_error([*row.problems, *problems]):
            return "wrong"
        at = DutyDay(plan.id, task.id, reporter, day.isoformat(), target)
        said = said_in_record(entry)
        if known := repeated(self.own.of_day(at), said):
            return self._already(cells, task, self._name(at), known)
        new = Earlier(said, about.isoformat(), is_named=bool(name))
        if twice := self._twice(cells, at, new, corrected):
            self.problems.append(twice)
            return "wrong"
        self._add(place, cells, at, entry, new, corrected)
        return "added"

    def _add(
        self,
        place: str,
        cells: Cells,
        at: DutyDay,
        entry: dict[str, Value],
        new: Earlier,
        corrected: DutyDay | None,
    ) -> None:
        if corrected:
            act = TakenBack(date.fromisoformat(at.day), self._name(at), corrected=True)
            self.own.take_back(corrected, new.is_named, act)
        self.own.add(at, new)
        recorded = {"recorded": self.today.isoformat()}
        self.entries.append(
            NewEntry(at.plan, {"task": at.task, **entry, **recorded}, place, _places(cells))
        )

    def _asked(
        self, cells: Cells, plan_id: str, task_id: str
    ) -> tuple[tuple[Plan, Task] | None, list[Diagnostic]]:
        """Return the plan and the task of a row, or why there is nothing to report on."""
        plan = self.plans.get(plan_id)
        if plan is None:
            where, near = place_of(cells, "plan"), nearest(plan_id, self.plans)
            return None, [problem("unknown-plan", where, name=plan_id, near=near)]
        where = place_of(cells, "task")
        task = next((task for task in plan.tasks if task.id == task_id), None)
        if task is None:
            near = nearest(task_id, [task.id for task in plan.tasks])
            return None, [problem("unknown-task", where, name=task_id, near=near)]
        if task.rolls_up and not text_of(cells, "target"):
            return None, [problem("report-on-parts", where, task=task.id)]
        return (plan, task), []

    def _already(self, cells: Cells, task: Task, name: str, known: Earlier) -> RowState:
        """Return the state of a row that says what was reported before; report it if that was taken
        back."""
        if not known.act:
            return "already"
        act, day = known.act, known.said[0]
        self.problems.append(
            problem(
                "report-was-corrected" if act.corrected else "report-was-retracted",
                place_of(cells, "date"),
                unit=name or "—",
                date=day,
                task=task.id,
                on=act.date,
                by=act.by or "—",
                why=act.why or "—",
            )
        )
        return "taken_back"

    def _corrected(
        self, plan: Plan, task: Task, name: str, day: date, corrects: str, target: str
    ) -> DutyDay | None:
        """Return the duty and day that a report of a day corrects; without a unit of any that was
        reported without one on that day."""
        if not corrects:
            return None
        holders = [duty.holder for duty in (*task.duties, *task.passed)]
        keys = reporters(self.registry, plan.authority, name, day) or [name] if name else holders
        places = [DutyDay(plan.id, task.id, key, corrects, target) for key in keys]
        return next((at for at in places if self.own.last(at, bool(name))), places[0])

    def _about(self, day: date, corrected: DutyDay | None, *, is_named: bool) -> date:
        """Return the day that a report of a day speaks of: a correction stands on that of what it
        corrects."""
        if corrected is None:
            return day
        report = self.own.last(corrected, is_named)
        return min(day, date.fromisoformat(report.about if report else corrected.day))

    def _twice(
        self, cells: Cells, at: DutyDay, new: Earlier, corrected: DutyDay | None
    ) -> Diagnostic | None:
        """Return the reason why a report is a second one of its day, or corrects none."""
        name = self._name(at)
        former = self.own.last(corrected, new.is_named) if corrected else None
        if corrected and not former:
            where = place_of(cells, "corrects")
            day = corrected.day
            return problem("corrects-nothing", where, unit=name, date=day, task=at.asked)
        if other := self.own.rival(at, new.about, former):
            where = place_of(cells, "date")
            return problem("report-twice", where, unit=name, day=at.day, date=other, task=at.asked)
        return None

    def _name(self, at: DutyDay) -> str:
        unit = self.registry.units.get(at.reporter)
        return unit.name if unit else at.reporter

    def _reporter(
        self, cells: Cells, plan: Plan, task: Task, day: date, about: date
    ) -> tuple[str, list[Diagnostic]]:
        """Return the key of the reporting unit: the unit that is named, or the only unit that has
        the task on the day that the report speaks of."""
        name = text_of(cells, "unit")
        if not name:
            holder = only_holder(task, about)
            return holder, [] if holder else [missing(cells, "unit")]
        where = place_of(cells, "unit")
        key, problems = reporter_of(self.registry, plan, task, name, day, where, about=about)
        known = names_of_holders(self.registry, plan, task, about)
        return key, [
            problem("reporter-unknown", diagnostic.location, name=name, known=known)
            if diagnostic.code == "unknown-unit"
            else diagnostic
            for diagnostic in problems
        ]


def _head(row: Sequence[SheetCell]) -> dict[str, list[int]]:
    """Return the columns by key where the row is a head; else nothing."""
    columns: dict[str, list[int]] = {}
    for number, cell in enumerate(row):
        if key := _KEYS.get("".join(cell.text.split())):
            columns.setdefault(key, []).append(number)
    return columns if {"plan", "task", "status", "date"} <= columns.keys() else {}


def _places(cells: Cells) -> dict[str, str]:
    return {key: cell.place for key, cell in cells.items()}


def _has_error(problems: Sequence[Diagnostic]) -> bool:
    return any(severity(diagnostic) == "error" for diagnostic in problems)
