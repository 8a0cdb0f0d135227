"""The base of the values that are cached and hashed in great number: frozen, compact, without
names of fields in their bytes."""

from __future__ import annotations

import msgspec


class Value(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A frozen value. Its encoding depends on the order of its fields, so that bytes of other
    versions are never compared."""
