"""The work of a build grows with the site and no faster: counted in lines of Python, which no
other process and no machine changes."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from built_trees import ALONE, built

import gksite
from gksite.check.check import check

PACKAGE = str(Path(gksite.__file__).parent)
MOST = 2.2
"""Twice the site may take so many times the work."""
FEW = 40
"""A function that runs fewer lines more than that is not worth a look."""

CONFIG = """\
site: {name: 松岭市政务公开, domain: www.songling.example, base_url: https://www.songling.example/}
exports: {formats: [csv, json, ics, feeds, sqlite]}
as_of: 2026-06-30
"""
GLOSSARY = "terms:\n  - {term: 台账, explanation: 逐项登记的清单。}\n"
TOPICS = "topics:\n  - {id: finance, name: 财政信息}\n"
CITY = "authority: songling\nname: 松岭市\nunits:\n  - {id: office, name: 市政府办公室}\n"

REGISTRY = """\
authority: c{n}
name: 松岭市第{n}县
parent: songling
units:
  - {{id: office, name: 第{n}县政府办公室}}
  - {{id: drc, name: 第{n}县发展改革局}}
  - {{id: price, name: 第{n}县价格中心, parent: drc}}
  - {{id: town, name: 第{n}县城关镇, kind: town}}
groups:
  - {{id: towns, name: 各乡镇, members: {{kind: [town]}}}}
  - {{id: all, name: 各有关单位, open: yes}}
transfers:
  - {{from: price, to: drc, on: 2026-05-01, tasks: all, basis: 松编发〔2026〕{n}号}}
"""
PLAN = """\
---
title: {year}年第{n}县政务公开工作要点
authority: c{n}
year: {year}
issuer: office
document_number: 第{n}县府办发〔{year}〕1号
written: {year}-03-01
---
## 一、总体要求

各单位按季度更新台账。
"""
TASKS = """\
- {{id: 1, number: '1', text: 公开第{n}县财政预算情况, lead: [第{n}县发展改革局], topics: [finance], deadline: 3月底前}}
- {{id: 2, number: '2', text: 梳理第{n}县政务服务台账, units: 各乡镇、第{n}县价格中心, deadline: 6月底前,
   targets: [{{id: q1, by: {year}-Q1, text: 梳理一半}}],
   adjustments: [{{date: {year}-05-30, deadline: {year}-12, approved_by: 县政府常务会议, why: 汛期}}]}}
- {{id: 3, number: '3', text: 办好第{n}县为民实事, units: 各有关单位, deadline: 全年}}
"""
PROGRESS = """\
- {{task: 1, date: {year}-04-10, status: 推进中, unit: 第{n}县发展改革局}}
- {{task: 2, date: {year}-04-20, status: 已完成, unit: 第{n}县城关镇}}
"""


def write_site(root: Path, counties: int) -> Path:
    """A city with so many counties, each with four units, two groups, two plans of three tasks."""
    files = {
        "config.yaml": CONFIG,
        "content/glossary.yaml": GLOSSARY,
        "content/topics.yaml": TOPICS,
        "content/units/songling.yaml": CITY,
    }
    for n in range(1, counties + 1):
        files[f"content/units/c{n}.yaml"] = REGISTRY.format(n=n)
        for year in (2025, 2026):
            place = f"content/plans/c{n}-{year}"
            files[f"{place}/plan.md"] = PLAN.format(n=n, year=year)
            files[f"{place}/tasks.yaml"] = TASKS.format(n=n, year=year)
            files[f"{place}/progress.yaml"] = PROGRESS.format(n=n, year=year)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def counted(work: Callable[[], object]) -> Counter[str]:
    """How many lines of each function of gksite and of each template `work` runs."""
    lines: Counter[CodeType] = Counter()

    def local(frame: FrameType, event: str, _: object) -> Any:
        if event == "line":
            lines[frame.f_code] += 1
        return local

    def of_gksite(frame: FrameType, _: str, __: object) -> Any:
        name = frame.f_code.co_filename
        return local if name.startswith(PACKAGE) or name.endswith(".html") else None

    before = sys.gettrace()
    gc.collect()
    sys.settrace(of_gksite)
    try:
        work()
    finally:
        sys.settrace(before)
    named: Counter[str] = Counter()
    for code, count in lines.items():
        named[f"{code.co_filename.removeprefix(PACKAGE)}:{code.co_qualname}"] += count
    return named


def edit(root: Path) -> None:
    """Another text for one task."""
    tasks = root / "content/plans/c2-2026/tasks.yaml"
    tasks.write_text(tasks.read_text("utf-8").replace("text: ", "text: 再", 1), "utf-8")


def look(root: Path) -> None:
    """A check."""
    assert check(root, ALONE).pages


def works_of(root: Path) -> dict[str, Counter[str]]:
    """The lines of a first build, of one after an edit, of a check, and of one after an edit."""
    works = {"first build": counted(lambda: built(root, ALONE))}
    edit(root)
    works["build after an edit"] = counted(lambda: built(root, ALONE))
    works["first check"] = counted(lambda: look(root))
    edit(root)
    works["check after an edit"] = counted(lambda: look(root))
    return works


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Counter[str]], ...]:
    """The work for a site, and for one twice as large."""
    root = tmp_path_factory.mktemp("growth")
    # What is made once in a process (tables, compiled patterns) is made for neither of them.
    built(write_site(root / "first", 2), ALONE)
    return tuple(works_of(write_site(root / str(n), n)) for n in (4, 8))


@pytest.mark.parametrize(
    "work", ["first build", "build after an edit", "first check", "check after an edit"]
)
def test_twice_the_plans_take_twice_the_work(
    works: tuple[dict[str, Counter[str]], ...], work: str
) -> None:
    once, twice = (one[work] for one in works)
    assert twice.total() <= MOST * once.total()
    # A function that is quadratic is seen long before the whole is.
    faster = {
        name: (once[name], count)
        for name, count in twice.items()
        if count > MOST * once[name] + FEW
    }
    assert not faster
