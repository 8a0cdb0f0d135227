"""Whether a task page calls an indicator reached, by each kind of bound, and by each rule of
several units; tests/counting does the same for the sample and for sites made by chance."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from gksite.build.options import Options
from gksite.build.pipeline import build

BOUNDS = {
    "at_least: 95, at_most: 98": "已达到",
    "at_least: 90, at_most: 95": "未达到",
    "at_least: 96, at_most: 98": "未达到",
    "at_least: 95.3": "已达到",
    "at_most: 95.2": "未达到",
    "equal: 95.3": "已达到",
    "equal: 95.4": "未达到",
}
"""Bounds, and whether 95.3 keeps them."""

RULES = {
    "at_least: 10": ("各单位数字未合计", ""),
    "at_least: 10, total: sum": ("已达到", "12个"),
    "at_least: 13, total: sum": ("数字未报齐，暂不判断", "12个"),
    "at_most: 20, total: sum": ("数字未报齐，暂不判断", "12个"),
    "at_least: 5, total: mean": ("数字未报齐，暂不判断", "6个"),
    "at_least: 5, total: least": ("数字未报齐，暂不判断", "4个"),
}
"""Bounds and rule, and what they make of 8 and 4 of two of three units."""

TOWNS = ("甲镇", "乙镇", "丙镇")


@pytest.fixture(scope="module")
def indicators(scratch: Path) -> list[Tag]:
    """Return the indicators of a site, in the order of BOUNDS and RULES; each is a task's own."""
    root = scratch / "indicators"
    tasks, reports = [], []
    for number, bounds in enumerate((*BOUNDS, *RULES), 1):
        units = "、".join(TOWNS) if bounds in RULES else TOWNS[0]
        tasks.append(
            f"- {{id: {number}, text: 任务{number}。, units: {units}, "
            f"indicators: [{{name: 数, {bounds}, unit: 个}}]}}\n"
        )
        figures = (("甲镇", 8), ("乙镇", 4)) if bounds in RULES else (("甲镇", 95.3),)
        reports += [
            f"- {{task: {number}, unit: {town}, date: 2025-05-0{day}, status: 推进中, "
            f"readings: {{数: {figure}}}}}\n"
            for day, (town, figure) in enumerate(figures, 1)
        ]
    files = {
        "config.yaml": "site: {name: 示例}\n",
        "content/units/a.yaml": "authority: a\nname: 示例区\nunits:\n"
        + "".join(f"  - {{id: t{n}, name: {town}}}\n" for n, town in enumerate(TOWNS)),
        "content/plans/p/plan.md": "---\ntitle: 示例区要点\nauthority: a\nyear: 2025\n---\n正文。\n",
        "content/plans/p/tasks.yaml": "".join(tasks),
        "content/plans/p/progress.yaml": "".join(reports),
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    assert build(root, root / "public", Options(jobs=1)).pages
    return [
        item
        for number in range(1, len(tasks) + 1)
        for item in BeautifulSoup(
            (root / f"public/plans/p/{number}.html").read_bytes(), "lxml"
        ).select(".meters > li")
    ]


def text_of(item: Tag, selector: str) -> str:
    part = item.select_one(selector)
    return part.get_text() if part else ""


@pytest.mark.parametrize("bounds", BOUNDS)
def test_a_figure_is_judged_by_its_bounds(bounds: str, indicators: list[Tag]) -> None:
    item = indicators[[*BOUNDS].index(bounds)]
    assert (text_of(item, ".reach"), text_of(item, "b")) == (BOUNDS[bounds], "95.3个")
    assert "家" not in item.get_text()


@pytest.mark.parametrize("bounds", RULES)
def test_the_figures_of_several_units_make_one_by_their_rule(
    bounds: str, indicators: list[Tag]
) -> None:
    item = indicators[len(BOUNDS) + [*RULES].index(bounds)]
    assert (text_of(item, ".reach"), text_of(item, "b")) == RULES[bounds]
    assert "3家中2家已报数" in item.get_text()
    assert ["".join(part.get_text().split()) for part in item.select(".readings > div")] == [
        "甲镇8个2025年5月1日",
        "乙镇4个2025年5月2日",
    ]
