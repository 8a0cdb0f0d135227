"""Results of reading sources, kept between builds under the digest of their input."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TypeVar

import msgspec

from gksite.output.staging import write_new_file
from gksite.work.fingerprint import digest

CACHE_NAME = "parsed.msgpack"
CHANGES_NAME = "parsed-changes.msgpack"
TEMPLATES_NAME = "templates.msgpack"
SEARCH_NAME = "search.msgpack"
CHECKS_NAME = "checks.msgpack"
LAST_CHECK_NAME = "last-check.msgpack"
CACHE_NAMES = (CACHE_NAME, CHANGES_NAME, TEMPLATES_NAME, SEARCH_NAME, CHECKS_NAME, LAST_CHECK_NAME)
_CHECK_SIZE = 16
_SMALL_SHARE = 8
"""Changes are kept beside the last whole cache while they are at most 1/8 of its size."""

Value = TypeVar("Value")
Cache = dict[str, tuple[bytes, bytes]]
"""Name of a part of the sources → the digest that it was read from, and the encoded result."""


class _Changes(msgspec.Struct, frozen=True):
    """The differences from a whole cache: the checksum of its file, new and changed parts, and the
    names of removed ones."""

    whole: bytes
    parts: Cache
    gone: frozenset[str]


def read_cache(state_dir: Path) -> Cache:
    """Read the cache of the last build; empty when it is missing or damaged."""
    whole = _read(state_dir / CACHE_NAME, Cache) or {}
    changes = _changes(state_dir) if whole else None
    if changes is None:
        return whole
    return {
        name: part for name, part in (whole | changes.parts).items() if name not in changes.gone
    }


def write_cache(state_dir: Path, cache: Cache, before: Cache) -> None:
    """Replace the cache, which `read_cache` gave as `before`.

    A disk that is full or read-only costs the next build time, and nothing else. A few changed
    parts are written beside the whole cache, in a tenth of the time; damaged parts only have to be
    read again.
    """
    kept = _changes(state_dir) or _Changes(_check_of(state_dir / CACHE_NAME), {}, frozenset())
    changed = {name: part for name, part in cache.items() if before.get(name) != part}
    parts = {name: part for name, part in (kept.parts | changed).items() if name in cache}
    size = sum(len(encoded) for _, encoded in parts.values())
    if before and _SMALL_SHARE * size < sum(len(encoded) for _, encoded in cache.values()):
        _write(
            state_dir / CHANGES_NAME,
            _Changes(kept.whole, parts, (kept.gone | before.keys()) - cache.keys()),
        )
    else:
        _write(state_dir / CACHE_NAME, cache)


def _changes(state_dir: Path) -> _Changes | None:
    """Return the changes to the present whole cache; none if they belong to another one."""
    changes = _read(state_dir / CHANGES_NAME, _Changes)
    return changes if changes and changes.whole == _check_of(state_dir / CACHE_NAME) else None


def _check_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_CHECK_SIZE)
    except OSError:
        return b""


def read_compiled(state_dir: Path, program: bytes) -> dict[str, bytes]:
    """Return the compiled templates of the last build; {} if missing, damaged or foreign."""
    kept = _read(state_dir / TEMPLATES_NAME, tuple[bytes, dict[str, bytes]])
    return kept[1] if kept and kept[0] == program else {}


def write_compiled(state_dir: Path, program: bytes, compiled: dict[str, bytes]) -> None:
    """Replace the compiled templates, as `write_cache` does."""
    _write(state_dir / TEMPLATES_NAME, (program, compiled))


def read_search(state_dir: Path) -> Cache:
    """Read each plan's part of the last search index; {} when missing or damaged."""
    return _read(state_dir / SEARCH_NAME, Cache) or {}


def write_search(state_dir: Path, parts: Cache) -> None:
    """Replace the part of each plan in the search index, as `write_cache` does."""
    _write(state_dir / SEARCH_NAME, parts)


def _read(path: Path, kind: type[Value]) -> Value | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    content = memoryview(data)[_CHECK_SIZE:]
    if data[:_CHECK_SIZE] != digest(content):
        return None
    try:
        return msgspec.msgpack.decode(content, type=kind)
    except msgspec.DecodeError:
        return None


def _write(path: Path, value: object) -> None:
    content = msgspec.msgpack.encode(value)
    waiting = path.with_suffix(".new")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_new_file(str(waiting), digest(content) + content)
        os.replace(waiting, path)  # noqa: PTH105


def read_checks(state_dir: Path, kind: type[Value]) -> Value | None:
    """Read the findings of the last check; None when missing, damaged or of another shape."""
    return _read(state_dir / CHECKS_NAME, kind)


def write_checks(state_dir: Path, checks: object) -> None:
    """Replace the findings of the last check, as `write_cache` does."""
    _write(state_dir / CHECKS_NAME, checks)


def read_last_check(state_dir: Path, kind: type[Value]) -> Value | None:
    """Return the findings of the last check; None if missing, damaged or of another shape."""
    return _read(state_dir / LAST_CHECK_NAME, kind)


def write_last_check(state_dir: Path, last_check: object) -> None:
    """Replace the findings of the last check, as `write_cache` does."""
    _write(state_dir / LAST_CHECK_NAME, last_check)
