"""What units report on tasks: indicators, reports and duties, and what decisions changed."""

from __future__ import annotations

import datetime
from datetime import date
from typing import Literal

from gksite.diagnostics import Location
from gksite.model.statuses import Status
from gksite.notation.values import Deadline, Role
from gksite.schema.keys import Verdict
from gksite.values import Value

TotalRule = Literal["lead", "sum", "mean", "least"]
"""How the figures that several units report make one: the lead's, or over all of them."""


class Indicator(Value, frozen=True):
    """A 量化指标: exactly so much of a unit of measure, or at least, at most, or both; the other bounds
    are None. An approximate one (5.5%左右) has none, only its printed words."""

    name: str
    at_least: float | None = None
    at_most: float | None = None
    equal: float | None = None
    unit: str = ""
    printed: str = ""
    total: TotalRule = "lead"

    @property
    def target(self) -> float | None:
        """The figure to reach, whichever bound it is; None of an approximate one."""
        bounds = (self.at_least, self.at_most, self.equal)
        return next((bound for bound in bounds if bound is not None), None)

    def is_reached_by(self, value: float) -> bool:
        """Whether a figure keeps every bound."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
            and (self.equal is None or value == self.equal)
        )


class Target(Value, frozen=True):
    """A 分期目标 of a task: what is to be reached `by` a day, in words; with a `value`, by an
    indicator's total, else it is a milestone.

    `status` is what reports on it make together; it `is_reached` when that is done, or when the
    total has the value.
    """

    id: str
    by: Deadline
    location: Location
    text: str = ""
    value: float | None = None
    indicator: str = ""
    status: Status = "unreported"
    is_reached: bool = False

    @property
    def label(self) -> str:
        """The target in few words: as printed, else its indicator's value."""
        return self.text or f"{self.indicator}{self.value or 0.0:.6f}".rstrip("0").rstrip(".")

    def as_indicator(self, aim: Indicator | None = None) -> Indicator:
        """Return the indicator that a target has the value of, by the rule of `aim`; it is a
        ceiling where `aim` has only that."""
        has_ceiling = aim is not None and aim.at_most is not None and aim.at_least is None
        return Indicator(
            self.indicator,
            at_least=None if has_ceiling else self.value,
            at_most=self.value if has_ceiling else None,
            total=aim.total if aim else "lead",
        )


class Reading(Value, frozen=True):
    """The figure of an indicator in a report."""

    indicator: str
    value: float


class Evidence(Value, frozen=True):
    """Evidence for a report: a title and an address (absolute, or of this site), written at
    `location`."""

    title: str
    url: str
    location: Location


Standing = Literal["counted", "passed", "apart", "taken back"]
"""Whether a report counts: for a duty; until its duty passed to another unit; for none, since its
unit had no duty on its day; no more, since it was taken back."""


class TakenBack(Value, frozen=True):
    """The act by which a report was taken back: the day, who did it and why; `corrected` where
    another report took its place."""

    date: date
    by: str = ""
    why: str = ""
    corrected: bool = False


class Report(Value, frozen=True):
    """One dated 报送: what a unit said of a task; reports are only ever added."""

    date: date
    status: Status
    location: Location
    note: str = ""
    html: str = ""
    """The note, safe to show."""
    evidence: tuple[Evidence, ...] = ()
    readings: tuple[Reading, ...] = ()
    unit: str = ""
    """The name of the unit that reported; "" where none is stated."""
    corrects: datetime.date | None = None
    reporter: str = ""
    """The key of the unit, where the registry knows it."""
    standing: Standing = "counted"
    duty: int = -1
    """The duty that it counts for, by its place in the task's duties; -1 for none."""
    taken_back: TakenBack | None = None
    target: str = ""
    """The target of the task (its id) that it is on; "" for the task itself."""
    stands_on: datetime.date | None = None
    """The day of the report that it takes the place of, or its own if that is earlier; None where
    it takes none."""

    @property
    def day(self) -> datetime.date:
        """The day that it speaks of, which the duties are reckoned by: a correction stands on that
        of what it corrects. Lists are in the order of `date`."""
        return self.stands_on or self.date

    def order(self) -> tuple[datetime.date, Location]:
        """Return what says which of two reports is the later: the day, then the place in the
        file."""
        return self.day, self.location


class Duty(Value, frozen=True):
    """A 责任项: a task (its key) that a unit has in a role, and what the unit reported last.

    `unit` is a key, or "" where the registry does not know the `name`. `group` is the group through
    which the unit is meant, "" where the task names it. A duty is `by_issue` where the task names
    nobody, so that it is its plan's issuer's.
    """

    task: str
    role: Role
    unit: str
    name: str
    group: str = ""
    by_issue: bool = False
    status: Status = "unreported"
    latest: int = -1
    """Its latest report, by its place in the task's reports; -1 for none."""
    since: date | None = None
    """The day on which a transfer brought it; None where the unit had it from the beginning."""
    came_from: tuple[str, ...] = ()
    """The keys of the units that had it before."""
    passed_to: str = ""
    passed_on: date | None = None
    """The unit that has it now, and since which day, where it passed on; with a day alone, an
    adjustment took it away."""

    @property
    def holder(self) -> str:
        """The unit's key, or its name where the registry does not know it."""
        return self.unit or self.name


class Assessment(Value, frozen=True):
    """A 核查: what `by`, somebody else than the unit, found on a day.

    It is of the duty that `holder` had on that day: a unit's key, or its name where the registry
    does not know it; "" for the whole task.
    """

    date: date
    by: str
    verdict: Verdict
    location: Location
    assessor: str = ""
    """The key of the unit that assessed, or its name where the registry does not know it."""
    holder: str = ""
    unit: str = ""
    """The unit's name."""
    note: str = ""
    html: str = ""
    """The note, safe to show."""
    points: float | None = None
    """Never published."""


class Responsibility(Value, frozen=True):
    """A name in a task's unit list, as printed, with the key of its unit or its group (the other is
    "")."""

    role: Role
    printed: str
    unit: str = ""
    group: str = ""


class Member(Value, frozen=True):
    """A unit that a plan means by a group: its key, or "" where the registry no longer knows it,
    and its name when the plan was read."""

    unit: str
    name: str


class Members(Value, frozen=True):
    """The units that a plan means by a group (its key) on a day: the plan's, or that of the
    decision that names the group."""

    group: str
    day: datetime.date
    units: tuple[Member, ...] = ()


class Adjustment(Value, frozen=True):
    """A 调整: a decision that changed a task: another deadline, of the task or of its `target`,
    other units, another wording, that it is withdrawn, or `what` else."""

    date: date
    location: Location
    what: str = ""
    deadline: Deadline | None = None
    target: str = ""
    units_printed: str = ""
    responsibilities: tuple[Responsibility, ...] = ()
    """The units that have the task from this day on, where it says so."""
    text: str = ""
    html: str = ""
    """The new wording, safe to show."""
    withdrawn: bool = False
    approved_by: str = ""
    why: str = ""

    @property
    def decided(self) -> tuple[str, ...]:
        """All that it decided, as written: in snapshots and in the ledger of publications."""
        deadline = self.deadline.raw if self.deadline else ""
        withdrawn = "withdrawn" if self.withdrawn else ""
        return (withdrawn, self.target, deadline, self.units_printed, self.text, self.what)
