"""Put cells of a table that became text into rows, before their columns are known."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gksite.documents.blocks import GridCell, Place, Table
from gksite.importer.draft import DraftKind, LeftOut
from gksite.importer.lines.lines import Item, Line
from gksite.importer.tables.alignment import align, fitness
from gksite.importer.tables.column_heads import is_catalogue, is_head_row, read_heads
from gksite.importer.tables.streams import read_stream
from gksite.notation.numbering import parse_numbering

_BORDERS = 2
"""How much better a row without its empty cells must fit than as its borders print it."""


class Piece(msgspec.Struct, frozen=True):
    """A cell before its column is known."""

    text: str
    place: Place


TableRead = tuple[Table, int, list[LeftOut]]
"""A table, the index of the item after it, and the marks that drew it."""


def lines_from(items: Sequence[Item], start: int, longest: int = 100_000) -> list[Line]:
    """Return the lines from `start` up to the next table."""
    lines: list[Line] = []
    for item in items[start : start + longest]:
        if not isinstance(item, Line):
            break
        lines.append(item)
    return lines


def align_rows(rows: list[list[Piece]], columns: int) -> Table:
    """Return a table of rows with their empty cells, or without if that fits the heads better."""
    head = next((row for row in rows[:4] if is_head_row(tuple(piece.text for piece in row))), None)
    texts = tuple(piece.text for piece in head) if head else ()
    kinds = read_heads(texts).kinds if head and not is_catalogue(texts) else ()
    placed: list[list[tuple[int, Piece]]] = []
    for row in rows:
        if not kinds or row is head or len(row) == 1:
            placed.append(list(enumerate(row[:columns])) if len(row) > 1 else [(0, row[0])])
            continue
        placed.append(_place(kinds, row))
    return table_of(placed, columns)


def _place(kinds: tuple[DraftKind, ...], row: list[Piece]) -> list[tuple[int, Piece]]:
    filled = [piece for piece in row if piece.text]
    if len(filled) <= 1 or (len(row) == len(kinds) and all(piece.text for piece in row)):
        return list(enumerate(row[: len(kinds)]))
    columns = align(kinds, [piece.text for piece in filled])
    if len(row) == len(kinds):
        as_printed = sum(
            fitness(kind, piece.text) for kind, piece in zip(kinds, row, strict=True) if piece.text
        )
        closed_up = sum(
            fitness(kinds[column], piece.text)
            for column, piece in zip(columns, filled, strict=True)
        )
        if as_printed + _BORDERS >= closed_up:
            return list(enumerate(row))
    return list(zip(columns, filled, strict=True))


def table_of_stream(
    heads: Sequence[Piece], body: Sequence[Piece], mergeable: bool = False
) -> Table:
    """Return the table of a stream of cells below `heads`; an empty cell means nothing. Several
    cells may be one (`mergeable`) where each line of the source became a cell."""
    return stream_table(heads, body, mergeable=mergeable, may_end=False)[0]


def stream_table(
    heads: Sequence[Piece], body: Sequence[Piece], *, mergeable: bool, may_end: bool
) -> tuple[Table, int, int]:
    """Return the table of a stream, how many of its cells were used, and how well they fit."""
    kinds = read_heads(tuple(head.text for head in heads)).kinds
    cells = [piece for piece in body if piece.text]
    stream = read_stream(
        kinds, [piece.text for piece in cells], mergeable=mergeable, may_end=may_end
    )
    rows: list[list[tuple[int, Piece]]] = [list(enumerate(heads))]
    rows += [[(max(column, 0), cells[index]) for index, column in row] for row in stream.rows]
    table = table_of(rows, len(kinds), full_width=True)
    return table, stream.used, stream.score


def table_of(
    rows: Sequence[Sequence[tuple[int, Piece]]], columns: int, full_width: bool = False
) -> Table:
    """Return a table of placed cells. Cells of one column become one cell of several lines; a lone
    first cell spans the row."""
    cells: list[GridCell] = []
    for number, row in enumerate(rows):
        texts: dict[int, list[Piece]] = {}
        for column, piece in row:
            texts.setdefault(column, []).append(piece)
        alone = (
            full_width
            and len(texts) == 1
            and 0 in texts
            and parse_numbering(texts[0][0].text) is not None
        )
        for column, pieces in sorted(texts.items()):
            text = "\n".join(piece.text for piece in pieces if piece.text)
            cells.append(
                GridCell(text, number, column, 1, columns if alone else 1, pieces[0].place)
            )
    place = cells[0].place if cells else rows[0][0][1].place
    return Table(len(rows), columns, tuple(cells), place)
