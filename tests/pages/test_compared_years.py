"""The comparison of two years: what it shows of wordings, units and deadlines."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from gksite.build.pipeline import build
from gksite.notation.wordings import tokens
from gksite.pages.kinds.compare import compare_wording

PIECES = st.sampled_from(
    [
        "公开",
        "培训",
        "12.5万元",
        "12.8万元",
        "6月底前",
        "2025年",
        "WPS",
        "〔2025〕6号",
        "〔2025〕16号",
        "，",
        " ",
        "99%",
        "30个工作日",
    ]
)
WORDINGS = st.lists(PIECES, max_size=12).map("".join)


@given(WORDINGS, WORDINGS)
def test_both_wordings_stand_there_and_nothing_is_parted(old: str, new: str) -> None:
    parts = compare_wording(old, new)
    for text, other in ((old, "added"), (new, "removed")):
        own = [part.text for part in parts if part.kind != other]
        assert "".join(own) == text
        assert [piece for part in own for piece in tokens(part)] == tokens(text)


PAIRS = {
    "the same": (
        "{text: 公布目录。, units: 区一局, deadline: 6月底前}",
        "{text: 公布目录。, units: 区一局, deadline: 6月底前}",
        "",
    ),
    "a deadline worded otherwise": (
        "{text: 公布目录。, deadline: 6月底前}",
        "{text: 公布目录。, deadline: 6月30日前}",
        "时间节点（表述有改动）",
    ),
    "another deadline": (
        "{text: 公布目录。, deadline: 6月底前}",
        "{text: 公布目录。, deadline: 9月底前}",
        "时间节点",
    ),
    "a unit by its other name": (
        "{text: 公布目录。, units: 区一局}",
        "{text: 公布目录。, units: 一局}",
        "",
    ),
    "another unit": (
        "{text: 公布目录。, units: 区一局}",
        "{text: 公布目录。, units: 区二局}",
        "不再列出的单位 新列入的单位",
    ),
    "another role": (
        "{text: 公布目录。, units: 牵头单位：区一局}",
        "{text: 公布目录。, units: 配合单位：区一局}",
        "不再列出的单位 新列入的单位",
    ),
}


@pytest.mark.parametrize(("old", "new", "told"), PAIRS.values(), ids=PAIRS)
def test_what_is_told_of_a_task(old: str, new: str, told: str, tmp_path: Path) -> None:
    units = "  - {id: u1, name: 区一局, aliases: [一局]}\n  - {id: u2, name: 区二局}\n"
    files = {
        "config.yaml": "site: {name: 示例}\n",
        "content/units/a.yaml": f"authority: a\nname: 示例区\nunits:\n{units}",
    }
    for year, task in ((2024, old), (2025, new)):
        files[f"content/plans/p-{year}/plan.md"] = (
            f"---\ntitle: {year}年示例区要点\nauthority: a\nyear: {year}\nissuer: u1\n---\n正文。\n"
        )
        files[f"content/plans/p-{year}/tasks.yaml"] = f"- {{id: 1, {task[1:]}\n"
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    assert build(tmp_path, tmp_path / "public").pages
    page = BeautifulSoup((tmp_path / "public/compare/p-2025.html").read_bytes(), "lxml")
    assert " ".join(dt.get_text() for dt in page.select("#changed dt")) == told
    assert bool(page.select_one("#unchanged")) == (not told)
