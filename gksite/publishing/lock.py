"""The lock at a target: one publication at a time, with the name of its owner, valid until a stated
time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import msgspec

from gksite.output.refusal import Refused, refuse
from gksite.publishing.answers import said
from gksite.publishing.listing import CONTROL_DIR
from gksite.publishing.targets.store import Store

LOCK_PATH = f"{CONTROL_DIR}/lock"
SECONDS = 3600
_RENEW_AFTER = 300
_WRITING = 2
_LATEST = 253_402_300_799


class Holder(msgspec.Struct, frozen=True):
    """The holder of a lock: name, secret token, and its start and end in seconds since 1970."""

    name: str
    token: str
    since: int = 0
    until: int = 0


class Lock:
    """Our lock at a target."""

    def __init__(self, store: Store, holder: Holder) -> None:
        self._store = store
        self._holder = holder
        self._renewed = time.monotonic()

    def confirm(self) -> None:
        """Raise Refused if the lock is lost or expired: somebody else may be at work."""
        held = _parse(self._store.read(LOCK_PATH))
        if held is None or held.token != self._holder.token:
            name = said(held.name) if held else "?"
            reason, reason_zh = f"{name} took it", f"被 {name} 取走"
        elif held.until < _now():
            reason, reason_zh = "it ran out", "过期了"
        else:
            return
        raise refuse(
            "publish-lock-lost", self._store.place(LOCK_PATH), reason=reason, reason_zh=reason_zh
        )

    def keep(self) -> None:
        """Extend the lock if some time has passed. Called again and again while files are sent."""
        if time.monotonic() - self._renewed > _RENEW_AFTER:
            self.confirm()
            self._holder = msgspec.structs.replace(self._holder, until=_now() + SECONDS)
            self._store.write(LOCK_PATH, msgspec.json.encode(self._holder))
            self._renewed = time.monotonic()


@contextmanager
def locked(store: Store, name: str, token: str, *, break_lock: bool) -> Iterator[Lock]:
    """Hold the target for ourselves. A lock with our own token, left by a run that was cut short,
    is taken up again; so is an empty one, whose owner was killed while making it. Raises Refused if
    somebody else holds it, valid or expired, unless `break_lock`."""
    holder = Holder(name, token, _now(), _now() + SECONDS)
    data = msgspec.json.encode(holder)
    if not store.create(LOCK_PATH, data):
        held = _parse(store.read(LOCK_PATH))
        if held is None:
            # Empty: its owner is writing it this moment, or was killed just then. If it is being
            # written, the next look finds it complete.
            time.sleep(_WRITING)
            held = _parse(store.read(LOCK_PATH))
        if held is not None and held.token != token and not break_lock:
            raise _held(store, held)
        store.write(LOCK_PATH, data)
    try:
        yield Lock(store, holder)
    finally:
        # If the connection is cut the lock stays; the next run knows it by its token.
        with suppress(Refused):
            held = _parse(store.read(LOCK_PATH))
            if held is not None and held.token == token:
                store.remove(LOCK_PATH)


def _held(store: Store, held: Holder) -> Refused:
    place = store.place(LOCK_PATH)
    code = "publish-locked" if held.until >= _now() else "publish-lock-expired"
    return refuse(
        code, place, owner=said(held.name), since=_shown(held.since), until=_shown(held.until)
    )


def _parse(data: bytes | None) -> Holder | None:
    try:
        return msgspec.json.decode(data or b"", type=Holder)
    except msgspec.DecodeError:
        return None


def _now() -> int:
    return int(time.time())


def _shown(seconds: int) -> str:
    # Another program may have written the lock: limit the time to what a date can be.
    return datetime.fromtimestamp(min(max(seconds, 0), _LATEST), UTC).strftime("%Y-%m-%d %H:%M UTC")
