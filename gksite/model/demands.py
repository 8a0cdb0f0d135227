"""Whether a task asks for more than the year before: by the bounds of its indicators, and by its
last day."""

from __future__ import annotations

from math import inf
from typing import Literal

import msgspec

from gksite.model.deadline_changes import deadline_change
from gksite.model.entities import Task
from gksite.model.reporting import Indicator
from gksite.notation.values import Deadline

Demand = Literal["harder", "softer", "other"]
"""`harder`: whatever keeps the new bounds would have kept the old ones, and not the other way
round; `softer`: the opposite; `other`: a change that is neither."""

_DAYS = ("by", "month", "quarter", "half")


class IndicatorChange(msgspec.Struct, frozen=True):
    """An indicator of which both years state bounds, and these differ."""

    old: Indicator
    new: Indicator
    demand: Demand
    rises: bool | None
    """Whether the figure to reach is greater than before; None where the two can't be compared."""


def indicator_changes(old: Task, new: Task) -> tuple[IndicatorChange, ...]:
    """Return the indicators of a name that both tasks state, and that ask for something else."""
    before = {one.name: one for one in old.indicators}
    pairs = [(before[one.name], one) for one in new.indicators if one.name in before]
    return tuple(
        IndicatorChange(a, b, _demand(a, b), _rises(a, b))
        for a, b in pairs
        if (a.at_least, a.at_most, a.equal, a.unit) != (b.at_least, b.at_most, b.equal, b.unit)
    )


def day_demand(old: Deadline, new: Deadline, old_year: int, new_year: int) -> Demand:
    """Return whether the last day of a deadline is earlier in its plan's year than it was (harder)
    or later (softer); `other` where it is neither, or one of them has none."""
    if deadline_change(old, new, old_year, new_year) != "date":
        return "other"
    if old.kind not in _DAYS or new.kind not in _DAYS or not old.end or not new.end:
        return "other"
    if old.milestones or new.milestones:
        return "other"
    before = (old.end.year - old_year, old.end.month, old.end.day)
    now = (new.end.year - new_year, new.end.month, new.end.day)
    return "other" if before == now else "harder" if now < before else "softer"


def _demand(old: Indicator, new: Indicator) -> Demand:
    if old.unit != new.unit or old.target is None or new.target is None:
        return "other"
    (low, high), (new_low, new_high) = _bounds(old), _bounds(new)
    if low <= new_low and new_high <= high:
        return "harder"
    return "softer" if new_low <= low and high <= new_high else "other"


def _bounds(indicator: Indicator) -> tuple[float, float]:
    if indicator.equal is not None:
        return indicator.equal, indicator.equal
    low, high = indicator.at_least, indicator.at_most
    return (-inf if low is None else low), (inf if high is None else high)


def _rises(old: Indicator, new: Indicator) -> bool | None:
    if old.unit != new.unit or old.target is None or new.target is None:
        return None
    return None if old.target == new.target else new.target > old.target
