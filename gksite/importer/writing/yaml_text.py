"""Values → YAML as a person would write it, which the strict reader gives back exactly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gksite.source.text import CONTROL

Value = str | Sequence["Value"] | Mapping[str, "Value"]
"""What a source file can hold: every scalar is a text."""

Entry = Mapping[str, Value]

LONGEST_FLOW = 110
"""Characters of a line `{…}` or `[…]`: a longer one is written in several lines."""

# What a plain scalar may begin with and hold, less than YAML allows: nobody should have to think about it.
_INDICATORS = "-?:,[]{}#&*!|>'\"%@`=<~"
_PLAIN = re.compile(r"[^\s\"'\\{}\[\],#&*!|>%@`](?:[^\n\t]*[^\s:])?")
_NULLS = frozenset(("null", "~", ""))
_LITERAL = re.compile(r"[^\s].*[^\s]", re.DOTALL)


def document(entries: Entry) -> str:
    """A mapping as a block of lines `key: value`."""
    return "".join(f"{line}\n" for line in _mapping(entries))


def items(entries: Sequence[Entry]) -> str:
    """A list of mappings, each in one line `- {…}` where it is short, else in a block of its own."""
    return "".join(f"{line}\n" for entry in entries for line in _item(entry))


def scalar(text: str, *, flow: bool = False) -> str:
    """A text on one line: plain where no rule of YAML stands against it, else in double quotes.

    Control characters, which no source may hold, are left out.
    """
    text = without_controls(text)
    if _is_plain(text, flow):
        return text
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{quoted}"'


def without_controls(text: str) -> str:
    """The text without the characters that a source may not hold."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _is_plain(text: str, flow: bool) -> bool:
    if text.lower() in _NULLS or text[0] in _INDICATORS or not _PLAIN.fullmatch(text):
        return False
    if ": " in text or " #" in text or "---" in text[:3] or "..." in text[:3]:
        return False
    # A full-width comma in `{…}` or `[…]` may be one that was to part two entries: the reader asks for quotes.
    return not flow or not (set(text) & set(",[]{}，") or ":" in text)


def _mapping(entries: Entry) -> list[str]:
    lines: list[str] = []
    for key, value in entries.items():
        lines += _entry(scalar(key, flow=True), value)
    return lines


def _entry(key: str, value: Value) -> list[str]:
    if isinstance(value, str):
        text = without_controls(value)
        if _is_block(text):
            return [f"{key}: |-", *(f"  {line}" if line else "" for line in text.split("\n"))]
        return [f"{key}: {scalar(text)}"]
    flow = _flow(value)
    if len(key) + len(flow) <= LONGEST_FLOW and not _has_records(value):
        return [f"{key}: {flow}"]
    return [f"{key}:", *(f"  {line}" for line in _block(value))]


def _block(value: Value) -> list[str]:
    if isinstance(value, Mapping):
        return _mapping(value)
    assert not isinstance(value, str)
    return [line for item in value for line in _item(item)]


def _item(item: Value) -> list[str]:
    if isinstance(item, str):
        return [f"- {scalar(item)}"]
    flow = _flow(item)
    if not item or (len(flow) <= LONGEST_FLOW and not _has_lines(item) and not _has_records(item)):
        return [f"- {flow}"]
    lines = _block(item)
    return [f"- {lines[0]}", *(f"  {line}" if line else "" for line in lines[1:])]


def _flow(value: Value) -> str:
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key, flow=True)}: {_flow(own)}" for key, own in value.items()) + "}"
    return "[" + ", ".join(map(_flow, value)) + "]"


def _is_block(text: str) -> bool:
    """Whether a text of several lines can stand as it is below `|-`."""
    return "\n" in text and "\t" not in text and bool(_LITERAL.fullmatch(text)) and not text.startswith(" ")


def _has_lines(value: Value) -> bool:
    if isinstance(value, str):
        return "\n" in value
    return any(map(_has_lines, value.values() if isinstance(value, Mapping) else value))


def _has_records(value: Value) -> bool:
    """Whether a value holds a list of mappings, which is easier to read line by line."""
    if isinstance(value, str):
        return False
    if isinstance(value, Mapping):
        return any(map(_has_records, value.values()))
    return any(isinstance(item, Mapping) for item in value)
