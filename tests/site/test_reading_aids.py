"""What helps in reading: display and size of text on all pages, links to tasks to pass on, terms
explained, errors to report, paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from built_trees import ALONE
from page_kinds import PAGE_KINDS
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from sample_copy import copy_sample

from gksite.build.pipeline import build

pytestmark = pytest.mark.browser

WIDE: ViewportSize = {"width": 1280, "height": 900}
KEY = "gksite-reading"
PLAN = "plans/qinghe-2025/index.html"
LOOK = """() => [
  document.documentElement.dataset.mode || '', document.documentElement.dataset.size || '',
  document.querySelector('.modes :checked').value,
  document.querySelector('.sizes :checked').value]"""
STORED = f"localStorage.getItem('{KEY}')"
FONT_SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
SHIFTS = """() => new Promise(done => {
  let shifts = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { shifts += one.value; }))
    .observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(shifts), 100)));
})"""
NOTHING_KEPT = (
    "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', "
    "'SecurityError'); }})"
)


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A reader who was never here before."""
    context = chromium.new_context(viewport=WIDE, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    """One window for what leaves no trace."""
    context = chromium.new_context(viewport=WIDE, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(params=["http", "disk"])
def place(request: pytest.FixtureRequest, served: str, sample_site: Path) -> str:
    """The address of the site, without a slash at its end: from a server, and from disk."""
    return served if request.param == "http" else sample_site.as_uri()


# ---------- display and size of text ----------


def test_choices_hold_on_every_page(place: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{place}/index.html")
    page.check("#mode-contrast")
    page.check("#size-larger")
    assert page.evaluate(FONT_SIZE) == 24
    for path in (PLAN, "plans/qinghe-2025/7.html", "index.html"):
        page.goto(f"{place}/{path}")
        assert page.evaluate(LOOK) == ["contrast", "larger", "contrast", "larger"]
    assert page.evaluate(STORED) == "mode=contrast&size=larger"


def test_nothing_is_stored_but_the_wish(place: str, context: BrowserContext) -> None:
    """Stored when something else than the standard is wanted, gone when the reader goes back to
    it."""
    page = context.new_page()
    page.goto(f"{place}/index.html")
    assert page.evaluate("localStorage.length") == 0
    page.check("#mode-elder")
    page.check("#size-large")
    assert page.evaluate(STORED) == "mode=elder&size=large"
    page.check("#mode-standard")
    assert page.evaluate(STORED) == "size=large"
    page.check("#size-standard")
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate(LOOK) == ["", "", "standard", "standard"]


def test_choices_hold_on_the_page_where_nothing_may_be_stored(
    place: str, context: BrowserContext
) -> None:
    context.add_init_script(NOTHING_KEPT)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{place}/index.html")
    page.check("#mode-elder")
    page.check("#size-larger")
    assert page.evaluate(LOOK) == ["elder", "larger", "elder", "larger"]
    page.goto(f"{place}/{PLAN}")
    assert page.evaluate(LOOK) == ["", "", "standard", "standard"]
    assert faults == []


@pytest.mark.parametrize(
    "stored", ["mode=<b>&size=9", "mode=standard", "{}", "mode=elder&mode=dark&size=large", "%", ""]
)
def test_what_somebody_else_stored_does_no_harm(
    stored: str, served: str, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(f"{served}/index.html")
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [KEY, stored])
    page.reload()
    expected = (
        ["elder", "large", "elder", "large"]
        if "elder" in stored
        else ["", "", "standard", "standard"]
    )
    assert page.evaluate(LOOK) == expected


def test_other_windows_and_pages_gone_back_to_follow(served: str, context: BrowserContext) -> None:
    first, second = context.new_page(), context.new_page()
    first.goto(f"{served}/index.html")
    second.goto(f"{served}/{PLAN}")
    first.check("#mode-elder")
    second.wait_for_function("document.documentElement.dataset.mode === 'elder'")
    second.goto(f"{served}/plans/index.html")
    second.check("#mode-dark")
    second.go_back()
    assert second.evaluate(LOOK)[0] == "dark"


@pytest.mark.parametrize("wish", ["", "mode=elder&size=larger"])
def test_no_page_shifts(wish: str, place: str, context: BrowserContext) -> None:
    """A stored wish is in force before the first paint: also when everything comes from the
    cache at once."""
    page = context.new_page()
    page.goto(f"{place}/index.html")
    page.evaluate("([key, value]) => value && localStorage.setItem(key, value)", [KEY, wish])
    for path in ("index.html", PLAN, "plans/qinghe-2025/7.html", "units/index.html") * 2:
        page.goto(f"{place}/{path}")
        assert page.evaluate(FONT_SIZE) == (28.8 if wish else 16)
        assert page.evaluate(SHIFTS) == 0, path


def test_choices_by_keyboard(served: str, context: BrowserContext) -> None:
    """Two groups of radio buttons, each with a name; arrows choose, and what is chosen is what is
    announced."""
    page = context.new_page()
    page.goto(f"{served}/index.html")
    page.focus("#mode-standard")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(LOOK) == ["elder", "large", "elder", "large"]
    assert (
        page.get_by_role("group", name="显示方式")
        .get_by_role("radio", name="关怀版", checked=True)
        .count()
        == 1
    )
    assert (
        page.get_by_role("group", name="字号")
        .get_by_role("radio", name="大字", exact=True, checked=True)
        .count()
        == 1
    )
    assert page.evaluate("document.activeElement.id") == "size-large"


@pytest.mark.parametrize("mode", ["standard", "elder", "contrast", "dark"])
def test_choices_work_without_script_on_the_page_at_hand(
    mode: str, place: str, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport=WIDE)
    page = context.new_page()
    page.goto(f"{place}/{PLAN}")
    page.check(f"#mode-{mode}")
    sizes = []
    for size in ("standard", "large", "larger"):
        page.check(f"#size-{size}")
        sizes.append(
            page.locator("html").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        )
    context.close()
    assert sizes == ([24, 26.4, 28.8] if mode == "elder" else [16, 19.2, 24])


@pytest.mark.parametrize("mode", ["", "elder"])
def test_targets_are_large_enough(mode: str, served: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{served}/index.html")
    page.evaluate("mode => { document.documentElement.dataset.mode = mode; }", mode)
    boxes = page.evaluate(
        "[...document.querySelectorAll('.modes label')].map(one => one.getBoundingClientRect())"
        ".map(({width, height}) => Math.min(width, height))"
    )
    assert len(boxes) == 7
    assert min(boxes) >= (44 if mode else 24)


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_large_text_needs_no_scrolling_sideways(kind: str, served: str, window: Page) -> None:
    window.goto(f"{served}/{PAGE_KINDS[kind]}")
    found = []
    for width in (320, 768, 1280):
        window.set_viewport_size({"width": width, "height": 900})
        for size in ("large", "larger"):
            for mode in ("", "elder"):
                window.evaluate(
                    "([mode, size]) => Object.assign(document.documentElement.dataset, {mode, "
                    "size})",
                    [mode, size],
                )
                if window.evaluate(
                    "document.documentElement.scrollWidth > document.documentElement.clientWidth"
                ):
                    found.append((width, size, mode))
    assert found == []


# ---------- links to tasks ----------

BASE_URL = "https://www.yunchuan.example/gkyd/"
TASK_PLACES = {
    "plan": ("plans/qinghe-2025/index.html", "#task-7 .copy-link", "#task-7", "任务7"),
    "table": ("plans/qinghe-2025/table.html", "#main-7 .copy-link", "#main-7", "任务7"),
    "table-sorted": (
        "plans/linjiang-2024/table.html?sort=-deadline",
        "tr[id$='-3'] .copy-link",
        "#tasks-3",
        "任务3",
    ),
    "task": ("plans/qinghe-2025/7.html", ".task-head .copy-link", "", "任务7"),
}
"""Where a task may be copied from: the page, its button, the fragment that is copied (from whatever
task list), what is announced."""


@pytest.mark.parametrize("name", TASK_PLACES)
def test_the_address_of_a_task_is_copied(name: str, place: str, context: BrowserContext) -> None:
    """From a server the address at hand; from disk, where that is of no use to others, the
    public one."""
    path, button, fragment, said = TASK_PLACES[name]
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{place}/{path}")
    page.locator(button).first.press("Enter")
    page.wait_for_selector(".copy-told:not(:empty)")
    assert said in page.inner_text(".copy-told")
    base = f"{place}/" if place.startswith("http") else BASE_URL
    copied = page.evaluate("navigator.clipboard.readText()")
    row = page.locator(button).first.get_attribute("data-id") or ""
    assert copied == base + path.partition("?")[0] + (f"#{row}" if fragment else "")
    assert fragment.rpartition("-")[2] == row.rpartition("-")[2]
    page.goto(copied.replace(BASE_URL, f"{place}/"))
    assert not row or page.locator(f"[id='{row}']").count() == 1
    assert page.locator("[role=status].copy-told").count() == 1


@pytest.mark.parametrize("missing", ["clipboard", "both"])
def test_copying_without_a_clipboard(missing: str, place: str, context: BrowserContext) -> None:
    """By the old command; where that is refused too, the address stands there, marked, to be
    copied by hand."""
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    if missing == "both":
        context.add_init_script("document.execCommand = () => false")
    page = context.new_page()
    page.goto(f"{place}/plans/qinghe-2025/7.html")
    page.click(".copy-link")
    told = page.locator(".copy-told")
    if missing == "both":
        assert told.locator("input").input_value().endswith("plans/qinghe-2025/7.html")
        assert page.evaluate("String(getSelection())").endswith("plans/qinghe-2025/7.html")
        page.keyboard.press("Escape")
        assert told.inner_text() == ""
    else:
        assert told.inner_text() == "已复制任务7的链接"
        assert page.evaluate("document.activeElement.className") == "copy-link"


def test_every_task_has_one_button_and_without_script_none(
    served: str, context: BrowserContext, chromium: Browser
) -> None:
    counts = {}
    for is_scripted in (True, False):
        own = chromium.new_context(java_script_enabled=is_scripted, viewport=WIDE)
        page = own.new_page()
        for path in (
            PLAN,
            "plans/qinghe-2025/table.html",
            "plans/dsj-2024/table.html",
            "plans/linjiang-2024/table.html",
            "plans/qinghe-2025/7.html",
        ):
            page.goto(f"{served}/{path}")
            buttons, tasks = (
                page.locator(".copy-link").count(),
                page.locator(".has-task, .tasks tbody tr, .list-item, .task-head").count(),
            )
            names = page.locator(".copy-link").evaluate_all(
                "all => new Set(all.map(one => one.getAttribute('aria-label') + one.dataset.id))"
                ".size"
            )
            counts[path, is_scripted] = buttons, names, tasks
        own.close()
    assert all(
        counts[path, True][0] == counts[path, True][1] == counts[path, True][2] > 0
        for path, _ in counts
    )
    assert all(counts[path, False][0] == 0 for path, _ in counts)


@pytest.mark.parametrize("path", [PLAN, "plans/qinghe-2025/7.html"])
def test_buttons_move_nothing(path: str, served: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{served}/{path}")
    assert page.evaluate(SHIFTS) == 0


# ---------- errors to report ----------


def test_every_page_says_which_page_it_is_when_an_error_is_reported(
    documents: dict[str, BeautifulSoup],
) -> None:
    wrong = []
    for path, document in documents.items():
        links = document.select(".report-page a")
        if document.select_one("body.page-withdrawn") or path == "404.html":
            assert links == []
            continue
        asked = parse_qs(urlsplit(str(links[0]["href"])).query, strict_parsing=True)
        if len(links) != 1 or asked != {"url": [f"{BASE_URL}{path}"]}:
            wrong.append(path)
    assert wrong == []


@pytest.mark.parametrize(
    ("setting", "base", "scheme", "address"),
    [
        ("report_page: mailto:jiucuo@yunchuan.example", True, "mailto", BASE_URL),
        ("本页纠错: mailto:jiucuo@yunchuan.example", False, "mailto", ""),
        ("report_page: https://www.yunchuan.example/jc?u={网址}&t={标题}", False, "https", ""),
        ("", True, "", ""),
    ],
)
def test_the_setting_decides_where_errors_are_reported(
    setting: str, base: bool, scheme: str, address: str, scratch: Path
) -> None:
    """Without an address of the site a page is told by its path."""
    project = copy_sample(scratch / f"report-{len(setting)}-{base}")
    config = (project / "config.yaml").read_text("utf-8")
    config = re.sub(r"^report_page: .*$", setting, config, flags=re.MULTILINE)
    (project / "config.yaml").write_text(
        config if base else re.sub(r"^  base_url: .*\n", "", config, flags=re.MULTILINE), "utf-8"
    )
    assert build(project, project / "public", ALONE).pages
    links = BeautifulSoup(
        (project / "public/plans/qinghe-2025/7.html").read_bytes(), "lxml"
    ).select(".report-page a")
    assert len(links) == bool(scheme)
    for link in links:
        parts = urlsplit(str(link["href"]))
        asked = parse_qs(parts.query, strict_parsing=True)
        assert parts.scheme == scheme
        assert (
            f"{address}plans/qinghe-2025/7.html"
            in (asked["body"] if scheme == "mailto" else asked["u"])[0]
        )
        assert scheme == "mailto" or asked["t"][0].startswith("第7项")
        assert scheme != "mailto" or (
            asked["subject"][0].startswith("网页纠错：第7项")
            and "页面标题：第7项" in asked["body"][0]
        )
