"""The preview in a browser: every save arrives, errors show and go, the toolbar is of use and in
nobody's way."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from previews import PATIENCE, Preview, make_site, restore, serving

pytestmark = pytest.mark.browser

SAVES = int(os.environ.get("GKSITE_PREVIEW_SAVES", "60"))
"""How many saves must arrive."""

PLAN = "content/plans/qinghe-2025/plan.md"
TASKS = "content/plans/qinghe-2025/tasks.yaml"
PAGE = "plans/qinghe-2025/index.html"
MILLISECONDS = PATIENCE * 1000
BAR, ERRORS = "gksite-toolbar", "gksite-errors"
REPORT_VIOLATIONS = """document.addEventListener('securitypolicyviolation',
  event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));"""
AXE_SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
AXE = (
    "async place => (await axe.run(place, {resultTypes: ['violations']})).violations.map(one => "
    "one.id)"
)
BOTTOM_IS_FREE = """() => {
  scrollTo(0, document.documentElement.scrollHeight);
  const bar = document.querySelector('gksite-toolbar').shadowRoot.querySelector('.bar');
  const last = [...document.querySelectorAll('footer *')].at(-1);
  return last.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top;
}"""
KEPT = "() => window.kept === true"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with serving(make_site(tmp_path_factory.mktemp("browser") / "site")) as preview:
        yield preview


@pytest.fixture
def edited(running: Preview) -> Iterator[Preview]:
    """A preview to edit the sources of."""
    running.forget()
    yield running
    restore(running)


@pytest.fixture
def window(chromium: Browser) -> Iterator[Page]:
    """A window of its own, in which no page fails, breaks its policy or asks another host."""
    said: list[str] = []
    with chromium.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    ) as context:
        context.add_init_script(REPORT_VIOLATIONS)
        context.set_default_timeout(MILLISECONDS)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on(
            "console",
            lambda message: said.append(message.text) if "policy" in message.text.lower() else None,
        )
        page.on(
            "request",
            lambda request: (
                said.append(request.url)
                if not request.url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:"))
                else None
            ),
        )
        yield page
    assert said == []


def show(window: Page, preview: Preview, path: str = PAGE) -> None:
    """Open a page, wait until it is connected, and mark the document so that a reload shows."""
    window.goto(preview.url + path)
    window.wait_for_selector(f"{BAR}:not([hidden])", state="attached")
    window.evaluate("window.kept = true")


def is_kept(window: Page) -> bool:
    """Whether the page was not loaded anew since `show`."""
    return bool(window.evaluate(KEPT))


def wait_for_text(window: Page, text: str) -> None:
    window.wait_for_function("text => document.body.innerText.includes(text)", arg=text)


def test_every_save_arrives(edited: Preview, window: Page) -> None:
    """Alone, and several faster than they can be built; what is saved last is what shows."""
    random.seed(7)
    show(window, edited)
    good, number = edited.read(PLAN), 0
    while number < SAVES:
        for _ in range(random.choice((1, 1, 1, 2, 4))):
            number += 1
            edited.write(PLAN, good.replace("制定本要点", f"制定第{number}稿要点"))
            time.sleep(random.choice((0, 0.01, 0.08, 0.2)))
        wait_for_text(window, f"制定第{number}稿要点")
    assert f"制定第{number}稿要点" in window.inner_text("body")


def test_a_page_is_loaded_anew_only_when_it_changed(edited: Preview, window: Page) -> None:
    show(window, edited, "404.html")
    edited.replace(PLAN, "制定本要点", "制定新要点")
    edited.wait_for_builds(1)
    edited.settle()
    assert is_kept(window)
    show(window, edited)
    wait_for_text(window, "制定新要点")
    edited.replace(PLAN, "制定新要点", "制定旧要点")
    wait_for_text(window, "制定旧要点")
    assert not is_kept(window)


def test_stylesheets_are_exchanged_in_place(tmp_path: Path, window: Page) -> None:
    root = make_site(tmp_path / "site")
    shutil.copytree(Path(__file__).parents[2] / "themes/default", root / "themes/default")
    with serving(root) as preview:
        show(window, preview)
        sheet = root / "themes/default/static/style.css"
        for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
            sheet.write_text(sheet.read_text("utf-8") + f"\nh1 {{ color: {colour} }}\n", "utf-8")
            window.wait_for_function(
                "colour => getComputedStyle(document.querySelector('h1')).color === colour",
                arg=colour,
            )
        window.wait_for_function(
            "document.querySelectorAll('head link[rel=stylesheet]:not([data-gksite])').length === 1"
        )
        assert is_kept(window)


def test_errors_lie_over_the_last_good_page_until_they_are_mended(
    edited: Preview, window: Page
) -> None:
    show(window, edited)
    before = window.inner_text("main")
    edited.replace(TASKS, "deadline: 全年", "deadlne: 全年")
    panel = window.locator(f"{ERRORS} section")
    panel.wait_for()
    for text in (
        "1 个错误",
        f"{TASKS}:1:11",
        "不认识的键“deadlne”",
        "是不是“deadline”？",
        "- {id: 1, deadlne: 全年",
    ):
        expect(panel).to_contain_text(text)
    expect(panel.locator("mark")).to_have_text("d")
    expect(panel.locator(".place a")).to_have_attribute(
        "href", f"vscode://file{(edited.root / TASKS).as_posix()}:1:11"
    )
    assert window.inner_text("main") == before

    panel.get_by_role("button", name="收起").focus()
    window.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    assert (
        window.evaluate(f"document.querySelector('{BAR}').shadowRoot.activeElement.dataset.key")
        == "errors"
    )
    window.keyboard.press("Enter")
    panel.wait_for()

    edited.replace(TASKS, "deadlne: 全年", "deadline: 全年")
    expect(panel).to_have_count(0, timeout=MILLISECONDS)
    expect(window.locator(f"{BAR} .state")).to_have_text("没有问题")
    assert is_kept(window)


def test_errors_of_the_first_build_show_and_the_site_follows(tmp_path: Path, window: Page) -> None:
    root = make_site(tmp_path / "site")
    good = (root / "config.yaml").read_text("utf-8")
    (root / "config.yaml").write_text("site:\n  nam: x\n", "utf-8")
    with serving(root) as preview:
        window.goto(preview.url)
        window.locator(f"{ERRORS} section").wait_for()
        expect(window.locator(f"{ERRORS} .place").first).to_contain_text("config.yaml:2:3")
        preview.write("config.yaml", good)
        window.wait_for_selector("header.site-head")
        assert window.inner_text("header.site-head")


def test_a_page_that_was_missing_appears_and_one_that_goes_is_missed(
    edited: Preview, window: Page
) -> None:
    window.goto(edited.url + "pages/faq.html")
    expect(window.locator("h1")).to_have_text("没有这个页面")
    edited.write("content/pages/faq.md", "---\ntitle: 常见问题\n---\n内容。\n")
    expect(window.locator("h1")).to_have_text("常见问题", timeout=MILLISECONDS)
    (edited.root / "content/pages/faq.md").unlink()
    expect(window.locator("h1")).to_have_text("没有这个页面", timeout=MILLISECONDS)


def test_what_was_missed_while_away_is_made_up_for(tmp_path: Path, window: Page) -> None:
    """Without a network, and while the server was down."""
    root = make_site(tmp_path / "site")
    with serving(root) as preview:
        show(window, preview)
        window.context.set_offline(True)
        preview.replace(PLAN, "制定本要点", "制定第一稿要点")
        preview.wait_for_builds(2)
        window.context.set_offline(False)
        wait_for_text(window, "制定第一稿要点")
        port = preview.port
    window.locator(f"{BAR} .light.offline").wait_for()
    (root / PLAN).write_text((root / PLAN).read_text("utf-8").replace("第一稿", "第二稿"), "utf-8")
    with serving(root, "-p", str(port)) as again:
        assert again.port == port
        wait_for_text(window, "制定第二稿要点")


def test_going_back_shows_what_is_there_now(edited: Preview, window: Page) -> None:
    show(window, edited)
    window.goto(edited.url + "404.html")
    edited.replace(PLAN, "制定本要点", "制定新要点")
    edited.wait_for_builds(1)
    window.go_back()
    wait_for_text(window, "制定新要点")
    assert "制定本要点" not in window.inner_text("body")


def test_warnings_are_counted_and_those_of_the_page_come_first(
    edited: Preview, window: Page
) -> None:
    show(window, edited)
    edited.write("content/odd.txt", "x")
    edited.write("content/plans/qinghe-2025/odd.txt", "x")
    state = window.locator(f"{BAR} button.state")
    expect(state).to_contain_text("2 个警告", timeout=MILLISECONDS)
    state.click()
    problems = window.locator(f"{BAR} .problems")
    assert problems.locator("h2").all_inner_texts() == ["本页的问题 (1)", "其他页面的问题 (1)"]
    assert problems.locator(".place a").all_inner_texts() == [
        "content/plans/qinghe-2025/odd.txt",
        "content/odd.txt",
    ]
    window.keyboard.press("Escape")
    expect(problems).to_have_count(0)


def test_the_toolbar_is_reached_by_keyboard_and_gets_out_of_the_way(
    edited: Preview, window: Page
) -> None:
    show(window, edited)
    keys: list[str] = []
    for _ in range(200):
        window.keyboard.press("Tab")
        key = window.evaluate(
            f"(document.querySelector('{BAR}').shadowRoot.activeElement || {{dataset: {{}}}})"
            ".dataset.key || ''"
        )
        if key:
            keys.append(key)
        elif keys:
            break
    assert keys == ["source", "copy", "screen", "print", "elder", "narrow", "diff", "small"]
    for size in (1280, 375):
        window.set_viewport_size({"width": size, "height": 800})
        window.wait_for_function(BOTTOM_IS_FREE)
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
    window.locator(f"{BAR} [data-key=small]").click()
    expect(window.locator(f"{BAR} .bar")).to_have_count(0)
    window.reload()
    window.locator(f"{BAR} .pill").click()
    expect(window.locator(f"{BAR} .bar")).to_be_visible()


def test_the_place_of_the_source_is_copied(edited: Preview, window: Page) -> None:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    show(window, edited, "plans/qinghe-2025/2.html")
    expect(window.locator(f"{BAR} .source a")).to_have_text(f"{TASKS}:2:7")
    window.locator(f"{BAR} .source .copy").click()
    expect(window.locator(f"{BAR} .source .copy")).to_have_text("已复制")
    assert window.evaluate("navigator.clipboard.readText()") == f"{TASKS}:2:7"


def test_ways_to_look_at_a_page(edited: Preview, window: Page) -> None:
    show(window, edited)
    nav = window.locator(".main-nav")
    expect(nav).to_be_visible()
    window.locator(f"{BAR} [data-key=print]").click()
    expect(nav).to_be_hidden()
    window.goto(edited.url + "plans/qinghe-2025/1.html")  # it stays while one walks about
    expect(window.locator(".main-nav")).to_be_hidden()
    edited.replace(PLAN, "按季度公布重点工作进展", "按月公布重点工作进展")
    wait_for_text(window, "按月公布重点工作进展")
    expect(window.locator(".main-nav")).to_be_hidden()

    window.locator(f"{BAR} [data-key=elder]").click()
    expect(window.locator(".main-nav")).to_be_visible()
    assert window.evaluate("document.documentElement.dataset.mode") == "elder"
    window.locator(f"{BAR} [data-key=screen]").click()
    assert window.evaluate("document.documentElement.dataset.mode") is None

    window.locator(f"{BAR} [data-key=narrow]").click()
    frame = window.frame_locator("iframe.narrow")
    expect(frame.locator("h1")).to_contain_text("按月公布重点工作进展")
    assert frame.locator("html").evaluate("html => [innerWidth, html.scrollWidth]") == [320, 320]
    assert frame.locator(BAR).count() == 0
    edited.replace(PLAN, "按月公布", "按周公布")
    expect(frame.locator("h1")).to_contain_text("按周公布", timeout=MILLISECONDS)
    frame.locator(".to-menu > summary").click()
    frame.get_by_role("link", name="首页").first.click()
    window.wait_for_url("**/.gksite-preview/narrow?path=index.html")
    window.locator(f"{BAR} [data-key=screen]").click()
    window.wait_for_url(edited.url + "index.html")


def test_the_comparison_with_the_published_version_follows(edited: Preview, window: Page) -> None:
    subprocess.run(
        [sys.executable, "-m", "gksite", "-C", str(edited.root), "build", "-q"], check=True
    )
    show(window, edited)
    window.locator(f"{BAR} [data-key=diff]").click()
    wait_for_text(window, "可见文字没有差别")
    edited.replace(PLAN, "制定本要点", "制定新要点")
    window.locator("tr.changed ins").first.wait_for()
    assert window.locator("tr.changed ins").first.inner_text() == "新"


def faults(window: Page, place: str) -> list[str]:
    """What axe finds at a place."""
    window.evaluate(AXE_SCRIPT)
    found: list[str] = window.evaluate(AXE, place)
    return found


@pytest.mark.parametrize("width", [375, 1440])
def test_what_the_preview_adds_is_accessible(
    edited: Preview, chromium: Browser, width: int
) -> None:
    # axe itself sets styles that the policy refuses, so this window does not listen for it.
    with chromium.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce"
    ) as context:
        context.set_default_timeout(MILLISECONDS)
        window = context.new_page()
        show(window, edited)
        if width < 400:
            window.locator(f"{BAR} .pill").click()
        edited.write("content/odd.txt", "x")
        window.locator(f"{BAR} button.state").click()
        assert faults(window, BAR) == []
        edited.replace(TASKS, "deadline: 全年", "deadlne: 全年")
        window.locator(f"{ERRORS} section").wait_for()
        assert faults(window, ERRORS) == []
        edited.replace(TASKS, "deadlne: 全年", "deadline: 全年")
        for path in (
            ".gksite-preview/diff?path=404.html",
            "none.html",
            f".gksite-preview/narrow?path={PAGE}",
        ):
            window.goto(edited.url + path)
            window.wait_for_selector(f"{BAR}:not([hidden])", state="attached")
            assert faults(window, "main") == []
