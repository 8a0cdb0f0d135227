"""Tasks and duties in lists by plan, newest plan first, and in each by deadline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from gksite.model.entities import Task
from gksite.model.reporting import Duty
from gksite.model.site import GroupTask
from gksite.pages.parts import DutyCount, Link, PlanTasks, TaskLine
from gksite.pages.view import View, by_deadline


def plan_tasks(
    view: View,
    named: Sequence[GroupTask],
    members: Callable[[Task], DutyCount | None] | None = None,
) -> tuple[PlanTasks, ...]:
    """Return the tasks that name a group; `members` says how its members stand in a task."""
    roles = {item.task: item.role for item in named}

    def line(task: Task) -> TaskLine:
        own = view.task_line(task, role=roles[task.key])
        return replace(own, members=members(task)) if members else own

    return tuple(
        PlanTasks(plan, tuple(map(line, tasks)))
        for plan, tasks in _by_plan(view, (view.model.tasks[key] for key in roles))
    )


def plan_duties(view: View, duties: Sequence[Duty]) -> tuple[PlanTasks, ...]:
    """Return the duties of a unit."""
    held = {duty.task: duty for duty in duties}
    return tuple(
        PlanTasks(plan, tuple([view.duty_line(held[task.key]) for task in tasks]))
        for plan, tasks in _by_plan(view, (view.model.tasks[key] for key in held))
    )


def tasks_by_plan(view: View, tasks: Iterable[Task]) -> tuple[PlanTasks, ...]:
    """Return tasks, each with its units."""
    return tuple(
        PlanTasks(plan, tuple([view.task_line(task, with_roles=True) for task in own]))
        for plan, own in _by_plan(view, tasks)
    )


def _by_plan(view: View, tasks: Iterable[Task]) -> Iterable[tuple[Link, list[Task]]]:
    by_plan: dict[str, list[Task]] = {}
    for task in tasks:
        by_plan.setdefault(task.plan, []).append(task)
    return ((view.plan_links[plan], sorted(own, key=by_deadline)) for plan, own in by_plan.items())
