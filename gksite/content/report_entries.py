"""The entries of progress.yaml and assessments.yaml as they are signed: each by a digest of its
values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from gksite.catalogue import severity
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.schema.keys import KEYS
from gksite.source.yaml import parse_yaml
from gksite.source.yaml_items import ItemSpans, item_spans
from gksite.source.yaml_tree import Scalar, Sequence, plain
from gksite.values import Value

_NAMED_BY_THE_PLAN = "readings"
"""The key below which keys are names of indicators."""


class Entries(Value, frozen=True):
    """The entries of a file in its order: their digests, their lines, and where they stand.

    `spans` is None where the file is no list that could be read: then nothing of it is public.
    """

    digests: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    spans: ItemSpans | None = None


def read_entries(texts: Mapping[str, str]) -> tuple[Entries, list[Diagnostic]]:
    """Return the entries of a file (path → text; at most one). Errors that leave open which entry
    is which are reported; others are for those who read the entries that are public."""
    for path, text in texts.items():
        node, problems = parse_yaml(text, path)
        errors = [problem for problem in problems if severity(problem) == "error"]
        if errors:
            return Entries(), errors
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return Entries(), []
        spans = item_spans(text)
        if not isinstance(node, Sequence) or not spans or len(spans.items) != len(node.items):
            where = Location(path, node.line, node.column)
            return Entries(), [problem("entries-undivided", where)]
        digests = tuple(entry_digest(path, plain(item)) for item in node.items)
        return Entries(digests, tuple(item.line for item in node.items), spans), []
    return Entries(), []


def entry_digest(path: str, values: object) -> str:
    """Return the SHA-256 of the values of an entry in the file at `path`, in hexadecimal: of JSON
    without blanks, `[file, values]`, keys in English and sorted, all else as written."""
    said = [path.rpartition("/")[2], _in_english(values)]
    data = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(data.encode("utf-8")).hexdigest()


def _in_english(value: Any, key: str = "") -> Any:
    if isinstance(value, list):
        return [_in_english(item) for item in value]
    if not isinstance(value, dict):
        return value
    if key == _NAMED_BY_THE_PLAN:
        return value
    named: dict[str, Any] = {}
    for name, inner in value.items():
        english = KEYS.get(name) or name
        # A key that stands there in both languages is an error elsewhere; here nothing is lost.
        own = name if english != name and english in {*value, *named} else english
        named[own] = _in_english(inner, english)
    return named
