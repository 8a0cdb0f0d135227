"""Count the figures of plans, units, groups, years and indicators from the duties of `counter`:
slow, and from `docs/format.md` alone.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from counter import state_then, walk
from due_days import due_day, target_day
from meant import key_meant, rule_meant
from registry_then import Record, World, is_group, listed
from state_rules import state, steps, task_state, together
from wordings import (
    NEVER,
    decisions,
    is_withdrawn,
    lineage,
    names_now,
    plan_day,
    rolls_up,
)


def is_tracked(world: World, plan_id: str) -> bool:
    """Whether a plan is tracked: «when a report of it counts for a duty, or counted until a
    transfer»."""
    for task in world["plans"][plan_id]["tasks"]:
        found = walk(world, plan_id, task)
        if found["below"] or any(duty["reports"] for duty in found["duties"]):
            return True
    return False


def is_overdue(plan: Record, task: Record, its_state: str, as_of: str, tracked: bool) -> bool:
    """Whether a task or a duty of it is overdue, by its own state: «the last day is before `as_of`;
    the state is neither 已完成 nor 常态推进; the plan is tracked»; a withdrawn task is not."""
    day = due_day(plan, task)
    return (
        tracked
        and day != ""
        and day < as_of
        and its_state not in ("done", "continuous")
        and not is_withdrawn(plan, task)
    )


def count_task(world: World, plan_id: str, task: Record, as_of: str, tracked: bool) -> Record:
    """Return all that the rules say of a task of a plan that is `tracked` or not; of one that
    `rolls_up` «all its duties have that state» of its parts."""
    plan = world["plans"][plan_id]
    found = walk(world, plan_id, task)
    duties, of_parts = found["duties"], rolls_up(plan, task)
    rule = rule_meant(world, plan)
    its_state = state_then(world, plan_id, task) if of_parts else task_state(duties, rule)
    states = [its_state if of_parts else state(duty) for duty in duties]
    return {
        "duties": [
            {
                **duty,
                "state": one,
                "rests_on": None if of_parts else steps(duty)[1],
                "overdue": is_overdue(plan, task, one, as_of, tracked),
            }
            for duty, one in zip(duties, states, strict=True)
        ],
        "state": its_state,
        "of_parts": of_parts,
        "above": [one["id"] for one in lineage(plan, task)[1:]],
        "reported": 0 if of_parts else sum(1 for duty in duties if duty["reports"]),
        "overdue": is_overdue(plan, task, its_state, as_of, tracked),
        "below": found["below"],
        "passed": found["passed"],
        "taken_back": [report["number"] for report in found["reports"] if not report["standing"]],
        "withdrawn": is_withdrawn(plan, task),
        "indicators": [
            {"name": one["name"], **count_indicator(duties, one)}
            for one in listed(task.get("indicators"))
        ],
        "targets": [
            count_target(world, plan_id, task, target, its_state, as_of, tracked)
            for target in listed(task.get("targets"))
        ],
    }


def count_plan(world: World, plan_id: str, as_of: str) -> Record:
    """Return all that the rules say of a plan: «figures of a plan count tasks that are no parts, by
    the states of tasks»; of a plan that is not tracked «its tasks are in no figure of states»."""
    plan = world["plans"][plan_id]
    tracked = is_tracked(world, plan_id)
    tasks = {task["id"]: count_task(world, plan_id, task, as_of, tracked) for task in plan["tasks"]}
    counted = [one for one in tasks.values() if not one["withdrawn"] and not one["above"]]
    return {
        "tracked": tracked,
        "day": plan_day(plan),
        "tasks": tasks,
        "states": dict(Counter(one["state"] for one in counted)) if tracked else {},
        "overdue": sum(1 for one in counted if one["overdue"]),
    }


def is_inside(tasks: dict[str, Record], task: Record, holder: str) -> bool:
    """Whether a duty is «in a part of a task in which, or in whose task above, the unit has a duty
    too»."""
    return any(
        duty["holder"] == holder for above in task["above"] for duty in tasks[above]["duties"]
    )


def count_units(plans: dict[str, Record]) -> dict[str, Record]:
    """Return the figures of every holder over some counted plans: «its duties, by their own states:
    `n` of all duties that it holds in tracked plans, without those in parts of a task in which, or
    in whose task above, it has a duty too. Duties that passed on count for the new holder alone.»
    """
    units: dict[str, Record] = {}
    for plan in plans.values():
        for task in plan["tasks"].values():
            for duty in task["duties"] if plan["tracked"] and not task["withdrawn"] else ():
                if is_inside(plan["tasks"], task, duty["holder"]):
                    continue
                figures = units.setdefault(
                    duty["holder"], {"duties": 0, "states": Counter(), "overdue": 0}
                )
                figures["duties"] += 1
                figures["states"][duty["state"]] += 1
                figures["overdue"] += duty["overdue"]
    return units


def groups_named(world: World, plan_id: str) -> dict[str, list[str]]:
    """Return the keys that each task of a plan names now, but for those that a task above it names
    too, by id."""
    plan, named = world["plans"][plan_id], keys_named(world, plan_id)
    return {
        task["id"]: sorted(
            named[task["id"]].difference(*(named[one["id"]] for one in lineage(plan, task)[1:]))
        )
        for task in plan["tasks"]
    }


def keys_named(world: World, plan_id: str) -> dict[str, set[str]]:
    """Return the keys that each task of a plan names now, by id."""
    plan = world["plans"][plan_id]
    named: dict[str, set[str]] = {}
    for task in plan["tasks"]:
        changed = [change for change in decisions(task) if change.get("units")]
        day = changed[-1]["date"] if changed else plan_day(plan)
        named[task["id"]] = {key_meant(world, plan, name, day) for _, name in names_now(task)}
    return named


def count_groups(world: World, plans: dict[str, Record]) -> dict[str, Record]:
    """Return the figures of every group: «the tasks that name it now, without parts of such tasks»,
    by the states of tasks."""
    groups: dict[str, Record] = {}
    for plan_id, counted in plans.items():
        for task, keys in groups_named(world, plan_id).items():
            for key in keys:
                if key.startswith("=") or not is_group(world, key):
                    continue
                figures = groups.setdefault(key, {"tasks": 0, "states": Counter()})
                figures["tasks"] += 1
                if counted["tracked"] and not counted["tasks"][task]["withdrawn"]:
                    figures["states"][counted["tasks"][task]["state"]] += 1
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
    with `at_least` alone, and no figure below 0: also before), *not reached* when it does not and
    all have; else nothing is said.» The duties of a `lead` indicator are the one whose it is.
    """
    rule = indicator.get("total", "lead")
    total, figures = total_of(duties, indicator["name"], rule)
    complete = total is not None if rule == "lead" else figures == len(duties)
    own = [latest_figure(duty, indicator["name"]) for duty in duties]
    grows = (
        rule == "sum"
        and "at_least" in indicator
        and not {"equal", "at_most"} & set(indicator)
        and all(one >= 0 for one in own if one is not None)
    )
    verdict = None
    if total is not None and {"equal", "at_least", "at_most"} & set(indicator):
        kept = keeps_bounds(indicator, total)
        if complete or (kept and grows):
            verdict = kept
    return {
        "rule": rule,
        "total": total,
        "figures": figures,
        "of": len(duties),
        "reported": sum(latest_figure(duty, indicator["name"]) is not None for duty in duties),
        "reached": verdict,
    }


# Targets


def target_then(
    world: World, plan_id: str, task: Record, target: Record, before: str = NEVER
) -> tuple[str, bool]:
    """Return the state of a target before a day, and whether it was reached.

    «Each duty's latest counted report on a target, put together by `task_status`, is the target's
    state. It is *reached* when that is 已完成, or when its indicator's total is at least its
    `value` (at most, where the indicator has `at_most` alone) and the total is known.» «What was
    reached when a duty passed on, or units were named anew, stays so, with its state, until a
    counted report is on the target or has a figure of its indicator.»
    """
    found = walk(world, plan_id, task, before)
    duties = found["duties"]
    latest = [[one for one in duty["reports"] if one["target"] == target["id"]] for duty in duties]
    its_state = together(
        [
            (duty["role"], own[-1]["status"] if own else "unreported")
            for duty, own in zip(duties, latest, strict=True)
        ],
        rule_meant(world, world["plans"][plan_id]),
    )
    reached = its_state == "done" or has_value(task, target, duties)
    if not found["hands"]:
        return its_state, reached
    day = found["hands"][-1]
    earlier, was_reached = target_then(world, plan_id, task, target, day)
    since = [
        report
        for duty in duties
        for report in duty["reports"]
        if report["day"] >= day
        and (report["target"] == target["id"] or target.get("indicator") in report["readings"])
    ]
    return (earlier, True) if was_reached and not since else (its_state, reached)


def has_value(task: Record, target: Record, duties: list[Record]) -> bool:
    """Whether the total of a target's indicator has its value: «by that indicator's `total`; `lead`
    where the task does not list the indicator»; «known: all its duties have reported a figure, or
    it is a `sum` that is to be at least so much, without a figure below 0»."""
    if "value" not in target:
        return False
    listed_as = [
        one for one in listed(task.get("indicators")) if one["name"] == target["indicator"]
    ]
    aim = listed_as[0] if listed_as else {}
    bound = "at_most" if "at_most" in aim and "at_least" not in aim else "at_least"
    wanted = {
        "name": target["indicator"],
        bound: target["value"],
        "total": aim.get("total", "lead"),
    }
    return count_indicator(duties, wanted)["reached"] is True


def count_target(
    world: World, plan_id: str, task: Record, target: Record, above: str, as_of: str, tracked: bool
) -> Record:
    """Return all that the rules say of a target: «overdue when its last day is before `as_of`, it
    is not reached, its state is not 常态推进, its task is neither 已完成 nor 常态推进 nor withdrawn,
    and the plan is tracked»; `above` is the state of its task."""
    plan = world["plans"][plan_id]
    its_state, reached = target_then(world, plan_id, task, target)
    day = target_day(plan, task, target)
    overdue = (
        tracked
        and day != ""
        and day < as_of
        and not reached
        and its_state != "continuous"
        and above not in ("done", "continuous")
        and not is_withdrawn(plan, task)
    )
    return {
        "id": target["id"],
        "state": its_state,
        "reached": reached,
        "day": day,
        "overdue": overdue,
    }
