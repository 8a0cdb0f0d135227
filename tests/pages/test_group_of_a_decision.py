"""The page of a group: a task that a decision gave to it means its members on the day of the
decision, and parts stand inside their tasks in the numbers of its lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from songling_plan import PLAN

from gksite.build.options import Options
from gksite.build.pipeline import build

FILES = {
    "config.yaml": "format: 2\nsite: {name: 松岭县公开}\nexports: {formats: []}\n",
    "content/units/songling.yaml": """\
authority: songling
name: 松岭县
units:
  - {id: civil, name: 县民政局}
  - {id: old, name: 老城街道, kind: subdistrict, until: 2025-05-01}
  - {id: new, name: 新城街道, kind: subdistrict, since: 2025-05-01}
  - {id: town, name: 城关街道, kind: subdistrict}
groups:
  - {id: towns, name: 各街道, members: {kind: [subdistrict]}}
  - {id: concerned, name: 有关街道, open: true}
""",
    "content/plans/p/plan.md": PLAN,
    "content/plans/p/tasks.yaml": """\
- {id: 1, text: 公布名册。, units: 各街道}
- id: 2
  text: 公布窗口。
  units: 县民政局、老城街道
  adjustments: [{date: 2025-06-01, units: 各街道、老城街道, approved_by: 县政府}]
- {id: 2-1, parent: 2, text: 公布电话。, units: 各街道}
- id: 3
  text: 公布地址。
  units: 县民政局
  adjustments: [{date: 2025-06-01, units: 有关街道, approved_by: 县政府}]
""",
    "content/plans/p/progress.yaml": """\
- {task: 2, unit: old, date: 2025-03-01, status: 推进中}
- {task: 2, unit: new, date: 2025-06-10, status: 已完成}
""",
}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("group-of-a-decision")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    report = build(root, root / "public", Options(jobs=1))
    assert report.pages, report.problems
    return root / "public"


def texts(public: Path, address: str, selector: str) -> list[str]:
    page = BeautifulSoup((public / address).read_bytes(), "lxml")
    return ["".join(part.get_text().split()) for part in page.select(selector)]


def test_members_are_those_of_the_day_of_the_decision(public: Path) -> None:
    """On the plan's day they were 老城 and 城关, on that of the decision 新城 and 城关."""
    members = texts(public, "units/songling/towns.html", ".line-members")
    assert members == [
        "所指单位：0/2家已报（2家中2家未报送）",
        "所指单位：1/2家已报（2家中1家已完成、1家未报送）",
        "所指单位：0/2家已报（2家中2家未报送）",
    ]


def test_the_head_of_a_list_counts_no_part_inside_its_task(public: Path) -> None:
    heads = texts(public, "units/songling/towns.html", ".plan-tasks h3 .count")
    assert heads == ["2项；另列子任务1项"]
    assert texts(public, "units/songling/new.html", ".duties > h2 .count") == ["1项"]


@pytest.mark.parametrize(("unit", "may_mean"), [("new", True), ("old", False)])
def test_an_open_group_of_a_decision_may_mean_who_was_there_then(
    public: Path, unit: str, may_mean: bool
) -> None:
    page = BeautifulSoup((public / f"units/songling/{unit}.html").read_bytes(), "lxml")
    lists: list[Tag] = page.select("section.set-apart")
    found = any("公布地址" in part.get_text() for part in lists)
    assert found == may_mean
