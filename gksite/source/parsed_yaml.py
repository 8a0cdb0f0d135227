"""Parse YAML into a tree and report everything that is wrong with it."""

from __future__ import annotations

import re
from collections import abc
from typing import Any

import yaml

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.characters import hidden_characters
from gksite.source.text import CONTROL, check_controls, name_of
from gksite.source.yaml_faults import Fault, colon_fault, next_entry, read_fault, syntax
from gksite.source.yaml_lines import WIDE_BLANKS, unread_colon, with_read_colon
from gksite.source.yaml_tree import NULLS, Mapping, Node, Scalar, Sequence

DEEPEST = 100
"""Levels: deeper nesting is refused before anything walks the tree."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.|\n))")
_NAMED_CONTROLS = {
    "0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b", "N": "\x85",
    "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd“”‘’—…]"
_WIDE_BLANK = re.compile(f"({_WIDE})(?= ({_WIDE})) ")
_WIDE_ENDS = re.compile(rf"\A[{WIDE_BLANKS}]+|[{WIDE_BLANKS}]+\Z")
_FURTHER_ITEM = re.compile(rf"\n[ ]*(?P<wide>[{WIDE_BLANKS}])?[ {WIDE_BLANKS}]*(?P<dash>[-－])")
_DASH = re.compile(r"-(?=[^\s\d.-])|－")
_NO_ITEM = "a list item begins with a half-width “-” and a blank", "列表项以半角“-”加一个空格开头"
_STAND_IN = "□"  # for a reported control character; U+FFFD would be reported again
_SKIPPED = ""  # stands for a key whose value is not kept


def parse_tree(text: str, path: str, first_line: int) -> tuple[Node | None, list[Diagnostic]]:
    """Parse any text as `parse_yaml` of source/yaml.py does."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removeprefix("\ufeff")
    problems = check_controls(text, path, first_line)
    if problems:
        text = CONTROL.sub(_STAND_IN, text)
    broken = False
    attempts = 100 if len(text) < 100_000 else 10
    for _ in range(attempts):
        tree = _Tree(path, first_line)
        fault = tree.read(text)
        if fault is None:
            return (None if broken else tree.root), sorted({*problems, *tree.problems})
        problems += fault.problems
        lines = text.split("\n")
        if fault.colons:
            for number in fault.colons:
                lines[number] = with_read_colon(lines[number])
        else:
            broken = True
            problems += tree.problems
            following = next_entry(lines, fault.line)
            lines = lines[following:]
            first_line += following
        text = "\n".join(lines)
    return None, sorted(set(problems))


def _unfolded(value: str, raw: str) -> str:
    """Return the value without the blanks of YAML between Chinese characters of a wrapped text."""
    typed = {match.groups() for match in _WIDE_BLANK.finditer(raw)}
    return _WIDE_BLANK.sub(lambda match: match[0] if match.groups() in typed else match[1], value)


_Open = tuple[
    list[Node] | None, dict[str, Node] | None, dict[str, tuple[int, int]], str | None, bool
]
"""A container around the open one: its items or its entries with their keys, the key that waits for
its value, and whether it is written as `[…]` or `{…}`.
"""


class _Tree:
    """One pass over the parser's events; `items` or `entries` is the open container, `stack` holds
    those around it."""

    def __init__(self, path: str, shift: int) -> None:
        self.path = path
        self.shift = shift
        self.root: Node | None = None
        self.problems: list[Diagnostic] = []
        self.stack: list[_Open] = []
        self.items: list[Node] | None = None
        self.entries: dict[str, Node] | None = None
        self.keys: dict[str, tuple[int, int]] = {}
        self.key: str | None = None
        self.is_flow = False

    def read(self, text: str) -> Fault | None:
        """Fill `root` and `problems` from `text`; the fault that stopped the parser, if any."""
        documents = 0
        try:
            events: abc.Iterator[Any] = yaml.parse(text, Loader=_LOADER)
            for event in events:
                kind = type(event)
                if kind is yaml.ScalarEvent:
                    self._scalar(event, text)
                elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                    if len(self.stack) == DEEPEST:
                        self._report("yaml-too-deep", event)
                        return Fault(text.count("\n"), [])
                    self._open(event, kind is yaml.MappingStartEvent)
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    self.items, self.entries, self.keys, self.key, self.is_flow = self.stack.pop()
                elif kind is yaml.AliasEvent:
                    self._report("yaml-alias", event)
                    self._place(Scalar(f"*{event.anchor}", *self._at(event)), event)
                elif kind is yaml.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        self._report("yaml-several-documents", event)
                        break
                    self._check_directives(event)
        except yaml.YAMLError as error:
            return read_fault(error, text, self.path, self.shift)
        return self._check_root(text)

    def _scalar(self, event: Any, text: str) -> None:
        value = event.value
        style = event.style
        mark = event.start_mark
        if event.anchor is not None or event.tag is not None:
            self._check_properties(event)
        if style == '"' and CONTROL.search(value):
            self._check_escapes(event, text)
            value = CONTROL.sub(_STAND_IN, value)
        if event.end_mark.line != mark.line and style != "|" and " " in value:
            value = _unfolded(value, text[mark.index : event.end_mark.index])
            if not style:
                self._check_items(event, text)
        if self.entries is None:
            scalar = Scalar(
                None if not style and value in NULLS else value,
                mark.line + self.shift,
                mark.column + 1,
            )
            if self.items is None:
                self.root = scalar
            else:
                self.items.append(scalar)
                if self.is_flow and not style and "，" in value:
                    self._check_commas(event, text)
        elif self.key is None:
            if not event.style:
                value = self._without_slips(value, mark.line + self.shift, mark.column + 1)
            self.key = self._checked_key(event, value, mark.line + self.shift, mark.column + 1)
        else:
            if self.key is not _SKIPPED:
                value = None if not style and value in NULLS else value
                self.entries[self.key] = Scalar(value, mark.line + self.shift, mark.column + 1)
            self.key = None

    def _checked_key(self, event: Any, value: str, line: int, column: int) -> str:
        if value in self.keys:
            self._report("yaml-duplicate-key", event, key=value, line=self.keys[value][0])
        elif value == "<<" and not event.style:
            self._report("yaml-alias", event)
        elif not value:
            self.problems.append(
                syntax(self.path, line, column, "a key is missing before the colon", "冒号前缺少键")
            )
        else:
            self.keys[value] = line, column
            if not value.isascii():
                self._check_hidden(value, line, column)
            return str(value)
        return _SKIPPED

    def _without_slips(self, key: str, line: int, column: int) -> str:
        """Return a key without full-width blanks. Report these, and a dash that begins no item."""
        if match := None if key.isascii() else _WIDE_ENDS.search(key):
            place = Location(self.path, line, column + match.start())
            self.problems.append(
                problem("yaml-wide-blank", place, character=name_of(key[match.start()]))
            )
            key = _WIDE_ENDS.sub("", key)
        if _DASH.match(key):
            self.problems.append(syntax(self.path, line, column, *_NO_ITEM))
        return key

    def _check_items(self, event: Any, text: str) -> None:
        """Report list items that YAML reads as lines of a plain text, for a wrong blank."""
        start, stop = event.start_mark, event.end_mark.index
        begins_so = bool(_DASH.match(text, start.index))
        for match in _FURTHER_ITEM.finditer(text, start.index, stop):
            wide, at = match["wide"], match.start("wide" if match["wide"] else "dash")
            line = start.line + text.count("\n", start.index, at) + self.shift
            place = Location(self.path, line, at - text.rfind("\n", 0, at))
            if wide:
                self.problems.append(problem("yaml-wide-blank", place, character=name_of(wide)))
            elif begins_so and _DASH.match(text, at):
                lines = self._at(event), (place.line, place.column)
                self.problems += [syntax(self.path, *place, *_NO_ITEM) for place in lines]

    def _open(self, event: Any, mapping: bool) -> None:
        if event.anchor is not None or event.tag is not None:
            self._check_properties(event)
        line, column = self._at(event)
        items: list[Node] | None = None if mapping else []
        entries: dict[str, Node] | None = {} if mapping else None
        keys: dict[str, tuple[int, int]] = {}
        if mapping and entries is not None:
            self._place(Mapping(entries, keys, line, column), event)
        elif items is not None:
            self._place(Sequence(items, line, column), event)
        self.stack.append((self.items, self.entries, self.keys, self.key, self.is_flow))
        self.items, self.entries, self.keys, self.key = items, entries, keys, None
        self.is_flow = bool(event.flow_style)

    def _place(self, node: Node, event: Any) -> None:
        if self.entries is None:
            if self.items is None:
                self.root = node
            else:
                self.items.append(node)
        elif self.key is None:
            if not isinstance(node, Scalar):
                self.problems.append(
                    syntax(self.path, *self._at(event), "a key must be a text", "键只能是文字")
                )
            self.key = _SKIPPED
        else:
            if self.key is not _SKIPPED:
                self.entries[self.key] = node
            self.key = None

    def _at(self, event: Any) -> tuple[int, int]:
        return event.start_mark.line + self.shift, event.start_mark.column + 1

    def _report(self, code: str, event: Any, **arguments: object) -> None:
        self.problems.append(problem(code, Location(self.path, *self._at(event)), **arguments))

    def _check_hidden(self, key: str, line: int, column: int) -> None:
        for at, _ in hidden_characters(key, is_name=True):
            place = Location(self.path, line, column + at)
            self.problems.append(
                problem("character-in-name", place, number=name_of(key[at]), before=key[:at])
            )

    def _check_commas(self, event: Any, text: str) -> None:
        """Report a `，` in an item of `[…]`: it separates two items, or the text needs quotes."""
        at = text.find("，", event.start_mark.index, event.end_mark.index)
        line = event.start_mark.line + text.count("\n", event.start_mark.index, at) + self.shift
        place = Location(self.path, line, at - text.rfind("\n", 0, at))
        self.problems.append(problem("yaml-full-width-comma", place, mark="，"))

    def _check_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._report("yaml-alias", event)
        if event.tag is not None:
            self._report("yaml-tag", event, tag=event.tag.replace("tag:yaml.org,2002:", "!!"))

    def _check_directives(self, event: Any) -> None:
        if event.version or event.tags:
            self._report("yaml-tag", event, tag="%YAML" if event.version else "%TAG")

    def _check_escapes(self, event: Any, text: str) -> None:
        start = event.start_mark.index
        for match in _ESCAPE.finditer(text, start, event.end_mark.index):
            number = match[1] or match[2] or match[3]
            character = chr(int(number, 16)) if number else _NAMED_CONTROLS.get(match[4], "")
            if character and CONTROL.match(character):
                line = event.start_mark.line + text.count("\n", start, match.start()) + self.shift
                column = match.start() - text.rfind("\n", 0, match.start())
                place = Location(self.path, line, column)
                self.problems.append(
                    problem("yaml-control-character", place, character=name_of(character))
                )

    def _check_root(self, text: str) -> Fault | None:
        if not isinstance(self.root, Scalar) or not unread_colon(self.root.value or ""):
            return None
        lines = text.split("\n")
        numbers = [
            n for n in range(self.root.line - self.shift, len(lines)) if unread_colon(lines[n])
        ]
        return colon_fault(lines, numbers, self.path, self.shift) if numbers else None
