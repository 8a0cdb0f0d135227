"""The JSON Schema (2020-12) of the JSON documents, generated from their classes."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

import msgspec

from gksite.exports.json_records import SCHEMA_ID, DataDocument


@cache
def data_schema() -> bytes:
    """Return the schema, in the order of the keys. Unknown keys are allowed: a document of a later
    version passes."""
    schema: dict[str, Any] = with_plain_descriptions(msgspec.json.schema(DataDocument))
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **schema,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def with_plain_descriptions(node: Any) -> Any:
    """Return a schema whose descriptions are paragraphs without line breaks. What is published must
    not depend on the wrapping of the code, nor on the margin, which Python 3.13 takes off.
    """
    if isinstance(node, dict):
        return {
            key: _paragraphs(value)
            if key == "description" and isinstance(value, str)
            else with_plain_descriptions(value)
            for key, value in node.items()
        }
    return [with_plain_descriptions(item) for item in node] if isinstance(node, list) else node


def _paragraphs(text: str) -> str:
    return "\n\n".join(
        " ".join(paragraph.split()) for paragraph in inspect.cleandoc(text).split("\n\n")
    )
