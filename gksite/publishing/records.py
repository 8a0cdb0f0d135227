"""The record of publications: a line of JSON for each, at the target and in the project."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from gksite.output.refusal import Refused, reasons, refuse
from gksite.output.source_files import locked_sources

RECORDS_DIR = "publications"
"""The folder of a project that keeps what was published; it belongs into version control."""


class Publication(msgspec.Struct, frozen=True):
    """A publication: its time, release and configuration, and its counts."""

    when: str
    """UTC, `2025-06-30T08:00:00Z`."""
    target: str
    action: Literal["publish", "rollback", "push"]
    digest: str
    """sha256 of the marker, which lists the sha256 of every file."""
    config: str
    """sha256 of config.yaml."""
    by: str
    program: str
    files: int = 0
    sent: int = 0
    bytes: int = 0
    deleted: int = 0

    @property
    def release(self) -> str:
        """The name of the release, if the target has releases."""
        return self.digest[:16]


def parse_records(data: bytes | None) -> list[Publication]:
    """Return the publications of a record, oldest first. Skip lines of another form."""
    records = []
    for line in (data or b"").splitlines():
        with contextlib.suppress(msgspec.DecodeError):
            records.append(msgspec.json.decode(line, type=Publication))
    return records


def with_record(data: bytes | None, record: Publication) -> bytes:
    """Return a record with another publication. Its lines stay byte for byte."""
    before = data or b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    return before + msgspec.json.encode(record) + b"\n"


def append_local(root: Path, record: Publication) -> None:
    """Append the publication to `publications/<target>.jsonl`. Raises Refused if it fails."""
    path = root / RECORDS_DIR / f"{record.target}.jsonl"
    try:
        with locked_sources(root) as sources:
            read = {path: path.read_bytes()} if path.is_file() else {}
            sources.write({path: with_record(read.get(path), record)}, read)
    except OSError as error:
        raise not_recorded(path, error) from error
    except Refused as refusal:
        if not isinstance(refusal.__cause__, OSError):
            raise
        raise not_recorded(path, refusal.__cause__) from refusal


def not_recorded(path: Path, error: OSError) -> Refused:
    """Return the refusal for a record that cannot be written."""
    chinese, english = reasons(error)
    return refuse("publish-not-recorded", path.as_posix(), reason=english, reason_zh=chinese)


def read_local(root: Path, target: str) -> list[Publication]:
    """Return the publications of the project's own record, oldest first."""
    try:
        return parse_records((root / RECORDS_DIR / f"{target}.jsonl").read_bytes())
    except OSError:
        return []


def release_order(records: Sequence[Publication]) -> list[str]:
    """Return releases by last publication, newest first; rollbacks keep the order."""
    last = {
        record.release: number
        for number, record in enumerate(records)
        if record.action == "publish"
    }
    return sorted(last, key=last.__getitem__, reverse=True)
