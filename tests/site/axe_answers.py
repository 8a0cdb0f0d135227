"""axe, asked about a page in a window: about a whole look, or about what differs from others."""

from __future__ import annotations

from collections.abc import Sequence
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

COLOURS_OF_LINKS = OF_COLOURS[1:]
"""Of these the rules that compare a text with the one around it."""

OF_PLACES = ("target-size", "scrollable-region-focusable")
"""Rules whose answer depends on where elements are."""

RUN = """async ([also, without, only, among]) => {
  const switched = (rules, enabled) => rules.map(rule => [rule, {enabled}]);
  const rules = Object.fromEntries([...switched(also, true), ...switched(without, false)]);
  const wanted = only.length ? {runOnly: {type: "rule", values: only}} : {rules};
  const options = {resultTypes: ["violations"], preload: false, ...wanted};
  const all = document.querySelectorAll("*");
  const found = await axe.run(among.length ? among.map(place => all[place]) : document, options);
  return found.violations.map(
    one => [one.id, one.help, one.nodes.map(node => node.html.slice(0, 160))]);
}"""
"""`preload` is for rules that look into sheets of other hosts, of which there are none."""

TIMERS_WITHOUT_SCRIPT = "window.setTimeout = run => { Promise.resolve().then(run); return 0; }"
"""Where a page may run no script its timers never ring, and axe waits for one between its steps."""

SHAPE = """() => {
  const seen = [], boxes = [];
  for (const one of document.querySelectorAll("*")) {
    const box = one.getBoundingClientRect(), isThere = one.checkVisibility();
    const isOnPage = box.right > 0 && box.bottom + scrollY > 0 && box.left < innerWidth;
    seen.push([isThere, box.width > 1, box.height > 1, isOnPage].map(Number).join(""));
    boxes.push(isThere ? [box.x, box.y, box.width, box.height].map(Math.round).join() : "");
  }
  const text = document.head.outerHTML + document.body.outerHTML;
  return [text + seen.join(";"), boxes.join(";")];
}"""
"""What the other rules depend on: the elements of the page and whether they are in sight; and where
they are, which matters to few."""

COLOURS = """() => {
  const transparent = /^(rgba\\(.*, 0\\)|transparent)$/, pairs = new Map();
  const hasText = one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  for (const [place, one] of document.querySelectorAll("*").entries()) {
    if (!hasText(one) || !one.checkVisibility()) continue;
    const own = getComputedStyle(one), ground = [];
    for (let each = one; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      const colour = transparent.test(style.backgroundColor) ? "" : style.backgroundColor;
      ground.push([colour, style.backgroundImage, style.opacity, style.filter].join());
      if (colour) break;
    }
    const size = parseFloat(own.fontSize);
    const isLarge = size >= 24 || (size > 18.66 && own.fontWeight >= 700);
    const parts = [own.color, own.textShadow, own.fontWeight, ...new Set(ground)];
    const pair = JSON.stringify([parts.join(" | "), isLarge]);
    pairs.set(pair, [...(pairs.get(pair) || []), place]);
  }
  return [...pairs].map(([pair, places]) => [...JSON.parse(pair), places]);
}"""
"""What the contrast of every text in sight depends on: its colours and what is painted behind
it; and whether it is large; with the places, among all elements, of all such texts."""


def runs_script(window: Page) -> bool:
    """Whether a page may run scripts in this window."""
    return not window.evaluate("matchMedia('(scripting: none)').matches")


def take_axe(window: Page) -> None:
    """Put axe into the page, so that it works there with and without the page's own scripts."""
    if not runs_script(window):
        window.evaluate(TIMERS_WITHOUT_SCRIPT)
    window.evaluate(AXE_SCRIPT)


def violations(
    window: Page,
    *,
    without: tuple[str, ...] = (),
    only: Sequence[str] = (),
    among: Sequence[int] = (),
) -> list[Any]:
    """Return what axe finds on the page, or on the elements at some places of it."""
    found: list[Any] = window.evaluate(RUN, [list(ALSO), list(without), list(only), list(among)])
    return found


class Asked:
    """Of one page, the looks that axe was asked about: shapes, places, and colours of texts with
    whether these were large.

    It answers alike where elements, places and colours are alike: in dark mode as in light but for
    contrast, and without script as with it where no script works on the page. Each different look
    is asked about once; of the first look axe sees every text, later all texts of each new pair of
    colours. Less contrast will do for large texts.
    """

    def __init__(self) -> None:
        self.shapes: set[str] = set()
        self.places: set[str] = set()
        self.colours: set[tuple[str, bool]] = set()

    def faults(self, window: Page) -> list[Any]:
        """What axe finds in a look that it was not asked about."""
        shape, places = window.evaluate(SHAPE)
        texts = window.evaluate(COLOURS)
        assert texts
        is_first = not self.colours
        known = self.colours | {(colour, True) for colour, _ in self.colours}
        new = [place for *pair, first in texts if tuple(pair) not in known for place in first]
        without = OF_COLOURS[: 1 if new else 2]
        only = [
            *(COLOURS_OF_LINKS if new else ()),
            *(OF_PLACES if places not in self.places else ()),
        ]
        is_known = shape in self.shapes
        self.shapes.add(shape)
        self.places.add(places)
        self.colours |= {(colour, is_large) for colour, is_large, _ in texts}
        if is_first:
            return violations(window)
        found = violations(window, only=OF_COLOURS[:1], among=new) if new else []
        if not is_known:
            found += violations(window, without=without)
        elif only:
            found += violations(window, only=only)
        return found
