"""Edges of the unit pages and of the index of units: nothing this year, a year without plans, no
year at all, few units and letters that nothing begins with."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from model_sites import front, site_of

from gksite.pages.addresses import PageRequest
from gksite.pages.kinds.unit import UnitPage, unit_page
from gksite.pages.kinds.units import UnitsPage, units_page
from gksite.pages.view import View
from gksite.pages.wording import Words

STRINGS = yaml.safe_load(
    Path(__file__).parents[2].joinpath("themes/default/strings/zh.yaml").read_text("utf-8")
)
OF_JUSTICE = "- {id: 1, text: 公开行政复议决定, units: 区司法局}\n"
OF_OFFICE = "- {id: 1, text: 编制公开目录, units: 区政府办公室}\n"


def view_of(**plans: tuple[int, str]) -> View:
    """The view of a site of plans: each its year and tasks."""
    files = {}
    for name, (year, tasks) in plans.items():
        files[f"{name}/plan.md"] = front(year, published=f"{year}-03-01")
        files[f"{name}/tasks.yaml"] = tasks
    model, _ = site_of(files)
    return View(model, Words(STRINGS))


def page_of(view: View, unit: str) -> UnitPage:
    page = unit_page(view, PageRequest(f"units/qinghe/{unit}.html", "unit", f"qinghe/{unit}"))
    assert isinstance(page, UnitPage)
    return page


def index_of(view: View) -> UnitsPage:
    return units_page(view, PageRequest("units/index.html", "units", ""))


def test_a_unit_without_tasks_this_year_has_its_former_ones_below() -> None:
    page = page_of(view_of(old=(2024, OF_JUSTICE), new=(2025, OF_OFFICE)), "justice")
    assert page.current.year == 2025
    assert page.finding is None
    assert page.current.groups == ()
    assert [part.year for part in page.earlier] == [2024]


def test_a_unit_that_never_had_any_has_neither() -> None:
    page = page_of(view_of(new=(2025, OF_OFFICE)), "hubin")
    assert (page.finding, page.current.groups, page.earlier) == (None, (), ())


def test_a_year_without_plans_is_none_of_a_units_years() -> None:
    page = page_of(view_of(old=(2022, OF_JUSTICE), new=(2025, OF_JUSTICE)), "justice")
    assert [page.current.year, *(part.year for part in page.earlier)] == [2025, 2022]


@pytest.mark.parametrize("plans", [{}, {"new": (2025, OF_OFFICE)}])
def test_units_without_tasks_stand_apart(plans: dict[str, tuple[int, str]]) -> None:
    """All of them where there is no plan; each unit once, and nothing said of it as of a number."""
    [own] = index_of(view_of(**plans)).authorities
    busy = [line.link.text for kind in own.kinds for line in kind.units]
    idle = [line.link.text for line in own.idle]
    assert busy == (["区政府办公室"] if plans else [])
    assert sorted(busy + idle) == sorted(["区政府办公室", "区司法局", "湖滨街道", "老城街道"])


def test_units_stand_by_letters_that_there_are() -> None:
    """By the sound of their names, each unit under one; a unit that ended too."""
    letters = index_of(view_of(new=(2025, OF_OFFICE))).letters
    assert [one.letter for one in letters] == sorted(one.letter for one in letters)
    assert {one.letter: [unit.link.text for unit in one.units] for one in letters} == {
        "H": ["湖滨街道"],
        "L": ["老城街道"],
        "Q": ["区司法局", "区政府办公室"],
    }
    assert [one.anchor for one in letters] == ["letter-H", "letter-L", "letter-Q"]
