"""A task that a decision moved to another year is named in the views of the year that it left."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from gksite.api import read_site
from gksite.build.pipeline import Options, build
from gksite.exports.annual_report import annual_report
from gksite.exports.report_blocks import render_markdown

FILES = {
    "config.yaml": """\
format: 2
site: {name: 松岭县公开, base_url: https://www.songling.example/}
exports: {formats: []}
""",
    "content/units/songling.yaml": """\
authority: songling
name: 松岭县
units:
  - {id: water, name: 县水务局}
  - {id: roads, name: 县交通局}
""",
    "content/plans/roads/plan.md": """\
---
title: 松岭县道路建设行动计划（2027—2029年）
authority: songling
period: 2027—2029年
issuer: 松岭县人民政府
written: 2027-01-10
---
建设全县道路。
""",
    "content/plans/roads/tasks.yaml": """\
- id: 1
  text: 建成环城路。
  units: 县交通局
  deadline: 2027年底前
  adjustments: [{date: 2027-11-05, deadline: 2029年6月底前, approved_by: 县政府, why: 汛期停工}]
- id: 2
  text: 建成连接线。
  units: 县水务局
  targets: [{id: a, by: 2027-Q3, text: 开工}]
  adjustments: [{date: 2028-01-05, target: a, deadline: 2029-06, approved_by: 县政府}]
""",
}
TODAY = date(2028, 3, 1)
NAMED = (
    "调整到其他年度 2 项，不计入本年度：",
    "1 建成环城路 （原定2027年底前，延至2029年6月底前）",
    "2 建成连接线 （开工：原定2027年第三季度，延至2029年6月）",
)


def built(root: Path, today: date, changed: dict[str, str] | None = None) -> Path:
    for path, text in (FILES | (changed or {})).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    report = build(root, root / "public", Options(today=today, jobs=1))
    assert report.pages, report.problems
    return root


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("moved"), TODAY)


def main(project: Path, address: str) -> str:
    page = BeautifulSoup((project / "public" / address).read_text("utf-8"), "html.parser")
    part = page.select_one("main")
    assert part
    return part.get_text(" ", strip=True)


@pytest.mark.parametrize("page", ["deadlines", "progress"])
def test_the_year_that_tasks_left_names_them(project: Path, page: str) -> None:
    text = main(project, f"{page}/2027.html")
    assert [said for said in NAMED if said not in text] == []
    assert "调整到其他年度" not in main(project, f"{page}/2029.html")


def test_the_home_page_names_what_left_the_current_year(tmp_path: Path) -> None:
    """Also where nothing else is in the year: then without a word of its progress."""
    text = main(built(tmp_path, date(2027, 12, 1)), "index.html")
    assert [said for said in NAMED if said not in text] == []
    assert "尚未公布落实情况" not in text.partition("2027年任务进展")[2].partition("环城路")[0]


@pytest.mark.parametrize(
    ("unit", "is_named"), [("", True), ("songling/roads", True), ("songling/water", False)]
)
def test_the_annual_report_names_what_had_left_its_year(
    project: Path, unit: str, is_named: bool
) -> None:
    """On the last day of 2027 one of two had been moved."""
    model = read_site(project, today=TODAY)[0]
    assert model
    report = render_markdown(annual_report(model, 2027, unit)).decode().replace("\\", "")
    heading = "调整到其他年度的任务（1项，不计入以上数字）"
    counted, found, named = report.partition(heading)
    assert bool(found) == is_named
    assert "环城路" not in counted
    decided = "原定2027年底前；2027年11月5日时间节点调整为2029年6月底前（县政府）"
    assert (decided in named) == is_named
    assert ("连接线" in counted) == (unit != "songling/roads")


def test_a_target_that_left_while_its_task_stays_is_named(tmp_path: Path) -> None:
    task = """\
- id: 3
  text: 建成停车场。
  units: 县水务局
  deadline: 2027年底前
  targets: [{id: a, by: 2027-Q3, text: 封顶}]
  adjustments: [{date: 2027-08-05, target: a, deadline: 2028-03, approved_by: 县政府}]
"""
    path = "content/plans/roads/tasks.yaml"
    project = built(tmp_path, TODAY, {path: FILES[path] + task})
    for page in ("deadlines", "progress"):
        text = main(project, f"{page}/2027.html")
        assert "调整到其他年度 3 项，不计入本年度：" in text
        assert "3 建成停车场 （封顶：原定2027年第三季度，延至2028年3月）" in text
    model = read_site(project, today=TODAY)[0]
    assert model
    report = render_markdown(annual_report(model, 2027)).decode().replace("\\", "")
    heading = "调整到其他年度的时限和分期目标（1项，任务仍计入以上数字）"
    counted, _, named = report.partition(heading)
    assert "停车场" in counted
    assert "原定2027年第三季度；2027年8月5日分期目标“封顶”的时间节点调整为2028-03" in named
