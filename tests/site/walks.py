"""Walks by keyboard alone, as cases/keyboard.json records them: keys, and what comes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from browser_waits import Waited, until

WALKS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases/keyboard.json").read_text("utf-8")
)
"""Each walk begins on a page, in a window of `width` pixels or of 1280, and has steps. A step
begins where the one before ended, or at the element `to`, which a keyboard reaches by Tab
(test_browser.py walks all stops). `keys` are pressed or `type` is written; `tabs` are the elements
that have the focus one after another, by a Tab each. Then hold, as far as they are named:
`focus` (a selector of the element in focus), `said` (the whole text of the live region), `address`
(the whole query), `page` (the end of its path), `place` (the fragment), `ground` (the colour of the
page), `size` (least size of the text in pixels), `shown` and `hidden` (selectors of elements that
are in sight or not).

Wherever the focus is after a step, a ring of two pixels is around it, in sight.
"""
SAID = "(document.querySelector('main [role=status]') || {textContent: ''}).textContent"
READY = (
    "!document.querySelector('#search') || document.querySelectorAll('#filter-year option')"
    ".length > 2"
)
RINGED = """(() => {
  const one = document.activeElement;
  if (!one || one === document.body) return false;
  const isRinged = [one, one.closest('label'), one.parentElement].filter(Boolean).some(each => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      && style.opacity !== '0';
  });
  const box = one.getBoundingClientRect();
  return (isRinged || one.matches('main')) && box.bottom > 0 && box.top < innerHeight
    && box.right > 0 && box.left < innerWidth;
})()"""
IN_SIGHT = "!!document.querySelector({0}) && document.querySelector({0}).checkVisibility()"


class Keys(Protocol):
    """The keyboard of a window."""

    def press(self, key: str, /) -> None: ...
    def insert_text(self, text: str, /) -> None: ...


class Walked(Waited, Protocol):
    """A window of any browser."""

    @property
    def keyboard(self) -> Keys: ...
    @property
    def url(self) -> str: ...
    def focus(self, selector: str, /) -> None: ...
    def wait_for_url(self, url: str, /) -> None: ...


def assert_walk(window: Walked, walk: dict[str, Any]) -> None:
    """Take the steps of a walk on the page in the window."""
    until(window, READY)
    for number, step in enumerate(walk["steps"], 1):
        try:
            take(window, step)
            assert_came_of(window, step)
        except AssertionError as error:
            there = window.evaluate(
                f"[document.activeElement.outerHTML.slice(0, 120), {SAID}, location.search]"
            )
            raise AssertionError(f"step {number} {step}: {error}; there is {there}") from error


def take(window: Walked, step: dict[str, Any]) -> None:
    """Do what a step says."""
    if "to" in step:
        window.focus(step["to"])
    if "type" in step:
        window.keyboard.insert_text(step["type"])
    for key in step.get("keys", ()):
        window.keyboard.press(key)
    for selector in step.get("tabs", ()):
        window.keyboard.press("Tab")
        focus_is_on(window, selector)


def focus_is_on(window: Walked, selector: str) -> None:
    """Hold that the focus comes to an element, with a ring around it."""
    until(window, f"document.activeElement.matches({json.dumps(selector)})")
    until(window, RINGED)


def assert_came_of(window: Walked, step: dict[str, Any]) -> None:
    """Hold what came of a step against what it records."""
    if "page" in step:
        window.wait_for_url(f"**/{step['page']}*")
    if "said" in step:
        until(window, f"{SAID} === {json.dumps(step['said'])}")
    if "focus" in step:
        focus_is_on(window, step["focus"])
    for selector in step.get("shown", ()):
        until(window, IN_SIGHT.format(json.dumps(selector)))
    for selector in step.get("hidden", ()):
        until(window, f"!({IN_SIGHT.format(json.dumps(selector))})")
    address = urlsplit(window.url)
    if "address" in step:
        asked = {key: values[0] for key, values in parse_qs(address.query).items()}
        assert asked == step["address"]
    if "place" in step:
        assert address.fragment == step["place"]
    if "ground" in step:
        ground = "getComputedStyle(document.documentElement).backgroundColor"
        assert window.evaluate(ground) == step["ground"]
    if "size" in step:
        size = "parseFloat(getComputedStyle(document.querySelector('main')).fontSize)"
        assert window.evaluate(size) >= step["size"]
