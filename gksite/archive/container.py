"""The file of a snapshot: written member by member, and opened without trusting anything in it."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from gksite.archive.zip_form import (
    LOCAL_SIZE,
    Member,
    directory,
    is_member_name,
    local_header,
    placed,
)
from gksite.output.refusal import refuse
from gksite.source.characters import is_printable

MOST_MEMBERS = 1000
LARGEST_RECORD = 100_000_000
"""Bytes of a member that is read at once (never the web archive or the sources)."""

_STEP = 1 << 20
BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, ValueError, EOFError, OSError,
    OverflowError, IndexError,
)  # fmt: skip
"""What `zipfile` raises for a damaged file."""


class Digests(msgspec.Struct, frozen=True):
    """Size, CRC-32, SHA-256 and SM3 of some bytes, in hexadecimal (SM3 "" if Python has none)."""

    size: int
    crc: int
    sha256: str
    sm3: str


class Part(msgspec.Struct, frozen=True):
    """A member to be written: its name, its bytes or their file, and their digests."""

    name: str
    content: bytes | Path
    digests: Digests


def part(name: str, content: bytes | Path) -> Part:
    """Return a member to be written. Its content is read once for its digests."""
    with content.open("rb") if isinstance(content, Path) else io.BytesIO(content) as stream:
        return Part(name, content, digests_of(stream))


def has_sm3() -> bool:
    """Whether this Python can compute SM3 (GB/T 32905); its OpenSSL decides."""
    try:
        hashlib.new("sm3", usedforsecurity=False)
    except ValueError:
        return False
    return True


def digests_of(stream: BinaryIO) -> Digests:
    """Return the digests of the rest of a stream, which is read in steps."""
    size, crc, sha256 = 0, 0, hashlib.sha256()
    sm3 = hashlib.new("sm3", usedforsecurity=False) if has_sm3() else None
    while chunk := stream.read(_STEP):
        size += len(chunk)
        crc = zlib.crc32(chunk, crc)
        sha256.update(chunk)
        if sm3 is not None:
            sm3.update(chunk)
    return Digests(size, crc, sha256.hexdigest(), sm3.hexdigest() if sm3 is not None else "")


def write_container(stream: BinaryIO, parts: Iterable[Part]) -> tuple[int, str]:
    """Write the parts, sorted by name, as one file. Return its size and SHA-256. Raises Refused if
    a part has changed."""
    whole, at = hashlib.sha256(), 0
    members: list[Member] = []

    def write(data: bytes) -> None:
        nonlocal at
        stream.write(data)
        whole.update(data)
        at += len(data)

    for part in sorted(parts, key=lambda part: part.name):
        members.append(placed(part.name, at, part.digests.size, part.digests.crc))
        write(local_header(part.name, part.digests.size, part.digests.crc))
        crc = 0
        with (
            part.content.open("rb")
            if isinstance(part.content, Path)
            else io.BytesIO(part.content) as content
        ):
            while chunk := content.read(_STEP):
                crc = zlib.crc32(chunk, crc)
                write(chunk)
        if (at, crc) != (members[-1].end, part.digests.crc):
            raise refuse("snapshot-sources-changed", part.name)
    write(directory(members))
    return at, whole.hexdigest()


class Container:
    """An open snapshot: its members by name, as its zip lists them. Nothing is unpacked."""

    def __init__(
        self, path: Path, stream: BinaryIO, members: dict[str, Member], odd: tuple[str, ...]
    ) -> None:
        self.path = path
        self.members = members
        self.odd = odd
        """Return the members that are not stored plainly, or whose name occurs twice."""
        self.stream = stream
        self.size = stream.seek(0, io.SEEK_END)

    def read(self, name: str) -> bytes:
        """Return the bytes of a member; b"" if there is none, or if it is too large."""
        member = self.members.get(name)
        if member is None or member.size > LARGEST_RECORD:
            return b""
        with self.open(name) as stream:
            return stream.read()

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Return a member as a stream that can be read in any order."""
        member = self.members[name]
        yield io.BufferedReader(
            _Window(self.stream, member.start, min(member.size, max(self.size - member.start, 0)))
        )

    def bytes_at(self, start: int, size: int) -> bytes:
        """Return bytes of the file itself."""
        self.stream.seek(start)
        return self.stream.read(size)


@contextmanager
def open_container(path: Path) -> Iterator[Container]:
    """Open the snapshot at `path`. Raises Refused if it is no zip, if a name in it leads out of it,
    or if there are too many."""
    try:
        stream = path.open("rb")
    except OSError as error:
        raise refuse(
            "snapshot-unreadable",
            path.as_posix(),
            reason=str(error.strerror),
            reason_zh="文件打不开",
        ) from error
    with stream:
        try:
            check_directory(stream, path.as_posix(), MOST_MEMBERS)
            with zipfile.ZipFile(stream) as archive:
                infos = archive.infolist()
            members, odd = _members(stream, infos, path.as_posix())
        except BROKEN_ZIP as error:
            raise refuse(
                "snapshot-unreadable",
                path.as_posix(),
                reason="it is no zip file, or cut off",
                reason_zh="不是完整的 zip 文件",
            ) from error
        yield Container(path, stream, members, odd)


def check_directory(stream: BinaryIO, path: str, most: int) -> None:
    """Check that the directory of a zip is small enough to be read at once, and that nothing
    follows it. Raises Refused or BadZipFile."""
    if stream.seek(0, io.SEEK_END) < 22:
        raise zipfile.BadZipFile
    stream.seek(-22, io.SEEK_END)
    kind, *_, count, size, _, comment = struct.unpack("<4s4H2IH", stream.read())
    if kind != b"PK\x05\x06" or comment:
        raise zipfile.BadZipFile
    if stream.seek(0, io.SEEK_END) >= 98:
        stream.seek(-98, io.SEEK_END)
        wide = stream.read(56)
        if wide.startswith(b"PK\x06\x06"):
            count, size = struct.unpack("<32xQQ8x", wide)
    if count > most or size > most * 1000:
        raise refuse(
            "snapshot-unsafe", path, reason=f"{count} members", reason_zh=f"里面有 {count} 个成员"
        )


def _members(
    stream: BinaryIO, infos: list[zipfile.ZipInfo], path: str
) -> tuple[dict[str, Member], tuple[str, ...]]:
    if len(infos) > MOST_MEMBERS:
        raise refuse(
            "snapshot-unsafe",
            path,
            reason=f"{len(infos)} members",
            reason_zh=f"里面有 {len(infos)} 个成员",
        )
    members: dict[str, Member] = {}
    odd: list[str] = []
    for info in infos:
        # ZipInfo cuts a name at NUL; compare the name as it is stored.
        name = info.orig_filename
        if _leads_out(name):
            shown = ascii(name)[1:-1]
            raise refuse(
                "snapshot-unsafe",
                path,
                reason=f"the member name {shown}",
                reason_zh=f"成员名 {shown}",
            )
        if info.compress_type or name in members or not is_member_name(name):
            odd.append(name)
        header = max(info.header_offset, 0)
        stream.seek(header)
        head = stream.read(LOCAL_SIZE)
        if len(head) < LOCAL_SIZE or info.header_offset < 0:
            odd.append(name)
        start = header + LOCAL_SIZE + sum(struct.unpack("<26xHH", head.ljust(LOCAL_SIZE, b"\0")))
        members.setdefault(name, Member(name, header, start, info.compress_size, info.CRC))
    return members, tuple(odd)


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return (
        name.startswith(("/", "\\"))
        or ".." in parts
        or ":" in name
        or any(ord(c) < 32 for c in name)
    )


def printable(text: str) -> str:
    """Return the text with all that a terminal could take for a command as escapes."""
    return text if is_printable(text) else ascii(text)[1:-1]


class _Window(io.RawIOBase):
    """A stretch of a file as a file of its own."""

    def __init__(self, stream: BinaryIO, start: int, size: int) -> None:
        self._stream, self._start, self._size, self._at = stream, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._stream.seek(self._start + self._at)
        data = self._stream.read(max(min(len(buffer), self._size - self._at), 0))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
