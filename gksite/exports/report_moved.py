"""The tasks and dates that decisions moved out of the year of an annual report: named, in none of
its numbers."""

from __future__ import annotations

from collections.abc import Iterable

from gksite.exports.report_blocks import Block, Heading, Items
from gksite.exports.report_words import day_words, short_name
from gksite.exports.words import WITHDRAWN, decided
from gksite.model.entities import Plan, Task
from gksite.model.reporting import Adjustment
from gksite.model.site import SiteModel
from gksite.model.years import dates_moved, tasks_moved


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
    return _section("调整到其他年度的任务（{}项，不计入以上数字）", names)


def moved_dates(model: SiteModel, then: Iterable[Plan], year: int, unit: str) -> tuple[Block, ...]:
    """Return the deadlines and targets that decisions moved out of a year of plans, of tasks that
    stay in it: as `moved_tasks`."""
    names = [
        f"{short_name(plan, task)}（{plan.title}）：{_decisions_of_date(task, id)}"
        for plan in then
        for task, id in dates_moved(plan, year, model.as_of)
        if not unit or any(duty.unit == unit for duty in task.duties)
    ]
    return _section("调整到其他年度的时限和分期目标（{}项，任务仍计入以上数字）", names)


def _section(title: str, names: list[str]) -> tuple[Block, ...]:
    if not names:
        return ()
    return Heading(2, title.format(len(names))), Items(tuple(names))


def _decisions_of_date(task: Task, id: str) -> str:
    """Return a deadline, or the day of a target (its id), as printed, and the decisions that moved
    it."""
    first = next((one.by for one in task.targets if one.id == id), task.deadline)
    printed = f"原定{first.raw}" if first.raw else ""
    decisions = (_decision(task, one) for one in task.adjustments if one.target == id)
    return "；".join(filter(None, (printed, *decisions)))


def _decisions(task: Task) -> str:
    """Return the deadline as printed, and the decisions that moved it and those of targets."""
    first = task.deadline
    printed = f"原定{first.raw}" if first.raw and task.due is not first else ""
    decisions = (_decision(task, one) for one in task.adjustments)
    mark = WITHDRAWN if task.is_withdrawn else ""
    return "；".join(filter(None, (printed, *decisions, mark)))


def _decision(task: Task, decision: Adjustment) -> str:
    """Return a decision with its day, "" where it is about no deadline."""
    if not decision.deadline:
        return ""
    by = f"（{decision.approved_by}）" if decision.approved_by else ""
    return f"{day_words(decision.date)}{decided(task, decision)}{by}"
