"""What pages state of units is what the slow counter finds in the sources: of the sample, and of
sites made by chance.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
from bs4 import Tag
from counted_site import CountedSite, expected
from open_groups import may_mean
from page_figures import bar_of, chart, lines, linked

pytestmark = pytest.mark.slow


def test_units(site: CountedSite) -> None:
    """A unit's page states its own duties of its current year, by its own word alone."""
    for address, key in site.units:
        page, duties, year = site.main(address), site.duties(key), site.year_of_unit(key)
        assert bar_of(page) == expected(site.of_duties(key, year)), key
        parts = site.parts_of_unit(address, key)
        assert next(iter(parts)) == f"{year}年"
        for words, part in parts.items():
            own = [
                task
                for task in duties
                if (words.strip("年") in site.years_of_task(task))
                or (words == "未写明年份" and not site.years_of_task(task))
            ]
            assert {task: (state, late) for task, state, late in lines(address, part)} == {
                task: (site.shown(task, duties[task]["state"]), duties[task]["overdue"])
                for task in own
            }, (key, words)
        years = {f"{one}年" for task in duties for one in site.years_of_task(task)}
        undated = {"未写明年份" for task in duties if not site.years_of_task(task)}
        assert years | undated <= {*parts}, key


def test_what_stands_apart_on_pages_of_units(site: CountedSite) -> None:
    """Duties that passed on stand apart, without a state, and tasks that may mean the unit through
    an open group, by their own states."""
    for address, key in site.units:
        duties = site.duties(key)
        passed = {
            task
            for task, _, counted in site.tasks
            if key in [duty["holder"] for duty in counted["passed"]]
        }
        open_tasks = {*may_mean(site.world, key, {*duties})}
        found: set[tuple[str, str]] = set()
        for part in site.parts_of_unit(address, key).values():
            found |= {(task, state) for task, state, _ in lines(address, part, apart=True)}
        assert {task for task, state in found if not state and site.shown_state(task)} <= passed
        assert passed <= {task for task, _ in found}
        assert open_tasks <= {task for task, state in found if state == site.shown_state(task)}
        named = {task for task, _ in found} - passed - open_tasks
        assert not named & {*duties}, key


def test_how_a_unit_has_its_tasks(site: CountedSite) -> None:
    """«点名2项、经集合单位6项、可能涉及7项», in the current year; the index has the same."""
    index = lines_of_index(site.main("units/index.html"))
    for address, key in site.units:
        year = site.year_of_unit(key)
        held = {
            task: duty
            for task, duty in site.outer_duties_of(key, year).items()
            if not site.counted(task)[1]["withdrawn"]
        }
        maybe = site.outermost(site.in_year(may_mean(site.world, key, {*site.duties(key)}), year))
        ways = Counter(
            "未列单位" if duty.get("anybody") else "经集合单位" if duty["through"] else "点名"
            for duty in held.values()
        )
        ways["可能涉及"] = sum(not site.counted(task)[1]["withdrawn"] for task in maybe)
        shown = site.main(address).select_one(".unit-figures")
        text = shown.get_text(strip=True) if shown else ""
        found = {word: int(n) for word, n in re.findall(r"[：、]([^：、]+?)(\d+)项", text)}
        assert found == dict(+ways), key
        assert index[address] == len(held), key


def lines_of_index(page: Tag) -> dict[str, int]:
    """Return the number of duties that the index of units states, by the address of the unit."""
    found: dict[str, set[int]] = {}
    for line in page.select("ul.units > li"):
        link, counts = line.select_one("a[href]"), line.select_one(".unit-counts")
        assert link and counts
        number = re.search(r"承担(\d+)项", counts.get_text())
        address = linked("units/index.html", link)
        found.setdefault(address, set()).add(int(number[1]) if number else 0)
    assert all(len(numbers) == 1 for numbers in found.values())
    return {address: number for address, (number,) in found.items()}


def test_the_progress_of_years(site: CountedSite) -> None:
    """The year as a whole, its plans, and every unit with duties in them."""
    for year in site.years:
        page = site.main(f"progress/{year}.html")
        assert bar_of(page) == expected(site.of_tasks(site.task_keys(year=year), year))
        if not site.task_keys(year=year):
            assert not page.select("table.chart")
            continue
        of_plans, of_units, *_ = page.select("table.chart")
        assert dict(chart(of_plans)) == {
            f"../plans/{id}/index.html": site.of_tasks(keys, year)
            for id in site.plans
            if (keys := site.task_keys(plan=id, year=year))
        }
        shown = {link: figures for link, figures in chart(of_units) if figures}
        assert shown == {
            f"../{address}": figures
            for address, key in site.units
            if (figures := site.of_duties(key, year))
        }
