"""Plans that were signed under another registry than today's: gksite with the stored reading and
the slow counter say the same of every duty, state and figure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random

import msgspec
import pytest
from figures import count_plan
from meant import reading_in, reading_of_file
from random_sites import NAMES, random_registry, random_world
from registry_then import Record, World
from results import NO_DAY, gksite_results, model_of, slow_results
from worlds import files_of, read_yaml, world_of

from gksite.build.dependencies import Dependencies
from gksite.content.plan_sources import PlanSources, Surroundings
from gksite.content.plans import build_plan
from gksite.content.readings import readings_of
from gksite.content.readings_file import read_readings, write_readings
from gksite.diagnostics import Diagnostic
from gksite.model.entities import Plan
from gksite.model.site import SiteContent, SiteModel, build_model
from gksite.pages.addresses import PageRequest

CASES = read_yaml((Path(__file__).parent / "cases_signed.yaml").read_text("utf-8"))
SEEDS = range(100)


def signed_under(then: World, world: World) -> World:
    """Return a world whose plans were signed in an earlier one."""
    plans = {
        id: {**plan, "reading": reading_in(then, then["plans"][id])}
        for id, plan in world["plans"].items()
    }
    return {**world, "plans": plans}


def signed_files(then: World) -> dict[str, bytes]:
    """Return the stored reading of each plan of a world."""
    model = model_of(files_of(then))
    return {id: write_readings(readings_of(plan)) for id, plan in model.plans.items()}


def signed_model(world: World, stored: Mapping[str, bytes]) -> tuple[SiteModel, list[Diagnostic]]:
    """Return gksite's model of a world whose plans were signed with their readings."""
    files = files_of(world)
    today = model_of(files)
    plans: list[Plan] = []
    problems: list[Diagnostic] = []
    for id, data in stored.items():
        folder = f"content/plans/{id}"
        texts = {
            path.removeprefix(f"{folder}/"): text
            for path, text in files.items()
            if path.startswith(f"{folder}/")
        }
        reading, _ = read_readings(data, f"reviews/{id}/readings.json")
        assert reading
        around = Surroundings(today.registry, None, today.config.task_status)
        plan, new_problems = build_plan(PlanSources(id, folder, {}, {}), texts, around, (), reading)
        assert plan
        plans.append(plan)
        problems += new_problems
    content = SiteContent(today.config, today.registry, today.topics, plans, (), None)
    model, _ = build_model(content, today=today.as_of)
    return model, problems


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_a_signed_plan(case: Record) -> None:
    world, then = world_of(case), world_of({**case, "transfers": [], **case["then"]})
    stored = signed_files(then)
    signed = signed_under(then, world)
    found = count_plan(signed, "p", NO_DAY)
    for counted in (slow_results(signed), gksite_results(signed_model(world, stored)[0])):
        tasks = counted["plans"]["p"]["tasks"]
        for task, duties in case["duties"].items():
            assert [duty.replace("qinghe/", "") for duty in tasks[task]["duties"]] == duties
        for task, state in case.get("tasks_states", {}).items():
            assert tasks[task]["state"] == state
    # The rule that the case is for: read anew, the plan would say something else.
    assert count_plan(world, "p", NO_DAY) != found


def test_pages_of_a_group_depend_on_the_members_that_plans_mean() -> None:
    """Also where no task changes, since one names the unit beside its group."""
    tasks = [{"id": "1", "text": "公开", "lead": ["区财政局"], "responsible": ["两局"]}]
    model = model_of(files_of(world_of({"tasks": tasks})))
    plan = model.plans["p"]
    (members,) = plan.members
    fewer = msgspec.structs.replace(members, units=members.units[1:])
    other = msgspec.structs.replace(plan, members=(fewer,))
    models = (model, msgspec.structs.replace(model, plans={"p": other}))
    page = PageRequest("units/qinghe/two.html", "group", "qinghe/two")
    keys = [Dependencies(one, {"p": b""}, {"p#1": b""}).key(page) for one in models]
    assert keys[0] != keys[1]
    unit = PageRequest("units/qinghe/finance.html", "unit", "qinghe/finance")
    keys = [Dependencies(one, {"p": b""}, {"p#1": b""}).key(unit) for one in models]
    assert keys[0] == keys[1]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_the_counter_reads_the_stored_reading(case: Record) -> None:
    then = world_of({**case, "transfers": [], **case["then"]})
    read = reading_of_file(json.loads(signed_files(then)["p"]))
    assert read == reading_in(then, then["plans"]["p"])


def changed(chance: Random, then: World) -> World:
    """Return a world whose registries say other things of the same units and groups."""
    registries = {}
    for authority, registry in then["registries"].items():
        names = [unit["name"] for unit in registry["units"]]
        other = random_registry(chance, authority, (*names, *NAMES)[: len(names)])
        groups = other["groups"] if authority == "qinghe" else registry["groups"]
        registries[authority] = {**registry, "units": other["units"], "groups": groups}
        registries[authority].pop("transfers", None)
    return {**then, "registries": registries}


def test_random_registries() -> None:
    """Duties, states and figures follow the reading, and reports the registry of their day."""
    for seed in SEEDS:
        then = random_world(seed)
        world = changed(Random(seed), then)
        model, problems = signed_model(world, signed_files(then))
        assert "signed-unit-gone" not in {problem.code for problem in problems}
        assert gksite_results(model) == slow_results(signed_under(then, world)), f"seed {seed}"
