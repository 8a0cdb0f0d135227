"""The changes between two pushes: new, changed, kept and removed documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.portal.push_documents import FORMAT, Document, Sha256, Tombstone

Action = Literal["add", "change", "keep", "delete"]


class ManifestEntry(msgspec.Struct, frozen=True):
    """A document of a push: its version, the file that holds it, and what is to be done; `keep`
    has no file here."""

    id: str
    version: Sha256
    action: Action
    path: str
    title: str
    url: str


class PushManifest(msgspec.Struct, frozen=True):
    """All documents by id. `since` is the digest of the manifest that this one was held against, ""
    for the full state."""

    format: Annotated[str, Meta(pattern="^gksite-push/1$")]
    since: Annotated[str, Meta(pattern="^([0-9a-f]{64})?$")]
    documents: tuple[ManifestEntry, ...]


class Changes(msgspec.Struct, frozen=True):
    """Sorted ids of the documents that are new, have another version, have the same, are gone."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]


def parse_push_manifest(path: str, data: bytes) -> tuple[PushManifest | None, list[Diagnostic]]:
    """Return the manifest in a file, or its problem."""
    try:
        return msgspec.json.decode(data, type=PushManifest), []
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return None, [
            problem(
                "bad-push-manifest",
                Location(path),
                reason=str(error),
                reason_zh="不是这种格式的 JSON",
            )
        ]


def changes(previous: PushManifest | None, current: Sequence[Document]) -> Changes:
    """Return the changes from `previous` to `current`; all documents are new without a `previous`.

    A document that the last push deleted is not removed again.
    """
    before = (
        {entry.id: entry.version for entry in previous.documents if entry.action != "delete"}
        if previous
        else {}
    )
    now = {document.id: document.version for document in current}
    return Changes(
        added=tuple(sorted(now.keys() - before.keys())),
        changed=tuple(sorted(id for id in now.keys() & before.keys() if now[id] != before[id])),
        kept=tuple(sorted(id for id in now.keys() & before.keys() if now[id] == before[id])),
        removed=tuple(sorted(before.keys() - now.keys())),
    )


def tombstones(previous: PushManifest | None, removed: Sequence[str]) -> list[Tombstone]:
    """Return a tombstone for each document of the last push that is gone."""
    entries = {entry.id: entry for entry in previous.documents} if previous else {}
    return [
        Tombstone(FORMAT, id, entries[id].version, entries[id].title, entries[id].url)
        for id in removed
    ]
