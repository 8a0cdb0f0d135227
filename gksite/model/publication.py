"""Requirements on plans that go public: the meta tags of a portal, and the days of reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gksite.diagnostics import Diagnostic, problem
from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.schema.keys import spelled


def check_publication(model: SiteModel) -> Iterable[Diagnostic]:
    """Report plans of a portal, drafts apart, that lack the values of the required meta tags
    PubDate and ContentSource (国办发〔2017〕47号)."""
    if model.config.mode != "portal":
        return
    for plan in model.plans.values():
        for key, tag, value in (
            ("published", "PubDate", plan.published),
            ("issuer", "ContentSource", plan.issuer_name),
        ):
            if not value and not plan.draft:
                yield problem(
                    "missing-publication-key",
                    plan.location,
                    key=spelled(key, "PlanRecord"),
                    tag=tag,
                )


def check_days(plans: Iterable[Plan], today: date | None) -> Iterable[Diagnostic]:
    """Report reports and assessments that are dated after today, where today is known."""
    for plan in plans if today else ():
        for task in plan.tasks:
            for entry in task.reports:
                if today and entry.date > today:
                    yield problem(
                        "report-in-future",
                        entry.location,
                        date=entry.date,
                        today=today,
                        unit=entry.unit or "—",
                        task=task.id,
                    )
            for found in task.assessments:
                if today and found.date > today:
                    yield problem(
                        "assessment-in-future",
                        found.location,
                        date=found.date,
                        today=today,
                        by=found.by,
                        task=task.id,
                    )
