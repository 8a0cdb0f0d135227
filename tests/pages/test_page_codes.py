"""QR codes: read back by ZXing, whatever the address; on paper and nowhere else."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import quote

import pypdfium2
import pytest
import zxingcpp
from bs4 import BeautifulSoup
from built_trees import ALONE
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser
from sample_copy import copy_sample

from gksite.build.pipeline import build
from gksite.pages.page_code import page_code
from gksite.pages.parts import PageCode

BASE = "https://www.yunchuan.example/gkyd/"
SAFE = "%/:?#[]@!$&'()*+,;=~"
ADDRESS_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789-._~/:?#%"


def picture(rows: list[str]) -> Image.Image:
    """Four pixels a module, with the four modules of light around it that a code needs (6.3.8)."""
    size = len(rows) + 8
    symbol = Image.new("L", (size, size), 255)
    for y, row in enumerate(rows):
        for x, module in enumerate(row):
            if module == "1":
                symbol.putpixel((x + 4, y + 4), 0)
    return symbol.resize((4 * size, 4 * size), Image.Resampling.NEAREST)


def read(rows: list[str]) -> str:
    (found,) = zxingcpp.read_barcodes(picture(rows))
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    return found.text


def read_code(code: PageCode) -> str:
    """What ZXing reads on the drawn symbol."""
    return read(rows_of_path(code.path, code.size))


def rows_of_path(path: str, size: int) -> list[str]:
    """What a pen draws that follows the path of `PageCode`."""
    rows = [["0"] * size for _ in range(size)]
    start = re.match(r"M0 \.5", path)
    assert start
    x, y, end = 0, 0.5, start.end()
    for move in re.finditer(r"m(-?\d+) (\d)|h(\d+)", path[end:]):
        if move[3]:
            for place in range(x, x + int(move[3])):
                rows[int(y)][place] = "1"
            x += int(move[3])
        else:
            x, y = x + int(move[1]), y + int(move[2])
        end += len(move[0])
    assert end == len(path) and (x, y) == (size, size - 0.5)
    return ["".join(row) for row in rows]


@pytest.mark.parametrize("length", range(len(BASE) + 1, 250))
def test_every_length_is_read_back(length: int) -> None:
    address = (f"{BASE}{length}/" + "abcdefghij-klmnopqrst_" * 12)[:length]
    assert read_code(page_code(address)) == address


@given(st.text(ADDRESS_CHARACTERS, min_size=1, max_size=90))
def test_any_address_is_read_back(text: str) -> None:
    code = page_code(BASE + text)
    assert read_code(code) == quote(BASE + text, safe=SAFE)


def test_an_address_in_chinese_is_encoded_as_browsers_do() -> None:
    assert (
        read_code(page_code(f"{BASE}plans/青禾-2025/index.html"))
        == f"{BASE}plans/%E9%9D%92%E7%A6%BE-2025/index.html"
    )


# ── on the pages ──────────────────────────────────────────────────────────────────────────────────


def test_plans_tables_units_and_tasks_have_one(documents: dict[str, BeautifulSoup]) -> None:
    found = {path: page.select(".page-code") for path, page in documents.items()}
    drawn = {path for path, codes in found.items() if any(code.select("svg") for code in codes)}
    assert {
        "plans/qinghe-2025/index.html",
        "plans/qinghe-2025/table.html",
        "plans/qinghe-2025/7.html",
        "units/qinghe/office.html",
        "topics/interpretation.html",
    } <= drawn
    assert not drawn & {"index.html", "search.html"}
    for path in drawn:
        (code,) = found[path]
        symbol, address = code.select_one("path[stroke]"), code.select_one(".share-address")
        assert symbol and address and address.get_text() == f"{BASE}{path}"
        assert code.p and code.p.get_text().startswith("扫码查看本页，")
        drawing = symbol.find_parent("svg")
        assert drawing
        width = int(str(drawing["viewbox"]).split()[2]) - 8
        assert read(rows_of_path(str(symbol["d"]), width)) == BASE + path
        # A portal that takes `main` has another address for it.
        assert not code.find_parent("main")


def test_a_site_says_which_pages_have_one(scratch: Path) -> None:
    project = copy_sample(scratch / "codes", more="page_codes: [unit]\n")
    assert not build(project, project / "public", ALONE).problems
    drawn = {
        path.relative_to(project / "public").parts[0]
        for path in (project / "public").rglob("*.html")
        if 'class="page-code wrap"><svg' in path.read_text("utf-8")
    }
    assert drawn == {"units"}
    task = BeautifulSoup(
        (project / "public/plans/qinghe-2025/7.html").read_bytes(), "lxml"
    ).select_one(".page-code")
    assert task and task.get_text() == f"网址：{BASE}plans/qinghe-2025/7.html"


def test_a_code_weighs_little(sample_site: Path) -> None:
    """In bytes of HTML, uncompressed."""
    page = (sample_site / "plans/qinghe-2025/index.html").read_text("utf-8")
    code = re.search(r'<div class="page-code.*?</div>', page, re.S)
    assert code and len(code[0]) < 2600


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_on_paper_and_on_the_screen_once_asked_for(
    sample_site: Path, chromium: Browser, scheme: str
) -> None:
    """Without script too, and on paper whether it was asked for or not."""
    context = chromium.new_context(
        color_scheme="dark" if scheme == "dark" else "light", java_script_enabled=scheme == "light"
    )
    page = context.new_page()
    try:
        for path in (
            "plans/qinghe-2025/index.html",
            "plans/qinghe-2025/table.html",
            "plans/qinghe-2025/7.html",
            "units/qinghe/office.html",
        ):
            page.goto((sample_site / path).as_uri())
            assert not page.locator(".page-code").is_visible()
            if scheme == "dark":
                page.locator(".to-share summary").click()
                seen = Image.open(io.BytesIO(page.locator(".page-code svg").screenshot()))
                assert [code.text for code in zxingcpp.read_barcodes(seen)] == [BASE + path]
            paper = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
            texts = [
                code.text
                for sheet in paper
                for code in zxingcpp.read_barcodes(sheet.render(scale=2).to_pil())
            ]
            assert texts == [BASE + path]
    finally:
        context.close()


@pytest.mark.browser
def test_the_address_to_share_is_copied_whole(sample_site: Path, chromium: Browser) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    try:
        for path in ("units/qinghe/office.html", "topics/interpretation.html"):
            page.goto((sample_site / path).as_uri())
            page.locator(".to-share summary").press("Enter")
            page.locator(".copy-address").press("Enter")
            page.wait_for_selector(".copy-told:not(:empty)")
            assert page.inner_text(".copy-told") == "已复制网址"
            assert page.evaluate("navigator.clipboard.readText()") == BASE + path
    finally:
        context.close()
