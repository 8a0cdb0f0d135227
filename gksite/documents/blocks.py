"""The blocks of a document: paragraphs and tables, each with its place in the source."""

from __future__ import annotations

from typing import Literal

import msgspec

from gksite.diagnostics import Diagnostic

PlaceKind = Literal["line", "paragraph", "cell", "page"]


class Place(msgspec.Struct, frozen=True, order=True):
    """The place of a piece in its source: line 12, paragraph 7, cell `Sheet1!B4`, page 3."""

    file: str
    kind: PlaceKind
    number: int
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.detail or self.number}"


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph or a line, without outer white space.

    `level` is 1-6 for a heading that the source marks as such, else 0. `number` is the automatic
    numbering that a word processor shows before the text and does not store in it, else "".
    """

    text: str
    place: Place
    level: int = 0
    number: str = ""
    centred: bool = False


class GridCell(msgspec.Struct, frozen=True):
    """A cell of a table: text (line breaks as `\\n`), position of its first corner, and spans."""

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int
    place: Place


class Table(msgspec.Struct, frozen=True):
    """A table as a grid without overlaps; uncovered positions were missing in the source."""

    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    place: Place
    caption: str = ""


Block = Paragraph | Table


AsideReason = Literal["deleted", "struck-through", "hidden", "phonetic", "chrome"]
"""Why a reader left a text of the source out of the blocks."""


class Aside(msgspec.Struct, frozen=True):
    """A text of the source that is in no block, with its place and the reason."""

    text: str
    place: Place
    reason: AsideReason


class SourceDocument(msgspec.Struct, frozen=True):
    """A document that was read: its name, its format, SHA-256 of its bytes, blocks in reading
    order, problems, and the texts that the reader left out.

    `characters` is the number of characters other than white space in an independent scan of the
    source, so that a reader that loses text is caught.
    """

    name: str
    format: str
    sha256: str
    blocks: tuple[Block, ...]
    characters: int
    problems: tuple[Diagnostic, ...] = ()
    aside: tuple[Aside, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """Names and values that the head of a web page states (`articletitle`, `pubdate` …)."""
