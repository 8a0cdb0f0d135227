"""Tables and lists of tasks that are sorted and filtered: by keyboard, by address, announced,
and put back as they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from browser_waits import until
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page
from table_grid import grid_of, table_faults

from gksite.build.pipeline import build

pytestmark = pytest.mark.browser

TABLE = "plans/qinghe-2025/table.html"
MERGED = "plans/linjiang-2024/table.html"
TWO = "plans/dsj-2024/table.html"
STATUS = ".tools [role=status]"
HTML = "document.querySelector('.as-table').outerHTML"
NUMBERS = (
    "() => [...document.querySelectorAll('#main > tbody > tr')].map(row => "
    "row.querySelector('.col-number').textContent.trim())"
)
LISTED = (
    "() => [...document.querySelectorAll('#main-list > article')].filter(one => !one.hidden)"
    ".map(one => one.id.replace('main-i-', ''))"
)
DEADLINES = (
    "() => Object.fromEntries([...document.querySelectorAll('#main > tbody > tr')].map(row => "
    "[row.querySelector('.col-number').textContent.trim(), row.dataset.due || '']))"
)
"""Number → last day of the rows as they come; rows that were put in order say no day."""
FOCUSED = "document.activeElement.id || document.activeElement.className"
LARGE = 2000


@pytest.fixture(autouse=True)
def nothing_wrong(window: Page) -> Iterator[None]:
    """No test may leave an error or a violation of the policy behind."""
    said: list[str] = []
    window.on("console", hear := lambda message: said.append(message.text))
    window.on("pageerror", fail := lambda error: said.append(str(error)))
    yield
    window.remove_listener("console", hear)
    window.remove_listener("pageerror", fail)
    assert said == []


def asked(window: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(window.url).query).items()}


def table_of(window: Page) -> Tag:
    table = BeautifulSoup(window.evaluate(HTML), "lxml").table
    assert table
    return table


def test_sorting_by_keyboard(window: Page, root: str) -> None:
    """The head is a button: once for ascending, twice for descending; said by `aria-sort` and by a
    message."""
    window.goto(f"{root}/{TABLE}")
    assert window.evaluate(f"document.querySelector('{STATUS}').textContent") == ""
    due = window.evaluate(DEADLINES)
    assert len(due) == 25 and len(set(due.values())) > 5
    window.focus("th.col-deadline button")
    window.keyboard.press("Enter")
    assert window.get_attribute("th.col-deadline", "aria-sort") == "ascending"
    assert window.inner_text(STATUS) == "显示25项，共25项；时间节点：升序"
    rising = [due[number] for number in window.evaluate(NUMBERS)]
    window.keyboard.press("Space")
    assert window.get_attribute("th.col-deadline", "aria-sort") == "descending"
    assert asked(window) == {"sort": "-deadline"}
    assert window.evaluate("document.activeElement.closest('th').className") == "col-deadline"
    assert window.locator("[aria-sort]").count() == 1
    order = window.evaluate(NUMBERS)
    assert sorted(order, key=int) != order and len(order) == 25
    falling = [due[number] for number in order]
    dated = sorted(day for day in rising if day)
    assert rising == dated + [""] * (25 - len(dated))
    assert falling == dated[::-1] + [""] * (25 - len(dated))


def test_keyboard_walk(window: Page, root: str) -> None:
    """Words, filters, order: in the order of the page, each with its label; the focus stays
    where it was put."""
    window.goto(f"{root}/{TABLE}")
    window.focus("#main-tools-words")
    stops = []
    for _ in range(5):
        stops.append(window.evaluate(FOCUSED))
        assert window.evaluate("document.activeElement.labels[0].textContent.length") >= 2
        window.keyboard.press("Tab")
    assert stops == [f"main-tools-{name}" for name in ("words", "unit", "status", "due", "sort")]
    window.focus("#main-tools-status")
    window.keyboard.press("ArrowDown")
    window.keyboard.press("Tab")
    window.wait_for_selector(f"{STATUS}:not(:empty)")
    assert window.inner_text(STATUS) == "显示1项，共25项"
    assert window.evaluate(FOCUSED) == "main-tools-due"
    assert asked(window) == {"status": "not_started"}
    assert window.locator("#main > tbody > tr").count() == 1


def test_filters_hold_together(window: Page, root: str) -> None:
    window.goto(f"{root}/{TABLE}")
    window.select_option("#main-tools-unit", label="区司法局")
    by_unit = window.evaluate(NUMBERS)
    assert by_unit == ["2", "4", "5", "7", "15"]
    assert asked(window)["unit"] == "units/qinghe/justice.html"
    window.select_option("#main-tools-due", label="4月")
    assert window.evaluate(NUMBERS) == ["5", "15"]
    window.fill("#main-tools-words", "征求 30日")
    until(window, "document.querySelectorAll('#main > tbody > tr').length === 1")
    assert window.evaluate(NUMBERS) == window.evaluate(LISTED) == ["15"]
    window.fill("#main-tools-words", "没有这句话")
    until(window, "document.querySelectorAll('#main > tbody > tr').length === 0")
    assert window.inner_text(STATUS) == "没有符合条件的任务"


def test_late_tasks(window: Page, root: str) -> None:
    window.goto(f"{root}/{TABLE}?due=late")
    assert window.evaluate(NUMBERS) == ["2", "4", "13", "18", "20", "22", "24"]


@pytest.mark.parametrize(
    "query",
    ["sort=-deadline", "sort=-section", "status=done", f"words={quote('公开')}&sort=number"],
)
@pytest.mark.parametrize("page", [TABLE, MERGED])
def test_changed_tables_stay_accessible(page: str, query: str, window: Page, root: str) -> None:
    """Every cell stands for itself, with its column and its row as heads; each id is there once,
    and the text is all there."""
    window.goto(f"{root}/{page}")
    before = grid_of(table_of(window))
    texts = {}
    for row in table_of(window).select("tbody tr"):
        texts[row["id"]] = ""
    assert any(cell.height > 1 for cell in before.cells)
    window.goto(f"{root}/{page}?{query}")
    table = table_of(window)
    assert table_faults(table) == []
    cells = [cell for cell in grid_of(table).cells if cell.tag.find_parent("tbody")]
    assert cells and all(cell.height == cell.width == 1 for cell in cells)
    assert all(cell.tag.get("headers") for cell in cells)
    assert {row["id"] for row in table.select("tbody tr")} <= set(texts)
    ids = window.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("page", [TABLE, MERGED, TWO])
def test_reset_puts_everything_back(page: str, window: Page, root: str) -> None:
    window.goto(f"{root}/{page}")
    before = window.evaluate(
        "[...document.querySelectorAll('main table tbody, .as-list')].map(one => one.outerHTML)"
    )
    window.select_option("#main-tools-sort" if page != TWO else ".tools select >> nth=-1", index=2)
    changed = window.evaluate(
        "[...document.querySelectorAll('main table tbody, .as-list')].map(one => one.outerHTML)"
    )
    assert changed != before
    window.click(".tools button.quiet:visible")
    after = window.evaluate(
        "[...document.querySelectorAll('main table tbody, .as-list')].map(one => "
        "one.outerHTML.replaceAll(' hidden=\"\"', ''))"
    )
    assert after == before
    assert asked(window) == {}
    assert window.evaluate(FOCUSED).endswith("-tools-words")
    assert not window.is_visible(".tools button.quiet")


def test_address_is_the_state(window: Page, root: str) -> None:
    """The way back leads through the steps, and a link says what is shown; the place within the
    page stays in it."""
    window.goto(f"{root}/{TABLE}?status=done&sort=-number#main-22")
    shown = window.evaluate(NUMBERS)
    assert shown == sorted(shown, key=int, reverse=True) and len(shown) == 4
    window.select_option("#main-tools-status", "delayed")
    assert window.evaluate(NUMBERS) == ["24", "20", "13"]
    assert window.url.endswith("#main-22")
    window.go_back()
    assert window.evaluate(NUMBERS) == shown
    window.goto(f"{root}/{TABLE}?status=nonsense&unit=x&sort=nothing&due=y")
    assert window.evaluate(NUMBERS) == [str(n) for n in range(1, 26)]


def test_two_tables_are_apart(window: Page, root: str) -> None:
    window.goto(f"{root}/{TWO}")
    tables = window.evaluate("[...document.querySelectorAll('.as-table table')].map(one => one.id)")
    assert len(tables) == 2
    window.select_option(f"#{tables[1]}-tools-sort", index=2)
    assert list(asked(window)) == [f"{tables[1]}-sort"]
    assert window.locator(f"#{tables[0]} [aria-sort]").count() == 0
    assert window.locator(f"#{tables[1]} [aria-sort]").count() == 1


def test_narrow_screens_have_the_same_tools(window: Page, root: str) -> None:
    """The list that stands for the table there is sorted and filtered with it, and keeps its
    headings in order."""
    window.set_viewport_size({"width": 375, "height": 800})
    try:
        window.goto(f"{root}/{TABLE}?sort=deadline&status=done")
        assert window.is_visible("#main-list") and not window.is_visible("#main")
        assert window.evaluate(LISTED) == window.evaluate(NUMBERS)
        assert window.locator("#main-list > h3").all_inner_texts() == ["时间节点：升序"]
        assert not window.is_visible("#main-tools-sort")
        window.click("#main-tools summary")
        window.select_option("#main-tools-sort", "")
        shown = window.evaluate(LISTED)
        assert shown == sorted(shown, key=int)
        assert window.locator("#main-list > h3:visible").count() == 3
    finally:
        window.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize(
    "page",
    [
        "units/qinghe/office.html",
        "deadlines/index.html",
        "topics/interpretation.html",
        "units/qinghe/streets-towns.html",
    ],
)
def test_lists_of_tasks(page: str, window: Page, root: str) -> None:
    window.goto(f"{root}/{page}")
    before = window.inner_text("main")
    window.select_option("#lines-tools-status", label="已完成")
    assert set(window.locator(".lines:visible .status").all_inner_texts()) == {"已完成"}
    assert window.locator("main section:visible h2, main section:visible h3").count() > 0
    empty = window.evaluate(
        "[...document.querySelectorAll('main section:not([hidden])')].filter(one => "
        "one.querySelector('.lines') && !one.querySelector('.lines li')).length"
    )
    assert empty == 0
    count = window.evaluate(
        "new Set([...document.querySelectorAll('.lines .line-main a')]"
        ".filter(one => !one.closest('.in-columns')).map(one => one.pathname)).size"
    )
    assert window.inner_text(STATUS).startswith(f"显示{count}项，共")
    window.select_option("#lines-tools-sort", "title")
    window.click(".tools button.quiet")
    assert window.evaluate(f"document.querySelector('{STATUS}').textContent") != ""
    window.evaluate(f"document.querySelector('{STATUS}').textContent = ''")
    assert window.inner_text("main").split() == before.split()


def test_short_lists_are_left_alone(
    window: Page, root: str, documents: dict[str, BeautifulSoup]
) -> None:
    """Where there is nothing to choose from there are no controls."""
    short = next(
        path
        for path, document in documents.items()
        if document.select(".tools") and len(document.select(".lines > li")) in (1, 2)
    )
    window.goto(f"{root}/{short}")
    assert window.locator(".tools *").count() == 0
    assert not window.is_visible(".tools")


def test_without_script_there_are_no_controls(chromium: Browser, root: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{root}/{TABLE}?sort=-number")
    assert page.locator("main :is(button, select, input)").count() == 0
    assert page.inner_text("#main tbody >> nth=0").startswith("1")
    context.close()


def test_large_tables_stay_usable(window: Page, scratch: Path) -> None:
    """2,000 rows are sorted and filtered, and put back."""
    project = scratch / "large"
    tasks = "".join(
        f"- {{id: {n}, text: 第{n}项工作{'公开' if n % 3 else '解读'}。, units: "
        f"{'区财政局' if n % 2 else '区民政局'}, deadline: {n % 12 + 1}月底前}}\n"
        for n in range(1, LARGE + 1)
    )
    files = {
        "config.yaml": "site: {name: 大表}\nsearch: false\n",
        "content/units/a.yaml": "authority: a\nname: 甲区\nunits: [{id: f, name: 区财政局}, {id: c, "
        "name: 区民政局}]\n",
        "content/plans/p/plan.md": "---\ntitle: 要点\nauthority: a\nyear: 2025\nsections: [{id: '1',"
        " title: 一}]\n---\n正文。\n",
        "content/plans/p/tasks.yaml": tasks,
    }
    for path, text in files.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, "utf-8")
    report = build(project, scratch / "large-site", state_dir=scratch / "large-state")
    assert report.pages, report.problems
    table = next((scratch / "large-site/plans/p").glob("table.html"))
    window.goto(table.as_uri())
    rows = "document.querySelectorAll('.as-table tbody > tr').length"
    window.select_option(".tools select >> nth=-1", "-deadline")
    assert window.evaluate(rows) == LARGE
    window.fill(".tools input", "解读")
    until(window, f"{rows} < {LARGE}")
    assert window.evaluate(rows) == LARGE // 3
    window.click(".tools button.quiet")
    assert window.evaluate(rows) == LARGE
    assert (
        window.evaluate("document.querySelector('.as-table tbody > tr').textContent")
        .strip()
        .find("第1项")
        >= 0
    )
