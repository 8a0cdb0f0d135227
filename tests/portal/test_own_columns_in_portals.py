"""Columns of a document's own in pasted texts and in pushed documents."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from bs4 import BeautifulSoup
from columned_site import COLUMNED

from gksite.build.pipeline import Options, build


def test_a_pasted_table_says_what_one_cell_was(tmp_path: Path) -> None:
    site = shutil.copytree(COLUMNED, tmp_path / "site")
    assert build(site, tmp_path / "out", Options(jobs=1, profile="paste")).pages
    text = (tmp_path / "out/plans/projects-2025.html").read_text("utf-8")
    table = BeautifulSoup(text, "lxml").select("table")[0]
    heads, first, second, *_, last = (
        [cell.get_text(strip=True) for cell in row.select("th, td")] for row in table.select("tr")
    )
    assert heads[4:7] == ["投资（万元）／总投资", "投资（万元）／年度投资", "资金来源"]
    assert first[4:7] == ["3,800.10", "1200.05", "省级补助"]
    assert second[4:7] == ["960.20", "同上一行", "省级补助"]
    assert (last[0], last[4:6]) == ("合计", ["21845.09万元", "7210.54万元"])
    assert len({len(row.select("th, td")) for row in table.select("tr")}) == 1


def test_a_pushed_document_has_text_and_value(tmp_path: Path) -> None:
    site = shutil.copytree(COLUMNED, tmp_path / "site")
    assert build(site, tmp_path / "out", Options(jobs=1, profile="push")).pages
    (path,) = (tmp_path / "out").rglob("*projects-2025*.json")
    tasks = {task["id"]: task for task in json.loads(path.read_bytes())["tasks"]}
    cells = {cell["head"]: cell for cell in tasks["1"]["cells"]}
    assert cells["投资（万元）／总投资"] == {
        "head": "投资（万元）／总投资",
        "text": "3,800.10",
        "value": "3800.10",
        "unit": "万元",
    }
    unread = {cell["head"]: cell for cell in tasks["s2"]["cells"]}["总投资（万元）"]
    assert (unread["text"], unread["value"]) == ("约20", "")
