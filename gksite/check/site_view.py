"""The input of the rules over the whole site: settings, registry, all plans and pages, the
calendar, the ledger, the states of links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from gksite.check.fields import Fields
from gksite.config.values import Config
from gksite.diagnostics import Location
from gksite.model.entities import FreePage, Plan, Term, Topic
from gksite.model.ledgers import PublishedPlan
from gksite.model.registry import Registry
from gksite.notation.workdays import Calendar


class LedgerEntry(msgspec.Struct, frozen=True):
    """An index number that was given out: to which plan, and the place of the entry."""

    number: str
    plan: str
    location: Location


class LinkStatus(msgspec.Struct, frozen=True):
    """The result of the last visit to an external address: an HTTP status (0 without an answer),
    the reason for no answer, and the target of a permanent redirect."""

    status: int
    error: str = ""
    moved_to: str = ""
    checked: str = ""


class SiteView(msgspec.Struct, frozen=True):
    """The input of rules over the whole site. `plans` are all plans, drafts too; `as_of` is the day
    that deadlines are compared with, `day` the day of the check, and `clock` today's date, if it is
    known."""

    config: Config
    registry: Registry
    plans: tuple[Plan, ...]
    pages: tuple[FreePage, ...]
    topics: tuple[Topic, ...]
    as_of: date
    day: date
    clock: date | None
    calendar: Calendar
    ledger: tuple[LedgerEntry, ...]
    links: Mapping[str, LinkStatus] | None
    fields: Fields
    glossary: tuple[Term, ...] = ()
    published_plans: tuple[PublishedPlan, ...] = ()
    """The ledger of all plans that were ever published."""
    contents: Mapping[str, str] = {}
    """The digest of the current content, for each plan of that ledger that has a folder."""
    held: frozenset[str] = frozenset()
    """Ids of the plans that the review gate holds back: they are drafts here."""
    shows_held: bool = False
    """Whether drafts are looked at, and with them what the plans that are held back say now."""
    answered: frozenset[str] = frozenset()
    """Addresses that a tombstone or a redirect answers."""
    is_whole: bool = True
    """False if a plan or registry could not be read: then a missing name proves nothing."""

    def published(self) -> Iterator[Plan]:
        """Yield the plans that are not drafts."""
        return (plan for plan in self.plans if not plan.draft)
