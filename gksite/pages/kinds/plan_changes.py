"""What changed a plan after it was issued: corrections of print, and adjustments of its tasks."""

from __future__ import annotations

from gksite.model.entities import Plan, Task
from gksite.pages.duty_words import adjustment_texts
from gksite.pages.parts import Day, Link
from gksite.pages.view import View
from gksite.values import Value


def correction_lines(
    view: View, plan: Plan, task: Task | None = None
) -> tuple[CorrectionLine, ...]:
    """Return the public corrections of a plan, or those of one of its tasks, as the source lists
    them."""
    return tuple(
        CorrectionLine(view.words.day(item.date), item.what, item.why)
        for item in plan.corrections
        if task is None or item.task == task.id
    )


def adjustment_lines(view: View, plan: Plan) -> tuple[AdjustmentLine, ...]:
    """Return the decisions that changed tasks of a plan, task by task as printed."""
    return tuple(
        AdjustmentLine(view.task_link(task), adjustment_texts(view.words, task), task.is_withdrawn)
        for task in plan.tasks
        if task.adjustments
    )


class CorrectionLine(Value, frozen=True):
    """A public correction."""

    day: Day
    what: str
    why: str


class AdjustmentLine(Value, frozen=True):
    """The decisions that changed a task, the oldest first; `withdrawn` where one withdrew it."""

    task: Link
    texts: tuple[str, ...]
    withdrawn: bool
