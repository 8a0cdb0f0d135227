"""Files opened to the last container in them: what a search for a text has to look at."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path


def opened(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file, and of all that is packed in it: zips (workbooks, documents, snapshots),
    gzip members (web archives), streams of PDF."""
    yield name, data
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield (
                f"{name}#",
                repr(
                    [(info.filename, info.comment, info.extra) for info in package.infolist()]
                ).encode(),
            )
            for info in package.infolist():
                yield from opened(f"{name}/{info.filename}", package.read(info))
    elif data[:3] == b"\x1f\x8b\x08":
        yield from ((f"{name}@{number}", part) for number, part in enumerate(_members(data)))
    elif data[:4] == b"%PDF":
        yield from ((f"{name}@{number}", part) for number, part in enumerate(_streams(data)))


def opened_tree(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The same of every file below a folder; each path is one of the texts too."""
    for place in sorted(folder.rglob("*")):
        if place.is_file():
            path = place.relative_to(folder).as_posix()
            yield path, path.encode()
            yield from opened(path, place.read_bytes())


def _members(data: bytes) -> Iterator[bytes]:
    while data:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        yield unpacker.decompress(data)
        data = unpacker.unused_data


def _streams(data: bytes) -> Iterator[bytes]:
    for piece in data.split(b"stream\n")[1:]:
        try:
            yield zlib.decompressobj().decompress(piece)
        except zlib.error:
            continue
