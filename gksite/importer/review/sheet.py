"""Build the review sheet of an import as values: doubts, and rows of source and reading."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from gksite.catalogue import hint, message, severity
from gksite.diagnostics import Diagnostic, Severity
from gksite.documents.blocks import Place, SourceDocument
from gksite.importer.draft import Draft
from gksite.importer.review.differing_words import Stretch, differing_words
from gksite.importer.review.homes import Homes
from gksite.importer.review.marks import Letters, Mark, TaskMarks
from gksite.importer.review.pieces import Line, Piece, pieces_of
from gksite.importer.review.place_words import column_words, place_words, row_words
from gksite.importer.review.readings import Reading, readings_of, with_edits
from gksite.model.entities import Plan

RowKind = Literal["tasks", "section", "head", "envelope", "body", "left-out", "other"]
_ORDER = {"error": 0, "warning": 1, "info": 2}
_NOWHERE = "原文里没有找到位置"
_KEY = 12
"""Characters of a digest by which a browser keeps a tick."""


class SheetLine(msgspec.Struct, frozen=True):
    """A line of the document as printed, with its place in words, and its marks; of a cell also
    `column`, as a person counts it."""

    text: str
    place: str
    marks: tuple[Mark, ...]
    column: str = ""


class Row(msgspec.Struct, frozen=True):
    """Lines of the document beside what they became.

    `key` changes with lines and readings; `readings` are those of the tasks whose first row this
    is, `also` the rows of its other tasks by number; `names` are fields of the envelope, titles of
    sections, heads with what their columns hold, or reasons why lines are left out; `doubts` are
    ids.
    """

    id: str
    key: str
    kind: RowKind
    place: str
    lines: tuple[SheetLine, ...]
    readings: tuple[Reading, ...] = ()
    also: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


class Doubt(msgspec.Struct, frozen=True):
    """A diagnostic of the import: its id, the key of its tick, the row it is about, its place in
    words, its text in stretches (those that differ are marked), and what to do."""

    id: str
    key: str
    severity: Severity
    row: str
    place: str
    text: tuple[Stretch, ...]
    hint: str


class Omission(msgspec.Struct, frozen=True):
    """A text that was left out: its row ("" for none), its place in words, reason and text."""

    row: str
    place: str
    reason: str
    text: str


class Sheet(msgspec.Struct, frozen=True):
    """A whole review sheet; `digest` is that of its documents."""

    digest: str
    doubts: tuple[Doubt, ...]
    rows: tuple[Row, ...]
    left_out: tuple[Omission, ...]


def build_sheet(
    draft: Draft,
    documents: Sequence[SourceDocument],
    diagnostics: Sequence[Diagnostic],
    plan: Plan | None,
    of_document: Plan | None = None,
) -> Sheet:
    """Return the sheet; `plan` is the plan as a build reads the files, None where it cannot;
    `of_document` the one that the document alone makes, where an editor may have changed it."""
    readings = readings_of(plan, draft.tasks) if plan else {}
    if plan and of_document:
        readings = with_edits(readings, readings_of(of_document, draft.tasks))
    rows, places = _rows(draft, documents, readings)
    by_number = {
        number: row.id for row in rows for reading in row.readings if (number := reading.number)
    }
    doubts = _doubts(diagnostics, rows, places, by_number)
    of_row: dict[str, list[str]] = defaultdict(list)
    for doubt in doubts:
        of_row[doubt.row].append(doubt.id)
    return Sheet(
        _digest(document.sha256 for document in documents),
        doubts,
        tuple(msgspec.structs.replace(row, doubts=tuple(of_row[row.id])) for row in rows),
        tuple(
            Omission(*places.of(piece.place), piece.reason, piece.text) for piece in draft.left_out
        ),
    )


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────


class _Places:
    """The row and the words of each place by its address; `shared` places have several rows."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, str]] = {}
        self.shared: set[str] = set()
        self.files: set[str] = set()

    def add(self, place: Place, row: str, words: str) -> None:
        """Note that a line of a place stands in a row."""
        self.files.add(place.file)
        first, _ = self.rows.setdefault(str(place), (row, words))
        if first != row:
            self.shared.add(str(place))

    def of(self, place: Place) -> tuple[str, str]:
        """Return the row ("" for none) and the words of a place."""
        return self.rows.get(str(place), ("", str(place)))


class _Made(msgspec.Struct):
    """A row while pieces are added to it."""

    id: str
    kind: RowKind
    tasks: tuple[int, ...]
    names: tuple[str, ...]
    place: str
    lines: list[SheetLine]


def _rows(
    draft: Draft, documents: Sequence[SourceDocument], readings: Mapping[str, Reading]
) -> tuple[list[Row], _Places]:
    """Return the rows, and the places of the lines."""
    homes = Homes(draft)
    lists = {one.id: one for one in draft.lists}
    marks = [TaskMarks(task, lists.get(task.list)) for task in draft.tasks]
    naming = _Naming(documents)
    made: list[_Made] = []
    places = _Places()
    for piece in pieces_of(documents, draft.tasks):
        lines = [(line, Letters(line.text)) for line in piece.lines]
        for line, letters in lines:
            homes.mark(letters, line, is_task=bool(piece.tasks))
        _mark_tasks(lines, [marks[position] for position in piece.tasks])
        last = made[-1] if made else None
        kind, names = _home(piece, lines, homes)
        if kind == "other" and last and _mark_tasks(lines, [marks[at] for at in last.tasks]):
            kind, piece = "tasks", msgspec.structs.replace(piece, tasks=last.tasks)
        shown = [naming.line(line, letters, kind) for line, letters in lines]
        is_blank = not any(letters.plain for _, letters in lines)
        if last and (is_blank or _goes_on(last, piece, kind, names)):
            last.lines += shown
            last.names = tuple(dict.fromkeys((*last.names, *names)))
        else:
            place = naming.row(piece.lines[0]) or shown[0].place
            made.append(_Made(piece.id, kind, piece.tasks, names, place, shown))
        for (line, _), written in zip(lines, shown, strict=True):
            places.add(line.place, made[-1].id, written.place)
    return _finished(made, draft, readings), places


def _mark_tasks(lines: Sequence[tuple[Line, Letters]], tasks: Sequence[TaskMarks]) -> bool:
    """Put marks of tasks on lines; return whether one has a mark then."""
    for line, letters in lines:
        for task in tasks:
            task.mark(letters, is_cell=line.is_cell)
    return any(letters.marks() for _, letters in lines)


class _Naming:
    """The words for the places of a document, which depend on the headings above."""

    def __init__(self, documents: Sequence[SourceDocument]) -> None:
        self._formats = {document.name: document.format for document in documents}
        self._heading = ""

    def line(self, line: Line, letters: Letters, kind: RowKind) -> SheetLine:
        """Return a line with the words for its place."""
        if kind == "section" or line.level:
            self._heading = line.text
        format = self._formats[line.place.file]
        words = self._in_file(line, place_words(line.place, format, self._heading, line.text))
        column = column_words(line.place, format) if line.is_cell else ""
        return SheetLine(line.text, words, letters.marks(), column)

    def row(self, line: Line) -> str:
        """Return the words for the row of a table that begins with a line, else ""."""
        words = row_words(line.place, self._formats[line.place.file])
        return self._in_file(line, words) if words else ""

    def _in_file(self, line: Line, words: str) -> str:
        """Return the words with the name of the file, where there are several."""
        return f"{line.place.file}，{words}" if len(self._formats) > 1 else words


def _goes_on(last: _Made, piece: Piece, kind: RowKind, names: tuple[str, ...]) -> bool:
    """Whether a piece belongs to the row above: lines of the same tasks, of a
    table's head, or left out alike."""
    if last.kind != kind:
        return False
    if kind == "tasks":
        return last.tasks == piece.tasks and not piece.lines[0].is_cell
    return kind == "head" or (kind == "left-out" and last.names == names)


def _home(
    piece: Piece, lines: Sequence[tuple[Line, Letters]], homes: Homes
) -> tuple[RowKind, tuple[str, ...]]:
    """Return the kind of the row for a piece, and its names."""
    kinds: dict[str, dict[str, None]] = defaultdict(dict)
    for _, letters in lines:
        for mark in letters.marks():
            kinds[mark.kind][mark.name] = None
    if piece.tasks:
        return "tasks", ()
    if "section" in kinds:
        titles = (homes.section_of(line, letters) for line, letters in lines)
        return "section", tuple(dict.fromkeys(filter(None, titles)))
    if "head" in kinds:
        heads = (homes.column_of(letters) for _, letters in lines)
        return "head", tuple(dict.fromkeys(filter(None, heads)))
    if "envelope" in kinds:
        return "envelope", tuple(
            dict.fromkeys(
                name for line, letters in lines for name in homes.fields_of(line, letters)
            )
        )
    for kind in ("body", "left-out"):
        if kind in kinds:
            return kind, tuple(kinds[kind])
    return "other", ()


def _finished(made: Sequence[_Made], draft: Draft, readings: Mapping[str, Reading]) -> list[Row]:
    """Return the rows; a task without a line of the document gets one at the end."""
    first: dict[int, str] = {}
    for row in made:
        for position in row.tasks:
            first.setdefault(position, row.id)
    rows = []
    lacking = tuple(position for position in range(len(draft.tasks)) if position not in first)
    if lacking:
        made = [*made, _Made("r0", "tasks", lacking, (), _NOWHERE, [])]
        first |= dict.fromkeys(lacking, "r0")
    for row in made:
        own = [draft.tasks[position].id for position in row.tasks if first[position] == row.id]
        shown = tuple(readings[id] for id in own if id in readings)
        also = tuple(
            (draft.tasks[position].number or draft.tasks[position].id, first[position])
            for position in row.tasks
            if first[position] != row.id
        )
        lines = tuple(row.lines)
        key = _digest([*(line.text for line in lines), *map(repr, shown)])
        rows.append(Row(row.id, key, row.kind, row.place, lines, shown, also, row.names))
    return rows


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:_KEY]


# ── doubts ────────────────────────────────────────────────────────────────────────────────────────


def _doubts(
    diagnostics: Sequence[Diagnostic],
    rows: Sequence[Row],
    places: _Places,
    by_number: Mapping[str, str],
) -> tuple[Doubt, ...]:
    """Return the diagnostics, the gravest first and each with its row: that of its place, else of
    the task that it names, else the first; none where it is about no document."""
    doubts: list[Doubt] = []
    for number, diagnostic in enumerate(
        sorted(diagnostics, key=lambda diagnostic: _ORDER[severity(diagnostic)]), 1
    ):
        where = diagnostic.location
        address = f"{where.path}:{where.line or where.detail}"
        row, words = places.rows.get(address, ("", f"整份文件（{where.path}）"))
        task = dict(diagnostic.arguments).get("task", "")
        if where.path not in places.files:
            words = str(where)
        elif task in by_number and (not row or address in places.shared):
            row, words = by_number[task], f"第 {task} 项"
        elif not row and rows:
            row = rows[0].id
        key = _digest((str(where), diagnostic.code, repr(diagnostic.arguments)))
        text = _with_differences(diagnostic, message(diagnostic, "zh"))
        doubts.append(
            Doubt(f"d{number}", key, severity(diagnostic), row, words, text, hint(diagnostic, "zh"))
        )
    return tuple(doubts)


def _with_differences(diagnostic: Diagnostic, text: str) -> tuple[Stretch, ...]:
    """Return the text of a diagnostic in stretches; the words in which body and table differ are
    marked."""
    arguments = dict(diagnostic.arguments)
    body, table = arguments.get("body", ""), arguments.get("table", "")
    at = text.find(body) if body and table else -1
    below = text.find(table, at + len(body)) if at >= 0 else -1
    if below < 0:
        return ((text, False),)
    left, right = differing_words(body, table, are_names=diagnostic.code.endswith("units"))
    return (
        (text[:at], False),
        *left,
        (text[at + len(body) : below], False),
        *right,
        (text[below + len(table) :], False),
    )
