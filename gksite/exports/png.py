"""Write pictures of few colours as PNG (ISO/IEC 15948): the same bytes everywhere, which libraries
that compress do not promise over their versions."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Sequence

_RUN = re.compile(rb"(.)\1*", re.DOTALL)
_LONGEST, _SHORTEST = 258, 3
_LENGTHS = (
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
)  # fmt: skip
"""The first length of each length code from 257 on (RFC 1951, 3.2.5)."""

_END = 256
_FIRST_LENGTH = 257


def png(rows: Sequence[bytes], palette: Sequence[tuple[int, int, int]]) -> bytes:
    """Return a picture. A row has a byte for each pixel, the place of its colour in the palette, of
    at most 256. Rows that equal the one above cost next to nothing."""
    lines = []
    before: bytes | None = None
    nothing = bytes(len(rows[0]))
    for row in rows:
        # Filter 2 states the difference from the row above, filter 0 the row itself.
        lines.append(b"\2" + nothing if row == before else b"\0" + row)
        before = row
    size = struct.pack(">II", len(rows[0]), len(rows))
    return b"".join((
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", size + bytes((8, 3, 0, 0, 0))),
        _chunk(b"PLTE", bytes(part for colour in palette for part in colour)),
        _chunk(b"IDAT", deflated(b"".join(lines))),
        _chunk(b"IEND", b""),
    ))  # fmt: skip


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def deflated(data: bytes) -> bytes:
    """Return data as a zlib stream (RFC 1950) of one block with fixed codes, in which only
    repetitions of one byte are made short."""
    bits = _Bits()
    bits.put(0b011, 3)  # the last block, with fixed codes
    for run in _RUN.finditer(data):
        byte, left = run[1][0], len(run[0])
        bits.symbol(byte)
        left -= 1
        while left >= _SHORTEST:
            length = min(left, _LONGEST)
            bits.length(length)
            left -= length
        for _ in range(left):
            bits.symbol(byte)
    bits.symbol(_END)
    return b"\x78\x01" + bits.bytes() + struct.pack(">I", zlib.adler32(data))


class _Bits:
    """A stream of bits, the lowest of each byte first."""

    def __init__(self) -> None:
        self._value = 0
        self._count = 0
        self._written = bytearray()

    def put(self, value: int, count: int) -> None:
        """Add the lowest `count` bits of a value."""
        self._value |= value << self._count
        self._count += count
        while self._count >= 8:
            self._written.append(self._value & 0xFF)
            self._value >>= 8
            self._count -= 8

    def symbol(self, symbol: int) -> None:
        """Add a literal byte, the end, or a length, by the fixed codes (RFC 1951, 3.2.6)."""
        self.put(*_CODES[symbol])

    def length(self, length: int) -> None:
        """Add a repetition of the last byte."""
        place = max(i for i, first in enumerate(_LENGTHS) if first <= length)
        self.symbol(_FIRST_LENGTH + place)
        self.put(length - _LENGTHS[place], _extra_bits(place))
        self.put(0, 5)  # distance 1

    def bytes(self) -> bytes:
        """Return everything that was added, the last byte filled up."""
        rest = bytes((self._value & 0xFF,)) if self._count else b""
        return bytes(self._written) + rest


def _extra_bits(place: int) -> int:
    return 0 if place < 8 or place == len(_LENGTHS) - 1 else (place - 4) // 4


def _fixed_code(symbol: int) -> tuple[int, int]:
    """Return the fixed code of a symbol, its highest bit first, and its length."""
    if symbol < 144:
        code, count = 0x30 + symbol, 8
    elif symbol < 256:
        code, count = 0x190 + symbol - 144, 9
    elif symbol < 280:
        code, count = symbol - 256, 7
    else:
        code, count = 0xC0 + symbol - 280, 8
    return int(f"{code:0{count}b}"[::-1], 2), count


_CODES = tuple(map(_fixed_code, range(286)))
