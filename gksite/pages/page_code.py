"""The QR code of an address, drawn as one SVG path."""

from __future__ import annotations

import re

from gksite.pages.contexts import PageCode

_DARK = re.compile(rb"\x01+")


def page_code(address: str) -> PageCode:
    """The code of an address: error correction M (15 % of it may be spoilt), as many modules as that takes."""
    # Loaded with the first code, since most builds draw none.
    import segno

    rows = segno.make(address, error="m", micro=False, boost_error=False).matrix
    return PageCode(len(rows), drawn(rows))


def drawn(rows: tuple[bytearray, ...]) -> str:
    """Rows of modules (1 is dark) as a path to be stroked one unit wide."""
    runs = ((number, run) for number, row in enumerate(rows) for run in _DARK.finditer(row))
    return "".join(f"M{run.start()} {number}.5h{run.end() - run.start()}" for number, run in runs)
