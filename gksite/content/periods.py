"""The period of a plan as its front matter states it."""

from __future__ import annotations

from collections.abc import Iterable

from gksite.content.records import PlanRecord, period_of
from gksite.diagnostics import Diagnostic, problem
from gksite.model.periods import of_year
from gksite.schema.validate import Place


def check_period(record: PlanRecord, place: Place) -> Iterable[Diagnostic]:
    """Report a year that says something else than the period, and an undated plan without a day."""
    if record.period and record.year and record.period.text != of_year(record.year).text:
        yield problem(
            "period-and-year",
            place.at("period"),
            period=record.period.printed,
            year=record.year,
        )
    if not is_dated(record):
        yield problem("period-without-day", place.at("period"))


def is_dated(record: PlanRecord) -> bool:
    """Whether a plan has a period, or else a day on which it was written or published."""
    return bool(period_of(record).first or record.written or record.published)
