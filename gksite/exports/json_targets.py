"""The deadlines, targets and adjustments of a task as scripts see them."""

from __future__ import annotations

from collections.abc import Iterable

from gksite.exports.json_target_records import (
    AdjustmentRecord,
    DeadlineRecord,
    MilestoneRecord,
    ResponsibilityRecord,
    TargetDutyRecord,
    TargetRecord,
)
from gksite.model.entities import Task
from gksite.model.reporting import Responsibility
from gksite.model.site import SiteModel
from gksite.model.states import on_target
from gksite.notation.values import Deadline


def target_records(model: SiteModel, task: Task) -> tuple[TargetRecord, ...]:
    """Return the targets of a task, as written."""
    return tuple(
        TargetRecord(
            id=target.id,
            by=deadline_record(target.by),
            due=task.due_of(target).end,
            text=target.text,
            value=target.value,
            indicator=target.indicator or None,
            status=target.status,
            reached=target.is_reached,
            overdue=model.is_target_overdue(task, target),
            reported=tuple(
                TargetDutyRecord(place, duty.status, duty.latest, task.reports[duty.latest].date)
                for place, duty in enumerate(on_target(task, target))
                if duty.latest >= 0
            ),
        )
        for target in task.targets
    )


def adjustment_records(task: Task) -> tuple[AdjustmentRecord, ...]:
    """Return the adjustments of a task, the oldest first."""
    return tuple(
        AdjustmentRecord(
            item.date,
            item.what,
            deadline_record(item.deadline) if item.deadline else None,
            item.withdrawn,
            item.approved_by,
            item.why,
            item.target,
            item.units_printed,
            responsibility_records(item.responsibilities),
            item.text,
        )
        for item in task.adjustments
    )


def responsibility_records(named: Iterable[Responsibility]) -> tuple[ResponsibilityRecord, ...]:
    """Return the names of a list of units."""
    return tuple(
        ResponsibilityRecord(one.role, one.printed, one.unit or None, one.group or None)
        for one in named
    )


def deadline_record(deadline: Deadline) -> DeadlineRecord:
    """Return a deadline as printed and as read."""
    return DeadlineRecord(
        deadline.raw,
        deadline.kind,
        deadline.start,
        deadline.end,
        deadline.recurrence or None,
        tuple(MilestoneRecord(item.text, item.end) for item in deadline.milestones),
    )
