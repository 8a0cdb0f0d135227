"""The page of a part says why it was withdrawn with its task, and that of a task which has the
state of its parts that all of these were."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from songling_plan import PLAN

from gksite.build.options import Options
from gksite.build.pipeline import build

FILES = {
    "config.yaml": "format: 2\nsite: {name: 松岭县公开}\nexports: {formats: []}\n",
    "content/units/songling.yaml": """\
authority: songling
name: 松岭县
units:
  - {id: water, name: 县水务局}
""",
    "content/plans/p/plan.md": PLAN,
    "content/plans/p/tasks.yaml": """\
- id: 1
  text: 建设水厂。
  units: 县水务局
  adjustments:
    - {date: 2025-08-20, withdrawn: 是, approved_by: 县政府第7次常务会议, why: 并入市级项目}
- {id: 1-1, parent: 1, text: 建设北厂。}
- {id: 1-1-1, parent: 1-1, text: 铺设管网。}
- {id: 2, text: 整治河道。, units: 县水务局, deadline: 3月底前, rolls_up: 是}
- id: 2-1
  parent: 2
  text: 整治上游。
  adjustments: [{date: 2025-09-01, withdrawn: 是, approved_by: 县政府}]
- {id: 3, text: 公布水质。, units: 县水务局}
""",
    "content/plans/p/progress.yaml": "- {task: 3, unit: water, date: 2025-10-01, status: 推进中}\n",
}
WITH_WHOLE = (
    "本任务已撤销随上级任务“1建设水厂”一并撤销"
    "（2025年8月20日经县政府第7次常务会议同意撤销：并入市级项目）"
)
BANNERS = {
    "1": ["本任务已撤销2025年8月20日经县政府第7次常务会议同意撤销：并入市级项目"],
    "1-1": [WITH_WHOLE],
    "1-1-1": [WITH_WHOLE],
    "2": ["本任务已撤销其子任务已全部撤销"],
    "2-1": ["本任务已撤销2025年9月1日经县政府同意撤销"],
    "3": [],
}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("withdrawn-parts")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    report = build(root, root / "public", Options(jobs=1))
    assert report.pages, report.problems
    return root / "public"


@pytest.mark.parametrize("task", BANNERS)
def test_a_task_says_why_it_was_withdrawn(public: Path, task: str) -> None:
    page = BeautifulSoup((public / f"plans/p/{task}.html").read_bytes(), "lxml")
    banners = ["".join(part.get_text().split()) for part in page.select("main .banner")]
    assert banners == BANNERS[task]
    state = page.select_one(".task-state .status")
    assert state
    assert (state.get_text() == "已撤销") == bool(banners)
    assert not page.select(".task-state .late")
