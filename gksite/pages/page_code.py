"""The QR code of an address, drawn as one SVG path."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from gksite.pages.contexts import PageCode
from gksite.pages.qr_symbol import qr_rows

_SAFE = "%/:?#[]@!$&'()*+,;=~"
_LETTERS = str.maketrans("01", "ld")


def page_code(address: str) -> PageCode:
    """The code of an address, as many modules as that takes. An address in Chinese is encoded as browsers do."""
    rows = qr_rows(quote(address, safe=_SAFE).encode())
    return PageCode(len(rows), _drawn(rows))


def _drawn(rows: Sequence[str]) -> str:
    """Rows of modules as a path to be stroked one unit wide: dark runs are lines, light ones moves.

    Runs are replaced length by length, the longest first, which takes a quarter of the time of going from run to run.
    """
    path = whole = "/".join(rows).translate(_LETTERS)
    for module, other, line in (("d", "l", "h{}"), ("l", "d", "m{} 0")):
        for length in range(max(map(len, whole.replace("/", other).split(other))), 0, -1):
            path = path.replace(module * length, line.format(length))
    return "M0 .5" + path.replace("/", f"m-{len(rows)} 1")
