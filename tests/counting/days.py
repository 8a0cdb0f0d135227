"""Days as texts `2025-04-20`, which compare as they follow each other."""

from __future__ import annotations

from datetime import date, timedelta


def begin(partial: str) -> str:
    """Return the first day of `2024`, `2024-03` or `2024-03-31`: «a partial `since` begins with its
    first day»."""
    return (partial + "-01-01")[:10] if len(partial) == 4 else (partial + "-01")[:10]


def last(partial: str) -> str:
    """Return the last day of a partial date."""
    if len(partial) == 10:
        return partial
    if len(partial) == 4:
        return f"{partial}-12-31"
    year, month = int(partial[:4]), int(partial[5:])
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).isoformat()


def end(until: str) -> str:
    """Return the first day after an `until`: «a full date is the first day without the unit; a
    month or a year ends with its last day»."""
    if len(until) == 10:
        return until
    return (date.fromisoformat(last(until)) + timedelta(days=1)).isoformat()


def begins_within(since: str, until: str) -> bool:
    """Whether a beginning falls into the month or year of an `until`."""
    return len(until) < 10 and begin(until) <= begin(since) <= last(until)


def day_before(day: str) -> str:
    """Return the day before a day."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
