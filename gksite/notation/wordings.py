"""Where two wordings of one thing differ, shown with a few characters around it."""

from __future__ import annotations

_CONTEXT = 6
_MOST_SHOWN = 60
"""Characters of a difference that are shown whole."""


def differing(left: str, right: str) -> tuple[str, str]:
    """The stretch in which two wordings differ, on both sides, with a few characters around it; white space counts for nothing."""
    a, b = "".join(left.split()), "".join(right.split())
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return _shown(a, start, end), _shown(b, start, end)


def _shown(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _CONTEXT), min(len(text), len(text) - end + _CONTEXT)
    piece = text[first:last]
    if len(piece) > _MOST_SHOWN:
        piece = f"{piece[:40]}…{piece[-16:]}"
    return f"{'…' if first else ''}{piece}{'…' if last < len(text) else ''}"
