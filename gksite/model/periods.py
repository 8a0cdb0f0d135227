"""The period (时段) of a plan: a year, several years, months, or none; the years that it covers, and
deadlines read in it."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from gksite.notation.deadline_years import five_years, is_period
from gksite.notation.deadlines import parse_deadline
from gksite.notation.values import Deadline
from gksite.schema.types import FIRST_YEAR, LAST_YEAR
from gksite.values import Value

NONE = ("none", "无")
"""How a source says that a plan has no period."""
LONGEST = 50
"""Years: a longer period is a slip of the pen, and every year of a period has its pages."""

_TO = r"\s*(?:[-—－–―~～/至到]{1,2})\s*"
_YEARS = re.compile(rf"(\d{{4}})\s*年?度?(?:{_TO}(\d{{4}})\s*年?度?)?", re.ASCII)
_YEARS_IN_TEXT = re.compile(rf"(?<!\d)(\d{{4}})\s*年?{_TO}(\d{{4}})(?!\d)", re.ASCII)
_FIVE_YEARS = re.compile(r"(十[一二三四五六七八九]?)五[”\"]?(?:规划|期间|时期)")
_MONTH = r"(\d{4})(?:-|\s*年\s*)(\d{1,2})(?:\s*月)?"
_MONTHS = re.compile(rf"{_MONTH}{_TO}{_MONTH}", re.ASCII)


class Period(Value, frozen=True):
    """The days from `first` to `last`, both inclusive, and how the source writes them (`printed`,
    "" where it states a year alone); without days for an undated plan."""

    printed: str
    first: date | None = None
    last: date | None = None

    @property
    def years(self) -> range:
        """The years of its days; none for an undated plan."""
        if self.first is None or self.last is None:
            return range(0)
        return range(self.first.year, self.last.year + 1)

    @property
    def is_one_year(self) -> bool:
        """Whether all its days lie in one year: that year's views show the whole plan."""
        return len(self.years) == 1

    @property
    def is_calendar_year(self) -> bool:
        """Whether it is a year as a whole, as most plans have it."""
        return self.is_one_year and len(self.text) == 4

    def covers(self, year: int) -> bool:
        """Whether it has a day in a year."""
        return year in self.years

    @property
    def text(self) -> str:
        """The period in figures: `2025`, `2026-2030`, `2026-03/2027-02`, `2026-03/2026-12`; "" for
        none."""
        if self.first is None or self.last is None:
            return ""
        if (self.first.month, self.last.month) != (1, 12):
            return f"{self.first:%Y-%m}/{self.last:%Y-%m}"
        first, last = self.first.year, self.last.year
        return f"{first}" if first == last else f"{first}-{last}"


def of_year(year: int) -> Period:
    """Return the period of one year."""
    return Period("", date(year, 1, 1), date(year, 12, 31))


def read_period(text: str) -> Period | tuple[str, str]:
    """Return the period that a text means, or why it means none, in Chinese and in English.

    >>> read_period("2026—2030年").text
    '2026-2030'
    """
    if text in NONE:
        return Period(text)
    if match := _YEARS.fullmatch(text):
        first, last = int(match[1]), int(match[2] or match[1])
        return _checked(text, (first, 1), (last, 12))
    if match := _MONTHS.fullmatch(text):
        first_year, first_month, last_year, last_month = map(int, match.groups())
        return _checked(text, (first_year, first_month), (last_year, last_month))
    return "不是认识的写法", "this is no known form"


def period_of_title(title: str) -> str:
    """Return the period of several years that a title names, in figures or as a five-year plan, ""
    for none.

    >>> period_of_title("三年行动计划（2025—2027年）"), period_of_title("“十五五”规划纲要")
    ('2025-2027', '2026-2030')
    """
    if not is_period(title):
        return ""
    named = {f"{match[1]}-{match[2]}" for match in _YEARS_IN_TEXT.finditer(title)}
    spans = [five_years(match[1], None) for match in _FIVE_YEARS.finditer(title)]
    named |= {f"{s.start.year}-{s.end.year}" for s in spans if s and s.start and s.end}
    found = read_period(named.pop()) if len(named) == 1 else None
    return found.text if isinstance(found, Period) and not found.is_one_year else ""


def _checked(text: str, first: tuple[int, int], last: tuple[int, int]) -> Period | tuple[str, str]:
    """Return the period from a month to a month (year, month), or what is wrong with them."""
    for year, month in (first, last):
        if not 1 <= month <= 12:
            return f"没有 {month} 月", f"there is no month {month}"
        if not FIRST_YEAR <= year <= LAST_YEAR:
            known = f"{FIRST_YEAR}–{LAST_YEAR}"
            return f"里的 {year} 不在 {known} 年之间", f"{year} is not one of {known}"
    if first > last:
        return "结束早于开始", "it ends before it begins"
    if last[0] - first[0] >= LONGEST:
        return f"超过 {LONGEST} 年", f"it is longer than {LONGEST} years"
    end = date(*last, monthrange(*last)[1])
    return Period(text, date(*first, 1), end)


def deadline_in(
    period: Period, title: str, written: date | None, printed: str, decided: int = 0
) -> Deadline:
    """Return a deadline in the year of its plan, or of the decision (`decided`) that set it.

    In a plan for several years it has no year that nobody stated: but for those few months that
    occur in the period once. Where the plan states a year alone, its title may name several.
    """
    if not period.printed and is_period(title):
        return parse_deadline(printed, None)
    written_in = written.year if written else None
    if period.is_one_year:
        return parse_deadline(printed, max(period.years[0], decided), written_in)
    return (None if decided else _only_one(period, printed, written_in)) or parse_deadline(
        printed, None
    )


def _only_one(period: Period, printed: str, written_in: int | None) -> Deadline | None:
    """Return a deadline in the only year in which its last day lies in a period of two years; None
    where that is none or both."""
    first, last = period.first, period.last
    if first is None or last is None or len(period.years) > 2:
        return None
    readings = {parse_deadline(printed, year, written_in) for year in period.years}
    found = [r for r in readings if r.kind != "year" and r.end and first <= r.end <= last]
    return found[0] if len(found) == 1 else None
