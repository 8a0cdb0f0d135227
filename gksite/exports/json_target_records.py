"""What scripts see of deadlines, targets of tasks, and the decisions that changed these."""

from __future__ import annotations

import datetime
from datetime import date
from typing import Literal

from gksite.exports.json_column_records import Record


class ResponsibilityRecord(Record, frozen=True):
    """A name of a task's list of units: its role, as printed, and the key of the unit or of the
    group that it stands for."""

    role: Literal["lead", "responsible", "cooperating"]
    printed: str
    unit: str | None
    group: str | None


class MilestoneRecord(Record, frozen=True):
    """One of several dates of a deadline, as printed, with its last day."""

    text: str
    end: date | None


class DeadlineRecord(Record, frozen=True):
    """A deadline as printed and as read; both days are inclusive, `recurrence` is an RFC 5545 RRULE
    value."""

    printed: str
    kind: str
    start: date | None
    end: date | None
    recurrence: str | None
    milestones: tuple[MilestoneRecord, ...]


class TargetDutyRecord(Record, frozen=True):
    """What the unit of the duty of the place `duty` (from 0) reported last on a target: the
    report of the place `report` in `progress`."""

    duty: int
    status: str
    report: int
    date: datetime.date


class TargetRecord(Record, frozen=True):
    """A target of a task: what is to be reached `by` a day, in words, and with `value` by an
    indicator's total.

    `due` is its last day after all adjustments; `status` what reports on it make together; it is
    `reached` when that is done, or when the total has the value. `reported` are the duties of which
    a report on it counts.
    """

    id: str
    by: DeadlineRecord
    due: date | None
    text: str
    value: float | None
    indicator: str | None
    status: str
    reached: bool
    overdue: bool
    reported: tuple[TargetDutyRecord, ...]


class AdjustmentRecord(Record, frozen=True, omit_defaults=True):
    """A decision that changed a task after its publication: another deadline (of its `target`,
    where it names one), other `units` (as printed and as read), another `text`, that it is
    `withdrawn`, or `what` else. The keys from `target` on are there where it has them."""

    date: date
    what: str
    deadline: DeadlineRecord | None
    withdrawn: bool
    approved_by: str
    why: str
    target: str = ""
    units: str = ""
    responsibilities: tuple[ResponsibilityRecord, ...] = ()
    text: str = ""
