"""Three units report one task with three states, a town reports nothing, one unit is merged into
another and one was abolished before the plan: pages, exports, sheets and the annual report each
state what each unit said itself.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from built_sites import parse_pages
from page_figures import lines, main_of
from test_counted_exports import csv_rows

from gksite.api import SiteModel, read_site
from gksite.build.pipeline import build
from gksite.exports.annual_report import annual_report
from gksite.exports.report_blocks import Paragraph, Table
from gksite.progress_sheets.sheet import COLUMNS, progress_rows

FILES = {
    "config.yaml": "format: 2\nsite: {name: 松岭县}\nas_of: 2026-02-01\n",
    "content/units/songling.yaml": """\
authority: songling
name: 松岭县
units:
  - {id: finance, name: 县财政局, kind: department}
  - {id: civil, name: 县民政局, kind: department}
  - {id: data, name: 县数据局, kind: department}
  - {id: emergency, name: 县应急管理局, kind: department, until: 2025-07-01, successor: [safety]}
  - {id: safety, name: 县安全管理局, kind: bureau, since: 2025-07-01}
  - {id: gone, name: 县档案局, kind: department, until: 2025-03-15}
  - {id: town, name: 东坡镇, kind: town}
groups:
  - {id: departments, name: 县政府各部门, members: {kind: department}}
transfers:
  - {from: emergency, to: safety, on: 2025-07-01, tasks: all, basis: 松编发〔2025〕3号}
""",
    "content/plans/p/plan.md": """\
---
title: 2025年松岭县工作要点
authority: songling
year: 2025
written: 2025-04-01
---
正文。
""",
    "content/plans/p/tasks.yaml": """\
- {id: 1, text: 公开补贴发放, units: 县财政局、县民政局、县数据局、东坡镇, deadline: 6月底前}
- {id: 2, text: 公开避难场所, units: 县应急管理局, deadline: 9月底前}
- {id: 3, text: 更新公开指南, units: 县政府各部门, deadline: 全年}
""",
    "content/plans/p/progress.yaml": """\
- {task: 1, date: 2025-06-20, unit: finance, status: 已完成, note: 已公开70%}
- {task: 1, date: 2025-06-25, unit: civil, status: 推进中}
- {task: 1, date: 2025-06-30, unit: data, status: 未开始}
- {task: 2, date: 2025-06-30, unit: emergency, status: 推进中, note: 已标注12处}
- {task: 3, date: 2025-12-20, unit: finance, status: 已完成}
- {task: 3, date: 2026-01-15, unit: finance, status: 推进中, corrects: 2025-12-20, note: 原报有误}
""",
}
"""The first paragraph of the issue as a project; the last report corrects one of the year that had
ended."""

STATES = {
    "finance": {"p#1": "done", "p#3": "under_way"},
    "civil": {"p#1": "under_way", "p#3": "unreported"},
    "data": {"p#1": "not_started", "p#3": "unreported"},
    "safety": {"p#2": "unreported", "p#3": "unreported"},
    "town": {"p#1": "unreported"},
    "emergency": {},
    "gone": {},
}
"""What each unit said of each of its duties."""

WORDS = {"done": "已完成", "under_way": "推进中", "not_started": "未开始", "unreported": ""}


@pytest.fixture(scope="module")
def project(scratch: Path) -> Path:
    root = scratch / "three-units"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    report = build(root, root / "site", state_dir=root / "state")
    assert report.pages, report.problems
    return root


@pytest.fixture(scope="module")
def pages(project: Path) -> dict[str, BeautifulSoup]:
    return parse_pages(project / "site")


@pytest.fixture(scope="module")
def model(project: Path) -> SiteModel:
    model, _ = read_site(project)
    assert model
    return model


@pytest.mark.parametrize("unit", STATES)
def test_a_unit_s_page_and_files_state_its_own_word(
    project: Path, pages: dict[str, BeautifulSoup], model: SiteModel, unit: str
) -> None:
    address = f"units/songling/{unit}.html"
    shown = {task: state for task, state, _ in lines(address, main_of(pages[address]))}
    assert shown == STATES[unit]
    words = {task: WORDS[state] for task, state in STATES[unit].items()}
    table = project / f"site/units/songling/{unit}.csv"
    if words:
        rows = {f"p#{row['任务编号']}": row["状态"] for row in csv_rows(table)}
        assert rows == words
    place = {column.key: number for number, column in enumerate(COLUMNS)}
    sheet = {
        f"p#{row[place['task']]}": row[place["last_status"]]
        for row in progress_rows(model, f"songling/{unit}")
    }
    assert sheet == words


def test_pages_of_tasks_say_how_their_units_stand(pages: dict[str, BeautifulSoup]) -> None:
    text = {n: main_of(pages[f"plans/p/{n}.html"]).get_text("", strip=True) for n in "123"}
    assert "4家中1家已完成、1家推进中、1家未开始、1家未报送" in text["1"]
    assert "2025年7月1日起由县安全管理局承担" in text["2"]
    assert "5家中" not in text["3"] and "县档案局" not in text["3"]
    assert "4家中1家推进中、3家未报送" in text["3"]
    table = main_of(pages["plans/p/table.html"]).get_text("", strip=True)
    assert "县应急管理局（现由县安全管理局承担，2025年7月1日起）" in table


def test_data_files_state_each_duty(project: Path) -> None:
    tasks = json.loads((project / "site/data/site.json").read_text("utf-8"))["tasks"]
    found = {
        (duty["unit"].partition("/")[2], task["key"]): duty["status"]
        for task in tasks
        for duty in task["duties"]
    }
    assert found == {
        (unit, task): state for unit, own in STATES.items() for task, state in own.items()
    }
    assert [task["status"] for task in tasks] == ["not_started", "unreported", "under_way"]


def test_the_annual_report_credits_nobody_with_what_others_did(model: SiteModel) -> None:
    """The correction after the end of the year takes its place in the report of the year."""
    tables = [block for block in annual_report(model, 2025, "") if isinstance(block, Table)]
    of_units, of_tasks = sorted(tables, key=lambda table: "各单位" not in table.caption)
    assert [row[4] for row in of_tasks.rows] == ["未开始（逾期）", "未报送（逾期）", "推进中"]
    rows = [dict(zip(of_units.heads, row, strict=True)) for row in of_units.rows]
    assert {row["单位"]: (row["责任项"], row["已完成"], row["完成率"]) for row in rows} == {
        "县财政局": ("2", "1", "50%"),
        "县民政局": ("2", "0", "0%"),
        "县数据局": ("2", "0", "0%"),
        "东坡镇": ("1", "0", "0%"),
        "县安全管理局": ("2", "0", "0%"),
    }
    whole = next(
        block.text
        for block in annual_report(model, 2025, "songling/town")
        if isinstance(block, Paragraph)
    )
    assert "未报送1项" in whole and "已完成0项，完成率0%" in whole
