"""axe finds nothing to say, and nothing has to be scrolled sideways, on any kind of page in any mode at any width."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from page_kinds import PAGE_KINDS, WORKED_PAGES
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

AXE_SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
MODES = ("light", "dark", "contrast", "elder")
WIDTHS = (320, 1280)
PAGES = PAGE_KINDS | WORKED_PAGES
HEIGHT = 900
ALSO = ("focus-order-semantics", "hidden-content", "label-content-name-mismatch", "table-fake-caption", "td-has-header", "target-size")
"""Rules that axe leaves out unless asked. Two stay out: `css-orientation-lock` is for sheets that turn the page, which
none does; `p-as-heading` takes the bold name of an item in a list of plans, which heads nothing, for a heading."""

RUN = """async rules => {
  const enabled = Object.fromEntries(rules.map(rule => [rule, {enabled: true}]));
  const found = await axe.run(document, {resultTypes: ["violations"], rules: enabled});
  return found.violations.map(one => [one.id, one.help, one.nodes.map(node => node.html.slice(0, 160))]);
}"""


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    """One window for all pages: a new one for each would take longer than the tests."""
    context = chromium.new_context(reduced_motion="reduce", bypass_csp=True)
    yield context.new_page()
    context.close()


def open_page(window: Page, served: str, kind: str) -> None:
    """The page as a reader has it: where a script works on it, when it has said what came of it."""
    window.goto(f"{served}/{PAGES[kind]}")
    if kind in WORKED_PAGES:
        window.wait_for_selector("main [role=status]:not(:empty)")


def look(window: Page, mode: str, width: int) -> None:
    window.set_viewport_size({"width": width, "height": HEIGHT})
    window.evaluate("mode => { document.documentElement.dataset.mode = mode; }", mode)


def violations(window: Page) -> list[Any]:
    found: list[Any] = window.evaluate(RUN, list(ALSO))
    return found


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(kind: str, served: str, window: Page) -> None:
    window.emulate_media(color_scheme="light")
    open_page(window, served, kind)
    window.evaluate(AXE_SCRIPT)
    found = {}
    for width in WIDTHS:
        for mode in MODES:
            look(window, mode, width)
            found[mode, width] = violations(window)
    assert {place: what for place, what in found.items() if what} == {}


def test_axe_would_find_faults(served: str, window: Page) -> None:
    """axe is really asked: planted faults, one of them seen only with a rule that it leaves out by default, are found."""
    window.goto(f"{served}/index.html")
    window.evaluate(AXE_SCRIPT)
    window.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<a href=x></a><p style=color:#ccc>这些字太淡了</p>"
                    "<table><tr><td>1<td>2<td>3<tr><td>1<td>2<td>3<tr><td>1<td>2<td>3<tr><td>1<td>2<td>3</table>')")
    assert {"link-name", "color-contrast", "td-has-header"} <= {rule for rule, _, _ in violations(window)}


@pytest.mark.parametrize("kind", ["home", "plan", "table", "progress"])
@pytest.mark.parametrize("wish", [{"color_scheme": "dark"}, {"contrast": "more"}, {"color_scheme": "dark", "contrast": "more"}], ids=str)
def test_axe_finds_nothing_where_the_system_asks(kind: str, wish: dict[str, Any], served: str, window: Page) -> None:
    """The colours that a reader's system asks for, without any mode chosen on the page."""
    window.emulate_media(**{"color_scheme": "light", "contrast": "no-preference"} | wish)
    open_page(window, served, kind)
    window.evaluate(AXE_SCRIPT)
    window.set_viewport_size({"width": 1280, "height": HEIGHT})
    try:
        assert violations(window) == []
    finally:
        window.emulate_media(color_scheme="light", contrast="no-preference")


@pytest.mark.parametrize("kind", PAGES)
def test_nothing_is_scrolled_sideways(kind: str, served: str, window: Page) -> None:
    """320 CSS pixels are also a window of 1280 at 400 % (WCAG 2.2, 1.4.10); wide tables scroll in a region of their own."""
    open_page(window, served, kind)
    found = {}
    for width in (320, 768, 1280):
        for mode in MODES:
            look(window, mode, width)
            inner, outer = window.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            if inner > outer:
                found[mode, width] = inner
    assert found == {}


@pytest.mark.parametrize("kind", PAGES)
def test_wider_spacing_of_text_hides_nothing(kind: str, served: str, window: Page) -> None:
    """The spacing of WCAG 2.2, 1.4.12 neither cuts text off nor makes the page scroll sideways."""
    open_page(window, served, kind)
    look(window, "light", 320)
    window.add_style_tag(content="* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important} p {margin-bottom: 2em !important}")
    cut = window.evaluate("""() => [...document.querySelectorAll('main *, header *, footer *')].filter(one => {
      const style = getComputedStyle(one);
      const hides = style.overflowX === 'hidden' || style.overflowY === 'hidden' || style.textOverflow === 'ellipsis';
      return hides && style.clipPath === 'none' && one.textContent.trim()
        && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
    }).map(one => one.outerHTML.slice(0, 120))""")
    assert cut == []
    assert window.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("kind", PAGES)
def test_elder_mode_is_large(kind: str, served: str, window: Page) -> None:
    """Body text of 18 pt (24 px) and targets of 44 px, save for links within running text (WCAG 2.2, 2.5.5)."""
    open_page(window, served, kind)
    look(window, "elder", 320)
    assert window.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)") >= 24
    small = window.evaluate("""() => [...document.querySelectorAll('a, button, select, summary, .modes label')].filter(one => {
      const style = getComputedStyle(one), box = one.getBoundingClientRect();
      if (style.display === 'inline' || !box.width || one.closest('.skip, td, th, .doc-body p, .text')) return false;
      return box.height < 44;
    }).map(one => [Math.round(one.getBoundingClientRect().height), one.outerHTML.slice(0, 120)])""")
    assert small == []
