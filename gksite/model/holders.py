"""The units that may report on a task: those that have a duty in it."""

from __future__ import annotations

import msgspec

from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.entities import Plan, Task
from gksite.model.registry import Registry, existed

_MOST_NAMES = 8


class Holders(msgspec.Struct, frozen=True):
    """The units of a task: their keys, and names that the registry does not know. Both empty: any
    unit of the registry may report."""

    units: tuple[str, ...]
    printed: tuple[str, ...] = ()

    def names(self, registry: Registry) -> str:
        """Return their names, for people to read."""
        names = [*(registry.units[key].name for key in self.units), *self.printed]
        return "、".join(names[:_MOST_NAMES]) + ("……" if len(names) > _MOST_NAMES else "")


def holders_of(registry: Registry, plan: Plan, task: Task) -> Holders:
    """Return the units that a task names, the members of its groups in the plan's year, and the
    successors of units that ended.

    An open group adds nobody. A task without any other name may be reported by any unit.
    """
    keys: dict[str, None] = {}
    printed: dict[str, None] = {}
    for responsibility in task.responsibilities:
        if responsibility.unit:
            keys[responsibility.unit] = None
        elif responsibility.group:
            group = registry.groups[responsibility.group]
            keys |= dict.fromkeys(
                key
                for key in group.members
                if not group.open and existed(registry.units[key], plan.year)
            )
        else:
            printed[responsibility.printed] = None
    heirs = (
        heir
        for key in keys
        if registry.units[key].until
        for heir in registry.units[key].successors
        if heir in registry.units
    )
    return Holders(
        (*keys, *(heir for heir in dict.fromkeys(heirs) if heir not in keys)), tuple(printed)
    )


def reporter_of(
    registry: Registry, plan: Plan, task: Task, name: str, where: Location
) -> tuple[str, list[Diagnostic]]:
    """Return the key of the unit that reports on a task (its name where the registry does not know
    it), or the reason why it may not report."""
    holders = holders_of(registry, plan, task)
    if name in holders.printed:
        return name, []
    keys = [key for key in registry.find(plan.authority, name, plan.year) if key in registry.units]
    keys = keys or [key for key, unit in registry.units.items() if unit.name == name]
    if not keys and not registry.find(plan.authority, name, plan.year):
        near = nearest(name, registry.known_names(plan.authority))
        return "", [problem("unknown-unit", where, name=name, near=near)]
    theirs = [key for key in keys if key in holders.units]
    if theirs:
        return theirs[0], []
    if keys and not holders.units and not holders.printed:
        return (
            (keys[0], [])
            if len(keys) == 1
            else ("", [problem("ambiguous-unit", where, name=name, candidates=", ".join(keys))])
        )
    return "", [
        problem(
            "report-not-theirs",
            where,
            task=task.id,
            unit=name,
            known=holders.names(registry) or "—",
        )
    ]
