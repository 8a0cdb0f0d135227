"""What pages state of units is what the slow counter finds in the sources: of the sample, and of
sites made by chance.
"""

from __future__ import annotations

import pytest
from counted_site import CountedSite, expected
from page_figures import bar_of, chart, lines

pytestmark = pytest.mark.slow


def test_units(site: CountedSite) -> None:
    """A unit's page states its own duties, by its own word alone.

    Duties that passed on stand apart, without a state, and tasks that may mean it through an open
    group, by their own states.
    """
    for address, key in site.units:
        page, duties = site.main(address), site.duties(key)
        assert bar_of(page) == expected(site.of_duties(key)), key
        assert {task: (state, late) for task, state, late in lines(address, page)} == {
            task: (site.shown(task, duty["state"]), duty["overdue"])
            for task, duty in duties.items()
        }, key
        passed = [
            task
            for task, _, counted in site.tasks
            if key in [duty["holder"] for duty in counted["passed"]]
        ]
        apart = [(task, state) for task, state, _ in lines(address, page, apart=True)]
        for task in passed:
            apart.remove((task, ""))
        for task, state in apart:
            assert task not in duties and state == site.shown_state(task), (key, task)


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
