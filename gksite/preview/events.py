"""The settings of a preview, and the events that the terminal shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from gksite.diagnostics import Diagnostic
from gksite.preview.messages import Built, Order


class Settings(msgspec.Struct, frozen=True):
    """How to serve. `addresses` are those to listen on, `own_names` the hosts that requests may
    name besides the loopback's.

    `published` is the folder that pages are compared with; `poll` and `quiet_ms` are those of the
    watcher. `clock` returns today for each build, because a preview may stay open over midnight.
    """

    order: Order
    published: str
    addresses: tuple[str, ...]
    own_names: frozenset[str] = frozenset()
    port: int = 8000
    poll: float | None = None
    quiet_ms: int = 50
    reloads: bool = True
    clock: Callable[[], date] | None = None


class Listening(msgspec.Struct, frozen=True):
    """The server answers now, at these addresses. `asked`: the port asked for, 0 for any."""

    urls: tuple[str, ...]
    port: int
    asked: int


class Notice(msgspec.Struct, frozen=True):
    """A diagnostic for the terminal."""

    diagnostic: Diagnostic


Event = Listening | Built | Notice
