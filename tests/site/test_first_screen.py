"""The first screen of a phone belongs to the page: its title stands near the top, below a head
whose search, display and menu are opened by buttons that need no script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 375, "height": 812}
HIGHEST = {"standard": 200, "elder": 300}
"""How far from the top of the page its title may begin, in pixels, by mode."""
CHROME = {"standard": 100, "elder": 220}
"""How far the head of the site and the breadcrumb reach; the parent's name may take two lines."""
KINDS: dict[str, str] = {
    "home": "index.html",
    "plans": "plans/index.html",
    "plan": "plans/qinghe-2025/index.html",
    "table": "plans/qinghe-2025/table.html",
    "matrix": "plans/qinghe-2025/matrix.html",
    "cascade": "plans/yunchuan-2025/cascade.html",
    "task": "plans/qinghe-2025/7.html",
    "units": "units/index.html",
    "authority": "units/qinghe/index.html",
    "unit": "units/qinghe/econtech.html",
    "group": "units/qinghe/streets-towns.html",
    "deadlines": "deadlines/index.html",
    "topic": "topics/interpretation.html",
    "progress": "progress/index.html",
    "compare": "compare/qinghe-2025.html",
    "changes": "changes.html",
    "page": "pages/accessibility.html",
    "data": "data/index.html",
    "search": "search.html",
    "404": "404.html",
}
PLACES = """() => {
  const end = one => one ? one.getBoundingClientRect().bottom + scrollY : 0;
  const title = document.querySelector("main h1").getBoundingClientRect().top + scrollY;
  const head = document.querySelector(".site-head"), crumbs = document.querySelector(".crumbs");
  return [title, Math.max(end(head), end(crumbs))].map(Math.round);
}"""
CRUMBS = """() => [...document.querySelectorAll(".crumbs li")]
  .filter(one => one.checkVisibility()).map(one => one.textContent)"""
STOPS = """() => [...document.querySelectorAll("main :is(a[href], button, summary)")]
  .slice(0, 40).filter(one => one.checkVisibility() && one.closest(".doc-info"))
  .map(one => Math.round(one.closest(".doc-state, .info").getBoundingClientRect().left))"""
SMALL_LETTERS = """() => {
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (texts.nextNode()) {
    const { data, parentElement: parent } = texts.currentNode;
    if (!data.trim() || !parent.checkVisibility() || parent.closest(".vh, svg, .chart")) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < 15) found.add(parent.outerHTML.slice(0, 80));
  }
  return [...found];
}"""
CLOSE_LINKS = """() => {
  const links = [...document.querySelectorAll("main a[href]")].filter(one => one.checkVisibility()
    && !one.closest(".wording, .prose p, .doc-body p:not(.task-mark)"));
  const boxes = links.map(one => [...one.getClientRects()]).filter(all => all.length === 1).flat();
  return boxes.slice(1).filter((box, n) => {
    const above = boxes[n], down = (box.top + box.bottom - above.top - above.bottom) / 2;
    const isBelow = Math.min(box.right, above.right) > Math.max(box.left, above.left);
    return isBelow && Math.abs(down) < 24 && Math.min(box.height, above.height) < 24;
  }).length;
}"""
"""How many links on one line stand less than 24 px below the one before (WCAG 2.2, 2.5.8), though
that is no sentence."""
LEFT_EDGES = """() => [...document.querySelectorAll(".main-nav a")].map(one => {
  const range = document.createRange();
  range.selectNodeContents(one);
  const box = range.getBoundingClientRect();
  return [Math.round(box.left), Math.round(box.top)];
})"""


@pytest.fixture(scope="module", params=["script", "no-script"])
def phone(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        viewport=PHONE, reduced_motion="reduce", java_script_enabled=request.param == "script"
    )
    yield context.new_page()
    context.close()


def choose(phone: Page, mode: str) -> None:
    """Choose a mode as a reader does, and close the buttons' panel again."""
    button = phone.locator(".to-reading summary")
    button.click()
    phone.check(f"#mode-{mode}")
    button.click()


@pytest.mark.parametrize("kind", KINDS)
def test_the_title_stands_near_the_top(kind: str, served: str, phone: Page) -> None:
    phone.goto(f"{served}/{KINDS[kind]}")
    found = {}
    for mode in ("elder", "standard"):
        choose(phone, mode)
        found[mode] = phone.evaluate(PLACES)
    assert {mode: title for mode, (title, _) in found.items() if title > HIGHEST[mode]} == {}
    assert {mode: end for mode, (_, end) in found.items() if end > CHROME[mode]} == {}


def test_home_is_three_screens_and_its_foot_a_third_of_one(served: str, phone: Page) -> None:
    phone.goto(f"{served}/index.html")
    height, foot = phone.evaluate(
        "() => [document.documentElement, document.querySelector('.site-foot')]"
        ".map(one => Math.round(one.getBoundingClientRect().height))"
    )
    assert height <= 2400
    assert foot <= 270


def test_buttons_open_what_wide_screens_show(served: str, phone: Page) -> None:
    """Each once in the page: closed on a phone until asked for, open on a wide screen, which has no
    buttons."""
    parts = {".to-search": ".site-search", ".to-reading": ".reading", ".to-menu": ".main-nav"}
    phone.goto(f"{served}/index.html")
    for button, part in parts.items():
        assert phone.locator(part).count() == 1
        assert not phone.locator(part).is_visible()
        phone.locator(f"{button} summary").press("Enter")
        assert phone.locator(part).is_visible()
        phone.locator(f"{button} summary").press("Enter")
        assert not phone.locator(part).is_visible()
    phone.set_viewport_size({"width": 1280, "height": 900})
    try:
        for button, part in parts.items():
            assert not phone.locator(f"{button} summary").is_visible()
            assert phone.locator(part).is_visible()
    finally:
        phone.set_viewport_size(PHONE)


@pytest.mark.parametrize(
    ("path", "narrow"),
    [
        ("plans/qinghe-2025/7.html", ["2025年青禾区政务公开工作要点"]),
        ("plans/index.html", ["政务公开工作要点"]),
        ("units/qinghe/econtech.html", ["云川市青禾区"]),
    ],
)
def test_the_breadcrumb_is_the_parent_on_a_phone_and_whole_elsewhere(
    path: str, narrow: list[str], served: str, phone: Page
) -> None:
    phone.goto(f"{served}/{path}")
    assert phone.evaluate(CRUMBS) == narrow
    phone.set_viewport_size({"width": 1280, "height": 900})
    try:
        whole = phone.evaluate(CRUMBS)
        assert len(whole) > 3
        assert whole[-2:-1] == narrow
    finally:
        phone.set_viewport_size(PHONE)


@pytest.mark.parametrize("width", [375, 768, 1280])
def test_items_of_the_menu_stand_in_line_in_elder_mode(
    width: int, served: str, phone: Page
) -> None:
    """The first item of each row begins where the others do."""
    phone.goto(f"{served}/index.html")
    choose(phone, "elder")
    phone.set_viewport_size({"width": width, "height": 900})
    try:
        if phone.locator(".to-menu summary").is_visible():
            phone.locator(".to-menu summary").click()
        rows: dict[int, int] = {}
        for left, top in phone.evaluate(LEFT_EDGES):
            rows[top] = min(left, rows.get(top, left))
        assert len(set(rows.values())) == 1
        choose_again = phone.locator(".to-reading summary")
        if choose_again.is_visible():
            choose_again.click()
        phone.check("#mode-standard")
    finally:
        phone.set_viewport_size(PHONE)


@pytest.mark.parametrize("kind", ["task", "table", "matrix", "unit", "group"])
def test_nothing_above_the_title_repeats_the_breadcrumb(
    kind: str, served: str, phone: Page
) -> None:
    phone.goto(f"{served}/{KINDS[kind]}")
    parent = phone.evaluate(CRUMBS)
    above = phone.evaluate(
        "[...document.querySelectorAll('.eyebrow a')].map(one => one.textContent)"
    )
    assert set(parent).isdisjoint(above)


def test_the_focus_goes_from_left_to_right_on_a_plan(served: str, phone: Page) -> None:
    """Its figures and views stand left of who issued it, as they come first."""
    phone.goto(f"{served}/{KINDS['plan']}")
    phone.set_viewport_size({"width": 1280, "height": 900})
    try:
        lefts = phone.evaluate(STOPS)
    finally:
        phone.set_viewport_size(PHONE)
    assert len(set(lefts)) == 2
    assert lefts == sorted(lefts)


@pytest.mark.parametrize("kind", KINDS)
def test_letters_and_links_are_large_enough(kind: str, served: str, phone: Page) -> None:
    """15 px at least; a chart has its numbers again in words."""
    phone.goto(f"{served}/{KINDS[kind]}")
    assert phone.evaluate(SMALL_LETTERS) == []
    assert phone.evaluate(CLOSE_LINKS) == 0
