"""Requirements on plans that go public: the meta tags of a portal, and days that are to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gksite.diagnostics import Diagnostic, problem
from gksite.model.entities import Plan, Transfer
from gksite.model.site import SiteModel
from gksite.schema.keys import spelled


def check_publication(model: SiteModel) -> Iterable[Diagnostic]:
    """Report plans of a portal, drafts apart, that lack the values of the required meta tags
    PubDate and ContentSource (国办发〔2017〕47号). The first publication states its own time: what
    never went out lacks a day, and no key."""
    if model.config.mode != "portal":
        return
    for plan in model.plans.values():
        if plan.draft:
            continue
        if not plan.issuer_name:
            key = spelled("issuer", "PlanRecord")
            yield problem("missing-publication-key", plan.location, key=key, tag="ContentSource")
        if not plan.public_since:
            yield problem("publication-day-open", plan.location, plan=plan.id)


def check_days(
    plans: Iterable[Plan], today: date | None, transfers: Iterable[Transfer] = ()
) -> Iterable[Diagnostic]:
    """Report what is dated after today, where today is known: reports, assessments, adjustments
    and transfers, which change what pages say of now."""
    if today is None:
        return
    for transfer in transfers:
        if transfer.on > today:
            yield problem("transfer-in-future", transfer.location, date=transfer.on, today=today)
    for plan in plans:
        for task in plan.tasks:
            for change in task.adjustments:
                if change.date > today:
                    yield problem(
                        "adjustment-in-future",
                        change.location,
                        date=change.date,
                        today=today,
                        task=task.id,
                    )
            for entry in task.reports:
                if entry.date > today:
                    yield problem(
                        "report-in-future",
                        entry.location,
                        date=entry.date,
                        today=today,
                        unit=entry.unit or "—",
                        task=task.id,
                    )
            for found in task.assessments:
                if found.date > today:
                    yield problem(
                        "assessment-in-future",
                        found.location,
                        date=found.date,
                        today=today,
                        by=found.by,
                        task=task.id,
                    )
