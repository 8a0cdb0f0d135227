"""The members of the groups that a plan names, as its registry has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from gksite.model.entities import Plan
from gksite.model.registry import Registry
from gksite.model.reporting import Member, Members, Responsibility


def with_members(plan: Plan, registry: Registry) -> Plan:
    """Return a plan with the members of its groups by a registry."""
    members = tuple(
        Members(group, day, tuple(_members(registry, group, day)))
        for group, day in groups_named(plan)
    )
    return msgspec.structs.replace(plan, members=members) if members or plan.members else plan


def groups_named(plan: Plan) -> list[tuple[str, date]]:
    """Return the groups (by key) that the tasks of a plan name, each with a day of whose members
    they speak: by day, then by key."""
    found = {
        (day, group)
        for task in plan.tasks
        for day, names in (
            (plan.day, task.responsibilities),
            *((change.date, change.responsibilities) for change in task.adjustments),
        )
        for group in _groups(names)
    }
    return [(group, day) for day, group in sorted(found)]


def _groups(names: Iterable[Responsibility]) -> Iterator[str]:
    return (name.group for name in names if name.group)


def _members(registry: Registry, group: str, day: date) -> Iterator[Member]:
    return (Member(key, registry.units[key].name) for key in registry.members(group, day))
