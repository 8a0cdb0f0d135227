"""Ids of tasks from their printed numbers, and what is odd about these numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from gksite.diagnostics import Diagnostic, problem
from gksite.importer.reading.items import Entry
from gksite.importer.reading.lines import location

_LARGEST_GAP = 200


def task_ids(entries: Sequence[Entry], prefix: str = "") -> tuple[str, ...]:
    """An id for each task: its number where numbers run through the list, else section and number (2-3); a task without
    number has its position. Tasks that share a number are told apart by a letter. `prefix` is the list's, or ""."""
    values = [entry.value for entry in entries]
    runs = len(set(values)) == len(values) or _falls_never(values)
    own = [_id(entry, position, runs) for position, entry in enumerate(entries, 1)]
    seen: Counter[str] = Counter()
    ids: list[str] = []
    for id in own:
        seen[id] += 1
        full = f"{prefix}-{id}" if prefix else id
        ids.append(full if seen[id] == 1 else f"{full}{_letter(seen[id])}")
    return tuple(ids)


def _falls_never(values: Sequence[int | None]) -> bool:
    known = [value for value in values if value is not None]
    return all(left <= right for left, right in pairwise(known)) and len(set(known)) * 2 > len(known)


def _id(entry: Entry, position: int, runs: bool) -> str:
    if entry.value is None:
        return f"n{position}"
    return str(entry.value) if runs or not entry.section else f"{entry.section.replace('.', '-')}-{entry.value}"


def _letter(count: int) -> str:
    return chr(ord("a") + count - 1) if count <= 26 else f"x{count}"


def check_numbers(entries: Sequence[Entry]) -> tuple[Diagnostic, ...]:
    """Numbers that are missing or stand twice, in the whole list where it runs through, else in each section."""
    values = [entry.value for entry in entries]
    groups: dict[str, list[Entry]] = {}
    runs = len(set(values)) == len(values) or _falls_never(values)
    for entry in entries:
        if entry.value is not None:
            groups.setdefault("" if runs else entry.section, []).append(entry)
    found: list[Diagnostic] = []
    for group in groups.values():
        found += _check_group(group)
    return tuple(found)


def _check_group(group: Sequence[Entry]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    values = [entry.value or 0 for entry in group]
    place = location(group[0].places[0]) if group[0].places else None
    if place is None:
        return found
    missing = [n for n in range(min(values), max(values)) if n not in set(values)] if max(values) - min(values) < 1000 else []
    if 0 < len(missing) <= _LARGEST_GAP:
        shown = "、".join(str(number) for number in missing[:20])
        found.append(problem("import-number-gap", place, missing=shown, first=min(values), last=max(values)))
    for value, count in Counter(values).items():
        if count > 1:
            twice = next(entry for entry in reversed(group) if entry.value == value)
            found.append(problem("import-number-repeated", location(twice.places[0]), number=value, count=count))
    return found
