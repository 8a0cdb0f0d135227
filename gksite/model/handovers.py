"""Who has now what a task gave to another unit: its duties that passed on, followed to the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from gksite.model.entities import Task
from gksite.model.reporting import Duty


class Handover(msgspec.Struct, frozen=True):
    """A duty as the task gave it on its plan's day, and the unit (by key) that has it now, since
    the day `on`."""

    before: Duty
    to: str
    on: date


def handovers(task: Task) -> tuple[Handover, ...]:
    """Return the duties that another unit has than the task says, in the order of the transfers;
    those that came back to their unit are left out."""
    found = []
    for place, first in enumerate(task.passed):
        if first.since or not first.passed_on or not first.passed_to:
            continue  # a later stretch of the way of a duty, or one that an adjustment took
        to, on = passed_to(task.passed[place + 1 :], first.passed_to, first.passed_on)
        if to and to != first.unit:
            found.append(Handover(first, to, on))
    return tuple(found)


def passed_to(passed: Iterable[Duty], unit: str, day: date) -> tuple[str, date]:
    """Return the unit (by key) to which a duty that a unit had on a day passed in the end, and on
    which day; "" where a decision took it."""
    for duty in passed:
        if duty.unit == unit and duty.passed_on and duty.passed_on >= day:
            unit, day = duty.passed_to, duty.passed_on
    return unit, day
