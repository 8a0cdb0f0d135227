"""Tasks and duties in lists by plan, newest plan first, and in each by deadline."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence

from msgspec.structs import replace

from gksite.model.column_units import InColumn
from gksite.model.entities import Task
from gksite.model.lookups import GroupTask
from gksite.model.reporting import Duty
from gksite.model.unit_years import WITHOUT_YEAR
from gksite.pages.due import by_deadline
from gksite.pages.parts import DutyCount, PlanTasks, TaskLine
from gksite.pages.view import View
from gksite.values import Value


class TasksOfYear(Value, frozen=True):
    """Tasks of a year by plan, on a page that opens with another year: `year` is 0 for those that
    belong to none."""

    year: int
    title: str
    plans: tuple[PlanTasks, ...]
    count: int
    """How many of them figures count."""


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


def tasks_by_year(view: View, tasks: Iterable[Task]) -> dict[int, list[Task]]:
    """Return tasks by the years to which they belong, the latest first; those that belong to none
    last, under WITHOUT_YEAR."""
    found: dict[int, list[Task]] = {}
    for task in tasks:
        for year in view.years_of(task) or (WITHOUT_YEAR,):
            found.setdefault(year, []).append(task)
    return {year: found[year] for year in sorted(found, reverse=True)}


def year_title(view: View, year: int) -> str:
    """Return the head of a list of a year's tasks, or of those of none."""
    return view.words.say("year", year=year) if year else view.words["year.none"]


def other_years(
    view: View,
    by_year: Mapping[int, list[Task]],
    current: int,
    lists: Callable[[list[Task]], tuple[PlanTasks, ...]],
) -> tuple[TasksOfYear, ...]:
    """Return the tasks of all years but the current one, by plan as `lists` makes them."""
    return tuple(
        TasksOfYear(year, year_title(view, year), plans, sum(one.count for one in plans))
        for year, own in by_year.items()
        if year != current
        for plans in (lists(own),)
    )
