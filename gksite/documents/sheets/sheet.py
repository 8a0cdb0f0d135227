"""Turn a spreadsheet's filled cells into blocks: lines above the table as paragraphs, the rest as
one table without empty rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from gksite.documents.blocks import Block, Paragraph, Place
from gksite.documents.grid import MOST_SLOTS, RawCell, build_table
from gksite.documents.parsed import column_letters


class Area(msgspec.Struct, frozen=True):
    """A merged range of a sheet. Rows and columns count from 0; the last ones belong to it."""

    top: int
    left: int
    bottom: int
    right: int


def sheet_blocks(
    cells: Mapping[tuple[int, int], str],
    areas: Iterable[Area],
    file: str,
    number: int,
    sheet: str = "",
    caption: str = "",
) -> list[Block]:
    """Return the blocks of the `number`th sheet. `cells` are its filled cells, by row and column
    from 0.

    Rows and columns without any text are left out; places keep the addresses of the sheet
    (`任务表!B4`). Leading rows with a single filled cell stand above the table: its title, its unit of
    measure. A sheet without any row of two cells is text.
    """
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    filled = dict.fromkeys(rows, 0)
    for row, _ in cells:
        filled[row] += 1
    anchors = {(area.top, area.left): area for area in areas if (area.top, area.left) in cells}
    first = next((index for index, row in enumerate(rows) if filled[row] > 1), len(rows))
    blocks: list[Block] = []
    for row in rows[:first]:
        column = next(column for column in columns if (row, column) in cells)
        area = anchors.get((row, column))
        # A number merged over the rows of its task is no title, even where nothing else stands in
        # its row.
        if area is not None and area.bottom > row and area.right == column:
            first = rows.index(row)
            break
        place = Place(file, "cell", number, _address(sheet, row, column))
        centred = area is not None and area.right > area.left
        blocks += [
            Paragraph(line.strip(), place, centred=centred)
            for line in cells[row, column].split("\n")
            if line.strip()
        ]
    if first < len(rows):
        raw = _raw_cells(cells, anchors, rows[first:], columns, sheet)
        place = Place(file, "cell", number, _address(sheet, rows[first], columns[0]))
        blocks.append(build_table(raw, len(rows) - first, place, caption))
    return blocks


def _raw_cells(
    cells: Mapping[tuple[int, int], str],
    anchors: Mapping[tuple[int, int], Area],
    rows: list[int],
    columns: list[int],
    sheet: str,
) -> list[RawCell]:
    row_index = {row: index for index, row in enumerate(rows)}
    column_index = {column: index for index, column in enumerate(columns)}
    raw: list[RawCell] = []
    covered: set[tuple[int, int]] = set()
    for (row, column), text in cells.items():
        if row not in row_index:
            continue
        area = anchors.get((row, column), Area(row, column, row, column))
        down = _count_through(rows, row_index[row], area.bottom)
        right = _count_through(columns, column_index[column], area.right)
        raw.append(
            RawCell(
                text,
                row_index[row],
                down,
                right,
                _address(sheet, row, column),
                column_index[column],
            )
        )
        if down * right <= MOST_SLOTS:
            covered.update(
                (row_index[row] + y, column_index[column] + x)
                for y in range(down)
                for x in range(right)
            )
    if len(rows) * len(columns) <= MOST_SLOTS:
        raw += [
            RawCell("", y, 1, 1, _address(sheet, row, column), x)
            for y, row in enumerate(rows)
            for x, column in enumerate(columns)
            if (y, x) not in covered
        ]
    return sorted(raw, key=lambda cell: (cell.row, cell.column or 0))


def _count_through(kept: list[int], index: int, last: int) -> int:
    """Return how many of `kept` lie from `index` up to `last`, at least one."""
    end = index + 1
    while end < len(kept) and kept[end] <= last:
        end += 1
    return end - index


def _address(sheet: str, row: int, column: int) -> str:
    cell = f"{column_letters(column)}{row + 1}"
    return f"{sheet}!{cell}" if sheet else cell
