"""Addresses that are answered for ever: tombstones, redirects, withdrawn plans."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import msgspec

from gksite.config.values import ADDRESSES_PATH
from gksite.diagnostics import Location
from gksite.model.ledgers import Withdrawn
from gksite.model.site import SiteModel
from gksite.pages.addresses import deadlines_path, page_path, plan_of, plan_path
from gksite.pages.deadline_parts import DEADLINE_LISTS, part_addresses


def is_news(one: Withdrawn) -> bool:
    """Whether a tombstone stands for something that was taken back; what moved is still there."""
    return one.status != "moved"


def withdrawn_of(model: SiteModel, plan: str) -> tuple[Withdrawn, ...]:
    """Return the tombstones below the address of a published plan."""
    return tuple(one for one in model.withdrawn if is_news(one) and plan_of(one.address) == plan)


def without_hidden(
    withdrawn: tuple[Withdrawn, ...], hidden: Collection[str]
) -> tuple[Withdrawn, ...]:
    """Return the tombstones without what would name a plan (by id) that is hidden: those of its
    parts, unless it is withdrawn itself, and ways to it."""
    own = {one.address for one in withdrawn}
    kept = (
        one
        for one in withdrawn
        if (plan := plan_of(one.address)) not in hidden or plan_path(plan) in own
    )
    return tuple(
        msgspec.structs.replace(one, see="") if plan_of(one.see.lstrip("/")) in hidden else one
        for one in kept
    )


def tombstones(model: SiteModel) -> tuple[tuple[str, Withdrawn], ...]:
    """Return every address of a tombstone, with the tombstone: those that the source lists, and
    every page of a withdrawn plan that the ledger of published plans or the list of archived
    addresses has."""
    found = {one.address: one for one in model.withdrawn}
    plans = {
        plan: one
        for one in model.withdrawn
        if (plan := plan_of(one.address)) and one.address == plan_path(plan)
    }
    plans = {plan: one for plan, one in plans.items() if plan not in model.plans}
    if plans:
        taken = {old.lstrip("/") for old, _, _ in redirects(model)}
        known = (
            f"plans/{one.plan}/{name}.html"
            for one in model.published
            for name in (*_OTHER_PAGES, *one.tasks)
        )
        for address in (*known, *model.addresses):
            if (plan := plan_of(address)) in plans and address not in taken:
                found.setdefault(address, plans[plan])
    return tuple(found.items())


_OTHER_PAGES = ("table", "matrix", "cascade")
"""Pages that a plan may have besides its own and those of its tasks."""


_PART = re.compile(rf"deadlines/\d+/(?:\d+-\d\d|{'|'.join(DEADLINE_LISTS)})\.html")


def redirects(model: SiteModel) -> Iterable[tuple[str, str, Location]]:
    """Yield old addresses with the new ones, and their places in the sources."""
    for plan in model.plans.values():
        for old in plan.aliases:
            yield old, plan_path(plan.id), plan.location
    for page in model.pages.values():
        for old in page.aliases:
            yield old, page_path(page.id), page.location
    yield from _former_parts(model)


def _former_parts(model: SiteModel) -> Iterable[tuple[str, str, Location]]:
    """Yield archived addresses of months and lists of deadlines that have no page any more, since
    no task is left there or the year fits on one page again; with the address of the year."""
    promised = [
        (line, address)
        for line, address in enumerate(model.addresses, 1)
        if _PART.fullmatch(address)
    ]
    if not promised or "deadlines" in model.config.leave_out:
        return
    years = {str(year) for year in model.plan_years()}
    answered = {
        *(path for path, _ in part_addresses(model, years)),
        *(one.address for one in model.withdrawn),
    }
    for line, address in promised:
        year = address.split("/")[1]
        if year in years and address not in answered:
            yield address, deadlines_path(year), Location(ADDRESSES_PATH, line)
