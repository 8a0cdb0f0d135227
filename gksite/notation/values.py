"""The results of reading official wording: roles, deadlines, milestones; without the parsers."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

Role = Literal["lead", "responsible", "cooperating"]
DeadlineKind = Literal[
    "year", "half", "quarter", "month", "by", "range", "recurring",
    "continuous", "relative", "immediate",
    "as_scheduled", "none", "unread",
]  # fmt: skip


class Milestone(msgspec.Struct, frozen=True):
    """A date of several in one item; `end` is None without a date (长期坚持) or a known year."""

    text: str
    end: date | None


class Deadline(msgspec.Struct, frozen=True):
    """A deadline as printed and as read. `start` and `end` are both inclusive, and None where the
    wording gives none.

    `recurrence` is an RFC 5545 RRULE value where the wording is exact; `milestone` the phase word
    that follows the date.
    """

    raw: str
    kind: DeadlineKind
    start: date | None = None
    end: date | None = None
    recurrence: str = ""
    milestone: str = ""
    milestones: tuple[Milestone, ...] = ()
