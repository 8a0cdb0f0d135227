"""Append entries to progress.yaml. Every byte before them stays as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.yaml import Mapping, parse_yaml, plain
from gksite.source.yaml import Sequence as YamlSequence
from gksite.source.yaml_text import Entry, items
from gksite.source.yaml_tree import Node


def append_entries(
    existing: bytes, entries: Sequence[Entry], path: str
) -> tuple[bytes, list[Diagnostic]]:
    """Return the bytes of progress.yaml with entries at its end; or the unchanged bytes, and the
    reasons why nothing can be appended."""
    try:
        text = existing.decode("utf-8")
    except UnicodeDecodeError as error:
        return existing, [problem("not-utf8", Location(path), byte=error.start + 1)]
    node, problems = parse_yaml(text, path)
    if problems:
        return existing, problems
    before = plain(node) if node is not None else None
    indent = " " * (node.column - 1) if isinstance(node, YamlSequence) else ""
    # `splitlines` would also split at marks that are no line ends in YAML.
    added = "".join(
        f"{indent}{line}\n" if line else "\n"
        for line in items(entries).removesuffix("\n").split("\n")
    )
    gap = "\n" if text and not text.endswith("\n") else ""
    ending = "\r\n" if "\r\n" in text else "\n"
    whole = existing + (gap + added).replace("\n", ending).encode()
    # What else is wrong with a value, such as a comment within it, the build that follows tells, at
    # its cell.
    after, _ = parse_yaml(whole.decode("utf-8"), path)
    known = before if isinstance(before, list) else []
    readable = before is None or isinstance(before, list)
    if after is None or not readable or plain(after) != [*known, *map(dict, entries)]:
        return existing, [problem("not-appendable", Location(path))]
    return whole, []


def value_places(data: bytes, path: str) -> list[list[tuple[int, int, str]]]:
    """Return, for each entry of a progress.yaml, the places where the entry begins (with an empty
    key) and where each of its values begins, in order.

    Keys are those of a sheet's columns: a title and an address of evidence have a key each.
    """
    node, _ = parse_yaml(data.decode("utf-8"), path)
    return (
        [[(item.line, item.column, ""), *sorted(_values(item, ""))] for item in node.items]
        if isinstance(node, YamlSequence)
        else []
    )


def _values(node: Node, key: str) -> Iterator[tuple[int, int, str]]:
    if isinstance(node, YamlSequence):
        for item in node.items:
            yield from _values(item, key)
    elif isinstance(node, Mapping):
        for name, value in node.entries.items():
            yield from _values(value, f"{key}_{name}" if key == "evidence" else key or name)
    else:
        yield node.line, node.column, key
