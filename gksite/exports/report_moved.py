"""The tasks that decisions moved out of the year of an annual report: named, in none of its
numbers."""

from __future__ import annotations

from collections.abc import Iterable

from gksite.exports.report_blocks import Block, Heading, Items
from gksite.exports.report_words import day_words, short_name
from gksite.exports.words import WITHDRAWN, decided
from gksite.model.entities import Plan, Task
from gksite.model.site import SiteModel
from gksite.model.years import tasks_moved


def moved_tasks(model: SiteModel, then: Iterable[Plan], year: int, unit: str) -> tuple[Block, ...]:
    """Return the tasks that decisions moved out of a year of plans, with what these decided: all,
    or those of a unit (by key). The plans are those of the last day of the report."""
    names = [
        f"{short_name(plan, task)}（{plan.title}）：{_decisions(task)}"
        for plan in then
        for task in model.outermost(
            task
            for task in tasks_moved(plan, year, model.as_of)
            if not unit or any(duty.unit == unit for duty in task.duties)
        )
    ]
    if not names:
        return ()
    heading = Heading(2, f"调整到其他年度的任务（{len(names)}项，不计入以上数字）")
    return heading, Items(tuple(names))


def _decisions(task: Task) -> str:
    """Return the deadline as printed, and the decisions that moved it and those of targets."""
    first = task.deadline
    printed = f"原定{first.raw}" if first.raw and task.due is not first else ""
    decisions = (
        f"{day_words(decision.date)}{decided(task, decision)}"
        + (f"（{decision.approved_by}）" if decision.approved_by else "")
        for decision in task.adjustments
        if decision.deadline
    )
    mark = WITHDRAWN if task.is_withdrawn else ""
    return "；".join(filter(None, (printed, *decisions, mark)))
