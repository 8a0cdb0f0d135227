"""Targets, parts and adjustments of units and wordings in the data files."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest
from lxml import etree
from target_sites import PLAN, target_site

from gksite.exports.annual_report import annual_report
from gksite.exports.make import Maker
from gksite.exports.report_blocks import render_markdown
from gksite.model.tables import TABLES, tables_of
from gksite.pages.downloads import route_exports
from gksite.progress_sheets.cells import parse_cells
from gksite.progress_sheets.entries import read_progress

TARGETS = {
    "1": ["q1", "q2", "q4"],
    "2": ["m1", "m2"],
    "3": ["open"],
    "3.1": ["base"],
    "4.1": ["q3", "h1"],
}


@cache
def files(today: date | None = None) -> dict[str, bytes]:
    """All data files of the site."""
    model = target_site(today)
    maker = Maker(model)
    return {request.path: maker.make(request) for request in route_exports(model)}


def rows(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files()[path].decode("utf-8-sig"), newline="")))


def test_tables_have_parts_and_targets() -> None:
    tasks = {row["任务编号"]: row for row in rows("data/tasks.csv")}
    assert {id: row["上级任务"] for id, row in tasks.items() if row["上级任务"]} == {
        "3.1": "3",
        "3.2": "3",
        "4.1": "4",
    }
    assert tasks["1"]["各期目标"].split("\n") == [
        "2026年第一季度：开工4个（已达到）",
        "9月底前：开工8个",
        "2026年：全部完工",
    ]
    assert tasks["2"]["各期目标"].split("\n") == [
        "2026-04：完成初稿（逾期）",
        "2026-07-15：报批（逾期）",
    ]
    assert rows(f"plans/{PLAN}/tasks.csv") == list(tasks.values())
    assert {row["任务编号"] for row in rows("units/songling/housing.csv")} == {"1", "2", "4", "4.1"}


def sheet_rows(path: str) -> list[dict[str, str]]:
    """The rows of a workbook, below its second row of heads."""
    sheet = openpyxl.load_workbook(io.BytesIO(files()[path])).worksheets[0]
    lines = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    heads = next(line for line in lines if "任务编号" in line)
    return [dict(zip(heads, line, strict=True)) for line in lines[lines.index(heads) + 1 :]]


STATED = {
    # State, day and words beside it: of a report on a target, on the task, on a part.
    "1": ("推进中", "2026-03-31", "开工4个"),
    "2": ("推进中", "2026-06-05", "征求意见"),
    "4": ("", "", ""),
    "4.1": ("推进中", "2026-06-30", ""),
}
"""What housing said of its tasks. Where only a target was reported on, the day is that report's and
its words are the target's."""


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_day_of_a_state_that_rests_on_a_target_in_tables(form: str) -> None:
    read = rows if form == "csv" else sheet_rows
    for path in (f"units/songling/housing.{form}", f"plans/{PLAN}/tasks.{form}"):
        found = {
            row["任务编号"]: (row["状态"], row["日期"], row["情况"])
            for row in read(path)
            if row["任务编号"] in STATED
        }
        assert found == STATED, path
    [own] = [row for row in read(f"units/songling/housing.{form}") if row["任务编号"] == "4.1"]
    assert (own["数值"], own["佐证标题"], own["填报单位"]) == ("", "", "县住建局")


def test_the_day_of_a_state_that_rests_on_a_target_in_other_forms(tmp_path: Path) -> None:
    """As in tables: of a duty, JSON and SQLite name the report besides."""
    expected = {id: day or None for id, (_, day, _) in STATED.items()}
    housing = "songling/housing"
    of_duties = {
        row["任务编号"]: row["日期"] or None
        for row in rows("data/unit_duties.csv")
        if row["单位编号"] == housing
    }
    document = json.loads(files()["data/site.json"])
    in_json = {
        task["id"]: duty["date"]
        for task in document["tasks"]
        for duty in task["duties"]
        if duty["unit"] == housing
    }
    path = tmp_path / "site.sqlite"
    path.write_bytes(files()["data/gksite.sqlite"])
    with sqlite3.connect(path) as database:
        found = database.execute("SELECT task, date FROM duties WHERE unit = ?", [housing])
        in_sqlite = {key.partition("#")[2]: day for key, day in found}
    assert of_duties == in_json == in_sqlite == expected


def test_the_table_of_targets() -> None:
    found = {
        f"{row['任务编号']}/{row['目标编号']}": [
            row[head] or "-" for head in ("现行截止日期", "目标值", "状态", "是否达到", "是否逾期")
        ]
        for row in rows("data/targets.csv")
    }
    assert found == {
        "1/q1": ["2026-03-31", "4", "已完成", "是", "-"],
        "1/q2": ["2026-09-30", "8", "推进中", "-", "-"],
        "1/q4": ["2026-12-31", "-", "-", "-", "-"],
        "2/m1": ["2026-04-30", "-", "推进中", "-", "是"],
        "2/m2": ["2026-07-15", "-", "-", "-", "是"],
        "3/open": ["2026-08-31", "-", "-", "-", "-"],
        "3.1/base": ["2026-03-31", "-", "已完成", "是", "-"],
        "4.1/q3": ["2026-09-30", "-", "-", "-", "-"],
        "4.1/h1": ["2026-06-30", "3", "推进中", "-", "是"],
        "5/a": ["2026-05-31", "-", "已撤销", "-", "-"],
    }
    said = [
        f"{row['任务编号']}/{row['目标编号']} {row['单位名称']} {row['状态']} {row['日期']}"
        for row in rows("data/unit_targets.csv")
        if row["状态"]
    ]
    assert said == [
        "1/q1 县住建局 已完成 2026-03-31",
        "1/q2 县住建局 推进中 2026-06-30",
        "2/m1 县住建局 推进中 2026-06-05",
        "3.1/base 东岭镇 已完成 2026-03-20",
        "4.1/h1 县住建局 推进中 2026-06-30",
    ]
    of_reports = {
        (row["任务编号"], row["次序"]): row["分期目标"] for row in rows("data/progress.csv")
    }
    model = target_site()
    assert of_reports == {
        (task.id, str(place)): report.target
        for task in model.tasks.values()
        for place, report in enumerate(task.reports, 1)
    }


def test_the_tables_of_adjustments_and_of_duties_taken_away() -> None:
    found = [
        (
            row["任务编号"],
            row["目标编号"],
            row["时间节点"],
            row["责任分工"],
            row["工作任务"],
            row["任务已撤销"],
        )
        for row in rows("data/adjustments.csv")
    ]
    units = "牵头单位：县住建局；配合单位：县财政局"
    assert found == [
        ("1", "q2", "9月底前", "", "", ""),
        ("2", "", "", units, "", ""),
        ("2", "", "", "", "编制并报批城镇专项规划", ""),
        ("5", "", "", "", "", "是"),
    ]
    [passed] = rows("data/passed_duties.csv")
    assert (passed["单位名称"], passed["划转至"], passed["划转日期"]) == (
        "县自然资源局",
        "",
        "2026-05-01",
    )
    tasks = {row["任务编号"]: row["调整"] for row in rows("data/tasks.csv")}
    assert tasks["1"] == (
        "2026-06-20 分期目标“开工8个”的时间节点调整为9月底前（县政府第9次常务会议；汛期停工）"
    )
    assert (
        f"责任分工调整为“{units}”" in tasks["2"]
        and "内容调整为“编制并报批城镇专项规划”" in tasks["2"]
    )


def test_keys_of_the_data_package_hold() -> None:
    """Every table is described, with its columns as they stand; keys are unique and found."""
    package = json.loads(files()["data/datapackage.json"])
    tables = {table["name"]: rows(f"data/{table['path']}") for table in package["resources"]}
    assert (
        set(tables)
        == {table.name for table in tables_of({"targets", "adjustments"})}
        == {table.name for table in TABLES} | {"targets", "unit_targets", "adjustments"}
    )
    for table in package["resources"]:
        own, schema = tables[table["name"]], table["schema"]
        if own:
            assert list(own[0]) == [field["name"] for field in schema["fields"]]
        keys = [tuple(row[head] for head in schema["primaryKey"]) for row in own]
        assert len(keys) == len(set(keys))
        for key in schema["foreignKeys"]:
            others = {
                tuple(row[head] for head in key["reference"]["fields"])
                for row in tables[key["reference"]["resource"]]
            }
            values = {tuple(row[head] for head in key["fields"]) for row in own}
            assert {value for value in values if all(value)} <= others


def test_other_libraries_write_the_same_cells_again(tmp_path: Path) -> None:
    for path, data in files().items():
        if path.endswith(".csv"):
            text = data.decode("utf-8-sig")
            out = io.StringIO(newline="")
            csv.writer(out).writerows(csv.reader(io.StringIO(text, newline="")))
            assert out.getvalue() == text, path
        if path.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(data))
            before = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
            book.save(tmp_path / "again.xlsx")
            again = openpyxl.load_workbook(tmp_path / "again.xlsx").worksheets[0]
            assert [[cell.value for cell in row] for row in again.iter_rows()] == before, path
            assert {cell.data_type for row in again.iter_rows() for cell in row} <= {"s", "n"}
        if path.endswith(".json"):
            assert json.loads(json.dumps(json.loads(data))) == json.loads(data)


def test_reading_the_data_files_in_as_progress_adds_nothing() -> None:
    model = target_site()
    for path in files():
        if path.endswith(("tasks.csv", "tasks.xlsx", "unit_duties.csv")) or (
            path.startswith("units/") and path.endswith((".csv", ".xlsx"))
        ):
            read, problems = parse_cells(files()[path], path)
            [reading] = read_progress({path: read}, model.plans, model.registry, model.as_of)
            assert (problems, reading.entries) == ([], ()), path
            assert {row.state for row in reading.rows} <= {"already", "empty", "taken_back"}, path


def test_json_has_targets_parts_and_adjustments() -> None:
    document = json.loads(files()["data/site.json"])
    tasks = {task["id"]: task for task in document["tasks"]}
    found = {
        id: [target["id"] for target in task["targets"]]
        for id, task in tasks.items()
        if task.get("targets") and not task["withdrawn"]
    }
    assert found == TARGETS
    first = tasks["1"]["targets"][0]
    assert (first["status"], first["reached"], first["due"]) == ("done", True, "2026-03-31")
    assert first["reported"] == [{"duty": 0, "status": "done", "report": 1, "date": "2026-03-31"}]
    assert tasks["1"]["progress"][1]["target"] == "q1" and "target" not in tasks["1"]["progress"][0]
    assert tasks["3"]["rolls_up"] is True and tasks["3.1"]["parent"] == f"{PLAN}#3"
    assert tasks["2"]["adjustments"][0]["responsibilities"][0]["unit"] == "songling/housing"
    assert tasks["2"]["adjustments"][1]["text"] == "编制并报批城镇专项规划"
    assert tasks["2"]["passed"][0]["overdue"] is False
    assert "targets" not in tasks["6"] and "parent" not in tasks["6"]


def test_the_database_has_targets_and_its_keys_hold(tmp_path: Path) -> None:
    path = tmp_path / "site.sqlite"
    path.write_bytes(files()["data/gksite.sqlite"])
    with sqlite3.connect(path) as database:

        def query(sql: str) -> list[Any]:
            return database.execute(sql).fetchall()

        assert query("PRAGMA foreign_key_check") == [] == query("PRAGMA foreign_key_check(targets)")
        late = query('SELECT task, id FROM targets WHERE overdue ORDER BY task, "by" DESC')
        assert sorted(late) == [
            (f"{PLAN}#2", "m1"),
            (f"{PLAN}#2", "m2"),
            (f"{PLAN}#4.1", "h1"),
        ]
        parts = query("SELECT key, parent FROM tasks WHERE parent IS NOT NULL")
        assert {(k.partition("#")[2], p.partition("#")[2]) for k, p in parts} == {
            ("3.1", "3"),
            ("3.2", "3"),
            ("4.1", "4"),
        }
        assert query("SELECT passed_to FROM passed_duties") == [(None,)]
        assert query("SELECT target FROM adjustments WHERE target IS NOT NULL") == [("q2",)]
        assert len(query("SELECT * FROM target_duties")) == 5


def events(today: date | None = None) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(files(today)[f"plans/{PLAN}/tasks.ics"])
    return {str(e["UID"]).partition("@")[0]: e for e in calendar.walk("VEVENT")}


def test_calendars_have_the_days_of_targets() -> None:
    found = events()
    days = {
        uid.partition("#")[2]: str(event["DTSTART"].dt)
        for uid, event in found.items()
        if "#target-" in uid
    }
    assert days == {
        "1#target-q1": "2026-03-31",
        "1#target-q2": "2026-09-30",
        "1#target-q4": "2026-12-31",
        "2#target-m1": "2026-04-30",
        "2#target-m2": "2026-07-15",
        "3#target-open": "2026-08-31",
        "3.1#target-base": "2026-03-31",
        "4.1#target-q3": "2026-09-30",
        "4.1#target-h1": "2026-06-30",
        "5#target-a": "2026-05-31",
    }
    one = found[f"{PLAN}#1#target-q2"]
    assert "开工8个" in str(one["SUMMARY"]) and "9月底前" in str(one["DESCRIPTION"])
    assert str(found[f"{PLAN}#5#target-a"]["STATUS"]) == "CANCELLED"
    # Three reports and an adjustment; three reports, other units and another wording.
    assert int(one["SEQUENCE"]) == 4
    assert int(found[f"{PLAN}#2#target-m1"]["SEQUENCE"]) == 6
    assert one["DTSTAMP"].dt.date() == date(2026, 6, 30)


def test_feeds_say_what_is_about_a_target() -> None:
    feed = json.loads(files()[f"plans/{PLAN}/feed.json"])
    said = {(item["title"].partition("（")[0], item["content_text"]) for item in feed["items"]}
    name = "1 改造老旧小区"
    assert ("推进中：" + name, "开工4个（县住建局）") in said
    assert ("分期目标已完成：" + name, "分期目标“开工4个”：一季度目标完成（县住建局）") in said
    assert (
        "调整：" + name,
        "分期目标“开工8个”原定2026年第二季度，调整为9月底前（县政府第9次常务会议；汛期停工）",
    ) in said
    texts = {text for _, text in said}
    assert "责任分工调整为“牵头单位：县住建局；配合单位：县财政局”（县政府办公会议）" in texts
    assert "内容调整为“编制并报批城镇专项规划”（县政府办公会议；上位规划调整）" in texts
    taken = "县住建局2026年7月2日报送的分期目标“通水乡镇3”“推进中”由县住建局撤回：填错"
    assert taken in texts


def test_stratml_measures_each_target() -> None:
    root = etree.fromstring(files()[f"plans/{PLAN}/stratml.xml"])
    names = [
        element.text
        for element in root.iter("{*}MeasurementDimension")
        if element.text and element.text.startswith("分期目标")
    ]
    assert len(names) == 10 and "分期目标（9月底前）" in names
    other = "\n".join(element.text or "" for element in root.iter("{*}OtherInformation"))
    assert "上级任务：3" in other and "状态随子任务" in other


@pytest.mark.parametrize(
    ("unit", "texts"),
    [
        (
            "",
            [
                "任务6项。计入统计的5项任务中，已完成0项，完成率0%；推进中3项、未报送2项。以上任务中，逾期1项。"
                "另有1项任务已撤销，不计入完成率。分期目标共9项，已达到2项，逾期3项。"
                "发布后调整4项（时间节点1项、责任分工1项、任务内容1项、撤销任务1项）。",
                "| 单位 | 责任项 | 已完成 | 完成率 | 推进中 | 未报送 | 其中逾期 |",
                "| 县住建局 | 3 | 0 | 0% | 2 | 1 | 0 |",
                "| 县教育局 | 1 | 0 | 0% | 1 | 0 | 0 |",
                "2026年6月30日就分期目标“通水乡镇3”报推进中：两个乡镇",
                "### 现承担单位没有填报的任务（2/6）\n\n- 4 提升供水\n- 6 公开信息\n",
            ],
        ),
        (
            "songling/education",
            ["任务1项。其中，已完成0项，完成率0%；推进中1项。分期目标共2项，已达到1项。"],
        ),
        (
            "songling/land",
            ["2026年5月1日责任分工调整，不再承担，调整前报延期（2026年4月28日）"],
        ),
    ],
)
def test_the_annual_report_counts_whole_tasks_and_targets(unit: str, texts: list[str]) -> None:
    text = render_markdown(annual_report(target_site(), 2026, unit)).decode()
    assert [one for one in texts if one not in text] == []
