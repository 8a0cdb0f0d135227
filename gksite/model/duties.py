"""Duties: who has a task, since when, and whose report counts. What the reports make together is
reckoned in `states`. The rules stand in docs/format.md («Duties: whose word counts»).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from gksite.model.entities import Plan, Task, Transfer
from gksite.model.registry import Registry
from gksite.model.reporting import Adjustment, Duty, Report, Responsibility
from gksite.model.states import after, rolled_up, with_states
from gksite.model.statuses import Status
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
    setting: Setting, tasks: Sequence[Task], acts: Mapping[str, Sequence[TakingBack]]
) -> tuple[tuple[Task, ...], list[tuple[Task, TakingBack]]]:
    """Return the tasks of a plan with their duties, the standing of their reports and their states;
    and the acts (by key of their task) that take nothing back. Reports are sorted by date."""
    vain: list[tuple[Task, TakingBack]] = []
    known = []
    for task in tasks:
        reports = [_with_reporter(setting, report) for report in task.reports]
        own = [
            replace(act, unit=_reporter(setting, act.unit, act.retracts))
            for act in acts.get(task.key, ())
        ]
        reports, for_nothing = take_back(reports, own)
        vain += [(task, act) for act in for_nothing]
        known.append(replace(task, reports=tuple(reports)))
    return settled(setting, known), vain


def settled(setting: Setting, tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Return the tasks of a plan as they were on the last day of the setting: their duties and
    states then. Their reports know their units, and whether they were taken back."""
    by_key = {task.key: task for task in tasks} if any(task.parent for task in tasks) else {}
    return rolled_up([_settled(setting, task, _naming(task, by_key)) for task in tasks])


def _naming(task: Task, by_key: Mapping[str, Task]) -> Task:
    """Return the task whose units a task has: its own, else those of the task whose part it is."""
    above: Task | None = task
    while above and not above.responsibilities:
        above = by_key.get(above.parent)
    return above or task


def _settled(setting: Setting, task: Task, naming: Task) -> Task:
    """Return a task with its duties and state; `naming` is the task that names its units."""
    reports = list(task.reports)
    if setting.known:
        reports = known_on(reports, setting.known)
    if setting.until:
        reports = [report for report in reports if report.day <= setting.until]
    first = _named_duties(setting, task, naming.responsibilities, setting.day)
    course = Course(setting.authority, first, [], [(date.min, len(first))])
    _run(course, setting, task, naming, reports)
    places = {duty.holder: place for place, duty in enumerate(course.duties)}
    placed = tuple(_placed(report, course, places) for report in reports)
    return with_states(
        setting.rule,
        replace(task, reports=placed, duties=tuple(course.duties), passed=tuple(course.passed)),
    )


class Course(msgspec.Struct):
    """The duties of a task of an authority in the course of transfers and adjustments: the `duties`
    by now, those that were taken (`passed`), and how many there were from which day on."""

    authority: str
    duties: list[Duty]
    passed: list[Duty]
    numbers: list[tuple[date, int]]

    def is_by(self, report: Report, duty: Duty) -> bool:
        """Whether a report is by the holder of a duty. Without a unit it is, where the task had one
        duty on its day; of a task that names no unit, any unit of the authority may report."""
        if not report.unit:
            return [number for day, number in self.numbers if day <= report.day][-1] == 1
        is_own = report.reporter.partition("/")[0] == self.authority
        return (duty.by_issue and is_own) or (report.reporter or report.unit) == duty.holder


# ── who has a task ────────────────────────────────────────────────────────────────────────────────


def _named_duties(
    setting: Setting, task: Task, named: Sequence[Responsibility], day: date
) -> list[Duty]:
    """Return the duties in a task that the names in a list of units give on a day."""
    registry = setting.registry
    duties: dict[str, Duty] = {}
    for printed in named:
        if printed.group:
            for key in registry.members(printed.group, day):
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


def _run(course: Course, setting: Setting, task: Task, naming: Task, reports: list[Report]) -> None:
    """Apply transfers and adjustments of units to the duties of a task: by day, the transfers of
    one day until none applies, then the adjustments. Transfers of one day never go in a circle."""
    changes = [change for change in naming.adjustments if change.units_printed]
    held = {duty.unit for duty in course.duties}
    transfers = [
        transfer
        for transfer in setting.registry.transfers
        if setting.day < transfer.on
        and (setting.until is None or transfer.on <= setting.until)
        and transfer.covers(setting.plan, task.key)
    ]
    if not changes and not any(transfer.from_ in held for transfer in transfers):
        return
    days = {*(transfer.on for transfer in transfers), *(change.date for change in changes)}
    for day in sorted(days):
        its = [transfer for transfer in transfers if transfer.on == day]
        while taking := next((t for t in its if _takes(t, course, reports)), None):
            _pass_on(setting.registry, taking, course)
        for change in changes:
            if change.date == day:
                _name_anew(setting, task, change, course)
        course.numbers.append((day, len(course.duties)))


def _name_anew(setting: Setting, task: Task, change: Adjustment, course: Course) -> None:
    """Give the task to the units that an adjustment names: one that has it keeps it, in its new
    role; the others lose it or begin."""
    old = {duty.holder: duty for duty in course.duties}
    duties = []
    for named in _named_duties(setting, task, change.responsibilities, change.date):
        own = old.pop(named.holder, None)
        if own and own.by_issue == named.by_issue:
            duties.append(replace(own, role=named.role, group=named.group, name=named.name))
        else:
            duties.append(replace(named, since=change.date))
            if own:
                old[named.holder] = own
    course.passed += [replace(duty, passed_on=change.date) for duty in old.values()]
    course.duties = duties


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
        state: Status = "unreported"
        for report in sorted(own, key=Report.order):
            state = after(state, report)
        if state != "done":
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
