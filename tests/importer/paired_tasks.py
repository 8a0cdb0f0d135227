"""Pair the tasks that were read with those that a case wants, by wording and number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from gksite.importer.draft import DraftTask


def pairs(tasks: Sequence[DraftTask], wanted: Sequence[dict[str, Any]]) -> dict[int, int]:
    """The task of the draft for each task that is wanted, by position: the pairs in order whose
    wordings and numbers are most alike."""
    texts = [(plain(whole(task))[:80], bare(task.number)) for task in tasks]
    best: list[list[float]] = [[0.0] * (len(tasks) + 1) for _ in range(len(wanted) + 1)]
    alike = [[_alike(want, *text) for text in texts] for want in wanted]
    for row in range(len(wanted) - 1, -1, -1):
        for column in range(len(tasks) - 1, -1, -1):
            both = alike[row][column] + best[row + 1][column + 1]
            best[row][column] = max(best[row + 1][column], best[row][column + 1], both)
    found: dict[int, int] = {}
    row = column = 0
    while row < len(wanted) and column < len(tasks):
        both = alike[row][column] + best[row + 1][column + 1]
        if alike[row][column] and best[row][column] == both:
            found[row] = column
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return found


def _alike(want: dict[str, Any], text: str, number: str) -> float:
    """How alike a task is to the one wanted: 0 for two others."""
    wording = plain(want["text"])[:80]
    likeness = 1.0 if wording == text else SequenceMatcher(None, wording, text, False).ratio()
    if likeness < 0.4 and not (wording and text and (wording in text or text in wording)):
        return 0.0
    return likeness + 0.3 * (bare(want.get("number", "")) == number)


def whole(task: DraftTask) -> str:
    """The wording of a task with its title, once."""
    if not task.title or plain(task.text).startswith(plain(task.title)):
        return task.text
    return f"{task.title}。{task.text}"


def plain(value: object) -> str:
    """A value as it is compared."""
    text = unicodedata.normalize("NFKC", str(value if value is not None else ""))
    return re.sub(r"[\s。．:：;；]", "", text)


def bare(number: object) -> str:
    return re.sub(r"[.、)(,]", "", plain(number))
