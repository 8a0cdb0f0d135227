"""The values of a YAML file: a tree of texts with their places."""

from __future__ import annotations

from collections import abc

import msgspec

NULLS = frozenset(("", "~", "null"))
"""Plain texts that mean null."""


class Scalar(msgspec.Struct, frozen=True, gc=False):
    """A text as written; None only for an empty plain scalar, `~` or `null`."""

    value: str | None
    line: int
    column: int


class Sequence(msgspec.Struct, frozen=True):
    """A list."""

    items: list[Node]
    line: int
    column: int


class Mapping(msgspec.Struct, frozen=True):
    """Keys and values in the order of the file; `keys` has the line and column of each key."""

    entries: dict[str, Node]
    keys: dict[str, tuple[int, int]]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


def plain(node: Node) -> object:
    """Return the tree as str, None, list and dict."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [item.value if isinstance(item, Scalar) else plain(item) for item in node.items]
    return {
        key: value.value if isinstance(value, Scalar) else plain(value)
        for key, value in node.entries.items()
    }


def locate(node: Node, path: abc.Sequence[str | int], key: bool = False) -> tuple[int, int]:
    """Return the place of the value at `path` (of its key if `key`), or of its nearest ancestor."""
    place = node.line, node.column
    for number, step in enumerate(path):
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            last = number == len(path) - 1
            place = (
                node.keys[step]
                if key and last
                else (node.entries[step].line, node.entries[step].column)
            )
            node = node.entries[step]
        elif isinstance(node, Sequence) and isinstance(step, int) and -1 < step < len(node.items):
            node = node.items[step]
            place = node.line, node.column
        else:
            break
    return place
