"""The figures of indicators on task pages, judged once more from the sources alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from sample_copy import copy_sample

from gksite.build.options import Options
from gksite.build.pipeline import build

NAME = "新印发文件按期入库率, "
KINDS = {"at_least", "at_most", "equal"}
BOUNDS = {
    "range kept": "at_least: 95, at_most: 98",
    "range exceeded": "at_least: 90, at_most: 95",
    "range not reached": "at_least: 96, at_most: 98",
    "lower bound itself": "at_least: 95.3",
    "upper bound": "at_most: 95.2",
    "exact": "equal: 95.3",
}


def records(path: Path) -> list[dict[str, Any]]:
    return list(yaml.load(path.read_text("utf-8"), yaml.BaseLoader) or []) if path.is_file() else []


def expected(folder: Path, indicator: dict[str, str], task: str) -> tuple[str, str]:
    """Return the value that was reported last, and whether it keeps every bound, in words."""
    reports = [
        (report["date"], number, report["readings"][indicator["name"]])
        for number, report in enumerate(records(folder / "progress.yaml"))
        if report["task"] == task and indicator["name"] in report.get("readings", {})
    ]
    if not reports:
        return "", "尚无数据"
    value = Decimal(max(reports)[2])
    keeps = (
        value >= Decimal(indicator.get("at_least", "-Infinity")),
        value <= Decimal(indicator.get("at_most", "Infinity")),
        "equal" not in indicator or value == Decimal(indicator["equal"]),
    )
    return str(value), "已达到" if all(keeps) else "未达到"


@pytest.mark.parametrize("bounds", BOUNDS.values(), ids=BOUNDS)
def test_every_indicator_is_judged_by_its_bounds(bounds: str, tmp_path: Path) -> None:
    copy_sample(tmp_path / "site")
    tasks = tmp_path / "site/content/plans/qinghe-2025/tasks.yaml"
    text = tasks.read_text("utf-8")
    assert text.count(f"{NAME}at_least: 100,") == 1
    tasks.write_text(text.replace(f"{NAME}at_least: 100,", f"{NAME}{bounds},"), "utf-8")
    build(tmp_path / "site", tmp_path / "out", Options(jobs=1))
    judged = 0
    for folder in sorted((tmp_path / "site/content/plans").iterdir()):
        for task in records(folder / "tasks.yaml"):
            own = task.get("indicators", [])
            page = tmp_path / f"out/plans/{folder.name}/{task.get('id')}.html"
            if not own or not page.is_file():
                continue
            document = BeautifulSoup(page.read_bytes(), "lxml", from_encoding="utf-8")
            shown = document.select(".indicators .reach")
            assert len(shown) == len(own)
            for indicator, state in zip(own, shown, strict=True):
                value, word = expected(folder, indicator, task["id"])
                target = state.find_parent("p")
                assert target is not None
                assert state.get_text() == word, (folder.name, task["id"], indicator)
                if "printed" not in indicator:
                    kinds = ("at_least", "at_most", "equal")
                    assert all(
                        indicator[key] in target.get_text() for key in kinds if key in indicator
                    )
                block = target.parent
                assert block is not None
                assert not value or f"{value}{indicator['unit']}" in block.get_text()
                judged += 1
    assert judged >= 18
