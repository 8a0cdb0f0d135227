"""The looks of a page: the mode and the width that it is read in, with script or without. All of
them are too many for every run: a cover of a few has each two values of different kinds together.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from playwright.sync_api import Page

MODES = ("light", "dark", "contrast", "elder", "forced")
WIDTHS = (320, 375, 768, 1280, 1440)
"""320 CSS pixels are also a window of 1280 at 400 % (WCAG 2.2, 1.4.10)."""
HEIGHT = 900
CHOOSE = """([mode, byScript]) => {
  const radio = document.getElementById(`mode-${mode}`), { dataset } = document.documentElement;
  delete dataset.mode;
  if (radio) radio.checked = true;
  if (mode !== "standard" && (byScript || !radio)) dataset.mode = mode;
}"""


class Look(NamedTuple):
    """A way to read a page. `forced` is what a system's contrast themes make of the standard mode;
    narrow windows have a light one, wide ones a dark one."""

    mode: str
    width: int
    has_script: bool

    def show(self, window: Page) -> None:
        """Give the page in the window this look, as its own controls do; whether scripts run there
        was decided when the window was made."""
        is_forced = self.mode == "forced"
        window.emulate_media(
            forced_colors="active" if is_forced else "none",
            color_scheme="dark" if is_forced and self.width > 800 else "light",
        )
        window.set_viewport_size({"width": self.width, "height": HEIGHT})
        chosen = "standard" if self.mode in ("light", "forced") else self.mode
        window.evaluate(CHOOSE, [chosen, self.has_script])


def every_look(is_worked: bool = False) -> list[Look]:
    """Return all looks of a page; of one that a script made, those with script."""
    return [
        Look(mode, width, has_script)
        for has_script, width, mode in product((True, False), WIDTHS, MODES)
        if has_script or not is_worked
    ]


def cover_of(number: int, is_worked: bool = False) -> list[Look]:
    """Return the looks of the kind of page at a place in the list of kinds: each mode once, at
    widths that differ from kind to kind, and so that any five kinds have each mode at each width,
    any ten each mode and each width with script and without."""
    return [
        Look(mode, WIDTHS[(place + number) % len(WIDTHS)], is_worked or (place + number) % 2 == 0)
        for place, mode in enumerate(MODES)
    ]


def pairs_of(kind: str, looks: Iterable[Look]) -> set[tuple[object, object]]:
    """Return every two values of different kinds that meet in the looks of a kind of page."""
    pairs: set[tuple[object, object]] = set()
    for mode, width, has_script in looks:
        values = (kind, mode, width, f"script {has_script}")
        pairs |= {(one, other) for n, one in enumerate(values) for other in values[n + 1 :]}
    return pairs
