"""Recurring deadlines (每季度末月20日前, 每月28日前) as RFC 5545 rules where the wording is exact."""

from __future__ import annotations

import re

from gksite.notation.calendar_dates import day_span, normalise_dates

_BEFORE = r"(?:之前|以前|前)?"
_PHASE = r"[^\d。，,；;、]{0,24}"
_WEEKDAYS = {
    "一": "MO", "二": "TU", "三": "WE", "四": "TH", "五": "FR", "六": "SA", "日": "SU", "天": "SU",
}  # fmt: skip
_PERIOD = r"(?:每|按|逐)(?:个)?(?:半年|季度?|年度?|月度?|周|星期|日|天|旬)"

_LAST_MONTH_DAY = re.compile(
    rf"每(?:个)?(?P<period>季度?|半年)(?:末月|最后1?个月|最后一个月|末月份)(?:的)?(?P<day>\d{{1,2}})"
    rf"[日号]{_BEFORE}{_PHASE}"
)
_PERIOD_END = re.compile(
    rf"每(?:个)?(?P<period>季度?|半年|月|年度?)(?:度)?(?:末月|月|年)?[底末]{_BEFORE}(?!\d|月|内|后){_PHASE}"
)
_MONTH_DAY = re.compile(
    rf"每(?:个)?月(?:的)?(?P<day>\d{{1,2}})[日号]{_BEFORE}(?!、|和|及|-|至|到){_PHASE}"
)
_YEAR_MONTHS_END = re.compile(
    rf"每年(?:度)?(?P<month>\d{{1,2}})月份?[底末]?(?:{_BEFORE}[、和及](?P<month2>\d{{1,2}})月份?)"
    rf"?[底末]{_BEFORE}{_PHASE}"
)
_YEAR_DAY = re.compile(
    rf"每年(?:度)?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]{_BEFORE}(?!、|和|及|-|至|到){_PHASE}"
)
_WEEKDAY = re.compile(
    rf"每(?:个)?(?:周|星期)(?P<weekday>[一二三四五六日天]){_BEFORE}(?![、和及至到]){_PHASE}"
)
_INEXACT = re.compile(rf"(?:{_PERIOD}|每\d{{1,2}}个?(?:月|年|周|天|日|季度)|定期|半年一|一年一)")
_LENGTH = re.compile(
    r"(?:每|按|逐)?个?(?P<count>\d{1,2})?个?(?P<unit>半年|季|年|月|周|星期|旬|日|天)"
)
_MONTHS = {"半年": 6, "季": 3, "年": 12, "月": 1}
_DATE_INSIDE = re.compile(r"(?:(?P<month>\d{1,3})月份?)?(?:(?P<day>\d{1,3})[日号])?")

_QUARTER_ENDS, _HALF_ENDS = "3,6,9,12", "6,12"


def recurrence_of(wording: str) -> str | None:
    """Return the rule of a recurring deadline (in the form of `normalise_dates`), `""` where it is
    not exact, None if unread.

    A day that not every month has (每月31日前) gives no rule: RFC 5545 would skip the shorter months.
    """
    for form, rule in _EXACT:
        if match := form.fullmatch(wording):
            return rule(match)
    if (
        not _INEXACT.match(wording)
        or len(wording) > 60
        or any(mark in wording for mark in "，,；;。")
        or not _dates_are_possible(wording)
    ):
        return None
    return ""


def months_of_period(wording: str) -> int:
    """Return the months of a recurring deadline's period, 1 for shorter ones; 0 where the wording
    states none (定期).

    >>> months_of_period("每季度末月20日前"), months_of_period("每两个月"), months_of_period("每周五前")
    (3, 2, 1)
    """
    match = _LENGTH.search(normalise_dates(wording))
    if match is None:
        return 0
    months = _MONTHS.get(match["unit"], 0) * int(match["count"] or 1)
    return max(1, months)


def months_of_term(wording: str) -> int:
    """Return the months of a recurring deadline that is asked for once in every calendar month,
    quarter, half-year or year; 0 for all others.

    >>> months_of_term("每季度末月20日前"), months_of_term("每两个月"), months_of_term("每周五前")
    (3, 0, 0)
    """
    match = _LENGTH.search(normalise_dates(wording))
    if match is None or int(match["count"] or 1) != 1:
        return 0
    return _MONTHS.get(match["unit"], 0)


def _dates_are_possible(wording: str) -> bool:
    return all(
        day_span(None, int(match["month"] or 1), int(match["day"] or 1)) is not None
        for match in _DATE_INSIDE.finditer(wording)
        if match[0]
    )


def _last_month_day(match: re.Match[str]) -> str | None:
    day, months = int(match["day"]), _HALF_ENDS if match["period"] == "半年" else _QUARTER_ENDS
    if not 1 <= day <= 31:
        return None
    return f"FREQ=MONTHLY;BYMONTH={months};BYMONTHDAY={day}" if day <= 30 else ""


def _period_end(match: re.Match[str]) -> str | None:
    if match["period"] == "月":
        return "FREQ=MONTHLY;BYMONTHDAY=-1"
    if match["period"].startswith("年"):
        return "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"
    months = _HALF_ENDS if match["period"] == "半年" else _QUARTER_ENDS
    return f"FREQ=MONTHLY;BYMONTH={months};BYMONTHDAY=-1"


def _month_day(match: re.Match[str]) -> str | None:
    day = int(match["day"])
    if not 1 <= day <= 31:
        return None
    return f"FREQ=MONTHLY;BYMONTHDAY={day}" if day <= 28 else ""


def _year_months_end(match: re.Match[str]) -> str | None:
    months = [int(month) for month in match.groups() if month]
    if not all(1 <= month <= 12 for month in months):
        return None
    return f"FREQ=YEARLY;BYMONTH={','.join(str(month) for month in months)};BYMONTHDAY=-1"


def _year_day(match: re.Match[str]) -> str | None:
    month, day = int(match["month"]), int(match["day"])
    if day_span(None, month, day) is None:
        return None
    return "" if (month, day) == (2, 29) else f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}"


def _weekday(match: re.Match[str]) -> str | None:
    return f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[match['weekday']]}"


_EXACT = (
    (_LAST_MONTH_DAY, _last_month_day),
    (_PERIOD_END, _period_end),
    (_MONTH_DAY, _month_day),
    (_YEAR_MONTHS_END, _year_months_end),
    (_YEAR_DAY, _year_day),
    (_WEEKDAY, _weekday),
)
