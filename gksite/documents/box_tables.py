"""Read tables drawn with box characters (┌─┬─┐ │ ├ ┼ └) among lines, as grids with spans."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

import msgspec

from gksite.documents.blocks import Place, Table
from gksite.documents.grid import RawCell, build_table
from gksite.documents.parsed import join_words

_VERTICAL = (
    "│┃║┆┇┊┋╎╏┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋╔╗╚╝╠╣╦╩╬╒╓╕╖╘╙╛╜╞╟╡"
    "╢╤╥╧╨╪╫"
)
_HORIZONTAL = "─━═┄┅┈┉╌╍"
_TOP_LEFT = "┌┍┎┏╔╒╓╭"
_BOTTOM_LEFT = "└┕┖┗╚╘╙╰"
_UPRIGHT = "│┃║┆┇┊┋╎╏"
_MOST_LINES = 5000
_MOST_COLUMNS = 60
_SLIP = 2


class _Line(msgspec.Struct, frozen=True):
    """A line of a drawn table, `number` from 1: its characters by display column, and the columns
    of its verticals.

    `borders` maps an edge of the whole table to the column where this line draws it.
    """

    number: int
    cells: tuple[tuple[int, str], ...]
    verticals: frozenset[int]
    borders: dict[int, int] = {}

    def between(self, left: int, right: int) -> str:
        first, last = self.borders.get(left, left), self.borders.get(right, right)
        return "".join(character for at, character in self.cells if first < at < last)


def find_box_tables(lines: Sequence[str], name: str) -> dict[int, tuple[Table, int]]:
    """Return, by its first line (from 0), each drawn table and the line after it. A drawing that is
    no grid, or whose grid would lose text, stays lines."""
    tables: dict[int, tuple[Table, int]] = {}
    for start, end in _drawings(lines):
        place = Place(name, "line", start + 1)
        drawing = [
            (number, lines[number - 1])
            for number in range(start + 1, end + 1)
            if lines[number - 1].strip()
        ]
        table = _read_drawing(drawing, place)
        if table and _holds_text(table, drawing):
            tables[start] = (table, end)
    return tables


def _holds_text(table: Table, drawing: Sequence[tuple[int, str]]) -> bool:
    """Whether each character of a drawing, except its frame, stands in a cell."""
    drawn = (character for _, line in drawing for character in line)
    words = (each for each in drawn if not each.isspace() and not "─" <= each <= "╿")
    return Counter(words) <= Counter("".join(cell.text for cell in table.cells))


def _is_drawn(line: str) -> bool:
    text = line.strip()
    return bool(text) and text[0] in _VERTICAL and text[-1] in _VERTICAL


def _drawings(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans of lines from a top left to a bottom left corner, blank lines included."""
    start: int | None = None
    for number, line in enumerate(lines):
        text = line.strip()
        if text and text[0] in _TOP_LEFT and _is_drawn(line):
            start = number if start is None else start
        elif start is not None and text and not _is_drawn(line):
            start = None
        if start is not None and text and text[0] in _BOTTOM_LEFT:
            if number - start < _MOST_LINES:
                yield start, number + 1
            start = None


def _read_drawing(drawing: Sequence[tuple[int, str]], place: Place) -> Table | None:
    if _is_plain(drawing):
        return _plain_grid(drawing, place)
    # How wide a box character or a quotation mark is depends on the font that the table was drawn
    # in.
    best = min(
        (
            [_measure(number, line, box, ambiguous) for number, line in drawing]
            for box, ambiguous in product((2, 1), (2, 1))
        ),
        key=lambda measured: len(frozenset().union(*(line.verticals for line in measured))),
    )
    snapped = _edges(best)
    # Every line ends at the right border, wherever its words have pushed that border.
    right = max(snapped.values())
    ends = [max(line.verticals) for line in best]
    edges = sorted(
        {
            *(
                snapped[at]
                for line, end in zip(best, ends, strict=True)
                for at in line.verticals
                if at != end
            ),
            right,
        }
    )
    if 2 <= len(edges) <= min(_MOST_COLUMNS, 2 * max(len(line.verticals) for line in best)):
        borders = [
            {snapped[at]: at for at in line.verticals if at != end} | {right: end}
            for line, end in zip(best, ends, strict=True)
        ]
        lines = [
            _Line(line.number, line.cells, line.verticals, own)
            for line, own in zip(best, borders, strict=True)
        ]
        return _grid(lines, edges, place)
    return None


def _edges(lines: Sequence[_Line]) -> dict[int, int]:
    """Return the table's edge for each vertical: those within one Chinese character are one."""
    uses = Counter(at for line in lines for at in line.verticals)
    kept: list[int] = []
    for at, _ in sorted(uses.items(), key=lambda use: (-use[1], use[0])):
        if all(abs(at - edge) > _SLIP for edge in kept):
            kept.append(at)
    return {at: min(kept, key=lambda edge: abs(edge - at)) for at in uses}


def _measure(number: int, line: str, box: int, ambiguous: int) -> _Line:
    cells: list[tuple[int, str]] = []
    verticals: set[int] = set()
    at = 0
    for character in line.strip():
        if character in _VERTICAL:
            verticals.add(at)
        cells.append((at, character))
        if "─" <= character <= "╿":
            at += box
        else:
            width = unicodedata.east_asian_width(character)
            at += (
                2
                if width in "WF"
                else ambiguous
                if width == "A"
                else 0
                if unicodedata.combining(character)
                else 1
            )
    return _Line(number, tuple(cells), frozenset(verticals))


def _is_rule(text: str) -> bool:
    return bool(text.strip()) and all(
        character in _HORIZONTAL or character in _VERTICAL for character in text.strip()
    )


def _grid(lines: Sequence[_Line], edges: list[int], place: Place) -> Table:
    """Return the grid with column borders at `edges`: a cell goes on where no rule is below it."""
    open_cells: dict[tuple[int, int], tuple[RawCell, list[str]]] = {}
    every: list[tuple[RawCell, list[str]]] = []
    row = -1
    band_begins = True
    for line in lines:
        ruled = [_is_rule(line.between(left, right)) for left, right in pairwise(edges)]
        if any(ruled):
            for (first, last), (_, words) in list(open_cells.items()):
                if ruled[first]:
                    del open_cells[first, last]
                else:
                    words.append(line.between(edges[first], edges[last]))
            band_begins = True
            continue
        if band_begins:
            row += 1
            band_begins = False
            _open_band(line, edges, row, open_cells, every)
        for (first, last), (_, words) in open_cells.items():
            words.append(line.between(edges[first], edges[last]))
    for cell, words in every:
        cell.text = join_words(words)
    return build_table(
        sorted((cell for cell, _ in every), key=lambda cell: (cell.row, cell.column or 0)),
        row + 1,
        place,
    )


def _open_band(
    line: _Line,
    edges: list[int],
    row: int,
    open_cells: dict[tuple[int, int], tuple[RawCell, list[str]]],
    every: list[tuple[RawCell, list[str]]],
) -> None:
    """Open the cells that begin with this line; those that continue span one row more."""
    borders = [
        index
        for index, edge in enumerate(edges)
        if edge in line.borders or index in (0, len(edges) - 1)
    ]
    for first, last in pairwise(borders):
        if going_on := open_cells.get((first, last)):
            going_on[0].rowspan += 1
            continue
        for span in [span for span in open_cells if span[0] < last and first < span[1]]:
            del open_cells[span]
        cell = RawCell("", row, 1, last - first, str(line.number), first)
        open_cells[first, last] = (cell, [])
        every.append(open_cells[first, last])


def _is_plain(drawing: Sequence[tuple[int, str]]) -> bool:
    """Whether no cell is merged: all lines have as many borders, and no rule is partial."""
    counts = {sum(character in _VERTICAL for character in line) for _, line in drawing}
    return len(counts) == 1 and all(
        _is_rule(line) or not any(character in _HORIZONTAL for character in line)
        for _, line in drawing
    )


def _plain_grid(drawing: Sequence[tuple[int, str]], place: Place) -> Table | None:
    """Read a drawing without merged cells: its fields count, wherever words pushed the borders."""
    bands: list[tuple[int, list[list[str]]]] = []
    begins = True
    for number, line in drawing:
        if _is_rule(line):
            begins = True
            continue
        fields = (
            line.strip().translate({ord(upright): "│" for upright in _UPRIGHT})[1:-1].split("│")
        )
        if begins:
            bands.append((number, []))
            begins = False
        bands[-1][1].append(fields)
    cells = [
        RawCell(join_words([fields[column] for fields in band]), row, 1, 1, str(number))
        for row, (number, band) in enumerate(bands)
        for column in range(len(band[0]))
    ]
    return build_table(cells, len(bands), place) if cells else None
