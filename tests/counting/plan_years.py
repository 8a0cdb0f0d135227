"""The period of a plan, and the years to which its tasks belong: slow, and from `docs/format.md`
alone («A year's figures»).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from due_days import changes_of, deadline_day, due_day, target_day
from registry_then import Record, World, listed
from wordings import is_withdrawn, lineage, parts_of, period, plan_day

LASTING = ("全年", "持续推进", "每年", "每季度", "每月")


def years_between(first: str, last_year: str) -> list[str]:
    """Return the years from one to another, both included."""
    return [str(year) for year in range(int(first[:4]), int(last_year[:4]) + 1)]


def is_of_one_year(plan: Record) -> bool:
    """Whether «the period lies in one year»."""
    first, end = period(plan)
    return first[:4] == end[:4] != ""


def deadline_that_holds(task: Record) -> str:
    """Return the wording of the deadline that holds."""
    changes = changes_of(task)
    return str(changes[-1]["deadline"]) if changes else str(task.get("deadline", ""))


def days_of_targets(plan: Record, task: Record) -> list[str]:
    """Return the days that hold for the targets of a task."""
    days = [target_day(plan, task, target) for target in listed(task.get("targets"))]
    return [day for day in days if day]


def days_of_parts(task: Record) -> list[str]:
    """Return the days of a deadline that has several («2025年6月底前设计；2026年3月底前完工»)."""
    parts = deadline_that_holds(task).split("；")
    return [day for day in map(deadline_day, parts) if day] if len(parts) > 1 else []


def years_of_task(plan: Record, task: Record, as_of: str) -> set[str]:
    """Return the years to which a task belongs: in a plan of one year that year; else «every year
    in which its deadline that holds, one of the dates of that deadline, or a target has a day; with
    a continuous, recurring or whole-year deadline without a year of its own, every year of the
    plan»; «and to the years of its parts»."""
    first, end = period(plan)
    if is_of_one_year(plan):
        return {first[:4]}
    years = {day[:4] for day in (*days_of_targets(plan, task), *days_of_parts(task))}
    text, day = deadline_that_holds(task), due_day(plan, task)
    own = years_between(first, end) if first else years_between(plan_day(plan), as_of)
    if day:
        years.add(day[:4])
    elif text.startswith(LASTING):
        years |= {*own}
    elif found := re.fullmatch(r"(\d{4})年\d+月起", text):
        years |= {year for year in own if year >= found[1]}
    elif found := re.fullmatch(r"(\d{4})年(全年)?", text):
        years.add(found[1])
    return years.union(*(years_of_task(plan, part, as_of) for part in parts_of(plan, task)))


def years_left(plan: Record, task: Record, as_of: str) -> set[str]:
    """Return the years out of which decisions moved a task: those to which it would belong «by a
    deadline, or a day of a target, as printed or as an earlier decision set it», if it belongs to
    others now."""
    if is_of_one_year(plan):
        return set()
    ever = {year for one in as_it_was(task) for year in years_of_task(plan, one, as_of)}
    now = years_of_task(plan, task, as_of)
    return ever - now if now else set()


def as_it_was(task: Record) -> list[Record]:
    """Return a task as printed, and as it was after each of its decisions; each without parts."""
    decided = sorted(listed(task.get("adjustments")), key=lambda change: change["date"])
    return [
        {**task, "id": f"{task['id']} before", "adjustments": decided[:number]}
        for number in range(len(decided) + 1)
    ]


def dates_left(plan: Record, year: str, as_of: str) -> list[str]:
    """Return the dates that decisions moved from a year to others, of tasks that belong to it all
    the same: «their deadlines, and their targets», as `task target`; none of withdrawn tasks."""
    if is_of_one_year(plan):
        return []
    found = []
    for task in plan["tasks"]:
        if year not in years_of_task(plan, task, as_of) or is_withdrawn(plan, task):
            continue
        own = {**task, "targets": []}
        alone = [(f"{task['id']} ", own)]
        for target in listed(task.get("targets")):
            changes = changes_of(task, target["id"])
            copy = {**task, "deadline": "", "targets": [target], "adjustments": changes}
            alone.append((f"{task['id']} {target['id']}", copy))
        found += [name for name, one in alone if year in left_by_itself(plan, one, as_of)]
    return found


def left_by_itself(plan: Record, task: Record, as_of: str) -> set[str]:
    """Return the years that a task left, without what its parts bring."""
    *_, last = then = as_it_was(task)
    now = years_of_task(plan, last, as_of)
    ever = {year for one in then for year in years_of_task(plan, one, as_of)}
    return ever - now if now else set()


def moved_out(plan: Record, year: str, as_of: str) -> list[str]:
    """Return the tasks that the views of a year name as «调整到其他年度», by id: those inside another
    one of them are not named."""
    left = [task for task in plan["tasks"] if year in years_left(plan, task, as_of)]
    return [one["id"] for one in left if not any(above in left for above in lineage(plan, one)[1:])]


def years_of_plan(plan: Record, as_of: str) -> list[str]:
    """Return the years in whose views a plan stands: «of its period (an undated one of the year of
    its day) and its tasks' years, also those that decisions moved them out of»."""
    first, end = period(plan)
    own = years_between(first, end) if first else [plan_day(plan)[:4]]
    tasks = [
        years_of_task(plan, one, as_of)
        for task in plan["tasks"]
        for one in (task, *as_it_was(task))
    ]
    return sorted({*own}.union(*tasks)) if not is_of_one_year(plan) else own


def current_year(world: World, as_of: str, authority: str = "") -> str:
    """Return the current year, of all plans or of those of an authority: «of each public plan whose
    period began on or before `as_of`, the last year of the period, or the year of `as_of` where
    that is earlier; of an undated one the latest of its years up to `as_of`»; the latest."""
    found, begins = [], []
    for plan in world["plans"].values():
        if authority not in ("", plan["front"]["authority"]):
            continue
        first, end = period(plan)
        begins.append((first or plan_day(plan))[:4])
        if first and first <= as_of:
            found.append(min(end[:4], as_of[:4]))
        elif not first and plan_day(plan) <= as_of:
            found.append(max(y for y in years_of_plan(plan, as_of) if y <= as_of[:4]))
    return max(found or begins or [as_of[:4]])


def current_year_of(world: World, as_of: str, key: str, tasks: Iterable[str]) -> str:
    """Return the current year of a unit or group, by the tasks (`plan#task`) in which it has a duty
    or is named: «the latest current year of an authority in whose plans it has a duty or is named,
    of its own authority where there is none»."""
    plans = {task.partition("#")[0] for task in tasks}
    own = {world["plans"][id]["front"]["authority"] for id in plans}
    own = own or {key.partition("/")[0]}
    return max(current_year(world, as_of, authority) for authority in own)
