"""What is demanded of plans that go public: of a portal's, and of the days of all reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gksite.diagnostics import Diagnostic, problem
from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.schema.keys import spelled


def check_publication(model: SiteModel) -> Iterable[Diagnostic]:
    """In `mode: portal` every plan that is no draft has what the required meta tags PubDate and
    ContentSource say (国办发〔2017〕47号)."""
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


def check_report_days(plans: Iterable[Plan], today: date | None) -> Iterable[Diagnostic]:
    """No report is dated after today, where one knows it: what is still to come can't have been
    done."""
    for plan in plans if today else ():
        for task in plan.tasks:
            for entry in task.progress:
                if today and entry.date > today:
                    yield problem(
                        "report-in-future",
                        entry.location,
                        date=entry.date,
                        today=today,
                        unit=entry.unit or "—",
                        task=task.id,
                    )
