"""Decide when to build: how long to wait for a burst of saves to end."""

from __future__ import annotations

import msgspec

LARGE = 4
"""So many files at once are a copy or a checkout; a person saves one or two."""

FOLDERS = frozenset({"content", "static", "templates", "themes"})
"""When one of these folders comes or goes, many files follow."""

PATIENCE = 5
"""After a large burst wait for so many quiet periods, or half the burst's length if longer."""

LONGEST = 10.0
"""Seconds after which a burst that never ends is built nevertheless."""


class Burst(msgspec.Struct, frozen=True):
    """Changes that wait for a build: the paths, and the seconds of the first and the last."""

    paths: frozenset[str]
    first: float
    last: float


def extended(burst: Burst | None, paths: frozenset[str], now: float) -> Burst:
    """Return the burst with more paths that changed by `now`, or a new one."""
    return Burst(burst.paths | paths, burst.first, now) if burst else Burst(paths, now, now)


def due(burst: Burst, quiet: float) -> float:
    """Return the moment to build. Each batch of changes comes after `quiet` seconds without one, so
    a small burst is due at once."""
    if len(burst.paths) < LARGE and not burst.paths & FOLDERS:
        return burst.last
    return min(
        burst.last + max(PATIENCE * quiet, (burst.last - burst.first) / 2), burst.first + LONGEST
    )
