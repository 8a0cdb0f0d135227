"""What a task aims at on the way: its targets, and its parts, as its page shows them."""

from __future__ import annotations

from gksite.model.entities import Task
from gksite.model.reporting import Duty, Target
from gksite.model.states import on_target, total
from gksite.pages.kinds.task_duties import EntryLine, entry_line
from gksite.pages.parts import DeadlineText, Link, Mention, StatusMark, TaskLine
from gksite.pages.view import View
from gksite.pages.wording import number
from gksite.values import Value


def target_lines(view: View, task: Task) -> tuple[TargetLine, ...]:
    """Return the targets of a task, as written."""
    ahead = view.model.next_target(task)
    is_open = not task.is_withdrawn and view.is_tracked(task.plan)
    return tuple(
        TargetLine(
            text=target.label,
            deadline=view.target_deadline(task, target),
            status=_status(view, target) if is_open else None,
            value=_value(view, task, target) if is_open else "",
            is_next=target == ahead,
            units=_units(view, task, target) if is_open else (),
        )
        for target in task.targets
    )


def _status(view: View, target: Target) -> StatusMark:
    """Return the state of a target; one whose figure was reported needs nobody's word."""
    return view.statuses["done" if target.is_reached else target.status]


def _value(view: View, task: Task, target: Target) -> str:
    """Return the value of a target beside the present total of its indicator; "" without value."""
    if target.value is None:
        return ""
    words = view.words
    aim = next((aim for aim in task.indicators if aim.name == target.indicator), None)
    unit = aim.unit if aim else ""
    answer = total(task, target.as_indicator(aim))
    now = "" if answer.value is None else f"{number(answer.value)}{unit}"
    key = "target.value_now" if now else "target.value"
    value = f"{number(target.value)}{unit}"
    return words.say(key, indicator=target.indicator, value=value, now=now)


def _units(view: View, task: Task, target: Target) -> tuple[TargetUnit, ...]:
    """Return what units reported on a target; nothing where nobody did."""
    return tuple(_unit(view, task, duty) for duty in on_target(task, target) if duty.latest >= 0)


def _unit(view: View, task: Task, duty: Duty) -> TargetUnit:
    return TargetUnit(
        view.mention(duty.name, duty.unit, ""), entry_line(view, task.reports[duty.latest], task)
    )


def part_lines(view: View, task: Task) -> tuple[TaskLine, ...]:
    """Return the parts of a task, as printed."""
    parts = view.model.plans[task.plan].parts_of(task)
    return tuple(view.task_line(part, with_roles=True) for part in parts)


def parts_text(view: View, task: Task) -> str:
    """Return how many parts of a task are done, and whether its state is theirs; "" without parts
    or without any report of its plan."""
    parts = [part for part in view.model.plans[task.plan].parts_of(task) if not part.is_withdrawn]
    if not parts or not view.is_tracked(task.plan):
        return ""
    done = sum(part.status == "done" for part in parts)
    text = view.words.say("parts.done", done=done, total=len(parts))
    rule = view.words["clause.separator"] + view.words["parts.rule"] if task.rolls_up else ""
    return text + rule


def whole_link(view: View, task: Task) -> Link | None:
    """Return the link to the task whose part a task is."""
    return view.task_link(view.model.tasks[task.parent]) if task.parent else None


class TargetUnit(Value, frozen=True):
    """A unit and what it reported last on a target."""

    unit: Mention
    entry: EntryLine


class TargetLine(Value, frozen=True):
    """A target of a task.

    `status` is None where nothing was reported of the plan, or the task was withdrawn; `value` is
    the figure to reach and the present one, in words. `is_next` is the first one whose day has not
    passed.
    """

    text: str
    deadline: DeadlineText
    status: StatusMark | None
    value: str
    is_next: bool
    units: tuple[TargetUnit, ...]
