"""Pair the tasks that were read with those that a case wants, by wording and number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from gksite.importer.draft import DraftTask


def pairs(tasks: Sequence[DraftTask], wanted: Sequence[dict[str, Any]]) -> dict[int, int]:
    """The position of the task of the draft for each task that is wanted, by position: those most
    alike first, of equals those in the same order. The draft has the tasks of tables last."""
    texts = [(plain(whole(task))[:80], bare(task.number)) for task in tasks]
    candidates = sorted(
        (-likeness, abs(row - column), row, column)
        for row, want in enumerate(wanted)
        for column, text in enumerate(texts)
        if (likeness := _alike(want, *text))
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, row, column in candidates:
        if row not in found and column not in taken:
            found[row] = column
            taken.add(column)
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
