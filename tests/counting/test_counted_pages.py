"""Every number and every state on the pages of a site is what the slow counter finds in its
sources: of the sample, and of sites made by chance.
"""

from __future__ import annotations

import re

import pytest
from counted_site import CountedSite, expected
from figures import keys_named
from page_figures import bar_of, lines, marked, plan_counts, state_of, target_lines, task_of
from plan_years import current_year, current_year_of, is_of_one_year
from registry_then import listed
from wordings import period

pytestmark = pytest.mark.slow


def test_the_counter_knows_the_plans_that_are_published(site: CountedSite) -> None:
    published = {path.parent.name for path in site.folder.glob("plans/*/table.html")}
    assert published == set(site.plans)


def test_plans(site: CountedSite) -> None:
    for id in site.plans:
        for kind in ("index", "table"):
            page = site.main(f"plans/{id}/{kind}.html")
            assert bar_of(page) == expected(site.of_tasks(site.task_keys(plan=id))), (id, kind)


def test_tasks(site: CountedSite) -> None:
    for key, _, counted in site.tasks:
        head = site.main(f"plans/{key.replace('#', '/')}.html").select_one(".task-head")
        assert head
        assert state_of(head.select_one(".status")) == site.shown_state(key), key
        assert (head.select_one(".late") is not None) == counted["overdue"], key


def test_tasks_beside_the_text(site: CountedSite) -> None:
    for id in site.plans:
        for kind, part in (("index", ".task-mark"), ("table", "article.list-item")):
            address = f"plans/{id}/{kind}.html"
            for mark in site.main(address).select(part):
                if key := task_of(address, mark):
                    assert state_of(mark.select_one(".status")) == site.shown_state(key), address


def test_lists_of_tasks(site: CountedSite) -> None:
    """Every line of every page but those of units states the task's own state."""
    of_units = {address for address, _ in site.units}
    seen = 0
    for address, page in site.pages.items():
        if address in of_units or address.startswith("compare/"):
            continue
        for key, state, late in lines(address, page):
            assert (state, late) == (site.shown_state(key), site.counted(key)[1]["overdue"]), key
            seen += 1
    assert seen


def test_lists_of_targets(site: CountedSite) -> None:
    """«Lists of deadlines have a target in the month of its last day» (not one that is due with its
    task) and those that are overdue once more, each with its own state; in a year «those of a
    plan for one year, and of a longer or undated one those whose last day is in the year»; those of
    withdrawn tasks are in none."""
    found: dict[str, list[tuple[str, str, str, bool]]] = {year: [] for year in site.years}
    for key, _, counted in site.tasks:
        plan = site.world["plans"][key.partition("#")[0]]
        for target in counted["targets"] if not counted["withdrawn"] else ():
            if (day := target["day"]) and day != site.due_day(key):
                year = period(plan)[0][:4] if is_of_one_year(plan) else day[:4]
                state = site.shown(key, "done" if target["reached"] else target["state"])
                found[year].append((day[:7], key, state, target["overdue"]))
                if target["overdue"]:
                    found[year].append(("", key, state, True))
    for year, own in found.items():
        pages = [page for page in site.pages if re.match(rf"deadlines/{year}[./]", page)]
        shown = [one for page in pages for one in target_lines(page, site.main(page))]
        assert sorted(shown) == sorted(own), year


def test_groups(site: CountedSite) -> None:
    """Every task that names a group stands on its page, below its years; its figures are those of
    its current year, «without parts of such tasks»."""
    for address, key in site.groups:
        page, keys = site.main(address), site.naming(key)
        named = {
            f"{id}#{task}"
            for id in site.plans
            for task, own in keys_named(site.world, id).items()
            if key in own
        }
        assert {task for task, _, _ in lines(address, page)} == named, key
        for part in page.select("[data-year]:not(.tools)"):
            year = str(part["data-year"]).strip("年")
            own = {task for task, _, _ in lines(address, part)}
            assert own == {*site.in_year(named, year)} or year == "未写明年份", (key, year)
        year = current_year_of(site.world, site.as_of, key, named)
        assert bar_of(page) == expected(site.of_tasks(site.in_year(keys, year), year)), key


def test_topics(site: CountedSite) -> None:
    topics: dict[str, list[str]] = {}
    for id, plan in site.world["plans"].items():
        for task in plan["tasks"]:
            for topic in listed(task.get("topics")):
                topics.setdefault(topic, []).append(f"{id}#{task['id']}")
    year = current_year(site.world, site.as_of)
    index = site.main("topics/index.html") if topics else None
    for topic, keys in topics.items():
        page, own = site.main(f"topics/{topic}.html"), site.in_year(keys, year)
        assert bar_of(page) == expected(site.of_tasks(own, year)), topic
        assert {task for task, _, _ in lines(f"topics/{topic}.html", page)} == {*keys}, topic
        line = (
            index.select_one(f".topics li:has(a[href$='{topic}.html']) .count") if index else None
        )
        assert line and line.get_text(strip=True) == f"{len(site.outermost(own))}项", topic


def test_the_home_page(site: CountedSite) -> None:
    year = current_year(site.world, site.as_of)
    figures = site.of_tasks(site.task_keys(year=year), year)
    assert bar_of(site.main("index.html")) == expected(figures)


def test_lists_of_plans(site: CountedSite) -> None:
    seen = 0
    for address, page in site.pages.items():
        for line in page.select("ul.plans > li"):
            link, shown = line.select_one("a[href$='/index.html']"), plan_counts(line)
            if link and shown:
                id = str(link["href"]).split("/")[-2]
                assert shown == [site.of_tasks(site.task_keys(plan=id))], (address, id)
                if marks := line.select_one(".marks"):
                    keys = site.task_keys(plan=id, year=current_year(site.world, site.as_of))
                    year = current_year(site.world, site.as_of)
                    assert marked(marks) == site.of_tasks(keys, year), (address, id)
                seen += 1
    assert seen
