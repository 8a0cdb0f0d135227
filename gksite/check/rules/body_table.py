"""Body and table of one plan, task by task: wording, units, deadlines, and tasks that only one of
them has."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from gksite.check.plan_view import PlanView
from gksite.content.outline import MarkedText
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.entities import Task
from gksite.model.periods import deadline_in
from gksite.notation.characters import without_invisible
from gksite.notation.numbering import Numbering, parse_numbering
from gksite.notation.units import parse_units
from gksite.notation.values import Deadline
from gksite.notation.wordings import differing
from gksite.source.blocks import Block

_MOSTLY = 0.7
"""A missing task is reported only if the body has at least this share of the list's tasks: a list
may belong to the table alone."""
_TAG = re.compile("<[^<>]*>")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "∶": ":", "﹒": "."})
_ENDING = "，,。.；;：:、"


def check_wording(view: PlanView) -> Iterator[Diagnostic]:
    """The wording of a task in tasks.yaml (the table's) is that of the body, but for white space
    and widths."""
    for task, marked in _in_both(view):
        where = view.fields.of_task(view.plan, task, "text")
        if where is None:
            continue
        body, table = _plain(marked.html) or marked.text, _plain(task.html)
        compared = _compared(table)
        if compared in (
            _compared(marked.text),
            _compared(f"{marked.title}{marked.text}"),
            _compared(marked.title),
        ):
            continue
        left, right = differing(marked.text or body, table)
        yield problem("body-table-wording", where, task=task.number, body=left, table=right)


def check_units(view: PlanView) -> Iterator[Diagnostic]:
    """The units of a task in tasks.yaml are those of the brackets in the body, in the same roles
    where both state them."""
    for task, marked in _in_both(view):
        if not marked.units or not task.responsibilities:
            continue
        names = [name for part in marked.units for name in parse_units(part).names]
        printed = {_compared(name.printed): name.role for name in names}
        full = {_compared(name.name) for name in names}
        own = {
            _compared(responsibility.printed): responsibility.role
            for responsibility in task.responsibilities
        }
        same = set(own) == set(printed) or set(own) == full
        roles = set(printed.values()) | set(own.values())
        led = "lead" in printed.values() and "lead" in own.values()
        if same and not (
            led and len(roles) > 1 and _leads(printed) != _leads(own) and set(own) == set(printed)
        ):
            continue
        where = view.place_of(task, "units", "lead", "responsible", "cooperating")
        body, table = (
            "、".join(name.printed for name in names),
            "、".join(responsibility.printed for responsibility in task.responsibilities),
        )
        yield problem("body-table-units", where, task=task.number, body=body, table=table)


def _leads(units: Mapping[str, str]) -> set[str]:
    return {name for name, role in units.items() if role == "lead"}


_DATES = re.compile(
    r"(?:(?:20)\d\d年|今年|本年度?|当年|明年|来年|次年|翌年|后年)?(?:1[0-2]|0?[1-9])月(?:底|末|(?:[12]\d|3[01]|0?[1-9])"
    r"日)(?:之?前|以前)",
    re.ASCII,
)


def check_deadlines(view: PlanView) -> Iterator[Diagnostic]:
    """The deadline of a task in tasks.yaml is that of the brackets, or the only date (6月底前) that
    its wording in the body states."""
    plan = view.plan
    for task, marked in _in_both(view):
        where = view.fields.of_task(plan, task, "deadline")
        if where is None:
            continue
        bracket = next(
            (printed for part in marked.units if (printed := parse_units(part).deadline)), ""
        )
        dates = _DATES.findall(f"{marked.title}{marked.text}")
        stated = bracket or (dates[0] if len(dates) == 1 else "")
        if not stated or _compared(stated) == _compared(task.deadline.raw):
            continue
        reading = deadline_in(plan.period, plan.title, plan.written, stated)
        if _differ(reading, task.deadline, exactly=bool(bracket)):
            yield problem(
                "body-table-deadline", where, task=task.number, body=stated, table=task.deadline.raw
            )


def _differ(body: Deadline, table: Deadline, *, exactly: bool) -> bool:
    if "none" in (body.kind, table.kind) or "unread" in (body.kind, table.kind):
        return False
    if not exactly and table.kind not in ("by", "month"):
        return False  # 全年 with the date of one step is no contradiction.
    return body.end != table.end or body.recurrence != table.recurrence


def check_missing_in_body(view: PlanView) -> Iterator[Diagnostic]:
    """A task of a list whose tasks stand in the body stands there too."""
    for name in {task.list for task in view.plan.tasks}:
        own = [task for task in view.plan.tasks if task.list == name]
        held = sum(task.in_body for task in own)
        if held >= 3 and held >= _MOSTLY * len(own):
            yield from (
                problem("only-in-table", task.location, task=task.number)
                for task in own
                if not task.in_body
            )


def check_missing_in_table(view: PlanView) -> Iterator[Diagnostic]:
    """A numbered paragraph among those that are marked as tasks, numbered like them, is a task
    too."""
    blocks = view.plan.body
    marked = [
        (index, number)
        for index, block in enumerate(blocks)
        if block.marked and (number := _number(block))
    ]
    styles = Counter((number.style, blocks[index].kind) for index, number in marked)
    for style, count in styles.items():
        places = [index for index, number in marked if (number.style, blocks[index].kind) == style]
        if count < 3:
            continue
        for index in range(places[0] + 1, len(blocks)):
            block = blocks[index]
            number = None if block.task or block.kind != style[1] else _number(block)
            if number and number.style == style[0] and _is_among(blocks, index, places):
                where = Location(view.path, block.line, 1)
                yield problem("only-in-body", where, text=f"{number.printed}{number.rest}"[:24])


def _is_among(blocks: Sequence[Block], index: int, places: Sequence[int]) -> bool:
    """Whether a marked block comes before, or behind, with no heading between."""
    steps = (range(index - 1, -1, -1), range(index + 1, len(blocks)))
    for step in steps:
        for other in step:
            if other in places:
                return True
            if blocks[other].heading:
                break
    return False


def _number(block: Block) -> Numbering | None:
    return parse_numbering(block.heading.text if block.heading else block.text)


def _in_both(view: PlanView) -> Iterator[tuple[Task, MarkedText]]:
    return ((task, view.marked[task.id]) for task in view.plan.tasks if task.id in view.marked)


def _compared(text: str) -> str:
    """Return a wording without differences that don't count: white space, widths and kinds of
    marks, the final mark."""
    plain = unicodedata.normalize("NFKC", without_invisible(text).translate(_QUOTES))
    return "".join(plain.split()).rstrip(_ENDING)


def _plain(markup: str) -> str:
    return html.unescape(_TAG.sub("", markup))
