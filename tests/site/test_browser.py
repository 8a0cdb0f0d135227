"""The site in a browser: under a strict policy, without script, from disk, by keyboard, narrow,
wide and on paper."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import urlsplit

import pytest
from browser_waits import until
from page_kinds import PAGE_KINDS, WORKED_PAGES
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize
from pypdf import PdfReader

pytestmark = pytest.mark.browser

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}
TABLES = [kind for kind in PAGE_KINDS if kind.startswith("table")]
SHOWN = "one => !!document.querySelector(one) && document.querySelector(one).checkVisibility()"
FACE = """() => ['html', 'body', 'h1', 'main', 'a', '.site-head', '.site-foot'].map(one => {
  const style = getComputedStyle(document.querySelector(one));
  return [one, style.color, style.backgroundColor, style.fontFamily, style.fontSize,
    style.borderTop, style.display];
})"""
ON_PAPER = """() => [...document.querySelectorAll('nav:not(.crumbs), .crumbs a, .skip, .modes')]
  .filter(one => one.checkVisibility() && one.innerText.trim())
  .filter(one => !one.matches('.crumbs li:nth-last-child(2) a'))
  .map(one => one.outerHTML.slice(0, 90))"""
"""What is there to find one's way on a screen, but for the parent of the page."""
REPORT_VIOLATIONS = """document.addEventListener('securitypolicyviolation',
  event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));"""
KEPT = """async () => [document.cookie, localStorage.length, sessionStorage.length,
  (await indexedDB.databases()).length, (await caches.keys()).length,
  (await navigator.serviceWorker.getRegistrations()).length]"""
TEXT = """body => {
  const ofScripts = 'noscript, .tools, #search, .by-letter';
  for (const one of body.querySelectorAll(ofScripts)) one.remove();
  return body.innerText;
}"""
"""All that a page says, but for what it says of scripts, for the controls that are made by them,
and for the letters, which stand where these do not."""
LETTERS = """() => {
  const [lines, others] = ['.by-letter', 'main section:not(.by-letter)'].map(part => new Set(
    [...document.querySelectorAll(`${part} li a[href*=".html"]`)].map(link => link.pathname)));
  return [lines.size, [...lines].filter(path => !others.has(path))];
}"""
"""How many units stand by their letters, and which of these nowhere else."""
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const framed = [one, one.closest('label')].filter(Boolean).some(each => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      && style.opacity !== '0';
  });
  const box = one.getBoundingClientRect();
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {what: one.outerHTML.slice(0, 100), framed, seen};
}"""


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(reduced_motion="reduce")
    context.add_init_script(REPORT_VIOLATIONS)
    yield context
    context.close()


@pytest.fixture(scope="module")
def window(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="module")
def without_script(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", PAGE_KINDS | WORKED_PAGES)
def test_policy_is_kept_and_nothing_is_stored(
    kind: str, served: str, context: BrowserContext, window: Page
) -> None:
    said: list[str] = []
    asked: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        said.append(message.text)

    window.on("console", hear)
    window.on("pageerror", said_error := lambda error: said.append(str(error)))
    window.on("request", ask := lambda request: asked.append(request.url))
    window.set_viewport_size(WIDE)
    window.goto(f"{served}/{(PAGE_KINDS | WORKED_PAGES)[kind]}", wait_until="networkidle")
    kept = window.evaluate(KEPT)
    window.remove_listener("console", hear)
    window.remove_listener("pageerror", said_error)
    window.remove_listener("request", ask)
    assert said == []
    assert [url for url in asked if urlsplit(url).netloc != urlsplit(served).netloc] == []
    assert any(url.endswith(".css") for url in asked)
    assert kept == ["", 0, 0, 0, 0, 0]
    assert context.cookies() == []


def test_policy_violations_would_be_heard(served: str, window: Page) -> None:
    """The listener hears what it is there for."""
    said: list[str] = []
    window.on("console", hear := lambda message: said.append(message.text))
    window.goto(f"{served}/index.html")
    window.evaluate("document.body.setAttribute('style', 'color: red')")
    window.evaluate(
        "document.body.append(Object.assign(new Image(), {src: 'https://elsewhere.example/x.png'}))"
    )
    window.wait_for_timeout(100)
    window.remove_listener("console", hear)
    assert any(text.startswith("policy: style-src-attr") for text in said)
    assert any(text.startswith("policy: img-src https://elsewhere.example") for text in said)


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_nothing_is_lost_without_script(
    kind: str, served: str, window: Page, without_script: Page
) -> None:
    texts = []
    for page in (window, without_script):
        page.set_viewport_size(WIDE)
        page.goto(f"{served}/{PAGE_KINDS[kind]}")
        texts.append(" ".join(page.locator("body").evaluate(TEXT).split()))
    assert len(texts[1]) > 60
    assert texts[0] == texts[1]


def test_letters_stand_for_the_box(served: str, window: Page, without_script: Page) -> None:
    """All units stand by authority; the index by letters repeats them where no script filters."""
    for page, is_shown in ((window, False), (without_script, True)):
        page.goto(f"{served}/{PAGE_KINDS['units']}")
        count, lost = page.evaluate(LETTERS)
        assert count > 20 and lost == []
        assert page.locator("section.by-letter").is_visible() is is_shown
        assert page.locator("#units-filter").is_visible() is not is_shown


def test_a_matrix_shows_all_units_on_every_screen(served: str, window: Page) -> None:
    """Whole, with one wheel, where it fits; with a shadow where it scrolls; a list on a phone."""
    region = """() => {
      const one = document.querySelector(".matrix-region"), at = getComputedStyle(one);
      return [one.checkVisibility(), at.overflowY, at.boxShadow !== "none"];
    }"""
    window.goto(f"{served}/{PAGE_KINDS['matrix']}")
    try:
        for width, expected in (
            (1440, [True, "visible", False]),
            (768, [True, "auto", True]),
            (375, [False, "auto", False]),
        ):
            window.set_viewport_size({"width": width, "height": 900})
            assert window.evaluate(region) == expected
        units = window.locator(".matrix-list > details:visible > summary").count()
        assert units == window.locator(".matrix thead .unit-head").count() == 27
    finally:
        window.set_viewport_size(WIDE)


def test_the_box_says_when_it_finds_none(served: str, window: Page) -> None:
    """No empty heading is left then, and all is back, folded as it was, when the box is empty."""
    shown = """one => [...one.querySelectorAll('section, h3, li')]
        .filter(part => part.checkVisibility()).length"""
    window.goto(f"{served}/{PAGE_KINDS['units']}")
    main, said = window.locator("main"), window.locator("#units-filter [role=status]")
    before = main.evaluate(shown)
    window.fill("#units-filter input", "没有这个单位")
    said.get_by_text("没有").wait_for()
    assert window.locator("main section:visible").count() == 0
    window.fill("#units-filter input", "  ")
    until(window, "!document.querySelector('#units-filter [role=status]').textContent")
    assert main.evaluate(shown) == before


@pytest.mark.parametrize("kind", [kind for kind in PAGE_KINDS if kind != "404"])
def test_same_look_from_disk(kind: str, served: str, sample_site: Path, window: Page) -> None:
    window.set_viewport_size(WIDE)
    faces = []
    for address in (f"{served}/{PAGE_KINDS[kind]}", (sample_site / PAGE_KINDS[kind]).as_uri()):
        window.goto(address)
        assert window.evaluate("document.styleSheets.length") == 1
        faces.append(window.evaluate(FACE))
    assert faces[0] == faces[1]


def test_links_work_from_disk(sample_site: Path, window: Page) -> None:
    window.goto((sample_site / "index.html").as_uri())
    window.click("nav a[href='plans/index.html']")
    assert window.url == (sample_site / "plans/index.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_modes_work_without_script(scheme: str, served: str, without_script: Page) -> None:
    """Each choice gives colours or sizes of its own, in the first tab stop after the name of the
    site."""
    page = without_script
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size(WIDE)
    page.goto(f"{served}/index.html")
    looks: dict[str, tuple[str, str]] = {}
    for mode in ("standard", "elder", "contrast", "dark"):
        page.check(f"#mode-{mode}")
        colour = str(page.locator("html").evaluate("one => getComputedStyle(one).backgroundColor"))
        size = str(page.locator("main").evaluate("one => getComputedStyle(one).fontSize"))
        looks[mode] = (colour, size)
    assert looks["contrast"][0] == "rgb(0, 0, 0)"
    assert looks["elder"][1] == "24px" or float(looks["elder"][1].removesuffix("px")) >= 24
    assert looks["dark"][0] not in ("rgb(0, 0, 0)", "rgb(250, 249, 246)")
    assert len(set(looks.values())) == (4 if scheme == "light" else 3)


@pytest.mark.parametrize("kind", ["home", "plan", "table", "matrix", "deadlines", "compare"])
def test_keyboard(kind: str, served: str, window: Page) -> None:
    """The skip link comes first; every stop, up to the 400th, is in sight and has a frame that
    shows."""
    window.set_viewport_size(WIDE)
    window.goto(f"{served}/{PAGE_KINDS[kind]}")
    window.keyboard.press("Tab")
    first = window.evaluate(
        "[document.activeElement.className, document.activeElement.getAttribute('href')]"
    )
    assert first == ["skip", "#content"]
    stops: list[dict[str, Any]] = []
    while (stop := window.evaluate(FOCUSED)) and len(stops) < 400:
        stops.append(stop)
        window.keyboard.press("Tab")
    assert len(stops) > 10
    assert [stop["what"] for stop in stops if not (stop["framed"] and stop["seen"])] == []


def test_skip_link_leads_to_the_content(served: str, window: Page) -> None:
    window.goto(f"{served}/index.html")
    window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    assert window.evaluate("document.activeElement.id") == "content"
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("kind", TABLES)
def test_narrow_screens_get_the_list(kind: str, served: str, window: Page) -> None:
    window.goto(f"{served}/{PAGE_KINDS[kind]}")
    window.set_viewport_size(NARROW)
    assert [window.evaluate(SHOWN, one) for one in (".as-table", ".as-list", ".as-list h4")] == [
        False,
        True,
        True,
    ]
    window.set_viewport_size(WIDE)
    assert [window.evaluate(SHOWN, one) for one in (".as-table", ".as-list")] == [True, False]


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_paper_has_the_text_and_no_navigation(kind: str, served: str, window: Page) -> None:
    """On paper the table is the table even where it is narrow, and what only helps on a screen is
    gone."""
    window.goto(f"{served}/{PAGE_KINDS[kind]}")
    window.set_viewport_size(WIDE)
    window.emulate_media(media="print", color_scheme="dark")
    try:
        shown = window.evaluate(ON_PAPER)
        assert shown == []
        assert window.evaluate(SHOWN, "h1")
        assert window.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        if kind in TABLES:
            window.set_viewport_size(NARROW)
            assert [window.evaluate(SHOWN, one) for one in (".as-table", ".as-list")] == [
                True,
                False,
            ]
            assert (
                window.evaluate("getComputedStyle(document.querySelector('thead')).display")
                == "table-header-group"
            )
    finally:
        window.emulate_media(media="screen", color_scheme="light")


def test_table_prints_on_more_than_one_page(served: str, window: Page) -> None:
    """A long table breaks between rows, and nothing is cut off by its scrolling region."""
    window.goto(f"{served}/{PAGE_KINDS['table']}")
    pages = window.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n")
    window.emulate_media(media="print")
    overflow = window.evaluate("getComputedStyle(document.querySelector('.region')).overflow")
    window.emulate_media(media="screen")
    assert pages > 1
    assert overflow == "visible"


def test_each_sheet_of_a_table_has_the_heads_and_the_last_the_sums(
    served: str, window: Page
) -> None:
    """Though the script puts buttons into the heads, and takes the rows out and in again."""
    window.goto(f"{served}/plans/qinghe-report-2025/table.html")
    assert window.locator("thead button.sort").count() > 9
    window.emulate_media(media="print")
    paper = window.pdf(prefer_css_page_size=True)
    window.emulate_media(media="screen")
    sheets = [
        normalize("NFKC", re.sub(r"\s", "", sheet.extract_text()))
        for sheet in PdfReader(io.BytesIO(paper)).pages
    ]
    # A head over others has no button.
    with_rows = [sheet for sheet in sheets if "投资(万元)" in sheet]
    assert len(with_rows) > 1
    for head in ("序号", "年度投资", "资金来源", "督查单位"):
        assert all(head in sheet for sheet in with_rows), (head, sheets)
    text = "".join(sheets)
    assert text.count("22740.50") == 1
    assert text.index("22740.50") > text.index("5000个")
