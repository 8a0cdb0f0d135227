"""Values → YAML in block style, as for a plain editor; the strict reader gives it back exactly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gksite.source.text import CONTROL

Value = str | Sequence["Value"] | Mapping[str, "Value"]
"""A value of a source file: every scalar is a text."""

Entry = Mapping[str, Value]

# Allowed in a plain scalar: fewer characters than YAML allows, so that nobody has to know YAML's
# rules.
_INDICATORS = "-?:,[]{}#&*!|>'\"%@`=<~"
_PLAIN = re.compile(r"[^\s\"'\\{}\[\],#&*!|>%@`](?:[^\n\t]*[^\s:])?")
_NULLS = frozenset(("null", "~", ""))
_EMPTY = ("[]", "{}")
_LITERAL = re.compile(r"[^\s].*[^\s]", re.DOTALL)


def document(entries: Entry) -> str:
    """Return a mapping as a block of lines `key: value`."""
    return "".join(f"{line}\n" for line in _mapping(entries))


def items(entries: Sequence[Entry]) -> str:
    """Return a list of mappings, each in a block of its own."""
    return "".join(f"{line}\n" for entry in entries for line in _item(entry))


def filled(entry: Entry) -> Entry:
    """Return the entry without empty values and blank texts."""
    return {
        key: value
        for key, value in entry.items()
        if (value.strip() if isinstance(value, str) else value)
    }


def flow(value: Value) -> str:
    """Return a value on one line: `{key: value}`, `[item, item]`, or a text."""
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, Mapping):
        pairs = (f"{scalar(key, flow=True)}: {flow(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    return f"[{', '.join(map(flow, value))}]"


def scalar(text: str, *, flow: bool = False) -> str:
    """Return a text on one line: plain where YAML allows it, else in double quotes.

    Control characters, which no source may hold, are left out.
    """
    text = without_controls(text)
    if _is_plain(text, flow):
        return text
    quoted = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    )
    return f'"{quoted}"'


def without_controls(text: str) -> str:
    """Return the text without the characters that a source may not hold."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _is_plain(text: str, flow: bool) -> bool:
    if text.lower() in _NULLS or text[0] in _INDICATORS or not _PLAIN.fullmatch(text):
        return False
    if ": " in text or " #" in text or "---" in text[:3] or "..." in text[:3]:
        return False
    # A full-width comma in `{…}` or `[…]` may be one that was to part two entries: the reader asks
    # for quotes.
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
    if not value:
        return [f"{key}: {_EMPTY[isinstance(value, Mapping)]}"]
    return [f"{key}:", *(f"  {line}" if line else "" for line in _block(value))]


def _block(value: Value) -> list[str]:
    if isinstance(value, Mapping):
        return _mapping(value)
    assert not isinstance(value, str)
    return [line for item in value for line in _item(item)]


def _item(item: Value) -> list[str]:
    if isinstance(item, str):
        return [f"- {scalar(item)}"]
    if not item:
        return [f"- {_EMPTY[isinstance(item, Mapping)]}"]
    lines = _block(item)
    return [f"- {lines[0]}", *(f"  {line}" if line else "" for line in lines[1:])]


def _is_block(text: str) -> bool:
    """Whether a text of several lines can be written unchanged below `|-`."""
    return (
        "\n" in text
        and "\t" not in text
        and bool(_LITERAL.fullmatch(text))
        and not text.startswith(" ")
    )
