"""Find the columns of a page by the position of its lines: gazettes print text in two of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median, median_low
from typing import NamedTuple

NARROWEST_GUTTER = 6.0
"""Points between two columns, at least."""
_SAME = 1.5
"""Points; lines of two columns whose bottoms lie closer stand on one line."""
_SHARED = 0.75
"""The share of a column's lines that stand on lines of the other in a table, at least."""
_FEWEST_BESIDE = 2
_MIDDLE = (0.04, 0.96)
"""The part of the page's text, from left to right, where a gutter may lie."""
_FEWEST_LINES = 3
_ALIKE = 0.6
"""The least width of a column as a share of the other's."""
_FULL = 0.5
"""The share of lines that reach the end of a column of prose, at least."""
_HOLED = 0.2
"""The share of lines after a hole in a column of prose, at most."""
_PROSE = 8
"""Characters of a line, on average, from which on it may be prose and no cell of a table."""
_HEAD = 8
"""Characters of the head of a column in a table, at most."""
_MOST_PARTED = 20
"""Parts of a page in columns, at most; a page with more is no text."""
_NUMBER = re.compile(r"(?:([0-9]{1,3})[.．、]|[（(]?([一二三四五六七八九十]{1,3})[)）、])")
_MARKS = re.compile(r"[0-9、，。；：:.．（(]")
_CHINESE = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}


class Piece(NamedTuple):
    """Text that stands together on a line, or a table (without text), with its box in points."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Region(NamedTuple):
    """A part of a page, read before the next one; its box in points."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_column(self) -> bool:
        """Whether the region is a column, and not as wide as the page."""
        return self.left > float("-inf") or self.right < float("inf")

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the region."""
        return self.left <= x < self.right and self.top <= y < self.bottom


class Division(NamedTuple):
    """The regions of a page in reading order, and whether other ones are as likely."""

    regions: tuple[Region, ...]
    is_doubtful: bool = False


class _Band(NamedTuple):
    """Pieces from top to bottom that lie beside the gutter, or (`is_across`) over it."""

    pieces: list[Piece]
    is_across: bool


class _Side(NamedTuple):
    """The lines on one side of the gutter."""

    lines: list[Piece]
    several: int
    """Lines that are of several pieces, as the rows of a table are."""
    size: float

    @property
    def width(self) -> float:
        return max(line.right for line in self.lines) - min(line.left for line in self.lines)

    @property
    def fullness(self) -> float:
        """The share of lines that reach the end of the column."""
        end = max(line.right for line in self.lines) - 1.7 * self.size
        return sum(line.right >= end for line in self.lines) / len(self.lines)

    @property
    def steps(self) -> list[float]:
        """The distances from each line to the next."""
        return [below.top - above.top for above, below in pairwise(self.lines)]

    def holes(self, usual: float) -> float:
        """Return the share of lines that stand farther below the one above than is `usual`."""
        steps = self.steps
        return sum(step > 1.6 * usual for step in steps) / len(steps)

    @property
    def length(self) -> float:
        return sum(len(line.text) for line in self.lines) / len(self.lines)


_WHOLE = Region(float("-inf"), float("-inf"), float("inf"), float("inf"))
_UNDIVIDED = Division((_WHOLE,))


def divide(pieces: Sequence[Piece]) -> Division:
    """Return the regions of a page whose lines and tables are `pieces`.

    Columns are read apart where both are of prose, or their numbers run on from one to the other.
    A narrow column beside prose (a sidebar) is read apart and doubtful. Text in two columns that
    may be the rows of a table stays together and is doubtful; what are clearly the cells of a
    table without lines is read line by line.
    """
    gutter = _gutter(pieces)
    if gutter is None:
        return _UNDIVIDED
    bands = _bands(pieces, gutter)
    verdicts = {
        index: _verdict(_side(band, gutter, 0), _side(band, gutter, 1))
        for index, band in enumerate(bands)
        if not band.is_across and _has_sides(band, gutter)
    }
    apart = {index for index, verdict in verdicts.items() if verdict in ("columns", "sidebar")}
    doubtful = bool({"unsure", "sidebar"} & set(verdicts.values()))
    if not apart or len(apart) > _MOST_PARTED:
        return Division((_WHOLE,), doubtful)
    return Division(tuple(_regions(bands, apart, gutter)), doubtful)


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Return the middle of the widest strip that the fewest pieces cross, of those with lines on
    both sides; None without one."""
    texts = [piece for piece in pieces if piece.text]
    if len(texts) < 2 * _FEWEST_LINES:
        return None
    left, right = min(piece.left for piece in texts), max(piece.right for piece in texts)
    first, last = (round(left + share * (right - left)) for share in _MIDDLE)
    if last - first < NARROWEST_GUTTER or last - first > 10_000:
        return None
    changes = [0] * (last - first + 2)
    for piece in texts:
        start, end = round(piece.left) - first, round(piece.right) - first
        if end >= 0 and start <= last - first:
            changes[max(start, 0)] += 1
            changes[min(end, last - first) + 1] -= 1
    strips: list[tuple[int, int, int]] = []
    x, crossing = first, 0
    covered = []
    for change in changes[:-1]:
        crossing += change
        covered.append(crossing)
    ends = sorted(round(piece.right) for piece in texts)
    starts = sorted(round(piece.left) for piece in texts)
    for count, run in groupby(covered):
        width = len(list(run))
        sides = bisect_left(ends, x), len(starts) - bisect_left(starts, x + width)
        if width >= NARROWEST_GUTTER and min(sides) >= _FEWEST_LINES:
            strips.append((count, -width, x))
        x += width
    if not strips:
        return None
    _, width, start = min(strips)
    return start - width / 2


def _bands(pieces: Sequence[Piece], gutter: float) -> list[_Band]:
    ordered = sorted(pieces, key=lambda piece: (piece.top, piece.left))
    return [
        _Band(list(run), is_across)
        for is_across, run in groupby(ordered, lambda piece: piece.left < gutter < piece.right)
    ]


def _side_of(piece: Piece, gutter: float) -> int:
    return int((piece.left + piece.right) / 2 > gutter)


def _has_sides(band: _Band, gutter: float) -> bool:
    sides = [_side_of(piece, gutter) for piece in band.pieces if piece.text]
    return min(sides.count(0), sides.count(1)) >= _FEWEST_LINES


def _side(band: _Band, gutter: float, side: int) -> _Side:
    pieces = [piece for piece in band.pieces if piece.text and _side_of(piece, gutter) == side]
    lines: list[Piece] = []
    several = 0
    for piece in pieces:
        if lines and abs(piece.top - lines[-1].top) < (piece.bottom - piece.top) / 2:
            above = lines[-1]
            several += 1
            lines[-1] = Piece(
                min(above.left, piece.left),
                above.top,
                max(above.right, piece.right),
                above.bottom,
                f"{above.text} {piece.text}",
            )
        else:
            lines.append(piece)
    return _Side(lines, several, median(piece.bottom - piece.top for piece in pieces))


def _verdict(left: _Side, right: _Side) -> str:
    """Return how two sides are read: as `columns`, a `sidebar`, `unsure`, or `together`."""
    shortest = min(len(left.lines), len(right.lines))
    if (
        shortest < _FEWEST_LINES
        or max(left.several / len(left.lines), right.several / len(right.lines)) > _HOLED
    ):
        return "together"
    narrow, wide = sorted((left, right), key=lambda side: side.width)
    if min(_lines_beside(narrow, wide), _lines_beside(wide, narrow)) < _FEWEST_BESIDE:
        return "together"
    if _run_on(left, right):
        return "columns"
    if _is_head(left.lines[0], right.lines[0]):
        return "together"
    usual = median_low([*left.steps, *right.steps])
    is_shared = _shared_lines(narrow, wide) >= _SHARED
    if narrow.width < _ALIKE * wide.width:
        if not is_shared:
            is_steady = narrow.holes(median_low(narrow.steps)) <= _HOLED
            return "sidebar" if is_steady else "unsure"
        is_steady = wide.fullness >= _FULL and narrow.holes(usual) <= _HOLED
        is_beside_prose = is_steady and wide.length >= 2 * _PROSE
        return "unsure" if is_beside_prose or narrow.length >= 2 * _PROSE else "together"
    if min(left.length, right.length) < _PROSE:
        return "together" if is_shared else "unsure"
    is_prose = all(side.fullness >= _FULL and side.holes(usual) <= _HOLED for side in (left, right))
    return "columns" if is_prose else "unsure"


def _shared_lines(narrow: _Side, wide: _Side) -> float:
    """Return the share of the lines of a side that stand on a line of the other."""
    bottoms = sorted(line.bottom for line in wide.lines)
    near = 0
    for line in narrow.lines:
        index = bisect_left(bottoms, line.bottom - _SAME)
        near += index < len(bottoms) and bottoms[index] < line.bottom + _SAME
    return near / len(narrow.lines)


def _lines_beside(narrow: _Side, wide: _Side) -> int:
    """Return how many lines of a side stand at the height of the other; a signature has none."""
    top, bottom = narrow.lines[0].top, narrow.lines[-1].bottom
    return sum(line.bottom > top and line.top < bottom for line in wide.lines)


def _is_head(left: Piece, right: Piece) -> bool:
    """Whether the first lines are the heads of the columns of a table."""
    return abs(left.top - right.top) < _SAME and all(
        len(line.text) <= _HEAD and not _MARKS.search(line.text) for line in (left, right)
    )


def _run_on(left: _Side, right: _Side) -> bool:
    """Whether the numbers of one kind that open lines rise, and on from the left to the right."""
    for kind in (1, 2):
        numbers = [
            [
                _value(match[kind])
                for line in side.lines
                if (match := _NUMBER.match(line.text)) and match[kind]
            ]
            for side in (left, right)
        ]
        run = numbers[0] + numbers[1]
        if (
            all(numbers)
            and numbers[1][0] == numbers[0][-1] + 1
            and all(below > above for above, below in pairwise(run))
        ):
            return True
    return False


def _value(number: str) -> int:
    if number.isascii():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    return (_CHINESE.get(tens, 1) * 10 if ten else 0) + _CHINESE.get(ones, 0)


def _regions(bands: list[_Band], apart: set[int], gutter: float) -> list[Region]:
    """Return a region for each side of the bands in `apart`, and one for all between two."""
    edge = float("inf")
    regions: list[Region] = []
    top = -edge
    for index in range(len(bands)):
        following = bands[index + 1].pieces[0].top if index + 1 < len(bands) else edge
        if index in apart:
            regions += [
                Region(-edge, top, gutter, following),
                Region(gutter, top, edge, following),
            ]
        elif regions and regions[-1].left == -edge and regions[-1].right == edge:
            regions[-1] = regions[-1]._replace(bottom=following)
        else:
            regions.append(Region(-edge, top, edge, following))
        top = following
    return regions
