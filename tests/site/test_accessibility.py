"""axe finds nothing to say, and nothing has to be scrolled sideways: every kind of page in every
mode, at every width, with script and without. A run has a cover of these looks (looks.py); with
GKSITE_AXE=all, as `make axe-all` has it, at all of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from axe_answers import OF_COLOURS, take_axe, violations
from bs4 import BeautifulSoup
from looks import HEIGHT, WIDTHS, Look, cover_of, every_look, pairs_of
from page_kinds import ARCHIVED_PAGES, LARGE_PAGES, PAGE_KINDS, WORKED_PAGES
from playwright.sync_api import Browser, Page, Route

from gksite.pages.page_kinds import KINDS

pytestmark = pytest.mark.browser

PAGES = PAGE_KINDS | WORKED_PAGES
EVERY_KIND = [*PAGES, *ARCHIVED_PAGES, *LARGE_PAGES]
CUT_TEXTS = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(one => {
  const style = getComputedStyle(one);
  const hides = style.overflowX === "hidden" || style.overflowY === "hidden"
    || style.textOverflow === "ellipsis";
  return hides && style.clipPath === "none" && one.textContent.trim()
    && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
}).map(one => one.outerHTML.slice(0, 120))"""
"""The elements whose text is cut off."""

SMALL_TARGETS = """() => {
  const targets = [...document.querySelectorAll("a, button, select, summary, .modes label")];
  const isSmall = one => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const isInText = one.closest(".skip, td, th, .doc-body p, .text");
    return style.display !== "inline" && box.width && !isInText && box.height < 44;
  };
  return targets.filter(isSmall).map(
    one => [Math.round(one.getBoundingClientRect().height), one.outerHTML.slice(0, 120)]);
}"""
"""The targets, save for links within running text, that are less than 44 px high."""

EXAMPLE_OF_FAULTS = (
    "document.querySelector('main').insertAdjacentHTML('beforeend', '<a href=x></a><p style=color:"
    "#ccc>这些字太淡了</p>"
    "<table><tr><td>1<td>2<td>3<tr><td>1<td>2<td>3<tr><td>1<td>2<td>3<tr><td>1<td>2<td>3</table>')"
)


@pytest.fixture(scope="module")
def windows(chromium: Browser) -> Iterator[dict[bool, Page]]:
    """One window for all pages, with script and without: a new one for each would take longer
    than the tests."""
    contexts = {
        has_script: chromium.new_context(
            reduced_motion="reduce", bypass_csp=True, java_script_enabled=has_script
        )
        for has_script in (False, True)
    }
    yield {has_script: context.new_page() for has_script, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(reduced_motion="reduce", bypass_csp=True)
    yield context.new_page()
    context.close()


def open_page(window: Page, address: str, kind: str) -> None:
    """The page as a reader has it: where a script works on it, when it has said what came of it."""
    window.goto(address)
    if kind in WORKED_PAGES:
        window.wait_for_selector("main [role=status]:not(:empty)")


def looks_of(kind: str) -> list[Look]:
    """The looks of a kind of page that this run asks axe about."""
    is_worked = kind in WORKED_PAGES
    if os.environ.get("GKSITE_AXE") == "all":
        return every_look(is_worked)
    return cover_of(EVERY_KIND.index(kind), is_worked)


def is_wide(window: Page) -> bool:
    """Whether the page must be scrolled sideways."""
    return bool(
        window.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
    )


def wide_looks(window: Page, has_script: bool = True) -> list[Look]:
    """In which of the looks that differ in more than colours the page must be scrolled sideways."""
    found = []
    for mode, width in product(("light", "elder"), WIDTHS):
        look = Look(mode, width, has_script)
        look.show(window)
        if is_wide(window):
            found.append(look)
    return found


def faults_in_looks(kind: str, address: str, windows: dict[bool, Page]) -> dict[Look, list[Any]]:
    """What axe finds on a page, by look, and whether it is too wide."""
    found = {}
    looks = looks_of(kind)
    for has_script in sorted({look.has_script for look in looks}):
        window = windows[has_script]
        open_page(window, address, kind)
        take_axe(window)
        for look in looks:
            if look.has_script == has_script:
                look.show(window)
                if faults := violations(window):
                    found[look] = faults
        for look in wide_looks(window, has_script):
            found.setdefault(look, []).append("must be scrolled sideways")
    return found


def without_refresh(route: Route) -> None:
    """A redirect as those see it whose browser doesn't follow it."""
    answer = route.fetch()
    route.fulfill(
        response=answer, body=answer.text().replace('http-equiv="refresh"', 'name="refresh"')
    )


def test_every_kind_of_page_is_looked_at(
    sample_site: Any, archived_site: Any, large_site: Any
) -> None:
    """A kind by the class of its body: each has one of its own, but for free pages, which are
    called `text`."""
    sites = [(sample_site, path) for path in PAGE_KINDS.values()] + [
        (archived_site, path) for path in ARCHIVED_PAGES.values()
    ]
    sites += [(large_site, path) for path in LARGE_PAGES.values()]
    classes = {
        name
        for site, path in sites
        for body in BeautifulSoup((site / path).read_bytes(), "lxml").select("body")
        for name in body["class"]
    }
    kinds = {kind if kind != "page" else "text" for kind in KINDS}
    assert classes == {f"page-{kind}" for kind in kinds}


def test_a_cover_has_each_two_values_together() -> None:
    """Kind, mode, width and script: each pair of values that all looks have is in the covers."""
    every: set[Any] = set()
    covered: set[Any] = set()
    for number, kind in enumerate(EVERY_KIND):
        is_worked = kind in WORKED_PAGES
        every |= pairs_of(kind, every_look(is_worked))
        covered |= pairs_of(kind, cover_of(number, is_worked))
    assert covered == every


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(kind: str, served: str, windows: dict[bool, Page]) -> None:
    assert faults_in_looks(kind, f"{served}/{PAGES[kind]}", windows) == {}


@pytest.mark.parametrize("kind", ARCHIVED_PAGES)
def test_axe_finds_nothing_on_rare_pages(
    kind: str, served_archive: str, windows: dict[bool, Page]
) -> None:
    for window in windows.values():
        window.route("**/old/*.html", without_refresh)
    try:
        found = faults_in_looks(kind, f"{served_archive}/{ARCHIVED_PAGES[kind]}", windows)
    finally:
        for window in windows.values():
            window.unroute_all()
    assert found == {}


@pytest.mark.parametrize("kind", LARGE_PAGES)
def test_axe_finds_nothing_on_pages_of_a_large_site(
    kind: str, served_large: str, windows: dict[bool, Page]
) -> None:
    assert faults_in_looks(kind, f"{served_large}/{LARGE_PAGES[kind]}", windows) == {}


@pytest.mark.parametrize("has_script", [True, False])
def test_axe_would_find_faults(has_script: bool, served: str, windows: dict[bool, Page]) -> None:
    """axe is really asked: planted faults, one of them seen only with a rule that it leaves out by
    default, are found."""
    window = windows[has_script]
    window.goto(f"{served}/index.html")
    take_axe(window)
    window.evaluate(EXAMPLE_OF_FAULTS)
    assert {"link-name", "color-contrast", "td-has-header"} <= {
        rule for rule, _, _ in violations(window)
    }


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_english_pages_are_as_sound(kind: str, served_english: str, window: Page) -> None:
    """Longer words, and elements of another language: on the narrowest screen in the largest
    letters, and on a wide one."""
    window.goto(f"{served_english}/{PAGE_KINDS[kind]}")
    take_axe(window)
    found = {}
    for mode, width in (("elder", 320), ("light", 1280)):
        Look(mode, width, True).show(window)
        found[width] = violations(window, without=OF_COLOURS)
    assert found == {320: [], 1280: []}
    assert wide_looks(window) == []


@pytest.mark.parametrize("kind", ["home", "plan", "table", "progress"])
@pytest.mark.parametrize(
    "wish",
    [{"color_scheme": "dark"}, {"contrast": "more"}, {"color_scheme": "dark", "contrast": "more"}],
    ids=str,
)
def test_axe_finds_nothing_where_the_system_asks(
    kind: str, wish: dict[str, Any], served: str, window: Page
) -> None:
    """The colours that a reader's system asks for, without any mode chosen on the page."""
    window.emulate_media(**{"color_scheme": "light", "contrast": "no-preference"} | wish)
    open_page(window, f"{served}/{PAGES[kind]}", kind)
    take_axe(window)
    window.set_viewport_size({"width": 1280, "height": HEIGHT})
    try:
        assert violations(window) == []
    finally:
        window.emulate_media(color_scheme="light", contrast="no-preference")


@pytest.mark.parametrize("kind", PAGES)
def test_wider_spacing_of_text_hides_nothing(kind: str, served: str, window: Page) -> None:
    """The spacing of WCAG 2.2, 1.4.12 neither cuts text off nor makes the page scroll sideways."""
    open_page(window, f"{served}/{PAGES[kind]}", kind)
    Look("light", 320, True).show(window)
    window.add_style_tag(
        content="* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: "
        ".16em !important} p {margin-bottom: 2em !important}"
    )
    assert window.evaluate(CUT_TEXTS) == []
    assert not is_wide(window)


@pytest.mark.parametrize("kind", PAGES)
def test_elder_mode_is_large(kind: str, served: str, window: Page) -> None:
    """Body text of 18 pt (24 px) and targets of 44 px, save for links within running text (WCAG
    2.2, 2.5.5)."""
    open_page(window, f"{served}/{PAGES[kind]}", kind)
    Look("elder", 320, True).show(window)
    assert (
        window.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)")
        >= 24
    )
    assert window.evaluate(SMALL_TARGETS) == []
    # What opens shows that it does.
    assert window.evaluate(UNMARKED) == []


UNMARKED = """() => [...document.querySelectorAll("main summary:not(.how > *)")]
  .filter(one => one.checkVisibility() && getComputedStyle(one).display !== "list-item")
  .map(one => one.outerHTML)"""

CHIPS = """() => [...document.querySelectorAll(".views [aria-current]")].map(one => {
  const style = getComputedStyle(one);
  return [style.forcedColorAdjust, style.color, style.backgroundColor];
})"""


def luminance(colour: str) -> float:
    """Return the relative luminance of `rgb(…)` (WCAG 2.2)."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("path", ["deadlines/2024.html", "progress/2024.html", "changes/2024.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chosen_chip_is_readable_in_forced_colours(
    path: str, scheme: Any, served: str, window: Page
) -> None:
    """A pair of system colours, both its own: behind a text of another ground a browser paints the
    colour of the canvas, which axe doesn't see."""
    window.emulate_media(forced_colors="active", color_scheme=scheme)
    try:
        window.goto(f"{served}/{path}")
        chips = window.evaluate(CHIPS)
    finally:
        window.emulate_media(forced_colors="none", color_scheme="light")
    assert chips
    for adjust, ink, ground in chips:
        light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
        assert adjust == "none" and (light + 0.05) / (dark + 0.05) >= 4.5
