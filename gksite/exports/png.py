"""Write pictures of few colours as PNG (ISO/IEC 15948): the same bytes everywhere, which libraries
that compress do not promise over their versions."""

from __future__ import annotations

import re
import struct
import zlib
from bisect import bisect_right
from collections.abc import Sequence

_RUN = re.compile(rb"\0+|(.)\1*", re.DOTALL)
"""A byte and its repetitions; runs of zeros, which nearly all are, are found several times
faster by themselves."""
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
    known: dict[bytes, str] = {}
    bits = ["110"]  # the last block, with fixed codes
    for match in _RUN.finditer(data):
        run = match[0]
        if run not in known:
            known[run] = _run(run[0], len(run) - 1)
        bits.append(known[run])
    bits.append(_CODES[_END])
    return b"\x78\x01" + _packed("".join(bits)) + struct.pack(">I", zlib.adler32(data))


def _packed(bits: str) -> bytes:
    """Return a stream of bits, of which a byte holds the first one lowest, the last byte filled
    up."""
    return int(bits[::-1], 2).to_bytes(-(-len(bits) // 8), "little")


def _run(byte: int, left: int) -> str:
    """Return the bits of a byte that is repeated so many times."""
    bits = [_CODES[byte]]
    while left >= _SHORTEST:
        length = min(left, _LONGEST)
        bits.append(_repetition(length))
        left -= length
    return "".join(bits) + _CODES[byte] * left


def _repetition(length: int) -> str:
    """Return the bits of a repetition of the last byte."""
    place = bisect_right(_LENGTHS, length) - 1
    count = _extra_bits(place)
    extra = f"{length - _LENGTHS[place]:0{count}b}"[::-1] if count else ""
    return _CODES[_FIRST_LENGTH + place] + extra + "00000"  # distance 1


def _extra_bits(place: int) -> int:
    return 0 if place < 8 or place == len(_LENGTHS) - 1 else (place - 4) // 4


def _fixed_code(symbol: int) -> str:
    """Return the bits of a literal byte, the end, or a length, by the fixed codes (RFC 1951,
    3.2.6)."""
    if symbol < 144:
        code, count = 0x30 + symbol, 8
    elif symbol < 256:
        code, count = 0x190 + symbol - 144, 9
    elif symbol < 280:
        code, count = symbol - 256, 7
    else:
        code, count = 0xC0 + symbol - 280, 8
    return f"{code:0{count}b}"


_CODES = tuple(map(_fixed_code, range(286)))
