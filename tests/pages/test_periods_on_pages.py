"""A plan for several years stands in the views of each of its years, with that year's tasks."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from gksite.api import read_site
from gksite.build.pipeline import Options, build
from gksite.exports.annual_report import annual_report
from gksite.exports.report_blocks import Paragraph, Table

FILES = {
    "config.yaml": """\
format: 2
site: {name: 松岭县公开, base_url: https://www.songling.example/}
exports: {formats: [csv, json, jsonld, ics, stratml]}
""",
    "content/units/songling.yaml": """\
authority: songling
name: 松岭县
units:
  - {id: water, name: 县水务局}
  - {id: roads, name: 县交通局}
""",
    "content/plans/five/plan.md": """\
---
title: 松岭县水网建设规划（2026—2030年）
authority: songling
period: 2026—2030年
issuer: 松岭县人民政府
written: 2026-02-01
published: 2026-02-10
---
建设全县水网。
""",
    "content/plans/five/tasks.yaml": """\
- {id: 1, text: 建成一期管网。, units: 县水务局, deadline: 2026年底前}
- {id: 2, text: 建成二期管网。, units: 县水务局, deadline: 2028年6月底前}
- {id: 3, text: 常年巡查水源地。, units: 县水务局, deadline: 每季度末月20日前}
- {id: 4, text: 修订管护办法。, units: 县交通局}
- id: 5
  text: 改造沿线道路。
  units: 县交通局
  deadline: 2030年底前
  targets:
    - {id: a, by: 2027-06, text: 完成设计}
    - {id: b, by: 2028-H2, text: 开工}
""",
    "content/plans/five/progress.yaml": """\
- {task: 1, unit: water, date: 2026-12-20, status: 已完成}
""",
    "content/plans/year/plan.md": """\
---
title: 2026年松岭县公开要点
authority: songling
year: 2026
issuer: 松岭县人民政府
written: 2026-03-01
---
推进公开。
""",
    "content/plans/year/tasks.yaml": "- {id: 1, text: 公布目录。, units: 县水务局, deadline: 6月底前}\n",
    "content/plans/open/plan.md": """\
---
title: 松岭县办事指南管理任务
authority: songling
period: 无
issuer: 松岭县人民政府
written: 2025-03-01
---
管理办事指南。
""",
    "content/plans/open/tasks.yaml": """\
- {id: 1, text: 公布指南。, units: 县水务局, deadline: 2025年6月底前}
""",
}
TODAY = date(2028, 3, 1)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("periods")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    report = build(root, root / "public", Options(today=TODAY, jobs=1))
    assert report.pages, report.problems
    return root


def main(project: Path, address: str) -> str:
    page = BeautifulSoup((project / "public" / address).read_text("utf-8"), "html.parser")
    part = page.select_one("main")
    assert part
    for one in part.select("wbr"):
        one.extract()
    part.smooth()
    return part.get_text(" ", strip=True)


def tasks_on(project: Path, address: str) -> list[str]:
    text = (project / "public" / address).read_text("utf-8")
    return sorted(set(re.findall(r"plans/(\w+/\d+)\.html", text)))


def test_the_home_page_shows_the_year_that_runs(project: Path) -> None:
    text = main(project, "index.html")
    assert text.startswith("2028年的3项任务，还没有一项报完成")
    assert "另有 1 项任务没有写明年份，不计入任何一年：" in text
    assert "2026—2030年" in text


@pytest.mark.parametrize(
    ("year", "tasks"),
    [
        (2025, ["open/1"]),
        (2026, ["five/1", "five/3", "year/1"]),
        (2027, ["five/3", "five/5"]),
        (2028, ["five/2", "five/3", "five/5"]),
        (2029, ["five/3"]),
        (2030, ["five/3", "five/5"]),
    ],
)
def test_the_deadlines_of_each_year(project: Path, year: int, tasks: list[str]) -> None:
    assert tasks_on(project, f"deadlines/{year}.html") == tasks
    [of] = re.findall(rf"{year}年的(\d+)项任务", text := main(project, f"progress/{year}.html"))
    [more] = re.findall(r"另有(\d+)项尚未公布", text) or [0]
    assert int(of) + int(more) == len(tasks)
    found = annual_report(read_site(project, today=TODAY)[0], year)  # type: ignore[arg-type]
    rows = [row for block in found if isinstance(block, Table) for row in block.rows]
    of_units = ("松岭县人民政府", "县水务局", "县交通局")
    assert len([row for row in rows if row[0] not in of_units]) == len(tasks)
    whole = next(block.text for block in found if isinstance(block, Paragraph))
    assert f"任务{len(tasks)}项" in whole


def test_a_target_stands_in_its_month(project: Path) -> None:
    page = (project / "public/deadlines/2028.html").read_text("utf-8")
    assert re.findall(r'<section id="month-([\d-]+)"', page)[-2:] == ["2028-06", "2028-12"]


def test_lists_of_plans_have_a_plan_under_each_of_its_years(project: Path) -> None:
    page = BeautifulSoup((project / "public/plans/index.html").read_text("utf-8"), "html.parser")
    found = {
        str(section["id"]): [
            str(link["href"]).split("/")[-2] for link in section.select(".plan-title a")
        ]
        for section in page.select("main section[id], main details[id]")
    }
    assert found == {
        "year-2028": ["five"],
        "year-2027": ["five"],
        "year-2026": ["five", "year"],
        "year-2025": ["open"],
    }
    home = BeautifulSoup((project / "public/index.html").read_text("utf-8"), "html.parser")
    assert len(home.select('.plans a[href="plans/five/index.html"]')) == 1


def test_the_page_of_a_plan_says_its_period(project: Path) -> None:
    assert "时段 2026—2030年" in main(project, "plans/five/index.html")
    assert "时段" not in main(project, "plans/year/index.html")
    assert "时段" not in main(project, "plans/open/index.html")
    text = (project / "public/plans/five/index.html").read_text("utf-8")
    assert '"temporalCoverage":"2026/2030"' in text


def test_data_files_state_the_period(project: Path) -> None:
    public = project / "public"
    plans = json.loads((public / "data/site.json").read_text("utf-8"))["plans"]
    assert {plan["id"]: (plan["year"], plan.get("period")) for plan in plans} == {
        "five": (2026, "2026-2030"),
        "year": (2026, None),
        "open": (2025, None),
    }
    stratml = {path.parent.name: path.read_text("utf-8") for path in public.rglob("*.xml")}
    text = "".join(stratml.values())
    assert "<StartDate>2026-01-01</StartDate>\n<EndDate>2030-12-31</EndDate>" in text
    ics = "".join(path.read_text("utf-8") for path in public.rglob("*.ics"))
    assert "RRULE:" in ics and "UNTIL=20301231" in ics.replace("\r\n ", "")


def test_the_search_finds_a_plan_under_each_of_its_years(project: Path) -> None:
    text = (project / "public/search/manifest.js").read_text("utf-8")
    assert '["five",[2026,2027,2028,2029,2030],' in text and '["year",2026,' in text
