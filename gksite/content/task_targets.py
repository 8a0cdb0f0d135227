"""The targets of a task, and the task whose part it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from gksite.content.records import PlanRecord, TaskRecord
from gksite.content.task_days import read_target_day
from gksite.diagnostics import Diagnostic, nearest, problem
from gksite.model.entities import Task
from gksite.model.reporting import Target
from gksite.schema.validate import Place


def targets_of(
    record: TaskRecord, plan: PlanRecord, place: Place
) -> tuple[tuple[Target, ...], list[Diagnostic]]:
    """Return the targets of a task, as written."""
    problems: list[Diagnostic] = []
    targets: dict[str, Target] = {}
    for index, written in enumerate(record.targets):
        where = place.at("targets", index, "id")
        if written.id in targets:
            other = targets[written.id].location
            problems.append(problem("duplicate-id", where, id=written.id, other=other))
            continue
        by, new_problems = read_target_day(written.by, plan, place.at("targets", index, "by"))
        problems += new_problems
        if (written.value is None) != (written.indicator is None):
            problems.append(problem("target-half-measured", where, task=record.id, id=written.id))
        if not written.text and written.value is None:
            problems.append(problem("target-of-nothing", where, task=record.id, id=written.id))
        targets[written.id] = Target(
            written.id, by, where, written.text or "", written.value, written.indicator or ""
        )
    return tuple(targets.values()), problems


def with_parents(
    tasks: tuple[Task, ...], written: Iterable[tuple[TaskRecord, Place]], *, is_whole: bool
) -> tuple[tuple[Task, ...], list[Diagnostic]]:
    """Return the tasks of a plan; a part whose task does not exist, or that would be a part of
    itself, is a task of its own."""
    places = {record.id: place for record, place in written}
    keys = {task.id: task.key for task in tasks}
    above = {task.id: task.parent for task in tasks if task.parent}
    if not above and not any(task.rolls_up for task in tasks):
        return tasks, []
    problems: list[Diagnostic] = []
    parents: dict[str, str] = {}
    for task in tasks:
        if not task.parent:
            continue
        where = places[task.id].at("parent")
        if task.parent not in keys:
            if is_whole:
                near = nearest(task.parent, keys)
                problems.append(problem("unknown-task", where, name=task.parent, near=near))
        elif task.id in _above(task.id, above):
            problems.append(problem("parts-in-circle", where, task=task.id, parent=task.parent))
        else:
            parents[task.id] = keys[task.parent]
    whole = set(parents.values())
    for task in tasks:
        if task.rolls_up and task.key not in whole:
            where = places[task.id].at("rolls_up")
            problems.append(problem("rolls-up-nothing", where, task=task.id))
    return tuple(
        msgspec.structs.replace(
            task, parent=parents.get(task.id, ""), rolls_up=task.rolls_up and task.key in whole
        )
        for task in tasks
    ), problems


def _above(id: str, above: Mapping[str, str]) -> Iterator[str]:
    """Yield the ids of the tasks above a task, each once."""
    seen: set[str] = set()
    while (id := above.get(id, "")) and id not in seen:
        seen.add(id)
        yield id
