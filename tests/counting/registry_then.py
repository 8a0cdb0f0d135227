"""Tell which units and groups there were on a day, and what a name meant then: slow, and from
`docs/format.md` alone.
"""

from __future__ import annotations

from typing import Any

from days import begin, begins_within, end

World = dict[str, Any]
Record = dict[str, Any]


def listed(value: Any) -> list[Any]:
    """Return a list; «a list of one text may be written as that text»."""
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def entry_of(world: World, key: str) -> Record:
    """Return the unit or group of a key `authority/id`."""
    authority, _, id = key.partition("/")
    registry = world["registries"][authority]
    for kind in ("units", "groups"):
        for entry in listed(registry.get(kind)):
            if entry["id"] == id:
                return dict(entry)
    raise KeyError(key)


def is_group(world: World, key: str) -> bool:
    """Whether a key is a group's."""
    authority, _, id = key.partition("/")
    return any(group["id"] == id for group in listed(world["registries"][authority].get("groups")))


def unit_ends(world: World, key: str) -> str:
    """Return the first day without the unit, or «» where it has no end.

    «The end is `until`: a full date is the first day without the unit; a month or a year ends with
    its last day, or on the day before a unit of `successor` begins where that falls into it.»
    """
    unit, authority = entry_of(world, key), key.partition("/")[0]
    until = unit.get("until")
    if not until:
        return ""
    beginnings = []
    for id in listed(unit.get("successor")):
        since = entry_of(world, id if "/" in id else f"{authority}/{id}").get("since")
        if since and begins_within(since, until):
            beginnings.append(begin(since))
    return min([end(until), *beginnings])


def existed(world: World, key: str, day: str) -> bool:
    """Whether a unit existed on a day: «the day is not before its `since` and before its end»."""
    since, ends = entry_of(world, key).get("since"), unit_ends(world, key)
    return (not since or begin(since) <= day) and (not ends or day < ends)


def names_of(entry: Record) -> list[str]:
    """Return the names that a unit or a group bears now."""
    return [entry["name"], *listed(entry.get("aliases"))]


def former_names(entry: Record) -> list[str]:
    """Return the names that a unit or a group bore once."""
    return [former["name"] for former in listed(entry.get("former_names"))]


def bore(entry: Record, name: str, day: str) -> bool:
    """Whether a name was borne on a day: «a former name is borne before the end of its `until`»."""
    if name in names_of(entry):
        return True
    return any(
        former["name"] == name and (not former.get("until") or day < end(former["until"]))
        for former in listed(entry.get("former_names"))
    )


def looked_up(world: World, authority: str, name: str, day: str) -> list[str]:
    """Return the keys of the units and groups that a name may mean on a day.

    «A name that several holders bear means those that existed on the day (and, of these, those that
    then bore the name), if there are any.» Names that a registry lacks are looked up in its
    parent's.
    """
    registry = world["registries"].get(authority)
    if registry is None:
        return []
    holders = [
        f"{authority}/{entry['id']}"
        for entry in [*listed(registry.get("units")), *listed(registry.get("groups"))]
        if name in names_of(entry) or name in former_names(entry)
    ]
    if not holders:
        return looked_up(world, registry.get("parent", ""), name, day)
    existing = [key for key in holders if existed(world, key, day)]
    bearing = [key for key in existing if bore(entry_of(world, key), name, day)]
    return bearing or existing or holders


def key_of(world: World, authority: str, name: str, day: str) -> str:
    """Return the key of a name, or `=name` where no registry knows it or it is ambiguous."""
    keys = looked_up(world, authority, name, day)
    return keys[0] if len(keys) == 1 else f"={name}"


def members(world: World, key: str, day: str) -> list[str]:
    """Return the units of a group that existed on a day, «in the order of the registry or of its
    list»: `members` is «a list of ids of units and groups, or a rule `{kind: […]}` with `parent`
    and `except`»; those of an `open` group are not stated."""
    group, authority = entry_of(world, key), key.partition("/")[0]
    stated = group.get("members")
    if group.get("open") in ("true", "是") or not stated:
        return []
    if isinstance(stated, dict):
        units = listed(world["registries"][authority].get("units"))
        ids = [
            unit["id"]
            for unit in units
            if unit.get("kind") in listed(stated.get("kind"))
            and (not stated.get("parent") or unit.get("parent") == stated["parent"])
            and unit["id"] not in listed(stated.get("except"))
        ]
    else:
        ids = listed(stated)
    found: list[str] = []
    for id in ids:
        inner = f"{authority}/{id}"
        keys = members(world, inner, day) if is_group(world, inner) else [inner]
        found += [one for one in keys if existed(world, one, day) and one not in found]
    return found
