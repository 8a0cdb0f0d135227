"""The reports that came before a row of a sheet, to recognise those that come twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from gksite.documents.sheets.sheet_cells import SheetCell
from gksite.exports.task_columns import report_of_duty, report_of_state
from gksite.exports.words import state_word, status_word
from gksite.model.entities import Plan, Task
from gksite.model.holders import only_holder
from gksite.model.reporting import Report, TakenBack
from gksite.progress_sheets.words import read_day
from gksite.source.yaml_text import Value


class DutyDay(NamedTuple):
    """A day of a duty: plan, task, the reporter's key or else its name, the day in ISO 8601, and
    the target that was reported on ("" for the task itself)."""

    plan: str
    task: str
    reporter: str
    day: str
    target: str = ""

    @property
    def asked(self) -> str:
        """What was reported on: the task, or its target behind a slash."""
        return f"{self.task}/{self.target}" if self.target else self.task


Said = tuple[object, ...]
"""The content of a report, for comparison; the day that it corrects is last."""


class Earlier(NamedTuple):
    """An earlier report: its content, the day that it speaks of in ISO 8601, whether it names its
    unit, and what took it back."""

    said: Said
    about: str
    is_named: bool
    act: TakenBack | None = None


class EarlierReports:
    """The reports that plans or earlier sheets hold, by duty and day. Those of a sheet lie over
    those `before` it, which stay as they are until the sheet is taken."""

    def __init__(self, plans: Mapping[str, Plan], before: EarlierReports | None = None) -> None:
        self._before = before
        self._reports: dict[DutyDay, list[Earlier]] = {}
        self._about: dict[DutyDay, list[str]] = {}
        self._written: dict[tuple[str, str, str], list[Earlier]] = {}
        self._states: dict[str, set[tuple[str, str]]] = {}
        for plan in plans.values():
            for task in plan.tasks:
                self._states[task.key] = set(_states(task))
                for report in task.reports:
                    said, about = _said_in_report(report), report.day.isoformat()
                    earlier = Earlier(said, about, bool(report.unit), report.taken_back)
                    day = report.date.isoformat()
                    at = DutyDay(plan.id, task.id, _reporter(task, report), day, report.target)
                    self.add(at, earlier)
                    self._written.setdefault((task.key, report.unit, day), []).append(earlier)

    def written(self, task: str, unit: str, day: str) -> list[Earlier]:
        """Return the reports that a plan has on a task (its key) of a day under a name, as it is
        written."""
        return self._written.get((task, unit, day), [])

    def is_state(self, task: str, cells: Mapping[str, SheetCell]) -> bool:
        """Whether a row of a data file states the state of a task (its key), or of a duty in it, as
        the plans have it, with the day that stands beside it."""
        is_data = "duties" in cells or "by_issue" in cells
        day, _ = read_day(cells["date"]) if cells["date"].text else (None, ())
        stated = cells["status"].text, day.isoformat() if day else cells["date"].text
        return is_data and stated in self._states.get(task, ())

    def of_day(self, at: DutyDay) -> list[Earlier]:
        """Return the reports on a duty of a day, also those taken back."""
        own = self._reports.get(at)
        return own if own is not None else self._before.of_day(at) if self._before else []

    def last(self, at: DutyDay, is_named: bool) -> Earlier | None:
        """Return the last report on a duty of a day that can be corrected: that stands, and names
        its unit as the correction does."""
        reports = self.of_day(at)
        place = _last_standing(reports, is_named)
        return None if place is None else reports[place]

    def rival(self, at: DutyDay, about: str, corrected: Earlier | None) -> str:
        """Return the day of a report that stands, beside which there is no room for one of a day
        that speaks of a day and takes the place of `corrected`; "" where there is none."""
        for day in (at.day, *self._days(at._replace(day=about))):
            for earlier in self.of_day(at._replace(day=day)):
                is_second = day == at.day or earlier.about == about
                if is_second and not earlier.act and earlier is not corrected:
                    return day
        return ""

    def add(self, at: DutyDay, earlier: Earlier) -> None:
        """Add a report."""
        self._own(at).append(earlier)
        self._about.setdefault(at._replace(day=earlier.about), []).append(at.day)

    def take_back(self, at: DutyDay, is_named: bool, act: TakenBack) -> None:
        """Take back the last report on a duty of a day that can be corrected."""
        reports = self._own(at)
        place = _last_standing(reports, is_named)
        assert place is not None
        reports[place] = reports[place]._replace(act=act)

    def add_all(self, sheet: EarlierReports) -> None:
        """Add the reports of a sheet that was taken."""
        self._reports |= sheet._reports
        for about, days in sheet._about.items():
            self._about.setdefault(about, []).extend(days)

    def _days(self, about: DutyDay) -> list[str]:
        """Return the days of the reports on a duty that speak of a day."""
        before = self._before._days(about) if self._before else []
        return [*before, *self._about.get(about, ())]

    def _own(self, at: DutyDay) -> list[Earlier]:
        """Return the reports on a duty of a day, to be changed here and not in those before."""
        if at not in self._reports:
            self._reports[at] = list(self.of_day(at))
        return self._reports[at]


def _states(task: Task) -> Iterator[tuple[str, str]]:
    """Yield the states of a task and of its duties that no report on the task itself states, each
    with the day that data files have beside it."""
    bases = [(status_word(duty.status), report_of_duty(task, duty)) for duty in task.duties]
    for state, basis in ((state_word(task), report_of_state(task)), *bases):
        yield state, ""
        if basis and basis.target:
            yield state, basis.date.isoformat()


def repeated(reports: Iterable[Earlier], said: Said) -> Earlier | None:
    """Return the report that says the same, one that stands if any does: also in the place of
    another, where the one that said it first was taken back."""
    reports = list(reports)
    same = [earlier for earlier in reports if earlier.said == said]
    if not same:
        return None
    standing = (earlier for earlier in reports if earlier.said[:-1] == said[:-1])
    return next((earlier for earlier in standing if not earlier.act), same[-1])


def _last_standing(reports: Sequence[Earlier], is_named: bool) -> int | None:
    """Return the place of the last report that was not taken back and names its unit or not."""
    places = (n for n, earlier in enumerate(reports) if not earlier.act)
    return max((n for n in places if reports[n].is_named == is_named), default=None)


def _reporter(task: Task, report: Report) -> str:
    """Return the reporter of a report: the key of its unit, else the name as written; without a
    name the unit that held the only duty."""
    if report.unit:
        return report.reporter or report.unit
    return only_holder(task, report.day)


def _said_in_report(report: Report) -> Said:
    evidence = tuple(("".join(link.title.split()), link.url) for link in report.evidence)
    readings = tuple(sorted((reading.indicator, reading.value) for reading in report.readings))
    return (
        report.date.isoformat(),
        report.target,
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
        entry.get("target", ""),
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
