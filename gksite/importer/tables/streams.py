"""Put a stream of cells into rows: the reading that fits the columns best as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from gksite.importer.draft import DraftKind
from gksite.importer.tables.alignment import NUMBER, UNIT_KINDS, fitness
from gksite.notation.numbering import parse_numbering
from gksite.notation.unit_words import has_strong_ending, is_group
from gksite.notation.units import parse_units

_NEVER = -10_000
_NUMBER_FITS, _NUMBER_MISSES = 8, -8
_UNITS_FIT, _UNITS_MAY_FIT = 3, 1
_SECTION_FITS = 6
_LONGEST_SECTION = 60
_MOST_SKIPPED = 5
"""Numbers that may be missing between two rows."""
_MISSING: dict[DraftKind, int] = {"text": 6, "number": 4, "title": 3, "section": 0, "subsection": 1}
"""The cost of a row without a cell of this kind; that of units is 2, of any other 1."""

_Step = tuple[int, int, bool]
"""The score of a reading up to a cell, the column of the cell before, and whether a row begins."""


class Stream(msgspec.Struct, frozen=True):
    """Rows read from a stream: for each the columns of its cells, by the index of the cell; how
    many cells were used; the score. The column -1 is a heading across the row."""

    rows: tuple[tuple[tuple[int, int], ...], ...]
    used: int
    score: int


def read_stream(
    kinds: Sequence[DraftKind], texts: Sequence[str], *, mergeable: bool, may_end: bool
) -> Stream:
    """Return the best rows for cells that stand in printed order.

    A row has its cells from left to right and may lack some (merged with the row above, or empty);
    a heading stands alone. Several cells may be lines of one (`mergeable`). The stream may end
    before its last cell behind the last numbered row (`may_end`), where text follows the table.
    """
    if not texts or not kinds:
        return Stream((), 0, 0)
    anchors = _running_numbers(texts) if "number" in kinds else frozenset()
    steps: list[list[_Step]] = []
    for index, text in enumerate(texts):
        steps.append(_steps(kinds, texts, index, text, index in anchors, steps, mergeable))
    first_end = max(anchors, default=0) if may_end else len(texts) - 1
    ends = [
        (steps[index][state][0] - _tail(kinds, state), index, state)
        for index in range(first_end, len(texts))
        for state in range(len(kinds) + 1)
    ]
    score, last, state = max(ends)
    return Stream(_rows(steps, last, state, len(kinds)), last + 1, score)


def _steps(
    kinds: Sequence[DraftKind],
    texts: Sequence[str],
    index: int,
    text: str,
    is_anchor: bool,
    steps: Sequence[Sequence[_Step]],
    mergeable: bool,
) -> list[_Step]:
    """Return the best reading up to a cell for each column that it may be in, and for a heading."""
    size = len(kinds)
    before = steps[-1] if steps else None
    row_ends = (
        max(
            ((before[state][0] - _tail(kinds, state), state) for state in range(size + 1)),
            default=(0, size),
        )
        if before
        else (0, size)
    )
    found: list[_Step] = []
    for column in range(size):
        fit = _fit(kinds[column], text, is_anchor)
        readings: list[_Step] = [(row_ends[0] - _lead(kinds, column) + fit, row_ends[1], True)]
        if before:
            readings += [
                (before[state][0] - _gaps(kinds, state + 1, column) + fit, state, False)
                for state in range(column)
            ]
            if mergeable or kinds[column] in UNIT_KINDS:
                score = before[column][0] + _goes_on(kinds[column], texts[index - 1], text)
                readings.append((score, column, False))
        # Of equal readings the one whose cells go on earlier counts: a line end within a row stands
        # within the cell that was open.
        found.append(max(readings, key=lambda step: (step[0], -step[1])))
    heading = row_ends[0] + (_SECTION_FITS if is_heading(text) else _NEVER)
    return [*found, (heading, row_ends[1], True)]


def _rows(
    steps: Sequence[Sequence[_Step]], last: int, state: int, size: int
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return the rows of the reading that ends with cell `last` in column `state`."""
    rows: list[list[tuple[int, int]]] = [[]]
    for index in range(last, -1, -1):
        _, before, begins = steps[index][state]
        rows[-1].append((index, -1 if state == size else state))
        if begins:
            rows.append([])
        state = before
    return tuple(tuple(reversed(row)) for row in reversed(rows) if row)


def is_heading(text: str) -> bool:
    """Whether a cell is a heading across the table: 一、…, short."""
    numbering = parse_numbering(text)
    return numbering is not None and numbering.style == "chinese" and len(text) < _LONGEST_SECTION


def _running_numbers(texts: Sequence[str]) -> frozenset[int]:
    """Return the indexes of cells that are the numbers of rows: they run on, or restart at 1."""
    found: list[int] = []
    expected = 0
    for index, text in enumerate(texts):
        if not (number := NUMBER.fullmatch(text)):
            continue
        value = int(number[1])
        runs_on = expected <= value <= expected + _MOST_SKIPPED or value == 1
        if not found or runs_on:
            found.append(index)
            expected = value
    return frozenset(found)


@lru_cache(maxsize=20_000)
def _fitness(kind: DraftKind, text: str) -> int:
    return fitness(kind, text)


def _fit(kind: DraftKind, text: str, is_anchor: bool) -> int:
    if kind == "number" or is_anchor:
        return _NUMBER_FITS if kind == "number" and is_anchor else _NUMBER_MISSES
    if kind in UNIT_KINDS and _fitness(kind, text) > 0:
        return _UNITS_FIT if are_units(text) else _UNITS_MAY_FIT
    return _fitness(kind, text)


@lru_cache(maxsize=20_000)
def are_units(text: str) -> bool:
    """Whether every name in a cell ends like that of a unit, or is a group."""
    names = [unit.name for unit in parse_units(text).names]
    return bool(names) and all(has_strong_ending(name) or is_group(name) for name in names)


def _goes_on(kind: DraftKind, above: str, text: str) -> int:
    """Return how well a cell is a further line of the cell above it."""
    if kind in ("number", "deadline", "leader"):
        return _NUMBER_MISSES
    if NUMBER.fullmatch(text):
        return _NUMBER_MISSES
    is_open = above.endswith(("、", "，", ",")) or not above.endswith(("。", "；", ";"))
    if kind in UNIT_KINDS:
        return (1 if is_open else -1) if _fitness(kind, text) > 0 and are_units(text) else -4
    return -1 if is_open else -3


def _gap(kind: DraftKind) -> int:
    return _MISSING.get(kind, 2 if kind in UNIT_KINDS else 1)


def _gaps(kinds: Sequence[DraftKind], start: int, end: int) -> int:
    return sum(_gap(kind) for kind in kinds[start:end])


def _lead(kinds: Sequence[DraftKind], column: int) -> int:
    """Return the cost of a row that begins in a column."""
    return _gaps(kinds, 0, column)


def _tail(kinds: Sequence[DraftKind], state: int) -> int:
    """Return the cost of a row that ends behind a column; none behind a heading."""
    return 0 if state == len(kinds) else _gaps(kinds, state + 1, len(kinds))
