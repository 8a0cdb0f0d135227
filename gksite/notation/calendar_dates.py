"""Dates in Chinese wording made uniform, and the days of months; impossible ones are None."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

import msgspec

from gksite.notation.characters import narrow_digits, without_invisible
from gksite.notation.numbering import CHINESE_NUMERALS, from_chinese

_NUMERAL = re.compile(f"[{CHINESE_NUMERALS}]{{1,7}}(?=年|月|日|号|个|季度|天|周(?!边)|工作日)")
_NUMERAL_BEFORE_DASH = re.compile(
    f"[{CHINESE_NUMERALS}]{{1,7}}(?=[-至到]第?\\d{{1,4}}(?:年|月|季度))"
)
_DASH = re.compile("[—–―－~～‐‑−]{1,2}|--")
_ENDING = "。；;，,、 "
_LEAP_YEAR = 2000


class Span(msgspec.Struct, frozen=True):
    """First and last day, both inclusive; None where there is none or the year is not known."""

    start: date | None = None
    end: date | None = None


def days_after(day: date, count: int) -> date:
    """Return the day `count` days later, or the last possible date if it lies beyond.

    >>> days_after(date(2025, 12, 31), 1), days_after(date.max, 60)
    (datetime.date(2026, 1, 1), datetime.date(9999, 12, 31))
    """
    return day + timedelta(min(count, (date.max - day).days))


def normalise_dates(text: str) -> str:
    """Return `text` without white space and final marks; digits before 年, 月 …; `-` for a dash."""
    closed_up = "".join(narrow_digits(without_invisible(text)).split()).strip(_ENDING)
    if closed_up[:1] in ("(", "（") and closed_up[-1:] in (")", "）"):
        closed_up = closed_up[1:-1].strip(_ENDING)
    arabic = _DASH.sub("-", _NUMERAL.sub(_arabic, closed_up))
    return _NUMERAL_BEFORE_DASH.sub(_arabic, arabic)


def _arabic(match: re.Match[str]) -> str:
    value = from_chinese(match[0])
    return match[0] if value is None else str(value)


def day_span(year: int | None, month: int, day: int) -> Span | None:
    """Return the span of a day; without dates if the year is unknown; None if impossible."""
    try:
        result = date(_LEAP_YEAR if year is None else year, month, day)
    except ValueError:
        return None
    return Span() if year is None else Span(result, result)


def months_span(year: int | None, first: int, last: int) -> Span | None:
    """Return the span of the months `first` to `last`; otherwise as `day_span`."""
    if not 1 <= first <= 12 or not 1 <= last <= 12 or (year is not None and not 1 <= year <= 9999):
        return None
    if year is None:
        return Span()
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def month_span(year: int | None, month: int) -> Span | None:
    """Return the span of a month; otherwise as `day_span`."""
    return months_span(year, month, month)
