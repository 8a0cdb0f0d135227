"""The year of a deadline: printed, 今年 or 明年, that of the part before, or a five-year plan's."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from gksite.notation.calendar_dates import Span
from gksite.notation.numbering import from_chinese

EARLIEST, LATEST = 1900, 2199
"""Years that a deadline can have: others are slips of the pen."""
_RELATIVE = {"今": 0, "本": 0, "当": 0, "同": 0, "明": 1, "来": 1, "次": 1, "翌": 1, "后": 2}
_FROM_PLAN_YEAR = frozenset("今本明来后")
"""当年, 同年, 次年 and 翌年 count from the year that was named last, the others from the plan's."""
_TENTH, _ELEVENTH_STARTS = 10, 2006


_PERIOD = re.compile(
    r"(?:19|20)\d\d\s?年?\s?[-—－–~～至到]{1,2}\s?(?:19|20)\d\d\s?年?|十[一二三四五六七八九]?五[”\"]?(?:规划|期间|时期)|"
    r"个五年规划"
)
_OF_ONE_YEAR = re.compile(r"(?:19|20)\d\d年?度?(?:重点|工作|任务|实施|计划|要点|年度)")


def is_period(title: str) -> bool:
    """Whether a title names several years, so that a month in the plan has no year that anybody
    stated.

    >>> is_period("三年行动计划（2025—2027年）"), is_period("“十五五”规划2026年重点任务分工")
    (True, False)
    """
    return bool(_PERIOD.search(title)) and not _OF_ONE_YEAR.search(title)


class Years(msgspec.Struct, frozen=True):
    """The plan's year, and the one that runs on from part to part of a wording
    (2026年6月底前、12月底前); None for unknown.

    `same_year` is false if the text was written in another year than the plan's: then 明年 may be
    counted from either.
    """

    plan: int | None
    running: int | None
    same_year: bool = True

    def after(self, year: int | None) -> Years:
        """Return the years once `year` was named."""
        return Years(self.plan, year, self.same_year)


def year_meant(printed: str | None, relative: str | None, years: Years) -> int | None:
    """Return the year that a wording states; None for none, 0 for one that cannot be meant."""
    if printed:
        return year if EARLIEST <= (year := int(printed)) <= LATEST else 0
    if not relative:
        return None
    if not years.same_year:
        return 0
    base = years.plan if relative[0] in _FROM_PLAN_YEAR else years.running
    return None if base is None else base + _RELATIVE[relative[0]]


def five_years(numeral: str | None, number: str | None) -> Span | None:
    """Return the years of a five-year plan by its number (十五五: 十五, 15); None before the 11th."""
    which = int(number) if number else from_chinese(numeral or "") or 0
    if which <= _TENTH:
        return None
    first = _ELEVENTH_STARTS + 5 * (which - _TENTH - 1)
    return Span(date(first, 1, 1), date(first + 4, 12, 31)) if first <= LATEST else None
