"""Beside the printed units of a task, lists, tables and data files name the units that have its
duties now, as the slow counter follows the transfers: of the sample, and of sites made by chance.
"""

from __future__ import annotations

import re

import pytest
from bs4 import Tag
from counted_site import CountedSite
from counter import now_held, walk
from page_figures import linked, task_of
from registry_then import Record, entry_of, key_of
from test_counted_exports import key_in, tables_of_tasks
from wordings import decisions, named_units, names_now, plan_day

pytestmark = pytest.mark.slow


def held_now(site: CountedSite, key: str) -> list[Record]:
    """Return who has what other units of a task gave away."""
    id, _, number = key.partition("#")
    task = next(one for one in site.world["plans"][id]["tasks"] if one["id"] == number)
    return [one for one in now_held(site.world, id, task) if one["to"]]


def in_words(day: str) -> str:
    """Return a day as pages write it."""
    year, month, day = day.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def printed(site: CountedSite, key: str) -> set[tuple[str, str]]:
    """Return the page of each unit that has now what a printed unit gave away, and since when;
    members of groups are not printed. After a decision on units: those to whom it gave a role that
    they had not as printed, and whoever took over from those that it names."""
    id, _, number = key.partition("#")
    plan = site.world["plans"][id]
    task = next(one for one in plan["tasks"] if one["id"] == number)
    changes = [change for change in decisions(task) if change.get("units")]
    if changes:
        return decided(site, id, task, changes[-1]["date"])
    return {
        (f"units/{one['to']}.html", in_words(one["on"]))
        for one in held_now(site, key)
        if not one["before"]["through"]
    }


def decided(site: CountedSite, id: str, task: Record, day: str) -> set[tuple[str, str]]:
    """Return the same after a decision on units of a day."""
    world, plan = site.world, site.world["plans"][id]
    authority = plan["front"]["authority"]
    first = {
        (role, key_of(world, authority, name, plan_day(plan))) for role, name in named_units(task)
    }
    passed = [one for one in walk(world, id, task)["passed"] if one["on"] > day]
    found = set()
    for role, name in names_now(task):
        key = now = key_of(world, authority, name, day)
        since = day
        for one in passed:
            if one["holder"] == now:
                now, since = one["to"], one["on"]
        if now != key or (role, key) not in first:
            found.add((f"units/{now}.html", in_words(since)))
    return {one for one in found if "=" not in one[0]}


def shown(address: str, part: Tag) -> set[tuple[str, str]]:
    """Return the same of a part of a page; names that no registry knows have no page."""
    found = set()
    for mark in part.select(".now-held"):
        day = re.search(r"承担，(.*)起）", mark.get_text())
        found |= {(linked(address, link), day[1]) for link in mark.select("a") if day}
    return found


def test_lists_and_tables_of_tasks(site: CountedSite) -> None:
    """Every list that prints units, the table of a plan line by line, and the page of each task."""
    for address, page in site.pages.items():
        for line in page.select("ul.lines > li"):
            if line.select_one(".line-roles"):
                key = task_of(address, line)
                assert shown(address, line) == printed(site, key), (address, key)
        for item in page.select("article.list-item"):
            key = task_of(address, item)
            if item.select_one(".role"):
                assert shown(address, item) == printed(site, key), (address, key)
    for key in site.task_keys():
        address = f"plans/{key.replace('#', '/')}.html"
        facts = site.main(address).select_one("dl.side-facts")
        assert (shown(address, facts) if facts else set()) == printed(site, key), key


def test_tasks_beside_the_text_of_a_plan(site: CountedSite) -> None:
    for id in site.plans:
        address = f"plans/{id}/index.html"
        for mark in site.main(address).select(".task-mark"):
            text = mark.get_text()
            found = set(re.findall(r"现由(.+?)承担，(.+?)起）", text))
            expected = {
                (entry_of(site.world, one["to"])["name"], in_words(one["on"]))
                for one in held_now(site, task_of(address, mark))
                if not one["before"]["through"]
            }
            assert found == expected, (address, text)


def test_data_files(site: CountedSite) -> None:
    """Tables name the members of groups too, since they print no names of groups' members."""
    for address, rows in tables_of_tasks(site):
        for row in rows:
            cell = row["现承担单位"]
            found = re.findall(r"^(.+)（(\S+)起，原由.+承担）$", cell, re.M)
            key = key_in(row)
            expected = [
                (entry_of(site.world, one["to"])["name"], one["on"]) for one in held_now(site, key)
            ]
            assert sorted(found) == sorted(expected), (address, key)
            assert len(found) == len(cell.splitlines()), (address, key)
