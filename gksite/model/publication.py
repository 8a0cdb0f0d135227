"""What a portal demands of every published plan."""

from __future__ import annotations

from collections.abc import Iterable

from gksite.diagnostics import Diagnostic, problem
from gksite.model.site import SiteModel
from gksite.schema.keys import spelled


def check_publication(model: SiteModel) -> Iterable[Diagnostic]:
    """In `mode: portal` every plan that is no draft has what the required meta tags PubDate and ContentSource say (国办发〔2017〕47号)."""
    if model.config.mode != "portal":
        return
    for plan in model.plans.values():
        for key, tag, value in (("published", "PubDate", plan.published), ("issuer", "ContentSource", plan.issuer_name)):
            if not value and not plan.draft:
                yield problem("missing-publication-key", plan.location, key=spelled(key, "PlanRecord"), tag=tag)
