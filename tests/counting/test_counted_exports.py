"""The data files of a site state what the slow counter finds in its sources: CSV, workbooks, JSON
and SQLite, of the sample and of sites made by chance.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from counted_site import CountedSite
from counter import reports_of
from openpyxl import load_workbook
from page_figures import STATE_WORDS
from registry_then import Record

pytestmark = pytest.mark.slow
WORDS = {state: word for word, state in STATE_WORDS.items()}
WITHDRAWN = "已撤销"
ROLES = {"lead": "牵头", "responsible": "责任", "cooperating": "配合"}


def csv_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file by their heads."""
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def sheet_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of the first sheet of a workbook by the heads of its second row."""
    sheet = load_workbook(path).worksheets[0]
    rows = [
        ["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()
    ]
    heads = next(number for number, row in enumerate(rows) if "任务编号" in row)
    return [dict(zip(rows[heads], row, strict=True)) for row in rows[heads + 1 :]]


def word(state: str) -> str:
    """Return a state as tables write it: nothing for an unreported one."""
    return "" if state == "unreported" else WORDS[state]


def word_in(task: Record, state: str) -> str:
    """Return a state of a task, or of a duty in it, as tables of tasks write it: of a withdrawn one
    that it is."""
    return WITHDRAWN if task["withdrawn"] else word(state)


def yes(value: bool) -> str:
    """Return «是» or nothing, as tables write it."""
    return "是" if value else ""


def key_in(row: dict[str, str]) -> str:
    """Return `plan#task` of a row."""
    return f"{row['计划编号']}#{row['任务编号']}"


def unit_of(holder: str) -> str | None:
    """Return the key of a unit, None for one that no registry knows."""
    return None if holder.startswith("=") else holder


def last_report(duty: Record) -> str | None:
    """Return the date of the report that the state of a duty rests on, also where that is on a
    target."""
    return duty["rests_on"]["date"] if duty["rests_on"] else None


def day_beside(task: Record) -> str:
    """Return the day beside the state of a task: that of «the report on which that state rests: the
    latest of a duty that has this state, rather of a lead»; «» where it is no single report's."""
    its = [duty for duty in task["duties"] if duty["state"] == task["state"] and duty["rests_on"]]
    leads = [duty["rests_on"] for duty in its if duty["role"] == "lead"]
    bases = leads or [duty["rests_on"] for duty in its]
    latest = max(bases, key=lambda basis: (basis["day"], basis["number"]), default=None)
    return latest["date"] if latest and not task["withdrawn"] else ""


def standings(site: CountedSite, key: str) -> list[tuple[str, str]]:
    """Return date and standing of each report of a task, the oldest first."""
    plan, _, task = key.partition("#")
    counted = site.counted(key)[1]
    counting = {one["number"] for duty in counted["duties"] for one in duty["reports"]}
    passed = {one["number"] for one in counted["below"]}
    reports = reports_of(site.world, site.world["plans"][plan], task)
    return [
        (
            report["date"],
            "taken back"
            if not report["standing"]
            else "counted"
            if report["number"] in counting
            else "passed"
            if report["number"] in passed
            else "apart",
        )
        for report in sorted(reports, key=lambda report: report["date"])
    ]


def tables_of_tasks(site: CountedSite) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield every table of tasks: of the site, of plans and of authorities."""
    for path in sorted(site.folder.rglob("*.csv")):
        address = path.relative_to(site.folder).as_posix()
        if path.name == "tasks.csv" or (address.count("/") == 1 and address.startswith("units/")):
            yield address, csv_rows(path)
            yield f"{address} (xlsx)", sheet_rows(path.with_suffix(".xlsx"))


def test_tables_of_tasks(site: CountedSite) -> None:
    seen = set()
    for address, rows in tables_of_tasks(site):
        for row in rows:
            key = key_in(row)
            plan, counted = site.counted(key)
            seen.add(key)
            assert row["状态"] == word_in(counted, counted["state"]), (address, key)
            assert row["是否逾期"] == yes(counted["overdue"]), (address, key)
            assert row["应报单位数"] == str(len(counted["duties"])), (address, key)
            reported = str(counted["reported"]) if plan["tracked"] else ""
            assert row["已报单位数"] == reported, (address, key)
            assert row["日期"] == day_beside(counted), (address, key)
    assert seen == set(site.task_keys())


def test_tables_of_units(site: CountedSite) -> None:
    """The rows of a unit are its duties, each with the unit's own state."""
    for address, key in site.units:
        path = site.folder / address.replace(".html", ".csv")
        duties = site.duties(key)
        if not path.exists():
            assert not duties, key
            continue
        for rows in (csv_rows(path), sheet_rows(path.with_suffix(".xlsx"))):
            assert {
                key_in(row): (
                    row["状态"],
                    row["是否逾期"],
                    row["日期"],
                    row["任务状态"],
                )
                for row in rows
            } == {
                task: row_of_a_unit(site.counted(task)[1], duty) for task, duty in duties.items()
            }, key


def row_of_a_unit(task: Record, duty: Record) -> tuple[str, ...]:
    """Return the unit's own state, whether it is overdue, the day of the report that it
    rests on, and the state of the whole task, as a unit's table writes them."""
    return (
        word_in(task, duty["state"]),
        yes(duty["overdue"]),
        "" if task["withdrawn"] else last_report(duty) or "",
        word_in(task, task["state"]),
    )


def test_the_table_of_duties(site: CountedSite) -> None:
    rows = csv_rows(site.folder / "data/unit_duties.csv")
    assert {(key_in(row), int(row["次序"])): row_of_a_duty(row) for row in rows} == {
        (key, place): (
            ROLES[duty["role"]],
            unit_of(duty["holder"]) or "",
            duty["through"],
            word(duty["state"]),
            yes(duty["overdue"]),
            last_report(duty) or "",
        )
        for key, _, counted in site.tasks
        for place, duty in enumerate(counted["duties"], 1)
    }


def row_of_a_duty(row: dict[str, str]) -> tuple[str, ...]:
    """Return the cells of a duty that the slow counter knows."""
    heads = ("分工", "单位编号", "集合单位编号", "状态", "是否逾期", "日期")
    return tuple(row[head] for head in heads)


def test_the_table_of_reports(site: CountedSite) -> None:
    words = {"计入": "counted", "划转前": "passed", "不计入": "apart", "已撤回": "taken back"}
    found: dict[str, list[tuple[str, str]]] = {}
    for row in csv_rows(site.folder / "data/progress.csv"):
        found.setdefault(key_in(row), []).append((row["日期"], words[row["效力"]]))
    assert found == {key: own for key in site.task_keys() if (own := standings(site, key))}


def test_json(site: CountedSite) -> None:
    """Every document with tasks: of the site, of plans, of authorities, of units."""
    seen = set()
    for path in sorted(site.folder.rglob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        for record in document.get("tasks", ()) if "scope" in document else ():
            check_record(site, record)
            seen.add(record["key"])
    assert seen == set(site.task_keys())


def check_record(site: CountedSite, record: dict[str, Any]) -> None:
    """Assert that the record of a task says what the slow counter says."""
    key = record["key"]
    _, counted = site.counted(key)
    for name in ("overdue", "withdrawn", "reported"):
        assert record[name] == counted[name], (key, name)
    assert record["status"] == counted["state"], key
    if day := site.due_day(key):
        assert record["due"] == day, key
    names = ("role", "group", "unit", "status", "overdue", "date")
    assert [tuple(duty[name] for name in names) for duty in record["duties"]] == [
        (
            duty["role"],
            duty["through"] or None,
            unit_of(duty["holder"]),
            duty["state"],
            duty["overdue"],
            last_report(duty),
        )
        for duty in counted["duties"]
    ], key
    assert [(one["unit"], one["passed_to"], one["passed_on"]) for one in record["passed"]] == [
        (unit_of(one["holder"]), one["to"] or None, one["on"]) for one in counted["passed"]
    ], key
    assert [(one["date"], one["standing"]) for one in record["progress"]] == standings(site, key)
    for shown, indicator in zip(record["indicators"], counted["indicators"], strict=True):
        assert figure(shown["value"]) == figure(indicator["total"]), key
        assert shown["reached"] == indicator["reached"], key
        of = (indicator["rule"], indicator["reported"], indicator["of"])
        assert (shown["total"], shown["reported"], shown["of"]) == of, key


def figure(value: Any) -> str:
    """Return a figure in six digits, so that 1/3 is 0.333333."""
    return "" if value is None else f"{float(value):.6g}"


def test_sqlite(site: CountedSite) -> None:
    database = sqlite3.connect(f"file:{site.folder / 'data/gksite.sqlite'}?mode=ro", uri=True)
    try:
        assert dict(database.execute("SELECT id, tracked FROM plans")) == {
            id: plan["tracked"] for id, plan in site.plans.items()
        }
        rows = database.execute(
            "SELECT key, status, overdue, withdrawn, duties, reported FROM tasks"
        )
        assert {row[0]: row[1:] for row in rows} == {
            key: (
                one["state"],
                one["overdue"],
                one["withdrawn"],
                len(one["duties"]),
                one["reported"],
            )
            for key, _, one in site.tasks
        }
        rows = database.execute(
            'SELECT task, place, role, unit, "group", status, overdue, date FROM duties'
        )
        assert {row[:2]: row[2:] for row in rows} == {
            (key, place): (
                duty["role"],
                unit_of(duty["holder"]),
                duty["through"] or None,
                duty["state"],
                duty["overdue"],
                last_report(duty),
            )
            for key, _, one in site.tasks
            for place, duty in enumerate(one["duties"], 1)
        }
        rows = database.execute("SELECT task, date, standing FROM progress ORDER BY task, place")
        found: dict[str, list[tuple[str, str]]] = {}
        for task, day, standing in rows:
            found.setdefault(task, []).append((day, standing))
        assert found == {key: own for key in site.task_keys() if (own := standings(site, key))}
        assert_indicators(database, site)
    finally:
        database.close()


def assert_indicators(database: sqlite3.Connection, site: CountedSite) -> None:
    rows = database.execute(
        'SELECT task, place, value, reached, total, reported, "of" FROM indicators'
    )
    assert {row[:2]: (figure(row[2]), *row[3:]) for row in rows} == {
        (key, place): (
            figure(one["total"]),
            one["reached"],
            one["rule"],
            one["reported"],
            one["of"],
        )
        for key, _, counted in site.tasks
        for place, one in enumerate(counted["indicators"], 1)
    }


def test_calendars_of_units(site: CountedSite) -> None:
    """A unit's calendar has its own duties, each on the last day that holds (of a deadline with
    several dates an event for each), and their targets, each on its own; none that passed on;
    those of withdrawn tasks are cancelled."""
    for address, key in site.units:
        path = site.folder / address.replace(".html", ".ics")
        text = path.read_text("utf-8").replace("\r\n ", "") if path.exists() else ""
        events = {
            event.split("UID:")[1].split("@")[0]: event for event in text.split("BEGIN:VEVENT")[1:]
        }
        duties = site.duties(key)
        days = {
            f"{task}#target-{target['id']}": target["day"]
            for task in duties
            for target in site.counted(task)[1]["targets"]
            if target["day"]
        }
        assert {uid for uid in events if "#target-" in uid} == set(days), key
        assert {task_in(uid) for uid in events} <= set(duties), key
        for uid, event in events.items():
            is_withdrawn = site.counted(task_in(uid))[1]["withdrawn"]
            assert ("STATUS:CANCELLED" in event) == is_withdrawn, (key, uid)
            if uid in days:
                assert ends(event) == days[uid], (key, uid)
        for task in duties:
            own = [ends(events[uid]) for uid in events if re.fullmatch(rf"{task}(#m\d+)?", uid)]
            if last_day := site.due_day(task):
                assert max(own) == last_day, (key, task)


def task_in(uid: str) -> str:
    """Return `plan#task` of the UID of an event: it is that of a task, `…#m1` of one of several
    dates, or `…#target-q1`."""
    return "#".join(uid.split("#")[:2])


def ends(event: str) -> str:
    """Return the last day of an event."""
    found = re.search(r"DTEND;VALUE=DATE:(\d{8})", event)
    assert found, event
    return str(date.fromisoformat(found[1]) - timedelta(days=1))
