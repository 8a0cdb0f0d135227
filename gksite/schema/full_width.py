"""Full-width marks between entries: a key or a value that swallowed the next key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, get_origin

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.schema.keys import KEYS
from gksite.schema.types import Record, known_keys
from gksite.source.characters import IDEOGRAPHS
from gksite.source.yaml_lines import unread_colon
from gksite.source.yaml_tree import Mapping, Node, Scalar
from gksite.source.yaml_tree import Sequence as SequenceNode

_MARKS = re.compile(r"[：，；]|:(?!//)(?!(?<=[0-9]:)[0-9])")
_NEXT_KEY = re.compile(
    rf"(?P<mark>[，；])[ ]{{0,3}}(?P<key>[\w{IDEOGRAPHS}-]{{1,16}})[ ]{{0,3}}[：:]"
)
_FURTHER_LINE = re.compile(rf"(?m)^[ ]+[\w{IDEOGRAPHS}-]{{1,16}}(?:：|:[^ \n/])")
_AMBIGUOUS = 2
"""Characters: a Chinese key as short as 牵头 or 责任 is a label in official wording too, and no key by
itself."""


def marks_in_key(key: str, line: int, column: int, path: str) -> list[Diagnostic]:
    """Return every mark in a key that no record knows and that begins at a place: full-width, or a
    colon without a blank behind it."""
    problems: list[Diagnostic] = []
    start = 0
    for match in _MARKS.finditer(key):
        place = Location(path, line, column + match.start())
        if match[0] in "，；":
            problems.append(problem("yaml-full-width-comma", place, mark=match[0]))
        elif meant := key[start : match.start()].strip():
            code = "yaml-full-width-colon" if match[0] == "：" else "yaml-colon-without-blank"
            problems.append(problem(code, place, key=meant))
        start = match.end()
    return problems


def swallowed_keys(
    record: type[Record], nodes: Sequence[Node], text: str, path: str, first_line: int = 1
) -> list[Diagnostic]:
    """Report values that contain `，key：` in `{…}`, or a further line `key：` or `key:x`, where the
    record has such a key without a value.

    `nodes` are one record each, read from `text`. A text in quotes, or below `|`, is left alone.
    """
    if not (_NEXT_KEY.search(text) or _FURTHER_LINE.search(text)):
        return []
    lines = text.split("\n")
    return [
        diagnostic
        for node in nodes
        for diagnostic in _swallowed(record, node, lines, path, first_line)
    ]


def _swallowed(
    record: type[Record], node: Node, lines: list[str], path: str, shift: int
) -> Iterator[Diagnostic]:
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from _swallowed(record, item, lines, path, shift)
    if not isinstance(node, Mapping):
        return
    is_flow = _at(lines, node.line - shift, node.column - 1) == "{"
    fields = {field.alias or name: field for name, field in record.model_fields.items()}
    for key, value in node.entries.items():
        field = fields.get(key)
        if isinstance(value, Scalar):
            if value.value and ("：" in value.value or ":" in value.value):
                look = _in_value if is_flow else _in_lines
                yield from look(record, node, value, lines, path, shift)
        elif field and (inner := record_in(field.annotation)):
            named = get_origin(field.annotation) is dict and isinstance(value, Mapping)
            for item in value.entries.values() if named and isinstance(value, Mapping) else [value]:
                yield from _swallowed(inner, item, lines, path, shift)


def _in_value(
    record: type[Record], node: Mapping, value: Scalar, lines: list[str], path: str, shift: int
) -> Iterator[Diagnostic]:
    row, start = value.line - shift, value.column - 1
    if _at(lines, row, start) in ("'", '"'):
        return
    for match in _NEXT_KEY.finditer(value.value or ""):
        if not _lacks(record, node, match["key"]):
            continue
        at = (
            start + match.start()
            if _at(lines, row, start + match.start()) == match["mark"]
            else start
        )
        yield problem(
            "yaml-full-width-comma", Location(path, value.line, at + 1), mark=match["mark"]
        )


def _in_lines(
    record: type[Record], node: Mapping, value: Scalar, lines: list[str], path: str, shift: int
) -> Iterator[Diagnostic]:
    row = value.line - shift
    if _at(lines, row, value.column - 1) in ("'", '"', "|", ">"):
        return
    for number in range(row + 1, len(lines)):
        line = lines[number]
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip() or indent < node.column:
            return
        if (colon := unread_colon(line)) and _lacks(record, node, colon.key):
            yield colon.diagnostic(path, number + shift)


def _lacks(record: type[Record], node: Mapping, written: str) -> bool:
    """Whether a record has a key (other than the labels of official wording) for which a node
    holds no value."""
    key = KEYS.get(written, written)
    is_key = written.isascii() or len(written) > _AMBIGUOUS
    return is_key and key in known_keys(record) and key not in node.entries


def _at(lines: list[str], row: int, column: int) -> str:
    return lines[row][column : column + 1] if 0 <= row < len(lines) else ""


def record_in(annotation: Any) -> type[Record] | None:
    """Return the record class within an annotation such as `list[TaskRecord] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next(
        (record for part in getattr(annotation, "__args__", ()) if (record := record_in(part))),
        None,
    )
