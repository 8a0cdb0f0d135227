"""Read the versions of plans that were signed: `reviews/<plan>/<digest>/`, and their attachments in
`reviews/<plan>/files/`."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec

from gksite.diagnostics import Diagnostic
from gksite.source.folder_reader import Attachment, FolderReader

COPIES_DIR = "reviews"
"""The folder of what was signed."""

LISTING_NAME = "SHA256SUMS"
"""The listing of a version, whose digest is signed: `sha256  name` a line."""

FILES_NAME = "files"
"""The folder below a plan's of the attachments of all of its versions, each once, by SHA-256."""

SITE_NAME = "site"
"""The folder of the texts of the site that no plan holds, each once, by SHA-256."""

FOLDER_LENGTH = 16
"""A version's folder is named by so many digits of its digest."""


class StoredVersion(msgspec.Struct, frozen=True):
    """A version as it lies on the disk: its files by name, and what could not be read."""

    files: dict[str, bytes]
    problems: tuple[Diagnostic, ...] = ()


class VersionStore:
    """The folder `reviews/` of a project, read when it is asked for."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._reader = FolderReader(root)

    def mark(self) -> bytes:
        """Return names, sizes and times of all that lies in the folder, as digest: while it stays
        the same, nothing there was changed by an ordinary hand."""
        found = hashlib.blake2b(digest_size=16)
        for folder, below, names in sorted(os.walk(self._root / COPIES_DIR)):
            below.sort()
            for name in sorted(names):
                path = f"{folder}/{name}"
                try:
                    status = os.stat(path)  # noqa: PTH116 - thousands of names
                    state = f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0"
                except OSError as error:
                    state = f"{path}\0{error.errno}\0"
                found.update(state.encode("utf-8", "surrogateescape"))
        return found.digest()

    def mark_of(self, plan: str, digest: str) -> bytes:
        """Return names, sizes and times of the files of a version and of the attachments of its
        plan, as `mark` does."""
        below = (version_folder(plan, digest), f"{COPIES_DIR}/{plan}/{FILES_NAME}")
        states = [_states(self._root / folder) for folder in below]
        return repr(states).encode("utf-8", "surrogateescape")

    def read(self, plan: str, digest: str) -> StoredVersion:
        """Return the files of a version; none where its folder is gone."""
        folder = version_folder(plan, digest)
        before = len(self._reader.problems)
        contents = self._reader.contents(folder)
        found = tuple(self._reader.problems[before:])
        return StoredVersion(
            {path.removeprefix(f"{folder}/"): data for path, data in contents.items()}, found
        )

    def text(self, sha256: str) -> bytes | None:
        """Return the text of the site that is kept under a digest, or None."""
        path = kept_text(sha256)
        place = self._root / path
        found: dict[str, bytes] = {}
        if place.is_file():
            self._reader.text(path, place, found)
        return found.get(path)

    def attachment(self, plan: str, sha256: str) -> Attachment | None:
        """Return the attachment of a plan's version that is kept under a digest, or None."""
        path = kept_attachment(plan, sha256)
        place = self._root / path
        if not place.is_file():
            return None
        found: dict[str, Attachment] = {}
        self._reader.attachment(path, place, found)
        return found.get(path)


def _states(folder: Path) -> list[tuple[str, int, int]] | int | None:
    """Return name, size and time of each file of a folder, or the number of the error."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
            return [(e.name, e.stat().st_size, e.stat().st_mtime_ns) for e in entries]
    except OSError as error:
        return error.errno


def kept_text(sha256: str) -> str:
    """Return the path at which a text of the site that was signed is kept, by its digest."""
    return f"{COPIES_DIR}/{SITE_NAME}/{sha256}"


def version_folder(plan: str, digest: str) -> str:
    """Return the path of a version's folder in the project."""
    return f"{COPIES_DIR}/{plan}/{digest[:FOLDER_LENGTH]}"


def kept_attachment(plan: str, sha256: str) -> str:
    """Return the path at which the versions of a plan keep an attachment, by its digest."""
    return f"{COPIES_DIR}/{plan}/{FILES_NAME}/{sha256}"
