"""Merge body and table of a plan into one task list; each difference is a diagnostic."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gksite.diagnostics import Diagnostic, problem
from gksite.importer.lines.lines import location, squeezed
from gksite.importer.tasks.items import Entry
from gksite.notation.wordings import differing

_ALIKE, _SAME_PLAN = 0.5, 0.5
_PUNCTUATION = re.compile(r"[，,。.；;：:、\s]+$")


class Match(msgspec.Struct, frozen=True):
    """The rows of a table and items of the body that are the same, and those without partner."""

    pairs: tuple[tuple[int, int], ...]
    only_body: tuple[int, ...]
    only_table: tuple[int, ...]


def match_lists(body: Sequence[Entry], rows: Sequence[Entry]) -> Match | None:
    """Return the pairs of a table that repeats the body: by number where the wordings of most pairs
    are alike, else by wording. None where the table is another list."""
    if not body or not rows:
        return None
    grams = [_bigrams(entry.wording) for entry in body]
    row_grams = [_bigrams(_whole(entry)) for entry in rows]
    values = {entry.value: index for index, entry in enumerate(body)}
    by_number = [
        (values[row.value], index)
        for index, row in enumerate(rows)
        if row.value is not None and row.value in values
    ]
    if (
        len(values) == len(body)
        and len({row.value for row in rows}) == len(rows)
        and _is_good(by_number, grams, row_grams, len(rows))
    ):
        pairs = by_number
    else:
        pairs = _by_wording(grams, row_grams)
        if not _is_good(pairs, grams, row_grams, max(len(rows), len(body))):
            return None
    in_body, in_table = {a for a, _ in pairs}, {b for _, b in pairs}
    return Match(
        tuple(pairs),
        tuple(index for index in range(len(body)) if index not in in_body),
        tuple(index for index in range(len(rows)) if index not in in_table),
    )


def _whole(entry: Entry) -> str:
    return (
        entry.wording
        if entry.title and entry.wording.startswith(entry.title)
        else f"{entry.title}{entry.wording}"
    )


def _bigrams(text: str) -> frozenset[str]:
    plain = squeezed(text)
    return frozenset(plain[index : index + 2] for index in range(len(plain) - 1))


def _likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the share of the shorter wording that stands in the longer, from 0 to 1."""
    return len(first & second) / max(1, min(len(first), len(second)))


def _is_good(
    pairs: Sequence[tuple[int, int]],
    body: Sequence[frozenset[str]],
    rows: Sequence[frozenset[str]],
    expected: int,
) -> bool:
    alike = sum(1 for a, b in pairs if _likeness(body[a], rows[b]) >= _ALIKE)
    return bool(pairs) and alike >= len(pairs) * 0.7 and alike >= expected * _SAME_PLAN


def _by_wording(
    body: Sequence[frozenset[str]], rows: Sequence[frozenset[str]]
) -> list[tuple[int, int]]:
    """Return pairs in rising order: each row with the most similar of the body's next items."""
    pairs: list[tuple[int, int]] = []
    position = 0
    for index, grams in enumerate(rows):
        window = range(position, min(position + 12, len(body)))
        best = max(window, key=lambda at: _likeness(body[at], grams), default=None)
        if best is not None and _likeness(body[best], grams) >= 0.6:
            pairs.append((best, index))
            position = best + 1
    return pairs


def differences(body: Entry, row: Entry) -> tuple[Diagnostic, ...]:
    """Report the differences of body and table about a task; blanks and widths are ignored."""
    where = location(row.places[0] if row.places else body.places[0])
    number = body.number or row.number
    problems: list[Diagnostic] = []
    if differs_in_wording(body, row):
        in_body, in_table = differing(_whole(body), _whole(row))
        problems.append(
            problem("import-differs-wording", where, task=number, body=in_body, table=in_table)
        )
    if differs_in_units(body, row):
        problems.append(
            problem(
                "import-differs-units", where, task=number, body=_units(body), table=_units(row)
            )
        )
    if differs_in_deadline(body, row):
        problems.append(
            problem(
                "import-differs-deadline",
                where,
                task=number,
                body=body.deadline.raw,
                table=row.deadline.raw,
            )
        )
    return tuple(problems)


def differs_in_wording(body: Entry, row: Entry) -> bool:
    """Whether the wordings differ; a table with only the run-in title, or only the text, does."""
    return _compared(_whole(body)) != _compared(_whole(row))


def differs_in_units(body: Entry, row: Entry) -> bool:
    """Whether both print units, and other units or other roles (where both state who leads)."""
    if not body.units_printed or not row.units_printed:
        return False
    if {squeezed(unit.printed) for unit in body.units} != {
        squeezed(unit.printed) for unit in row.units
    }:
        return True
    both_lead = all(any(unit.role == "lead" for unit in entry.units) for entry in (body, row))
    return both_lead and _leads(body) != _leads(row)


def differs_in_deadline(body: Entry, row: Entry) -> bool:
    """Whether both state a deadline and the deadlines differ."""
    in_body, in_table = body.deadline, row.deadline
    if "none" in (in_body.kind, in_table.kind) or squeezed(in_body.raw) == squeezed(in_table.raw):
        return False
    if "unread" in (in_body.kind, in_table.kind):
        return True
    return (in_body.kind, in_body.start, in_body.end, in_body.recurrence) != (
        in_table.kind,
        in_table.start,
        in_table.end,
        in_table.recurrence,
    ) and (in_body.end != in_table.end or in_body.recurrence != in_table.recurrence)


def _leads(entry: Entry) -> set[str]:
    return {squeezed(unit.printed) for unit in entry.units if unit.role == "lead"}


def _units(entry: Entry) -> str:
    return "、".join(unit.printed for unit in entry.units)


def _compared(text: str) -> str:
    return _PUNCTUATION.sub("", squeezed(text))
