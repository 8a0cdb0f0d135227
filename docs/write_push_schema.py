"""Write docs/push.schema.json: the documents and the manifest of `gksite build --profile push`
as JSON Schema 2020-12."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from gksite.exports.json_schema import with_plain_descriptions
from gksite.portal.push import DocumentList
from gksite.portal.push_changes import PushManifest
from gksite.portal.push_documents import Document, Tombstone

HERE = Path(__file__).parent


def render_schema() -> str:
    """The schema of documents/<id>.json; that of documents.json and of manifest.json stand among
    its definitions."""
    _, definitions = msgspec.json.schema_components(
        (Document, Tombstone, DocumentList, PushManifest), ref_template="#/$defs/{name}"
    )
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "gksite push, version 1",
        "description": "A document to add or replace, or the tombstone of one to take down; see "
        "portal.md.",
        "oneOf": [{"$ref": "#/$defs/Document"}, {"$ref": "#/$defs/Tombstone"}],
        "$defs": definitions,
    }
    return (
        json.dumps(with_plain_descriptions(schema), ensure_ascii=False, indent=1, sort_keys=True)
        + "\n"
    )


if __name__ == "__main__":
    (HERE / "push.schema.json").write_text(render_schema(), "utf-8")
