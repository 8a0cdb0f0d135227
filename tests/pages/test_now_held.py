"""Behind the printed units of a task stands who has it now: one bracket for what a decision changed
of a role, nothing of units that kept theirs. Each case is a task of one plan."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from model_sites import cases
from songling_plan import PLAN

from gksite.build.options import Options
from gksite.build.pipeline import build

CASES = cases("pages/now_held/expected")
FILES = {
    "config.yaml": "format: 2\nsite: {name: 松岭县公开}\nexports: {formats: []}\n",
    "content/units/songling.yaml": """\
authority: songling
name: 松岭县
units:
  - {id: water, name: 县水务局}
  - {id: civil, name: 县民政局}
  - {id: police, name: 县公安局}
  - {id: emergency, name: 县应急管理局}
  - {id: safety, name: 县安全管理局}
  - {id: town, name: 城关街道, kind: subdistrict}
groups:
  - {id: towns, name: 各街道, members: {kind: [subdistrict]}}
transfers:
  - {from: emergency, to: safety, on: 2025-07-01, tasks: all}
""",
    "content/plans/p/plan.md": PLAN,
}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("now-held")
    tasks = [
        {
            "id": str(number),
            "text": "公开。",
            **{key: case[key] for key in ("units", "adjustments")},
        }
        for number, case in enumerate(CASES, 1)
    ]
    text = yaml.safe_dump(tasks, allow_unicode=True)
    for path, content in {**FILES, "content/plans/p/tasks.yaml": text}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, "utf-8")
    report = build(root, root / "public", Options(jobs=1))
    assert report.pages, report.problems
    return root / "public"


@pytest.mark.parametrize("number", range(1, len(CASES) + 1), ids=[c["case"] for c in CASES])
def test_who_has_it_now(public: Path, number: int) -> None:
    page = BeautifulSoup((public / f"plans/p/{number}.html").read_bytes(), "lxml")
    for note in page.select("dd .muted"):
        note.decompose()
    parts = [part.select("dt, dd:not(.printed)") for part in page.select("dl.side-facts > div")]
    texts = [["".join(each.get_text().split()) for each in part] for part in parts]
    assert dict(text for text in texts if len(text) == 2) == CASES[number - 1]["roles"]
