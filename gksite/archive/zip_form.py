"""The one form that the zip of a snapshot has, to the last byte: members stored, in order of their
names, nothing optional."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence

import msgspec

LOCAL_SIZE = 30
"""Bytes of a local header before the name."""

_SAFE_NAME = re.compile(r"(?!\.)[A-Za-z0-9._-]+(?:/(?!\.)[A-Za-z0-9._-]+)?")
_MADE_BY = 3 << 8 | 45
_DAY = 1 << 5 | 1  # 1980-01-01
_MODE = 0o100644 << 16
_WIDE = 0xFFFFFFFF
_MANY = 0xFFFF


class Member(msgspec.Struct, frozen=True):
    """A member: its name, where its header and its bytes begin, their number and CRC-32."""

    name: str
    header: int
    start: int
    size: int
    crc: int

    @property
    def end(self) -> int:
        """The end of its bytes."""
        return self.start + self.size


def is_member_name(name: str) -> bool:
    """Whether a snapshot may have a member of that name: ASCII, at most one folder, nothing hidden,
    nothing that leads out."""
    return len(name) <= 200 and bool(_SAFE_NAME.fullmatch(name))


def local_header(name: str, size: int, crc: int) -> bytes:
    """Return the local header of a member."""
    extra = struct.pack("<HHQQ", 1, 16, size, size) if size >= _WIDE else b""
    shown = min(size, _WIDE)
    fixed = struct.pack(
        "<4s5H3I2H",
        b"PK\x03\x04",
        45 if extra else 10,
        0,
        0,
        0,
        _DAY,
        crc,
        shown,
        shown,
        len(name),
        len(extra),
    )
    return fixed + name.encode("ascii") + extra


def placed(name: str, header: int, size: int, crc: int) -> Member:
    """Return the member whose local header begins at `header`."""
    return Member(name, header, header + len(local_header(name, size, crc)), size, crc)


def directory(members: Sequence[Member]) -> bytes:
    """Return the bytes behind the members: the directory and its end."""
    entries = b"".join(map(_entry, members))
    start = members[-1].end if members else 0
    count, size = len(members), len(entries)
    end = struct.pack(
        "<4s4H2IH",
        b"PK\x05\x06",
        0,
        0,
        min(count, _MANY),
        min(count, _MANY),
        min(size, _WIDE),
        min(start, _WIDE),
        0,
    )
    if count < _MANY and size < _WIDE and start < _WIDE:
        return entries + end
    wide = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
    return entries + wide + struct.pack("<4sIQI", b"PK\x06\x07", 0, start + size, 1) + end


def _entry(member: Member) -> bytes:
    wide = [value for value in (member.size, member.size, member.header) if value >= _WIDE]
    extra = struct.pack(f"<HH{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    size = min(member.size, _WIDE)
    fixed = struct.pack(
        "<4s6H3I5H2I",
        b"PK\x01\x02",
        _MADE_BY,
        45 if wide else 10,
        0,
        0,
        0,
        _DAY,
        member.crc,
        size,
        size,
        len(member.name),
        len(extra),
        0,
        0,
        0,
        _MODE,
        min(member.header, _WIDE),
    )
    return fixed + member.name.encode("ascii") + extra
