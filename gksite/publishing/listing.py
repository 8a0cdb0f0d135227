"""The files of a site with sha256 and size, from the output folder and its marker."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import msgspec

from gksite.output.manifest import read_marker
from gksite.output.paths import MARKER_PATH, is_safe
from gksite.output.refusal import refuse

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_CHUNK_SIZE = 1 << 20
RELEASE_LENGTH = 16
CONTROL_DIR = ".gksite-publish"
"""The folder at a target that holds the lock, the record and files in transit."""


class SiteFile(msgspec.Struct, frozen=True):
    """A file of the output folder: path there, sha256 (hex), size, path on this disk."""

    path: str
    sha256: str
    size: int
    full_path: str


class LocalSite(msgspec.Struct, frozen=True):
    """The site to publish: its files by path, and the marker apart from them."""

    files: dict[str, SiteFile]
    marker: SiteFile

    @property
    def digests(self) -> dict[str, str]:
        """Path → sha256 of every file but the marker."""
        return {path: file.sha256 for path, file in self.files.items()}

    @property
    def release(self) -> str:
        """The name of this site as a release, from its marker's sha256: equal sites share it."""
        return self.marker.sha256[:RELEASE_LENGTH]


def parse_listing(marker: bytes) -> dict[str, str]:
    """Return path → sha256 from a marker, without foreign lines and unsafe paths."""
    matches = map(_LINE.fullmatch, marker.decode(errors="replace").split("\n"))
    return {
        match[2]: match[1]
        for match in matches
        if match and is_safe(match[2]) and match[2].partition("/")[0] != CONTROL_DIR
    }


def read_local_site(out: Path) -> LocalSite:
    """Read the site in an output folder by its marker. Raises Refused if any is missing."""
    marker = read_marker(str(out))
    digests = parse_listing(marker or b"")
    if marker is None or "index.html" not in digests:
        raise refuse("publish-empty", out.as_posix())
    files = {
        path: SiteFile(path, sha256, _size(out / path), str(out / path))
        for path, sha256 in digests.items()
    }
    return LocalSite(
        files,
        SiteFile(
            MARKER_PATH, hashlib.sha256(marker).hexdigest(), len(marker), str(out / MARKER_PATH)
        ),
    )


def is_unchanged(file: SiteFile) -> bool:
    """Whether the file still has the digest of its marker."""
    try:
        with Path(file.full_path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
    except OSError:
        return False


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise refuse("publish-source-changed", path.as_posix()) from error
