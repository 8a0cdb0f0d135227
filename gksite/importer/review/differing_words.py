"""Show two wordings side by side, with the words that differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from gksite.notation.wordings import tokens

Stretch = tuple[str, bool]
"""A piece of a text, and whether the other side has it not."""
_MOST_COMPARED = 120
"""Pieces of a wording that are compared each with each; of longer ones, only beginning and end."""
_NAMES = re.compile(r"[^、，,；;：\s]+|[、，,；;：\s]+")


def differing_words(
    left: str, right: str, *, are_names: bool = False
) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Return both texts in stretches; `are_names` compares whole names of a list."""
    split = _NAMES.findall if are_names else tokens
    a, b = split(left), split(right)
    first, second = [False] * len(a), [False] * len(b)
    for a0, a1, b0, b1 in _differences(a, b):
        first[a0:a1] = [True] * (a1 - a0)
        second[b0:b1] = [True] * (b1 - b0)
    return _stretches(a, first), _stretches(b, second)


def _differences(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, int, int]]:
    if len(a) + len(b) <= 2 * _MOST_COMPARED:
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        return [
            (a0, a1, b0, b1) for name, a0, a1, b0, b1 in matcher.get_opcodes() if name != "equal"
        ]
    start = end = 0
    shorter = min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    while end < shorter - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return [(start, len(a) - end, start, len(b) - end)]


def _stretches(pieces: Sequence[str], differ: Sequence[bool]) -> tuple[Stretch, ...]:
    stretches: list[Stretch] = []
    for piece, is_different in zip(pieces, differ, strict=True):
        if stretches and stretches[-1][1] == is_different:
            stretches[-1] = (stretches[-1][0] + piece, is_different)
        else:
            stretches.append((piece, is_different))
    return tuple(stretches)
