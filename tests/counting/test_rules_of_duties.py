"""The rules of `docs/format.md`, «Duties: whose word counts»: each case of `cases/` is a small site
and what follows from the rules, written by hand. The slow counter and gksite both come to it.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from counted_site import world_on
from figures import count_plan
from registry_then import Record
from results import gksite_results, model_of, slow_results
from worlds import all_cases, files_of, read_yaml, world_of

from gksite.model.duties import setting_of, settled

CASES = list(all_cases())
DAYS = (Path(__file__).parent / "days.yaml").read_text("utf-8")


def by_plan(case: Record, key: str) -> dict[str, Any]:
    """Return what a case expects by plan; where the case has one plan, its name is left out."""
    expected = case.get(key, {})
    return expected if "plans" in case else {"p": expected} if key in case else {}


def short(line: str) -> str:
    """Return a line without the authority, which is the same in all cases."""
    return line.replace("qinghe/", "")


@pytest.fixture(params=CASES, ids=[f"{case['table']}: {case['case']}" for case in CASES])
def case(request: pytest.FixtureRequest) -> Record:
    return dict(request.param)


@pytest.fixture(params=["counter", "gksite"])
def results(request: pytest.FixtureRequest, case: Record) -> Record:
    """What one of the two says of a case."""
    world = world_of(case)
    if request.param == "counter":
        return slow_results(world)
    return gksite_results(model_of(files_of(world)))


def test_the_rules(case: Record, results: Record) -> None:
    plans = results["plans"]
    for plan, tasks in by_plan(case, "duties").items():
        for task, expected in tasks.items():
            assert [short(duty) for duty in plans[plan]["tasks"][task]["duties"]] == expected, plan
    for plan, states in by_plan(case, "tasks_states").items():
        for task, state in states.items():
            assert plans[plan]["tasks"][task]["state"] == state, task
    for task, lines in case.get("targets", {}).items():
        assert plans["p"]["tasks"][task]["targets"] == lines
    for task, lines in case.get("passed", {}).items():
        assert [short(one) for one in plans["p"]["tasks"][task]["passed"]] == lines
    if "withdrawn" in case:
        own = plans["p"]["tasks"].items()
        assert [id for id, task in own if task["withdrawn"]] == case["withdrawn"]
    for plan, tracked in case.get("tracked", {}).items():
        assert plans[plan]["tracked"] == (tracked == "yes")
    for plan, figures in case.get("figures", {}).items():
        assert _texts(plans[plan]["states"]) == figures
    for task, lines in case.get("indicators", {}).items():
        assert plans["p"]["tasks"][task]["indicators"] == lines
    for key in ("unit_figures", "group_figures"):
        if key in case:
            counted = results[f"{key.partition('_')[0]}s"]
            assert {short(of): _texts(one) for of, one in counted.items()} == case[key]


def test_the_years_of_tasks(case: Record, results: Record) -> None:
    """To which years tasks belong, and which tasks the views of a year name since they left it."""
    for task, years in case.get("years", {}).items():
        assert results["years"][f"p#{task}"] == years, task
    if "moved" in case:
        assert results["moved"] == case["moved"]
    if "moved_dates" in case:
        assert results["moved_dates"] == case["moved_dates"]
    if "years_of_plan" in case:
        assert results["years_of_plans"]["p"] == case["years_of_plan"]


def test_reports_that_count(case: Record, results: Record) -> None:
    """Every report counts, unless the case says that it counts not, passed or was taken back."""
    if "duties" not in case or "plans" in case:
        return
    reports = {
        str(number): standing
        for task in results["plans"]["p"]["tasks"].values()
        for number, standing in task["reports"].items()
    }
    passed = [number for numbers in case.get("below", {}).values() for number in numbers]
    expected = {
        **dict.fromkeys(case.get("taken_back", ()), "taken back"),
        **dict.fromkeys(case.get("counts_not", ()), "apart"),
        **dict.fromkeys(passed, "passed"),
    }
    apart = {number: one for number, one in reports.items() if not one.startswith("counts for")}
    assert apart == expected


def test_what_is_overdue(case: Record, results: Record) -> None:
    tasks = results["plans"].get("p", {"tasks": {}})["tasks"]
    if "overdue" in case:
        assert [id for id, task in tasks.items() if task["overdue"]] == case["overdue"]
    if "overdue_duties" in case:
        late = [
            f"{id} {short(key)}" for id, task in tasks.items() for key in task["overdue_duties"]
        ]
        assert late == case["overdue_duties"]


@pytest.mark.parametrize("day", read_yaml(DAYS), ids=lambda day: str(day["day"]))
def test_on_a_day(day: Record) -> None:
    """On the last day of an annual report, and by what is known when it is written."""
    world = world_of(day)
    counted = count_plan(world_on(world, day["until"], day["known"]), "p", day["until"])
    for task, states in day["states"].items():
        found = counted["tasks"][task]["duties"]
        assert [f"{short(one['holder'])} {one['state']}" for one in found] == states, task
    model = model_of(files_of(world))
    plan = model.plans["p"]
    until, known = (date.fromisoformat(day[key]) for key in ("until", "known"))
    setting = setting_of(model.registry, plan, until, known)
    for task in settled(setting, plan.tasks):
        said = [f"{short(duty.holder)} {duty.status}" for duty in task.duties]
        assert said == day["states"][task.id], task.id


def _texts(figures: Record) -> dict[str, str]:
    return {key: str(value) for key, value in figures.items()}


@pytest.mark.parametrize(
    "module",
    [
        "column_sums",
        "counter",
        "days",
        "due_days",
        "figures",
        "meant",
        "plan_years",
        "registry_then",
        "source_reader",
        "state_rules",
        "wordings",
    ],
)
def test_the_counter_shares_no_code_with_gksite(module: str) -> None:
    text = (Path(__file__).parent / f"{module}.py").read_text("utf-8")
    assert not re.findall(r"^\s*(?:from|import) gksite", text, re.MULTILINE)
