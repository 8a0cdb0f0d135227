"""The units that may report on a task on a day: those that hold a duty in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.duties import is_held
from gksite.model.entities import Plan, Task
from gksite.model.registry import Registry
from gksite.model.reporters import reporters
from gksite.model.reporting import Duty, Report

_MOST_NAMES = 8


def names_of_holders(registry: Registry, plan: Plan, task: Task, day: date) -> str:
    """Return the names under which the units that have a duty in a task on a day report it then,
    for people to read."""
    names = [_name_of(registry, plan, duty, day) for duty in _held(task, day)]
    return "、".join(names[:_MOST_NAMES]) + ("……" if len(names) > _MOST_NAMES else "")


def only_holder(task: Task, day: date) -> str:
    """Return the unit that holds the only duty of a task on a day (its key, else its name), ""
    where the task had several on that day."""
    held = _held(task, day)
    return held[0].holder if len(held) == 1 else ""


def counted_before(report: Report, duty: Duty) -> bool:
    """Whether a report counted for a duty until it passed on: one of its unit, one without a unit,
    and of a task that names nobody one of any unit."""
    return (
        report.standing == "passed"
        and (duty.by_issue or not report.unit or (report.reporter or report.unit) == duty.holder)
        and is_held(duty, report.day)
    )


def duty_before(task: Task, report: Report) -> Duty | None:
    """Return the duty for which a report counted until it passed on; None of other reports."""
    return next((duty for duty in task.passed if counted_before(report, duty)), None)


def reporter_of(
    registry: Registry,
    plan: Plan,
    task: Task,
    name: str,
    day: date,
    where: Location,
    *,
    about: date,
) -> tuple[str, list[Diagnostic]]:
    """Return the unit that reports on a task on a day (its key, or its name where the registry does
    not know it), or the reason why it may not report. `about` is the day that it speaks of, which
    is an earlier one in a correction."""
    keys = reporters(registry, plan.authority, name, day)
    held = _held(task, about)
    if len(keys) > 1:
        # The day does not tell which is meant, and a build would not guess either.
        candidates = ", ".join(keys)
        return "", [problem("reporter-ambiguous", where, name=name, date=day, units=candidates)]
    for duty in held:
        if _is_its(duty, keys, name):
            return duty.holder, []
    if keys and any(duty.by_issue for duty in held):
        return keys[0], []
    if not keys and not registry.find(plan.authority, name, day):
        near = nearest(name, registry.known_names(plan.authority))
        return "", [problem("unknown-unit", where, name=name, near=near)]
    return "", [_refusal(registry, plan, task, keys, name, about, where)]


def _held(task: Task, day: date) -> list[Duty]:
    """Return the duties of a task that units hold on a day."""
    return [duty for duty in (*task.duties, *task.passed) if is_held(duty, day)]


def _is_its(duty: Duty, keys: Iterable[str], name: str) -> bool:
    return duty.unit in keys if duty.unit else duty.name == name


def _refusal(
    registry: Registry,
    plan: Plan,
    task: Task,
    keys: list[str],
    name: str,
    day: date,
    where: Location,
) -> Diagnostic:
    """Return the reason why a unit may not report: its duty passed on, came later, or never was."""
    known = names_of_holders(registry, plan, task, day)

    def refused(code: str, **facts: object) -> Diagnostic:
        return problem(code, where, task=task.id, unit=name, **facts)

    for duty in reversed(task.passed):
        if not _is_its(duty, keys, name) or duty.passed_on is None or day < duty.passed_on:
            continue
        if not duty.passed_to:
            return refused("report-after-adjustment", on=duty.passed_on, date=day, known=known)
        to = registry.units[duty.passed_to].name
        return refused("report-after-transfer", to=to, on=duty.passed_on, date=day)
    for duty in task.duties:
        if not _is_its(duty, keys, name) or duty.since is None or duty.since <= day:
            continue
        if not duty.came_from:
            return refused("report-before-adjustment", on=duty.since, date=day, known=known)
        before = "、".join(registry.units[key].name for key in duty.came_from)
        return refused("report-before-transfer", before=before, on=duty.since, date=day)
    for group in (printed.group for printed in task.responsibilities if printed.group):
        members = registry.groups[group].members
        if any(key in members and not registry.existed(key, plan.day) for key in keys):
            group_name = registry.groups[group].name
            return refused("reporter-not-member", group=group_name, day=plan.day, known=known)
    return refused("report-not-theirs", known=known)


def _name_of(registry: Registry, plan: Plan, duty: Duty, day: date) -> str:
    """Return the name of a unit; its id where the name means another unit on that day, or
    several."""
    if not duty.unit:
        return duty.name
    name = registry.units[duty.unit].name
    if reporters(registry, plan.authority, name, day) == [duty.unit]:
        return name
    return f"{duty.unit.removeprefix(f'{plan.authority}/')}（{name}）"
