"""The states of duties and tasks: a row each, with all that pages, data and rules need."""

from __future__ import annotations

from typing import Literal

import msgspec

Status = Literal[
    "not_started",
    "under_way",
    "done",
    "continuous",
    "delayed",
    "unreported",
]

Stage = Literal["open", "lasting", "closed"]
"""`lasting` work has no last day that it could miss; nothing is left to do for a `closed` task."""


class StatusRow(msgspec.Struct, frozen=True):
    """A status."""

    code: Status
    word: str
    """Its Chinese word, in sources and in data files."""
    place: int
    """Its place in counts, bars and lists of statuses."""
    advance: int
    """How far it is, 0 the least: of several states the least advanced is a task's."""
    stage: Stage = "open"
    changed: bool = False
    """Whether the task is no longer as it was planned."""
    awaits_result: bool = False
    """Whether reached indicators contradict it."""
    written: bool = True
    """Whether a source may state it."""


STATUSES: tuple[StatusRow, ...] = (
    StatusRow("not_started", "未开始", 4, 1, awaits_result=True),
    StatusRow("under_way", "推进中", 2, 3, awaits_result=True),
    StatusRow("done", "已完成", 1, 5, "closed"),
    StatusRow("continuous", "常态推进", 3, 4, "lasting"),
    StatusRow("delayed", "延期", 5, 2, changed=True, awaits_result=True),
    # The state of a duty without a report.
    StatusRow("unreported", "未报送", 6, 0, written=False),
)
"""Every status, in the order in which authors choose among them. A new one also needs its shape in
`style.css`, its string `status.<code>` in each language, and its word in `docs/format.md`."""

WRITTEN: dict[str, str] = {row.word: row.code for row in STATUSES if row.written}
"""Chinese word → status, for those that a source may state."""

WORDS: dict[str, str] = {row.code: row.word for row in STATUSES}

SHOWN_ORDER: tuple[Status, ...] = tuple(
    row.code for row in sorted(STATUSES, key=lambda row: row.place)
)

OPEN_FIRST: tuple[Status, ...] = tuple(
    row.code for row in sorted(STATUSES, key=lambda row: (not row.written, row.stage == "closed"))
)
"""The order of a table sorted by status: open tasks, closed ones, then those without a report."""

ADVANCE: dict[Status, int] = {row.code: row.advance for row in STATUSES}

CLOSED = frozenset(row.code for row in STATUSES if row.stage == "closed")
NEVER_LATE = frozenset(row.code for row in STATUSES if row.stage != "open")
CHANGED = frozenset(row.code for row in STATUSES if row.changed)
AWAITING_RESULT = frozenset(row.code for row in STATUSES if row.awaits_result)
