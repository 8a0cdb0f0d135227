"""The files of a push: manifest, documents (each; all as JSON, as XML), list of articles."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gksite.pages.view import View
from gksite.portal.gkmlpt import article_files
from gksite.portal.push_before_duties import former_versions
from gksite.portal.push_changes import Action, ManifestEntry, PushManifest, changes, tombstones
from gksite.portal.push_documents import FORMAT, Document, Tombstone, document_json, push_document
from gksite.portal.push_xml import xml_documents

MANIFEST_PATH = "manifest.json"


class DocumentList(msgspec.Struct, frozen=True):
    """documents.json: how many documents there are to send, and each of them."""

    format: str
    total: int
    documents: tuple[Document | Tombstone, ...]


class Push(msgspec.Struct, frozen=True):
    """The files of a push by path, and the paths of the attachments of its documents."""

    files: dict[str, bytes]
    attachments: tuple[str, ...]


def push_files(view: View, previous: PushManifest | None, digest_of_previous: str) -> Push:
    """Return the files of all documents; with the manifest of the last push, only those of changed
    documents, and tombstones of those that are gone.

    The manifest and the list of articles always have every document. Drafts are left out.
    """
    current = [push_document(view, plan) for plan in view.model.plans.values() if not plan.draft]
    former = former_versions(view)
    since = changes(previous, current, former)
    documents: dict[str, Document | Tombstone] = {document.id: document for document in current}
    gone = {tombstone.id: tombstone for tombstone in tombstones(previous, since.removed)}
    actions: dict[str, Action] = {
        **dict.fromkeys(since.added, "add"),
        **dict.fromkeys(since.changed, "change"),
        **dict.fromkeys(since.kept, "keep"),
        **dict.fromkeys(since.removed, "delete"),
    }
    documents |= gone
    entries = tuple(
        _entry(documents[id], actions[id], former.get(id, "")) for id in sorted(documents)
    )
    ordered = [documents[id] for id in sorted(documents) if actions[id] != "keep"]
    files = {
        MANIFEST_PATH: _pretty(PushManifest(FORMAT, digest_of_previous, entries)),
        "documents.json": msgspec.json.encode(DocumentList(FORMAT, len(ordered), tuple(ordered)))
        + b"\n",
        "documents.xml": xml_documents(ordered),
        **{f"documents/{item.id}.json": document_json(item) for item in ordered},
        **article_files(current),
    }
    return Push(files, _attachments(ordered))


def _entry(document: Document | Tombstone, action: Action, former: str) -> ManifestEntry:
    path = "" if action == "keep" else f"documents/{document.id}.json"
    return ManifestEntry(
        document.id, document.version, action, path, document.title, document.url, former
    )


def _attachments(documents: Sequence[Document | Tombstone]) -> tuple[str, ...]:
    return tuple(
        file.path for item in documents if isinstance(item, Document) for file in item.attachments
    )


def _pretty(value: msgspec.Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
