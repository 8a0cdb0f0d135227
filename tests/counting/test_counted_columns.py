"""The sums of columns: cases written by hand, columns made by chance, and the pages and files of a
site, counted twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from column_sums import Sum, sum_of, text_of
from columned_site import COLUMNED, columned_site
from hypothesis import given, settings
from hypothesis import strategies as st
from results import model_of

from gksite.build.pipeline import Options, build
from gksite.model.cell_sums import column_sums

CASES = yaml.safe_load((Path(__file__).parent / "column_cases.yaml").read_text("utf-8"))
REGISTRY = "authority: songling\nname: 松岭县\nunits:\n  - {id: office, name: 县政府办公室}\n"
PLAN = """---
title: 松岭县2025年重点项目
authority: songling
year: 2025
issuer: office
written: 2025-02-20
lists:
  - id: main
    columns:
      number: 序号
      text: 项目名称
      total: {{head: 总投资, type: money, sum: yes}}
    merged: [{merged}]
---
"""


def counted_by_gksite(tasks: list[dict[str, Any]], *, merged: bool) -> Sum:
    model = model_of(
        {
            "config.yaml": "site: {name: 松岭县重点项目}\n",
            "content/index.md": "---\ntitle: 松岭县重点项目\n---\n",
            "content/units/songling.yaml": REGISTRY,
            "content/plans/p/plan.md": PLAN.format(merged="total" if merged else ""),
            "content/plans/p/tasks.yaml": yaml.safe_dump(tasks, allow_unicode=True),
        }
    )
    plan = model.plans["p"]
    (one,) = column_sums(plan, plan.lists[0])
    value = Fraction(Decimal(one.value)) if one.value else None
    return Sum(value, one.read, one.of, one.withdrawn)


def tasks_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    parents = case.get("parents") or [None] * len(case["cells"])
    tasks = []
    for number, (cell, parent) in enumerate(zip(case["cells"], parents, strict=True), 1):
        task: dict[str, Any] = {"id": f"t{number}", "text": f"修建{number}号路。"}
        if cell is not None:
            task["cells"] = {"total": dict(cell) if isinstance(cell, dict) else cell}
        if parent:
            task["parent"] = parent
        if task["id"] in case.get("withdrawn", ()):
            task["adjustments"] = [{"date": "2025-06-01", "withdrawn": "yes"}]
        tasks.append(task)
    return tasks


@pytest.mark.parametrize("counter", [sum_of, None], ids=["counter", "gksite"])
@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_the_rules_of_sums(case: dict[str, Any], counter: Any) -> None:
    tasks, merged = tasks_of(case), case.get("merged", False)
    found = (
        sum_of(tasks, "total", merged=merged)
        if counter
        else counted_by_gksite(tasks, merged=merged)
    )
    value, read, of, withdrawn = case["sum"]
    assert found == Sum(value and Fraction(value), read, of, withdrawn)


CELL = st.sampled_from(
    [None, "100", "100", "1,000.25", "0.1", "３０", "-7", "约100", {"text": "100", "apart": "yes"}]
)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), merged=st.booleans())
def test_columns_made_by_chance(data: st.DataObject, *, merged: bool) -> None:
    cells = data.draw(st.lists(CELL, min_size=1, max_size=8))
    parents = [
        data.draw(st.sampled_from([None, *(f"t{above}" for above in range(1, number))]))
        for number in range(1, len(cells) + 1)
    ]
    withdrawn = data.draw(st.sets(st.sampled_from([f"t{n}" for n in range(1, len(cells) + 1)])))
    tasks = tasks_of({"cells": cells, "parents": parents, "withdrawn": withdrawn})
    slow = sum_of(tasks, "total", merged=merged)
    assert counted_by_gksite(tasks, merged=merged) == slow


def test_pages_and_files_show_the_sums() -> None:
    """Every column with a sum, of every list of the site."""
    site = columned_site()
    for folder in sorted((COLUMNED / "content/plans").iterdir()):
        front = yaml.load((folder / "plan.md").read_text("utf-8").split("---")[1], yaml.BaseLoader)
        tasks = yaml.load((folder / "tasks.yaml").read_text("utf-8"), yaml.BaseLoader)
        address = f"plans/{folder.name}"
        page = (site / address / "table.html").read_text("utf-8")
        data = json.loads((site / address / "tasks.json").read_text("utf-8"))
        for own in front["lists"]:
            rows = [task for task in tasks if task.get("list", "main") == own["id"]]
            sums = {
                column["key"]: column["sum"]
                for one in data["plans"][0]["lists"]
                for column in one["columns"]
                if one["id"] == own["id"] and column["sum"]
            }
            columns = {
                key: column
                for key, column in own["columns"].items()
                if isinstance(column, dict) and column.get("sum") == "yes"
            }
            assert sums.keys() == columns.keys()
            for key, column in columns.items():
                slow = sum_of(rows, key, merged=key in own.get("merged", ()))
                value = sums[key]["value"]
                told = Sum(value and Fraction(value), sums[key]["read"], sums[key]["of"], 0)
                assert told == slow
                shown = f"{value}{column['unit']}" if value else f"已读{slow.read}/{slow.of}项"
                assert shown in page.partition("<tfoot>")[2], (key, shown)


KINDS = "kinds: [{id: task-table, overview: [total, homes, year_part]}]\n"


def test_the_page_of_a_plan_states_the_sums_of_its_kind(tmp_path: Path) -> None:
    """«A plan whose lists have columns of these keys states their sums on its page: the unit once,
    behind the figure; a sum with cells that were not read is 已读 n/m 项.»"""
    shutil.copytree(COLUMNED, tmp_path, dirs_exist_ok=True)
    (tmp_path / "content/kinds.yaml").write_text(KINDS, "utf-8")
    for path in tmp_path.glob("content/plans/*/plan.md"):
        text = path.read_text("utf-8")
        path.write_text(text.replace("title: ", "kind: 任务分解\ntitle: ", 1), "utf-8")
    assert build(tmp_path, tmp_path / "public", Options(jobs=1)).pages
    told = {}
    for folder in sorted((COLUMNED / "content/plans").iterdir()):
        page = (tmp_path / f"public/plans/{folder.name}/index.html").read_text("utf-8")
        sums = BeautifulSoup(page, "html.parser").select("dl.doc-sums > div")
        told[folder.name] = [
            (one.select("dt")[0].get_text(), one.select("dd")[0].get_text()) for one in sums
        ]
    assert told == {
        folder.name: [*overview(folder)] for folder in (COLUMNED / "content/plans").iterdir()
    }
    assert any("已读" in value for own in told.values() for _, value in own)
    assert "2025年重点项目任务分解表 投资／年度投资" in dict(told["projects-2025"])


def overview(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield label and text of each sum of a plan, as the slow counter has it."""
    front = yaml.load((folder / "plan.md").read_text("utf-8").split("---")[1], yaml.BaseLoader)
    tasks = yaml.load((folder / "tasks.yaml").read_text("utf-8"), yaml.BaseLoader)
    columns = [
        (own, key, own["columns"][key])
        for own in front["lists"]
        for key in ("total", "homes", "year_part")
        if key in own["columns"]
    ]
    for own, key, column in columns:
        rows = [task for task in tasks if task.get("list", "main") == own["id"]]
        slow = sum_of(rows, key, merged=key in own.get("merged", ()))
        heads = "／".join([*column.get("over", ()), column["head"]])
        label = heads.replace(f"（{column['unit']}）", "")
        caption = f"{own['caption']} " if len({one["id"] for one, _, _ in columns}) > 1 else ""
        out = f"（不含已撤销的{slow.withdrawn}项）" if slow.withdrawn else ""
        if slow.value is None:
            yield f"{caption}{label}", f"已读{slow.read}/{slow.of}项，不合计{out}"
        else:
            digits = [cell.partition(".")[2] for task in rows if (cell := text_of(task, key))]
            places = max(map(len, digits))
            value = f"{float(slow.value):.{places}f}"
            yield f"{caption}{label}", f"{value}{column['unit']}{out}"
