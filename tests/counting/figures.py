"""Count the figures of plans, units, groups, years and indicators from the duties of `counter`:
slow, and from `docs/format.md` alone.
"""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

from counter import named_units, period, plan_day, state, status_rule, task_state, walk
from days import last
from registry_then import Record, World, is_group, key_of, listed

CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}


def is_tracked(world: World, plan_id: str) -> bool:
    """Whether a plan is tracked: «when a report of it counts for a duty, or counted until a
    transfer»."""
    for task in world["plans"][plan_id]["tasks"]:
        found = walk(world, plan_id, task)
        if found["below"] or any(duty["reports"] for duty in found["duties"]):
            return True
    return False


def deadline_day(text: str, year: str = "") -> str:
    """Return the last day of «a dated deadline (限期, month, quarter, half-year, period)», or «» for
    one that is whole-year, continuous, recurring or relative, or that has no year at all."""
    text = re.sub(r"(?<=前)(设计|完工)$", "", text)
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return last(text)
    if found := re.fullmatch(r"(?:(\d{4})年)?(.+)", text):
        year, text = found[1] or year, found[2]
    if not year:
        return ""
    text = re.sub(r"(之|以)?前$", "", text)
    if text in ("年底", "年末", "底", "末", "下半年"):
        return f"{year}-12-31"
    if text == "上半年":
        return f"{year}-06-30"
    if found := re.fullmatch(r"第([一二三四])季度末?", text):
        return last(f"{year}-{CHINESE[found[1]] * 3:02}")
    if found := re.fullmatch(r"(\d+)月(\d+)日", text):
        return f"{year}-{int(found[1]):02}-{int(found[2]):02}"
    if found := re.fullmatch(r"(?:\d+月?[至—-])?(\d+)月[底末]?", text):
        return last(f"{year}-{int(found[1]):02}")
    return ""


def changes_of(task: Record, target: str = "") -> list[Record]:
    """Return the adjustments with a `deadline` of a task, or of a target of it, the oldest
    first."""
    dated = [
        change
        for change in listed(task.get("adjustments"))
        if change.get("deadline") and change.get("target", "") == target
    ]
    return sorted(dated, key=lambda change: change["date"])


def day_in_plan(plan: Record, text: str, decided: str = "") -> str:
    """Return the last day of a deadline of a plan, «» for none.

    «A deadline without a year is in the plan's; in a plan whose period has days in two years it is
    in the one in which its last day lies in the period, if that is one alone; in all other plans of
    several years, and in undated ones, it has no date.» That of an adjustment (`decided`: its year)
    «is in the year of the decision, or in the plan's where that is later; in a plan of several
    years or an undated one it has no date».
    """
    first, end = period(plan)
    if first and first[:4] == end[:4]:
        return deadline_day(text, max(first[:4], decided))
    if re.match(r"\d{4}", text) or decided or not first or int(end[:4]) - int(first[:4]) > 1:
        return deadline_day(text)
    days = {deadline_day(text, year) for year in (first[:4], end[:4])}
    found = [day for day in days if day and first <= day <= end]
    return found[0] if len(found) == 1 else ""


def due_day(plan: Record, task: Record) -> str:
    """Return the day after which a task is overdue, or «» where it never is: «the last day of a
    dated deadline, or the day of the latest adjustment's `deadline`»; of several dates the last."""
    if changes := changes_of(task):
        return day_in_plan(plan, str(changes[-1]["deadline"]), str(changes[-1]["date"])[:4])
    return day_in_plan(plan, str(task.get("deadline", "")).split("；")[-1])


def is_withdrawn(task: Record) -> bool:
    """Whether an adjustment withdrew a task."""
    return any(change.get("withdrawn") in ("true", "是") for change in adjustments(task))


def adjustments(task: Record) -> list[Record]:
    """Return the adjustments of a task."""
    return listed(task.get("adjustments"))


def is_overdue(world: World, plan_id: str, task: Record, its_state: str, as_of: str) -> bool:
    """Whether a task or a duty of it is overdue, by its own state: «the last day is before `as_of`;
    the state is neither 已完成 nor 常态推进; the plan is tracked»; a withdrawn task is not."""
    day = due_day(world["plans"][plan_id], task)
    return (
        day != ""
        and day < as_of
        and its_state not in ("done", "continuous")
        and not is_withdrawn(task)
        and is_tracked(world, plan_id)
    )


def count_task(world: World, plan_id: str, task: Record, as_of: str) -> Record:
    """Return all that the rules say of a task."""
    found = walk(world, plan_id, task)
    duties = found["duties"]
    its_state = task_state(duties, status_rule(world, world["plans"][plan_id]))
    return {
        "duties": [
            {
                **duty,
                "state": state(duty),
                "overdue": is_overdue(world, plan_id, task, state(duty), as_of),
            }
            for duty in duties
        ],
        "state": its_state,
        "reported": sum(1 for duty in duties if duty["reports"]),
        "overdue": is_overdue(world, plan_id, task, its_state, as_of),
        "below": found["below"],
        "passed": found["passed"],
        "taken_back": [report["number"] for report in found["reports"] if not report["standing"]],
        "withdrawn": is_withdrawn(task),
        "indicators": [
            {"name": one["name"], **count_indicator(duties, one)}
            for one in listed(task.get("indicators"))
        ],
    }


def count_plan(world: World, plan_id: str, as_of: str) -> Record:
    """Return all that the rules say of a plan: «figures of a plan count tasks, by the states of
    tasks»; of a plan that is not tracked «its tasks are in no figure of states»."""
    plan = world["plans"][plan_id]
    tasks = {task["id"]: count_task(world, plan_id, task, as_of) for task in plan["tasks"]}
    counted = [one for one in tasks.values() if not one["withdrawn"]]
    tracked = is_tracked(world, plan_id)
    return {
        "tracked": tracked,
        "day": plan_day(plan),
        "tasks": tasks,
        "states": dict(Counter(one["state"] for one in counted)) if tracked else {},
        "overdue": sum(1 for one in counted if one["overdue"]),
    }


def count_units(plans: dict[str, Record]) -> dict[str, Record]:
    """Return the figures of every holder over some counted plans: «its duties, by their own states:
    `n` of all duties that it holds in tracked plans. Duties that passed on count for the new holder
    alone.»"""
    units: dict[str, Record] = {}
    for plan in plans.values():
        for task in plan["tasks"].values():
            for duty in task["duties"] if plan["tracked"] and not task["withdrawn"] else ():
                figures = units.setdefault(
                    duty["holder"], {"duties": 0, "states": Counter(), "overdue": 0}
                )
                figures["duties"] += 1
                figures["states"][duty["state"]] += 1
                figures["overdue"] += duty["overdue"]
    return units


def count_groups(world: World, plans: dict[str, Record]) -> dict[str, Record]:
    """Return the figures of every group: «the tasks that name it», by the states of tasks."""
    groups: dict[str, Record] = {}
    for plan_id, counted in plans.items():
        plan = world["plans"][plan_id]
        for task in plan["tasks"]:
            keys = {
                key_of(world, plan["front"]["authority"], name, plan_day(plan))
                for _, name in named_units(task)
            }
            for key in sorted(keys):
                if key.startswith("=") or not is_group(world, key):
                    continue
                figures = groups.setdefault(key, {"tasks": 0, "states": Counter()})
                figures["tasks"] += 1
                if counted["tracked"] and not counted["tasks"][task["id"]]["withdrawn"]:
                    figures["states"][counted["tasks"][task["id"]]["state"]] += 1
    return groups


# Indicators


def latest_figure(duty: Record, name: str) -> Fraction | None:
    """Return a unit's figure: «that of its latest counted report that has one»."""
    figures = [report["readings"][name] for report in duty["reports"] if name in report["readings"]]
    return Fraction(figures[-1]) if figures else None


def total_of(duties: list[Record], name: str, rule: str) -> tuple[Fraction | None, int]:
    """Return an indicator's total and the number of figures that are in it.

    «`lead` (default): the figure of the only lead, or of the only duty; otherwise there is none.
    `sum`, `mean`, `least`: over the latest figures of all duties that reported one, with
    «n of m».»
    """
    if rule == "lead":
        leads = [duty for duty in duties if duty["role"] == "lead"]
        only = leads if len(leads) == 1 else duties
        figure = latest_figure(only[0], name) if len(only) == 1 else None
        return figure, int(figure is not None)
    figures = [figure for duty in duties if (figure := latest_figure(duty, name)) is not None]
    if not figures:
        return None, 0
    if rule == "sum":
        return sum(figures, Fraction(0)), len(figures)
    if rule == "mean":
        return sum(figures, Fraction(0)) / len(figures), len(figures)
    return min(figures), len(figures)


def keeps_bounds(indicator: Record, total: Fraction) -> bool:
    """Whether a total keeps `equal`, `at_least` and `at_most`."""
    return (
        ("equal" not in indicator or total == Fraction(indicator["equal"]))
        and ("at_least" not in indicator or total >= Fraction(indicator["at_least"]))
        and ("at_most" not in indicator or total <= Fraction(indicator["at_most"]))
    )


def count_indicator(duties: list[Record], indicator: Record) -> Record:
    """Return total, numbers and verdict of an indicator.

    «*Reached* when its total keeps its bounds and all its duties have reported a figure (a `sum`
    with `at_least` alone: also before), *not reached* when it does not and all have; else nothing
    is said.» The duties of a `lead` indicator are the one whose figure it is.
    """
    rule = indicator.get("total", "lead")
    total, figures = total_of(duties, indicator["name"], rule)
    complete = total is not None if rule == "lead" else figures == len(duties)
    only_at_least = "at_least" in indicator and not {"equal", "at_most"} & set(indicator)
    verdict = None
    if total is not None and {"equal", "at_least", "at_most"} & set(indicator):
        kept = keeps_bounds(indicator, total)
        if complete or (kept and rule == "sum" and only_at_least):
            verdict = kept
    return {
        "rule": rule,
        "total": total,
        "figures": figures,
        "of": len(duties),
        "reported": sum(latest_figure(duty, indicator["name"]) is not None for duty in duties),
        "reached": verdict,
    }
