"""The JSON Schema (2020-12) of the documents that scripts read, made of the classes that these are made of."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from gksite.exports.json_records import SCHEMA_ID, DataDocument


def data_schema() -> bytes:
    """The schema, in the order of the keys. Unknown keys are allowed, so that a document of a later version passes."""
    schema: dict[str, Any] = _without_margins(msgspec.json.schema(DataDocument))
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _without_margins(node: Any) -> Any:
    """Take the margin of a docstring off each description: Python 3.13 does so when it compiles a class, earlier ones don't."""
    if isinstance(node, dict):
        return {
            key: inspect.cleandoc(value) if key == "description" and isinstance(value, str) else _without_margins(value)
            for key, value in node.items()
        }
    return [_without_margins(item) for item in node] if isinstance(node, list) else node
