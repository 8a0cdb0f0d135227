"""The feed of a unit that a decision took a duty from tells of the decision, also where it has no
other duty."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gksite.build.options import Options
from gksite.build.pipeline import build

FILES = {
    "config.yaml": "format: 2\nsite: {name: 松岭县, base_url: https://www.songling.example/}\n",
    "content/units/songling.yaml": """\
authority: songling
name: 松岭县
units:
  - {id: civil, name: 县民政局}
  - {id: health, name: 县卫生健康局}
  - {id: safety, name: 县安全管理局}
""",
    "content/plans/p/plan.md": """\
---
title: 2024年松岭县工作要点
authority: songling
year: 2024
written: 2024-04-01
---
正文。
""",
    "content/plans/p/tasks.yaml": """\
- id: 1
  text: 公开助餐点
  units: 县民政局
  adjustments: [{date: 2024-06-01, units: 县卫生健康局, approved_by: 县政府, why: 职责调整}]
- id: 1-1
  parent: 1
  text: 公开北区助餐点
- {id: 2, text: 公开值班电话, units: 县安全管理局}
""",
    "content/plans/p/progress.yaml": """\
- {task: 1, unit: health, date: 2024-06-01, status: under_way, note: 已接手。}
""",
}
REPORT = "content/plans/p/progress.yaml"
DECISION = "责任分工调整为“县卫生健康局”（县政府；职责调整）"


@pytest.fixture(params=[True, False], ids=["with-a-report", "alone"])
def feeds(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, list[dict[str, str]]]:
    """The entries of each unit's feed; the decision is told with a report of its day, or alone."""
    for path, text in FILES.items():
        if request.param or path != REPORT:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, "utf-8")
    report = build(tmp_path, tmp_path / "public", Options(jobs=1))
    assert report.pages, report.problems
    folder = tmp_path / "public/units/songling"
    return {
        path.name.partition(".")[0]: json.loads(path.read_bytes())["items"]
        for path in folder.glob("*.feed.json")
    }


def test_the_unit_that_lost_a_duty(feeds: dict[str, list[dict[str, str]]]) -> None:
    [entry] = feeds["civil"]
    assert entry["title"] == "调整：1 公开助餐点（2024年松岭县工作要点）"
    assert entry["content_text"] == DECISION
    assert entry["date_published"].startswith("2024-06-01")


def test_the_unit_that_has_it_now_and_one_without_a_part_in_it(
    feeds: dict[str, list[dict[str, str]]],
) -> None:
    assert any(DECISION in entry["content_text"] for entry in feeds["health"])
    assert not any(DECISION in entry["content_text"] for entry in feeds["safety"])
