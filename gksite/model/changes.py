"""What each decision on a task changed, and the deadline that held before it."""

from __future__ import annotations

import msgspec

from gksite.model.entities import Task
from gksite.model.reporting import Adjustment, Target
from gksite.notation.values import Deadline


class Change(msgspec.Struct, frozen=True):
    """A decision that changed a task, its place among the task's adjustments, and the deadline of
    the task, or of the `target` that it is about, that held before."""

    place: int
    decision: Adjustment
    before: Deadline
    target: Target | None = None


def changes_of(task: Task) -> tuple[Change, ...]:
    """Return the decisions that changed a task, the oldest first."""
    targets = {target.id: target for target in task.targets}
    before = {target.id: target.by for target in task.targets} | {"": task.deadline}
    changes = []
    for place, decision in enumerate(task.adjustments):
        at = decision.target if decision.target in before else ""
        changes.append(Change(place, decision, before[at], targets.get(at)))
        before[at] = decision.deadline or before[at]
    return tuple(changes)
