"""The targets and adjustments of a task, in documents for a portal's interface."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from gksite.model.entities import Task
from gksite.pages.view import View

Day = Annotated[
    str,
    Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="A day as YYYY-MM-DD, or an empty text"),
]


class AdjustmentEntry(msgspec.Struct, frozen=True):
    """A decision that changed the task after its publication: its day, what it changed, the new
    deadline with its last day, who approved it and why. `target` (the id of the target whose
    deadline it is), `units` and `text` (the new ones) are left out where it has none."""

    date: Day
    what: str
    deadline: str
    end: Day
    approved_by: str
    why: str
    target: str | msgspec.UnsetType = msgspec.UNSET
    units: str | msgspec.UnsetType = msgspec.UNSET
    text: str | msgspec.UnsetType = msgspec.UNSET


class TargetEntry(msgspec.Struct, frozen=True):
    """A target of the task: its words, its day as printed, the last day that holds after all
    adjustments, and its state, "" where nothing was reported of the plan."""

    id: str
    text: str
    by: str
    due: Day
    status: str


def adjustment_entries(withdrawn: str, task: Task) -> tuple[AdjustmentEntry, ...]:
    """Return the adjustments of a task; `withdrawn` is the word for a withdrawal."""
    return tuple(
        AdjustmentEntry(
            item.date.isoformat(),
            item.what or (withdrawn if item.withdrawn else ""),
            item.deadline.raw if item.deadline else "",
            item.deadline.end.isoformat() if item.deadline and item.deadline.end else "",
            item.approved_by,
            item.why,
            item.target or msgspec.UNSET,
            item.units_printed or msgspec.UNSET,
            item.text or msgspec.UNSET,
        )
        for item in task.adjustments
    )


def target_entries(view: View, task: Task) -> tuple[TargetEntry, ...] | msgspec.UnsetType:
    """Return the targets of a task, as written; unset without any."""
    entries = []
    for target in task.targets:
        state = view.state(task, "done" if target.is_reached else target.status)
        end = task.due_of(target).end
        due = end.isoformat() if end else ""
        word = state.text if state else ""
        entries.append(TargetEntry(target.id, target.label, target.by.raw, due, word))
    return tuple(entries) or msgspec.UNSET
