"""The files of a push: the manifest, each document, all of them as JSON and as XML, and the list of
articles."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gksite.pages.view import View
from gksite.portal.gkmlpt import article_files
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
    """What a push writes: files by path, and the paths of the attachments of the documents among
    them."""

    files: dict[str, bytes]
    attachments: tuple[str, ...]


def push_files(view: View, previous: PushManifest | None, digest_of_previous: str) -> Push:
    """The full state; with a manifest of the last push only what changed since, and a tombstone for
    what is gone.

    The manifest and the list of articles always tell of every document. Drafts are never among
    them.
    """
    current = [push_document(view, plan) for plan in view.model.plans.values() if not plan.draft]
    found = changes(previous, current)
    sent: dict[str, Document | Tombstone] = {
        one.id: one for one in current if one.id not in found.kept
    }
    sent |= {one.id: one for one in tombstones(previous, found.removed)}
    actions: dict[str, Action] = {
        **dict.fromkeys(found.added, "add"),
        **dict.fromkeys(found.changed, "change"),
        **dict.fromkeys(found.kept, "keep"),
        **dict.fromkeys(found.removed, "delete"),
    }
    everything: dict[str, Document | Tombstone] = {**{one.id: one for one in current}, **sent}
    entries = tuple(_entry(everything[id], actions[id]) for id in sorted(everything))
    ordered = [sent[id] for id in sorted(sent)]
    files = {
        MANIFEST_PATH: _pretty(PushManifest(FORMAT, digest_of_previous, entries)),
        "documents.json": msgspec.json.encode(DocumentList(FORMAT, len(ordered), tuple(ordered)))
        + b"\n",
        "documents.xml": xml_documents(ordered),
        **{f"documents/{one.id}.json": document_json(one) for one in ordered},
        **article_files(current),
    }
    return Push(files, _attachments(ordered))


def _entry(document: Document | Tombstone, action: Action) -> ManifestEntry:
    path = "" if action == "keep" else f"documents/{document.id}.json"
    return ManifestEntry(document.id, document.version, action, path, document.title, document.url)


def _attachments(documents: Sequence[Document | Tombstone]) -> tuple[str, ...]:
    return tuple(
        file.path for one in documents if isinstance(one, Document) for file in one.attachments
    )


def _pretty(value: msgspec.Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
