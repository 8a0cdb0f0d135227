"""What reports make together: the states of duties, tasks and targets, totals of indicators.

Nothing else reckons a state. The rules stand in docs/format.md («Duties: whose word counts»).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

import msgspec

from gksite.model.entities import Task
from gksite.model.reporting import Duty, Indicator, Report, Target
from gksite.model.statuses import ADVANCE, Status
from gksite.schema.keys import TaskStatus

replace = msgspec.structs.replace


def with_states(rule: TaskStatus, task: Task) -> Task:
    """Return a task with the states of its duties, of its targets and its own, from its reports,
    which know their duties."""
    duties = _with_states(task.duties, task.reports)
    task = replace(task, duties=duties, status=state_of(rule, duties))
    if not task.targets:
        return task
    return replace(task, targets=tuple(_with_state(rule, task, target) for target in task.targets))


def _with_states(duties: Sequence[Duty], reports: Sequence[Report]) -> tuple[Duty, ...]:
    """Return the duties with their states and the reports that these rest on."""
    latest: dict[int, int] = {}
    states: dict[int, Status] = {}
    for place in sorted(range(len(reports)), key=lambda place: reports[place].order()):
        report = reports[place]
        if report.duty < 0:
            continue
        before = states.get(report.duty, "unreported")
        states[report.duty] = after(before, report)
        if not report.target or states[report.duty] != before:
            latest[report.duty] = place
    return tuple(
        replace(duty, latest=latest[i], status=states[i]) if i in latest else duty
        for i, duty in enumerate(duties)
    )


def after(state: Status, report: Report) -> Status:
    """Return the state of a duty after a report. One on a target says of the whole no more than
    that work has begun, or has not."""
    if not report.target:
        return report.status
    if ADVANCE[state] > ADVANCE["not_started"]:
        return state
    return "not_started" if report.status == "not_started" else "under_way"


def state_of(rule: TaskStatus, duties: Sequence[Duty]) -> Status:
    """Return the state that duties make together by the rule of their plan."""
    leads = [duty.status for duty in duties if duty.role == "lead"]
    return _least(leads) if leads and rule != "all" else _of_all(duty.status for duty in duties)


def _of_all(states: Iterable[Status]) -> Status:
    """Return the least advanced state that was reported; nothing is done while one was not."""
    states = tuple(states)
    reported = [status for status in states if status != "unreported"]
    if not reported:
        return "unreported"
    least = _least(reported)
    return "under_way" if least == "done" and len(reported) < len(states) else least


def _least(states: Iterable[Status]) -> Status:
    return min(states, key=ADVANCE.__getitem__)


# ── parts of a task ───────────────────────────────────────────────────────────────────────────────


def rolled_up(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Return the tasks of a plan; one that rolls up has the state of its parts, and so have its
    duties; where all these were withdrawn, it is. No task is a part of itself."""
    if not any(task.rolls_up for task in tasks):
        return tuple(tasks)
    by_key = {task.key: task for task in tasks}
    parts: dict[str, list[str]] = {}
    for task in tasks:
        parts.setdefault(task.parent, []).append(task.key)

    def settle(key: str) -> None:
        for part in parts.get(key, ()):
            settle(part)
        if (task := by_key.get(key)) and task.rolls_up:
            own = [by_key[part] for part in parts.get(key, ())]
            standing = [part for part in own if not part.is_withdrawn]
            status = _of_all(part.status for part in standing)
            duties = tuple(replace(duty, status=status, latest=-1) for duty in task.duties)
            is_empty = bool(own) and not standing
            by_key[key] = replace(task, status=status, duties=duties, withdrawn_below=is_empty)

    settle("")
    return tuple(by_key[task.key] for task in tasks)


# ── targets ───────────────────────────────────────────────────────────────────────────────────────


def on_target(task: Task, target: Target) -> tuple[Duty, ...]:
    """Return the duties of a task with what each unit reported last on a target."""
    reports = task.reports
    latest = {
        reports[place].duty: place
        for place in sorted(range(len(reports)), key=lambda place: reports[place].order())
        if reports[place].duty >= 0 and reports[place].target == target.id
    }
    return tuple(
        replace(duty, latest=latest[i], status=task.reports[latest[i]].status)
        if i in latest
        else replace(duty, latest=-1, status="unreported")
        for i, duty in enumerate(task.duties)
    )


def _with_state(rule: TaskStatus, task: Task, target: Target) -> Target:
    status = state_of(rule, on_target(task, target))
    return replace(target, status=status, is_reached=status == "done" or _has_value(task, target))


def _has_value(task: Task, target: Target) -> bool:
    """Whether the total of a target's indicator has its value."""
    if target.value is None:
        return False
    aim = next((aim for aim in task.indicators if aim.name == target.indicator), None)
    return total(task, target.as_indicator(aim)).reached is True


# ── indicators ────────────────────────────────────────────────────────────────────────────────────


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
    is_known = indicator.target is not None and (
        len(counted) == of or (keeps and grows and min(values) >= 0)
    )
    return replace(
        answer,
        value=value,
        day=max(figure.day for figure in counted),
        reached=keeps if is_known else None,
    )
