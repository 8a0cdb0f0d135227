"""Whether a plan agrees with itself: years and dates, units, indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gksite.check.plan_view import PlanView
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.entities import Plan
from gksite.model.periods import Period
from gksite.model.reporting import Report
from gksite.model.states import total
from gksite.model.statuses import AWAITING_RESULT
from gksite.notation.deadline_years import is_period

_TITLE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)", re.ASCII)
_NUMBER_YEAR = re.compile(r"[〔\[［(（【]((?:19|20)\d\d)[〕\]］)）】]", re.ASCII)
_LATE_MONTH = 10
"""From this month on a plan for the next year may be issued."""


def check_years(view: PlanView) -> Iterator[Diagnostic]:
    """The plan's year is the title's, that of its dates, of its 发文字号, of the deadlines of its
    tasks (which may end a year later) and of their targets."""
    plan = view.plan
    if plan.period.is_one_year:
        yield from _of_one_year(view, plan.period.years[0])
    number_year = _NUMBER_YEAR.search(plan.document_number)
    if number_year and plan.written and int(number_year[1]) != plan.written.year:
        yield problem(
            "date-outside-year",
            view.fields.of_plan(plan, "document_number"),
            what=plan.document_number,
            year=plan.written.year,
        )
    notice = plan.notice
    number_year = _NUMBER_YEAR.search(notice.document_number) if notice else None
    if notice and notice.day and number_year and int(number_year[1]) != notice.day.year:
        yield problem(
            "date-outside-year",
            view.fields.of_notice(notice, "document_number"),
            what=notice.document_number,
            year=notice.day.year,
        )


def _of_one_year(view: PlanView, year: int) -> Iterator[Diagnostic]:
    plan = view.plan
    years = _years_of_title(plan)
    if years and not min(years) <= year <= max(years):
        yield problem("date-outside-year", plan.location, what=f"{plan.title[:20]}", year=year)
    for key, day in (("written", plan.written), ("published", plan.published)):
        if day and not _suits(day, year, year, next_year_too=key == "published"):
            yield problem(
                "date-outside-year", view.fields.of_plan(plan, key), what=day.isoformat(), year=year
            )
    last = max([*years, year])
    for task in plan.tasks:
        end = task.deadline.end
        if end and not year <= end.year <= last + 1:
            where = view.fields.of_task(plan, task, "deadline") or task.location
            yield problem("date-outside-year", where, what=task.deadline.raw, year=year)
        for target in task.targets:
            end = target.by.end
            if end and not year <= end.year <= last:
                yield problem("date-outside-year", target.location, what=target.by.raw, year=year)


def check_period(view: PlanView) -> Iterator[Diagnostic]:
    """A period of several years is that of the title, and holds the dates of the plan, the
    deadlines of its tasks and their targets."""
    plan, period = view.plan, view.plan.period
    if len(period.years) < 2:
        return
    years, first, last = _years_of_title(plan), period.years[0], period.years[-1]

    def outside(where: Location | None, what: str) -> Diagnostic:
        return problem("date-outside-period", where or plan.location, what=what, period=period.text)

    is_named = is_period(plan.title) and len(years) > 1
    if years and (
        (min(years), max(years)) != (first, last) if is_named else years[0] not in period.years
    ):
        yield outside(plan.location, f"{plan.title[:20]}")
    for key, day in (("written", plan.written), ("published", plan.published)):
        if day and not _suits(day, first, last, next_year_too=key == "published"):
            yield outside(view.fields.of_plan(plan, key), day.isoformat())
    for task in plan.tasks:
        days = [task.deadline.end, *(one.end for one in task.deadline.milestones)]
        if any(day and not _lies_in(period, day) for day in days):
            where = view.fields.of_task(plan, task, "deadline") or task.location
            yield outside(where, task.deadline.raw)
        for target in task.targets:
            if target.by.end and not _lies_in(period, target.by.end):
                yield outside(target.location, target.by.raw)


def _lies_in(period: Period, day: date) -> bool:
    return bool(period.first and period.last and period.first <= day <= period.last)


def _years_of_title(plan: Plan) -> list[int]:
    return [int(year) for year in _TITLE_YEAR.findall(plan.title)]


def _suits(day: date, first: int, last: int, *, next_year_too: bool) -> bool:
    """Whether a plan from one year to another may be dated `day`: within them, or in the last
    months of the year before; published also a year later."""
    return (
        first <= day.year <= last
        or (day.year == first - 1 and day.month >= _LATE_MONTH)
        or (next_year_too and day.year == last + 1)
    )


def check_late_publication(view: PlanView) -> Iterator[Diagnostic]:
    """No deadline of a task is past when the plan is issued."""
    plan = view.plan
    issued = plan.published or plan.written
    for task in plan.tasks:
        end = task.deadline.end
        if (
            issued
            and end
            and end < issued
            and end.year >= plan.year
            and task.deadline.kind in ("by", "month", "quarter", "half", "range")
        ):
            where = view.fields.of_task(plan, task, "deadline") or task.location
            yield problem(
                "deadline-before-publication", where, deadline=task.deadline.raw, published=issued
            )


# ── units, indicators ─────────────────────────────────────────────────────────────────────────────


def check_repeated_units(view: PlanView) -> Iterator[Diagnostic]:
    """A task names a unit once in each role."""
    for task in view.plan.tasks:
        seen: set[tuple[str, str]] = set()
        for responsibility in task.responsibilities:
            key = (
                responsibility.role,
                responsibility.unit or responsibility.group or responsibility.printed,
            )
            if key in seen:
                where = view.place_of(task, "units", responsibility.role)
                yield problem("unit-repeated", where, name=responsibility.printed, task=task.number)
            seen.add(key)


_SHARES = frozenset({"%", "％", "‰", "百分比"})


def check_withdrawn_tasks(view: PlanView) -> Iterator[Diagnostic]:
    """No decision changes a task that was withdrawn before, nor withdraws it again."""
    for task in view.plan.tasks:
        withdrawal: date | None = None
        for decision in task.adjustments:
            if withdrawal:
                yield problem(
                    "adjustment-after-withdrawal",
                    decision.location,
                    task=task.number,
                    withdrawn=withdrawal,
                    date=decision.date,
                )
            elif decision.withdrawn:
                withdrawal = decision.date


def check_withdrawn_parts(view: PlanView) -> Iterator[Diagnostic]:
    """A task that has the state of its parts has one that was not withdrawn, or was withdrawn by a
    decision of its own."""
    for task in view.plan.tasks:
        is_decided = any(decision.withdrawn for decision in task.adjustments)
        if task.withdrawn_below and not is_decided and not task.withdrawn_above:
            where = view.place_of(task, "rolls_up")
            yield problem("parts-withdrawn", where, task=task.number, plan=view.plan.id, id=task.id)


def check_reached_indicators(view: PlanView) -> Iterator[Diagnostic]:
    """A task all of whose indicators and targets are reached is not still open. A figure of a
    quarter says nothing of this while a target is ahead; nor does any of a task that has the state
    of its parts, or was withdrawn."""
    for task in view.plan.tasks:
        if not task.indicators or task.status not in AWAITING_RESULT:
            continue
        if task.rolls_up or task.is_withdrawn or not all(one.is_reached for one in task.targets):
            continue
        totals = [total(task, indicator) for indicator in task.indicators]
        own = [report for report in task.reports if report.readings and report.duty >= 0]
        last = max(own, key=Report.order, default=None)
        if last is None or not all(
            each.reached and indicator.at_least is not None
            for each, indicator in zip(totals, task.indicators, strict=True)
        ):
            continue
        end = task.due.end
        if any(indicator.unit in _SHARES for indicator in task.indicators) and not (
            end and last.day >= end
        ):
            continue  # a share may fall again before the period ends
        first = task.indicators[0]
        yield problem(
            "indicator-reached",
            last.location,
            task=task.number,
            name=first.name,
            value=f"{totals[0].value:g}",
        )
