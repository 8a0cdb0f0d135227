"""Take the texts of a plan folder apart, into pieces that a merge keeps, changes or drops whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

Kind = Literal["page", "front", "body", "block", "yaml", "item", "entry", "comment", "line"]
"""A Markdown file, its front matter, its body, a block of that; a YAML text, an item of a list, an
entry of a mapping, a comment; a line."""

_FENCE = re.compile(r"---[ \t]*")
_MARK = re.compile(r"[ \t]*\{\s*task\s*=\s*([^}\s]+)\s*\}[ \t]*")
_ITEM = re.compile(r"-([ ]+)(?=\S)")
_ENTRY = re.compile(
    r"""(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#\-'"\[\]{}][^:#\n]*|-[^\s:][^:#\n]*))[ ]*:(?:\s|$)"""
)
_NESTED = re.compile(r"[^:]+:[ \t]*(?:#.*)?")
_LITERAL = re.compile(r"[^:]+:[ \t]*[|>][+\-\d]*[ \t]*")
_NAMES = tuple(
    re.compile(rf"""(?m)^(?:\{{(?:[^}}\n]*,)?[ ]*)?(?:{words})[ ]*:[ ]*["']?([^,}}\n"'#]+)""")
    for words in ("id|编号", "name|名称", "title|标题")
)
"""What identifies an item of a list, the surest first."""


class Part(msgspec.Struct, frozen=True):
    """A piece of a text: its lines and the blank lines behind them, its first line (from 0), its
    key ("" if only its text identifies it), and the task that it belongs to ("" for none)."""

    kind: Kind
    text: str
    tail: str = ""
    line: int = 0
    key: str = ""
    owner: str = ""


class Parts(msgspec.Struct, frozen=True):
    """A text as its parts: the lines around them, and what stands before their first line and
    before each other one."""

    parts: tuple[Part, ...]
    opening: str = ""
    closing: str = ""
    first: str = ""
    indent: str = ""

    @property
    def text(self) -> str:
        """The text that was taken apart."""
        lines = "".join(part.text + part.tail for part in self.parts).splitlines(keepends=True)
        indented = (
            line if not line.strip() else f"{self.indent if number else self.first}{line}"
            for number, line in enumerate(lines)
        )
        return f"{self.opening}{''.join(indented)}{self.closing}"


def parts_of(part: Part) -> Parts | None:
    """Return the parts of a part; None where it has none, or they would not make the same text."""
    lines = part.text.splitlines(keepends=True)
    parts = _apart(part, lines)
    return parts if parts and parts.text == part.text else None


def _apart(part: Part, lines: list[str]) -> Parts | None:
    match part.kind:
        case "page":
            return Parts(_numbered(_halves(lines)))
        case "front":
            inner = _yaml(lines[1:-1], part.line + 1)
            return Parts(inner, lines[0], lines[-1]) if inner else None
        case "body":
            return Parts(_numbered(_blocks(lines, part.line)))
        case "yaml":
            inner = _yaml(lines, part.line)
            return Parts(tuple(_owned(inner))) if inner else None
        case "item":
            return _item(lines, part.line)
        case "entry":
            return _entry(lines, part.line)
        case "block":
            return Parts(_each(lines, part.line))
    return None


def _halves(lines: list[str]) -> Iterable[Part]:
    """Yield front matter and body."""
    end = 0
    if lines and _FENCE.fullmatch(lines[0].rstrip("\n")):
        end = next((n for n in range(1, len(lines)) if _FENCE.fullmatch(lines[n].rstrip("\n"))), -1)
        end += 1
    blank = end
    while blank < len(lines) and not lines[blank].strip():
        blank += 1
    if end:
        yield Part("front", "".join(lines[:end]), "".join(lines[end:blank]), 0, "front")
    else:
        blank = 0
    if blank < len(lines):
        yield Part("body", "".join(lines[blank:]), "", blank, "body")


def _blocks(lines: list[str], line: int) -> Iterable[Part]:
    """Yield the blocks of Markdown between blank lines."""
    owner, start = "", 0
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].strip():
            end += 1
        after = end
        while after < len(lines) and not lines[after].strip():
            after += 1
        mark = _MARK.fullmatch(lines[start].rstrip("\n"))
        if mark or lines[start].startswith("#"):
            owner = mark[1] if mark else ""
        key = f"task {mark[1]}" if mark else ""
        text, tail = "".join(lines[start:end]), "".join(lines[end:after])
        yield Part("block", text, tail, line + start, key, owner)
        start = after


def _yaml(lines: list[str], line: int) -> tuple[Part, ...] | None:
    """Return the items of a list, or the entries of a mapping, in block style, and the comments
    between them; None for other texts."""
    first = next((text for text in lines if text.strip() and not text.startswith("#")), "")
    kind: Kind
    if _ITEM.match(first):
        kind = "item"
    elif _ENTRY.match(first):
        kind = "entry"
    else:
        return None
    starts = [number for number, text in enumerate(lines) if _starts(text, kind)]
    if not starts or any(text.strip() for text in lines[: starts[0]]):
        return None
    blank = "".join(lines[: starts[0]])
    parts = [Part("comment", "", blank, line)] if blank else []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        last = end
        while last > start + 1 and not lines[last - 1].strip():
            last -= 1
        text = "".join(lines[start:last])
        own: Kind = "comment" if text.startswith("#") else kind
        key = "" if own == "comment" else _key(text, kind)
        parts.append(Part(own, text, "".join(lines[last:end]), line + start, key))
    return _numbered(parts)


def _owned(parts: Iterable[Part]) -> Iterable[Part]:
    """Yield the items of tasks.yaml, each as belonging to its task."""
    for part in parts:
        yield msgspec.structs.replace(part, owner=part.key) if part.kind == "item" else part


def _starts(line: str, kind: Kind) -> bool:
    if line.startswith("#"):
        return True
    return bool(_ITEM.match(line) if kind == "item" else _ENTRY.match(line))


def _key(text: str, kind: Kind) -> str:
    if kind == "entry":
        match = _ENTRY.match(text)
        return next((group.strip() for group in match.groups() if group), "") if match else ""
    inner, _ = _dedented(text)
    return next((match[1].strip() for name in _NAMES if (match := name.search(inner))), "")


def _dedented(text: str) -> tuple[str, str]:
    """Return an item without its dash and its indentation, and the dash."""
    match = _ITEM.match(text)
    assert match
    width = len(match[0])
    lines = text[width:].splitlines(keepends=True)
    indent = " " * width
    return "".join(line.removeprefix(indent) for line in lines), match[0]


def _item(lines: list[str], line: int) -> Parts | None:
    inner, dash = _dedented("".join(lines))
    own = inner.splitlines(keepends=True)
    parts = _yaml(own, line)
    if not parts or parts[0].kind == "item":
        return None
    return Parts(parts, first=dash, indent=" " * len(dash))


def _entry(lines: list[str], line: int) -> Parts | None:
    """Return what is nested below a key, or the lines of its literal text."""
    head, rest = lines[0], lines[1:]
    if not rest:
        return None
    indent = " " * min(len(text) - len(text.lstrip(" ")) for text in rest if text.strip())
    own = [text.removeprefix(indent) for text in rest]
    if _LITERAL.fullmatch(head.rstrip("\n")) and indent:
        return Parts(_each(own, line + 1), head, "", indent, indent)
    inner = _yaml(own, line + 1) if _NESTED.fullmatch(head.rstrip("\n")) else None
    return Parts(inner, head, "", indent, indent) if inner else None


def _each(lines: Sequence[str], line: int) -> tuple[Part, ...]:
    return tuple(Part("line", text, "", line + number) for number, text in enumerate(lines))


def _numbered(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts with keys that each stand once: the second `3` is `3 2`."""
    seen: Counter[str] = Counter()
    numbered: list[Part] = []
    for part in parts:
        if part.key:
            seen[part.key] += 1
            if seen[part.key] > 1:
                part = msgspec.structs.replace(part, key=f"{part.key} {seen[part.key]}")
        numbered.append(part)
    return tuple(numbered)
