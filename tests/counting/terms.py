"""The terms of recurring deadlines: slow, and from `docs/format.md` alone («Terms»)."""

from __future__ import annotations

import re

from registry_then import Record

LENGTHS = {"每月": 1, "每个月": 1, "每季度": 3, "每半年": 6, "每年": 12}


def length(wording: str) -> int:
    """Return the months of a deadline «that is asked for once in every calendar month, quarter,
    half-year or year (每月, 每季度末月20日前, 每半年, 每年; not 每周 or 每两个月)»; 0 for others."""
    found = [
        months for word, months in LENGTHS.items() if re.match(rf"{word}(?!度?\d*个)", wording)
    ]
    return found[-1] if found else 0


def terms(
    task: Record, wording: str, first: str, last_to_report: str, as_of: str, done_on: str
) -> tuple[int, int]:
    """Return how many terms are over, and how many of them are reported: «from the one of the
    plan's day to the one of `as_of`, of the last day on which something is to be reported, or of
    the task's day of completion, whichever is the earliest»."""
    months = length(wording)
    last = min(day for day in (as_of, last_to_report, done_on) if day)
    days = [
        report["day"]
        for report in [*(one for duty in task["duties"] for one in duty["reports"]), *task["below"]]
    ]
    over = reported = 0
    year, month = int(first[:4]), (int(first[5:7]) - 1) // months * months + 1
    while f"{year}-{month:02}-01" <= last:
        names = [f"{year}-{month + more:02}" for more in range(months)]
        if any(day[:7] in names for day in days):
            over, reported = over + 1, reported + 1
        elif as_of[:7] not in names and as_of[:7] > names[-1] and f"{names[0]}-01" >= first:
            over += 1
        year, month = (year + 1, 1) if month + months > 12 else (year, month + months)
    return over, reported
