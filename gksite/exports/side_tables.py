"""The rows of the tables beside that of the tasks: plans, units, who has which task, and every
report."""

from __future__ import annotations

from collections.abc import Iterable

from gksite.exports.task_columns import figure, page_address
from gksite.exports.words import role_text, status_word
from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.pages import addresses


def plan_rows(model: SiteModel) -> Iterable[tuple[str, ...]]:
    """The rows of `plans`."""
    for plan in model.plans.values():
        authority = model.registry.authorities.get(plan.authority)
        yield (
            plan.id,
            plan.title,
            str(plan.year),
            plan.authority,
            authority.name if authority else "",
            plan.issuer_name,
            plan.document_number,
            plan.index_number,
            plan.written.isoformat() if plan.written else "",
            plan.published.isoformat() if plan.published else "",
            plan.validity,
            str(len(plan.tasks)),
            page_address(model, addresses.plan_path(plan.id)),
        )


def unit_rows(model: SiteModel) -> Iterable[tuple[str, ...]]:
    """The rows of `units`: units, then groups."""
    for unit in model.registry.units.values():
        page = page_address(model, addresses.unit_path(unit.key))
        yield (
            unit.key,
            unit.name,
            unit.authority,
            "单位",
            unit.kind,
            "、".join(unit.aliases),
            unit.since,
            unit.until,
            page,
        )
    for group in model.registry.groups.values():
        page = page_address(model, addresses.unit_path(group.key))
        yield (
            group.key,
            group.name,
            group.authority,
            "集合单位",
            "",
            "、".join(group.aliases),
            "",
            "",
            page,
        )


def duty_rows(plans: Iterable[Plan]) -> Iterable[tuple[str, ...]]:
    """The rows of `duties`."""
    for plan in plans:
        for task in plan.tasks:
            for place, one in enumerate(task.responsibilities, 1):
                yield (
                    plan.id,
                    task.id,
                    str(place),
                    role_text(one.role),
                    one.printed,
                    one.unit or one.group,
                )


def progress_rows(plans: Iterable[Plan]) -> Iterable[tuple[str, ...]]:
    """The rows of `progress`."""
    for plan in plans:
        for task in plan.tasks:
            for place, entry in enumerate(task.progress, 1):
                yield (
                    plan.id,
                    task.id,
                    str(place),
                    entry.date.isoformat(),
                    status_word(entry.status),
                    entry.note,
                    "\n".join(one.title for one in entry.evidence),
                    "\n".join(one.url for one in entry.evidence),
                    "；".join(f"{one.indicator}={figure(one.value)}" for one in entry.readings),
                    entry.unit,
                )
