"""The marks of a task in a list: whose part it is, and its next target, in few words."""

from __future__ import annotations

from gksite.model.entities import Task
from gksite.model.site import SiteModel
from gksite.pages.parts import TaskMarks
from gksite.pages.wording import Words


def task_marks(model: SiteModel, words: Words, task: Task) -> TaskMarks | None:
    """Return the marks of a task, None where it has none."""
    if not (task.parent or task.targets):
        return None
    whole = model.tasks[task.parent] if task.parent else None
    title = f"{whole.number} {whole.title}".strip() if whole else ""
    target = None if task.is_withdrawn else model.next_target(task)
    day = words.deadline_words(task.due_of(target)) if target else ""
    label = target.label if target else ""
    text = label if label.startswith(day) else f"{day} {label}"
    return TaskMarks(
        words.say("part.of", task=title) if title else "",
        words.say("target.next_is", text=text) if text else "",
    )
