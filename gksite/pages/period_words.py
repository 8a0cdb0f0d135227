"""Words for the period of a plan: 2025年, 2026—2030年, 2026年3月—2027年2月."""

from __future__ import annotations

from gksite.model.entities import Plan
from gksite.model.periods import Period
from gksite.pages.wording import Words


def period_text(words: Words, period: Period) -> str:
    """Return the period of a plan in words; "" for a calendar year, which the title says, and for
    none."""
    if period.first is None or period.last is None or period.is_calendar_year:
        return ""
    if (period.first.month, period.last.month) != (1, 12):
        first, last = (words.month(day.year, day.month) for day in (period.first, period.last))
        return words.say("period.months", first=first, last=last)
    return words.say("period.years", first=period.first.year, last=period.last.year)


def years_text(words: Words, period: Period) -> str:
    """Return the years of a period in figures (`2025`, `2026—2030`); "" for none."""
    years = period.years
    if len(years) < 2:
        return "".join(map(str, years))
    return words.say("period.months", first=years[0], last=years[-1])


def compared_text(words: Words, before: Plan) -> str:
    """Return the name of a comparison with the plan before."""
    years = years_text(words, before.period)
    return words.say("view.compare", year=years) if years else words["nav.compare"]
