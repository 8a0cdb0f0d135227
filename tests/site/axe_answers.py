"""axe, asked about a page in a window."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

AXE_SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
ALSO = (
    "focus-order-semantics",
    "hidden-content",
    "label-content-name-mismatch",
    "table-fake-caption",
    "td-has-header",
    "target-size",
)
"""Rules that axe leaves out unless asked. Two stay out: `css-orientation-lock` is for sheets
that turn the page, which none does; `p-as-heading` takes the bold name of an item in a list of
plans, which heads nothing, for a heading.
"""

OF_COLOURS = ("color-contrast", "link-in-text-block")
"""Rules whose answer depends on colours; the first takes three quarters of axe's time."""

RUN = """async ([also, without]) => {
  const switched = (rules, enabled) => rules.map(rule => [rule, {enabled}]);
  const rules = Object.fromEntries([...switched(also, true), ...switched(without, false)]);
  const found = await axe.run(document, {resultTypes: ["violations"], preload: false, rules});
  return found.violations.map(
    one => [one.id, one.help, one.nodes.map(node => node.html.slice(0, 160))]);
}"""
"""`preload` is for rules that look into sheets of other hosts, of which there are none."""

TIMERS_WITHOUT_SCRIPT = "window.setTimeout = run => { Promise.resolve().then(run); return 0; }"
"""Where a page may run no script its timers never ring, and axe waits for one between its steps."""


def runs_script(window: Page) -> bool:
    """Whether a page may run scripts in this window."""
    return not window.evaluate("matchMedia('(scripting: none)').matches")


def take_axe(window: Page) -> None:
    """Put axe into the page, so that it works there with and without the page's own scripts."""
    if not runs_script(window):
        window.evaluate(TIMERS_WITHOUT_SCRIPT)
    window.evaluate(AXE_SCRIPT)


def violations(window: Page, *, without: tuple[str, ...] = ()) -> list[Any]:
    """Return what axe finds on the page in this look of it."""
    found: list[Any] = window.evaluate(RUN, [list(ALSO), list(without)])
    return found
