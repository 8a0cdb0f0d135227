"""The rules of `docs/format.md`, «Duties: whose word counts»: each case of `cases/` is a small site
and what follows from the rules, written by hand; the slow counter comes to the same.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from figures import count_groups, count_plan, count_units
from registry_then import Record, World
from worlds import all_cases, world_of

ALL = list(all_cases())


def plans_of(case: Record, key: str) -> dict[str, Any]:
    """Return what a case expects by plan; where the case has one plan, its name is left out."""
    expected = case.get(key, {})
    return expected if "plans" in case else {"p": expected} if expected else {}


def count(world: World) -> dict[str, Record]:
    """Return the slow counter's figures of every plan."""
    as_of = world["config"].get("as_of", "2025-12-31")
    return {id: count_plan(world, id, as_of) for id in world["plans"]}


def short(holder: str) -> str:
    """Return a holder without the authority, which is the same in all cases."""
    return holder.removeprefix("qinghe/")


def duty_line(duty: Record) -> str:
    """Return a duty as cases write it."""
    through = f" via {short(duty['through'])}" if duty["through"] else ""
    return f"{short(duty['holder'])} {duty['role']} {duty['state']}{through}"


def indicator_line(indicator: Record) -> str:
    """Return an indicator as cases write it: total, whether reached, and of how many duties."""
    total = "none" if indicator["total"] is None else str(indicator["total"])
    verdict = {None: "open", True: "reached", False: "missed"}[indicator["reached"]]
    return f"{indicator['name']} {total} {verdict}"


def texts(figures: Record) -> dict[str, str]:
    """Return figures of a unit or a group as cases write them."""
    flat = {**figures, **figures["states"]}
    return {key: str(flat[key]) for key in flat if key not in ("states", "overdue")}


@pytest.fixture(params=ALL, ids=[f"{case['table']}: {case['case']}" for case in ALL])
def case(request: pytest.FixtureRequest) -> Record:
    return dict(request.param)


def test_duties_and_states(case: Record) -> None:
    counted = count(world_of(case))
    for plan, tasks in plans_of(case, "duties").items():
        for task, expected in tasks.items():
            assert [
                duty_line(duty) for duty in counted[plan]["tasks"][task]["duties"]
            ] == expected, (plan, task)
    for plan, states in plans_of(case, "tasks_states").items():
        assert {
            id: task["state"] for id, task in counted[plan]["tasks"].items() if id in states
        } == states


def test_reports_that_count(case: Record) -> None:
    """Reports count for a duty or counted until a transfer, or were taken back, or count not."""
    world = world_of(case)
    if len(world["plans"]) > 1:
        return
    counted = count(world)["p"]
    tasks = counted["tasks"]
    below = {id: numbers(task["below"]) for id, task in tasks.items() if task["below"]}
    if "below" in case:
        assert below == case["below"]
    counting = {
        number
        for task in tasks.values()
        for number in [
            *numbers(task["below"]),
            *(number for duty in task["duties"] for number in numbers(duty["reports"])),
        ]
    }
    apart = {*case.get("taken_back", ()), *case.get("counts_not", ())}
    reports = {
        str(number)
        for number, entry in enumerate(world["plans"]["p"]["progress"], 1)
        if "retracts" not in entry
    }
    assert reports - counting == apart or "duties" not in case


def numbers(reports: list[Record]) -> list[str]:
    """Return the numbers of reports in their file, in order."""
    return [str(number) for number in sorted(report["number"] for report in reports)]


def test_figures(case: Record) -> None:
    world = world_of(case)
    counted = count(world)
    for plan, tracked in case.get("tracked", {}).items():
        assert counted[plan]["tracked"] == (tracked == "yes")
    for plan, figures in case.get("figures", {}).items():
        assert {key: str(value) for key, value in counted[plan]["states"].items()} == figures
    if "overdue" in case:
        assert [id for id, task in counted["p"]["tasks"].items() if task["overdue"]] == case[
            "overdue"
        ]
    if "overdue_duties" in case:
        assert [
            f"{id} {short(duty['holder'])}"
            for id, task in counted["p"]["tasks"].items()
            for duty in task["duties"]
            if duty["overdue"]
        ] == case["overdue_duties"]
    if "unit_figures" in case:
        assert {short(key): texts(value) for key, value in count_units(counted).items()} == case[
            "unit_figures"
        ]
    if "group_figures" in case:
        assert {
            short(key): texts(value) for key, value in count_groups(world, counted).items()
        } == case["group_figures"]


def test_indicators(case: Record) -> None:
    counted = count(world_of(case))
    for task, expected in case.get("indicators", {}).items():
        for indicator, line in zip(
            counted["p"]["tasks"][task]["indicators"], expected, strict=True
        ):
            *words, of = line.split() if "/" in line.split()[-1] else (*line.split(), "")
            assert indicator_line(indicator) == " ".join(words)
            assert of in ("", f"{indicator['figures']}/{indicator['of']}")


@pytest.mark.parametrize("module", ["counter", "days", "figures", "registry_then"])
def test_the_counter_shares_no_code_with_gksite(module: str) -> None:
    text = (Path(__file__).parent / f"{module}.py").read_text("utf-8")
    assert not re.findall(r"^\s*(?:from|import) gksite", text, re.MULTILINE)
