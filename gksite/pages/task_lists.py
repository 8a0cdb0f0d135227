"""Tasks and duties in lists by plan, newest plan first, and in each by deadline."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Sequence

from msgspec.structs import replace

from gksite.model.column_units import InColumn
from gksite.model.entities import Task
from gksite.model.reporting import Duty
from gksite.model.site import GroupTask
from gksite.pages.due import by_deadline
from gksite.pages.parts import DutyCount, PlanTasks, TaskLine
from gksite.pages.view import View


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

    return _lists(view, [view.model.tasks[key] for key in roles], line)


def plan_duties(
    view: View, duties: Sequence[Duty], counted: Collection[Duty] | None = None
) -> tuple[PlanTasks, ...]:
    """Return duties of a unit; `counted` are those that its figures count, where these are some of
    its duties only."""
    held = {duty.task: duty for duty in duties}
    tasks = [view.model.tasks[key] for key in held]
    own = None if counted is None else {duty.task for duty in counted}
    return _lists(view, tasks, lambda task: view.duty_line(held[task.key]), own)


def plan_mentions(view: View, named: Sequence[InColumn]) -> tuple[PlanTasks, ...]:
    """Return the tasks that name a unit in columns of their documents' own, with these."""
    heads = {one.task: view.words["list.separator"].join(one.heads) for one in named}
    tasks = [view.model.tasks[key] for key in heads]
    return _lists(view, tasks, lambda task: replace(view.task_line(task), role=heads[task.key]))


def tasks_by_plan(view: View, tasks: Iterable[Task]) -> tuple[PlanTasks, ...]:
    """Return tasks, each with its units."""
    return _lists(view, list(tasks), lambda task: view.task_line(task, with_roles=True))


def _lists(
    view: View,
    tasks: Sequence[Task],
    line: Callable[[Task], TaskLine],
    counted: Container[str] | None = None,
) -> tuple[PlanTasks, ...]:
    """Return tasks by plan; `counted` are the keys of those that figures count, else they are those
    that are no part of another one."""
    if counted is None:
        counted = {task.key for task in view.model.outermost(tasks)}
    by_plan: dict[str, list[Task]] = {}
    for task in tasks:
        by_plan.setdefault(task.plan, []).append(task)
    return tuple(
        PlanTasks(
            view.plan_links[plan],
            tuple([line(task) for task in sorted(own, key=by_deadline)]),
            sum(task.key in counted for task in own),
        )
        for plan, own in by_plan.items()
    )
