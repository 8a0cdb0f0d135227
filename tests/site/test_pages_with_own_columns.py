"""Tables with columns of a document's own: heads over heads, merged cells, sums, fields in printed
order, the headed list, pasted text, search and filters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from columned_site import columned_site
from playwright.sync_api import Browser, Page
from table_grid import grid_of, table_faults

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
TABLE = "plans/projects-2025/table.html"
HEADS = [
    "序号", "类别", "项目名称", "建设规模", "总投资", "年度投资", "资金来源", "一季度", "二季度",
    "三季度", "四季度", "开工日期", "完工年度", "牵头单位", "督查单位",
]  # fmt: skip


@pytest.fixture(scope="module")
def site() -> Path:
    return columned_site()


def page(site: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((site / path).read_text("utf-8"), "lxml")


def texts(found: Iterable[Tag]) -> list[str]:
    return [re.sub(r"\s+", " ", one.get_text(" ", strip=True)) for one in found]


def test_every_cell_finds_its_heads(site: Path) -> None:
    for path in site.rglob("table.html"):
        for table in BeautifulSoup(path.read_text("utf-8"), "lxml").select("table"):
            assert [*table_faults(table)] == [], path


def test_heads_stand_as_printed(site: Path) -> None:
    head = page(site, TABLE).select("#main thead tr")
    assert [texts(row.select("th")) for row in head] == [
        ["序号", "类别", "项目名称", "建设规模", "投资（万元）", "资金来源", "年度目标", "开工日期",
         "完工年度", "单位"],
        ["总投资", "年度投资", "上半年", "下半年", "牵头单位", "督查单位"],
        ["一季度", "二季度", "三季度", "四季度"],
    ]  # fmt: skip
    spans = {
        str(one.get_text(strip=True)): (one.get("colspan"), one.get("rowspan"))
        for row in head
        for one in row.select("th")
    }
    assert spans["年度目标"] == ("4", None)
    assert spans["上半年"] == ("2", None)
    assert spans["总投资"] == (None, "2")
    assert spans["序号"] == (None, "3")
    (table,) = page(site, TABLE).select("#main")
    grid = grid_of(table)
    below = {
        one.x: one.tag.get_text(strip=True)
        for one in grid.cells
        if one.scope == "col" and "col-over" not in one.tag["class"]
    }
    assert [below[x] for x in sorted(below)] == HEADS


def test_merged_cells_and_sums(site: Path) -> None:
    table = page(site, TABLE).select_one("#main")
    assert table
    merged = [
        (one.get_text(strip=True), one["rowspan"]) for one in table.select("tbody td[rowspan]")
    ]
    assert ("1200.05", "2") in merged
    assert ("中央预算内", "2") in merged
    assert "合计 21845.09万元 7210.54万元" in " ".join(texts(table.select("tfoot")))
    assert "已读2/3项，不合计" in "".join(texts(page(site, TABLE).select("#small tfoot")))


def test_a_task_shows_its_cells_in_printed_order(site: Path) -> None:
    facts = page(site, "plans/projects-2025/2.html").select(".side-facts > div")
    shown = [(texts(one.select("dt"))[0], texts(one.select("dd"))[0]) for one in facts]
    own = shown[[name for name, _ in shown].index("建设规模") :]
    assert [name.rpartition("／")[2] for name, _ in own] == [
        one for one in HEADS[3:] if one != "牵头单位"
    ]
    assert ("投资（万元）／年度投资", "1200.05 第1至2项共用一格，共2项") in own
    links = page(site, "plans/projects-2025/2.html").select(".side-facts a[href*=inspection]")
    assert texts(links) == ["县政府督查室"]


def test_a_column_shows_a_target_and_its_task_shows_it_once(site: Path) -> None:
    table = page(site, "plans/projects-2024/table.html")
    assert texts(table.select("#main tbody td.col-open"))[-4:-2] == ["0.30", "县级配套"]
    assert texts(table.select("#main tbody tr:first-child td.col-open"))[-2:] == ["开工建设", "12"]
    task = page(site, "plans/projects-2024/1.html")
    assert not [one for one in texts(task.select(".side-facts dt")) if "半年" in one]
    assert "开工建设" in task.get_text()


def test_the_list_has_every_field_too(site: Path) -> None:
    item = page(site, TABLE).select_one("#main-i-1")
    assert item
    assert "投资（万元）／总投资" in texts(item.select("dt"))
    assert texts(page(site, TABLE).select("#main-list .sums dd")) == ["21845.09万元", "7210.54万元"]


def test_years_are_compared_by_heads_and_values(site: Path) -> None:
    compared = page(site, "compare/projects-2025.html")
    changed = {
        texts(one.select("dt"))[0]: texts(one.select("dd"))[0]
        for one in compared.select("dl.facts > div")
    }
    assert changed["投资（万元）／总投资"] == "原为 3500 → 现为 3,800.10"
    # 0.30 and 0.3 are one number.
    assert "0.30" not in compared.get_text()


@pytest.mark.browser
def test_a_wide_table_fits_the_window_and_the_paper(window: Page, site: Path) -> None:
    window.set_viewport_size({"width": 1440, "height": 900})
    window.goto((site / TABLE).as_uri())
    regions = "[...document.querySelectorAll('.as-wide .region')]"
    sizes = f"{regions}.map(one => [one.scrollWidth, one.clientWidth])"
    assert all(inner <= outer for inner, outer in window.evaluate(sizes))
    window.set_viewport_size({"width": 375, "height": 800})
    assert not window.locator(".as-table").first.is_visible()
    assert window.locator("#main-list").is_visible()
    assert window.evaluate("document.documentElement.scrollWidth") == 375
    window.set_viewport_size({"width": 1000, "height": 700})
    window.emulate_media(media="print")
    wide = "document.querySelector('#main').getBoundingClientRect().right <= innerWidth"
    assert window.evaluate(wide)
    window.emulate_media(media="screen")
    window.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.browser
def test_columns_with_few_texts_filter_and_numbers_sort(window: Page, site: Path) -> None:
    window.goto((site / TABLE).as_uri())
    form = window.locator("#main-tools")
    form.get_by_label("资金来源").select_option("县级配套")
    numbers = (
        "() => [...document.querySelectorAll('#main > tbody > tr .col-number')]"
        ".map(one => one.textContent.trim())"
    )
    assert window.evaluate(numbers) == ["3", "4", "7"]
    assert window.locator("#main tfoot").is_hidden()
    form.get_by_role("button").click()
    assert window.locator("#main tfoot").is_visible()
    window.locator("#main thead").get_by_role("button", name="总投资").click()
    assert window.evaluate(numbers) == ["6", "3", "8", "2", "4", "7", "1", "5"]


@pytest.mark.browser
@pytest.mark.parametrize(
    "path", [TABLE, "plans/projects-2025/2.html", "compare/projects-2025.html"]
)
def test_axe_finds_nothing(chromium: Browser, site: Path, path: str) -> None:
    context = chromium.new_context(bypass_csp=True, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    found = {}
    for width in (1440, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto((site / path).as_uri())
        page.evaluate(AXE)
        found[width] = page.evaluate(
            "axe.run(document, {resultTypes: ['violations'], preload: false})"
            ".then(all => all.violations.map(one => [one.id, one.nodes[0].html]))"
        )
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
    assert found == {1440: [], 320: []}
