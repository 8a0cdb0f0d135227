"""How to build: the options that a command passes on."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from gksite.config.target_kinds import Profile
from gksite.portal.profiles import Since


class Options(msgspec.Struct, frozen=True):
    """How to build a site."""

    drafts: bool = False
    today: date | None = None
    """The day that deadlines are compared with, instead of the one that the sources give."""
    jobs: int | None = None
    """The number of processes; None leaves it to gksite."""
    strict: bool = False
    """Whether a warning keeps the site from being written, as an error does."""
    archived_at: datetime | None = None
    """With its offset: the site is a snapshot of that time, and every page says so."""
    profile: Profile = "site"
    """The form of the site: the site itself, or a form for a portal (docs/portal.md)."""
    since: Since | None = None
    """The manifest of the last push, which a push is compared with."""
    clock: date | None = None
    """Today's date, if the command looked at the clock. It only decides which days lie in the
    future: no page depends on it."""

    goes_out: str = ""
    """When a publication brings out what was never published: a minute with its offset, or a day.
    The ledger keeps it, so that later builds show the same."""

    only: frozenset[str] | None = None
    """The plans whose new versions a publication brings out; None for all. Of others, what the
    ledger of publications holds stays public."""

    @property
    def decisive(self) -> tuple[object, ...]:
        """The options that the files of a site depend on."""
        since = self.since.data if self.since else b""
        own = self.drafts, self.today, self.strict, self.archived_at, self.profile, since
        return *own, self.goes_out, None if self.only is None else sorted(self.only)

    @property
    def latest_day(self) -> date | None:
        """The day after which nothing can have been reported; None where no clock was read."""
        return max(self.clock, self.today or self.clock) if self.clock else None


USUAL = Options()
