"""Write many files as a zip that anybody can open, and read it again without trusting it: the
sources and the data of a snapshot."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from gksite.archive.container import BROKEN_ZIP, check_directory
from gksite.output.paths import is_safe
from gksite.output.refusal import refuse

MOST_FILES = 200_000
LARGEST_UNPACKED = 200_000_000
HIGHEST_RATIO = 100
"""Unpacked, the files have at most LARGEST_UNPACKED bytes, or so many times their packed size."""

_STEP = 1 << 20


class Bundled(msgspec.Struct, frozen=True):
    """A file of a bundle: its path, and the size and SHA-256 of its bytes."""

    path: str
    size: int
    sha256: str


class BrokenBundle(Exception):
    """The bundle cannot be read; `path` is that of the file, "" if it is unknown."""

    def __init__(self, path: str = "") -> None:
        super().__init__(path)
        self.path = path


def write_bundle(place: Path, files: Mapping[str, Path | bytes]) -> list[Bundled]:
    """Write the files, path → bytes or place on disk, sorted by path. Only bytes and paths are
    kept."""
    written = []
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in sorted(files):
            info = zipfile.ZipInfo(path)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            digest, size = hashlib.sha256(), 0
            file = files[path]
            is_large = isinstance(file, Path) and file.stat().st_size > 1 << 31
            with (
                io.BytesIO(file) if isinstance(file, bytes) else file.open("rb") as source,
                bundle.open(info, "w", force_zip64=is_large) as target,
            ):
                while chunk := source.read(_STEP):
                    digest.update(chunk)
                    size += len(chunk)
                    target.write(chunk)
            written.append(Bundled(path, size, digest.hexdigest()))
    return written


def read_bundle(
    stream: BinaryIO, name: str, take: Callable[[str, bytes], None] | None = None
) -> Iterator[Bundled]:
    """Yield the files of the bundle `name` (for messages). `take` gets their bytes piece by piece.

    Raises Refused if a path leads out or occurs twice, or if there is more than a bundle may hold;
    BrokenBundle if it is damaged.
    """
    path = ""
    try:
        check_directory(stream, name, MOST_FILES)
        with zipfile.ZipFile(stream) as bundle:
            infos = bundle.infolist()
            _check(infos, name)
            for info in infos:
                path = info.filename
                digest, size = hashlib.sha256(), 0
                with bundle.open(info) as source:
                    while chunk := source.read(_STEP):
                        digest.update(chunk)
                        size += len(chunk)
                        if take:
                            take(path, chunk)
                if not size and take:
                    take(path, b"")
                yield Bundled(path, size, digest.hexdigest())
    except BROKEN_ZIP as error:
        raise BrokenBundle(path) from error


def _check(infos: list[zipfile.ZipInfo], name: str) -> None:
    unpacked, packed = (
        sum(info.file_size for info in infos),
        sum(info.compress_size for info in infos),
    )
    if len(infos) > MOST_FILES or unpacked > max(LARGEST_UNPACKED, HIGHEST_RATIO * packed):
        raise refuse(
            "snapshot-unsafe",
            name,
            reason=f"{len(infos)} files with {unpacked} bytes",
            reason_zh=f"里面有 {len(infos)} 个文件，共 {unpacked} 字节",
        )
    seen: set[str] = set()
    for info in infos:
        path = info.orig_filename
        if not is_safe(path) or info.is_dir() or path in seen:
            shown = ascii(path)[1:-1]
            raise refuse(
                "snapshot-unsafe",
                name,
                reason=f"the file name {shown}",
                reason_zh=f"文件名 {shown}",
            )
        seen.add(path)
