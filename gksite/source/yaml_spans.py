"""Edit values of a YAML text at the parser's marks: every byte beside them stays as it was."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
import yaml

from gksite.source.characters import unify_radicals
from gksite.source.yaml_text import Entry, document, flow, scalar
from gksite.source.yaml_text import items as block_of

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_END = re.compile(r"\r\n|\n|\r")


class Edit(msgspec.Struct, frozen=True):
    """A stretch of a text, by offsets, and the text that takes its place."""

    start: int
    end: int
    text: str


class SpannedMapping(msgspec.Struct, frozen=True):
    """A mapping of a text: its entries by their keys as written, with the parser's nodes."""

    text: str
    node: Any

    def value(self, key: str) -> Any:
        """Return the parser's node of a value; None where no such key is written."""
        return next((value for name, value in self.node.value if name.value == key), None)


def spanned_items(text: str) -> list[SpannedMapping]:
    """Return the mappings of a list, the whole of a text that was read without a problem and has no
    byte order mark."""
    root = yaml.compose(unify_radicals(text)[0], Loader=_LOADER)
    return _mappings(text, root) if root is not None else []


def spanned_mapping(text: str) -> SpannedMapping:
    """Return the mapping that a text is, which was read without a problem and has no byte order
    mark."""
    return SpannedMapping(text, yaml.compose(unify_radicals(text)[0], Loader=_LOADER))


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text after edits, no two of which overlap; those at one place in their order."""
    parts, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:]])


def with_value(mapping: SpannedMapping, key: str, value: str) -> Edit:
    """Return the edit that writes another text, on one line, as the value of a key."""
    node = mapping.value(key)
    written = scalar(value, flow=bool(mapping.node.flow_style))
    start, end = node.start_mark.index, node.end_mark.index
    if start == end:  # a key without a value
        written = f" {written}"
    # A text below `|` ends with its line.
    return Edit(start, start + len(mapping.text[start:end].rstrip()), written)


def with_entry(mapping: SpannedMapping, entry: Entry) -> Edit:
    """Return the edit that adds an entry at the end of a mapping, on lines of its own in a block.

    `without_keys` takes it out again.
    """
    text, node = mapping.text, mapping.node
    if node.flow_style:
        end = node.value[-1][1].end_mark.index if node.value else node.start_mark.index + 1
        return Edit(end, end, f"{', ' if node.value else ''}{flow(entry)[1:-1]}")
    indent = node.value[0][0].start_mark.column
    return _lines_at(text, _end_of_block(text, node), document(entry), indent)


def with_items(mapping: SpannedMapping, key: str, items: Sequence[Entry]) -> Edit:
    """Return the edit that adds items at the end of the list at a key."""
    text, node = mapping.text, mapping.value(key)
    if isinstance(node, yaml.ScalarNode):  # a key without a value
        return Edit(node.start_mark.index, node.end_mark.index, f" {flow(items)}")
    if node.flow_style:
        end = node.value[-1].end_mark.index if node.value else node.start_mark.index + 1
        return Edit(end, end, f"{', ' if node.value else ''}{flow(items)[1:-1]}")
    begin = node.start_mark.index
    block = block_of(items)
    return _lines_at(text, _end_of_block(text, node), block, begin - _line_start(text, begin))


def without_keys(text: str, keys: Collection[str]) -> str:
    """Return a list of mappings without their entries at these keys: in a block without the whole
    lines that they fill, so that this undoes `with_entry`."""
    return edited(
        text,
        [
            _without(mapping, number)
            for mapping in spanned_items(text)
            for number, (name, _) in enumerate(mapping.node.value)
            if name.value in keys
        ],
    )


def _without(mapping: SpannedMapping, number: int) -> Edit:
    text, node = mapping.text, mapping.node
    name, value = node.value[number]
    if node.flow_style:
        before = node.value[number - 1][1].end_mark if number else name.start_mark
        return Edit(before.index, value.end_mark.index, "")
    start = _line_start(text, name.start_mark.index)
    return Edit(_before_line_end(text, start), _end_of_block(text, value), "")


def without_item(mapping: SpannedMapping, key: str, number: int) -> Edit:
    """Return the edit that takes an item out of the list at a key; with its last item the key goes
    too, unless it is the first of its mapping."""
    text, node = mapping.text, mapping.value(key)
    place = [name.value for name, _ in mapping.node.value].index(key)
    if len(node.value) == 1 and place > 0:
        return _without(mapping, place)
    item = node.value[number]
    if node.flow_style and number == 0:
        end = node.value[1].start_mark if len(node.value) > 1 else item.end_mark
        return Edit(item.start_mark.index, end.index, "")
    if node.flow_style:
        return Edit(node.value[number - 1].end_mark.index, item.end_mark.index, "")
    start = _line_start(text, item.start_mark.index)
    # The dash of an item may stand on a line above it.
    while not text[start:].lstrip(" ").startswith("-"):
        start = _line_start(text, _before_line_end(text, start))
    return Edit(_before_line_end(text, start), _end_of_block(text, item), "")


def with_first_line(mapping: SpannedMapping, entry: Entry) -> Edit:
    """Return the edit that adds an entry at the beginning of a mapping, above the comment on its
    first key."""
    text, node = mapping.text, mapping.node
    if node.flow_style:
        start = node.start_mark.index + 1
        return Edit(start, start, f"{flow(entry)[1:-1]}{', ' if node.value else ''}")
    first = node.value[0][0].start_mark
    start = _line_start(text, first.index)
    while (above := _line_start(text, _before_line_end(text, start))) < start:
        if not text[above:start].lstrip(" ").startswith("#"):
            break
        start = above
    lines = " " * first.column + document(entry)
    return Edit(start, start, lines.replace("\n", line_end_of(text)))


def line_end_of(text: str) -> str:
    """Return the first line end of a text, a line feed where it has none."""
    match = _LINE_END.search(text)
    return match[0] if match else "\n"


def _mappings(text: str, node: Any) -> list[SpannedMapping]:
    return [SpannedMapping(text, item) for item in node.value if isinstance(item, yaml.MappingNode)]


def _lines_at(text: str, at: int, block: str, indent: int) -> Edit:
    """Return the edit that adds lines behind the line that ends at `at`."""
    ending = line_end_of(text)
    lines = [" " * indent + line if line else "" for line in block.removesuffix("\n").split("\n")]
    if at and _line_start(text, at) == at:  # behind a text whose last line ends are its own
        return Edit(at, at, "".join(f"{line}{ending}" for line in lines))
    return Edit(at, at, "".join(f"{ending}{line}" for line in lines))


def _end_of_block(text: str, node: Any) -> int:
    """Return the end of the last line of a value in a block, without its line end; behind it where
    the value is a text that keeps its last line ends."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end_of_block(text, last[1] if isinstance(last, tuple) else last)
    end = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        head = text[node.start_mark.index : end].split("\n", 1)[0].partition("#")[0]
        if "+" in head:
            return int(end)
        end = node.start_mark.index + len(text[node.start_mark.index : end].rstrip())
    match = _LINE_END.search(text, end)
    return match.start() if match else len(text)


def _line_start(text: str, at: int) -> int:
    """Return the offset of the beginning of the line that holds an offset."""
    start = text.rfind("\n", 0, at) + 1
    return text.rfind("\r", start, at) + 1 or start


def _before_line_end(text: str, start: int) -> int:
    """Return the offset of the line end before the line that begins at `start`."""
    return start - (2 if text[max(start - 2, 0) : start] == "\r\n" else 1) if start else 0
