"""Pages on paper: numbered sheets, one line of foot that never stands alone, nothing that only a
screen can use. Sheets are counted, so that a change that takes one more is seen."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

pytestmark = pytest.mark.browser

MOST: dict[str, tuple[str, int]] = {
    "home": ("index.html", 3),
    "plan": ("plans/qinghe-2025/index.html", 5),
    "plan-numbered": ("plans/yunchuan-2025/index.html", 5),
    "table": ("plans/qinghe-2025/table.html", 4),
    "matrix": ("plans/qinghe-2025/matrix.html", 3),
    "task": ("plans/qinghe-2025/7.html", 2),
    "task-shared": ("plans/qinghe-2025/12.html", 2),
    "unit": ("units/qinghe/econtech.html", 2),
    "topic": ("topics/interpretation.html", 3),
    "deadlines": ("deadlines/index.html", 12),
    "progress": ("progress/index.html", 6),
    "compare": ("compare/qinghe-2025.html", 6),
    "page": ("pages/accessibility.html", 1),
}
"""Address of a page of each kind, and the most A4 sheets that it takes."""
OF_OFFICIAL_TEXT = ("plan", "plan-numbered")
FOOT_OF_A_PAGE = {True: r"[—―-]{page}[—―-]", False: "{page}/{pages}"}
DEAD = """() => [...document.querySelectorAll("button, input, select, summary, .views, .downloads")]
  .filter(one => one.checkVisibility() && !one.matches(".how > summary"))
  .map(one => one.outerHTML.slice(0, 80))"""
LINES_OF_FOOT = """() => {
  const range = document.createRange(), foot = document.querySelector(".site-foot");
  const texts = document.createTreeWalker(foot, NodeFilter.SHOW_TEXT), ends = [];
  while (texts.nextNode()) {
    range.selectNodeContents(texts.currentNode);
    for (const box of range.getClientRects()) if (box.width > 1) ends.push(box.bottom);
  }
  ends.sort((a, b) => a - b);
  return [1 + ends.filter((end, n) => n && end - ends[n - 1] > 5).length, foot.innerText];
}"""


@pytest.fixture(scope="module")
def paper(chromium: Browser) -> Iterator[Page]:
    """A window as wide as an upright sheet between its margins."""
    context = chromium.new_context(reduced_motion="reduce", viewport={"width": 658, "height": 971})
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", normalize("NFKC", text))


@pytest.mark.parametrize("kind", MOST)
def test_sheets_are_numbered_and_each_has_a_text(kind: str, served: str, paper: Page) -> None:
    path, most = MOST[kind]
    paper.goto(f"{served}/{path}")
    foot = squeezed(paper.evaluate(LINES_OF_FOOT)[1])
    sheets = [
        squeezed(sheet.extract_text())
        for sheet in PdfReader(io.BytesIO(paper.pdf(prefer_css_page_size=True))).pages
    ]
    assert len(sheets) <= most
    form = FOOT_OF_A_PAGE[kind in OF_OFFICIAL_TEXT]
    for number, sheet in enumerate(sheets, 1):
        assert re.search(form.format(page=number, pages=len(sheets)), sheet), number
        assert len(sheet.replace(foot, "")) > 30, number


@pytest.mark.parametrize("kind", MOST)
def test_the_foot_is_one_line_and_nothing_is_a_dead_control(
    kind: str, served: str, paper: Page
) -> None:
    paper.goto(f"{served}/{MOST[kind][0]}")
    lines, foot = paper.evaluate(LINES_OF_FOOT)
    assert lines == 1
    assert "主办单位：云川市人民政府办公室" in foot and "2025年12月10日" in foot
    address = "https://www.yunchuan.example/gkyd/"
    assert address in foot or address in paper.inner_text(".page-code")
    assert paper.evaluate(DEAD) == []
