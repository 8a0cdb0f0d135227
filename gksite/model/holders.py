"""The units that may report on a task on a day: those that hold a duty in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.duties import reporters
from gksite.model.entities import Plan, Task
from gksite.model.registry import Registry
from gksite.model.reporting import Duty

_MOST_NAMES = 8


def names_of_holders(registry: Registry, task: Task) -> str:
    """Return the names of the units that have a duty in a task, for people to read."""
    names = [_name_of(registry, duty) for duty in task.duties]
    return "、".join(names[:_MOST_NAMES]) + ("……" if len(names) > _MOST_NAMES else "")


def only_holder(task: Task, day: date) -> str:
    """Return the unit that holds the only duty of a task on a day (its key, else its name), ""
    where the task had several on that day."""
    held = [duty for duty in (*task.duties, *task.passed) if _is_held(duty, day)]
    return held[0].holder if len(held) == 1 else ""


def reporter_of(
    registry: Registry, plan: Plan, task: Task, name: str, day: date, where: Location
) -> tuple[str, list[Diagnostic]]:
    """Return the unit that reports on a task on a day (its key, or its name where the registry does
    not know it), or the reason why it may not report."""
    keys = reporters(registry, plan.authority, name, day)
    held = [duty for duty in (*task.duties, *task.passed) if _is_held(duty, day)]
    for duty in held:
        if _is_its(duty, keys, name):
            return duty.holder, []
    if keys and any(duty.by_issue for duty in held):
        if len(keys) == 1:
            return keys[0], []
        candidates = ", ".join(keys)
        return "", [problem("ambiguous-unit", where, name=name, candidates=candidates)]
    if not keys and not registry.find(plan.authority, name, day):
        near = nearest(name, registry.known_names(plan.authority))
        return "", [problem("unknown-unit", where, name=name, near=near)]
    return "", [_refusal(registry, plan, task, keys, name, day, where)]


def _is_held(duty: Duty, day: date) -> bool:
    """Whether its unit holds a duty on a day, which may be before or after a transfer."""
    return (duty.since is None or duty.since <= day) and (
        duty.passed_on is None or day < duty.passed_on
    )


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
    for duty in reversed(task.passed):
        is_past = duty.passed_on is not None and duty.passed_on <= day
        if _is_its(duty, keys, name) and duty.passed_to and is_past:
            return problem(
                "report-after-transfer",
                where,
                task=task.id,
                unit=name,
                to=registry.units[duty.passed_to].name,
                on=duty.passed_on,
                date=day,
            )
    for duty in task.duties:
        if _is_its(duty, keys, name) and duty.since and day < duty.since:
            return problem(
                "report-before-transfer",
                where,
                task=task.id,
                unit=name,
                before="、".join(registry.units[key].name for key in duty.came_from),
                on=duty.since,
                date=day,
            )
    known = names_of_holders(registry, task)
    for group in (printed.group for printed in task.responsibilities if printed.group):
        members = registry.groups[group].members
        if any(key in members and not registry.existed(key, plan.day) for key in keys):
            return problem(
                "reporter-not-member",
                where,
                task=task.id,
                unit=name,
                group=registry.groups[group].name,
                day=plan.day,
                known=known,
            )
    return problem("report-not-theirs", where, task=task.id, unit=name, known=known)


def _name_of(registry: Registry, duty: Duty) -> str:
    return registry.units[duty.unit].name if duty.unit else duty.name
