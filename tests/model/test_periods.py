"""Periods of plans: what they mean, the years of their tasks, and which plan is before which."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_sites import cases, front, plan_of, site_of

from gksite.model.comparison import previous_plans
from gksite.model.periods import LONGEST, Period, of_year, read_period
from gksite.model.site import SiteModel
from gksite.model.years import years_of_task

PERIODS: list[dict[str, Any]] = cases("model/periods")
YEARS: list[dict[str, Any]] = cases("model/years-of-tasks")


@pytest.mark.parametrize("case", PERIODS, ids=[str(case["printed"]) for case in PERIODS])
def test_a_period_as_written(case: dict[str, Any]) -> None:
    found = read_period(case["printed"])
    if "wrong" in case:
        assert not isinstance(found, Period) and found[1] == case["wrong"]
    else:
        assert isinstance(found, Period) and found.printed == case["printed"]
        assert (found.text, [day for day in (found.first, found.last) if day]) == (
            case["text"],
            case["days"],
        )


@given(first=st.integers(1900, 2199), length=st.integers(0, LONGEST - 1), year=st.integers(0, 9999))
def test_a_period_means_what_its_figures_say(first: int, length: int, year: int) -> None:
    last = min(first + length, 2199)
    found = read_period(f"{first}-{last}" if last > first else f"{first}")
    assert isinstance(found, Period)
    again = read_period(found.text)
    assert isinstance(again, Period)
    assert (again.first, again.last) == (found.first, found.last)
    assert found.covers(year) == (first <= year <= last)
    assert found.is_one_year == found.is_calendar_year == (first == last)
    assert (of_year(first).text == found.text) == (first == last)


@given(text=st.text("0123456789-/—年月至 无none", max_size=20))
def test_any_text_is_a_period_or_has_a_reason(text: str) -> None:
    found = read_period(text)
    if isinstance(found, Period):
        assert found.printed == text
        assert not found.first or (found.last and found.first <= found.last)
    else:
        assert all(found)


def plan_files(
    id: str, period: str, deadline: str = "", more: str = "", **keys: str
) -> dict[str, str]:
    """A plan with one task."""
    keys |= {"period": period} if period else {}
    text = front(2026, written="2026-02-01", **keys)
    if period:
        text = text.replace("year: 2026\n", "")
    parts = ["id: 1", "text: 公布目录。", f"deadline: {deadline}" if deadline else "", more]
    task = ", ".join(filter(None, parts))
    return {f"{id}/plan.md": text, f"{id}/tasks.yaml": f"- {{{task}}}\n"}


@pytest.mark.parametrize("case", YEARS, ids=[case["name"] for case in YEARS])
def test_the_years_of_a_task(case: dict[str, Any]) -> None:
    keys = {"title": case["title"]} if "title" in case else {}
    files = plan_files("p", case["period"], case["deadline"], case.get("more", ""), **keys)
    model, _ = site_of(files, date(2028, 5, 1))
    plan, task = model.plans["p"], model.tasks["p#1"]
    assert sorted(years_of_task(plan, task, model.as_of)) == case["years"]
    for year in range(2020, 2040):
        assert (task in model.tasks_of_year(year)) == (year in case["years"])


def model_at(day: str, **periods: str) -> SiteModel:
    files: dict[str, str] = {}
    for id, period in periods.items():
        files |= plan_files(id, period, "持续推进")
    return site_of(files, date.fromisoformat(day))[0]


@pytest.mark.parametrize(
    ("day", "periods", "year"),
    [
        ("2026-12-31", {"a": "2026", "b": "2026-2030"}, 2026),
        ("2027-01-01", {"a": "2026", "b": "2026-2030"}, 2027),
        ("2029-07-01", {"a": "2026", "b": "2026-2030"}, 2029),
        ("2031-07-01", {"a": "2026", "b": "2026-2030"}, 2030),
        ("2028-07-01", {"a": "2026", "b": "2027"}, 2027),
        ("2026-02-15", {"a": "2025", "b": "2026-03/2027-02"}, 2025),
        ("2026-03-01", {"a": "2025", "b": "2026-03/2027-02"}, 2026),
        ("2027-05-01", {"a": "2025", "b": "2026-03/2027-02"}, 2027),
        ("2025-05-01", {"a": "2026", "b": "2027-2030"}, 2027),
        ("2029-05-01", {"a": "2026", "b": "无"}, 2029),
        ("2025-05-01", {}, 2025),
    ],
)
def test_the_current_year(day: str, periods: dict[str, str], year: int) -> None:
    assert model_at(day, **periods).current_year() == year


def test_the_current_year_of_an_authority() -> None:
    model = model_at("2029-01-01", a="2026", b="2026-2030")
    assert [model.current_year("qinghe"), model.current_year("nobody")] == [2029, 2029]


def test_a_task_belongs_to_the_years_of_its_parts() -> None:
    tasks = """\
- {id: 3, text: 改造小区。, deadline: 2030年底前}
- {id: 3-1, parent: 3, text: 城关街道。, deadline: 2027年底前}
- {id: 3-2, parent: 3, text: 湖滨街道。, deadline: 2028年底前}
"""
    files = plan_files("p", "2026-2030") | {"p/tasks.yaml": tasks}
    model = site_of(files, date(2027, 1, 1))[0]
    found = {year: [task.id for task in model.tasks_of_year(year)] for year in model.plan_years()}
    assert found == {2030: ["3"], 2029: [], 2028: ["3", "3-2"], 2027: ["3", "3-1"], 2026: []}


def test_the_plan_before_is_of_any_length() -> None:
    def plan(id: str, period: str, title: str = "要点", **fields: Any) -> Any:
        read = read_period(period)
        assert isinstance(read, Period)
        year = read.years[0] if read.years else 2020
        return plan_of(id, year, period=read, title=title, issuer_name="办公室", **fields)

    plans = [
        plan("a", "2024", "2024年要点"),
        plan("b", "2025", "2025年要点"),
        plan("c", "2027", "2027年要点"),  # none in 2026
        plan("d", "2021-2025", "规划（2021—2025年）"),
        plan("e", "2026-2030", "规划（2026—2030年）"),
        plan("f", "2028-2029", "方案"),  # after c, not after e, which still runs
        plan("g", "无", "办法"),
        plan("h", "2031", "2031年要点", previous="g"),
    ]
    assert previous_plans({one.id: one for one in plans}) == {
        "a": "d",  # none ended before it
        "b": "a",
        "c": "b",
        "e": "d",
        "f": "c",
        "h": "g",
    }
