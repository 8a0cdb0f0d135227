"""When to build: how long to wait for a burst of saves to end."""

from __future__ import annotations

import msgspec

LARGE = 20
"""So many files at once are a copy or a checkout, which pauses between files; a person saves one or two."""

PATIENCE = 5
"""After a large burst the quiet must last so many times as long."""

LONGEST = 3.0
"""Seconds after which a burst that never ends is built nevertheless."""


class Burst(msgspec.Struct, frozen=True):
    """Changes that wait to be built: the paths, and the moments of the first and the last (seconds of one clock)."""

    paths: frozenset[str]
    first: float
    last: float


def extended(burst: Burst | None, paths: frozenset[str], now: float) -> Burst:
    """The burst with more paths heard at `now`, or a new one."""
    return Burst(burst.paths | paths, burst.first, now) if burst else Burst(paths, now, now)


def due(burst: Burst, quiet: float) -> float:
    """The moment to build. Each batch of changes comes after `quiet` seconds without one, so a small burst is due at once."""
    if len(burst.paths) < LARGE:
        return burst.last
    return min(burst.last + PATIENCE * quiet, burst.first + LONGEST)
