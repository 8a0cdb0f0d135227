"""Tell what a plan says of its tasks: their units, their parts, what decisions changed: slow, and
from `docs/format.md` alone.
"""

from __future__ import annotations

from days import begin, last
from registry_then import Record, listed

ROLES = ("lead", "responsible", "cooperating")
"""Strongest first."""

NEVER = "9999-12-31"
"""A day after all others."""

Named = list[tuple[str, str]]
"""Role and name of units."""


def plan_day(plan: Record) -> str:
    """Return the day of a plan: «its `written`, else its `published`, else the first day of its
    period»."""
    front = plan["front"]
    written, published = front.get("written"), front.get("published")
    return begin(written or published or period(plan)[0])


def period(plan: Record) -> tuple[str, str]:
    """Return the first and the last day of a plan's period (`2025`, `2026—2030年`,
    `2026-03/2027-02`), both «» where it has none."""
    text = str(plan["front"].get("period") or plan["front"]["year"])
    if text in ("none", "无"):
        return "", ""
    if "/" in text:
        first, _, end = text.partition("/")
        return begin(first), last(end)
    years = [text[place : place + 4] for place in range(len(text)) if text[place:].startswith("20")]
    return begin(years[0]), last(years[-1])


def named_units(task: Record) -> list[tuple[str, str]]:
    """Return role and name of each unit that a task names, as printed: «牵头单位：…；责任单位：…», or
    the lists `lead`, `responsible`, `cooperating`, which «are the reading» beside `units`."""
    lists = [(role, name) for role in ROLES for name in listed(task.get(role))]
    if lists:
        return lists
    words = {"牵头单位": "lead", "责任单位": "responsible", "配合单位": "cooperating"}
    found = []
    for part in task.get("units", "").split("；"):
        label, colon, names = part.partition("：")
        role, names = (words[label], names) if colon else ("responsible", part)
        found += [(role, name) for name in names.split("、") if name]
    return found


def says_yes(value: object) -> bool:
    """Whether a value is a yes."""
    return value in ("true", "是", "yes")


# What decisions changed


def decisions(task: Record, before: str = NEVER) -> list[Record]:
    """Return the adjustments of a task that were decided before a day, the oldest first."""
    every = [one for one in listed(task.get("adjustments")) if begin(one["date"]) < before]
    return sorted(every, key=lambda one: begin(one["date"]))


def is_withdrawn(plan: Record, task: Record, before: str = NEVER) -> bool:
    """Whether an adjustment withdrew a task, «or a task above it», or, where it has the state of
    its parts, «all of these were withdrawn»."""
    is_decided = any(
        says_yes(change.get("withdrawn"))
        for one in lineage(plan, task)
        for change in decisions(one, before)
    )
    return is_decided or (
        rolls_up(plan, task)
        and all(is_withdrawn(plan, part, before) for part in parts_of(plan, task))
    )


def names_now(task: Record) -> Named:
    """Return the units that a task names «in its latest adjustment of `units`, else as printed»."""
    changed = [change for change in decisions(task) if change.get("units")]
    return named_units(changed[-1] if changed else task)


# Parts


def parent_of(plan: Record, task: Record) -> Record | None:
    """Return the task whose part a task is; None for a task of its own: «a part of a task that does
    not exist, or of itself, is an error and counts as a task of its own»."""
    by_id = {one["id"]: one for one in plan["tasks"]}
    above = by_id.get(task.get("parent", ""))
    seen = []
    while above is not None and above["id"] not in seen:
        if above["id"] == task["id"]:
            return None
        seen.append(above["id"])
        above = by_id.get(above.get("parent", ""))
    return by_id.get(task.get("parent", ""))


def lineage(plan: Record, task: Record) -> list[Record]:
    """Return a task, the task whose part it is, and so on."""
    above = parent_of(plan, task)
    return [task, *(lineage(plan, above) if above else [])]


def parts_of(plan: Record, task: Record) -> list[Record]:
    """Return the parts of a task."""
    return [one for one in plan["tasks"] if parent_of(plan, one) is task]


def rolls_up(plan: Record, task: Record) -> bool:
    """Whether a task has the state of its parts."""
    return says_yes(task.get("rolls_up")) and bool(parts_of(plan, task))


def naming(plan: Record, task: Record) -> tuple[Named, list[Record]]:
    """Return the names that the first duties of a task follow from, and the adjustments of units.

    «One that names no unit has the units of the task above it, with the adjustments of these, until
    an adjustment names units of its own.»
    """
    own = [change for change in decisions(task) if change.get("units")]
    names, above = named_units(task), parent_of(plan, task)
    if names or above is None:
        return names, own
    names, inherited = naming(plan, above)
    first = begin(own[0]["date"]) if own else NEVER
    return names, [*(change for change in inherited if begin(change["date"]) < first), *own]
