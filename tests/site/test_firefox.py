"""The main kinds of page in Firefox: they load without a word of complaint, fit their window, can
be printed, and answer to the keyboard as in Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

import pypdfium2
import pytest
from firefox_window import FirefoxWindow, open_firefox
from page_kinds import PAGE_KINDS
from walks import WALKS, assert_walk

pytestmark = pytest.mark.browser

KINDS = ("home", "plan", "table", "task", "unit", "progress", "deadlines", "search", "compare")
WIDTHS = (375, 1280)
TITLES = """[...document.querySelectorAll('main h1')].filter(one => one.checkVisibility()
  && one.getBoundingClientRect().top + scrollY < innerHeight).map(one => one.textContent)"""
IS_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
UNREAD = "\ufffd\u2e80-\u2fdf"


@pytest.fixture(scope="module")
def window(firefox: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirefoxWindow]:
    with open_firefox(firefox, tmp_path_factory.mktemp("firefox")) as window:
        yield window


def squeezed(text: str) -> str:
    """A text without spaces, and with one form of each character."""
    return normalize("NFKC", re.sub(r"\s", "", text))


def begins_with(paper: bytes, title: str) -> bool:
    """Whether a title stands on the first sheet. Firefox doesn't say of every glyph on paper
    which character it is, or names a radical for it."""
    begin = re.sub(r"[^\u4e00-\u9fff0-9]", "", title)[:8]
    letters = "".join(f"[{one}{UNREAD}]" for one in begin)
    first = pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_range()
    return bool(re.search(letters, squeezed(first)))


def faults_of(window: FirefoxWindow, address: str) -> list[str]:
    """What is wrong with a page."""
    faults = []
    window.said.clear()
    window.goto(address)
    for width in WIDTHS:
        window.set_viewport(width, 900)
        titles = window.evaluate(TITLES)
        if len(titles) != 1:
            faults.append(f"titles in the first screen at {width}: {titles}")
        if window.evaluate(IS_WIDE):
            faults.append(f"must be scrolled sideways at {width}")
    title = window.evaluate("document.querySelector('main h1').textContent")
    if not begins_with(window.pdf(), title):
        faults.append("no title on paper")
    return faults + window.said


def test_main_kinds_are_sound(served: str, window: FirefoxWindow) -> None:
    """In one test, as Firefox takes longer to start than to load them."""
    found = {kind: faults_of(window, f"{served}/{PAGE_KINDS[kind]}") for kind in KINDS}
    assert {kind: faults for kind, faults in found.items() if faults} == {}


def test_faults_would_be_heard(served: str, window: FirefoxWindow) -> None:
    """A file that isn't there, an error in a script and a violation of the policy."""
    window.goto(f"{served}/index.html")
    window.said.clear()
    window.evaluate("document.body.append(Object.assign(new Image(), {src: 'none.png'}))")
    window.evaluate("document.body.setAttribute('style', 'color: red')")
    window.evaluate("void setTimeout(() => { throw new Error('planted'); })")
    window.wait_for_timeout(300)
    window.evaluate("0")
    for word in ("none.png", "Content-Security-Policy", "planted"):
        assert any(word in text for text in window.said), (word, window.said)


def test_walks(served: str, window: FirefoxWindow) -> None:
    """Search, filters, order, modes and menus by keyboard (cases/keyboard.json)."""
    window.said.clear()
    for walk in WALKS:
        window.set_viewport(walk.get("width", 1280), 900)
        window.goto(f"{served}/{walk['page']}")
        assert_walk(window, walk)
    assert window.said == []
