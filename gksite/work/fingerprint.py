"""The digest by which inputs are compared."""

from __future__ import annotations

import hashlib


def digest(*parts: bytes | memoryview) -> bytes:
    """Return 16 bytes that identify `parts`: other parts, another order or another division give
    another digest."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.digest()
