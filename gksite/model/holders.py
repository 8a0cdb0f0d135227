"""The units that may report on a task: those that have a duty in it."""

from __future__ import annotations

from datetime import date

from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.duties import reporters
from gksite.model.entities import Plan, Task
from gksite.model.registry import Registry

_MOST_NAMES = 8


def names_of_holders(registry: Registry, task: Task) -> str:
    """Return the names of the units that have a duty in a task, for people to read."""
    names = [registry.units[d.unit].name if d.unit else d.name for d in task.duties]
    return "、".join(names[:_MOST_NAMES]) + ("……" if len(names) > _MOST_NAMES else "")


def reporter_of(
    registry: Registry, plan: Plan, task: Task, name: str, day: date, where: Location
) -> tuple[str, list[Diagnostic]]:
    """Return the unit that reports on a task on a day (its key, or its name where the registry does
    not know it), or the reason why it may not report."""
    keys = reporters(registry, plan.authority, name, day)
    for duty in task.duties:
        is_its = duty.unit in keys if duty.unit else duty.name == name
        if is_its and (duty.since is None or duty.since <= day):
            return duty.holder, []
    if keys and task.duties[0].by_issue:
        if len(keys) == 1:
            return keys[0], []
        candidates = ", ".join(keys)
        return "", [problem("ambiguous-unit", where, name=name, candidates=candidates)]
    if not keys and not registry.find(plan.authority, name, day):
        near = nearest(name, registry.known_names(plan.authority))
        return "", [problem("unknown-unit", where, name=name, near=near)]
    known = names_of_holders(registry, task)
    return "", [problem("report-not-theirs", where, task=task.id, unit=name, known=known)]
