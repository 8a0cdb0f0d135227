"""The documents and attachments that a receiver lacks, by what it accepted before; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from gksite.portal.addresses import idempotency_key

FORMAT = "gksite-push/1"


class Entry(msgspec.Struct, frozen=True):
    """A document of the manifest: version (a digest), action, file (none with `keep`), and the
    version that the same content had in an older form."""

    id: str
    version: str
    action: Literal["add", "change", "keep", "delete"]
    path: str = ""
    title: str = ""
    url: str = ""
    former: str = ""


class PushManifest(msgspec.Struct, frozen=True):
    """manifest.json of the profile `push`, as far as sending depends on it."""

    format: Literal["gksite-push/1"]
    documents: tuple[Entry, ...]


class Attachment(msgspec.Struct, frozen=True):
    """A file that belongs to a document: its path below the push folder, size and sha256."""

    path: str
    bytes: int
    sha256: str


class Accepted(msgspec.Struct, frozen=True):
    """What a receiver accepted: documents by id, sha256 of attachments, number of pushes."""

    documents: dict[str, Entry] = {}
    attachments: tuple[str, ...] = ()
    pushes: int = 0


class SendFile(msgspec.Struct, frozen=True):
    """Send an attachment."""

    file: Attachment


class SendDocument(msgspec.Struct, frozen=True):
    """Send a document, new or changed; `data` is its JSON."""

    entry: Entry
    data: bytes


class Withdraw(msgspec.Struct, frozen=True):
    """Tell the receiver that a document is withdrawn; `data` is its tombstone."""

    entry: Entry
    data: bytes


PushStep = SendFile | SendDocument | Withdraw


def order_push(
    manifest: PushManifest, files: Mapping[str, bytes], accepted: Accepted
) -> list[PushStep]:
    """Return the steps: attachments, then documents, tombstones last; only what the receiver has
    not accepted in this version. `files` holds the documents by path. A document that was accepted
    and is not in the manifest at all is withdrawn as well."""
    wanted = [document for document in manifest.documents if document.action != "delete"]
    changed = [item for item in wanted if item.path and _version(accepted, item.id) != item.version]
    attachments = {
        file.sha256: file for item in changed for file in parse_attachments(files[item.path])
    }
    kept = {item.id for item in wanted}
    given = {
        document.id: document for document in manifest.documents if document.action == "delete"
    }
    gone = [
        given.get(id, entry) for id, entry in sorted(accepted.documents.items()) if id not in kept
    ]
    return [
        *(
            SendFile(file)
            for sha256, file in sorted(attachments.items())
            if sha256 not in accepted.attachments
        ),
        *(SendDocument(item, files[item.path]) for item in changed),
        *(
            Withdraw(
                item,
                files[item.path] if item.path in files and item.id in given else _tombstone(item),
            )
            for item in gone
        ),
    ]


def up_to_date(accepted: Accepted, manifest: PushManifest) -> Accepted:
    """Return what a receiver accepted, a document of an older form under the version that the same
    content has now, so that it is not sent again."""
    same = {
        item.id: item
        for item in manifest.documents
        if item.action != "delete" and item.former and _version(accepted, item.id) == item.former
    }
    return msgspec.structs.replace(accepted, documents=accepted.documents | same)


def missing_documents(manifest: PushManifest, accepted: Accepted) -> list[str]:
    """Return the ids of documents that the receiver lacks and the push does not hold, because it
    was made against another state."""
    return [
        document.id
        for document in manifest.documents
        if document.action == "keep" and _version(accepted, document.id) != document.version
    ]


def parse_attachments(document: bytes) -> tuple[Attachment, ...]:
    """Return the attachments of a document's JSON. Raises msgspec.DecodeError if it has another
    form."""
    return msgspec.json.decode(document, type=_WithAttachments).attachments


def request_key(pushes: int, step: SendDocument | Withdraw) -> str:
    """Return the Idempotency-Key of a step, after so many finished pushes."""
    return idempotency_key(
        pushes, step.entry.id, step.entry.version, gone=isinstance(step, Withdraw)
    )


def with_accepted(accepted: Accepted, step: PushStep) -> Accepted:
    """Return what the receiver has after it accepted a step."""
    match step:
        case SendFile(file=file):
            return msgspec.structs.replace(
                accepted, attachments=tuple(sorted({*accepted.attachments, file.sha256}))
            )
        case SendDocument(entry=entry):
            return msgspec.structs.replace(
                accepted, documents={**accepted.documents, entry.id: entry}
            )
        case Withdraw(entry=entry):
            return msgspec.structs.replace(
                accepted,
                documents={id: one for id, one in accepted.documents.items() if id != entry.id},
            )


def render_push_step(step: PushStep) -> str:
    """Return a step as a line of text."""
    match step:
        case SendFile(file=file):
            return f"send {file.path}"
        case SendDocument(entry=entry):
            return f"push {entry.id}"
        case Withdraw(entry=entry):
            return f"withdraw {entry.id}"


class _WithAttachments(msgspec.Struct, frozen=True):
    attachments: tuple[Attachment, ...] = ()


def _version(accepted: Accepted, id: str) -> str:
    return accepted.documents[id].version if id in accepted.documents else ""


def _tombstone(entry: Entry) -> bytes:
    return msgspec.json.encode(
        {
            "action": "delete",
            "format": FORMAT,
            "id": entry.id,
            "version": entry.version,
            "title": entry.title,
            "url": entry.url,
        }
    )
