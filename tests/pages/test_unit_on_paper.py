"""The tasks of a unit on paper: one A4 sheet for what an ordinary unit has, and every sheet of a
longer list says of which plan it is."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from pypdf import PageObject, PdfReader

from gksite.build.pipeline import build

pytestmark = pytest.mark.browser

ONE_SHEET = 25
"""So many tasks of a unit fit on one A4 sheet, whatever plans they are of."""
A4 = (595, 842)
TITLE = "围绕重点领域信息公开持续完善工作机制，做到应公开尽公开、应解读尽解读"
assert len(TITLE) == 34

Print = Callable[[str], list[PageObject]]


@pytest.fixture(scope="module")
def printed(chromium: Browser) -> Iterator[Print]:
    """What prints a page: its sheets, which are all A4."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()

    def to_paper(address: str) -> list[PageObject]:
        page.goto(address)
        sheets = list(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)
        assert {tuple(round(float(side)) for side in sheet.mediabox[2:]) for sheet in sheets} == {
            A4
        }
        return sheets

    yield to_paper
    context.close()


def texts(sheets: list[PageObject]) -> list[str]:
    """The text of each sheet.

    A font has one sign for a radical (⼯) and the character of the same look (工); a PDF may give
    back either.
    """
    return [re.sub(r"\s+", "", normalize("NFKC", sheet.extract_text())) for sheet in sheets]


def tasks_of(document: BeautifulSoup) -> int:
    return len(document.select("main > [data-year] :is(.duties, .set-apart) .lines > li"))


def test_an_ordinary_unit_fits_on_one_sheet(
    documents: dict[str, BeautifulSoup], served: str, printed: Print
) -> None:
    """The ten busiest units of the sample with at most ONE_SHEET tasks in the current year; other
    years are folded, and not on paper."""
    counts = {
        path: tasks_of(document)
        for path, document in documents.items()
        if document.select_one("body.page-unit")
    }
    ordinary = sorted(
        (path for path, count in counts.items() if count <= ONE_SHEET),
        key=lambda path: -counts[path],
    )[:10]
    assert counts[ordinary[0]] >= 19
    assert {path: len(printed(f"{served}/{path}")) for path in ordinary} == dict.fromkeys(
        ordinary, 1
    )


def unit_with(count: int, root: Path) -> str:
    """The address of a unit's page that has so many tasks of one plan, each with a long title; the
    project lies at `root`."""
    plan = root / "content/plans/p-2025"
    plan.mkdir(parents=True)
    (root / "content/units").mkdir()
    (root / "config.yaml").write_text("site: {name: 示例}\n", "utf-8")
    (root / "content/units/a.yaml").write_text(
        "authority: a\nname: 示例区\nunits:\n  - {id: office, name: 办公室}\n", "utf-8"
    )
    (plan / "plan.md").write_text(
        "---\ntitle: 示例区要点\nauthority: a\nyear: 2025\n---\n正文。\n", "utf-8"
    )
    tasks = "".join(
        f"- {{id: {n}, text: {TITLE}{n}。, title: {TITLE}{n}, units: 牵头单位：办公室, deadline: "
        f"每季度末月20日前}}\n"
        for n in range(1, count + 1)
    )
    (plan / "tasks.yaml").write_text(tasks, "utf-8")
    (plan / "progress.yaml").write_text(
        "- {task: 1, date: 2025-05-01, status: continuous, note: 按季推进}\n", "utf-8"
    )
    assert build(root, root / "public").pages
    return (root / "public/units/a/office.html").as_uri()


def test_long_titles_too_fit_on_one_sheet(tmp_path: Path, printed: Print) -> None:
    [sheet] = texts(printed(unit_with(ONE_SHEET, tmp_path)))
    assert sheet.count("每季度末") == ONE_SHEET


def test_every_sheet_names_the_plan(tmp_path: Path, printed: Print) -> None:
    sheets = texts(printed(unit_with(90, tmp_path)))
    assert len(sheets) >= 3
    assert sum(sheet.count("每季度末") for sheet in sheets) == 90
    assert ["示例区要点" in sheet for sheet in sheets if "每季度末" in sheet] == [True] * sum(
        "每季度末" in sheet for sheet in sheets
    )


def test_paper_has_no_addresses_and_no_task_twice(served: str, printed: Print) -> None:
    whole = "".join(texts(printed(f"{served}/units/qinghe/office.html")))
    # But for that of the page itself, beside its code.
    assert whole.count("http") <= 1 and whole.count(".html") <= 1
    assert whole.count("公布年度重大行政决策事项目录") == 1  # and one in each of two other years
    assert whole.count("逾期") >= 2
