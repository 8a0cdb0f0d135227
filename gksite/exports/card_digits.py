"""Digits and the slash as pictures: the few signs that a share card has, without a font."""

from __future__ import annotations

from collections.abc import Sequence

GLYPHS: dict[str, tuple[str, ...]] = {
    "0": (
        "  ####  ", " ###### ", "###  ###", "##    ##", "##    ##", "##    ##",
        "##    ##", "##    ##", "##    ##", "###  ###", " ###### ", "  ####  ",
    ),
    "1": (
        "   ##   ", "  ###   ", " ####   ", "## ##   ", "   ##   ", "   ##   ",
        "   ##   ", "   ##   ", "   ##   ", "   ##   ", "########", "########",
    ),
    "2": (
        " #####  ", "####### ", "##   ###", "      ##", "      ##", "     ###",
        "    ### ", "   ###  ", "  ###   ", " ###    ", "########", "########",
    ),
    "3": (
        " #####  ", "####### ", "##   ###", "      ##", "     ###", "  ##### ",
        "  ##### ", "     ###", "      ##", "##   ###", "####### ", " #####  ",
    ),
    "4": (
        "    ### ", "   #### ", "   #### ", "  ## ## ", "  ## ## ", " ##  ## ",
        "##   ## ", "########", "########", "     ## ", "     ## ", "     ## ",
    ),
    "5": (
        "########", "########", "##      ", "##      ", "######  ", "####### ",
        "     ###", "      ##", "      ##", "##   ###", "####### ", " #####  ",
    ),
    "6": (
        "  ##### ", " #######", "###     ", "##      ", "######  ", "####### ",
        "###  ###", "##    ##", "##    ##", "###  ###", " ###### ", "  ####  ",
    ),
    "7": (
        "########", "########", "      ##", "     ###", "     ## ", "    ### ",
        "    ##  ", "   ###  ", "   ##   ", "   ##   ", "  ###   ", "  ##    ",
    ),
    "8": (
        "  ####  ", " ###### ", "###  ###", "##    ##", "###  ###", " ###### ",
        " ###### ", "###  ###", "##    ##", "###  ###", " ###### ", "  ####  ",
    ),
    "9": (
        "  ####  ", " ###### ", "###  ###", "##    ##", "##    ##", "###  ###",
        " #######", "  ######", "      ##", "     ###", "####### ", " #####  ",
    ),
    "/": (
        "      ##", "      ##", "     ## ", "     ## ", "    ##  ", "    ##  ",
        "   ##   ", "   ##   ", "  ##    ", "  ##    ", " ##     ", " ##     ",
    ),
}  # fmt: skip
"""Sign → its rows, each of eight marks."""

ROWS, COLUMNS, GAP = 12, 8, 2
"""Of a sign, and the marks between two signs."""


def rows_of(parts: Sequence[tuple[str, int]], scale: int) -> list[bytes]:
    """Return signs as rows of pixels, each mark `scale` wide and high; the signs of a part have its
    colour."""
    signs = [(GLYPHS[sign], colour) for text, colour in parts for sign in text]
    rows = []
    for row in range(ROWS):
        line = bytes(GAP * scale).join(
            b"".join(bytes((colour if mark == "#" else 0,)) * scale for mark in glyph[row])
            for glyph, colour in signs
        )
        rows += [line] * scale
    return rows


def width_of(count: int) -> int:
    """Return the width of signs in marks."""
    return count * (COLUMNS + GAP) - GAP
