"""What the pages of tasks say of every duty and report, of indicators, and the pages of units of
theirs, is what the slow counter finds."""

from __future__ import annotations

import re

import pytest
from bs4 import Tag
from counted_site import CountedSite, expected
from page_figures import bar_of, lines, linked, state_of
from registry_then import Record

pytestmark = pytest.mark.slow

ROLES = {"牵头单位": "lead", "责任单位": "responsible", "配合单位": "cooperating"}
VERDICTS = {"已达到": True, "未达到": False}


def test_a_row_for_each_duty(site: CountedSite) -> None:
    seen = 0
    for key, plan, task in site.tasks:
        address = f"plans/{key.replace('#', '/')}.html"
        table = site.main(address).select_one(".duties table")
        assert table or not plan["tracked"], key
        if not table:
            continue
        rows = [shown_duty(address, row) for row in table.select("tbody tr:not(.passed)")]
        assert rows == [counted_duty(plan, task, duty) for duty in task["duties"]], key
        seen += len(rows)
    assert seen


def shown_duty(address: str, row: Tag) -> tuple[str, ...]:
    """Return a row: its unit, its role, its state, the day of its report, and what is overdue."""
    link = row.select_one("th > a")
    role, *rest = row.select("td")
    state, day = rest[:2] if rest else (None, None)
    time = day.select_one("time") if day else None
    return (
        linked(address, link).removeprefix("units/").removesuffix(".html") if link else "",
        ROLES[role.get_text(strip=True)],
        state_of(state.select_one(".status")) if state else "",
        str(time["datetime"]) if time else "",
        "overdue" if row.select_one(".late") else "",
    )


def counted_duty(plan: Record, task: Record, duty: Record) -> tuple[str, ...]:
    is_silent = not duty["reports"] and (task["withdrawn"] or not plan["tracked"])
    return (
        "" if duty["holder"].startswith("=") else duty["holder"],
        duty["role"],
        "" if is_silent else duty["state"],
        duty["reports"][-1]["day"] if duty["reports"] else "",
        "overdue" if duty["overdue"] else "",
    )


def test_every_report_is_in_the_log(site: CountedSite) -> None:
    """Those that count for nobody, and those that were taken back, are marked."""
    seen = 0
    for key, _, task in site.tasks:
        id, _, name = key.partition("#")
        reports = [
            entry
            for entry in site.world["plans"][id]["progress"]
            if entry["task"] == name and "retracts" not in entry
        ]
        log = site.main(f"plans/{id}/{name}.html").select(".timeline > li")
        assert len(log) == len(reports), key
        marks = [" ".join(item.get("class") or []) for item in log]
        counted = sum(len(duty["reports"]) for duty in task["duties"])
        assert marks.count("taken-back") == len(task["taken_back"]), key
        assert marks.count("") == counted, key
        seen += len(log)
    assert seen


def test_indicators(site: CountedSite) -> None:
    for key, _, task in site.tasks:
        shown = site.main(f"plans/{key.replace('#', '/')}.html").select(".meters > li")
        for item, counted in zip(shown, task["indicators"], strict=True):
            verdict, meter = item.select_one(".reach"), item.select_one("meter")
            assert verdict
            if not task["withdrawn"]:
                assert VERDICTS.get(verdict.get_text(strip=True)) is counted["reached"], key
            assert (meter is None) == (counted["total"] is None), key
            if meter:
                assert abs(float(str(meter["value"])) - float(counted["total"])) < 1e-9, key


def test_units(site: CountedSite) -> None:
    for address, key in site.units:
        page, figures = site.main(address), site.of_duties(key)
        assert bar_of(page) == expected(figures), key
        total = page.select_one(".unit-counts-box h2 .count")
        found = re.search(r"\d+", total.get_text()) if total else None
        assert (int(found[0]) if found else 0) == figures.get("all", 0), key
        duties = site.duties(key)
        shown = list(lines(address, page))
        assert {task for task, _, _ in shown} == set(duties), key
        for task, state, late in shown:
            assert state == site.shown(task, duties[task]["state"]), (key, task)
            assert late == duties[task]["overdue"], (key, task)


def test_the_index_of_units_counts_duties(site: CountedSite) -> None:
    held = {address: site.duties(key) for address, key in site.units}
    seen = 0
    for line in site.main("units/index.html").select(".units > li"):
        link, counts = line.select_one("a"), line.select_one(".unit-counts")
        assert link and counts
        address = linked("units/index.html", link)
        if address in held:
            duties = [
                d for key, d in held[address].items() if not site.counted(key)[1]["withdrawn"]
            ]
            text = counts.get_text(strip=True)
            found = re.search(r"承担(\d+)项", text)
            assert (int(found[1]) if found else 0) == len(duties), address
            leads = re.search(r"牵头(\d+)项", text)
            assert (int(leads[1]) if leads else 0) == sum(d["role"] == "lead" for d in duties)
            groups = re.search(r"经集合单位(\d+)项", text)
            assert (int(groups[1]) if groups else 0) == sum(bool(d["through"]) for d in duties)
            seen += 1
    assert seen
