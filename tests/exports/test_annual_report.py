"""The 落实情况 section of the annual report: what it counts, and its three forms."""

from __future__ import annotations

import io
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from gksite.build.assemble import assemble
from gksite.build.published_set import working_set
from gksite.cli import main
from gksite.exports.annual_report import annual_report
from gksite.exports.report_blocks import Table, render_markdown, render_page
from gksite.exports.report_figures import rate
from gksite.exports.word_report import render_word, title_lines
from gksite.model.site import SiteModel
from gksite.source.files import read_sources

BASE_DIR = Path(__file__).parents[1] / "build/base"
CASE_DIR = Path(__file__).with_name("cases") / "annual"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    shutil.copytree(BASE_DIR, root)
    shutil.copytree(CASE_DIR / "site", root, dirs_exist_ok=True)
    return root


def model_of(root: Path, today: date = date(2026, 1, 1)) -> SiteModel:
    model = assemble(working_set(read_sources(root)[0]), {}, b"", today=today).model
    assert model
    return model


@pytest.mark.parametrize(
    ("name", "unit"), [("whole", ""), ("unit", "qinghe/justice"), ("group", "qinghe/hubin")]
)
def test_the_report_says_what_came_of_each_task(site: Path, name: str, unit: str) -> None:
    report = render_markdown(annual_report(model_of(site), 2025, unit))
    assert report.decode() == (CASE_DIR / f"{name}.md").read_text("utf-8")


def test_the_report_of_a_year_that_has_not_ended_stands_at_its_day(site: Path) -> None:
    report = render_markdown(annual_report(model_of(site, date(2025, 6, 1)), 2025)).decode()
    assert "截至2025年6月1日" in report
    assert "任务2项。其中，已完成0项，完成率0%；推进中1项、未报送1项。" in report


def test_nothing_to_tell_is_told(site: Path) -> None:
    assert "没有" in render_markdown(annual_report(model_of(site), 2020)).decode()


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ("{task: 9, date: 2025-05-01, status: 推进中}", "推进中（2025年5月1日）"),
        ("{task: 9, date: 2025-05-01, status: 推进中, unit: 区司法局}", "推进中（2025年5月1日）"),
        ("{task: 8, date: 2025-05-02, status: 推进中}", "推进中（2025年5月2日）"),
        ("{task: 8, date: 2025-05-02, status: 延期, unit: 湖滨街道}", "延期（2025年5月2日）"),
    ],
    ids=["of its own", "under its name", "of the issuer", "of the issuer by another unit"],
)
def test_an_old_holder_s_report_says_what_was_reported_before(
    site: Path, report: str, said: str
) -> None:
    """Also what names no unit, and of a task that names none what another unit reported."""
    of_issuer = "task: 8" in report
    giver, task = ("office", "8") if of_issuer else ("justice", "9")
    transfer = f"{{from: {giver}, to: hubin, on: 2025-07-01, tasks: [qinghe-2025#{task}]}}"
    units = "" if of_issuer else ", units: 区司法局"
    for name, text in (
        ("units/qinghe.yaml", f"transfers:\n  - {transfer}\n"),
        ("plans/qinghe-2025/tasks.yaml", f"- {{id: {task}, section: 1, text: 丙{units}}}\n"),
        ("plans/qinghe-2025/progress.yaml", f"- {report}\n"),
    ):
        path = site / "content" / name
        path.write_text(path.read_text("utf-8") + text, "utf-8")
    told = render_markdown(annual_report(model_of(site), 2025, f"qinghe/{giver}")).decode()
    assert f"2025年7月1日划转给湖滨街道，划转前报{said}" in told


def test_word_and_page_say_the_same_and_are_the_same_each_time(site: Path) -> None:
    blocks = annual_report(model_of(site), 2025)
    assert render_word(blocks) == render_word(blocks)
    document = docx.Document(io.BytesIO(render_word(blocks)))
    page = BeautifulSoup(render_page(blocks), "lxml")
    assert page.h1
    assert page.h1.text == document.paragraphs[0].text == "2025年政务公开工作要点落实情况"
    words = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    cells = [
        [[cell.text for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
        for table in page.find_all("table")
    ]
    assert [[row[:6] for row in table] for table in words] == [
        [row[:6] for row in table] for table in cells
    ]
    assert not page.find_all("script")
    link = page.find("a")
    assert link
    assert link["href"] == "https://www.qinghe.example/a?b=1&c=2"


def test_columns_have_their_widths_and_links_their_addresses(site: Path) -> None:
    """The grid has them as well as the cells: programs differ in which they follow."""
    blocks = annual_report(model_of(site), 2025)
    document = docx.Document(io.BytesIO(render_word(blocks)))
    tables = [block for block in blocks if isinstance(block, Table)]
    for block, table in zip(tables, document.tables, strict=True):
        grid = [column.width for column in table.columns]
        assert [cell.width for cell in table.rows[0].cells] == grid
        assert abs(sum(width.mm for width in grid if width) - 156) < 1
        shares = [width / sum(block.widths) for width in block.widths]
        assert [round(width.mm / 156, 2) for width in grid if width] == [
            pytest.approx(share, abs=0.01) for share in shares
        ]
        repeated = table.rows[0]._tr.xpath("w:trPr/w:tblHeader")
        assert repeated
    links = [link for table in document.tables for link in links_of(table)]
    assert links == [("公布页面", "https://www.qinghe.example/a?b=1&c=2")]
    [code] = document.sections[0].footer._element.xpath(".//w:instrText")
    assert code.text == "PAGE"
    assert document.core_properties.title == document.paragraphs[0].text


def links_of(table: Any) -> list[tuple[str, str]]:
    cells = (cell for row in table.rows for cell in row.cells)
    paragraphs = (paragraph for cell in cells for paragraph in cell.paragraphs)
    return [(link.text, link.address) for each in paragraphs for link in each.hyperlinks]


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        ("2025年|政务公开|工作要点|落实情况", ["2025年政务公开工作要点落实情况"]),
        (
            "云川市|青禾区|2025年|政务公开|工作要点|落实情况",
            ["云川市青禾区2025年", "政务公开工作要点落实情况"],
        ),
        ("区人力资源社会保障局|2025年|政务公开|工作要点|落实情况",
         ["区人力资源社会保障局2025年", "政务公开工作要点落实情况"]),
        ("一二三四五六七八九十一二三四五六七八九十一二三", ["一二三四五六七八九十一二三四五六七八九十一二三"]),
        ("", [""]),
    ],
)  # fmt: skip
def test_a_title_breaks_between_words_into_even_lines(parts: str, lines: list[str]) -> None:
    assert list(title_lines(parts.split("|"), 20)) == lines


@given(st.lists(st.text("甲乙a1", min_size=1, max_size=8), min_size=1, max_size=12))
def test_the_lines_of_a_title_are_the_title(parts: list[str]) -> None:
    lines = title_lines(parts, 10)
    assert "".join(lines) == "".join(parts)
    ends = {len("".join(parts[:n])) for n in range(len(parts) + 1)}
    assert {len("".join(lines[:n])) for n in range(len(lines) + 1)} <= ends


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_rate_says_all_and_none_of_these_alone(part: int, whole: int) -> None:
    part = min(part, whole)
    text = rate(part, whole)
    assert (text == "100%") == (part == whole)
    assert (text == "0%") == (part == 0)
    assert abs(float(text[:-1]) - 100 * part / whole) < 0.1 + 1e-9


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--year", "2025", "-o", "a.docx"), 0),
        (("--year", "2025", "-o", "a.md", "--unit", "区司法局"), 0),
        (("--year", "2025", "-o", "a.html", "--authority", "qinghe"), 0),
        (("--year", "2025", "-o", "a.pdf"), 2),
        (("--year", "2019", "-o", "a.md"), 2),
        (("--year", "2025", "-o", "a.md", "--unit", "区水务局"), 2),
        (("--year", "2025", "-o", "a.md", "--authority", "nobody"), 2),
        (("--year", "2025", "-o", "missing/../config.yaml/a.md"), 1),
    ],
)
def test_the_command(
    site: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int
) -> None:
    monkeypatch.chdir(site)
    monkeypatch.setattr(sys, "argv", ["gksite", "report", "annual", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == code
    assert Path(arguments[3]).is_file() == (code == 0)
