"""Tasks and duties as marks: one each, with the colour and shape of its state, that leads to the
page of the task."""

from __future__ import annotations

from collections.abc import Iterable

from gksite.model.entities import Plan, Task
from gksite.model.lateness import is_due_by
from gksite.model.reporting import Duty, Target
from gksite.model.sections import top_section
from gksite.model.statuses import Status
from gksite.pages.parts import Mark, MarkGroup
from gksite.pages.view import View

MARKS_PER_PAGE = 600
"""More marks of single tasks would outweigh the rest of a page; it shows strips instead."""


def task_marks_of(view: View, tasks: Iterable[Task], page: str, year: int = 0) -> tuple[Mark, ...]:
    """Return the marks of the tasks that figures count, in their order, for the page at an address;
    none of withdrawn ones, nor of plans without any report. In marks of a `year` no task is overdue
    whose deadline ends after it."""
    plans = view.model.plans
    return tuple(
        _mark(
            view,
            task,
            task.status,
            view.is_overdue(task) and is_due_by(plans[task.plan], task, year),
            page,
        )
        for task in view.model.outermost(tasks)
        if not task.is_withdrawn and view.is_tracked(task.plan)
    )


def duty_marks(view: View, duties: Iterable[Duty], page: str, year: int = 0) -> tuple[Mark, ...]:
    """Return the marks of a unit's duties by its own states, as `task_marks_of` those of tasks."""
    model = view.model
    return tuple(
        _mark(
            view,
            task,
            duty.status,
            model.is_duty_overdue(duty) and is_due_by(model.plans[task.plan], task, year),
            page,
            # Of several hundred on a page, the number alone.
            name=view.task_link(task).note,
        )
        for duty in model.outermost_duties(duties)
        for task in (model.tasks[duty.task],)
        if not task.is_withdrawn and view.is_tracked(task.plan)
    )


def task_mark(view: View, task: Task, page: str) -> Mark:
    """Return the mark of a task; `untracked` where its plan has no report at all."""
    if not view.is_tracked(task.plan):
        link = view.task_link(task)
        return Mark(address_from(page, link.path), f"{link.note} {link.text}", "untracked", False)
    return _mark(view, task, task.status, view.is_overdue(task), page)


def target_mark(view: View, task: Task, target: Target, page: str) -> Mark:
    """Return the mark of a target, which leads to its task."""
    link, state = view.task_link(task), "untracked"
    name = f"{link.note} {link.text}{view.words['colon']}{target.label}"
    if view.is_tracked(task.plan):
        state = "done" if target.is_reached else target.status
    late = view.model.is_target_overdue(task, target)
    return Mark(address_from(page, link.path), name, state, late)


def _mark(view: View, task: Task, status: Status, overdue: bool, page: str, name: str = "") -> Mark:
    words, link = view.words, view.task_link(task)
    state = words[f"status.{status}"]
    if overdue:
        state = f"{state}{words['list.comma']}{words['late']}"
    name = name or f"{link.note} {link.text}".strip()
    return Mark(address_from(page, link.path), f"{name}{words['colon']}{state}", status, overdue)


def address_from(page: str, path: str) -> str:
    """Return the shortest relative address of a file of the site on the page at an address.

    >>> address_from("plans/qinghe-2025/index.html", "plans/qinghe-2025/7.html")
    '7.html'
    """
    here, there = page.split("/")[:-1], path.split("/")
    same = 0
    while same < min(len(here), len(there) - 1) and here[same] == there[same]:
        same += 1
    return "/".join([*[".."] * (len(here) - same), *there[same:]])


def plan_marks(view: View, plan: Plan, page: str) -> tuple[MarkGroup, ...]:
    """Return the marks of a plan's tasks as printed, by the top sections that they are in."""
    sections = {section.id: section for section in plan.sections}
    runs: list[tuple[str, list[Task]]] = []
    for task in view.model.outermost(plan.tasks):
        top = top_section(sections, task.section)
        text = top.text if top else ""
        if not runs or runs[-1][0] != text:
            runs.append((text, []))
        runs[-1][1].append(task)
    marked = ((text, task_marks_of(view, own, page)) for text, own in runs)
    return tuple(MarkGroup(text, marks) for text, marks in marked if marks)
