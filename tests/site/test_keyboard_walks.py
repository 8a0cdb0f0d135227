"""Search, filters, order and modes by keyboard alone, walked as cases/keyboard.json records:
keys, and what must come of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from browser_waits import until
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WALKS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases/keyboard.json").read_text("utf-8")
)
"""Each walk begins on a page and has steps. A step begins where the one before ended, or at the
element `to`, which a keyboard reaches by Tab (test_browser.py walks all stops). `keys` are pressed
or `type` is written; then hold, as far as they are named:
`focus` (a selector of the element in focus), `said` (the whole text of the live region), `address`
(the whole query),
`page` (the end of its path), `ground` (the colour of the page) and `size` (least size of the text
in pixels).
"""
SAID = "(document.querySelector('main [role=status]') || {textContent: ''}).textContent"
READY = (
    "!document.querySelector('#search') || document.querySelectorAll('#filter-year option')"
    ".length > 2"
)


def take(window: Page, step: dict[str, Any]) -> None:
    """Do what a step says."""
    if "to" in step:
        window.focus(step["to"])
    if "type" in step:
        window.keyboard.insert_text(step["type"])
    for key in step.get("keys", ()):
        window.keyboard.press(key)


def assert_came_of(window: Page, step: dict[str, Any]) -> None:
    """Hold what came of a step against what it records."""
    if "page" in step:
        window.wait_for_url(f"**/{step['page']}*")
    if "said" in step:
        until(window, f"{SAID} === {json.dumps(step['said'])}")
    if "focus" in step:
        until(window, f"document.activeElement.matches({json.dumps(step['focus'])})")
    if "address" in step:
        assert {
            key: values[0] for key, values in parse_qs(urlsplit(window.url).query).items()
        } == step["address"]
    if "ground" in step:
        assert (
            window.evaluate("getComputedStyle(document.documentElement).backgroundColor")
            == step["ground"]
        )
    if "size" in step:
        assert (
            window.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)")
            >= step["size"]
        )


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk["name"])
def test_walk(walk: dict[str, Any], root: str, window: Page) -> None:
    window.goto(f"{root}/{walk['page']}")
    until(window, READY)
    for number, step in enumerate(walk["steps"], 1):
        take(window, step)
        try:
            assert_came_of(window, step)
        except AssertionError as error:
            there = window.evaluate(
                f"[document.activeElement.outerHTML.slice(0, 120), {SAID}, location.search]"
            )
            raise AssertionError(f"step {number} {step}: {error}; there is {there}") from error
