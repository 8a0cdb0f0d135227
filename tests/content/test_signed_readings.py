"""The readings of signed plans: what is stored, what differs today, the plan as it was signed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signed_cases import CASES, CASES_DIR, PATH, plan_of, report_of, stored_of, surroundings

from gksite.build.assemble import assemble
from gksite.build.published_set import working_set
from gksite.content.plan_sources import PlanSources, Surroundings
from gksite.content.plans import build_plan
from gksite.content.reading_differences import differences
from gksite.content.readings import (
    ColumnReading,
    DayReading,
    KindReading,
    Readings,
    UnitReading,
    readings_of,
)
from gksite.content.readings_file import read_readings, write_readings
from gksite.content.registry_files import parse_registries
from gksite.content.signed_readings import signed_reading, with_readings
from gksite.model.columns import Column
from gksite.model.entities import Plan
from gksite.model.plan_kinds import Kind
from gksite.model.registry import Registry
from gksite.notation.values import Deadline
from gksite.source.files import read_sources

PROJECT = Path(__file__).parents[2]
SIGNED = [name for name in CASES if not name.startswith("file-")]


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_of_a_signed_plan(case: str) -> None:
    assert report_of(CASES_DIR / case) == (CASES_DIR / case / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("case", SIGNED)
def test_the_stored_reading(case: str) -> None:
    data = stored_of(CASES_DIR / case)
    assert data == (CASES_DIR / case / "readings.json").read_bytes()
    assert read_readings(data, PATH) == (readings_of(plan_of(CASES_DIR / case, after=False)[0]), [])
    windows = b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
    assert read_readings(windows, PATH) == read_readings(data, PATH)


@pytest.mark.parametrize("case", SIGNED)
def test_a_plan_is_read_as_it_was_signed(case: str) -> None:
    """But for units that are gone, and names of units that are there."""
    stored = readings_of(plan_of(CASES_DIR / case, after=False)[0])
    signed, problems = plan_of(CASES_DIR / case, after=True, signed=stored)
    codes = {problem.code for problem in problems}
    assert codes <= {"reading-changed", "signed-unit-gone", "readings-of-another-text"}
    if (
        codes <= {"reading-changed"}
        and surroundings(CASES_DIR / case, after=True).registry.is_whole
    ):
        assert without_names(readings_of(signed)) == without_names(stored)
        known = surroundings(CASES_DIR / case, after=True).registry
        assert with_readings(signed, stored, known) == (signed, [])


def without_names(readings: Readings) -> Readings:
    """Return a reading with the key of its issuer alone, where it has one."""
    issuer = readings.issuer
    name = "" if issuer.unit else issuer.name
    return msgspec.structs.replace(readings, issuer=UnitReading(issuer.unit, name))


@pytest.mark.parametrize(
    ("kept", "entity"), [(ColumnReading, Column), (KindReading, Kind), (DayReading, Deadline)]
)
def test_kept_fields_are_those_of_the_model(kept: Any, entity: Any) -> None:
    """In their order, in which they are put over."""
    assert kept.__struct_fields__ == entity.__struct_fields__


def test_every_plan_of_the_sample() -> None:
    """Its reading is what was written, and put back it changes nothing."""
    model = assemble(
        working_set(read_sources(PROJECT)[0]), {}, b"program", jobs=1, drafts=True
    ).model
    assert model
    assert len(model.plans) == len(list((PROJECT / "content/plans").iterdir()))
    for plan in model.plans.values():
        stored = readings_of(plan)
        data = write_readings(stored)
        assert read_readings(data, PATH) == (stored, [])
        lines = data.count(b'\n{"id":')
        assert lines == len(plan.lists) + len(plan.tasks)
        bare = msgspec.structs.replace(plan, members=(), kind=Kind("other", "别的"))
        assert signed_reading(bare, stored, model.registry)[0] == plan


# ── a registry made by chance, and another ────────────────────────────────────────────────────────

NAMES = ("县商务局", "县财政局", "县水务局", "白河镇", "城关街道", "三溪镇")
WORDINGS = (
    "牵头单位：县商务局；责任单位：各街镇",
    "县财政局、县水务局等",
    "各成员单位",
    "各有关单位",
    "",
)


@st.composite
def registries(draw: st.DrawFn) -> Registry:
    """A registry of some of the names, each for some time, and of groups."""
    lines = ["authority: songling", "name: 松岭县", "units:", "  - {id: none, name: 县档案馆}"]
    ids = draw(st.lists(st.sampled_from(range(len(NAMES))), unique=True))
    for id in ids:
        kind = draw(st.sampled_from(("department", "town")))
        facts = [f"id: u{id}, name: {draw(st.sampled_from(NAMES))}, kind: {kind}"]
        facts += draw(st.sampled_from(([], ["until: 2025-02-01"], ["since: 2025-05"])))
        facts += [f"aliases: [{draw(st.sampled_from(NAMES))}]"] if draw(st.booleans()) else []
        lines.append(f"  - {{{', '.join(facts)}}}")
    lines.append("groups:")
    for group, name in (
        ("towns", "各街镇"),
        ("partners", "各成员单位"),
        ("concerned", "各有关单位"),
    ):
        own = draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
        listed = f"members: [{', '.join(f'u{one}' for one in own)}]"
        rule = draw(st.sampled_from((listed, "members: {kind: town}", "open: true")))
        lines.append(f"  - {{id: {group}, name: {name}, {rule}}}")
    registry, _ = parse_registries({"content/units/songling.yaml": "\n".join(lines) + "\n"})
    return registry


@st.composite
def plans(draw: st.DrawFn) -> dict[str, str]:
    """The texts of a plan whose tasks name units of the registry, and some that it lacks."""
    day = draw(st.sampled_from(("2025-01-10", "2025-03-01", "2025-08-01")))
    columns = "{number: 序号, text: 任务, units: 责任单位, watched: {head: 督查单位, type: unit}}"
    front = "title: 2025年工作要点\nauthority: songling\nyear: 2025\nissuer: 县财政局\n"
    lists = f"lists:\n  - id: main\n    columns: {columns}\n"
    tasks = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        units, cell = draw(st.sampled_from(WORDINGS)), draw(st.sampled_from(NAMES))
        task = f"- {{id: {number}, text: 办好第{number}件事, cells: {{watched: {cell}}}"
        task += f", units: {units}" if units else ""
        task += f", deadline: {draw(st.sampled_from(('6月底前', '全年', '持续推进')))}"
        if draw(st.booleans()):
            task += ", adjustments: [{date: 2025-09-01, units: 各街镇, why: 调整}]"
        tasks.append(task + "}\n")
    return {"plan.md": f"---\n{front}written: {day}\n{lists}---\n", "tasks.yaml": "".join(tasks)}


def read(texts: dict[str, str], registry: Registry, signed: Readings | None = None) -> Plan:
    sources = PlanSources("songling-2025", "content/plans/songling-2025", {}, {})
    plan, problems = build_plan(sources, texts, Surroundings(registry, None), signed=signed)
    assert plan, problems
    return plan


@settings(max_examples=40, deadline=None)
@given(plans(), registries(), registries())
def test_of_random_registries(texts: dict[str, str], then: Registry, today: Registry) -> None:
    stored = readings_of(read(texts, then))
    data = write_readings(stored)
    assert read_readings(data, PATH) == (stored, [])
    assert write_readings(stored) == data
    now = read(texts, today)
    signed, problems = signed_reading(now, stored, today)
    gone = any(problem.code == "signed-unit-gone" for problem in problems)
    known = {key for one in signed.members for member in one.units if (key := member.unit)}
    known |= {name.unit for task in signed.tasks for name in task.named if name.unit}
    known |= {duty.unit for task in signed.tasks for duty in task.duties if duty.unit}
    assert known <= today.units.keys()
    if not gone and set(then.units) <= set(today.units):
        assert without_names(readings_of(signed)) == without_names(stored)
    # What is read anew with the stored reading is what is put into a plan that was read without.
    assert read(texts, today, stored) == signed
    if stored == readings_of(now):
        assert differences(stored, readings_of(now), today) == ()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 3000), st.integers(0, 60))
def test_any_other_bytes_are_a_diagnostic(patch: bytes, at: int, length: int) -> None:
    data = (CASES_DIR / "nothing-changed" / "readings.json").read_bytes()
    other = data[:at] + patch + data[at + length :]
    readings, problems = read_readings(other, PATH)
    assert (readings is None) == bool(problems)
    if readings is not None:
        assert readings == read_readings(data, PATH)[0]


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"x":' * 100_000, b"\xff\xfe", b"null"])
def test_odd_bytes(data: bytes) -> None:
    readings, problems = read_readings(data, PATH)
    assert readings is None
    assert [problem.code for problem in problems] == ["readings-unreadable"]


def test_differences_without_a_registry_to_name_them() -> None:
    """Keys of units that no registry has stand by their ids."""
    case = CASES_DIR / "unit-removed"
    stored, now = (readings_of(plan_of(case, after=after)[0]) for after in (False, True))
    nobody = Registry({}, {}, {}, {})
    assert [one.before for one in differences(stored, now, nobody)] == [
        "songling/commerce songling/housing",
        "songling/commerce",
    ]
    assert msgspec.structs.replace(stored, day=date(2025, 3, 2)) != stored
