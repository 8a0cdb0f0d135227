"""Compare two versions of a text line by line, with the changed characters marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

import msgspec

Kind = Literal["same", "removed", "added", "changed", "skipped"]
Spans = tuple[tuple[str, bool], ...]
"""Pieces of a line, each with whether it differs from the other version."""

CONTEXT = 2
"""Lines that are shown before and after a difference."""

MOST_COMPARED = 3000
"""Texts with more lines are compared with less care for equal lines."""

LONGEST_LINE = 2000
"""A changed line with more characters is marked as a whole."""


class Row(msgspec.Struct, frozen=True):
    """A line of both versions side by side; line numbers count from 1, and 0 means that there is
    none on that side. A `skipped` row stands for `count` equal lines."""

    kind: Kind
    old: Spans = ()
    new: Spans = ()
    old_line: int = 0
    new_line: int = 0
    count: int = 1


def compare_texts(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """Return the rows from `old` to `new`, long equal stretches folded; [] if equal."""
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > MOST_COMPARED)
    steps = matcher.get_opcodes()
    if all(kind == "equal" for kind, *_ in steps):
        return []
    rows: list[Row] = []
    for number, (kind, old_start, old_end, new_start, new_end) in enumerate(steps):
        if kind == "equal":
            rows += _equal(
                old,
                old_start,
                new_start,
                old_end - old_start,
                is_first=number == 0,
                is_last=number == len(steps) - 1,
            )
        else:
            rows += _differing(
                old[old_start:old_end], new[new_start:new_end], old_start + 1, new_start + 1
            )
    return rows


def _equal(
    lines: Sequence[str],
    old_start: int,
    new_start: int,
    count: int,
    *,
    is_first: bool,
    is_last: bool,
) -> Iterator[Row]:
    before = 0 if is_first else min(CONTEXT, count)
    after = 0 if is_last else min(CONTEXT, count - before)
    skipped = count - before - after
    for index in range(count):
        if index < before or index >= count - after or skipped <= 1:
            spans = ((lines[old_start + index], False),)
            yield Row("same", spans, spans, old_start + index + 1, new_start + index + 1)
        elif index == before:
            yield Row("skipped", count=skipped)


def _differing(
    old: Sequence[str], new: Sequence[str], old_line: int, new_line: int
) -> Iterator[Row]:
    """Pair lines that are alike; the others were removed or added."""
    pairs = min(len(old), len(new))
    for index in range(max(len(old), len(new))):
        before, after = old[index : index + 1], new[index : index + 1]
        if index < pairs and (spans := _marked(before[0], after[0])):
            yield Row("changed", *spans, old_line + index, new_line + index)
            continue
        if before:
            yield Row("removed", ((before[0], True),), (), old_line + index, 0)
        if after:
            yield Row("added", (), ((after[0], True),), 0, new_line + index)


def _marked(old: str, new: str) -> tuple[Spans, Spans] | None:
    """Return both lines with their differences marked; None if they have little in common."""
    if max(len(old), len(new)) > LONGEST_LINE:
        return ((old, True),), ((new, True),)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.4:
        return None
    old_spans: list[tuple[str, bool]] = []
    new_spans: list[tuple[str, bool]] = []
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if old_end > old_start:
            old_spans.append((old[old_start:old_end], kind != "equal"))
        if new_end > new_start:
            new_spans.append((new[new_start:new_end], kind != "equal"))
    return tuple(old_spans), tuple(new_spans)
