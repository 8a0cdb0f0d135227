"""A source file as the texts in it, each with its key, and the way back to line and column."""

from __future__ import annotations

import re
from bisect import bisect_right

import msgspec

from gksite.diagnostics import Location
from gksite.schema.keys import KEYS
from gksite.source.front_matter import split_front_matter
from gksite.source.yaml import Mapping, Scalar, Sequence, parse_yaml
from gksite.source.yaml_tree import Node

GAP = "\0"
"""Stands between two texts; no source may hold it, and no rule reaches across it."""
COVER = "\1"
"""Stands for each character that is markup or part of an address, so that places stay the same."""

PROSE = frozenset((
    "body", "title", "text", "note", "summary", "annotation", "addressees", "copies_to", "caption",
    "what", "why", "description", "name", "units", "deadline", "printed", "lead", "responsible",
    "cooperating", "signature", "publisher", "printed_by", "issuer", "leader", "short_name", "host",
    "number", "section", "columns", "category", "reason", "masthead", "contact", "annexes",
))  # fmt: skip
"""The keys whose values are read by people as text, with the body of a Markdown file."""

MARKDOWN = frozenset({"text", "note"})
"""The keys of YAML whose values are Markdown."""

_ADDRESS = re.compile(r"https?://[^\s\0-\x20<>\"'）)】》，。；、\u4e00-\u9fff]{1,2000}")
_TARGET = re.compile(r"\]\((?:[^()\s\0]|\([^()\s\0]{0,200}\)){0,2000}\)")
_MARK = re.compile(r"(?m)^[ \t\u3000]{0,20}[{｛][^{}｛｝\n]{0,200}[}｝][ \t\u3000]{0,20}$")
_HEADING = re.compile(r"(?m)^#{1,6}[ \t]")


class Piece(msgspec.Struct, frozen=True):
    """A text of a file: its beginning in `SourceText.text`, its English key (`body` for a Markdown
    body), line and column of its first character in the file, and whether all later characters have
    the same distance there (true for a body)."""

    start: int
    key: str
    line: int
    column: int
    is_raw: bool


class SourceText(msgspec.Struct, frozen=True):
    """All texts of a file, with GAP between them; addresses and marks are COVER."""

    path: str
    text: str
    pieces: tuple[Piece, ...]
    lines: tuple[str, ...]
    raw: str = ""
    """The texts with nothing covered, of a source."""

    def raw_piece(self, piece: Piece) -> str:
        """Return a piece as written in the source."""
        end = self.raw.find(GAP, piece.start)
        return self.raw[piece.start : end if end >= 0 else len(self.raw)]

    def piece_at(self, offset: int) -> Piece:
        """Return the piece that holds the character at `offset`."""
        return self.pieces[bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column in the file, from 1, of the character at `offset`."""
        piece = self.piece_at(offset)
        if piece.is_raw:
            before = self.text.count("\n", piece.start, offset)
            line_start = self.text.rfind("\n", piece.start, offset) + 1 if before else piece.start
            return piece.line + before, offset - line_start + (1 if before else piece.column)
        return _walk(self.lines, piece, self.text[piece.start : offset + 1])

    def location(self, offset: int) -> Location:
        """Return the place of the character at `offset`."""
        return Location(self.path, *self.place(offset))


def plain_text(path: str, text: str) -> SourceText:
    """Return a text without structure (an attached .txt or .csv): one piece, addresses covered."""
    return SourceText(path, _cover(text, (_ADDRESS,)), (Piece(0, "body", 1, 1, True),), ())


def read_source_text(path: str, text: str) -> SourceText:
    """Return the texts of a YAML or Markdown source; none if it cannot be parsed."""
    if path.endswith(".md"):
        front, _ = split_front_matter(text, path)
        if front is None:
            return SourceText(path, "", (), ())
        node, _ = parse_yaml(front.text, path, front.first_line)
        body = _cover(front.body, (_MARK, _TARGET, _ADDRESS, _HEADING))
        return _joined(
            path, text, node, [Piece(0, "body", front.body_line, 1, True)], [body], [front.body]
        )
    node, _ = parse_yaml(text, path)
    return _joined(path, text, node, [], [], [])


def _joined(
    path: str, source: str, node: Node | None, pieces: list[Piece], texts: list[str], raw: list[str]
) -> SourceText:
    position = sum(len(text) + len(GAP) for text in texts)
    scalars: list[tuple[str, Scalar]] = []
    _gather(node, "", scalars)
    for key, scalar in scalars:
        value = scalar.value or ""
        raw.append(value)
        if "http" in value or "](" in value:
            value = _cover(value, (_TARGET, _ADDRESS))
        pieces.append(Piece(position, key, scalar.line, scalar.column, False))
        texts.append(value)
        position += len(value) + len(GAP)
    return SourceText(
        path, GAP.join(texts), tuple(pieces), tuple(source.split("\n")), GAP.join(raw)
    )


def _gather(node: Node | None, key: str, scalars: list[tuple[str, Scalar]]) -> None:
    """Add every text below a node with its English key."""
    if isinstance(node, Scalar):
        if node.value:
            scalars.append((key, node))
    elif isinstance(node, Sequence):
        for item in node.items:
            _gather(item, key, scalars)
    elif isinstance(node, Mapping):
        for name, value in node.entries.items():
            # The heads of a task table are texts under keys that name the kind of a column.
            _gather(value, "columns" if key == "columns" else KEYS.get(name, name), scalars)


def _cover(text: str, forms: tuple[re.Pattern[str], ...]) -> str:
    for form in forms:
        text = form.sub(lambda match: _covered(match[0]), text)
    return text


def _covered(text: str) -> str:
    """Return a replacement of the same length; mail and telephone links stay, since they may be
    personal data."""
    if text.startswith(("](mailto:", "](tel:")):
        return f"{COVER}{COVER}{text[2:-1]}{COVER}"
    return COVER * len(text)


def _walk(lines: tuple[str, ...], piece: Piece, value: str) -> tuple[int, int]:
    """Return the place of the last character of `value`, the beginning of a YAML text, which is
    followed through quotes and folded lines.

    Where an escape makes that impossible, it is the place of the text itself.
    """
    row, column = piece.line - 1, piece.column - 1
    if row >= len(lines):
        return piece.line, piece.column
    place = row, column
    for character in value:
        wanted = None if character.isspace() else character
        if wanted is None:
            if column < len(lines[row]) and lines[row][column] == character:
                place, column = (row, column), column + 1
            continue
        while lines[row][column : column + 1] != wanted and character != COVER:
            column += 1
            if column >= len(lines[row]):
                row, column = row + 1, 0
                if row >= len(lines):
                    return piece.line, piece.column
        place, column = (row, column), column + 1
    return place[0] + 1, place[1] + 1
