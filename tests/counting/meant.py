"""Tell what a plan means by the names that it prints: by the registries, or, of a signed plan, by
the reading that was signed; slow, and from `docs/format.md` alone.

A signed plan of a world has a `reading`: the key of each name on a day, the members of each group
on a day, its issuer and its rule of states.
"""

from __future__ import annotations

from typing import Any

from registry_then import Record, World, is_group, key_of, listed, members
from state_rules import status_rule
from wordings import decisions, named_units, plan_day


def key_meant(world: World, plan: Record, name: str, day: str) -> str:
    """Return the key that a plan means by a name on a day, or `=name`: «a signed plan keeps the
    units of its names»."""
    if "reading" in plan:
        return str(plan["reading"]["names"].get(f"{day} {name}") or f"={name}")
    return key_of(world, plan["front"]["authority"], name, day)


def means_group(world: World, plan: Record, key: str, day: str) -> bool:
    """Whether a plan means a group by a key."""
    if "reading" in plan:
        return f"{day} {key}" in plan["reading"]["members"]
    return not key.startswith("=") and is_group(world, key)


def members_meant(world: World, plan: Record, key: str, day: str) -> list[str]:
    """Return the units that a plan means by a group on a day: «a signed plan keeps … the members of
    its groups»."""
    if "reading" in plan:
        return list(plan["reading"]["members"][f"{day} {key}"])
    return members(world, key, day)


def rule_meant(world: World, plan: Record) -> str:
    """Return the rule of states of a plan: «a signed plan keeps … the rule of its states»."""
    return str(plan["reading"]["rule"]) if "reading" in plan else status_rule(world, plan)


def issuer_named(world: World, plan: Record) -> str:
    """Return who holds the duty of a task without units: «its plan's issuer's (`issuer`, where it
    is a unit; else under the issuer's, else the authority's name)»."""
    if plan.get("reading", {}).get("issuer"):
        return str(plan["reading"]["issuer"])
    front = plan["front"]
    authority, issuer = front["authority"], front.get("issuer", "")
    registry = world["registries"][authority]
    if issuer and any(unit["id"] == issuer for unit in listed(registry.get("units"))):
        return f"{authority}/{issuer}"
    if issuer:
        key = key_of(world, authority, issuer, plan_day(plan))
        return f"={issuer}" if not key.startswith("=") and is_group(world, key) else key
    return f"={registry['name']}"


def reading_in(world: World, plan: Record) -> Record:
    """Return the reading of a plan that is signed in a world."""
    spoken = [(plan_day(plan), task) for task in plan["tasks"]]
    spoken += [
        (change["date"], change)
        for task in plan["tasks"]
        for change in decisions(task)
        if change.get("units")
    ]
    reading: Record = {"names": {}, "members": {}}
    for day, text in spoken:
        for _, name in named_units(text):
            key = key_meant(world, plan, name, day)
            reading["names"][f"{day} {name}"] = "" if key.startswith("=") else key
            if means_group(world, plan, key, day):
                reading["members"][f"{day} {key}"] = members_meant(world, plan, key, day)
    return {
        **reading,
        "issuer": issuer_named(world, plan),
        "rule": rule_meant(world, plan),
    }


def reading_of_file(stored: Any) -> Record:
    """Return the reading that a file of a signed version holds, from its JSON."""
    spoken = [(stored["day"], name) for task in stored["tasks"] for name in task.get("units", ())]
    spoken += [
        (change["date"], name)
        for task in stored["tasks"]
        for change in task.get("adjustments", ())
        for name in change.get("units", ())
    ]
    issuer = stored["issuer"]
    printed = f"={issuer['name']}" if "name" in issuer else ""
    return {
        "names": {
            f"{day} {name['printed']}": name.get("unit") or name.get("group") or ""
            for day, name in spoken
        },
        "members": {
            f"{one['day']} {one['group']}": [unit["unit"] for unit in one.get("members", ())]
            for one in stored.get("groups", ())
        },
        "issuer": issuer.get("unit", printed),
        "rule": stored["task_status"],
    }
