"""The reports that came before a row of a sheet, to recognise those that come twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from gksite.documents.sheets.sheet_cells import SheetCell
from gksite.exports.words import state_word, status_word
from gksite.model.entities import Plan, Task
from gksite.model.holders import only_holder
from gksite.model.reporting import Report
from gksite.source.yaml_text import Value


class DutyDay(NamedTuple):
    """A day of a duty: plan, task, the reporter's key or else its name, and the day in ISO 8601."""

    plan: str
    task: str
    reporter: str
    day: str


Said = tuple[object, ...]
"""The content of a report, for comparison."""


class EarlierReports:
    """The reports that plans or earlier sheets hold, by duty and day."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self._said: dict[DutyDay, list[Said]] = {}
        self._taken_back: dict[DutyDay, int] = {}
        self._written: set[tuple[str, str, str, Said]] = set()
        self._states: dict[str, str] = {}
        for plan in plans.values():
            for task in plan.tasks:
                self._states[task.key] = state_word(task)
                for report in task.reports:
                    said = _said_in_report(report)
                    day = report.date.isoformat()
                    at = DutyDay(plan.id, task.id, _reporter(task, report), day)
                    self._said.setdefault(at, []).append(said)
                    if report.taken_back:
                        self._take_back(at, 1)
                    self._written.add((plan.id, task.id, report.unit, said))

    def has(self, plan: str, task: str, unit: str, entry: Mapping[str, Value]) -> bool:
        """Whether a plan has this very entry under the same name of the unit."""
        return (plan, task, unit, said_in_record(entry)) in self._written

    def is_state(self, task: str, cells: Mapping[str, SheetCell]) -> bool:
        """Whether a row of a data file states the state of a task (its key) as the plans have
        it."""
        return "duties" in cells and self._states.get(task) == cells["status"].text

    def said(self, at: DutyDay) -> list[Said]:
        """Return the contents of the reports on a duty of a day, also of those taken back."""
        return self._said.get(at, [])

    def standing(self, at: DutyDay) -> int:
        """Return the number of reports on a duty of a day less those that were taken back, be they
        here or elsewhere."""
        return len(self.said(at)) - self._taken_back.get(at, 0)

    def add(self, at: DutyDay, said: Said, corrects: str) -> None:
        """Add a report, which takes the place of that of the day `corrects` if one is given."""
        self._said.setdefault(at, []).append(said)
        if corrects:
            self._take_back(at._replace(day=corrects), 1)

    def add_all(self, other: EarlierReports) -> None:
        """Add the reports of a sheet that was taken."""
        for at, said in other._said.items():
            self._said.setdefault(at, []).extend(said)
        for at, count in other._taken_back.items():
            self._take_back(at, count)

    def _take_back(self, at: DutyDay, count: int) -> None:
        self._taken_back[at] = self._taken_back.get(at, 0) + count


def _reporter(task: Task, report: Report) -> str:
    """Return the reporter of a report: the key of its unit, else the name as written; without a
    name the unit that held the only duty."""
    if report.unit:
        return report.reporter or report.unit
    return only_holder(task, report.date)


def _said_in_report(report: Report) -> Said:
    evidence = tuple(("".join(link.title.split()), link.url) for link in report.evidence)
    readings = tuple(sorted((reading.indicator, reading.value) for reading in report.readings))
    return (
        report.date.isoformat(),
        status_word(report.status),
        "".join(report.note.split()),
        evidence,
        readings,
        report.corrects.isoformat() if report.corrects else "",
    )


def said_in_record(entry: Mapping[str, Value]) -> Said:
    """Return the content of an entry as it would be written into a file."""
    evidence, readings = entry.get("evidence", ()), entry.get("readings", {})
    assert not isinstance(evidence, str | Mapping)
    assert isinstance(readings, Mapping)
    return (
        entry.get("date", ""),
        entry.get("status", ""),
        "".join(str(entry.get("note", "")).split()),
        tuple(
            ("".join(str(link["title"]).split()), link["url"])
            for link in evidence
            if isinstance(link, Mapping)
        ),
        tuple(sorted((name, float(str(figure))) for name, figure in readings.items())),
        entry.get("corrects", ""),
    )
