"""Read tables that became text with bars or tabs between cells: a row, or a cell, per line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gksite.documents.blocks import Table
from gksite.importer.draft import LeftOut
from gksite.importer.lines.lines import Item, Line
from gksite.importer.tables.alignment import NUMBER
from gksite.importer.tables.column_heads import head_kind, is_catalogue, is_head_row
from gksite.importer.tables.table_pieces import (
    Piece,
    TableRead,
    align_rows,
    lines_from,
    table_of,
    table_of_stream,
)
from gksite.notation.numbering import parse_numbering

_FEWEST_HEADS = 3
_LONGEST_GAP = 8
_OPENING = 40
_RULE_CELLS = re.compile(r"[\s|:：-]+")
_PARTS = re.compile(r"\t+|\s{3,}")


def read_bars(items: Sequence[Item], start: int) -> TableRead | None:
    """Read a table whose cells end with bars: its first line has one, and its heads come first."""
    first = items[start]
    if not isinstance(first, Line) or _bars_in(first.text) == 0:
        return None
    opening = lines_from(items, start, _OPENING)
    rows = [tuple(piece.text for piece in _cells_of(line)) for line in opening[:4]]
    is_rows = any(is_head_row(row) for row in rows) or _is_grid(opening)
    if not is_rows and len(_stream_heads(_stream(opening))[0]) < _FEWEST_HEADS - 1:
        return None
    lines = _barred_lines(items, start)
    marks = [LeftOut("|" * sum(_bars_in(line.text) for line in lines), first.place, "table-mark")]
    marks += [line.left_out("table-mark") for line in lines if _is_rule(line.text)]
    end = start + len(lines)
    if is_rows:
        return _table_of_rows(lines), end, marks
    heads, body = _stream_heads(_stream(lines))
    if len(heads) < _FEWEST_HEADS - 1:
        return None
    if is_catalogue(tuple(head.text for head in heads)):
        return _table_by_count(heads, body), end, marks
    return table_of_stream(heads, body), end, marks


def _bars_in(text: str) -> int:
    return text.count("|") + text.count("｜")


def _barred_lines(items: Sequence[Item], start: int) -> list[Line]:
    """Return the lines of the table: few lie between two with bars, and the last has a bar."""
    lines = lines_from(items, start)
    last = gap = 0
    for index, line in enumerate(lines):
        if _bars_in(line.text):
            last, gap = index, 0
        else:
            gap += 1
            if gap > _LONGEST_GAP:
                break
    return lines[: last + 1]


def _cells_of(line: Line) -> list[Piece]:
    """Return the cells of a row that stands on one line, empty cells included."""
    text = line.text.replace("｜", "|")
    if text.startswith("|"):
        text = text[1:]
    if text.endswith("|"):
        text = text[:-1]
    return [Piece(cell.strip(), line.place) for cell in text.split("|")]


def _is_grid(lines: list[Line]) -> bool:
    """Whether nearly every line is a row of equally many cells, three or more."""
    counts = [len(_cells_of(line)) for line in lines if not _RULE_CELLS.fullmatch(line.text)]
    usual = max(set(counts), key=counts.count, default=0)
    return (
        len(counts) >= 2 and usual >= _FEWEST_HEADS and counts.count(usual) * 5 >= len(counts) * 4
    )


def _table_of_rows(lines: list[Line]) -> Table:
    rows: list[list[Piece]] = []
    columns = max(len(_cells_of(line)) for line in lines[:6])
    for line in lines:
        if _is_rule(line.text):
            continue
        cells = _cells_of(line)
        if rows and _goes_on(rows[-1], cells, columns):
            last = rows[-1][-1]
            rows[-1][-1] = Piece(f"{last.text}\n{cells[0].text}".strip(), last.place)
            rows[-1] += cells[1:]
        else:
            rows.append(cells)
    return align_rows(rows, columns)


def _is_rule(text: str) -> bool:
    """Whether a line only separates the heads from the rows (| --- | --- |)."""
    return _RULE_CELLS.fullmatch(text) is not None and "--" in text


def _goes_on(row: list[Piece], cells: list[Piece], columns: int) -> bool:
    """Whether the line continues the row above, which lacks cells, and opens no numbered row."""
    lacking = len(row) < columns and len(row) + len(cells) - 1 <= columns
    return (
        lacking
        and len(cells) < columns
        and not NUMBER.fullmatch(cells[0].text)
        and parse_numbering(cells[0].text) is None
    )


def _stream(lines: list[Line]) -> list[Piece]:
    """Return the cells, each ended by a bar wherever lines end; a cell's lines are kept apart."""
    cells: list[Piece] = []
    text, place = "", lines[0].place
    for line in lines:
        parts = line.text.replace("｜", "|").split("|")
        for number, part in enumerate(parts):
            if not text.strip():
                place = line.place
            text = f"{text}\n{part}".strip() if number == 0 else part.strip()
            if number < len(parts) - 1:
                cells.append(Piece(text, place))
                text = ""
    return [*cells, *([Piece(text, place)] if text else [])]


def _stream_heads(cells: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Return the heads that open a stream of cells, and the cells after them."""
    start = next(
        (index for index, cell in enumerate(cells[:4]) if head_kind(cell.text)), len(cells)
    )
    heads: list[Piece] = []
    for cell in cells[start:]:
        if not cell.text or head_kind(cell.text) is None:
            break
        heads.append(cell)
    if len({head_kind(head.text) for head in heads}) < 2:
        return [], cells
    return heads, [*cells[:start], *cells[start + len(heads) :]] if start else cells[len(heads) :]


def _table_by_count(heads: list[Piece], body: list[Piece]) -> Table:
    """Return a table whose rows all have as many cells as there are heads."""
    size = len(heads)
    rows = [heads, *(body[index : index + size] for index in range(0, len(body), size))]
    return table_of([list(enumerate(row)) for row in rows], size)


def read_tabs(items: Sequence[Item], start: int) -> TableRead | None:
    """Read rows whose cells are separated by tabs or wide gaps, below a row of heads."""
    first = items[start]
    if not isinstance(first, Line) or not is_head_row(tuple(_PARTS.split(first.text))):
        return None
    columns = len(_PARTS.split(first.text))
    rows: list[list[Piece]] = []
    for line in lines_from(items, start):
        parts = [part.strip() for part in _PARTS.split(line.text)]
        if len(parts) < 2 and not (
            columns > 2 and parse_numbering(parts[0]) and len(parts[0]) < 40
        ):
            break
        row = [Piece(part, line.place) for part in parts]
        # The end of a line shows no tab: what it lacks are empty cells.
        lacking = columns - len(row) if "\t" in line.text else 0
        rows.append([*row, *[Piece("", line.place)] * lacking])
    if len(rows) < 2:
        return None
    return align_rows(rows, columns), start + len(rows), []
