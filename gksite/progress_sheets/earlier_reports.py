"""The reports that came before a sheet, to recognise those that come twice."""

from __future__ import annotations

from collections.abc import Mapping

from gksite.documents.sheets.sheet_cells import SheetCell
from gksite.exports.words import state_word, status_word
from gksite.model.entities import Plan, Task
from gksite.model.reporting import Report
from gksite.source.yaml_text import Value

Duty = tuple[str, str, str, str]
"""Plan, task, reporter, day."""
Said = tuple[object, ...]
"""The content of a report, for comparison."""


class EarlierReports:
    """The reports that plans or earlier sheets hold, by duty and day."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self._said: dict[Duty, list[Said]] = {}
        self._written: set[tuple[str, str, str, Said]] = set()
        self._states: dict[str, str] = {}
        for plan in plans.values():
            for task in plan.tasks:
                self._states[task.key] = state_word(task)
                for entry in task.reports:
                    duty = (
                        plan.id,
                        task.id,
                        _reporter(task, entry),
                        entry.date.isoformat(),
                    )
                    self._said.setdefault(duty, []).append(_said_in_entry(entry))
                    self._written.add((plan.id, task.id, entry.unit, _said_in_entry(entry)))

    def has(self, plan: str, task: str, unit: str, entry: Mapping[str, Value]) -> bool:
        """Whether a plan has this very entry under the same name of the unit."""
        return (plan, task, unit, said_in_record(entry)) in self._written

    def is_state(self, task: str, cells: Mapping[str, SheetCell]) -> bool:
        """Whether a row of a data file states the state of a task (its key) as the plans have
        it."""
        return "duties" in cells and self._states.get(task) == cells["status"].text

    def said(self, duty: Duty) -> list[Said]:
        """Return the contents of the reports on a duty of a day."""
        return self._said.get(duty, [])

    def add(self, own: Mapping[Duty, Said]) -> None:
        """Add the reports of a sheet."""
        for duty, said in own.items():
            self._said.setdefault(duty, []).append(said)


def _reporter(task: Task, report: Report) -> str:
    """Return the reporter of a report: the key of its unit, else the name as written; without a
    name the only unit that has the task."""
    if report.unit:
        return report.reporter or report.unit
    return task.duties[0].holder if len(task.duties) == 1 else ""


def _said_in_entry(entry: Report) -> Said:
    evidence = tuple(("".join(link.title.split()), link.url) for link in entry.evidence)
    readings = tuple(sorted((reading.indicator, reading.value) for reading in entry.readings))
    return (
        entry.date.isoformat(),
        status_word(entry.status),
        "".join(entry.note.split()),
        evidence,
        readings,
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
    )
