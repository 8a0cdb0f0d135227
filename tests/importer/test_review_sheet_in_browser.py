"""The review sheet in a browser, from disk: ticks stay, links lead to rows, nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from document_cases import SEEN_DIR, source_of
from document_cases import cases as whole_documents
from playwright.sync_api import Browser, Page, expect
from review_sheets import page_of

pytestmark = pytest.mark.browser

AXE_SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
AXE = """async () => (await axe.run(document, {
  resultTypes: ['violations'],
  rules: {'target-size': {enabled: true}, 'label-content-name-mismatch': {enabled: true}},
})).violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 120))])"""
FORBID = """Object.defineProperty(window, 'localStorage',
  {get() { throw new DOMException('no', 'SecurityError'); }})"""
WITHOUT_ROW = """() => [...document.querySelectorAll('a[href]')]
  .map(link => link.getAttribute('href'))
  .filter(href => !href.startsWith('#') || !document.getElementById(href.slice(1)))"""
LAID_OUT = """() => document.querySelectorAll('.row').forEach(
  row => { row.style.contentVisibility = 'visible'; })"""
INTRUDE = """async () => {
  const script = document.createElement('script'), picture = document.createElement('img');
  script.textContent = 'window.intruder = true';
  document.body.append(script);
  const loaded = new Promise(settle => {
    picture.onload = () => settle(true);
    picture.onerror = () => settle(false);
  });
  picture.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
  return [window.intruder ?? null, await loaded];
}"""
NAMES = ("flattened-cells", "word-table-leaders", "barred-lost-cells")


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sheets of some whole documents, each in a file."""
    folder = tmp_path_factory.mktemp("sheets")
    documents = whole_documents(SEEN_DIR)
    paths = {}
    for name in NAMES:
        paths[name] = folder / f"{name}.html"
        paths[name].write_text(page_of([source_of(documents[name])]), "utf-8")
    return paths


@pytest.fixture
def window(chromium: Browser) -> Iterator[Page]:
    """A window that reports what a page does wrong in the list `faults`."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def faults_of(window: Page) -> list[str]:
    """A list to which errors, messages of the console and requests of the window are added."""
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on("console", lambda message: faults.append(message.text))
    window.on("request", lambda request: faults.append(request.url))
    return faults


def test_ticks_stay_after_a_reload_from_disk(window: Page, sheets: dict[str, Path]) -> None:
    faults = faults_of(window)
    address = sheets["word-table-leaders"].as_uri()
    window.goto(address)
    boxes = window.get_by_role("checkbox")
    count = boxes.count()
    assert count > 8
    status = window.get_by_role("status").first
    expect(status).to_have_text(f"已核对 0 / {count} 处")
    boxes.nth(0).check()
    boxes.nth(count - 1).check()
    window.reload()
    expect(status).to_have_text(f"已核对 2 / {count} 处")
    expect(boxes.nth(0)).to_be_checked()
    boxes.nth(0).uncheck()
    window.reload()
    expect(status).to_have_text(f"已核对 1 / {count} 处")
    window.get_by_role("button", name="只看没有核对的").click()
    expect(boxes.nth(count - 1)).not_to_be_visible()
    expect(boxes.nth(0)).to_be_visible()
    window.goto(sheets["flattened-cells"].as_uri())
    expect(window.get_by_role("status").first).to_contain_text("已核对 0 /")
    assert set(faults) == {address, sheets["flattened-cells"].as_uri()}


def test_ticks_work_where_nothing_may_be_kept(window: Page, sheets: dict[str, Path]) -> None:
    faults = faults_of(window)
    window.add_init_script(FORBID)
    window.goto(sheets["flattened-cells"].as_uri())
    expect(window.get_by_text("浏览器不让保存")).to_be_visible()
    window.get_by_role("checkbox").first.check()
    expect(window.get_by_role("status").first).to_contain_text("已核对 1 /")
    assert len(faults) == 1


def test_all_is_there_without_script(chromium: Browser, sheets: dict[str, Path]) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sheets["word-table-leaders"].as_uri())
    assert page.locator(".row .line").count() > 20
    assert page.get_by_role("checkbox").count() == page.get_by_role("button").count() == 0
    context.close()


def test_a_doubt_leads_to_its_row(window: Page, sheets: dict[str, Path]) -> None:
    window.goto(sheets["word-table-leaders"].as_uri())
    link = window.locator(".doubts a").first
    target = (link.get_attribute("href") or "#").removeprefix("#")
    link.click()
    row = window.locator(f"[id='{target}']")
    expect(row).to_be_in_viewport()
    assert row.evaluate("row => row.classList.contains('row') && row.matches(':target')")
    bar = window.locator(".bar").evaluate("bar => bar.getBoundingClientRect().bottom")
    assert row.evaluate("row => row.getBoundingClientRect().top") >= bar


@pytest.mark.parametrize("name", NAMES)
def test_every_link_has_its_place(window: Page, sheets: dict[str, Path], name: str) -> None:
    window.goto(sheets[name].as_uri())
    assert window.evaluate(WITHOUT_ROW) == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(window: Page, sheets: dict[str, Path], name: str, width: int) -> None:
    window.set_viewport_size({"width": width, "height": 900})
    window.goto(sheets[name].as_uri())
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    # Rows out of sight are not laid out, and axe would pass them over.
    window.evaluate(LAID_OUT)
    window.evaluate(AXE_SCRIPT)
    assert window.evaluate(AXE) == []


def test_only_its_own_script_runs(window: Page, sheets: dict[str, Path]) -> None:
    window.goto(sheets["flattened-cells"].as_uri())
    assert window.evaluate(INTRUDE) == [None, False]


def test_columns_stand_below_each_other_on_a_phone(window: Page, sheets: dict[str, Path]) -> None:
    window.goto(sheets["flattened-cells"].as_uri())
    lefts = "row => [...row.children].map(one => one.getBoundingClientRect().left)"
    row = window.locator("li.row.tasks").first
    first, second = row.evaluate(lefts)
    assert second > first + 300
    window.set_viewport_size({"width": 375, "height": 900})
    first, second = row.evaluate(lefts)
    assert second == first
