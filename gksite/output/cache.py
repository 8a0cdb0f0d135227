"""What was read from sources, kept between builds under the digest of what it was read from."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

from gksite.output.fingerprint import digest
from gksite.output.staging import write_new_file

CACHE_NAME = "parsed.msgpack"
_CHECK_SIZE = 16

Cache = dict[str, tuple[bytes, bytes]]
"""Name of a part of the sources → the digest that it was read from, and the encoded result."""


def read_cache(state_dir: Path) -> Cache:
    """The cache of the last build; empty when it is missing or damaged."""
    try:
        data = (state_dir / CACHE_NAME).read_bytes()
    except OSError:
        return {}
    content = memoryview(data)[_CHECK_SIZE:]
    if data[:_CHECK_SIZE] != digest(bytes(content)):
        return {}
    try:
        return msgspec.msgpack.decode(content, type=Cache)
    except msgspec.DecodeError:
        return {}


def write_cache(state_dir: Path, cache: Cache) -> None:
    """Replace the cache. A disk that is full or read-only costs the next build time, and nothing else."""
    content = msgspec.msgpack.encode(cache)
    waiting = state_dir / f"{CACHE_NAME}.new"
    with contextlib.suppress(OSError):
        state_dir.mkdir(parents=True, exist_ok=True)
        write_new_file(str(waiting), digest(content) + content)
        os.replace(waiting, state_dir / CACHE_NAME)  # noqa: PTH105
