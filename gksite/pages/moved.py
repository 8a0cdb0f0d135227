"""The tasks and dates that decisions moved out of a year: named in its views, in none of its
figures."""

from __future__ import annotations

from gksite.model.entities import Task
from gksite.model.years import dates_moved
from gksite.pages.parts import MovedTask
from gksite.pages.view import View


def tasks_moved(view: View, year: int) -> tuple[MovedTask, ...]:
    """Return the tasks that decisions moved out of a year, by plan, with the deadlines that hold
    now; then the dates of tasks that stay in it."""
    model = view.model
    found = []
    for plan in model.plans_of_year(year):
        link = view.plan_links[plan.id]
        for task in model.tasks_moved(plan, year):
            found.append(MovedTask(view.task_link(task), link, _text(view, task)))
        for task, id in dates_moved(plan, year, model.as_of):
            found.append(MovedTask(view.task_link(task), link, _date_text(view, task, id)))
    return tuple(found)


def _date_text(view: View, task: Task, id: str) -> str:
    """Return what became of the deadline of a task, or of the day of a target (its id)."""
    target = next((one for one in task.targets if one.id == id), None)
    if target is None:
        return view.deadline(task).adjusted
    return f"{target.label}{view.words['colon']}{view.target_deadline(task, target).adjusted}"


def _text(view: View, task: Task) -> str:
    """Return what became of the deadline of a task and of those of its targets."""
    words, mark = view.words, view.withdrawn.text if task.is_withdrawn else ""
    parts = [view.deadline(task).adjusted]
    for target in task.targets:
        if view.target_deadline(task, target).adjusted:
            parts.append(_date_text(view, task, target.id))
    return words["clause.separator"].join(filter(None, (*parts, mark)))
