"""The report of `gksite check --report`: verdict, circumstances, findings by code, a signature."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from gksite import __version__
from gksite.cli import cli
from gksite.cli.options import Shared

BASE_DIR = Path(__file__).parents[1] / "build/base"
PLAN = "content/plans/qinghe-2025"
LEAK = "值班电话：13800138000。"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    shutil.copytree(BASE_DIR, root)
    with (root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("rules: {levels: {as-of-old: off}}\n")  # the base stands at a day in the past
    return root


def say(site: Path, text: str) -> None:
    path = site / PLAN / "plan.md"
    path.write_text(path.read_text("utf-8").replace("按季度公布重点工作进展。", text), "utf-8")


def run(site: Path, *arguments: str) -> Result:
    words = ["-C", str(site), "check", "--today", "2025-12-10", *arguments]
    return CliRunner().invoke(cli, words, obj=Shared(".", "zh"), standalone_mode=False)


def test_the_report_sums_up_by_plan_and_shows_no_number(site: Path, tmp_path: Path) -> None:
    say(site, f"{LEAK}<b>(含项目)</b>")
    target = tmp_path / "check.html"
    assert run(site, "--report", str(target)).return_value == 1
    text = target.read_text("utf-8")
    assert "2025年青禾区政务公开工作要点（qinghe-2025）" in text
    assert "138****8000" in text
    assert "13800138000" not in text
    assert "<script" not in text
    assert "mobile-number" in text


def report_of(site: Path, *arguments: str) -> BeautifulSoup:
    target = site.with_name("check.html")
    run(site, "--report", str(target), *arguments)
    return BeautifulSoup(target.read_text("utf-8"), "lxml")


@pytest.mark.parametrize(
    ("text", "arguments", "verdict"),
    [
        ("按季度公布。", ("--skip", "dead-link"), "没有结论：只看了一部分"),
        (LEAK, (), "结论：不可以公开1 个错误、1 条提示"),
        ("进展(含项目)。", (), "结论：可以公开没有错误；1 个警告、1 条提示，由审查人确认"),
        ("见[任务](/none.html)。", (), "结论：不可以公开1 个错误"),
        ("按季度公布。", (), "结论：可以公开没有错误；1 条提示，由审查人确认"),
    ],
)
def test_the_report_says_whether_the_site_may_be_published(
    site: Path, text: str, arguments: tuple[str, ...], verdict: str
) -> None:
    say(site, text)
    page = report_of(site, *arguments)
    assert verdict in page.select_one(".verdict").text  # type: ignore[union-attr]


def test_the_report_names_its_circumstances_and_can_be_signed(site: Path) -> None:
    page = report_of(site)
    told = {
        term.text: detail.text
        for term, detail in zip(page.select("dt"), page.select("dd"), strict=True)
    }
    assert told["检查日期"] == "2025年12月10日"
    assert told["检查工具"] == f"gksite {__version__}"
    assert re.fullmatch(r"\d+ 条（另有 1 条已关闭）", told["检查规则"])
    assert re.fullmatch(r"\d+ 个计划.*、\d+ 项任务、\d+ 个单位、\d+ 个网页", told["检查范围"])
    assert "审查人（签字）" in page.select_one(".sign").text  # type: ignore[union-attr]
    assert "size:A4" in page.style.text  # type: ignore[union-attr]


def test_the_report_gives_each_reason_and_each_code_once(site: Path) -> None:
    lines = [f"{n}.进展(甲)，另有项目(乙)。" for n in range(1, 6)]
    say(site, "\n\n".join(lines))
    assert len(report_of(site).find_all("code", string="narrow-mark")) == 1
    (site / PLAN / "waivers.yaml").write_text(
        "- {code: narrow-mark, why: 按印发稿, date: 2025-04-27}\n", "utf-8"
    )
    page = report_of(site)
    [cell] = page.find_all("th", string="按印发稿")
    assert cell.parent and "plan.md:" in cell.parent.text
    assert page.text.count("按印发稿") == 1
