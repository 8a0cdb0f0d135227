"""YAML text → validated records; pydantic's errors become diagnostics at the right line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

import msgspec
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.schema.full_width import marks_in_key, record_in, swallowed_keys
from gksite.schema.keys import KEYS, OPEN_KEYS, chinese_key, spelled
from gksite.schema.types import Record, known_keys
from gksite.source.yaml import parse_yaml
from gksite.source.yaml_lines import unread_colon
from gksite.source.yaml_tree import Mapping, Node, Scalar, Sequence, locate, plain

RecordType = TypeVar("RecordType", bound=Record)

_EXPECTED: dict[str, tuple[str, str]] = {
    "string_type": ("一段文字", "a text"),
    "list_type": ("列表", "a list"),
    "tuple_type": ("列表", "a list"),
    "model_type": ("一组“键: 值”", "a mapping"),
    "dict_type": ("一组“键: 值”", "a mapping"),
    "model_attributes_type": ("一组“键: 值”", "a mapping"),
    "float_type": ("数", "a number"),
    "int_type": ("整数", "an integer"),
}
_MAPPINGS = {"model_type", "dict_type", "model_attributes_type"}
_UNKNOWN = ("extra_forbidden", "unknown-column")
_FREE_KEYS = {"readings"}
_NAMED = {"targets"}
"""Keys whose value is a mapping from names that the source chooses to records."""
_Clash = tuple[str, str, int, int]
"""A key that is written in both languages: as written, in English, its line and column."""
_ITEM = "- …"
"""The name of a list item in messages."""


class Place(msgspec.Struct, frozen=True):
    """The place of a record: its file and its node, by which every field can be located."""

    path: str
    node: Node

    def at(self, *steps: str | int) -> Location:
        """Return the place of the value at a path of English keys and indexes, or of its nearest
        ancestor."""
        if (
            len(steps) == 1
            and isinstance(self.node, Mapping)
            and (node := self.node.entries.get(str(steps[0])))
        ):
            return Location(self.path, node.line, node.column)
        return Location(self.path, *locate(self.node, steps))

    def at_key(self, *steps: str) -> Location:
        """Return the place of the key at the end of a path of English keys."""
        return Location(self.path, *locate(self.node, steps, key=True))

    def order(self, *steps: str | int) -> list[str]:
        """Return the keys of the mapping at a path, in written order."""
        node = next((n for *_, n in reversed(list(_steps(self.node, steps)))), self.node)
        return list(node.entries) if isinstance(node, Mapping) else []


def parse_record(
    record: type[RecordType], text: str, path: str, first_line: int = 1
) -> tuple[tuple[RecordType, Place] | None, list[Diagnostic]]:
    """Return the record that a YAML mapping says with its place, or None; unknown and missing keys
    and wrong values are reported."""
    node, problems = parse_yaml(text, path, first_line)
    if problems:
        return None, problems
    node = node or Mapping({}, {}, max(first_line, 1), 1)
    node, problems = _in_english(node, path)
    value, new_problems = _validate(record, node, path, path.rpartition("/")[2])
    problems += new_problems
    problems += swallowed_keys(record, [node], text, path, first_line)
    return None if value is None else (value, Place(path, node)), problems


def parse_records(
    record: type[RecordType], text: str, path: str
) -> tuple[list[tuple[RecordType, Place]], list[Diagnostic]]:
    """Return the records that a YAML list says, each with its place. Wrong ones are left out."""
    node, problems = parse_yaml(text, path)
    if problems or node is None:
        return [], problems
    node, problems = _in_english(node, path)
    if isinstance(node, Scalar) and node.value is None:
        return [], problems
    if not isinstance(node, Sequence):
        return [], [*problems, _wrong_type(node, "list_type", path.rpartition("/")[2], path)]
    problems += swallowed_keys(record, node.items, text, path)
    try:
        values = _list_adapter(record).validate_python(plain(node))
        return [
            (value, Place(path, item)) for value, item in zip(values, node.items, strict=True)
        ], problems
    except ValidationError:
        pass
    records: list[tuple[RecordType, Place]] = []
    for item in node.items:
        value, new_problems = _validate(record, item, path, _ITEM)
        problems += new_problems
        if value is not None:
            records.append((value, Place(path, item)))
    return records, problems


def _validate(
    record: type[RecordType], node: Node, path: str, name: str
) -> tuple[RecordType | None, list[Diagnostic]]:
    """Return the record that a node with English keys describes, or None and the reasons.

    `name` is the node's own name in messages.
    """
    try:
        return record.model_validate(plain(node)), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        return None, list(_diagnostics(record, node, errors, path, name))


def _in_english(node: Node, path: str) -> tuple[Node, list[Diagnostic]]:
    node, clashes = translate(node)
    return node, [_both_languages(path, *clash) for clash in clashes]


def translate(node: Node) -> tuple[Node, list[_Clash]]:
    """Return the tree with every key in its English spelling, and the keys that are written in both
    languages.

    The keys below `readings` are names that the source chooses, and stay; so do those below
    `columns` that are no key of gksite, and those below `cells`. A tree without a Chinese key is
    returned as it is.
    """
    clashes: list[_Clash] = []
    if isinstance(node, Sequence):
        items = [_translate_into(item, clashes) for item in node.items]
        if any(new is not old for new, old in zip(items, node.items, strict=True)):
            node = Sequence(items, node.line, node.column)
    elif isinstance(node, Mapping):
        changed = False
        entries: dict[str, Node] = {}
        for key, value in node.entries.items():
            english = KEYS.get(key, key)
            if isinstance(value, Mapping) and english in _NAMED:
                entries[key] = _translate_values(value, clashes)
            elif isinstance(value, Mapping) and english in OPEN_KEYS:
                inner = _translate_values(value, clashes)
                entries[key] = _rename(inner, clashes, OPEN_KEYS[english])
            elif english not in _FREE_KEYS:
                entries[key] = _translate_into(value, clashes)
            else:
                entries[key] = value
            changed = changed or english != key or entries[key] is not value
        if changed:
            node = _rename(Mapping(entries, node.keys, node.line, node.column), clashes, KEYS)
    return node, clashes


def _translate_into(node: Node, clashes: list[_Clash]) -> Node:
    if isinstance(node, Scalar):
        return node
    translated, new_clashes = translate(node)
    clashes += new_clashes
    return translated


def _translate_values(node: Mapping, clashes: list[_Clash]) -> Mapping:
    entries = {key: _translate_into(value, clashes) for key, value in node.entries.items()}
    return Mapping(entries, node.keys, node.line, node.column)


def _rename(node: Mapping, clashes: list[_Clash], english_of: dict[str, str]) -> Mapping:
    entries: dict[str, Node] = {}
    keys: dict[str, tuple[int, int]] = {}
    for key, value in node.entries.items():
        english = english_of.get(key, key)
        if english in entries:
            clashes.append((key, english, *node.keys[key]))
        entries[english] = value
        keys[english] = node.keys[key]
    return Mapping(entries, keys, node.line, node.column)


@cache
def _list_adapter(record: type[Any]) -> TypeAdapter[list[Any]]:
    return TypeAdapter(list[record])  # type: ignore[valid-type]


def _both_languages(path: str, key: str, other: str, line: int, column: int) -> Diagnostic:
    return problem("key-in-two-languages", Location(path, line, column), key=key, other=other)


def _wrong_type(node: Node, kind: str, key: str, path: str) -> Diagnostic:
    if kind in _MAPPINGS and isinstance(node, Scalar) and (colon := unread_colon(node.value or "")):
        return colon.diagnostic(path, node.line, node.column - 1)
    is_empty = isinstance(node, Scalar) and node.value is None
    actual = (
        ("空", "nothing")
        if is_empty
        else {
            Scalar: ("文字", "text"),
            Sequence: ("列表", "a list"),
            Mapping: ("一组“键: 值”", "a mapping"),
        }[type(node)]
    )
    expected = _EXPECTED[kind]
    return problem(
        "wrong-type",
        Location(path, node.line, node.column),
        key=key,
        expected_zh=expected[0],
        expected=expected[1],
        found_zh=actual[0],
        found=actual[1],
    )


def _steps(node: Node, steps: Iterable[str | int]) -> Iterator[tuple[str | int, Node | None]]:
    """Yield the steps of an error's path that exist in the tree, each with the node it leads to;
    names of union branches drop out."""
    here: Node | None = node
    for step in steps:
        if isinstance(here, Mapping) and isinstance(step, str) and step in here.entries:
            here = here.entries[step]
        elif isinstance(here, Sequence) and isinstance(step, int) and step < len(here.items):
            here = here.items[step]
        else:
            continue
        yield step, here


def _diagnostics(
    record: type[Record], node: Node, errors: list[ErrorDetails], path: str, name: str
) -> Iterator[Diagnostic]:
    located = [_Error(record, node, error) for error in errors]
    # A key misspelt is one mistake: the key that it stands for is not reported as missing too.
    meant = {
        (*error.place[:-1], KEYS.get(part, part))
        for error in located
        if error.kind == "extra_forbidden"
        for part in (error.near, *re.split("[：，；:]", error.last))
    }
    for error in located:
        if error.kind != "missing" or (*error.place, error.last) not in meant:
            yield from error.diagnostics(path, name)


class _Error:
    """An error of pydantic, with the part of its path that exists in the tree."""

    def __init__(self, record: type[Record], node: Node, error: ErrorDetails) -> None:
        self.kind, self.context, self.input = error["type"], error.get("ctx", {}), error["input"]
        walked = list(_steps(node, list(error["loc"])))
        self.node = node
        self.target = walked[-1][1] if walked else node
        self.place = [step for step, _ in walked]
        self.last = str(error["loc"][-1]) if error["loc"] else ""
        self.key = next((str(step) for step in reversed(self.place) if isinstance(step, str)), "")
        holder = self.place if self.kind == "missing" else self.place[: _last_text(self.place)]
        self.record = _record_at(record, holder)
        self.near = ""
        if self.kind in _UNKNOWN:
            known = known_keys(self.record)
            chinese = [chinese_key(key, self.record.__name__) for key in known]
            self.near = nearest(self.last, [*known, *filter(None, chinese)])

    def diagnostics(self, path: str, whole: str) -> list[Diagnostic]:
        """Return the error as diagnostics in the file `path`; `whole` is the name of the node
        itself.

        A key that swallowed its value, or other entries, is reported by the marks that are missing
        there.
        """
        is_unknown = self.kind == "extra_forbidden"
        is_empty = isinstance(self.target, Scalar) and self.target.value is None
        if (is_unknown or is_empty) and self.place and isinstance(self.place[-1], str):
            place = locate(self.node, self.place, key=True)
            if marks := marks_in_key(self.place[-1], *place, path):
                return marks
        return [self._diagnostic(path, whole)]

    def _diagnostic(self, path: str, whole: str) -> Diagnostic:
        where = Location(path, *locate(self.node, self.place, key=self.kind in _UNKNOWN))
        name = self.record.__name__
        key = spelled(self.key, name)
        if self.kind in _EXPECTED and self.target is not None:
            called = whole if not self.place else _ITEM if isinstance(self.place[-1], int) else key
            return _wrong_type(self.target, self.kind, called, path)
        if self.kind == "extra_forbidden":
            known = ", ".join(spelled(known_key, name) for known_key in known_keys(self.record))
            return problem("unknown-key", where, key=self.last, near=self.near, known=known)
        if self.kind == "unknown-column":
            return problem(self.kind, where, key=self.last, near=self.near, **self.context)
        if self.kind == "missing":
            return problem("missing-key", where, key=spelled(self.last, name))
        if self.kind in ("literal_error", "wrong-value"):
            known = (
                str(self.context.get("known") or self.context.get("expected", ""))
                .replace("'", "")
                .replace(" or ", ", ")
            )
            value = str(self.context.get("value", self.input))
            near = nearest(value, re.split(r", |/", known))
            return problem("wrong-value", where, key=key, value=value, known=known, near=near)
        if self.kind == "empty-value":
            return problem("empty-value", where, key=key)
        return problem(self.kind, where, **self.context)


def _last_text(place: list[str | int]) -> int:
    """Return the index of the last key in a path; 0 where it has none."""
    return next(
        (number for number in range(len(place) - 1, -1, -1) if isinstance(place[number], str)), 0
    )


def _record_at(record: type[Record], steps: list[str | int]) -> type[Record]:
    """Return the record class that a path of keys leads to."""
    for step in steps:
        if isinstance(step, str) and step in record.model_fields:
            record = record_in(record.model_fields[step].annotation) or record
        elif isinstance(step, str) and record.others:
            record = record.others
    return record
