"""YAML text → validated records; pydantic's errors become diagnostics at the right line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

import msgspec
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.schema.keys import KEYS
from gksite.schema.types import Record, known_keys
from gksite.source.yaml import Mapping, Node, Scalar, Sequence, locate, parse_yaml, plain

RecordType = TypeVar("RecordType", bound=Record)

_EXPECTED: dict[str, tuple[str, str]] = {
    "string_type": ("一段文字", "a text"),
    "list_type": ("列表", "a list"),
    "model_type": ("一组“键: 值”", "a mapping"),
    "dict_type": ("一组“键: 值”", "a mapping"),
    "model_attributes_type": ("一组“键: 值”", "a mapping"),
    "float_type": ("数", "a number"),
    "int_type": ("整数", "an integer"),
}
_CHINESE = {english: chinese for chinese, english in reversed(KEYS.items())}
_FREE_KEYS = {"readings"}


class Place(msgspec.Struct, frozen=True):
    """Where a record stands: its file and its node, so that every field can be found again."""

    path: str
    node: Node

    def at(self, *steps: str | int) -> Location:
        """The place of the value at a path of English keys and indexes, or of what of it exists."""
        return Location(self.path, *locate(self.node, steps))

    def order(self, *steps: str | int) -> list[str]:
        """The keys of the mapping at a path, as they were written one after another."""
        node = next((n for *_, n in reversed(list(_steps(self.node, steps)))), self.node)
        return list(node.entries) if isinstance(node, Mapping) else []


def parse_record(
    record: type[RecordType], text: str, path: str, first_line: int = 1
) -> tuple[tuple[RecordType, Place] | None, list[Diagnostic]]:
    """The record that a YAML mapping says with its place, or None; unknown and missing keys and wrong values are reported."""
    node, problems = parse_yaml(text, path, first_line)
    if problems:
        return None, problems
    node = node or Mapping({}, {}, max(first_line, 1), 1)
    value, problems = _validate(record, node, path)
    return None if value is None else (value, Place(path, node)), problems


def parse_records(
    record: type[RecordType], text: str, path: str
) -> tuple[list[tuple[RecordType, Place]], list[Diagnostic]]:
    """The records that a YAML list says, each with its place. Wrong ones are left out."""
    node, problems = parse_yaml(text, path)
    if problems or node is None:
        return [], problems
    problems = [_both_languages(path, *clash) for clash in translate(node)]
    if isinstance(node, Scalar) and node.value is None:
        return [], problems
    if not isinstance(node, Sequence):
        return [], [*problems, _wrong_type(node, "list_type", path.rpartition("/")[2], path)]
    try:
        values = _list_adapter(record).validate_python(plain(node))
        return [(value, Place(path, item)) for value, item in zip(values, node.items, strict=True)], problems
    except ValidationError:
        pass
    found: list[tuple[RecordType, Place]] = []
    for item in node.items:
        value, more = _validate(record, item, path)
        problems += more
        if value is not None:
            found.append((value, Place(path, item)))
    return found, problems


def _validate(record: type[RecordType], node: Node, path: str) -> tuple[RecordType | None, list[Diagnostic]]:
    """The record that a node says, or None and why; the node's keys are in English afterwards."""
    problems = [_both_languages(path, *clash) for clash in translate(node)]
    try:
        return record.model_validate(plain(node)), problems
    except ValidationError as error:
        return None, [*problems, *_diagnostics(record, node, error.errors(include_url=False), path)]


def translate(node: Node) -> list[tuple[str, str, int, int]]:
    """Write the English spelling of every key into a tree; empty values are dropped. A key written in both languages is returned.

    The keys below `readings` are names that the source chooses, and stay.
    """
    clashes: list[tuple[str, str, int, int]] = []
    if isinstance(node, Sequence):
        for item in node.items:
            clashes += translate(item)
    elif isinstance(node, Mapping):
        rename = False
        for key, value in node.entries.items():
            rename = rename or key in KEYS or (isinstance(value, Scalar) and value.value is None)
            if not isinstance(value, Scalar) and KEYS.get(key, key) not in _FREE_KEYS:
                clashes += translate(value)
        if rename:
            clashes += _rename(node)
    return clashes


def _rename(node: Mapping) -> list[tuple[str, str, int, int]]:
    clashes: list[tuple[str, str, int, int]] = []
    entries, keys = dict(node.entries), dict(node.keys)
    node.entries.clear()
    node.keys.clear()
    for key, value in entries.items():
        if isinstance(value, Scalar) and value.value is None:
            continue
        english = KEYS.get(key, key)
        if english in node.entries:
            clashes.append((key, english, *keys[key]))
        node.entries[english] = value
        node.keys[english] = keys[key]
    return clashes


def spelled(key: str) -> str:
    """A key as messages show it: English, with the Chinese spelling where there is one."""
    return f"{key}/{_CHINESE[key]}" if key in _CHINESE else key


@cache
def _list_adapter(record: type[Any]) -> TypeAdapter[list[Any]]:
    return TypeAdapter(list[record])  # type: ignore[valid-type]


def _both_languages(path: str, key: str, other: str, line: int, column: int) -> Diagnostic:
    return problem("key-in-two-languages", Location(path, line, column), key=key, other=other)


def _wrong_type(node: Node, kind: str, key: str, path: str) -> Diagnostic:
    found = {Scalar: ("文字", "text"), Sequence: ("列表", "a list"), Mapping: ("一组“键: 值”", "a mapping")}[type(node)]
    expected = _EXPECTED[kind]
    return problem(
        "wrong-type", Location(path, node.line, node.column), key=key,
        expected_zh=expected[0], expected=expected[1], found_zh=found[0], found=found[1],
    )


def _steps(node: Node, steps: Iterable[str | int]) -> Iterator[tuple[str | int, Node | None]]:
    """The steps of an error's path that exist in the tree, each with the node it leads to; names of union branches drop out."""
    here: Node | None = node
    for step in steps:
        if isinstance(here, Mapping) and isinstance(step, str) and step in here.entries:
            here = here.entries[step]
        elif isinstance(here, Sequence) and isinstance(step, int) and step < len(here.items):
            here = here.items[step]
        else:
            continue
        yield step, here


def _diagnostics(record: type[Record], node: Node, errors: list[ErrorDetails], path: str) -> Iterator[Diagnostic]:
    for error in errors:
        kind, steps = error["type"], list(error["loc"])
        walked = list(_steps(node, steps))
        place = [step for step, _ in walked]
        last = str(steps[-1]) if steps else ""
        key = next((str(step) for step in reversed(place) if isinstance(step, str)), "")
        target = walked[-1][1] if walked else node
        line, column = locate(node, place)
        context = error.get("ctx", {})
        if kind == "extra_forbidden":
            known = known_keys(_record_at(record, place[:-1]))
            line, column = locate(node, place, key=True)
            near = nearest(last, [*known, *(_CHINESE[k] for k in known if k in _CHINESE)])
            yield problem(
                "unknown-key", Location(path, line, column), key=last, near=near, known=", ".join(map(spelled, known))
            )
        elif kind == "missing":
            yield problem("missing-key", Location(path, line, column), key=spelled(last))
        elif kind in _EXPECTED and target is not None:
            yield _wrong_type(target, kind, spelled(key) if key else path.rpartition("/")[2], path)
        elif kind in ("literal_error", "wrong-value"):
            known_values = str(context.get("known") or context.get("expected", "")).replace("'", "").replace(" or ", ", ")
            value = str(context.get("value", error["input"]))
            near = nearest(value, known_values.split(", "))
            yield problem("wrong-value", Location(path, line, column), key=spelled(key), value=value, known=known_values, near=near)
        elif kind == "empty-value":
            yield problem("empty-value", Location(path, line, column), key=spelled(key))
        else:
            yield problem(kind, Location(path, line, column), **context)


def _record_at(record: type[Record], steps: list[str | int]) -> type[Record]:
    """The record class that a path of keys leads to."""
    for step in steps:
        if isinstance(step, str) and step in record.model_fields:
            record = _record_in(record.model_fields[step].annotation) or record
    return record


def _record_in(annotation: Any) -> type[Record] | None:
    """The record class within an annotation such as `list[TaskRecord] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for part in getattr(annotation, "__args__", ()) if (found := _record_in(part))), None)
