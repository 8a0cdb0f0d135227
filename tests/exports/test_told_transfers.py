"""A transfer of duties stands in the log of changes and in the feeds of both units, once for its
day; a unit that gave everything away keeps its feeds, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from gksite.build.options import Options
from gksite.build.pipeline import build

TRANSFERS = """\
transfers:
  - {from: emergency, to: safety, on: 2025-07-01, tasks: all, basis: 松编发〔2025〕3号}
"""
FILES = {
    "config.yaml": "format: 2\nsite: {name: 松岭县, base_url: https://www.songling.example/}\n",
    "content/units/songling.yaml": """\
authority: songling
name: 松岭县
units:
  - {id: emergency, name: 县应急管理局}
  - {id: safety, name: 县安全管理局}
  - {id: civil, name: 县民政局}
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
- {id: 1, text: 公开避难场所, units: 县应急管理局}
- {id: 1-1, parent: 1, text: 公开北区场所}
- {id: 2, text: 公开值班电话, units: 县应急管理局、县民政局}
""",
}
ID = "units/songling/emergency/transfers/2025-07-01/songling/safety"
TOLD = {
    "id": f"tag:www.songling.example,2026:{ID}",
    "url": "https://www.songling.example/units/songling/safety.html",
    "title": "职责划转：县应急管理局划转给县安全管理局",
    "content_text": "2项任务（松编发〔2025〕3号）",
    "date_published": "2025-07-01T00:00:00+08:00",
}


def project_at(root: Path, transfers: str) -> Path:
    for path, text in FILES.items():
        text += transfers if path.endswith("songling.yaml") else ""
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def built(root: Path) -> dict[str, bytes]:
    report = build(root, root / "public", Options(jobs=1))
    assert report.pages, report.problems
    public = root / "public"
    return {
        path.relative_to(public).as_posix(): path.read_bytes()
        for path in public.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(project_at(tmp_path_factory.mktemp("transfers"), TRANSFERS))


@pytest.mark.parametrize(
    "feed", ["feed.json", *(f"units/songling/{unit}.feed.json" for unit in ("emergency", "safety"))]
)
def test_feeds(files: dict[str, bytes], feed: str) -> None:
    items = json.loads(files[feed])["items"]
    assert [{key: item.get(key) for key in TOLD} for item in items] == [TOLD]


def test_a_unit_without_a_part_in_it_hears_nothing(files: dict[str, bytes]) -> None:
    assert json.loads(files["units/songling/civil.feed.json"])["items"] == []


def test_a_unit_that_gave_all_away_has_feeds_alone(files: dict[str, bytes]) -> None:
    own = [path for path in files if path.startswith("units/songling/emergency.")]
    assert sorted(path.rpartition("emergency.")[2] for path in own) == ["atom", "feed.json", "html"]


def test_the_log_of_changes(files: dict[str, bytes]) -> None:
    page = BeautifulSoup(files["changes/2025.html"], "lxml")
    items = ["".join(item.get_text().split()) for item in page.select("ol.news > li")]
    text = "县应急管理局承担的2项任务划转给县安全管理局（松编发〔2025〕3号）"
    assert items == [f"2025年7月1日职责划转县安全管理局{text}"]


def test_a_transfer_that_is_added_reaches_every_file(
    tmp_path: Path, files: dict[str, bytes]
) -> None:
    project = project_at(tmp_path, "")
    assert "changes/2025.html" not in built(project)
    project_at(tmp_path, TRANSFERS)
    assert built(project) == files
