"""The numbers of tasks and headings: none left out, none twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from gksite.check.plan_view import PlanView
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.notation.numbering import from_chinese, parse_numbering

_MOST_SHOWN = 5
_Where = Callable[[], Location]
"""The place of a number, looked up only for a finding."""


def check_number_gaps(view: PlanView) -> Iterator[Diagnostic]:
    """The numbers of tasks, and of headings below one heading, leave none out."""
    for numbered in (*_task_numbers(view), *_heading_numbers(view)):
        present = {value for value, _ in numbered}
        # A list may go on from another one, and so need not begin with 1; one whose first number is
        # not its lowest must.
        before = min(present) - 1 if numbered and numbered[0][0] == min(present) else 0
        for value, where in numbered:
            missing = [number for number in range(before + 1, value) if number not in present]
            if missing:
                shown = "、".join(str(number) for number in missing[:_MOST_SHOWN]) + (
                    "…" if len(missing) > _MOST_SHOWN else ""
                )
                yield problem("number-gap", where(), missing=shown, number=value)
            before = value


def check_number_repeats(view: PlanView) -> Iterator[Diagnostic]:
    """The numbers of tasks, and of headings below one heading, stand once each."""
    for numbered in (*_task_numbers(view), *_heading_numbers(view)):
        first: dict[int, _Where] = {}
        for value, where in numbered:
            if value in first:
                yield problem("number-repeated", where(), number=value, other=first[value]().line)
            first.setdefault(value, where)


def _task_numbers(view: PlanView) -> Iterator[list[tuple[int, _Where]]]:
    """Yield the numbers of each task list; or of each of its sections, if every one begins again
    with 1."""
    plan = view.plan
    for task_list in plan.lists:
        tasks = [task for task in plan.tasks if task.list == task_list.id]
        values = [(_value(task.number), task) for task in tasks]
        known = [(value, task) for value, task in values if value is not None]
        if len(known) < 3 or len(known) < len(values):
            continue
        starts = [task.section for value, task in known if value == 1]
        apart = len(set(starts)) > 1 and len(starts) == len(set(starts))
        groups: dict[str, list[tuple[int, _Where]]] = {}
        for value, task in known:
            groups.setdefault(task.section if apart else "", []).append(
                (value, partial(view.place_of, task, "number"))
            )
        yield from groups.values()


def _value(printed: str) -> int | None:
    bare = printed.strip().strip("（）()、.．")
    return (
        int(bare)
        if bare.isascii() and bare.isdigit() and len(bare) <= 4
        else from_chinese(bare)
        if bare
        else None
    )


def _heading_numbers(view: PlanView) -> Iterator[list[tuple[int, _Where]]]:
    """Yield the numbers of the headings that stand below one heading and are numbered alike."""
    groups: dict[tuple[object, ...], list[tuple[int, _Where]]] = {}
    trail: list[tuple[int, int]] = []
    for block in view.plan.body:
        if not block.heading:
            continue
        level = block.heading.level
        trail = [step for step in trail if step[0] < level]
        if number := parse_numbering(block.heading.text):
            key = (level, number.style, trail[-1][1] if trail else 0)
            groups.setdefault(key, []).append(
                (number.value, partial(Location, view.path, block.line, 1))
            )
        trail.append((level, block.line))
    yield from groups.values()
