"""A sheet has a row for each duty and for each target of its task, and comes back with them."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from target_sites import PLAN, SITE_DIR, target_site

from gksite.build.assemble import assemble
from gksite.build.published_set import working_set
from gksite.catalogue import hint, message
from gksite.importer.writing.progress_file import append_entries
from gksite.model.site import SiteModel
from gksite.progress_sheets.cells import parse_cells
from gksite.progress_sheets.entries import SheetReading, read_progress
from gksite.progress_sheets.printed_sheet import progress_xlsx
from gksite.progress_sheets.sheet import (
    COLUMNS,
    plan_version,
    progress_csv,
    progress_rows,
)
from gksite.source.files import read_sources

TODAY = date(2026, 7, 15)
KEYS = [column.key for column in COLUMNS]
PROGRESS = f"content/plans/{PLAN}/progress.yaml"
HEADS = (
    "计划编号", "任务编号", "填报单位", "分期目标", "日期", "状态", "更正日期", "数值", "情况",
)  # fmt: skip
READINGS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("targets_readings.yaml").read_text("utf-8")
)


def read(model: SiteModel, data: bytes, name: str = "0.csv") -> SheetReading:
    rows, problems = parse_cells(data, name)
    assert not problems
    [reading] = read_progress({name: rows}, model.plans, model.registry, TODAY)
    return reading


def sheet_of(rows: list[str]) -> bytes:
    out = io.StringIO(newline="")
    written = csv.writer(out)
    written.writerow(HEADS)
    for row in rows:
        words = ("" if word == "-" else word.replace("~", " ") for word in row.split())
        written.writerow([PLAN, *words])
    return out.getvalue().encode()


def shown(unit: str) -> list[str]:
    """Task, target, deadline, figures, state and day of each row of a unit's sheet."""
    wanted = ("task", "target", "deadline", "indicators", "last_status", "last_date")
    return [
        " | ".join(row[KEYS.index(key)] or "-" for key in wanted)
        for row in progress_rows(target_site(), f"songling/{unit}")
    ]


@pytest.mark.parametrize(
    ("unit", "rows"),
    [
        (
            "housing",
            [
                "1 | q1 开工4个 | 2026年第一季度 | 开工小区（不少于4个） | 已完成 | 2026-03-31",
                "2 | m1 完成初稿 | 2026-04 | - | 推进中 | 2026-06-05",
                "4.1 | h1 通水乡镇3 | 2026年上半年 | 通水乡镇（不少于3） | 推进中 | 2026-06-30",
                "2 | m2 报批 | 2026-07-15 | - | - | -",
                "1 | q2 开工8个 | 2026年第二季度（调整为9月底前） | 开工小区（不少于8个） | 推进中"
                " | 2026-06-30",
                "4.1 | q3 +3个乡镇通水 | 2026年第三季度 | - | - | -",
                "2 | - | 10月底前 | - | 推进中 | 2026-06-05",
                "1 | - | 12月底前 | 开工小区（不少于8个） | 推进中 | 2026-03-31",
                "1 | q4 全部完工 | 2026年 | - | - | -",
                "4 | - | 全年 | - | - | -",
                "4.1 | - | - | - | 推进中 | 2026-06-30",
            ],
        ),
        (
            "education",
            [
                "3.1 | base 基础完工 | 2026年3月底前 | - | - | -",
                "3.1 | - | 6月底前 | - | - | -",
                "3 | open 两校开学 | 2026-08 | - | - | -",
                "3.2 | - | 9月底前 | - | 推进中 | 2026-07-01",
            ],
        ),
        ("land", []),
    ],
)
def test_a_sheet_has_a_row_for_each_target(unit: str, rows: list[str]) -> None:
    """By their last days; of one day as printed."""
    assert shown(unit) == rows


def test_every_duty_that_units_report_on_stands_in_one_sheet() -> None:
    model = target_site()
    in_sheets = sorted(
        (row[1], unit, row[KEYS.index("target")].partition(" ")[0])
        for unit in model.registry.units
        for row in progress_rows(model, unit)
    )
    held = sorted(
        (task.id, duty.unit, target)
        for task in model.tasks.values()
        for duty in task.duties
        for target in ("", *(target.id for target in task.targets))
        if target or not task.rolls_up
    )
    assert in_sheets == held


def test_parts_stand_below_their_task_wherever_the_file_has_them(tmp_path: Path) -> None:
    shutil.copytree(SITE_DIR, tmp_path, dirs_exist_ok=True)
    path = tmp_path / f"content/plans/{PLAN}/tasks.yaml"
    tasks = yaml.safe_load(path.read_text("utf-8"))
    part = next(task for task in tasks if str(task["id"]) == "4.1")
    tasks.remove(part)
    path.write_text(yaml.safe_dump([part, *tasks], allow_unicode=True), "utf-8")
    model = assemble(working_set(read_sources(tmp_path)[0]), {}, b"").model
    assert model
    order = [row[1] for row in progress_rows(model, "songling/housing") if not row[4]]
    assert order == ["2", "1", "4", "4.1"]


@pytest.mark.parametrize("case", READINGS, ids=[case["name"] for case in READINGS])
def test_a_row_on_a_target_is_taken_or_refused_with_its_reason(case: dict[str, Any]) -> None:
    reading = read(target_site(), sheet_of(case["rows"]))
    assert [row.state for row in reading.rows] == case["states"]
    found = [
        f"{one.code} {one.location.path} {dict(one.arguments)['task']}" for one in reading.problems
    ]
    assert found == case.get("problems", [])
    assert case.get("says", "") in "".join(message(one, "zh") for one in reading.problems)
    assert case.get("remedy", "") in "".join(hint(one, "zh") for one in reading.problems)
    added = []
    for entry in () if reading.is_refused else reading.entries:
        values = [str(entry.entry.get(key, "-")) for key in ("task", "target", "date", "corrects")]
        readings = entry.entry.get("readings")
        figures = (
            ";".join(f"{name}={figure}" for name, figure in readings.items())
            if isinstance(readings, dict)
            else "-"
        )
        added.append(" ".join([*values, figures]))
    assert added == case.get("added", [])


@pytest.mark.parametrize("unit", ["housing", "education"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_sheet_comes_back_with_its_targets(form: str, unit: str, tmp_path: Path) -> None:
    """Every row filled in is taken, on its target, also where nobody reports on the task itself;
    and the states of targets follow."""
    model = target_site()
    make = progress_csv if form == "csv" else progress_xlsx
    data = filled(make(model, f"songling/{unit}"), form)
    reading = read(model, data, f"0.{form}")
    assert not reading.problems
    assert {row.state for row in reading.rows} == {"added"}
    entries = [entry.entry for entry in reading.entries]
    shutil.copytree(SITE_DIR, tmp_path, dirs_exist_ok=True)
    path = tmp_path / PROGRESS
    written, problems = append_entries(path.read_bytes(), entries, PROGRESS)
    assert not problems
    path.write_bytes(written)
    assembled = assemble(working_set(read_sources(tmp_path)[0]), {}, b"", today=TODAY)
    assert assembled.model and not assembled.problems
    again = assembled.model
    said = {
        (task.id, target.id): target.status
        for task in again.tasks.values()
        for target in task.targets
        if task.id in {"housing": ("1", "2", "4.1"), "education": ("3",)}[unit]
    }
    assert set(said.values()) == {"done"}
    assert {row.state for row in read(again, data, f"0.{form}").rows} == {"already"}


def filled(data: bytes, form: str) -> bytes:
    """The sheet with a state and a day in each row, as another program saves it."""
    values = {"状态": "已完成", "日期": "2026-07-14"}
    if form == "csv":
        lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        for line in lines[1:]:
            for head, value in values.items():
                line[lines[0].index(head)] = value
        out = io.StringIO(newline="")
        csv.writer(out).writerows(lines)
        return out.getvalue().encode()
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["填报"]
    heads = [cell.value for cell in sheet[5]]
    for row in sheet.iter_rows(min_row=6):
        for head, value in values.items():
            row[heads.index(head)].value = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("text: 全部完工", "text: 全部竣工"),
        ("value: 4,", "value: 5,"),
        ("deadline: 9月底前, approved_by", "deadline: 10月底前, approved_by"),
        ("text: 编制并报批城镇专项规划", "text: 编制并报批村镇专项规划"),
        ("rolls_up: 是", "rolls_up: 否"),
    ],
)
def test_what_is_asked_on_targets_makes_the_version_of_a_sheet(
    old: str, new: str, tmp_path: Path
) -> None:
    shutil.copytree(SITE_DIR, tmp_path, dirs_exist_ok=True)
    path = tmp_path / f"content/plans/{PLAN}/tasks.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    changed = assemble(working_set(read_sources(tmp_path)[0]), {}, b"").model
    assert changed
    assert plan_version(changed.plans[PLAN]) != plan_version(target_site().plans[PLAN])
