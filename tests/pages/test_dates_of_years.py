"""The deadlines of a plan over several years: each year says of its dates what is true of them, not
of the whole task."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from gksite.build.pipeline import Options, build

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
  - {id: zone, name: 县开发区管委会}
""",
    "content/plans/zone/plan.md": """\
---
title: 松岭县主要目标任务分工方案（2026—2030年）
authority: songling
period: 2026—2030年
issuer: 松岭县人民政府
written: 2026-03-02
---
建设开发区。
""",
    "content/plans/zone/tasks.yaml": """\
- id: 1
  text: 建设省级开发区。
  units: 县开发区管委会
  deadline: 2026年底前，2027年6月底前，2028年底前
  targets:
    - {id: t1, by: 2026年底前, text: 完成规划修编}
    - {id: t2, by: 2027年6月底前, text: 完成基础设施一期}
    - {id: t3, by: 2028年底前, text: 通过省级验收}
- id: 2
  text: 建设标准厂房。
  units: 县开发区管委会
  deadline: 2026年9月底前，2027年9月底前
- id: 3
  text: 建设服务中心。
  units: 县开发区管委会
  deadline: 2026年6月底前
""",
    "content/plans/zone/progress.yaml": """\
- {task: 1, target: t1, unit: zone, date: 2026-12-20, status: done, note: 已修编。}
- {task: 1, unit: zone, date: 2027-01-20, status: under_way, note: 推进中。}
- {task: 3, unit: zone, date: 2026-06-20, status: done, note: 已建成。}
""",
}
DONE, OPEN, LATE = (1, 1, 0, 0), (1, 0, 1, 0), (1, 0, 0, 1)
NONE = (0, 0, 0, 0)


@pytest.fixture(scope="module", params=[date(2026, 7, 15), date(2027, 7, 15), date(2029, 1, 15)])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp(f"dates-{request.param.year}")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        kept = [line for line in text.splitlines() if not is_later(line, request.param)]
        (root / path).write_text("\n".join(kept) + "\n", "utf-8")
    report = build(root, root / "public", Options(today=request.param, jobs=1))
    assert report.pages, report.problems
    return root / "public"


def is_later(line: str, today: date) -> bool:
    found = re.match(r"- \{task.* date: (\S+),", line)
    return bool(found) and date.fromisoformat(found[1]) > today if found else False


def main(site: Path, address: str) -> Tag:
    page = BeautifulSoup((site / address).read_text("utf-8"), "lxml").select_one("main")
    assert page
    return page


def day_of(site: Path) -> int:
    return int(site.parent.name.removeprefix("dates-")[:4])


def bars(page: Tag) -> dict[str, tuple[int, ...]]:
    """The months of the picture with what they say: in all, done, open, late."""
    rows = [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in page.select(".calendar tbody tr")
    ]
    return {head: tuple(map(int, cells)) for head, *cells in rows if cells[0] != "0"}


def test_the_year_of_targets_that_were_reached(site: Path) -> None:
    """2026 has the first target and a whole task; task 1 is due in 2028, and late in no earlier
    year."""
    page = main(site, "deadlines/2026.html")
    first = OPEN if day_of(site) == 2026 else DONE
    assert bars(page) == {"2026年6月": DONE, "2026年12月": first}
    assert not page.select(".late")
    figures = main(site, "progress/2026.html").get_text("", strip=True)
    assert "逾期" not in figures.partition("分期目标")[0].replace("其中逾期0", "")


def test_the_year_of_a_target_that_is_late(site: Path) -> None:
    page = main(site, "deadlines/2027.html")
    june = OPEN if day_of(site) == 2026 else LATE
    september = LATE if day_of(site) == 2029 else OPEN
    assert bars(page) == {"2027年6月": june, "2027年9月": september}
    late = [line.get_text("", strip=True) for line in page.select(".late-section li .line-main")]
    expected = ["2建设标准厂房"] * (day_of(site) == 2029)
    expected += ["1建设省级开发区：完成基础设施一期"] * (day_of(site) > 2026)
    assert late == expected


def test_a_target_that_is_due_with_its_task_stands_once(site: Path) -> None:
    page = main(site, "deadlines/2028.html")
    assert not page.select(".calendar"), "one month"
    assert len(page.select("#month-2028-12 li .line-main")) == 1
    assert not page.select("#month-2028-12 .of-targets")
    assert bool(page.select(".late-section")) == (day_of(site) == 2029)


def test_an_earlier_day_of_a_deadline_is_listed_without_a_state(site: Path) -> None:
    [line] = main(site, "deadlines/2026.html").select("#month-2026-09 li")
    assert line.find_parent(class_="of-dates")
    text = line.get_text("", strip=True)
    assert text.startswith("2建设标准厂房：2026年9月底前") and not line.select(".status, .late")
