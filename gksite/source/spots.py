"""The places in the source of the characters of an inline text."""

from __future__ import annotations

import re

from markdown_it.token import Token

from gksite.source.comments import Cleaned
from gksite.source.lines import BLANK

_PREFIX = re.compile(r"[ \t>]*(?:[-+*][ \t]+)?")


class Spots:
    """The lines of a parsed text, and the way from an offset of an inline text to its place."""

    def __init__(self, cleaned: Cleaned, read: str, first_line: int) -> None:
        self.cleaned = cleaned
        self.lines = read.split("\n")
        self.first_line = first_line

    def place(self, token: Token, offset: int, cell: int | None = None) -> tuple[int, int]:
        """Return line and column, from 1, of a character of an inline token; `cell` is the token's
        number in its row."""
        row = (token.map or [0])[0]
        content = token.content
        inner = content.count("\n", 0, offset)
        start = content.rfind("\n", 0, offset) + 1
        own = content[start:].partition("\n")[0]
        line = self.lines[row + inner] if row + inner < len(self.lines) else ""
        if cell is not None:
            at, raw = cell_at(line, cell)
            column = at + _raw_offset(raw, offset)
        else:
            column = _begins(line, own) + offset - start
        return self.source(row + inner, column)

    def source(self, row: int, column: int) -> tuple[int, int]:
        """Return line and column in the file, from 1, of a place in the parsed text, from 0."""
        at, there = self.cleaned.place(row, column)
        return at + self.first_line, there + 1


def _begins(line: str, own: str) -> int:
    """Return the column at which a line of an inline text begins: the text is the end of its line,
    apart from a heading's closing marks."""
    stripped, whole = own.rstrip(BLANK), line.rstrip(BLANK)
    if whole.endswith(stripped):
        return len(whole) - len(stripped)
    return max(line.find(stripped), 0)


def cells_of(line: str) -> list[tuple[int, str]]:
    """Return the cells of a table's row as written, each with its column from 0."""
    begin = match.end() if (match := _PREFIX.match(line)) else 0
    cells: list[tuple[int, str]] = []
    start, end = begin, len(line.rstrip())
    for match in re.finditer(r"\\?\|", line[begin:end]):
        if match[0] == "|":
            cells.append((start, line[start : begin + match.start()]))
            start = begin + match.end()
    cells.append((start, line[start:end]))
    if not cells[0][1]:
        cells.pop(0)
    if cells and not cells[-1][1]:
        cells.pop()
    return [(at + len(cell) - len(cell.lstrip()), cell.strip()) for at, cell in cells]


def cell_at(line: str, number: int) -> tuple[int, str]:
    """Return column and text of a cell; the end of the row where it has no such cell."""
    cells = cells_of(line)
    return cells[number] if number < len(cells) else (len(line.rstrip()), "")


def _raw_offset(raw: str, offset: int) -> int:
    """Return the offset in a cell as written, where a bar within is `\\|`, of one in its text."""
    at = 0
    for _ in range(offset):
        at += 2 if raw.startswith("\\|", at) else 1
    return at
