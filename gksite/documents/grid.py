"""Put cells with spans together into a table whose grid has no overlaps and no needless columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from gksite.documents.blocks import GridCell, Place, Table
from gksite.documents.parsed import Refused, column_letters, refused

WIDEST_SPAN = 1000
MOST_SLOTS = 400_000
"""Positions that the cells of one table may cover together."""


class RawCell(msgspec.Struct):
    """A cell before its table is put together; `column` is None if only the order is known."""

    text: str
    row: int
    rowspan: int
    colspan: int
    detail: str = ""
    column: int | None = None


def build_table(cells: Sequence[RawCell], rows: int, place: Place, caption: str = "") -> Table:
    """Return the table of `cells`, which come row by row. A span that would overlap an earlier cell
    or leave the table is cut.

    A cell whose place has no detail is named by its position: `2!B4` is the second column of the
    fourth row of table 2.
    """
    taken: set[tuple[int, int]] = set()
    placed: list[tuple[int, RawCell]] = []
    row, next_column = -1, 0
    for cell in cells:
        if cell.row != row:
            row, next_column = cell.row, 0
        column = next_column if cell.column is None else cell.column
        while (row, column) in taken:
            column += 1
        _fit(cell, column, rows, taken)
        if len(taken) + cell.rowspan * cell.colspan > MOST_SLOTS:
            raise _too_large(place)
        taken.update(
            (row + down, column + right)
            for down in range(cell.rowspan)
            for right in range(cell.colspan)
        )
        placed.append((column, cell))
        next_column = column + cell.colspan
    starts = sorted({column for column, _ in placed})
    return Table(
        rows,
        len(starts),
        tuple(_grid_cell(column, cell, starts, place) for column, cell in placed),
        place,
        caption,
    )


def _fit(cell: RawCell, column: int, rows: int, taken: set[tuple[int, int]]) -> None:
    cell.rowspan = max(1, min(cell.rowspan, rows - cell.row))
    width = max(1, min(cell.colspan, WIDEST_SPAN))
    while width > 1 and any((cell.row, column + right) in taken for right in range(1, width)):
        width -= 1
    cell.colspan = width
    height = 1
    while height < cell.rowspan and (cell.row + height, column) not in taken:
        height += 1
    cell.rowspan = height


def _grid_cell(column: int, cell: RawCell, starts: list[int], table: Place) -> GridCell:
    first = bisect_left(starts, column)
    behind = bisect_left(starts, column + cell.colspan)
    detail = cell.detail or f"{table.number}!{column_letters(first)}{cell.row + 1}"
    place = Place(table.file, "cell", table.number, detail)
    return GridCell(cell.text, cell.row, first, cell.rowspan, behind - first, place)


def _too_large(place: Place) -> Refused:
    return refused(
        "import-too-large",
        place.file,
        limit_zh=f"表格最多 {MOST_SLOTS} 格",
        limit=f"{MOST_SLOTS} cells in a table",
    )
