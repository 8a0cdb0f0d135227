"""A unit that a column of the document's own names (申报单位) has no duty by it; its page lists the
task apart, with the head of the column."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from gksite.build.options import Options
from gksite.build.pipeline import build

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
  - {id: office, name: 县政府办公室}
  - {id: health, name: 县卫生健康局}
  - {id: traffic, name: 县交通运输局}
""",
    "content/plans/decisions/plan.md": """\
---
title: 2026年松岭县重大行政决策事项目录
kind: 决策目录
authority: songling
year: 2026
issuer: office
written: 2026-02-10
lists:
  - id: main
    columns:
      number: 序号
      text: 决策事项
      applicant: {head: 申报单位, type: unit}
      body: {head: 决策主体}
---
""",
    "content/plans/decisions/tasks.yaml": """\
- {id: 1, text: 制定养老服务规划, cells: {applicant: 县卫生健康局, body: 县政府}}
- {id: 2, text: 制定停车收费标准, lead: [县交通运输局], cells: {applicant: 县交通运输局、县卫生健康局}}
""",
}


def built(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    report = build(root, root / "public", Options(jobs=1))
    assert report.pages, report.problems
    return root


def apart(root: Path, unit: str) -> list[str]:
    """The lines of the sections of a unit's page that stand apart."""
    page = BeautifulSoup((root / f"public/units/songling/{unit}.html").read_bytes(), "lxml")
    assert isinstance(page.body, Tag)
    return [line.get_text(" ", strip=True) for line in page.select(".set-apart li .line-main")]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return built(tmp_path, FILES)


def test_the_applicant_of_a_matter_finds_it_on_its_page(project: Path) -> None:
    text = (project / "public/units/songling/health.html").read_text("utf-8")
    assert apart(project, "health") == ["1 制定养老服务规划", "2 制定停车收费标准"]
    assert text.count('<span class="role-label">申报单位</span>') == 2
    assert "不是责任分工" in text


def test_a_unit_that_has_the_duty_is_not_listed_twice(project: Path) -> None:
    assert apart(project, "traffic") == [] and apart(project, "office") == []


def test_a_changed_head_reaches_the_page(project: Path) -> None:
    path = "content/plans/decisions/plan.md"
    built(project, {path: FILES[path].replace("申报单位", "起草单位")})
    text = (project / "public/units/songling/health.html").read_text("utf-8")
    assert '<span class="role-label">起草单位</span>' in text
