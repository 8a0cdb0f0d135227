"""Edits of a source file at its keys, in the language in which its keys are written."""

from __future__ import annotations

from collections.abc import Callable

from gksite.schema.keys import KEYS, chinese_key
from gksite.source.yaml_spans import Edit, SpannedMapping, edited

_MARK = "\ufeff"


def rewritten(data: bytes, edits: Callable[[str], list[Edit]]) -> bytes:
    """Return the bytes of a UTF-8 text after edits; the byte order mark and all line ends stay."""
    text = data.decode("utf-8")
    mark = _MARK if text.startswith(_MARK) else ""
    text = text.removeprefix(_MARK)
    return (mark + edited(text, edits(text))).encode("utf-8")


def named(key: str, mapping: SpannedMapping, record: str) -> str:
    """Return a key of a record (by class name) in the language of most keys of a mapping."""
    names = [name.value for name, _ in mapping.node.value]
    is_chinese = 2 * sum(not name.isascii() for name in names) > len(names)
    return (chinese_key(key, record) if is_chinese else "") or key


def written_key(mapping: SpannedMapping, key: str) -> str:
    """Return the spelling in which a mapping has a key, or ""."""
    names = (name.value for name, _ in mapping.node.value)
    return next((name for name in names if KEYS.get(name, name) == key), "")


def text_at(mapping: SpannedMapping, key: str) -> str:
    """Return the text that a mapping has at a key; "" where it has none."""
    node = mapping.value(written_key(mapping, key))
    return str(node.value) if node is not None else ""
