"""What happened on which day: publications, corrections, reports, what took reports back,
adjustments, assessments, transfers and withdrawals; in feeds, on the page of changes, and in the
site map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, TypeVar

import msgspec

from gksite.model.changes import Change, changes_of
from gksite.model.entities import Correction, Plan, Task
from gksite.model.ledgers import Withdrawn
from gksite.model.reporting import Assessment, Duty, Report
from gksite.model.site import SiteModel
from gksite.pages import addresses, promises

EventKind = Literal[
    "published", "correction", "report", "retraction", "adjustment", "assessment", "transfer",
    "withdrawal",
]  # fmt: skip
"""A `retraction` is the act by which a report was taken back without another in its place; what
corrects a report is a `report` of its own day."""

Item = TypeVar("Item")


class Passing(msgspec.Struct, frozen=True):
    """Duties that passed from a unit to another one (keys) on a day: in how many tasks, parts
    inside of these left out; and the basis of the transfer."""

    before: str
    to: str
    on: date
    count: int
    basis: str


class Event(msgspec.Struct, frozen=True):
    """Something that happened, with its day. `id` is unique in the site and never changes; the part
    of a plan or task that the event is about is None for other kinds, and `plan` is None for a
    transfer, and for a withdrawal where the plan is gone."""

    kind: EventKind
    day: date
    id: str
    plan: Plan | None
    task: Task | None = None
    correction: Correction | None = None
    report: Report | None = None
    changes: tuple[Change, ...] = ()
    assessment: Assessment | None = None
    withdrawn: Withdrawn | None = None
    passing: Passing | None = None


def site_events(model: SiteModel) -> Iterator[Event]:
    """Yield all events, plan by plan and task by task; then transfers, and withdrawals of
    addresses."""
    for plan in model.plans.values():
        yield from plan_events(plan)
        for task in plan.tasks:
            yield from task_events(plan, task)
    yield from transfer_events(model)
    for withdrawn in model.withdrawn:
        if promises.is_news(withdrawn):
            yield withdrawal(model, withdrawn)


def plan_events(plan: Plan) -> Iterator[Event]:
    """Yield the publication and the corrections of a plan; not what happened to its tasks."""
    id = f"plans/{plan.id}"
    if plan.public_day:
        yield Event("published", plan.public_day, id, plan)
    for day, count, item in _counted((item.date, item) for item in plan.corrections):
        yield Event("correction", day, f"{id}/corrections/{day}{count}", plan, correction=item)


def task_events(plan: Plan, task: Task) -> Iterator[Event]:
    """Yield the reports on a task, the oldest first, each followed by what took it back; then its
    adjustments, and what assessments found.

    An adjustment of the day of a report is told with that report: what a source of format 1 stated
    as one entry stays one after its migration.
    """
    id = f"plans/{plan.id}/tasks/{task.id}"
    changes = changes_of(task)
    last = {report.date: place for place, report in enumerate(task.reports)}
    for place, (day, count, report) in enumerate(_counted((r.date, r) for r in task.reports)):
        own = f"{id}/{day}{count}"
        told = tuple(c for c in changes if c.decision.date == day and last[day] == place)
        yield Event("report", day, own, plan, task, report=report, changes=told)
        if report.taken_back and not report.taken_back.corrected:
            back = report.taken_back.date
            yield Event("retraction", back, f"{own}/retracted", plan, task, report=report)
    for day, count, change in _counted((c.decision.date, c) for c in changes):
        if day not in last:
            own = f"{id}/adjustments/{day}{count}"
            yield Event("adjustment", day, own, plan, task, changes=(change,))
    for day, count, found in _counted((found.date, found) for found in task.assessments):
        own = f"{id}/assessments/{day}{count}"
        yield Event("assessment", day, own, plan, task, assessment=found)


def transfer_events(model: SiteModel, unit: str = "") -> Iterator[Event]:
    """Yield the transfers by which duties in public tasks passed on, one for each pair of units and
    day, in the order of the plans: all, or those from or to a unit (by key)."""
    for before in model.givers_by_unit.get(unit, ()) if unit else model.passed:
        passed: dict[tuple[str, date], list[Duty]] = {}
        for duty in model.passed[before]:
            if duty.passed_to and duty.passed_on and unit in ("", before, duty.passed_to):
                passed.setdefault((duty.passed_to, duty.passed_on), []).append(duty)
        for (to, on), own in passed.items():
            count = len(model.outermost_duties(own))
            passing = Passing(before, to, on, count, _basis(model, before, to, on))
            yield Event(
                "transfer", on, f"units/{before}/transfers/{on}/{to}", None, passing=passing
            )


def _basis(model: SiteModel, before: str, to: str, on: date) -> str:
    """Return the bases of the transfers of a day from a unit to another one."""
    bases = [
        one.basis for _, one in model.transfers_from.get(before, ()) if (one.to, one.on) == (to, on)
    ]
    return "；".join(dict.fromkeys(filter(None, bases)))


def transfer_days(plan: Plan) -> Iterator[date]:
    """Yield the days on which transfers took duties in the tasks of a plan."""
    for task in plan.tasks:
        yield from (duty.passed_on for duty in task.passed if duty.passed_to and duty.passed_on)


def withdrawal(model: SiteModel, withdrawn: Withdrawn) -> Event:
    """Return the withdrawal of an address."""
    plan = model.plans.get(addresses.plan_of(withdrawn.address))
    id = f"withdrawn/{withdrawn.address}"
    return Event("withdrawal", withdrawn.date, id, plan, withdrawn=withdrawn)


def plan_days(plan: Plan) -> Iterator[date]:
    """Yield the days of `plan_events`, without making these."""
    if plan.public_day:
        yield plan.public_day
    yield from (correction.date for correction in plan.corrections)


def task_days(task: Task) -> Iterator[date]:
    """Yield the days of `task_events`, without making these."""
    for report in task.reports:
        yield report.date
        if report.taken_back and not report.taken_back.corrected:
            yield report.taken_back.date
    yield from (decision.date for decision in task.adjustments)
    yield from (found.date for found in task.assessments)


def _counted(dated: Iterable[tuple[date, Item]]) -> Iterable[tuple[date, str, Item]]:
    """Yield each item with its day and a suffix: "" for the first of a day, then `.2`, `.3` …"""
    seen: dict[date, int] = {}
    for day, item in dated:
        seen[day] = seen.get(day, 0) + 1
        yield day, "" if seen[day] == 1 else f".{seen[day]}", item
