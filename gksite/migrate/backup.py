"""The copy of all files that a migration changes, made before it changes them; by it a later run
finishes one that was killed."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Literal

import msgspec

RECORD_NAME = "gksite-migrate.json"
"""The member that says what the migration writes. All other members are the files as they were, by
their paths, so that unpacking them in the project folder puts them back."""

NAMES = "backup-*.zip"
_LARGEST = 500_000_000
_EPOCH = (1980, 1, 1, 0, 0, 0)

State = Literal["untouched", "finished", "interrupted", "mixed"]


class Change(msgspec.Struct, frozen=True):
    """A file of a migration: the SHA-256 of the file before, "" where there was none, and the new
    text."""

    path: str
    before: str
    text: str


class Backup(msgspec.Struct, frozen=True):
    """What a migration changes, in the order in which it writes."""

    changes: tuple[Change, ...]

    def state(self, now: Mapping[str, bytes]) -> tuple[State, list[str]]:
        """Return how far the migration came, by the files of the project now; and the paths of
        those that it has still to write, or that were edited meanwhile.

        It writes in order: where the last file is as it was and an earlier one is new, it was
        killed.
        """
        old = {c.path for c in self.changes if c.before == _sha256(now.get(c.path))}
        new = {c.path for c in self.changes if now.get(c.path) == c.text.encode("utf-8")}
        if len(old) == len(self.changes) or not new:
            return "untouched", []
        if self.changes[-1].path not in old:
            return "finished", []
        edited = [c.path for c in self.changes if c.path not in old | new]
        if edited:
            return "mixed", edited
        return "interrupted", [c.path for c in self.changes if c.path in old]

    def written(self) -> dict[str, bytes]:
        """Return the new bytes of the files, in the order of the migration."""
        return {c.path: c.text.encode("utf-8") for c in self.changes}


def pack_backup(changes: Mapping[str, bytes], before: Mapping[str, bytes]) -> bytes:
    """Return the zip of the files before a migration, with the record of what it writes."""
    record = Backup(
        tuple(
            Change(path, _sha256(before.get(path)), data.decode("utf-8"))
            for path, data in changes.items()
        )
    )
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for path in changes:
            if path in before:
                package.writestr(_member(path), before[path])
        package.writestr(_member(RECORD_NAME), msgspec.json.format(msgspec.json.encode(record)))
    return stream.getvalue()


def unpack_backup(data: bytes) -> Backup | None:
    """Return the record of a backup, None if the file is none of ours."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            member = package.getinfo(RECORD_NAME)
            if member.file_size > _LARGEST:
                return None
            return msgspec.json.decode(package.read(member), type=Backup)
    except (
        KeyError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        zipfile.BadZipFile,
        zipfile.zlib.error,  # type: ignore[attr-defined]
    ):
        return None


def _member(path: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(path, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


def _sha256(data: bytes | None) -> str:
    return hashlib.sha256(data).hexdigest() if data is not None else ""
