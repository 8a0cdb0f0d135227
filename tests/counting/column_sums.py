"""The slow counter of the sums of columns, written from docs/format.md («Columns of the document's
own») alone; it shares no code with gksite."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

WIDE = dict(zip("０１２３４５６７８９．，－", "0123456789.,-", strict=True))
DIGITS = set("0123456789")


class Sum(NamedTuple):
    """What a column comes to: `value` is None where a cell was not read."""

    value: Fraction | None
    read: int
    of: int
    withdrawn: int


def number_of(text: str) -> Fraction | None:
    """Return the number that a cell prints, None where it prints none."""
    plain = "".join(WIDE.get(sign, sign) for sign in text.strip())
    sign, plain = (-1, plain[1:]) if plain.startswith("-") else (1, plain)
    whole, point, decimals = plain.partition(".")
    first, *thousands = whole.split(",")
    if thousands:
        if not 1 <= len(first) <= 3 or any(len(part) != 3 for part in thousands):
            return None
        whole = "".join((first, *thousands))
    if not whole or set(whole) - DIGITS or set(decimals) - DIGITS:
        return None
    if (point and not decimals) or len(whole) > 18 or len(decimals) > 9:
        return None
    return sign * Fraction(int(whole + decimals), 10 ** len(decimals))


def text_of(task: dict[str, Any], column: str) -> str:
    """Return the text of a cell, "" for none."""
    cell = (task.get("cells") or {}).get(column) or ""
    return str(cell["text"] if isinstance(cell, dict) else cell).strip()


def is_apart(task: dict[str, Any], column: str) -> bool:
    cell = (task.get("cells") or {}).get(column)
    return isinstance(cell, dict) and cell.get("apart") in ("yes", "是", "true", True)


YES = ("yes", "是", "true", True)


def is_withdrawn(tasks: list[dict[str, Any]], task: dict[str, Any]) -> bool:
    """Whether a decision withdrew a task, or all the parts whose state it has."""
    parts = [one for one in tasks if one.get("parent") == task["id"]]
    is_decided = any(one.get("withdrawn") in YES for one in task.get("adjustments") or ())
    of_parts = bool(parts) and task.get("rolls_up") in YES
    return is_decided or (of_parts and all(is_withdrawn(tasks, part) for part in parts))


def sum_of(tasks: list[dict[str, Any]], column: str, *, merged: bool) -> Sum:
    """Return the sum of a column over the tasks of one list, in printed order; «parts of a
    withdrawn task are withdrawn»."""
    by_id = {task["id"]: task for task in tasks}
    read, unread, withdrawn = [], 0, 0
    for place, task in enumerate(tasks):
        text = text_of(task, column)
        if not text:
            continue
        is_same = place > 0 and text_of(tasks[place - 1], column) == text
        if merged and is_same and not is_apart(task, column):
            continue
        above, is_inside, is_out = task.get("parent"), False, is_withdrawn(tasks, task)
        while above in by_id:
            is_inside = is_inside or bool(text_of(by_id[above], column))
            is_out = is_out or is_withdrawn(tasks, by_id[above])
            above = by_id[above].get("parent")
        if is_inside:
            continue
        if is_out:
            withdrawn += 1
        elif (value := number_of(text)) is None:
            unread += 1
        else:
            read.append(value)
    of = len(read) + unread
    return Sum(None if unread or not read else sum(read, Fraction()), len(read), of, withdrawn)
