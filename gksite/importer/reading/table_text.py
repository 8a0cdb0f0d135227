"""Tables that became text: one cell a line with lone bars, rows with bars or tabs, bare lines, glued numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gksite.importer.blocks import GridCell, Place, Table
from gksite.importer.draft import LeftOut
from gksite.importer.reading.alignment import NUMBER, align, fitness
from gksite.importer.reading.column_heads import head_kind, is_catalogue, is_head_row, read_heads, split_glued_heads
from gksite.importer.reading.lines import Item, Line
from gksite.model.entities import ColumnKind
from gksite.notation.numbering import parse_numbering

_FEWEST_HEADS = 3
_LONGEST_GAP = 8
_CAPTION_END = re.compile("(?:表|清单|台账|安排)$")
_RULE_CELLS = re.compile(r"[\s|:：-]+")
_PARTS = re.compile(r"\t+|\s{3,}")


class _Piece(msgspec.Struct, frozen=True):
    """A cell before its column is known."""

    text: str
    place: Place


def find_tables(items: Sequence[Item]) -> tuple[list[Item], list[LeftOut]]:
    """The items with every table that stood there as text made a table; the bars that drew it are left out."""
    found: list[Item] = []
    left: list[LeftOut] = []
    index = 0
    while index < len(items):
        item = items[index]
        if isinstance(item, Line):
            for reader in (_bars, _tabs, _bare_lines, _glued):
                if read := reader(items, index):
                    table, index, marks = read
                    found.append(table)
                    left += marks
                    break
            else:
                found.append(item)
                index += 1
            continue
        found.append(item)
        index += 1
    return found, left


_Read = tuple[Table, int, list[LeftOut]]


def _lines(items: Sequence[Item], start: int, longest: int = 100_000) -> list[Line]:
    """The lines from `start` up to the next table."""
    lines: list[Line] = []
    for item in items[start : start + longest]:
        if not isinstance(item, Line):
            break
        lines.append(item)
    return lines


# ── bars ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _bars(items: Sequence[Item], start: int) -> _Read | None:
    """A table whose cells end with bars: its first line holds one, and its heads are among its first cells."""
    first = items[start]
    if not isinstance(first, Line) or _bars_in(first.text) == 0:
        return None
    lines = _barred_lines(items, start)
    marks = [LeftOut("|" * sum(_bars_in(line.text) for line in lines), first.place, "table-mark")]
    end = start + len(lines)
    rows = [[piece.text for piece in _cells_of(line)] for line in lines[:4]]
    if any(is_head_row(tuple(row)) for row in rows) or _is_grid(lines):
        return _table_of_rows(lines), end, marks
    heads, body = _stream_heads(_stream(lines))
    if len(heads) < _FEWEST_HEADS - 1:
        return None
    if is_catalogue(tuple(head.text for head in heads)):
        return _table_by_count(heads, body), end, marks
    return _table_of_stream(heads, body), end, marks


def _bars_in(text: str) -> int:
    return text.count("|") + text.count("｜")


def _barred_lines(items: Sequence[Item], start: int) -> list[Line]:
    """The lines of the region: no gap of more than a few lines between two with bars, the last one has a bar."""
    lines = _lines(items, start)
    last = gap = 0
    for index, line in enumerate(lines):
        if _bars_in(line.text):
            last, gap = index, 0
        else:
            gap += 1
            if gap > _LONGEST_GAP:
                break
    return lines[: last + 1]


def _cells_of(line: Line) -> list[_Piece]:
    """The cells of a row that stands in one line, empty ones too."""
    text = line.text.replace("｜", "|")
    if text.startswith("|"):
        text = text[1:]
    if text.endswith("|"):
        text = text[:-1]
    return [_Piece(cell.strip(), line.place) for cell in text.split("|")]


def _is_grid(lines: list[Line]) -> bool:
    """Whether nearly every line is a row of equally many cells, three or more."""
    counts = [len(_cells_of(line)) for line in lines if not _RULE_CELLS.fullmatch(line.text)]
    usual = max(set(counts), key=counts.count, default=0)
    return len(counts) >= 2 and usual >= _FEWEST_HEADS and counts.count(usual) * 5 >= len(counts) * 4


def _table_of_rows(lines: list[Line]) -> Table:
    rows: list[list[_Piece]] = []
    columns = max(len(_cells_of(line)) for line in lines[:6])
    for line in lines:
        if _RULE_CELLS.fullmatch(line.text) and "-" in line.text:
            continue
        cells = _cells_of(line)
        if rows and _goes_on(rows[-1], cells, columns):
            last = rows[-1][-1]
            rows[-1][-1] = _Piece(f"{last.text}\n{cells[0].text}".strip(), last.place)
            rows[-1] += cells[1:]
        else:
            rows.append(cells)
    return _align_rows(rows, columns)


def _goes_on(row: list[_Piece], cells: list[_Piece], columns: int) -> bool:
    """Whether the line continues the row above, which lacks cells: it is no row of its own with a number."""
    lacking = len(row) < columns and len(row) + len(cells) - 1 <= columns
    return lacking and len(cells) < columns and not NUMBER.fullmatch(cells[0].text) and parse_numbering(cells[0].text) is None


def _align_rows(rows: list[list[_Piece]], columns: int) -> Table:
    """A table of rows that keep their empty cells, except where leaving them out fits the heads better."""
    head = next((row for row in rows[:4] if is_head_row(tuple(piece.text for piece in row))), None)
    texts = tuple(piece.text for piece in head) if head else ()
    kinds = tuple(column.kind for column in read_heads(texts).columns) if head and not is_catalogue(texts) else ()
    placed: list[list[tuple[int, _Piece]]] = []
    for row in rows:
        if not kinds or row is head or len(row) == 1:
            placed.append(list(enumerate(row[:columns])) if len(row) > 1 else [(0, row[0])])
            continue
        placed.append(_place(kinds, row))
    return _table(placed, columns)


def _place(kinds: tuple[ColumnKind, ...], row: list[_Piece]) -> list[tuple[int, _Piece]]:
    filled = [piece for piece in row if piece.text]
    if len(filled) <= 1 or (len(row) == len(kinds) and all(piece.text for piece in row)):
        return list(enumerate(row[: len(kinds)]))
    columns = align(kinds, [piece.text for piece in filled])
    if len(row) == len(kinds):
        as_printed = sum(fitness(kind, piece.text) for kind, piece in zip(kinds, row, strict=True) if piece.text)
        closed_up = sum(fitness(kinds[column], piece.text) for column, piece in zip(columns, filled, strict=True))
        if as_printed >= closed_up:
            return list(enumerate(row))
    return list(zip(columns, filled, strict=True))


def _stream(lines: list[Line]) -> list[_Piece]:
    """The cells of lines of which each bar ends a cell, wherever lines end; a cell's lines are kept apart."""
    cells: list[_Piece] = []
    text, place = "", lines[0].place
    for line in lines:
        parts = line.text.replace("｜", "|").split("|")
        for number, part in enumerate(parts):
            if not text.strip():
                place = line.place
            text = f"{text}\n{part}".strip() if number == 0 else part.strip()
            if number < len(parts) - 1:
                cells.append(_Piece(text, place))
                text = ""
    return [*cells, *([_Piece(text, place)] if text else [])]


def _stream_heads(cells: list[_Piece]) -> tuple[list[_Piece], list[_Piece]]:
    """The heads that open a stream of cells, and the cells behind them."""
    start = next((index for index, cell in enumerate(cells[:4]) if head_kind(cell.text)), len(cells))
    heads: list[_Piece] = []
    for cell in cells[start:]:
        if not cell.text or head_kind(cell.text) is None:
            break
        heads.append(cell)
    if len({head_kind(head.text) for head in heads}) < 2:
        return [], cells
    return heads, [*cells[:start], *cells[start + len(heads) :]] if start else cells[len(heads) :]


def _table_by_count(heads: list[_Piece], body: list[_Piece]) -> Table:
    """A table of which every row has as many cells as there are heads."""
    size = len(heads)
    rows = [heads, *(body[index : index + size] for index in range(0, len(body), size))]
    return _table([list(enumerate(row)) for row in rows], size)


def _table_of_stream(heads: list[_Piece], body: list[_Piece], mergeable: bool = False) -> Table:
    kinds = tuple(column.kind for column in read_heads(tuple(head.text for head in heads)).columns)
    rows: list[list[tuple[int, _Piece]]] = [list(enumerate(heads))]
    if "number" not in kinds:
        return _table(rows + _rows_without_numbers(kinds, body), len(kinds))
    at = kinds.index("number")
    waiting: list[_Piece] = []
    segments: list[tuple[list[_Piece], list[_Piece]]] = []
    expected = 0
    for piece in (piece for piece in body if piece.text):
        number = NUMBER.fullmatch(piece.text)
        if number and (not segments or expected <= int(number[1]) <= expected + 5 or (int(number[1]) == 1 and at > 0)):
            if segments:
                own, waiting = _own_cells(kinds, at, segments[-1][1])
                segments[-1][1][:] = own
            segments.append(([*_sections(rows, segments, waiting, len(kinds))], [piece]))
            waiting = []
            expected = int(number[1])
            continue
        (segments[-1][1] if segments else waiting).append(piece)
    for before, cells in segments:
        if before and before[0].text.startswith("\0"):
            rows.append([(0, _Piece(before[0].text[1:], before[0].place))])
            before = before[1:]
        placed = [*_left_cells(kinds[:at], before), *_right_cells(kinds, at, cells, mergeable)]
        rows.append(placed)
    return _table([row for row in rows if row], len(kinds), full_width=True)


def _own_cells(kinds: tuple[ColumnKind, ...], at: int, cells: list[_Piece]) -> tuple[list[_Piece], list[_Piece]]:
    """The cells from a row's number on that belong to it, and those that open the next row (its group, a section)."""
    size = len(kinds) - at
    for index, cell in enumerate(cells[1:], 1):
        numbering = parse_numbering(cell.text)
        if index > 1 and numbering and numbering.style == "chinese" and len(cell.text) < 60:
            return cells[:index], cells[index:]
    if at > 0 and len(cells) > size:
        return cells[:size], cells[size:]
    return cells, []


def _sections(
    rows: list[list[tuple[int, _Piece]]], segments: list[tuple[list[_Piece], list[_Piece]]], waiting: list[_Piece], columns: int
) -> list[_Piece]:
    """The cells before a number; a section across all columns among them is marked with a leading NUL."""
    if waiting and (numbering := parse_numbering(waiting[0].text)) and numbering.style == "chinese":
        return [_Piece(f"\0{waiting[0].text}", waiting[0].place), *waiting[1:]]
    return waiting


def _left_cells(kinds: tuple[ColumnKind, ...], cells: list[_Piece]) -> list[tuple[int, _Piece]]:
    if not kinds:
        return [(0, cell) for cell in cells]
    return list(zip(align(kinds, [cell.text for cell in cells]), cells, strict=True)) if cells else []


def _right_cells(
    kinds: tuple[ColumnKind, ...], at: int, cells: list[_Piece], mergeable: bool
) -> list[tuple[int, _Piece]]:
    columns = align(kinds[at + 1 :], [cell.text for cell in cells[1:]], mergeable)
    return [(at, cells[0]), *((at + 1 + column, cell) for column, cell in zip(columns, cells[1:], strict=True))]


def _rows_without_numbers(kinds: tuple[ColumnKind, ...], body: list[_Piece]) -> list[list[tuple[int, _Piece]]]:
    """Rows of a stream without a number column: by count where it comes out even, else a row ends at its last column."""
    size = len(kinds)
    if len(body) % size == 0 and all(cell.text for cell in body):
        return [list(enumerate(body[index : index + size])) for index in range(0, len(body), size)]
    rows: list[list[tuple[int, _Piece]]] = []
    row: list[_Piece] = []
    for cell in (cell for cell in body if cell.text):
        row.append(cell)
        if len(row) >= size - 1 and fitness(kinds[-1], cell.text) > 0:
            rows.append(list(zip(align(kinds, [one.text for one in row]), row, strict=True)))
            row = []
    if row:
        rows.append(list(zip(align(kinds, [one.text for one in row]), row, strict=True)))
    return rows


def _table(rows: Sequence[Sequence[tuple[int, _Piece]]], columns: int, full_width: bool = False) -> Table:
    """A table of placed cells; cells of one column are one cell of several lines; a lone first cell spans the row."""
    cells: list[GridCell] = []
    for number, row in enumerate(rows):
        texts: dict[int, list[_Piece]] = {}
        for column, piece in row:
            texts.setdefault(column, []).append(piece)
        alone = full_width and len(texts) == 1 and 0 in texts and parse_numbering(texts[0][0].text) is not None
        for column, pieces in sorted(texts.items()):
            text = "\n".join(piece.text for piece in pieces if piece.text)
            cells.append(GridCell(text, number, column, 1, columns if alone else 1, pieces[0].place))
    place = cells[0].place if cells else rows[0][0][1].place
    return Table(len(rows), columns, tuple(cells), place)


# ── no bars ──────────────────────────────────────────────────────────────────────────────────────────────────


def _tabs(items: Sequence[Item], start: int) -> _Read | None:
    """Rows whose cells are parted by tabs or wide gaps, below a row of heads."""
    first = items[start]
    if not isinstance(first, Line) or not is_head_row(tuple(_PARTS.split(first.text))):
        return None
    columns = len(_PARTS.split(first.text))
    rows: list[list[_Piece]] = []
    for line in _lines(items, start):
        parts = [part.strip() for part in _PARTS.split(line.text)]
        if len(parts) < 2 and not (columns > 2 and parse_numbering(parts[0]) and len(parts[0]) < 40):
            break
        rows.append([_Piece(part, line.place) for part in parts])
    if len(rows) < 2:
        return None
    return _align_rows(rows, columns), start + len(rows), []


def _bare_lines(items: Sequence[Item], start: int) -> _Read | None:
    """One cell a line without any bar: three heads or more, a 序号 among them, then cells with running numbers."""
    lines = _lines(items, start)
    heads: list[_Piece] = []
    for line in lines:
        if head_kind(line.text) is None:
            break
        heads.append(_Piece(line.text, line.place))
    kinds = {head_kind(head.text) for head in heads}
    if len(heads) < _FEWEST_HEADS or len(kinds) < _FEWEST_HEADS - 1 or "number" not in kinds:
        return None
    body: list[_Piece] = []
    missing = 0
    for line in lines[len(heads) :]:
        missing = 0 if NUMBER.fullmatch(line.text) else missing + 1
        if missing > 3 * len(heads):
            break
        body.append(_Piece(line.text, line.place))
    body = _without_tail(body, len(heads))
    if not any(NUMBER.fullmatch(piece.text) for piece in body):
        return None
    return _table_of_stream(heads, body, mergeable=True), start + len(heads) + len(body), []


def _without_tail(body: list[_Piece], columns: int) -> list[_Piece]:
    """The cells up to as many behind the last number as a row has columns."""
    last = max((index for index, piece in enumerate(body) if NUMBER.fullmatch(piece.text)), default=-1)
    return body[: last + columns]


def _glued(items: Sequence[Item], start: int) -> _Read | None:
    """Rows that open with their number right before the wording (1做好…), below heads printed without separators."""
    first = items[start]
    if not isinstance(first, Line) or not (heads := split_glued_heads(first.text)):
        return None
    kinds = tuple(column.kind for column in read_heads(heads).columns)
    rows: list[list[tuple[int, _Piece]]] = [[(index, _Piece(head, first.place)) for index, head in enumerate(heads)]]
    used = 1
    expected = 1
    pending: list[tuple[int, Line]] = []
    for offset, line in enumerate(_lines(items, start + 1), 1):
        if rest := _behind_number(line.text, expected):
            pending.append((expected, msgspec.structs.replace(line, text=rest)))
            expected, used = expected + 1, offset + 1
        elif pending and offset == used and not _ends_row(pending[-1][1].text) and not _CAPTION_END.search(line.text):
            number, last = pending[-1]
            pending[-1] = (number, Line(last.text + line.text, (*last.places, *line.places)))
            used = offset + 1
        else:
            break
    if not pending:
        return None
    for number, line in pending:
        cells = [_Piece(str(number), line.place), *_split_glued(kinds, line)]
        columns = align(kinds, [cell.text for cell in cells])
        rows.append(list(zip(columns, cells, strict=True)))
    return _table(rows, len(kinds)), start + used, []


def _ends_row(text: str) -> bool:
    return text.endswith(("。", "；", ";")) or fitness("deadline", text[-8:]) > 0


def _behind_number(text: str, expected: int) -> str:
    """What follows the number `expected` at the start of `text`; "" where it does not open with that number."""
    digits = str(expected)
    rest = text[len(digits) :].lstrip(" .．、")
    if not text.startswith(digits) or not rest:
        return ""
    runs_on = text[len(digits)].isdigit() and not re.match(r"(?:19|20)\d\d年|12345", rest)
    return "" if runs_on or re.match(r"[年月日%％个]", rest) or re.match(r"\.\d", text[len(digits) :]) else rest


def _split_glued(kinds: tuple[ColumnKind, ...], line: Line) -> list[_Piece]:
    """The cells behind the number: the wording up to its last full stop, then units, then a deadline at the end."""
    text = line.text
    if len(kinds) <= 2:
        return [_Piece(text, line.place)]
    stop = text.rfind("。") + 1
    wording, rest = (text[:stop], text[stop:]) if 0 < stop < len(text) else (text, "")
    if not rest:
        return [_Piece(part, line.place) for part in re.split(r"\s+", text)] if " " in text else [_Piece(text, line.place)]
    deadline = ""
    if "deadline" in kinds:
        for length in range(min(24, len(rest)), 1, -1):
            if fitness("deadline", rest[-length:]) > 0:
                rest, deadline = rest[:-length], rest[-length:]
                break
    return [_Piece(part, line.place) for part in (wording, rest, deadline) if part]
