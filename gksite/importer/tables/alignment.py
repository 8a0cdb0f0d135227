"""Find the column of each cell in a row that lost empty cells or had cells broken into lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gksite.importer.draft import DraftKind
from gksite.notation.deadlines import parse_deadline
from gksite.notation.unit_words import LABEL
from gksite.notation.units import parse_units

NUMBER = re.compile(r"[（(]?\s{0,2}(\d{1,4})\s{0,2}[)）]?[.．、]?")
"""The text of a number cell."""
NOTHING = frozenset(("", "/", "／", "\\", "—", "——", "———", "-", "--", "－", "–", "无"))
"""Texts of cells that mean "none"."""

UNIT_KINDS: frozenset[DraftKind] = frozenset(("units", "lead", "responsible", "cooperating"))
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[、，\s]{1,3}[\u4e00-\u9fff·]{2,4}){0,3}")
_IMPOSSIBLE = -6
_MOST_CELLS = 24


def fitness(kind: DraftKind, text: str) -> int:
    """Return how well `text` fits a column of `kind`: above 0 it fits, below 0 it does not."""
    if text in NOTHING:
        return -2 if kind in ("text", "number") else 1
    if kind == "number":
        return 4 if NUMBER.fullmatch(text) else _IMPOSSIBLE
    if kind == "deadline":
        return _deadline_fitness(text)
    if kind in UNIT_KINDS:
        return _units_fitness(text)
    if kind == "open":
        return 0
    if NUMBER.fullmatch(text):
        return -4
    if kind == "text":
        return _prose_fitness(text)
    if kind in ("section", "subsection", "title"):
        return (
            -2
            if len(text) > 60 or text.endswith("。")
            else -1
            if _deadline_fitness(text) > 0
            else 1
        )
    if kind == "leader":
        return 2 if _PERSON.fullmatch(text) else -3
    return 0


def _deadline_fitness(text: str) -> int:
    if len(text) > 40:
        return -4
    return (
        4
        if parse_deadline(text, None).kind not in ("unread", "none")
        else -1
        if re.search("[年月日季周]", text)
        else -3
    )


def _units_fitness(text: str) -> int:
    if len(text) > 600 or "。" in text.rstrip("。"):
        return -4
    reading = parse_units(text)
    if not reading.names or (reading.unread and not LABEL.search(text)):
        return -3
    return 3


def _prose_fitness(text: str) -> int:
    if text.endswith(("。", "；")) or len(text) > 30:
        return 3
    if _deadline_fitness(text) > 0 or (_units_fitness(text) > 0 and len(text) < 12):
        return -1
    return 1


def align(
    kinds: Sequence[DraftKind], cells: Sequence[str], mergeable: bool = False
) -> tuple[int, ...]:
    """Return the column of each cell, from left to right, by the best total fit.

    Several cells share a column only where `mergeable` (a cell broken into lines) or where there
    are more cells than columns.
    """
    merge = mergeable or len(cells) > len(kinds)
    if not cells or len(cells) > _MOST_CELLS or not kinds:
        return tuple(min(index, len(kinds) - 1) for index in range(len(cells)))

    @cache
    def best(cell: int, column: int) -> tuple[int, tuple[int, ...]]:
        """Return the best score of the cells from `cell` on, in columns from `column` on."""
        if cell == len(cells):
            return -sum(_gap(kind) for kind in kinds[column:]), ()
        best_fit: tuple[int, tuple[int, ...]] = (-1000, ())
        skipped = 0
        for target in range(column, len(kinds)):
            longest = len(cells) if merge else cell + 1
            for end in range(cell + 1, longest + 1):
                text = "".join(cells[cell:end])
                score, rest = best(end, target + 1)
                score += fitness(kinds[target], text) - skipped - (end - cell - 1)
                best_fit = max(best_fit, (score, (target,) * (end - cell) + rest))
            skipped += _gap(kinds[target])
        return best_fit

    score, columns = best(0, 0)
    if score <= -1000:
        return tuple(min(index, len(kinds) - 1) for index in range(len(cells)))
    return columns


def _gap(kind: DraftKind) -> int:
    """Return the cost of a column without a cell."""
    return 4 if kind == "text" else 2 if kind in ("number", "title") or kind in UNIT_KINDS else 1
