"""Write import.yaml: sources of the tasks, and the files written, so that edits show and merge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from gksite.catalogue import message
from gksite.diagnostics import Diagnostic
from gksite.documents.blocks import Place, SourceDocument
from gksite.importer.draft import Draft, DraftTask
from gksite.importer.writing.plan_files import Original
from gksite.source.yaml import parse_yaml, plain
from gksite.source.yaml_text import Entry, Value, document, filled, scalar

NAME = "import.yaml"
MERGED = ("plan.md", "notice.md", "tasks.yaml")
"""The files whose texts are kept, for the next import to merge with."""
_HEAD = "# 由 gksite import 写入，供下次导入核对，不要改，也不会发布。\n"


class Provenance(msgspec.Struct, frozen=True):
    """The record of an earlier import: its documents and the files that stem from them, SHA-256 by
    name, and the texts of those that can be merged; none if an older version wrote it."""

    documents: dict[str, str]
    written: dict[str, str]
    texts: dict[str, str] = {}


class ImportDoubt(msgspec.Struct, frozen=True):
    """What an import asked a person to look at: its code, its place in the document, and its words
    in Chinese."""

    code: str
    place: str
    text: str


def provenance_text(
    draft: Draft,
    documents: Sequence[SourceDocument],
    originals: Sequence[Original],
    written: Mapping[str, bytes],
    doubts: Iterable[Diagnostic] = (),
) -> str:
    """Return the import.yaml of a plan; `written` are the files that stem from the documents."""
    digests = {document.name: document.sha256 for document in documents}
    kept = {original.name: original.file for original in originals}
    entries: dict[str, Value] = {
        "documents": [
            filled(
                {
                    "name": document.name,
                    "file": kept.get(document.name, ""),
                    "format": document.format,
                    "sha256": document.sha256,
                }
            )
            for document in documents
        ],
        "written": [_written(name, data) for name, data in sorted(written.items())],
        "envelope": filled(
            {
                "notice_title": draft.envelope.notice_title,
                "source": draft.envelope.source,
                "category": draft.envelope.category,
                "attachments": [name for name in draft.envelope.attachments if name.strip()],
            }
        ),
        "rules": list(draft.rules),
        "tasks": [_task(task, digests) for task in draft.tasks],
        "left_out": [
            {"text": piece.text, "place": str(piece.place), "reason": piece.reason}
            for piece in draft.left_out
        ],
        "doubts": [_doubt(one) for one in doubts],
    }
    return _HEAD + document({key: value for key, value in entries.items() if value})


def read_back(text: str) -> Provenance:
    """Return the contents of an import.yaml; if unusable, no digests: all files count as edited."""
    node, problems = parse_yaml(text, NAME)
    value = plain(node) if node is not None and not problems else None
    if not isinstance(value, dict):
        return Provenance({}, {})
    digests = _digests(value.get("written"), "file")
    return Provenance(
        _digests(value.get("documents"), "name"), digests, _texts(value.get("written"), digests)
    )


def _doubt(doubt: Diagnostic) -> Entry:
    # In which folder the document lay is nobody's business.
    place = msgspec.structs.replace(doubt.location, path=doubt.location.path.rpartition("/")[2])
    return {"code": doubt.code, "place": str(place), "text": message(doubt, "zh")}


def read_doubts(text: str) -> tuple[ImportDoubt, ...]:
    """Return the doubts that an import.yaml holds; none of one that an older version wrote."""
    if "\ndoubts:" not in text:
        return ()
    node, problems = parse_yaml(text, NAME)
    value = plain(node) if node is not None and not problems else None
    found = value.get("doubts") if isinstance(value, dict) else None
    return tuple(
        ImportDoubt(*(str(one.get(key, "")) for key in ImportDoubt.__struct_fields__))
        for one in (found if isinstance(found, list) else ())
        if isinstance(one, dict)
    )


def doubts_digest(doubts: Sequence[ImportDoubt]) -> str:
    """Return the SHA-256 of doubts, in hexadecimal: what a person took on who signed with them."""
    return sha256(msgspec.json.encode(doubts))


def sha256(data: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _digests(records: object, key: str) -> dict[str, str]:
    if not isinstance(records, list):
        return {}
    pairs = (
        (record.get(key), record.get("sha256")) for record in records if isinstance(record, dict)
    )
    return {
        name: digest for name, digest in pairs if isinstance(name, str) and isinstance(digest, str)
    }


def _written(name: str, data: bytes) -> Entry:
    entry = {"file": name, "sha256": sha256(data)}
    # Without its last line end a text is a literal block, which a person can read.
    return {**entry, "text": data.decode().removesuffix("\n")} if name in MERGED else entry


def _texts(records: object, digests: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that have the digest beside them."""
    if not isinstance(records, list):
        return {}
    pairs = [(each.get("file"), each.get("text")) for each in records if isinstance(each, dict)]
    return {
        name: f"{text}\n"
        for name, text in pairs
        if isinstance(name, str)
        and isinstance(text, str)
        and digests.get(name) == sha256(f"{text}\n".encode())
    }


def _task(task: DraftTask, digests: Mapping[str, str]) -> Entry:
    return filled(
        {
            "id": task.id,
            "source": [_place(place, digests) for place in task.source],
            "units_printed": task.units_printed,
            "body_text": task.text if task.table_text else "",
            "body_deadline": task.body_deadline,
            "table_units": task.table_units,
            "rules": list(dict.fromkeys(unit.rule for unit in task.units if unit.rule)),
        }
    )


def _place(place: Place, digests: Mapping[str, str]) -> Entry:
    return {"place": str(place), "sha256": digests.get(place.file, "")}


def may_name(text: str, documents: Iterable[SourceDocument]) -> bool:
    """Whether an import.yaml may name one of these documents; costs far less than to read it."""
    return any(
        mark in text
        for document in documents
        for mark in (document.sha256, document.name, scalar(document.name))
    )


def common_document(provenance: Provenance, documents: Iterable[SourceDocument]) -> bool:
    """Whether an earlier import read one of these documents, by name or content."""
    return any(
        document.name in provenance.documents or document.sha256 in provenance.documents.values()
        for document in documents
    )
