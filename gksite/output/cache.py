"""What was read from sources, kept between builds under the digest of what it was read from."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TypeVar

import msgspec

from gksite.output.fingerprint import digest
from gksite.output.staging import write_new_file

CACHE_NAME = "parsed.msgpack"
TEMPLATES_NAME = "templates.msgpack"
SEARCH_NAME = "search.msgpack"
CHECKS_NAME = "checks.msgpack"
_CHECK_SIZE = 16

Value = TypeVar("Value")
Cache = dict[str, tuple[bytes, bytes]]
"""Name of a part of the sources → the digest that it was read from, and the encoded result."""


def read_cache(state_dir: Path) -> Cache:
    """What was read from sources up to the last build; empty when it is missing or damaged."""
    return _read(state_dir / CACHE_NAME, Cache) or {}


def write_cache(state_dir: Path, cache: Cache) -> None:
    """Replace the cache. A disk that is full or read-only costs the next build time, and nothing else."""
    _write(state_dir / CACHE_NAME, cache)


def read_compiled(state_dir: Path, program: bytes) -> dict[str, bytes]:
    """The compiled templates of the last build; empty when they are missing, damaged or another program's."""
    found = _read(state_dir / TEMPLATES_NAME, tuple[bytes, dict[str, bytes]])
    return found[1] if found and found[0] == program else {}


def write_compiled(state_dir: Path, program: bytes, compiled: dict[str, bytes]) -> None:
    """Replace the compiled templates, as `write_cache` does."""
    _write(state_dir / TEMPLATES_NAME, (program, compiled))


def read_search(state_dir: Path) -> Cache:
    """What each plan added to the search index of the last build; empty when it is missing or damaged."""
    return _read(state_dir / SEARCH_NAME, Cache) or {}


def write_search(state_dir: Path, parts: Cache) -> None:
    """Replace what each plan added to the search index, as `write_cache` does."""
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
    """What the last check found; None when it is missing, damaged or of another shape."""
    return _read(state_dir / CHECKS_NAME, kind)


def write_checks(state_dir: Path, checks: object) -> None:
    """Replace what the last check found, as `write_cache` does."""
    _write(state_dir / CHECKS_NAME, checks)
