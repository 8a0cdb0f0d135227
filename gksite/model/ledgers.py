"""The ledgers of a site: withdrawn addresses, snapshots, and plans that were ever published."""

from __future__ import annotations

from datetime import date
from typing import Literal

from gksite.diagnostics import Location
from gksite.values import Value


class Withdrawn(Value, frozen=True):
    """A withdrawn address, which a tombstone answers: its former title, the day and the reason."""

    address: str
    title: str
    date: date
    location: Location
    status: Literal["withdrawn", "deleted", "moved"] = "withdrawn"
    why: str = ""
    see: str = ""
    """Where to go instead: an address of this site, or an absolute one."""


class Snapshot(Value, frozen=True):
    """A line of the ledger of snapshots. `at` is ISO 8601 with its offset, `previous` the name
    of the one before."""

    name: str
    at: str
    size: int
    sha256: str
    location: Location
    previous: str = ""
    retention: str = ""
    pages: int = 0
    files: int = 0
    note: str = ""
    signed_by: str = ""
    """The SHA-256 of the public key; "" where it is not signed."""
    changes: tuple[str, ...] = ()
    """Changes since the previous snapshot, in words."""
    public_size: int = 0
    """Bytes of the edition for the public; 0 where there is none."""
    public_sha256: str = ""


class Edit(Value, frozen=True):
    """A working copy that nobody signed, which drafts show: the day on which the version that is
    public was signed, and what differs from that, in words."""

    signed_on: date | None
    changes: tuple[str, ...] = ()


class PublishedPlan(Value, frozen=True):
    """An entry of publications/plans.yaml. `digest` is the digest of the content that was first
    published on `day`, with the corrections of the days listed; `tasks` are the ids of all tasks
    that were ever published, `adjustments` the marks of their adjustments. `first` and `last` are
    the days on which the plan was published first and last, `first_at` and `last_at` the minutes
    with their offset, `version` the digest of the signed version that went out last; old ledgers
    lack them."""

    plan: str
    title: str
    day: date
    digest: str
    location: Location
    corrections: tuple[date, ...] = ()
    tasks: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    adjustments: tuple[str, ...] = ()
    version: str = ""
    first_at: str = ""
    last_at: str = ""

    @property
    def first_day(self) -> date | None:
        """The day of the first publication; None where an old ledger lost it with a correction."""
        return self.first or (None if self.corrections else self.day)

    @property
    def went_out(self) -> str:
        """The minute of the first publication with its offset, else its day; "" where neither is
        known."""
        return self.first_at or str(self.first_day or "")

    @property
    def latest_day(self) -> date:
        """The latest day on which the plan is known to have been published."""
        return max(self.day, self.last or self.day)
