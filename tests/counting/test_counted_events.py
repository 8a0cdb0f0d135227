"""Feeds, the log of changes and calendars tell of each event on its own day, and of no other: of
the sample, and of sites made by chance.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from counted_site import CountedSite
from counter import now_held, reports_of
from page_figures import STATE_WORDS, linked
from registry_then import Record, listed
from source_reader import read_file
from wordings import is_withdrawn, lineage, parts_of, rolls_up, says_yes

pytestmark = pytest.mark.slow
WORDS = {state: word for word, state in STATE_WORDS.items()}
MOST = 100
Happened = tuple[str, str, str]
"""Day, address of the page, and the word for what happened."""


def first(record: Record, *keys: str) -> str:
    """Return the first value that a record has of some keys."""
    return next((str(record[key]) for key in keys if record.get(key)), "")


def of_plan(site: CountedSite, id: str) -> Iterator[Happened]:
    """Yield publication and corrections of a plan, and what was withdrawn of it."""
    front, page = site.world["plans"][id]["front"], f"plans/{id}/index.html"
    if front.get("published"):
        yield front["published"], page, "发布"
    for one in listed(front.get("corrections")) or listed(front.get("更正")):
        yield first(one, "date", "日期"), page, "更正"
    for one in withdrawn(site):
        if one[1].startswith(f"plans/{id}/"):
            yield one


def withdrawn(site: CountedSite) -> Iterator[Happened]:
    """Yield the addresses that were withdrawn."""
    for one in listed(read_file(site.project / "content/withdrawn.yaml")):
        yield one["date"], one["address"], "撤销"


def transfers(site: CountedSite, unit: str = "") -> Iterator[Happened]:
    """Yield the transfers by which duties passed on, once for two units and a day: all, or those
    from or to a unit."""
    passed = {
        (one["on"], one["holder"], one["to"])
        for _, _, counted in site.tasks
        for one in counted["passed"]
        if one["to"]
    }
    for day, before, to in passed:
        if unit in ("", before, to):
            yield day, f"units/{to}.html", "职责划转"


def of_task(site: CountedSite, key: str, unit: str = "") -> Iterator[Happened]:
    """Yield the reports on a task, what took them back, and its adjustments, each on its own day;
    of a unit its own reports alone.

    A decision of the day of a report is told with the last report of that day.
    """
    id, _, number = key.partition("#")
    plan = site.world["plans"][id]
    page = f"plans/{id}/{number}.html"
    task = next(one for one in plan["tasks"] if one["id"] == number)
    decisions: dict[str, list[Record]] = {}
    for change in listed(task.get("adjustments")):
        decisions.setdefault(change["date"], []).append(change)
    reports = sorted(reports_of(site.world, plan, number), key=lambda report: report["date"])
    counted = site.counted(key)[1]
    holders = {one["number"]: one["counted_for"] for one in counted["below"]}
    holders |= {
        report["number"]: duty["holder"] for duty in counted["duties"] for report in duty["reports"]
    }
    for place, report in enumerate(reports):
        day, own = report["date"], holders.get(report["number"], report["unit"])
        is_last = day not in [later["date"] for later in reports[place + 1 :]]
        told = decisions.pop(day, []) if is_last else []
        if told or unit in ("", own):
            corrects = plan["progress"][report["number"] - 1].get("corrects")
            word = WORDS[report["status"]]
            if corrects or report["target"]:
                word = "更正报送" if corrects else f"分期目标{word}"
            yield day, page, word_for(told) if told else word
        if report.get("retracted") and unit in ("", own):
            yield report["retracted"], page, "撤回报送"
    for day, changes in decisions.items():
        for change in changes:
            yield day, page, word_for([change])


def lost(site: CountedSite, unit: str) -> Iterator[Happened]:
    """Yield the decisions by which a unit lost duties in tasks that it no longer has: told with the
    last report of their day, or by themselves."""
    for key, _, counted in site.tasks:
        days = {one["on"] for one in counted["passed"] if (one["holder"], one["to"]) == (unit, "")}
        if key in site.duties(unit):
            continue
        id, _, number = key.partition("#")
        plan = site.world["plans"][id]
        task = next(one for one in plan["tasks"] if one["id"] == number)
        reported = {report["date"] for report in reports_of(site.world, plan, number)}
        for day in days:
            own = [one for one in listed(task.get("adjustments")) if one["date"] == day]
            of_units = [one for one in own if one.get("units")]
            for told in [own] * bool(of_units) if day in reported else [[one] for one in of_units]:
                yield day, f"plans/{id}/{number}.html", word_for(told)


def word_for(changes: list[Record]) -> str:
    """Return the word for decisions of one day."""
    return "撤销" if any(says_yes(one.get("withdrawn")) for one in changes) else "调整"


def told_in(site: CountedSite, path: Path) -> list[Happened]:
    """Return what a feed tells."""
    config = site.world["config"]
    base = config["site"]["base_url"].rstrip("/") + "/"
    items: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["items"]
    return [
        (
            item["date_published"][:10],
            item["url"].removeprefix(base),
            item["title"].partition("：")[0],
        )
        for item in items
    ]


def assert_told(found: list[Happened], expected: list[Happened], where: str) -> None:
    """Assert that a feed tells all, or the newest where there is too much."""
    assert [one[0] for one in found] == sorted((one[0] for one in expected), reverse=True)[:MOST]
    if len(expected) <= MOST:
        assert Counter(found) == Counter(expected), where
    else:
        assert not Counter(found) - Counter(expected), where


def test_feeds_of_the_site_and_of_plans(site: CountedSite) -> None:
    everything: list[Happened] = []
    for id in site.plans:
        own = [*of_plan(site, id)]
        own += [one for key in site.task_keys(plan=id) for one in of_task(site, key)]
        assert_told(told_in(site, site.folder / f"plans/{id}/feed.json"), own, id)
        everything += own
    everything += [one for one in withdrawn(site) if one not in everything]
    everything += transfers(site)
    assert_told(told_in(site, site.folder / "feed.json"), everything, "site")


def test_feeds_of_units(site: CountedSite) -> None:
    """A unit's feed has its own reports, what was decided of its tasks, transfers from and to it,
    and decisions that took a duty from it; no word of others."""
    for address, key in site.units:
        tasks = [*site.duties(key)]
        path = site.folder / address.replace(".html", ".feed.json")
        if not tasks and not [*transfers(site, key), *lost(site, key)]:
            assert not path.exists() or not told_in(site, path), key
            continue
        plans = {task.partition("#")[0] for task in tasks}
        expected = [one for id in plans for one in of_plan(site, id)]
        expected += [one for task in tasks for one in of_task(site, task, key)]
        expected += [*transfers(site, key), *lost(site, key)]
        assert_told(told_in(site, path), expected, key)


def test_the_log_of_changes(site: CountedSite) -> None:
    """Day and page of everything that happened, by year."""
    found = [
        (str(time["datetime"]), linked(address, link))
        for address in site.pages
        if address.startswith("changes/")
        for item in site.main(address).select("ol.news > li")
        if (time := item.select_one("time")) and (link := item.select_one(".news-what a"))
    ]
    expected = [one for id in site.plans for one in of_plan(site, id)]
    expected += [one for key in site.task_keys() for one in of_task(site, key)]
    expected += [one for one in withdrawn(site) if one not in expected]
    expected += transfers(site)
    assert Counter(found) == Counter((day, page) for day, page, _ in expected)


def decided_above(plan: Record, task: Record) -> list[str]:
    """Return the days of decisions on units of the tasks above a part that names none: «one that
    names no unit has the units of the task above it, with the adjustments of these»."""
    days: list[str] = []
    if any(task.get(key) for key in ("units", "lead", "responsible", "cooperating")):
        return days
    by_id = {one["id"]: one for one in plan["tasks"]}
    while task := by_id.get(task.get("parent", ""), {}):
        days += [one["date"] for one in task.get("adjustments", ()) if one.get("units")]
    return days


def withdrawn_with(plan: Record, task: Record) -> list[str]:
    """Return the days of decisions that withdrew the tasks above a task, or the parts whose state
    it has, if all were."""
    others = lineage(plan, task)[1:]
    if rolls_up(plan, task) and all(is_withdrawn(plan, one) for one in parts_of(plan, task)):
        others += parts_of(plan, task)
    decided = [change for one in others for change in listed(one.get("adjustments"))]
    return [change["date"] for change in decided if says_yes(change.get("withdrawn"))]


def test_stamps_of_calendars(site: CountedSite) -> None:
    """An event is stamped with the last day on which anything happened to the task."""
    for id, plan in site.world["plans"].items():
        path = site.folder / f"plans/{id}/tasks.ics"
        text = path.read_text("utf-8").replace("\r\n ", "") if path.exists() else ""
        for event in text.split("BEGIN:VEVENT")[1:]:
            number = event.split("UID:")[1].split("@")[0].split("#")[1]
            task, key = next(one for one in plan["tasks"] if one["id"] == number), f"{id}#{number}"
            days = [plan["front"].get("written", ""), plan["front"].get("published", "")]
            days += [one[0] for one in of_plan(site, id) if one[2] == "更正"]
            days += [one[0] for one in of_task(site, key)]
            days += [one["on"] for one in now_held(site.world, id, task)]
            days += decided_above(plan, task)
            days += withdrawn_with(plan, task)
            stamp = event.split("DTSTAMP:")[1][:8]
            expected = max(days).replace("-", "") or site.world["config"]["as_of"].replace("-", "")
            assert stamp == expected, key
