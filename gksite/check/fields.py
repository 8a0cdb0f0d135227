"""The places of a plan's values: its YAML is parsed again only when a finding needs a place."""

from __future__ import annotations

from collections.abc import Mapping

from gksite.diagnostics import Location
from gksite.model.entities import Plan, Task
from gksite.model.notice import Notice
from gksite.schema.keys import KEYS
from gksite.source.front_matter import split_front_matter
from gksite.source.text import decode
from gksite.source.yaml import Mapping as YamlMapping
from gksite.source.yaml import Scalar, Sequence, parse_yaml
from gksite.source.yaml_tree import Node


class Fields:
    """The places of values in a project's files; `texts` are the files by path."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts
        self._trees: dict[str, Node | None] = {}
        self._lines: dict[str, list[str]] = {}
        self._items: dict[tuple[str, int], Node | None] = {}

    def of_plan(self, plan: Plan, key: str) -> Location:
        """Return the place of a value of the front matter by English key, else the title's."""
        node = self._tree(plan.location.path)
        entry = _entry(node, key)
        return Location(plan.location.path, entry.line, entry.column) if entry else plan.location

    def of_notice(self, notice: Notice, key: str) -> Location:
        """Return the place of a value of notice.md by English key, else the title's."""
        path = notice.location.path
        entry = _entry(self._tree(path), key)
        return Location(path, entry.line, entry.column) if entry else notice.location

    def of_task(self, plan: Plan, task: Task, key: str) -> Location | None:
        """Return the place of a task's value in tasks.yaml by English key, or None."""
        return self._in_task(plan, task, key)

    def of_cell(self, plan: Plan, task: Task, column: str) -> Location | None:
        """Return the place of a task's cell in tasks.yaml by the key of its column, or None."""
        return self._in_task(plan, task, "cells", column)

    def _in_task(self, plan: Plan, task: Task, *keys: str) -> Location | None:
        path = f"{plan.location.path.rpartition('/')[0]}/tasks.yaml"
        entry = _task_among(self._item_at(path, task.location.line), task) or _task_among(
            self._tree(path), task
        )
        for key in keys:
            entry = _entry(entry, key)
        return Location(path, entry.line, entry.column) if entry and not _is_empty(entry) else None

    def _item_at(self, path: str, line: int) -> Node | None:
        """Return a list of the one item that a line is part of, where items begin at the margin: to
        read the whole file takes as long as all rules."""
        if path not in self._lines:
            self._lines[path] = decode(self._texts.get(path, b""), path)[0].split("\n")
        lines = self._lines[path]
        start = next(
            (
                number
                for number in range(min(line, len(lines)), 0, -1)
                if lines[number - 1].startswith("- ")
            ),
            0,
        )
        if (path, start) not in self._items:
            # Each of the many names of a task asks for the same item.
            end = next(
                (
                    number
                    for number in range(start + 1, len(lines) + 1)
                    if lines[number - 1].startswith("- ")
                ),
                len(lines) + 1,
            )
            self._items[path, start] = (
                parse_yaml("\n".join(lines[start - 1 : end - 1]), path, start)[0] if start else None
            )
        return self._items[path, start]

    def at_key(self, path: str, *steps: str) -> Location:
        """Return the place of the value below mappings of a file, or of its nearest ancestor."""
        node: Node | None = self._tree(path)
        place = Location(path)
        for step in steps:
            node = _entry(node, step)
            if node is None:
                break
            place = Location(path, node.line, node.column)
        return place

    def _tree(self, path: str) -> Node | None:
        if path not in self._trees:
            text, _ = decode(self._texts.get(path, b""), path)
            first_line = 1
            if path.endswith(".md"):
                front, _ = split_front_matter(text, path)
                text, first_line = (front.text, front.first_line) if front else ("", 1)
            self._trees[path] = parse_yaml(text, path, first_line)[0]
        return self._trees[path]


def _task_among(tree: Node | None, task: Task) -> Node | None:
    items = tree.items if isinstance(tree, Sequence) else []
    return next(
        (
            item
            for item in items
            if isinstance(id := _entry(item, "id"), Scalar) and id.value == task.id
        ),
        None,
    )


def _entry(node: Node | None, key: str) -> Node | None:
    if not isinstance(node, YamlMapping):
        return None
    return next(
        (value for name, value in node.entries.items() if KEYS.get(name, name) == key), None
    )


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.value
