"""The tasks that decisions moved out of a year: named in its views, in none of its figures."""

from __future__ import annotations

from gksite.model.entities import Task
from gksite.pages.parts import MovedTask
from gksite.pages.view import View


def tasks_moved(view: View, year: int) -> tuple[MovedTask, ...]:
    """Return the tasks that decisions moved out of a year, by plan, with the deadlines that hold
    now."""
    model = view.model
    return tuple(
        MovedTask(view.task_link(task), view.plan_links[plan.id], _text(view, task))
        for plan in model.plans_of_year(year)
        for task in model.tasks_moved(plan, year)
    )


def _text(view: View, task: Task) -> str:
    """Return what became of the deadline of a task and of those of its targets."""
    words, mark = view.words, view.withdrawn.text if task.is_withdrawn else ""
    parts = [view.deadline(task).adjusted]
    for target in task.targets:
        if adjusted := view.target_deadline(task, target).adjusted:
            parts.append(f"{target.label}{words['colon']}{adjusted}")
    return words["clause.separator"].join(filter(None, (*parts, mark)))
