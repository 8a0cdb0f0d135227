"""The pieces of a document for its review sheet: paragraphs and rows of tables, with the tasks that
they became."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from gksite.documents.blocks import GridCell, Paragraph, Place, SourceDocument, Table
from gksite.importer.draft import DraftTask
from gksite.importer.lines.lines import squeezed

_GRAM = 4
_MOST_TASKS = 8
"""A run of letters that more tasks have tells none of them from the others."""


class Line(msgspec.Struct, frozen=True):
    """A paragraph, the caption of a table, or one of its cells, as the document prints it; `rows`
    is the number of rows that a cell covers."""

    text: str
    place: Place
    level: int = 0
    is_cell: bool = False
    rows: int = 1


class Piece(msgspec.Struct, frozen=True):
    """A paragraph, a caption, or a row of a table: its place in the document, and its lines."""

    id: str
    lines: tuple[Line, ...]
    tasks: tuple[int, ...] = ()
    """The positions of the tasks that it became."""


def pieces_of(documents: Sequence[SourceDocument], tasks: Sequence[DraftTask]) -> list[Piece]:
    """Return the pieces of all documents in order; every text of a block stands in one line."""
    pieces = [
        Piece(f"r{first}-{second}{below}", lines)
        for first, document in enumerate(documents, 1)
        for second, block in enumerate(document.blocks, 1)
        for below, lines in _lines(block)
    ]
    at_place = _tasks_at(tasks)
    blocks_at = Counter(line.place for piece in pieces for line in piece.lines)
    names = _Names(tasks, {place for place in at_place if blocks_at[place] > 1})
    return [_with_tasks(piece, at_place, names) for piece in pieces]


def _lines(block: Paragraph | Table) -> Iterator[tuple[str, tuple[Line, ...]]]:
    if isinstance(block, Paragraph):
        text = f"{block.number}{block.text}"
        if text.strip():
            yield "", (Line(text, block.place, block.level),)
        return
    if block.caption.strip():
        yield "c", (Line(block.caption, block.place),)
    rows: dict[int, list[GridCell]] = defaultdict(list)
    for cell in block.cells:
        if cell.text.strip():
            rows[cell.row].append(cell)
    for number, cells in sorted(rows.items()):
        yield (
            f"-{number + 1}",
            tuple(
                Line(cell.text, cell.place, 0, True, cell.rowspan)
                for cell in sorted(cells, key=lambda cell: cell.column)
            ),
        )


def _tasks_at(tasks: Sequence[DraftTask]) -> Mapping[Place, tuple[int, ...]]:
    places: dict[Place, dict[int, None]] = defaultdict(dict)
    for position, task in enumerate(tasks):
        for place in task.source:
            places[place][position] = None
    return {place: tuple(positions) for place, positions in places.items()}


def _with_tasks(piece: Piece, at_place: Mapping[Place, tuple[int, ...]], names: _Names) -> Piece:
    """Return a piece with its tasks. Cells over several rows belong to the tasks of all of them, so
    others decide where there are any."""
    lines = [line for line in piece.lines if line.rows == 1] or piece.lines
    found: dict[int, None] = {}
    for line in lines:
        positions = at_place.get(line.place, ())
        if len(positions) > 1 or line.place in names.places:
            positions = names.of(line, positions)
        found |= dict.fromkeys(positions)
    return msgspec.structs.replace(piece, tasks=tuple(sorted(found)))


class _Names:
    """The tasks of places that several pieces share (a page, a paragraph of several lines), by the
    letters of their wording."""

    def __init__(self, tasks: Sequence[DraftTask], places: set[Place]) -> None:
        self.places = places
        self._grams: dict[tuple[Place, str], list[int]] = defaultdict(list)
        for position, task in enumerate(tasks):
            own = [place for place in dict.fromkeys(task.source) if place in places]
            if not own:
                continue
            texts = (
                f"{task.number}{task.title}", task.text, task.table_text, task.units_printed,
                task.table_units, task.note, *(cell.text for cell in task.cells),
            )  # fmt: skip
            grams = {gram for text in texts for gram in _grams(text)}
            for place in own:
                for gram in grams:
                    self._grams[place, gram].append(position)

    def of(self, line: Line, positions: tuple[int, ...]) -> tuple[int, ...]:
        """Return those of the tasks of a line's place that hold half of the line; of several those
        that hold what others do not."""
        if line.place not in self.places:
            return positions
        grams = [*_grams(line.text)]
        hits: Counter[int] = Counter()
        votes: dict[int, float] = defaultdict(float)
        for gram in grams:
            named = self._grams.get((line.place, gram), ())
            if len(named) <= _MOST_TASKS:
                hits.update(named)
                for position in named:
                    votes[position] += 1 / len(named)
        most = max(votes.values(), default=0)
        return tuple(
            position
            for position, count in votes.items()
            if count * 2 >= most and hits[position] * 2 >= len(grams)
        )


def _grams(text: str) -> Iterator[str]:
    plain = squeezed(text)
    for start in range(max(1, len(plain) - _GRAM + 1) if plain else 0):
        yield plain[start : start + _GRAM]
