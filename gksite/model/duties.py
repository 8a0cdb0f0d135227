"""Duties: who has a task, since when, and whose report counts. What the reports make together is
reckoned in `states`. The rules stand in docs/format.md («Duties: whose word counts»).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from gksite.model.entities import Plan, Task, Transfer
from gksite.model.registry import Registry
from gksite.model.reporters import reporter, with_reporter
from gksite.model.reporting import Adjustment, Duty, Member, Report, Responsibility, Target
from gksite.model.states import after, rolled_up, with_states
from gksite.model.statuses import Status
from gksite.model.taking_back import TakingBack, known_on, take_back
from gksite.notation.values import Role
from gksite.schema.keys import TaskStatus

_STRENGTH: Mapping[Role, int] = {"lead": 0, "responsible": 1, "cooperating": 2}

replace = msgspec.structs.replace


class Setting(msgspec.Struct, frozen=True):
    """Everything outside of a task that its duties follow from. `issuer` is the key of the plan's
    issuer, or "", `issuer_name` its name or else the authority's; `members` are those of the groups
    that the plan names, by group and day. `until` is the last day of reports and transfers that are
    looked at, and `known` that on which they are, with what had been corrected and taken back by
    then; None for all."""

    registry: Registry
    plan: str
    authority: str
    day: date
    issuer: str
    issuer_name: str
    members: Mapping[tuple[str, date], tuple[Member, ...]]
    rule: TaskStatus = "lead"
    until: date | None = None
    known: date | None = None


def setting_of(
    registry: Registry, plan: Plan, until: date | None = None, known: date | None = None
) -> Setting:
    """Return the setting of a plan's tasks."""
    authority = registry.authorities.get(plan.authority)
    name = plan.issuer_name or (authority.name if authority else plan.authority)
    members = {(one.group, one.day): one.units for one in plan.members}
    issued = plan.day, plan.issuer, name, members, plan.task_status
    return Setting(registry, plan.id, plan.authority, *issued, until, known)


def with_duties(
    setting: Setting, tasks: Sequence[Task], acts: Mapping[str, Sequence[TakingBack]]
) -> tuple[tuple[Task, ...], list[tuple[Task, TakingBack]]]:
    """Return the tasks of a plan with their duties, the standing of their reports and their states;
    and the acts (by key of their task) that take nothing back. Reports are sorted by date."""
    vain: list[tuple[Task, TakingBack]] = []
    known = []
    for task in tasks:
        reports = [
            with_reporter(setting.registry, setting.authority, report) for report in task.reports
        ]
        own = [
            replace(act, unit=reporter(setting.registry, setting.authority, act.unit, act.retracts))
            for act in acts.get(task.key, ())
        ]
        reports, for_nothing = take_back(reports, own)
        vain += [(task, act) for act in for_nothing]
        known.append(replace(task, reports=tuple(reports)))
    return settled(setting, known), vain


def settled(setting: Setting, tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Return the tasks of a plan as they were on the last day of the setting: their duties and
    states then. Their reports know their units, and whether they were taken back."""
    if setting.until:
        tasks = [_decided_by(task, setting.until) for task in tasks]
    by_key = {task.key: task for task in tasks}
    return rolled_up([_settled(setting, task, by_key) for task in tasks])


def _decided_by(task: Task, day: date) -> Task:
    """Return a task without the decisions after a day."""
    decisions = tuple(decision for decision in task.adjustments if decision.date <= day)
    return replace(task, adjustments=decisions)


def _settled(setting: Setting, task: Task, by_key: Mapping[str, Task]) -> Task:
    """Return a task with its duties and state."""
    reports = list(task.reports)
    if setting.known:
        reports = known_on(reports, setting.known)
    if setting.until:
        reports = [report for report in reports if report.day <= setting.until]
    task = replace(task, reports=tuple(reports))
    lineage = _lineage(task, by_key)
    named, changes = _naming(lineage)
    first = _named_duties(setting, task, named, setting.day)
    course = Course(setting.authority, first, [], [])
    _run(course, setting, lineage, changes, by_key)
    places = {duty.holder: place for place, duty in enumerate(course.duties)}
    task = replace(
        task,
        reports=tuple(_placed(report, course, places) for report in reports),
        duties=tuple(course.duties),
        passed=tuple(course.passed),
        withdrawn_above=any(change.withdrawn for one in lineage[1:] for change in one.adjustments),
    )
    return _with_kept_targets(setting, with_states(setting.rule, task), by_key, course.days)


def _lineage(task: Task, by_key: Mapping[str, Task]) -> list[Task]:
    """Return a task and those above it."""
    lineage = [task]
    while lineage[-1].parent:
        lineage.append(by_key[lineage[-1].parent])
    return lineage


def _naming(lineage: Sequence[Task]) -> tuple[Sequence[Responsibility], list[Adjustment]]:
    """Return the names that the first duties of a task follow from, and the decisions that named
    others: its own; where it names no unit, those of the task above, until a decision names units
    for the part alone."""
    changes: list[Adjustment] = []
    for one in lineage:
        until = min((change.date for change in changes), default=date.max)
        changes += [c for c in one.adjustments if c.units_printed and c.date < until]
        if one.responsibilities:
            return one.responsibilities, changes
    return (), changes


class Course(msgspec.Struct):
    """The duties of a task of an authority in the course of transfers and adjustments: the `duties`
    by now, those that were taken (`passed`), and the days on which they changed hands."""

    authority: str
    duties: list[Duty]
    passed: list[Duty]
    days: list[date]

    def is_by(self, report: Report, duty: Duty) -> bool:
        """Whether a report is by the holder of a duty, which it had on that day. Without a unit it
        is, where the task had one duty then; of a task that names no unit, any unit of the
        authority may report."""
        if not report.unit:
            held = (is_held(duty, report.day) for duty in (*self.duties, *self.passed))
            return sum(held) == 1
        is_own = report.reporter.partition("/")[0] == self.authority
        return (duty.by_issue and is_own) or (report.reporter or report.unit) == duty.holder


def is_held(duty: Duty, day: date) -> bool:
    """Whether its unit holds a duty on a day, which may be before or after it passed on."""
    return (duty.since is None or duty.since <= day) and (
        duty.passed_on is None or day < duty.passed_on
    )


# ── who has a task ────────────────────────────────────────────────────────────────────────────────


def _named_duties(
    setting: Setting, task: Task, named: Sequence[Responsibility], day: date
) -> list[Duty]:
    """Return the duties in a task that the names in a list of units give on a day."""
    units = setting.registry.units
    duties: dict[str, Duty] = {}
    for printed in named:
        if printed.group:
            for member in setting.members.get((printed.group, day), ()):
                name = units[member.unit].name if member.unit else member.name
                _add(duties, Duty(task.key, printed.role, member.unit, name, printed.group))
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


def _run(
    course: Course,
    setting: Setting,
    lineage: Sequence[Task],
    changes: Sequence[Adjustment],
    by_key: Mapping[str, Task],
) -> None:
    """Apply transfers and adjustments of units to the duties of a task: by day, the transfers of
    one day until none applies, then the adjustments. Transfers of one day never go in a circle."""
    task = lineage[0]
    held = {duty.unit for duty in course.duties}
    for change in changes:
        named = _named_duties(setting, task, change.responsibilities, change.date)
        held |= {duty.unit for duty in named}
    keys = [one.key for one in lineage]
    transfers = [
        transfer
        for transfer in setting.registry.transfers_reaching(held)
        if setting.day < transfer.on
        and (setting.until is None or transfer.on <= setting.until)
        and transfer.covers(setting.plan, *keys)
    ]
    if not changes and not transfers:
        return
    for day in sorted({*(one.on for one in transfers), *(one.date for one in changes)}):
        its = [transfer for transfer in transfers if transfer.on == day]
        if task.rolls_up and its and _were_done(setting, task, by_key, day):
            its = []
        while taking := next((t for t in its if _takes(t, course, task)), None):
            _pass_on(setting.registry, taking, course)
            course.days.append(day)
        for change in changes:
            if change.date == day:
                course.days.append(day)
                _name_anew(setting, task, change, course)


def _name_anew(setting: Setting, task: Task, change: Adjustment, course: Course) -> None:
    """Give the task to the units that an adjustment names: one that has it keeps it, in its new
    role; the others lose it or begin."""
    old = {duty.holder: duty for duty in course.duties}
    duties = []
    for named in _named_duties(setting, task, change.responsibilities, change.date):
        own = old.get(named.holder)
        if own and own.by_issue == named.by_issue:
            del old[named.holder]
            duties.append(replace(own, role=named.role, group=named.group, name=named.name))
        else:
            duties.append(replace(named, since=change.date))
    course.passed += [replace(duty, passed_on=change.date) for duty in old.values()]
    course.duties = duties


def _takes(transfer: Transfer, course: Course, task: Task) -> bool:
    """Whether a transfer takes a duty away: its unit has one, which it has not reported done; both
    by what is known now and by what was on the day before. A later word of the old holder may show
    that a duty was not done, and takes none from the new holder."""
    duty = next((duty for duty in course.duties if duty.unit == transfer.from_), None)
    if duty is None or task.rolls_up:
        return duty is not None
    for said in (task.reports, known_on(task.reports, transfer.on - timedelta(days=1))):
        own = [
            report
            for report in said
            if report.day < transfer.on
            and not report.taken_back
            and is_held(duty, report.day)
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


# ── what was before a change of hands ─────────────────────────────────────────────────────────────


def _with_kept_targets(
    setting: Setting, task: Task, by_key: Mapping[str, Task], days: Sequence[date]
) -> Task:
    """Return a task with those of its targets reached that were when duties last changed hands and
    that nobody has reported on since."""
    if not task.targets or not days:
        return task
    then, past = _cut(setting, task, by_key, days[-1])
    before = {target.id: target for target in _settled(then, past[task.key], past).targets}
    since = [one for one in task.reports if one.duty >= 0 and one.day >= days[-1]]
    return replace(
        task,
        targets=tuple(
            before[target.id]
            if before[target.id].is_reached and not any(_is_on(one, target) for one in since)
            else target
            for target in task.targets
        ),
    )


def _is_on(report: Report, target: Target) -> bool:
    """Whether a report says something of a target."""
    return report.target == target.id or any(
        reading.indicator == target.indicator for reading in report.readings
    )


def _were_done(setting: Setting, task: Task, by_key: Mapping[str, Task], day: date) -> bool:
    """Whether the parts of a task were done before a day, by what is known now and by what was
    then."""
    then = day - timedelta(days=1)
    known = replace(setting, known=min(setting.known or then, then))
    return all(_of_parts(one, task, by_key, day) == "done" for one in (setting, known))


def _of_parts(setting: Setting, task: Task, by_key: Mapping[str, Task], day: date) -> Status:
    """Return the state that the parts of a task made together before a day."""
    then, past = _cut(setting, task, by_key, day)
    parts = [_settled(then, past[part.key], past) for part in _below(task, by_key)]
    return rolled_up([replace(past[task.key], parent=""), *parts])[0].status


def _below(task: Task, by_key: Mapping[str, Task]) -> list[Task]:
    """Return the parts of a task, and theirs."""
    return [
        one
        for one in by_key.values()
        if any(above.key == task.key for above in _lineage(one, by_key)[1:])
    ]


def _cut(
    setting: Setting, task: Task, by_key: Mapping[str, Task], day: date
) -> tuple[Setting, Mapping[str, Task]]:
    """Return the setting as it was before a day, and so a task, those above it, and its parts where
    it has their state."""
    below = _below(task, by_key) if task.rolls_up else []
    tasks = {one.key: one for one in (*_lineage(task, by_key), *below)}
    past = {
        key: replace(
            one,
            reports=tuple(report for report in one.reports if report.day < day),
            adjustments=tuple(change for change in one.adjustments if change.date < day),
        )
        for key, one in tasks.items()
    }
    return replace(setting, until=day - timedelta(days=1)), past


# ── whose report counts ───────────────────────────────────────────────────────────────────────────


def _placed(report: Report, course: Course, places: Mapping[str, int]) -> Report:
    """Return a report with its standing and its duty; `places` are the places of the duties by
    holder."""
    if report.taken_back:
        return replace(report, standing="taken back", duty=-1)
    duties = course.duties
    if report.unit and not duties[0].by_issue:
        place = places.get(report.reporter or report.unit, -1)
    else:
        place = next((i for i, d in enumerate(duties) if is_held(d, report.day)), -1)
        place = place if course.is_by(report, duties[place]) else -1
    if place >= 0 and is_held(duties[place], report.day):
        return replace(report, standing="counted", duty=place)
    for duty in course.passed:
        if is_held(duty, report.day) and course.is_by(report, duty):
            return replace(report, standing="passed", duty=-1)
    return replace(report, standing="apart", duty=-1)
