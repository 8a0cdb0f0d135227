"""The JSON Schema (2020-12) of the documents that scripts read, made of the classes that these are made of."""

from __future__ import annotations

from typing import Any

import msgspec

from gksite.exports.json_records import SCHEMA_ID, DataDocument


def data_schema() -> bytes:
    """The schema, in the order of the keys. Unknown keys are allowed, so that a document of a later version passes."""
    schema: dict[str, Any] = msgspec.json.schema(DataDocument)
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
