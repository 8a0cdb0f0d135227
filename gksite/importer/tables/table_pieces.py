"""Put cells of a table that became text into rows, before their columns are known."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gksite.documents.blocks import GridCell, Place, Table
from gksite.importer.draft import DraftKind, LeftOut
from gksite.importer.lines.lines import Item, Line
from gksite.importer.tables.alignment import NUMBER, align, fitness
from gksite.importer.tables.column_heads import is_catalogue, is_head_row, read_heads
from gksite.notation.numbering import parse_numbering


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
        if as_printed >= closed_up:
            return list(enumerate(row))
    return list(zip(columns, filled, strict=True))


def table_of_stream(heads: list[Piece], body: list[Piece], mergeable: bool = False) -> Table:
    """Return the table of a stream of cells below `heads`: a running number begins a row, an empty
    cell means nothing. Several cells may be one (`mergeable`) where each line of the source became
    a cell."""
    kinds = read_heads(tuple(head.text for head in heads)).kinds
    rows: list[list[tuple[int, Piece]]] = [list(enumerate(heads))]
    if "number" not in kinds:
        return table_of(rows + _rows_without_numbers(kinds, body), len(kinds))
    at = kinds.index("number")
    waiting: list[Piece] = []
    segments: list[tuple[list[Piece], list[Piece]]] = []
    expected = 0
    for piece in (piece for piece in body if piece.text):
        number = NUMBER.fullmatch(piece.text)
        if number and (
            not segments
            or expected <= int(number[1]) <= expected + 5
            or (int(number[1]) == 1 and at > 0)
        ):
            if segments:
                own, waiting = _own_cells(kinds, at, segments[-1][1])
                segments[-1][1][:] = own
            segments.append((_before_number(waiting), [piece]))
            waiting = []
            expected = int(number[1])
            continue
        (segments[-1][1] if segments else waiting).append(piece)
    for before, cells in segments:
        if before and before[0].text.startswith("\0"):
            rows.append([(0, Piece(before[0].text[1:], before[0].place))])
            before = before[1:]
        placed = [*_left_cells(kinds[:at], before), *_right_cells(kinds, at, cells, mergeable)]
        rows.append(placed)
    return table_of([row for row in rows if row], len(kinds), full_width=True)


def _own_cells(
    kinds: tuple[DraftKind, ...], at: int, cells: list[Piece]
) -> tuple[list[Piece], list[Piece]]:
    """Return the cells from a row's number on that belong to the row, and the cells that open the
    next row (its group, a section)."""
    size = len(kinds) - at
    for index, cell in enumerate(cells[1:], 1):
        numbering = parse_numbering(cell.text)
        if index > 1 and numbering and numbering.style == "chinese" and len(cell.text) < 60:
            return cells[:index], cells[index:]
    if at > 0 and len(cells) > size:
        return cells[:size], cells[size:]
    return cells, []


def _before_number(waiting: list[Piece]) -> list[Piece]:
    """Return the cells before a number; a section across all columns begins with NUL."""
    if waiting and (numbering := parse_numbering(waiting[0].text)) and numbering.style == "chinese":
        return [Piece(f"\0{waiting[0].text}", waiting[0].place), *waiting[1:]]
    return waiting


def _left_cells(kinds: tuple[DraftKind, ...], cells: list[Piece]) -> list[tuple[int, Piece]]:
    if not kinds:
        return [(0, cell) for cell in cells]
    return (
        list(zip(align(kinds, [cell.text for cell in cells]), cells, strict=True)) if cells else []
    )


def _right_cells(
    kinds: tuple[DraftKind, ...], at: int, cells: list[Piece], mergeable: bool
) -> list[tuple[int, Piece]]:
    columns = align(kinds[at + 1 :], [cell.text for cell in cells[1:]], mergeable)
    return [
        (at, cells[0]),
        *((at + 1 + column, cell) for column, cell in zip(columns, cells[1:], strict=True)),
    ]


def _rows_without_numbers(
    kinds: tuple[DraftKind, ...], body: list[Piece]
) -> list[list[tuple[int, Piece]]]:
    """Return the rows of a stream without a number column: by count where that comes out even, else
    a row ends at its last column."""
    size = len(kinds)
    if len(body) % size == 0 and all(cell.text for cell in body):
        return [list(enumerate(body[index : index + size])) for index in range(0, len(body), size)]
    rows: list[list[tuple[int, Piece]]] = []
    row: list[Piece] = []
    for cell in (cell for cell in body if cell.text):
        row.append(cell)
        if len(row) >= size - 1 and fitness(kinds[-1], cell.text) > 0:
            rows.append(list(zip(align(kinds, [cell.text for cell in row]), row, strict=True)))
            row = []
    if row:
        rows.append(list(zip(align(kinds, [cell.text for cell in row]), row, strict=True)))
    return rows


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
