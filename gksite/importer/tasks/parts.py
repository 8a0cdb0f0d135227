"""Find the parts of tasks: 3.1 and 3.2 below 3, （1） below 3, and rows that open with 其中."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gksite.importer.tables.task_rows import PART
from gksite.importer.tasks.items import Entry
from gksite.notation.characters import is_number, narrow_digits

_DOTTED = re.compile(r"(\d{1,4}(?:[.-]\d{1,3}){0,2})[.-](\d{1,3})[.、]?")
_BRACKETED = re.compile(r"[(]?(\d{1,3})[)]")
_POINTS = str.maketrans("．－—–（）", ".---()")


def number_key(mark: str) -> str:
    """Return a printed number for comparison: narrow digits, dots and brackets, without blanks."""
    return "".join(narrow_digits(mark).translate(_POINTS).split())


def parents_of(entries: Sequence[Entry]) -> tuple[int | None, ...]:
    """Return for each task of a list the position of the task whose part it is, None for one that
    is no part."""
    by_number: dict[str, int] = {}
    above: int | None = None
    expected = 1
    parents: list[int | None] = []
    for position, entry in enumerate(entries):
        number = number_key(entry.mark)
        parent: int | None = None
        if dotted := _DOTTED.fullmatch(number):
            parent = by_number.get(dotted[1].replace("-", "."))
        elif bracketed := _BRACKETED.fullmatch(number):
            parent = above if int(bracketed[1]) == expected else None
            expected = expected + 1 if parent is not None else 1
        elif not number and entry.wording.startswith(PART):
            parent = above
        parents.append(parent)
        if parent is None:
            plain = number.rstrip(".、")
            above = position if is_number(plain) or not number else None
            expected = 1
        if number:
            by_number.setdefault(number.rstrip(".、").replace("-", "."), position)
    return tuple(parents)
