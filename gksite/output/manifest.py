"""The two records of an output folder: the marker, which lists the files that gksite owns, and the
manifest, which saves work."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from gksite.output.paths import MARKER_PATH, standing
from gksite.work.fingerprint import digest

FORMAT = 1
MANIFEST_NAME = "manifest.msgpack"
_CHECK_SIZE = 16


class FileState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A written file: the fingerprint of its input, and the sha256, size and time of its bytes."""

    fingerprint: bytes
    digest: bytes
    size: int
    mtime_ns: int


class Manifest(msgspec.Struct, frozen=True):
    """The state of an output folder after a build.

    `inputs` is the digest of everything that the build depended on; `notes` belong to the caller.
    """

    format: int
    inputs: bytes
    files: dict[str, FileState]
    notes: bytes = b""


EMPTY_MANIFEST = Manifest(FORMAT, b"", {})


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the manifest in its form on disk: a checksum, then msgpack."""
    content = msgspec.msgpack.encode(manifest)
    return digest(content) + content


def parse_manifest(data: bytes) -> Manifest:
    """Return the manifest in `data`; an empty one when it is damaged or of another format."""
    content = data[_CHECK_SIZE:]
    if data[:_CHECK_SIZE] != digest(content):
        return EMPTY_MANIFEST
    try:
        manifest = msgspec.msgpack.decode(content, type=Manifest)
    except msgspec.DecodeError:
        return EMPTY_MANIFEST
    return manifest if manifest.format == FORMAT else EMPTY_MANIFEST


def read_manifest(state_dir: Path) -> Manifest:
    """Return the last build's manifest; empty when missing, damaged or of another format."""
    try:
        return parse_manifest((state_dir / MANIFEST_NAME).read_bytes())
    except OSError:
        return EMPTY_MANIFEST


def marker_bytes(files: Mapping[str, FileState]) -> bytes:
    """Return the marker, sorted lines `sha256 path`, as `sha256sum -c` reads them."""
    return "".join(f"{files[path].digest.hex()}  {path}\n" for path in sorted(files)).encode()


def parse_marker(marker: bytes) -> frozenset[str]:
    """Return the paths that a marker lists, unchecked; lines of another form are skipped."""
    lines = marker.decode(errors="replace").split("\n")
    return frozenset(line[66:] for line in lines if line[64:66] == "  " and len(line) > 66)


def marker_digests(marker: bytes) -> dict[str, str]:
    """Return path → sha256, in hexadecimal digits, of the files that a marker lists; lines that are
    not of its form are passed over."""
    lines = marker.decode(errors="replace").split("\n")
    return {line[66:]: line[:64] for line in lines if line[64:66] == "  " and len(line) > 66}


def read_marker(root: str) -> bytes | None:
    """Return the marker of an output folder, or None if it has none."""
    path = Path(root, MARKER_PATH)
    return path.read_bytes() if standing(str(path)) == "file" else None
