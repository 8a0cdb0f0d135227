"""The QR code of an address, drawn as one SVG path."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote

from gksite.pages.parts import PageCode

_MASK = 0
"""The mask pattern (0–7). To choose the best for each address (ISO/IEC 18004:2015, 7.8.3) takes
segno five times as long as everything else, and readers accept any.
"""
_SAFE = "%/:?#[]@!$&'()*+,;=~"
_LETTERS = str.maketrans("01", "ld")


# A code takes as long as the rest of its page, and the preview renders a page again and again.
@lru_cache(maxsize=4096)
def page_code(address: str) -> PageCode:
    """Return the code of an address at error correction level M (15 %), in the smallest version
    that holds it. An address in Chinese is encoded as browsers do."""
    import segno  # takes 50 ms to load, which a build that changes one task never needs

    symbol = segno.make_qr(
        quote(address, safe=_SAFE).encode(), error="m", boost_error=False, mask=_MASK
    )
    rows = ["".join(map(str, row)) for row in symbol.matrix]
    return PageCode(len(rows), _drawn(rows))


def _drawn(rows: Sequence[str]) -> str:
    """Return rows of modules as a path to be stroked one unit wide: dark runs are lines, light runs
    are moves.

    Runs are replaced length by length, the longest first: this takes a quarter of the time of a
    loop over the runs.
    """
    path = whole = "/".join(rows).translate(_LETTERS)
    for module, other, line in (("d", "l", "h{}"), ("l", "d", "m{} 0")):
        for length in range(max(map(len, whole.replace("/", other).split(other))), 0, -1):
            path = path.replace(module * length, line.format(length))
    return "M0 .5" + path.replace("/", f"m-{len(rows)} 1")
