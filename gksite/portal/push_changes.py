"""The changes between two pushes: new, changed, kept and removed documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.portal.push_documents import FORMAT, Document, Sha256, Tombstone

Action = Literal["add", "change", "keep", "delete"]


class ManifestEntry(msgspec.Struct, frozen=True):
    """A document of a push: its version, the file that holds it, and what is to be done; `keep`
    has no file here.

    `former` is the version that the same sources had before documents told of duties: whoever has
    that version, has nothing new to learn. It is empty where the document is gone.
    """

    id: str
    version: Sha256
    action: Action
    path: str
    title: str
    url: str
    former: Annotated[str, Meta(pattern="^([0-9a-f]{64})?$")] = ""


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


def changes(
    previous: PushManifest | None, current: Sequence[Document], former: Mapping[str, str]
) -> Changes:
    """Return the changes from `previous` to `current`; all documents are new without a `previous`.

    `former` are their former versions by id, which a manifest of that time is compared with. A
    document that the last push deleted is not removed again.
    """
    before = (
        {entry.id: entry for entry in previous.documents if entry.action != "delete"}
        if previous
        else {}
    )
    now = {document.id: document.version for document in current}
    kept = {
        id
        for id in now.keys() & before.keys()
        if before[id].version in (now[id], "" if before[id].former else former.get(id))
    }
    return Changes(
        added=tuple(sorted(now.keys() - before.keys())),
        changed=tuple(sorted(now.keys() & before.keys() - kept)),
        kept=tuple(sorted(kept)),
        removed=tuple(sorted(before.keys() - now.keys())),
    )


def tombstones(previous: PushManifest | None, removed: Sequence[str]) -> list[Tombstone]:
    """Return a tombstone for each document of the last push that is gone."""
    entries = {entry.id: entry for entry in previous.documents} if previous else {}
    return [
        Tombstone(FORMAT, id, entries[id].version, entries[id].title, entries[id].url)
        for id in removed
    ]
