"""axe finds nothing to say, and nothing has to be scrolled sideways: every kind of page in every
mode, at every width, with script and without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_answers import OF_COLOURS, Asked, take_axe, violations
from bs4 import BeautifulSoup
from page_kinds import ARCHIVED_PAGES, LARGE_PAGES, PAGE_KINDS, WORKED_PAGES
from playwright.sync_api import Browser, Page, Route

from gksite.pages.page_kinds import KINDS

pytestmark = pytest.mark.browser

MODES = ("light", "dark", "contrast", "elder")
WIDTHS = (1280, 768, 320)
"""320 CSS pixels are also a window of 1280 at 400 % (WCAG 2.2, 1.4.10)."""
PAGES = PAGE_KINDS | WORKED_PAGES
WHOLE = PAGE_KINDS | ARCHIVED_PAGES
"""Pages that are there without script."""
HEIGHT = 900
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
def windows(chromium: Browser) -> Iterator[dict[str, Page]]:
    """One window for all pages, with script and without: a new one for each would take longer
    than the tests."""
    contexts = {
        name: chromium.new_context(
            reduced_motion="reduce", bypass_csp=True, java_script_enabled=name == "script"
        )
        for name in ("script", "no-script")
    }
    yield {name: context.new_page() for name, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
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


def is_wide(window: Page) -> bool:
    """Whether the page must be scrolled sideways."""
    return bool(
        window.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
    )


def faults_in_every_look(window: Page, asked: Asked) -> dict[tuple[str, int], list[Any]]:
    """What axe finds on the page in the window, by mode and width, and whether it is too wide."""
    take_axe(window)
    found = {}
    for width in WIDTHS:
        for mode in MODES:
            look(window, mode, width)
            faults = asked.faults(window)
            if is_wide(window):
                faults.append("must be scrolled sideways")
            if faults:
                found[mode, width] = faults
    return found


def wide_looks(window: Page) -> list[tuple[str, int]]:
    """In which modes and widths the page must be scrolled sideways."""
    found = []
    for width in WIDTHS:
        for mode in MODES:
            look(window, mode, width)
            if is_wide(window):
                found.append((mode, width))
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


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(kind: str, served: str, windows: dict[str, Page]) -> None:
    """With script and without, in one test, so that what axe was asked about is known."""
    asked = Asked()
    for name, window in windows.items():
        if kind in WORKED_PAGES and name == "no-script":
            continue  # the same page without what scripts make of its address
        open_page(window, served, kind)
        assert faults_in_every_look(window, asked) == {}, name


@pytest.mark.parametrize("kind", ARCHIVED_PAGES)
def test_axe_finds_nothing_on_rare_pages(
    kind: str, served_archive: str, windows: dict[str, Page]
) -> None:
    asked = Asked()
    for name, window in windows.items():
        window.route("**/old/*.html", without_refresh)
        try:
            window.goto(f"{served_archive}/{ARCHIVED_PAGES[kind]}")
            assert faults_in_every_look(window, asked) == {}, name
        finally:
            window.unroute_all()


@pytest.mark.parametrize("kind", LARGE_PAGES)
def test_axe_finds_nothing_on_pages_of_a_large_site(
    kind: str, served_large: str, windows: dict[str, Page]
) -> None:
    asked = Asked()
    for name, window in windows.items():
        window.goto(f"{served_large}/{LARGE_PAGES[kind]}")
        assert faults_in_every_look(window, asked) == {}, name


@pytest.mark.parametrize("name", ["script", "no-script"])
def test_axe_would_find_faults(name: str, served: str, windows: dict[str, Page]) -> None:
    """axe is really asked: planted faults, one of them seen only with a rule that it leaves out by
    default, are found."""
    window = windows[name]
    window.goto(f"{served}/index.html")
    take_axe(window)
    window.evaluate(EXAMPLE_OF_FAULTS)
    assert {"link-name", "color-contrast", "td-has-header"} <= {
        rule for rule, _, _ in violations(window)
    }


def test_every_new_look_is_asked_about(served: str, window: Page) -> None:
    """Faults that come with one mode or one width are found there, though the page was looked at
    before."""
    window.goto(f"{served}/index.html")
    window.add_style_tag(
        content="[data-mode=dark] h1 {color: #333 !important} @media (max-width: 40em) {h1 "
        "{display: none !important}}"
    )
    take_axe(window)
    asked = Asked()
    found = {}
    for width in (1280, 320):
        for mode in ("light", "dark"):
            look(window, mode, width)
            found[mode, width] = {rule for rule, _, _ in asked.faults(window)}
    assert found["light", 1280] == set()
    assert found["dark", 1280] == {"color-contrast"}
    assert found["light", 320] == {"page-has-heading-one"}


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_english_pages_are_as_sound(kind: str, served_english: str, window: Page) -> None:
    """Longer words, and elements of another language: on the narrowest screen in the largest
    letters, and on a wide one."""
    window.goto(f"{served_english}/{PAGE_KINDS[kind]}")
    take_axe(window)
    found = {}
    for mode, width in (("elder", 320), ("light", 1280)):
        look(window, mode, width)
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
    open_page(window, served, kind)
    take_axe(window)
    window.set_viewport_size({"width": 1280, "height": HEIGHT})
    try:
        assert violations(window) == []
    finally:
        window.emulate_media(color_scheme="light", contrast="no-preference")


@pytest.mark.parametrize("kind", PAGES)
def test_wider_spacing_of_text_hides_nothing(kind: str, served: str, window: Page) -> None:
    """The spacing of WCAG 2.2, 1.4.12 neither cuts text off nor makes the page scroll sideways."""
    open_page(window, served, kind)
    look(window, "light", 320)
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
    open_page(window, served, kind)
    look(window, "elder", 320)
    assert (
        window.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)")
        >= 24
    )
    assert window.evaluate(SMALL_TARGETS) == []


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
