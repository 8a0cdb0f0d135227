"""What both counters say of a world, in one form, so that they can be compared: the slow counter's,
and gksite's own as its model says it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from figures import count_groups, count_plan, count_units
from plan_years import current_year, dates_left, moved_out, years_of_plan, years_of_task
from registry_then import Record, World

from gksite.build.assemble import assemble
from gksite.build.published_set import working_set
from gksite.model.duties import setting_of, settled
from gksite.model.entities import Plan, Task
from gksite.model.reporting import Duty, Report, Target
from gksite.model.site import SiteModel
from gksite.model.states import total
from gksite.model.years import dates_moved
from gksite.source.files import Sources

NO_DAY = "2025-12-31"


def slow_results(world: World) -> Record:
    """Return what the slow counter says."""
    as_of = world["config"].get("as_of", NO_DAY)
    plans = {id: count_plan(world, id, as_of) for id in world["plans"]}
    return {
        "plans": {
            id: {
                "tracked": plan["tracked"],
                "states": plan["states"],
                "tasks": {
                    task: _slow_task(counted, world["plans"][id]["progress"], task)
                    for task, counted in plan["tasks"].items()
                },
            }
            for id, plan in plans.items()
        },
        "units": {
            key: {"duties": one["duties"], **one["states"]}
            for key, one in count_units(plans).items()
        },
        "groups": {
            key: {"tasks": one["tasks"], **one["states"]}
            for key, one in count_groups(world, plans).items()
        },
        "years": {
            f"{id}#{task['id']}": sorted(years_of_task(plan, task, as_of))
            for id, plan in world["plans"].items()
            for task in plan["tasks"]
        },
        "years_of_plans": {id: years_of_plan(plan, as_of) for id, plan in world["plans"].items()},
        "moved": {
            f"{id} {year}": keys
            for id, plan in world["plans"].items()
            for year in years_of_plan(plan, as_of)
            if (keys := moved_out(plan, year, as_of))
        },
        "moved_dates": {
            f"{id} {year}": dates
            for id, plan in world["plans"].items()
            for year in years_of_plan(plan, as_of)
            if (dates := dates_left(plan, year, as_of))
        },
        "current_year": current_year(world, as_of),
    }


def slow_duties(world: World) -> Record:
    """Return the duties of each task with the reports that count for them, as the slow counter
    says."""
    return {
        f"{id}#{task}": [
            (duty["holder"], duty["state"], [report["number"] for report in duty["reports"]])
            for duty in counted["duties"]
        ]
        for id in world["plans"]
        for task, counted in count_plan(world, id, world["until"])["tasks"].items()
    }


def _slow_task(counted: Record, entries: list[Record], task: str) -> Record:
    counting = {
        report["number"]: f"counts for {duty['holder']}"
        for duty in counted["duties"]
        for report in duty["reports"]
    }
    counting |= {report["number"]: "passed" for report in counted["below"]}
    return {
        "duties": [duty_line(**duty) for duty in counted["duties"]],
        "passed": [
            f"{one['holder']} {one['role']} {one['to']} {one['on']}" for one in counted["passed"]
        ],
        "state": counted["state"],
        "reported": counted["reported"],
        "overdue": counted["overdue"],
        "overdue_duties": [duty["holder"] for duty in counted["duties"] if duty["overdue"]],
        "reports": {
            number: "taken back"
            if number in counted["taken_back"]
            else counting.get(number, "apart")
            for number, entry in enumerate(entries, 1)
            if entry["task"] == task and "retracts" not in entry
        },
        "indicators": [indicator_line(**one) for one in counted["indicators"]],
        "targets": [target_line(**one) for one in counted["targets"]],
        "withdrawn": counted["withdrawn"],
        "above": counted["above"],
    }


def duty_line(holder: str, role: str, state: str, through: str, **_: object) -> str:
    """Return a duty in words: holder, role, state, and the group through which it is meant."""
    return f"{holder} {role} {state}{f' via {through}' if through else ''}"


def indicator_line(
    name: str,
    total: Fraction | float | None,
    rule: str,
    figures: int,
    of: int,
    reached: bool | None,
    **_: object,
) -> str:
    """Return an indicator in words: total, verdict, and of how many duties where it is a total of
    several."""
    verdict = {None: "open", True: "reached", False: "missed"}[reached]
    number = "none" if total is None else f"{float(total):.6g}"
    return f"{name} {number} {verdict}{'' if rule == 'lead' else f' {figures}/{of}'}"


def target_line(id: str, state: str, reached: bool, day: str, overdue: bool) -> str:
    """Return a target in words: its state, whether it is reached, its last day, and whether it is
    overdue."""
    words = [id, state, *(["reached"] if reached else []), day, *(["overdue"] if overdue else [])]
    return " ".join(words)


# gksite's own answer


def model_of(files: Mapping[str, str]) -> SiteModel:
    """Return gksite's model of the files of a project."""
    sources = Sources({path: text.encode() for path, text in sorted(files.items())}, {}, {})
    day = None if "as_of" in files["config.yaml"] else date.fromisoformat(NO_DAY)
    assembled = assemble(working_set(sources), {}, b"program", today=day, jobs=1)
    assert assembled.model is not None, assembled.problems
    return assembled.model


def gksite_results(model: SiteModel) -> Record:
    """Return what gksite says, in the same form."""
    return {
        "plans": {id: _plan(model, plan) for id, plan in sorted(model.plans.items())},
        "units": _units(model),
        "groups": _groups(model),
        "years": {
            task.key: [
                str(year) for year in model.plan_years()[::-1] if task in model.tasks_of_year(year)
            ]
            for task in model.tasks.values()
        },
        "years_of_plans": {id: [*map(str, years)] for id, years in model.years.items()},
        "moved": {
            f"{id} {year}": [task.id for task in moved]
            for id, years in model.years.items()
            for year in years
            if (moved := model.tasks_moved(model.plans[id], year))
        },
        "moved_dates": {
            f"{id} {year}": [f"{task.id} {date}" for task, date in dates]
            for id, years in model.years.items()
            for year in years
            if (dates := dates_moved(model.plans[id], year, model.as_of))
        },
        "current_year": str(model.current_year()),
    }


def gksite_duties_on(model: SiteModel, day: str, known: str) -> Record:
    """Return the duties of each task with the reports that count for them on a day, by what was
    known on another, as gksite says."""
    duties: Record = {}
    for plan in model.plans.values():
        setting = setting_of(
            model.registry, plan, date.fromisoformat(day), date.fromisoformat(known)
        )
        for task in settled(setting, plan.tasks):
            reports = sorted(task.reports, key=Report.order)
            duties[task.key] = [
                (_holder(duty), duty.status, [_number(r) for r in reports if r.duty == place])
                for place, duty in enumerate(task.duties)
            ]
    return duties


def _plan(model: SiteModel, plan: Plan) -> Record:
    counted = [task for task in plan.whole_tasks if not task.is_withdrawn and plan.is_tracked]
    return {
        "tracked": plan.is_tracked,
        "states": dict(Counter(str(task.status) for task in counted)),
        "tasks": {task.id: _task(model, task) for task in plan.tasks},
    }


def _holder(duty: Duty) -> str:
    return duty.unit or f"={duty.name}"


def _task(model: SiteModel, task: Task) -> Record:
    return {
        "duties": [duty_line(_holder(d), d.role, d.status, d.group) for d in task.duties],
        "passed": [f"{_holder(d)} {d.role} {d.passed_to} {d.passed_on}" for d in task.passed],
        "state": task.status,
        "reported": task.reported,
        "overdue": model.is_overdue(task),
        "overdue_duties": [_holder(d) for d in task.duties if model.is_duty_overdue(d)],
        "reports": {_number(report): _standing(task, report) for report in task.reports},
        "indicators": [_indicator(task, place) for place in range(len(task.indicators))],
        "targets": [_target(model, task, target) for target in task.targets],
        "withdrawn": task.is_withdrawn,
        "above": [key.partition("#")[2] for key in model.above(task)],
    }


def _target(model: SiteModel, task: Task, target: Target) -> str:
    end = task.due_of(target).end
    return target_line(
        target.id,
        target.status,
        target.is_reached,
        end.isoformat() if end else "",
        model.is_target_overdue(task, target),
    )


def _number(report: Report) -> int:
    """Return the place of a report in its file, which `worlds.files_of` writes into its note."""
    found = re.search(r"第(\d+)条", report.note)
    assert found
    return int(found[1])


def _standing(task: Task, report: Report) -> str:
    if report.standing == "counted":
        return f"counts for {_holder(task.duties[report.duty])}"
    return report.standing


def _indicator(task: Task, place: int) -> str:
    indicator = task.indicators[place]
    answer = total(task, indicator)
    return indicator_line(
        indicator.name,
        answer.value,
        indicator.total,
        len(answer.figures),
        answer.of,
        answer.reached,
    )


def _units(model: SiteModel) -> Record:
    held: dict[str, list[Duty]] = {}
    for task in model.tasks.values():
        for duty in task.duties if _is_counted(model, task) else ():
            held.setdefault(_holder(duty), []).append(duty)
    counted = {key: model.outermost_duties(duties) for key, duties in held.items()}
    for key, duties in model.duties.items():
        outer = model.outermost_duties(duties)
        tracked = [duty for duty in outer if _is_counted(model, model.tasks[duty.task])]
        assert counted.get(key, []) == tracked
    return {key: {"duties": len(duties), **_states(duties)} for key, duties in counted.items()}


def _is_counted(model: SiteModel, task: Task) -> bool:
    return model.plans[task.plan].is_tracked and not task.is_withdrawn


def _groups(model: SiteModel) -> Record:
    tasks = {
        key: model.outermost(model.tasks[one.task] for one in named)
        for key, named in model.groups.items()
    }
    return {
        key: {"tasks": len(own), **_states(task for task in own if _is_counted(model, task))}
        for key, own in tasks.items()
    }


def _states(of: Iterable[Duty | Task]) -> dict[str, int]:
    return dict(Counter(str(one.status) for one in of))
