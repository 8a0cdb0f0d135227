"""The day on which a task was reported done: slow, and from `docs/format.md` alone."""

from __future__ import annotations

from collections.abc import Iterable

from registry_then import Record


def done_since(duty: Record) -> str:
    """Return the day of a duty: «the day of the first report since which every report on the task
    itself says 已完成»."""
    own = [report for report in duty["reports"] if not report["target"]]
    day = ""
    while own and own[-1]["status"] == "done":
        day = own.pop()["day"]
    return str(day)


def completed(tasks: dict[str, Record], id: str, rule: str) -> str:
    """Return the day of a task that is 已完成, «» of another: «the latest of the duties that its
    state rests on: its leads; with `all`, or without leads, all of them; with `rolls_up` the latest
    of its parts»."""
    task = tasks[id]
    if task["state"] != "done" or task["withdrawn"]:
        return ""
    if task["of_parts"]:
        parts = [one for one in tasks if tasks[one]["above"][:1] == [id]]
        standing = [one for one in parts if not tasks[one]["withdrawn"]]
        return max(completed(tasks, one, rule) for one in standing)
    leads = [duty for duty in task["duties"] if duty["role"] == "lead"]
    return max(done_since(duty) for duty in (leads if leads and rule != "all" else task["duties"]))


def months(days: Iterable[str]) -> dict[str, int]:
    """Return how many of the days are in each month."""
    found: dict[str, int] = {}
    for day in days:
        found[day[:7]] = found.get(day[:7], 0) + 1
    return found
