"""Duties and their states: who has a task, whose report counts, and what the reports make together.

Nothing else reckons a state. The rules stand in docs/format.md («Duties: whose word counts»).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

import msgspec

from gksite.model.entities import Plan, Task, Transfer
from gksite.model.registry import Registry
from gksite.model.reporting import Duty, Indicator, Report
from gksite.model.statuses import ADVANCE, Status
from gksite.model.taking_back import TakingBack, known_on, take_back
from gksite.notation.values import Role
from gksite.schema.keys import TaskStatus

_STRENGTH: Mapping[Role, int] = {"lead": 0, "responsible": 1, "cooperating": 2}

replace = msgspec.structs.replace


class Setting(msgspec.Struct, frozen=True):
    """Everything outside of a task that its duties follow from. `issuer` is the key of the plan's
    issuer, or "", `issuer_name` its name or else the authority's; `until` is the last day of
    reports and transfers that are looked at, and `known` that on which they are, with what had
    been corrected and taken back by then; None for all."""

    registry: Registry
    plan: str
    authority: str
    day: date
    issuer: str
    issuer_name: str
    rule: TaskStatus = "lead"
    until: date | None = None
    known: date | None = None


def setting_of(
    registry: Registry, plan: Plan, until: date | None = None, known: date | None = None
) -> Setting:
    """Return the setting of a plan's tasks."""
    authority = registry.authorities.get(plan.authority)
    name = plan.issuer_name or (authority.name if authority else plan.authority)
    issued = plan.day, plan.issuer, name, plan.task_status
    return Setting(registry, plan.id, plan.authority, *issued, until, known)


def with_duties(
    setting: Setting, task: Task, acts: Sequence[TakingBack]
) -> tuple[Task, list[TakingBack]]:
    """Return a task with its duties, the standing of its reports and its state; and the acts that
    take nothing back. The task's reports are sorted by date."""
    first = _first_duties(setting, task)
    reports = [_with_reporter(setting, report) for report in task.reports]
    acts = [replace(act, unit=_reporter(setting, act.unit, act.retracts)) for act in acts]
    reports, vain = take_back(reports, acts)
    return _settled(setting, task, first, reports), vain


def settled(setting: Setting, task: Task) -> Task:
    """Return a task as it was on the last day of the setting: its duties and state then."""
    return _settled(setting, task, _first_duties(setting, task), list(task.reports))


def _settled(setting: Setting, task: Task, first: list[Duty], reports: list[Report]) -> Task:
    """Return a task with its duties and state; the reports know their units, and whether they were
    taken back."""
    if setting.known:
        reports = known_on(reports, setting.known)
    if setting.until:
        reports = [report for report in reports if report.day <= setting.until]
    course = Course(setting.authority, len(first), first, [], [])
    _transfer(course, setting, task, reports)
    places = {duty.holder: place for place, duty in enumerate(course.duties)}
    placed = [_placed(report, course, places) for report in reports]
    duties = _with_states(course.duties, placed)
    state = _state(setting.rule, duties)
    return replace(
        task, reports=tuple(placed), duties=tuple(duties), passed=tuple(course.passed), status=state
    )


class Course(msgspec.Struct):
    """The duties of a task of an authority in the course of its transfers: how many there were
    `at_first`, the `duties` by now, those that transfers took (`passed`), and the days on which one
    was `joined` to another."""

    authority: str
    at_first: int
    duties: list[Duty]
    passed: list[Duty]
    joined: list[date]

    def is_by(self, report: Report, duty: Duty) -> bool:
        """Whether a report is by the holder of a duty. Without a unit it is, where the task had one
        duty on its day; of a task that names no unit, any unit of the authority may report."""
        if not report.unit:
            return self.at_first - sum(day <= report.day for day in self.joined) == 1
        is_own = report.reporter.partition("/")[0] == self.authority
        return (duty.by_issue and is_own) or (report.reporter or report.unit) == duty.holder


# ── who has a task ────────────────────────────────────────────────────────────────────────────────


def _first_duties(setting: Setting, task: Task) -> list[Duty]:
    """Return the duties that a task gives on its plan's day, before any transfer."""
    registry = setting.registry
    duties: dict[str, Duty] = {}
    for printed in task.responsibilities:
        if printed.group:
            for key in registry.members(printed.group, setting.day):
                name = registry.units[key].name
                _add(duties, Duty(task.key, printed.role, key, name, printed.group))
        else:
            _add(duties, Duty(task.key, printed.role, printed.unit, printed.printed))
    if not duties:
        duty = Duty(task.key, "responsible", setting.issuer, setting.issuer_name, by_issue=True)
        duties[duty.holder] = duty
    return list(duties.values())


def _add(duties: dict[str, Duty], duty: Duty) -> None:
    """Add a duty; a unit that has one already keeps it, in the stronger role of the two, and is
    named if either names it."""
    before = duties.setdefault(duty.holder, duty)
    if before is not duty:
        duties[duty.holder] = _joined(before, duty)


def _joined(before: Duty, other: Duty) -> Duty:
    named = next((duty for duty in (before, other) if not duty.group), before)
    role = min(before.role, other.role, key=_STRENGTH.__getitem__)
    return replace(before, role=role, group=named.group, name=named.name)


def _transfer(course: Course, setting: Setting, task: Task, reports: list[Report]) -> None:
    """Apply the transfers of the registry to the duties of a task: by day, those of one day until
    none applies. Transfers of one day never go in a circle."""
    held = {duty.unit for duty in course.duties}
    transfers = [
        transfer
        for transfer in setting.registry.transfers
        if setting.day < transfer.on
        and (setting.until is None or transfer.on <= setting.until)
        and transfer.covers(setting.plan, task.key)
    ]
    if not any(transfer.from_ in held for transfer in transfers):
        return
    for day in dict.fromkeys(transfer.on for transfer in transfers):
        its = [transfer for transfer in transfers if transfer.on == day]
        while taking := next((t for t in its if _takes(t, course, reports)), None):
            _pass_on(setting.registry, taking, course)


def _takes(transfer: Transfer, course: Course, reports: list[Report]) -> bool:
    """Whether a transfer takes a duty away: its unit has one, which it has not reported done; both
    by what is known now and by what was on the day before. A later word of the old holder may show
    that a duty was not done, and takes none from the new holder."""
    duty = next((duty for duty in course.duties if duty.unit == transfer.from_), None)
    if duty is None:
        return False
    for said in (reports, known_on(reports, transfer.on - timedelta(days=1))):
        own = [
            report
            for report in said
            if not report.taken_back
            and _since(duty) <= report.day < transfer.on
            and course.is_by(report, duty)
        ]
        if not own or max(own, key=Report.order).status != "done":
            return True
    return False


def _pass_on(registry: Registry, transfer: Transfer, course: Course) -> None:
    """Give a duty to another unit, or join it to the one that this unit has already."""
    duties = course.duties
    at = next(i for i, duty in enumerate(duties) if duty.unit == transfer.from_)
    old = duties[at]
    course.passed.append(replace(old, passed_to=transfer.to, passed_on=transfer.on))
    own = next((i for i, duty in enumerate(duties) if duty.unit == transfer.to), None)
    came_from = (*old.came_from, transfer.from_)
    if own is None:
        new = replace(
            old,
            unit=transfer.to,
            name=registry.units[transfer.to].name,
            by_issue=False,
            since=transfer.on,
            came_from=came_from,
        )
        course.duties = [*duties[:at], new, *duties[at + 1 :]]
        return
    role = min(duties[own].role, old.role, key=_STRENGTH.__getitem__)
    both = replace(duties[own], role=role, came_from=(*duties[own].came_from, *came_from))
    course.joined.append(transfer.on)
    course.duties = [both if i == own else duty for i, duty in enumerate(duties) if i != at]


# ── whose report counts ───────────────────────────────────────────────────────────────────────────


def _with_reporter(setting: Setting, report: Report) -> Report:
    """Return a report with the key of its unit and the unit's name, where the registry knows it."""
    if not report.unit:
        return report
    key = _reporter(setting, report.unit, report.date)
    if key not in setting.registry.units:
        return report
    is_id = report.unit in (key, key.rpartition("/")[2])
    name = setting.registry.units[key].name if is_id else report.unit
    return replace(report, reporter=key, unit=name)


def _reporter(setting: Setting, name: str, day: date) -> str:
    """Return the key of the unit that `name` means; the name itself where the registry does not
    know it, or knows several of that name."""
    keys = reporters(setting.registry, setting.authority, name, day) if name else []
    return keys[0] if len(keys) == 1 else name


def reporters(registry: Registry, authority: str, name: str, day: date) -> list[str]:
    """Return the keys of the units that a report may mean by `name`: an id of the authority's
    registry, `authority/id`, or a name as `Registry.find` takes it."""
    for key in (f"{authority}/{name}", name):
        if key in registry.units:
            return [key]
    return [key for key in registry.find(authority, name, day) if key in registry.units]


def _since(duty: Duty) -> date:
    return duty.since or date.min


def _placed(report: Report, course: Course, places: Mapping[str, int]) -> Report:
    """Return a report with its standing and its duty; `places` are the places of the duties by
    holder."""
    if report.taken_back:
        return replace(report, standing="taken back", duty=-1)
    duties = course.duties
    if duties[0].by_issue or not report.unit:
        place = 0 if course.is_by(report, duties[0]) else None
    else:
        place = places.get(report.reporter or report.unit)
    if place is not None and _since(duties[place]) <= report.day:
        return replace(report, standing="counted", duty=place)
    for duty in course.passed:
        if (
            duty.passed_on
            and _since(duty) <= report.day < duty.passed_on
            and course.is_by(report, duty)
        ):
            return replace(report, standing="passed", duty=-1)
    return replace(report, standing="apart", duty=-1)


# ── what the reports make together ────────────────────────────────────────────────────────────────


def _with_states(duties: list[Duty], reports: list[Report]) -> list[Duty]:
    """Return the duties with their latest reports."""
    latest: dict[int, int] = {}
    for place in sorted(range(len(reports)), key=lambda place: reports[place].order()):
        if reports[place].duty >= 0:
            latest[reports[place].duty] = place
    return [
        replace(duty, latest=latest[i], status=reports[latest[i]].status) if i in latest else duty
        for i, duty in enumerate(duties)
    ]


def _state(rule: TaskStatus, duties: Sequence[Duty]) -> Status:
    """Return the state of a task by the rule of its plan."""
    leads = [duty.status for duty in duties if duty.role == "lead"]
    if leads and rule != "all":
        return _least(leads)
    states = [duty.status for duty in duties]
    reported = [status for status in states if status != "unreported"]
    if not reported:
        return "unreported"
    least = _least(reported)
    return "under_way" if least == "done" and len(reported) < len(states) else least


def _least(states: Iterable[Status]) -> Status:
    return min(states, key=ADVANCE.__getitem__)


class Figure(msgspec.Struct, frozen=True):
    """The latest figure of an indicator that a unit reported: its duty, the figure and the day
    that it speaks of."""

    duty: Duty
    value: float
    day: date


class Total(msgspec.Struct, frozen=True):
    """The figures of an indicator, and what its rule makes of them.

    `value` is None where nothing was reported, or the rule makes one figure of none. `of` is the
    number of duties; `reached` is None where nothing can be said yet.
    """

    figures: tuple[Figure, ...]
    of: int
    value: float | None = None
    day: date | None = None
    reached: bool | None = None


def total(task: Task, indicator: Indicator) -> Total:
    """Return the figures of an indicator by duty, and their total by its rule."""
    latest: dict[int, Figure] = {}
    for report in sorted(task.reports, key=Report.order):
        for reading in report.readings:
            if report.duty >= 0 and reading.indicator == indicator.name:
                duty = task.duties[report.duty]
                latest[report.duty] = Figure(duty, reading.value, report.day)
    figures = tuple(latest[place] for place in sorted(latest))
    answer = Total(figures, len(task.duties))
    if indicator.total == "lead":
        leads = [duty for duty in task.duties if duty.role == "lead"] or list(task.duties)
        counted = [f for f in figures if len(leads) == 1 and f.duty == leads[0]]
        of = 1
    else:
        counted, of = list(figures), len(task.duties)
    if not counted:
        return answer
    # As printed: 0.1 and 0.2 are 0.3, which sums of binary figures are not.
    values = [Fraction(repr(figure.value)) for figure in counted]
    value = float(
        {
            "lead": values[0],
            "sum": sum(values, Fraction()),
            "mean": sum(values, Fraction()) / len(values),
            "least": min(values),
        }[indicator.total]
    )
    keeps = indicator.is_reached_by(value)
    grows = indicator.total == "sum" and indicator.at_most is None and indicator.equal is None
    is_known = len(counted) == of or (keeps and grows and min(values) >= 0)
    return replace(
        answer,
        value=value,
        day=max(figure.day for figure in counted),
        reached=keeps if is_known else None,
    )
