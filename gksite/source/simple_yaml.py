"""The plainest YAML, read line by line: one level of keys with texts and flat lists, as most records are written.

Every tree is exactly what the parser gives (a property test holds it); what is not surely plain is left to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gksite.source.text import CONTROL
from gksite.source.yaml_tree import NULLS, Mapping, Node, Scalar, Sequence

# A text that needs no quotes: it begins with no sign of YAML, and holds neither `: ` nor ` #`, nor a colon or blank at its end.
_BLOCK_TEXT = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:[^\s:#]++|:(?=\S)|(?<=\S)#| ++(?=[^\s#]))*+"
_FLOW_TEXT = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:[^\s:#,\[\]{}?]++|(?<=\S)#| ++(?=[^\s#,\[\]{}?:]))*+"
_QUOTED = r"\"[^\"\\\n]*\"|'[^'\n]*'"
_KEY = r"\w[\w.-]{0,99}"

_ENTRY = re.compile(rf"({_KEY}): (?:({_BLOCK_TEXT})|({_QUOTED})|(\[.*\])|(\{{.*\}}))")
_ITEM = re.compile(rf"({_FLOW_TEXT})|({_QUOTED})")
_PAIR = re.compile(rf"({_KEY}): (?:({_FLOW_TEXT})|({_QUOTED})|(\[[^\]]*\]))")


class _NotPlain(Exception):
    """The text needs the parser."""


def read_simple_yaml(text: str, first_line: int = 1) -> Node | None:
    """The tree of `text`, whose lines count from `first_line`; None where the parser has to read it."""
    if "\t" in text or "\r" in text or CONTROL.search(text):
        return None
    try:
        return _records(text, first_line) if text.startswith("- ") else _record(text, first_line)
    except _NotPlain:
        return None


def _lines(text: str, first_line: int) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    for number, line in enumerate(text.split("\n"), first_line):
        if line and line[0] != "#":
            yield number, line


def _record(text: str, first_line: int) -> Node:
    entries: dict[str, Node] = {}
    keys: dict[str, tuple[int, int]] = {}
    start = 0
    for number, line in _lines(text, first_line):
        start = start or number
        _add(entries, keys, line, 0, number)
    if not entries:
        raise _NotPlain
    return Mapping(entries, keys, start, 1)


def _records(text: str, first_line: int) -> Node:
    items: list[Node] = []
    entries: dict[str, Node] | None = None
    keys: dict[str, tuple[int, int]] = {}
    for number, line in _lines(text, first_line):
        if line.startswith("- {"):
            items.append(_flow_mapping(line, 2, number))
            entries = None
        elif line.startswith("- "):
            entries, keys = {}, {}
            items.append(Mapping(entries, keys, number, 3))
            _add(entries, keys, line, 2, number)
        elif entries is not None and line.startswith("  "):
            _add(entries, keys, line, 2, number)
        else:
            raise _NotPlain
    return Sequence(items, first_line, 1)


def _add(
    entries: dict[str, Node], keys: dict[str, tuple[int, int]], line: str, start: int, number: int
) -> None:
    """The entry `key: value` that a line holds from `start` on."""
    found = _ENTRY.fullmatch(line, start)
    if not found:
        raise _NotPlain
    key = found[1]
    if key in keys:
        raise _NotPlain
    keys[key] = number, start + 1
    kind = found.lastindex
    column = found.start(kind) + 1 if kind else 0
    if kind == 2:
        value = found[2]
        entries[key] = Scalar(None if value in NULLS else value, number, column)
    elif kind == 3:
        entries[key] = Scalar(found[3][1:-1], number, column)
    elif kind == 4:
        entries[key] = _flow_sequence(line, column - 1, len(line), number)
    else:
        entries[key] = _flow_mapping(line, column - 1, number)


def _flow_sequence(line: str, start: int, end: int, number: int) -> Sequence:
    """The list between the brackets at `start` and before `end`."""
    items: list[Node] = []
    position = start + 1
    while position < end - 1 or items:
        found = _ITEM.match(line, position, end - 1)
        if not found:
            raise _NotPlain
        items.append(_flow_text(found, 1, number))
        position = _after(line, found.end(), "]", number)
        if position == end:
            break
        if position > end:
            raise _NotPlain
    return Sequence(items, number, start + 1)


def _flow_mapping(line: str, start: int, number: int) -> Mapping:
    """The mapping between the brace at `start` and the end of the line."""
    entries: dict[str, Node] = {}
    keys: dict[str, tuple[int, int]] = {}
    position, end = start + 1, len(line)
    while position < end:
        found = _PAIR.match(line, position)
        if not found or found[1] in keys:
            raise _NotPlain
        key = found[1]
        keys[key] = number, position + 1
        if found.lastindex == 4:
            entries[key] = _flow_sequence(line, found.start(4), found.end(4), number)
        else:
            entries[key] = _flow_text(found, 2, number)
        position = _after(line, found.end(), "}", number)
    if not entries:
        raise _NotPlain
    return Mapping(entries, keys, number, start + 1)


def _flow_text(found: re.Match[str], plain: int, number: int) -> Scalar:
    """The text that a match has in its group `plain`, or in quotes in the next one."""
    if (value := found[plain]) is not None:
        return Scalar(None if value in NULLS else value, number, found.start(plain) + 1)
    return Scalar(found[plain + 1][1:-1], number, found.start(plain + 1) + 1)


def _after(line: str, position: int, closing: str, number: int) -> int:
    """Where the next item begins, or the place behind `closing`."""
    if line.startswith(", ", position) and position + 2 < len(line):
        return position + 2
    if line.startswith(closing, position):
        if closing == "}" and position + 1 != len(line):
            raise _NotPlain
        return position + 1
    raise _NotPlain
