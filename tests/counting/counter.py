"""Count duties, states and figures slowly: a second opinion on every number that gksite states.

Written from `docs/format.md`, «Duties: whose word counts», and shares no code with gksite. Nothing
here is clever or fast: each function is one rule, which its docstring quotes.

A *world* is what the source files say, as plain dicts of texts:
`{"config": {…}, "registries": {authority: {…}}, "plans": {id: {"front": {…}, "tasks": […],
"progress": […]}}}`, with English keys, and the files of registries in their order.

A holder is written `authority/id`, or `=name` where no registry knows the printed name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from days import begin, day_before
from meant import issuer_named, key_meant, means_group, members_meant, rule_meant
from registry_then import Record, World, is_group, key_of, listed
from state_rules import of_all, state, steps, task_state
from wordings import (
    NEVER,
    ROLES,
    Named,
    is_withdrawn,
    lineage,
    named_units,
    naming,
    parts_of,
    plan_day,
    rolls_up,
)

# Duties as the plan gives them


def stronger(one: str, other: str) -> str:
    """Return the stronger of two roles."""
    return ROLES[min(ROLES.index(one), ROLES.index(other))]


def first_duties(world: World, plan: Record, task: Record) -> list[Record]:
    """Return the duties that a task has on its plan's day."""
    return duties_named(world, plan, naming(plan, task)[0], plan_day(plan))


def duties_named(world: World, plan: Record, names: Named, day: str) -> list[Record]:
    """Return the duties that names give on a day.

    «Every unit that a task names has one duty, whatever its time. Every member of a named group
    that existed on the plan's day has one. A unit has one duty in a task, in its strongest role.
    A duty is *through* a group where the unit itself is not named; of several groups the first
    named counts. A task that names no unit, or only open groups and groups without a member on that
    day, has one duty, with the role 责任: its plan's issuer's.»
    """
    duties: list[Record] = []

    def add(holder: str, role: str, through: str) -> None:
        for duty in duties:
            if duty["holder"] == holder:
                duty["role"] = stronger(duty["role"], role)
                if not through:
                    duty["through"] = ""
                return
        duties.append({"holder": holder, "role": role, "through": through, "reports": []})

    for role, name in names:
        key = key_meant(world, plan, name, day)
        if means_group(world, plan, key, day):
            for member in members_meant(world, plan, key, day):
                add(member, role, key)
        else:
            add(key, role, "")
    if duties:
        return duties
    add(issuer_named(world, plan), "responsible", "")
    duties[0]["anybody"] = True
    return duties


# Reports


def reports_of(world: World, plan: Record, task_id: str) -> list[Record]:
    """Return the reports of a task in the order of the file, each with the key of its unit, its
    `date`, and the `day` that it stands on; those of a world that ends on a day up to that day.

    «`unit` is an id, `authority/id`, or a name, looked up on the day of the report (of the one that
    is taken back). An entry with
    `retracts: <day>` takes back the last standing report of that unit in that task of that day
    (with `target`: on that target; without: on the task itself); an entry with `corrects: <day>` is
    a report that takes the place of that one. A correction stands on the day of what it corrects;
    on its own, if that is earlier.»
    """
    reports: list[Record] = []
    for number, entry in enumerate(plan["progress"], 1):
        if entry["task"] != task_id:
            continue
        day = entry.get("retracts") or entry["date"]
        unit = reporter(world, plan, entry.get("unit", ""), begin(day))
        taken, target = entry.get("retracts") or entry.get("corrects"), entry.get("target", "")
        stands_on = begin(entry["date"])
        if taken:
            same = [
                report
                for report in reports
                if report["unit"] == unit
                and report["date"] == begin(taken)
                and report["standing"]
                and report["target"] == target
            ]
            if same:
                same[-1]["standing"] = False
                same[-1]["retracted"] = begin(entry["date"]) if entry.get("retracts") else ""
                same[-1]["gone"] = begin(entry["date"])
                stands_on = min(stands_on, same[-1]["day"])
        if not entry.get("retracts"):
            reports.append(
                {
                    "number": number,
                    "unit": unit,
                    "date": begin(entry["date"]),
                    "day": stands_on,
                    "status": entry["status"],
                    "target": target,
                    "readings": dict(entry.get("readings") or {}),
                    "standing": True,
                    "gone": "",
                }
            )
    return said_by_then(world, reports) if "until" in world else reports


def said_by_then(world: World, reports: list[Record]) -> list[Record]:
    """Return the reports of a world that ends on a day, as they stood then."""
    reports = [report for report in reports if report["date"] <= world["known"]]
    reports = [report for report in reports if report["day"] <= world["until"]]
    for report in reports:
        report["standing"] = report["standing"] or report["gone"] > world["known"]
    return reports


def reporter(world: World, plan: Record, name: str, day: str) -> str:
    """Return the key of who reported, `=name` of a name that is not a unit's, or «» where the entry
    names nobody."""
    authority = plan["front"]["authority"]
    if not name:
        return ""
    keys = [name] if "/" in name else [f"{authority}/{name}"]
    for key in keys:
        owner, _, id = key.partition("/")
        if any(unit["id"] == id for unit in units_of(world, owner)):
            return key
    key = key_of(world, authority, name, day)
    return f"={name}" if not key.startswith("=") and is_group(world, key) else key


def units_of(world: World, authority: str) -> list[Record]:
    """Return the units of a registry; none where there is no such registry."""
    return listed(world["registries"].get(authority, {}).get("units"))


# The walk through time


def transfers_on(world: World, day: str) -> list[Record]:
    """Return the transfers of one day, «in the order of the files»."""
    return [
        {
            "from": moved["from"] if "/" in moved["from"] else f"{authority}/{moved['from']}",
            "to": moved["to"] if "/" in moved["to"] else f"{authority}/{moved['to']}",
            "tasks": moved["tasks"],
            "on": day,
        }
        for authority, registry in world["registries"].items()
        for moved in listed(registry.get("transfers"))
        if begin(moved["on"]) == day
    ]


def covers(tasks: Any, plan_id: str, plan: Record, task: Record) -> bool:
    """Whether a transfer is about a task: «`all`, or `plan-id`, or `plan-id#task-id`, which is the
    task with its parts»."""
    keys = [f"{plan_id}#{one['id']}" for one in lineage(plan, task)]
    return any(one in ("all", plan_id, *keys) for one in listed(tasks))


def passed_on(
    duties: list[Record], below: list[Record], passed: list[Record], moved: Record
) -> bool:
    """Apply a transfer to the duties of a task; whether there was anything to pass.

    «Every duty that `from` holds passes to `to`, with its role and group, if its state by the
    reports of a day before `on` is not 已完成, or was not by what had been written before
    `on`. The new holder begins unreported. If `to` has a
    duty in the task already, the two are one, in the stronger role, and all its own reports count.»
    «An issuer's duty of rule 3 becomes an ordinary one where a transfer passes it on.»
    """
    for duty in duties:
        if duty["holder"] != moved["from"]:
            continue
        if state(duty) == "done" and state_before(duty, moved["on"]) == "done":
            return False
        below += [{**report, "counted_for": duty["holder"]} for report in duty["reports"]]
        passed.append({"holder": duty["holder"], "role": duty["role"], **moved})
        came_from = [*duty.get("came_from", ()), duty["holder"]]
        for other in duties:
            if other["holder"] == moved["to"]:
                other["came_from"] = [*other.get("came_from", ()), *came_from]
                other["role"] = stronger(other["role"], duty["role"])
                duties.remove(duty)
                return True
        duty.update(holder=moved["to"], reports=[], said=[], anybody=False, came_from=came_from)
        duty["since"] = moved["on"]
        return True
    return False


def state_before(duty: Record, day: str) -> str:
    """Return the state of a duty by what had been written before a day, and taken back by then."""
    then = [
        report
        for report in duty.get("said", ())
        if report["date"] < day and (not report["gone"] or report["gone"] >= day)
    ]
    return steps({"reports": then})[0]


def counts_for(world: World, plan: Record, duties: list[Record], report: Record) -> Record | None:
    """Return the duty that a report counts for among those of its day, if it stands.

    «A report counts for the duty of its unit in its task, if the unit holds it on the report's day.
    One without `unit` counts where the task has one duty.» Where no unit is named, «any unit of the
    registry may report it, or a report without `unit`».
    """
    if report["unit"] == "":
        return duties[0] if len(duties) == 1 else None
    for duty in duties:
        if duty["holder"] == report["unit"]:
            return duty
        if duty.get("anybody") and report["unit"].partition("/")[0] == plan["front"]["authority"]:
            return duty
    return None


def named_anew(
    duties: list[Record], below: list[Record], passed: list[Record], new: list[Record], day: str
) -> list[Record]:
    """Return the duties of a task after an adjustment of units.

    «A unit that has a duty keeps it with its reports, in the new role; one that is no longer named
    loses it: what it reported before stands below and counts for nobody; a new one begins
    unreported from that day on. An issuer's duty of rule 3 and one of a unit that is named are not
    the same.»
    """
    kept = []
    for one in new:
        one["since"] = day
        for duty in duties:
            alike = bool(duty.get("anybody")) == bool(one.get("anybody"))
            if duty["holder"] == one["holder"] and alike:
                one["reports"] = duty["reports"]
                one["said"] = duty.get("said", [])
                one["since"] = duty.get("since", "")
                one["came_from"] = duty.get("came_from", ())
                kept.append(duty)
    for duty in duties:
        if duty not in kept:
            below += [{**report, "counted_for": duty["holder"]} for report in duty["reports"]]
            passed.append({"holder": duty["holder"], "role": duty["role"], "to": "", "on": day})
    return new


def walk(world: World, plan_id: str, task: Record, before: str = NEVER) -> Record:
    """Return the `duties` of a task in the end, each with the reports that count for it; those that
    `passed` on or were lost; the reports that counted for a holder until then (`below`); all
    `reports`; and the days on which duties changed `hands`. What is not `before` a day is left out.

    A duty passes «if its plan's day is before `on`»; «transfers apply by their days, those of one
    day in the order of the files until none applies»; «on the `date` of an adjustment with `units`,
    after the transfers of that day, the task has the duties that the new wording gives on that
    day».
    """
    plan = world["plans"][plan_id]
    duties, changes = first_duties(world, plan, task), naming(plan, task)[1]
    below: list[Record] = []
    passed: list[Record] = []
    hands: list[str] = []
    reports = reports_of(world, plan, task["id"])
    days = {*transfer_days(world), *(report["day"] for report in reports)}
    days |= {begin(change["date"]) for change in changes}
    for day in sorted(day for day in days if day < before):
        applying = [
            moved
            for moved in transfers_on(world, day)
            if covers(moved["tasks"], plan_id, plan, task) and plan_day(plan) < day
        ]
        if applying and rolls_up(plan, task) and were_done(world, plan_id, task, day):
            applying = []
        rounds = 0
        while any(passed_on(duties, below, passed, moved) for moved in applying):
            hands.append(day)
            rounds += 1
            assert rounds <= len(applying) ** 2, f"transfers of {day} go in a circle"
        for change in changes:
            if begin(change["date"]) == day:
                new = duties_named(world, plan, named_units(change), day)
                duties = named_anew(duties, below, passed, new, day)
                hands.append(day)
        for report in reports:
            duty = counts_for(world, plan, duties, report) if report["day"] == day else None
            if duty is not None:
                duty.setdefault("said", []).append(report)
                if report["standing"]:
                    duty["reports"].append(report)
    return {"duties": duties, "below": below, "passed": passed, "reports": reports, "hands": hands}


def transfer_days(world: World) -> Iterator[str]:
    """Yield the day of every transfer of every registry."""
    for registry in world["registries"].values():
        for moved in listed(registry.get("transfers")):
            yield begin(moved["on"])


def now_held(world: World, plan_id: str, task: Record) -> list[Record]:
    """Return the duties that another unit has now than on the plan's day: each as it was `before`,
    `to` whom it went in the end, and `on` which day."""
    found = []
    passed = walk(world, plan_id, task)["passed"]
    for before in first_duties(world, world["plans"][plan_id], task):
        holder, day = before["holder"], ""
        for one in passed:
            if one["holder"] == holder:
                holder, day = one["to"], one["on"]
        if holder != before["holder"]:
            found.append({"before": before, "to": holder, "on": day})
    return found


# States


def state_then(world: World, plan_id: str, task: Record, before: str = NEVER) -> str:
    """Return the state of a task before a day: «a task with `rolls_up` has, instead of reports, the
    state of its parts that were not withdrawn»."""
    plan = world["plans"][plan_id]
    if rolls_up(plan, task):
        parts = [part for part in parts_of(plan, task) if not is_withdrawn(plan, part, before)]
        return of_all([state_then(world, plan_id, part, before) for part in parts])
    return task_state(walk(world, plan_id, task, before)["duties"], rule_meant(world, plan))


def were_done(world: World, plan_id: str, task: Record, day: str) -> bool:
    """Whether the parts of a task were done before a day, by what is known now and by «what had
    been written before»."""
    known = min(world.get("known", NEVER), day_before(day))
    then = {**world, "until": world.get("until", NEVER), "known": known}
    return all(state_then(one, plan_id, task, day) == "done" for one in (world, then))
