"""The JSON Schema 2020-12 of each kind of file, for editors, with keys in one language."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import TypeAdapter

from gksite.schema.keys import chinese_key

KeyLanguage = Literal["en", "zh"]


def json_schema(record: Any, title: str, keys: KeyLanguage) -> dict[str, Any]:
    """Return the JSON Schema of a record class, or of `list[record]`.

    With Chinese keys every property that has a Chinese spelling is called by the one that suits its
    record.
    """
    schema = TypeAdapter(record).json_schema(ref_template="#/$defs/{model}")
    if keys == "zh":
        schema = _renamed(schema)
    plain: dict[str, Any] = _without_titles(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title} | plain


def _without_titles(value: Any) -> Any:
    """Remove pydantic's titles, which only repeat the names of keys and classes."""
    if isinstance(value, dict):
        return {
            k: _without_titles(v)
            for k, v in value.items()
            if not (k == "title" and isinstance(v, str))
        }
    return [_without_titles(item) for item in value] if isinstance(value, list) else value


def _renamed(value: Any) -> Any:
    if isinstance(value, list):
        return [_renamed(item) for item in value]
    if not isinstance(value, dict):
        return value
    renamed = {key: _renamed(item) for key, item in value.items()}
    record = str(value.get("title", ""))  # pydantic's title of an object is the name of its class
    if "properties" in value:
        renamed["properties"] = {
            chinese_key(k, record) or k: _renamed(item) for k, item in value["properties"].items()
        }
    if isinstance(value.get("required"), list):
        renamed["required"] = [chinese_key(key, record) or key for key in value["required"]]
    return renamed
