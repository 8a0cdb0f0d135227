"""Whether one plan agrees with itself: body and table, numbering, years and dates, progress and indicators."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.lint.fields import Fields
from gksite.model.entities import Plan, ProgressEntry, Task
from gksite.model.outline import MarkedText, outline_of
from gksite.notation.characters import without_invisible
from gksite.notation.deadlines import parse_deadline
from gksite.notation.numbering import Numbering, from_chinese, parse_numbering
from gksite.notation.units import parse_units
from gksite.notation.values import Deadline
from gksite.source.blocks import Block, Body

_MOST_SHOWN, _CONTEXT = 60, 6
_MOSTLY = 0.7
"""Of a list's tasks this share must stand in the body before a missing one is told: a list may belong to the table alone."""
_TAG = re.compile("<[^<>]*>")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "∶": ":", "﹒": "."})
_ENDING = "，,。.；;：:、"


class PlanView(msgspec.Struct, frozen=True):
    """A plan, what its body holds of each task, and the places of the values that were written."""

    plan: Plan
    marked: Mapping[str, MarkedText]
    fields: Fields

    @property
    def path(self) -> str:
        """The plan's file."""
        return self.plan.location.path

    @property
    def tasks_path(self) -> str:
        """The file of its tasks."""
        return f"{self.path.rpartition('/')[0]}/tasks.yaml"


def view_of(plan: Plan, fields: Fields) -> PlanView:
    """The view of a plan that its rules look at."""
    return PlanView(plan, outline_of(Body(plan.body, plan.links), ()).marked, fields)


def _compared(text: str) -> str:
    """A wording without what is no difference: white space, widths and kinds of marks, the mark at its end."""
    plain = unicodedata.normalize("NFKC", without_invisible(text).translate(_QUOTES))
    return "".join(plain.split()).rstrip(_ENDING)


def _plain(markup: str) -> str:
    return html.unescape(_TAG.sub("", markup))


# ── body and table ─────────────────────────────────────────────────────────────────────────────────────────


def check_wording(view: PlanView) -> Iterator[Diagnostic]:
    """The wording of a task in tasks.yaml (the table's) is that of the body, but for white space and widths."""
    for task, marked in _in_both(view):
        where = view.fields.of_task(view.plan, task, "text")
        if where is None:
            continue
        body, table = _plain(marked.html) or marked.text, _plain(task.html)
        compared = _compared(table)
        if compared in (_compared(marked.text), _compared(f"{marked.title}{marked.text}"), _compared(marked.title)):
            continue
        left, right = _differing(marked.text or body, table)
        yield problem("body-table-wording", where, task=task.number, body=left, table=right)


def check_units(view: PlanView) -> Iterator[Diagnostic]:
    """The units of a task in tasks.yaml are those of the brackets in the body, in the same roles where both state them."""
    for task, marked in _in_both(view):
        if not marked.units or not task.responsibilities:
            continue
        names = [name for part in marked.units for name in parse_units(part).names]
        printed = {_compared(name.printed): name.role for name in names}
        full = {_compared(name.name) for name in names}
        own = {_compared(one.printed): one.role for one in task.responsibilities}
        same = set(own) == set(printed) or set(own) == full
        roles = set(printed.values()) | set(own.values())
        led = "lead" in printed.values() and "lead" in own.values()
        if same and not (led and len(roles) > 1 and _leads(printed) != _leads(own) and set(own) == set(printed)):
            continue
        where = _first_place(view, task, ("units", "lead", "responsible", "cooperating")) or task.location
        body, table = "、".join(name.printed for name in names), "、".join(one.printed for one in task.responsibilities)
        yield problem("body-table-units", where, task=task.number, body=body, table=table)


def _leads(units: Mapping[str, str]) -> set[str]:
    return {name for name, role in units.items() if role == "lead"}


_DATES = re.compile(r"(?:(?:20)\d\d年)?(?:1[0-2]|0?[1-9])月(?:底|末|(?:[12]\d|3[01]|0?[1-9])日)(?:之?前|以前)", re.ASCII)


def check_deadlines(view: PlanView) -> Iterator[Diagnostic]:
    """The deadline of a task in tasks.yaml is that of the brackets, or the only date (6月底前) that its wording in the body states."""
    for task, marked in _in_both(view):
        where = view.fields.of_task(view.plan, task, "deadline")
        if where is None:
            continue
        bracket = next((one for part in marked.units if (one := parse_units(part).deadline)), "")
        dates = _DATES.findall(f"{marked.title}{marked.text}")
        stated = bracket or (dates[0] if len(dates) == 1 else "")
        if not stated or _compared(stated) == _compared(task.deadline.raw):
            continue
        reading = parse_deadline(stated, view.plan.year)
        if _differ(reading, task.deadline, exactly=bool(bracket)):
            yield problem("body-table-deadline", where, task=task.number, body=stated, table=task.deadline.raw)


def _differ(body: Deadline, table: Deadline, *, exactly: bool) -> bool:
    if "none" in (body.kind, table.kind) or "unread" in (body.kind, table.kind):
        return False
    if not exactly and table.kind not in ("by", "month"):
        return False  # 全年 beside a date of one step is no contradiction
    return body.end != table.end or body.recurrence != table.recurrence


def check_missing_in_body(view: PlanView) -> Iterator[Diagnostic]:
    """A task of a list whose tasks stand in the body stands there too."""
    for name in {task.list for task in view.plan.tasks}:
        own = [task for task in view.plan.tasks if task.list == name]
        held = sum(task.in_body for task in own)
        if held >= 3 and held >= _MOSTLY * len(own):
            yield from (problem("only-in-table", task.location, task=task.number) for task in own if not task.in_body)


def check_missing_in_table(view: PlanView) -> Iterator[Diagnostic]:
    """A numbered paragraph among those that are marked as tasks, numbered like them, is a task too."""
    blocks = view.plan.body
    marked = [(index, number) for index, block in enumerate(blocks) if block.marked and (number := _number(block))]
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


def _first_place(view: PlanView, task: Task, keys: Iterable[str]) -> Location | None:
    return next((place for key in keys if (place := view.fields.of_task(view.plan, task, key))), None)


def _differing(left: str, right: str) -> tuple[str, str]:
    """The stretch in which two wordings differ, on both sides, with a few characters around it."""
    a, b = "".join(left.split()), "".join(right.split())
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return _shown(a, start, end), _shown(b, start, end)


def _shown(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _CONTEXT), min(len(text), len(text) - end + _CONTEXT)
    piece = text[first:last]
    if len(piece) > _MOST_SHOWN:
        piece = f"{piece[:40]}…{piece[-16:]}"
    return f"{'…' if first else ''}{piece}{'…' if last < len(text) else ''}"


# ── numbering ──────────────────────────────────────────────────────────────────────────────────────────────


def check_number_gaps(view: PlanView) -> Iterator[Diagnostic]:
    """The numbers of tasks, and of headings below one heading, leave none out."""
    for numbered in (*_task_numbers(view), *_heading_numbers(view)):
        values = [value for value, _ in numbered]
        present = set(values)
        for (before, _), (value, where) in pairwise(numbered):
            missing = [number for number in range(before + 1, value) if number not in present]
            if missing and len(missing) <= 20:
                shown = "、".join(str(number) for number in missing[:5])
                yield problem("number-gap", where, missing=shown, number=value)


def check_number_repeats(view: PlanView) -> Iterator[Diagnostic]:
    """The numbers of tasks, and of headings below one heading, stand once each."""
    for numbered in (*_task_numbers(view), *_heading_numbers(view)):
        first: dict[int, Location] = {}
        for value, where in numbered:
            if value in first:
                yield problem("number-repeated", where, number=value, other=first[value].line)
            first.setdefault(value, where)


def _task_numbers(view: PlanView) -> Iterator[list[tuple[int, Location]]]:
    """The numbers of each task list; of each section where the count begins anew there."""
    plan = view.plan
    for one in plan.lists:
        tasks = [task for task in plan.tasks if task.list == one.id]
        values = [(_value(task.number), task) for task in tasks]
        known = [(value, task) for value, task in values if value is not None]
        if len(known) < 3 or len(known) < len(values):
            continue
        starts = [task.section for value, task in known if value == 1]
        apart = len(set(starts)) > 1 and len(starts) == len(set(starts))
        groups: dict[str, list[tuple[int, Location]]] = {}
        for value, task in known:
            groups.setdefault(task.section if apart else "", []).append((value, task.location))
        yield from groups.values()


def _value(printed: str) -> int | None:
    bare = printed.strip().strip("（）()、.．")
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= 4 else from_chinese(bare) if bare else None


def _heading_numbers(view: PlanView) -> Iterator[list[tuple[int, Location]]]:
    """The numbers of the headings that stand below one heading and are numbered alike."""
    groups: dict[tuple[object, ...], list[tuple[int, Location]]] = {}
    trail: list[tuple[int, int]] = []
    for block in view.plan.body:
        if not block.heading:
            continue
        level = block.heading.level
        trail = [step for step in trail if step[0] < level]
        if number := parse_numbering(block.heading.text):
            key = (level, number.style, trail[-1][1] if trail else 0)
            groups.setdefault(key, []).append((number.value, Location(view.path, block.line, 1)))
        trail.append((level, block.line))
    yield from groups.values()


# ── years and dates ────────────────────────────────────────────────────────────────────────────────────────

_TITLE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)", re.ASCII)
_NUMBER_YEAR = re.compile(r"[〔\[［(（【]((?:19|20)\d\d)[〕\]］)）】]", re.ASCII)
_LATE_MONTH = 10
"""From this month on a plan for the next year may be issued."""


def check_years(view: PlanView) -> Iterator[Diagnostic]:
    """The plan's year is the title's, that of its dates, of its 发文字号 and of the deadlines of its tasks."""
    plan, year = view.plan, view.plan.year
    years = [int(found) for found in _TITLE_YEAR.findall(plan.title)]
    if years and not min(years) <= year <= max(years):
        yield problem("date-outside-year", plan.location, what=f"{plan.title[:20]}", year=year)
    for key, day in (("written", plan.written), ("published", plan.published)):
        if day and not _suits(day, year, late=key == "published"):
            yield problem("date-outside-year", view.fields.of_plan(plan, key), what=day.isoformat(), year=year)
    found = _NUMBER_YEAR.search(plan.document_number)
    if found and plan.written and int(found[1]) != plan.written.year:
        yield problem("date-outside-year", view.fields.of_plan(plan, "document_number"), what=plan.document_number, year=plan.written.year)
    last = max([*years, year])
    for task in plan.tasks:
        end = task.deadline.end
        if end and not year <= end.year <= last + 1:
            where = view.fields.of_task(plan, task, "deadline") or task.location
            yield problem("date-outside-year", where, what=task.deadline.raw, year=year)


def _suits(day: date, year: int, *, late: bool) -> bool:
    """Whether a plan of `year` may be dated `day`: within it, or in the last months of the year before; published also a year later."""
    return day.year == year or (day.year == year - 1 and day.month >= _LATE_MONTH) or (late and day.year == year + 1)


def check_late_publication(view: PlanView) -> Iterator[Diagnostic]:
    """No deadline of a task is past when the plan is issued."""
    plan = view.plan
    issued = plan.published or plan.written
    for task in plan.tasks:
        end = task.deadline.end
        if issued and end and end < issued and end.year >= plan.year and task.deadline.kind in ("by", "month", "quarter", "half", "range"):
            where = view.fields.of_task(plan, task, "deadline") or task.location
            yield problem("deadline-before-publication", where, deadline=task.deadline.raw, published=issued)


# ── units, progress, indicators ────────────────────────────────────────────────────────────────────────────


def check_repeated_units(view: PlanView) -> Iterator[Diagnostic]:
    """A task names a unit once in each role."""
    for task in view.plan.tasks:
        seen: set[tuple[str, str]] = set()
        for one in task.responsibilities:
            key = (one.role, one.unit or one.group or one.printed)
            if key in seen:
                where = _first_place(view, task, ("units", one.role)) or _marked_place(view, task)
                yield problem("unit-repeated", where, name=one.printed, task=task.number)
            seen.add(key)


def _marked_place(view: PlanView, task: Task) -> Location:
    marked = view.marked.get(task.id)
    return Location(view.path, marked.line, 1) if marked else task.location


def check_progress_order(view: PlanView) -> Iterator[Diagnostic]:
    """After an entry 已完成 no other status follows."""
    for task in view.plan.tasks:
        done: ProgressEntry | None = None
        for entry in task.progress:
            if done and entry.status not in ("done", "continuous"):
                yield problem("progress-after-done", entry.location, task=task.number, done=done.date)
            done = entry if entry.status == "done" else done


_SHARES = frozenset({"%", "％", "‰", "百分比"})


def check_reached_indicators(view: PlanView) -> Iterator[Diagnostic]:
    """A task all of whose indicators are reached is not still open."""
    for task in view.plan.tasks:
        if not task.indicators or task.status in ("done", "continuous", "cancelled", "adjusted", "unreported"):
            continue
        values: dict[str, float] = {}
        last: ProgressEntry | None = None
        for entry in task.progress:
            for reading in entry.readings:
                values[reading.indicator], last = reading.value, entry
        if last is None or not all(one.at_least is not None and values.get(one.name, -1) >= one.at_least for one in task.indicators):
            continue
        end = task.deadline.end
        if any(one.unit in _SHARES for one in task.indicators) and not (end and last.date >= end):
            continue  # a share may fall again before the period ends
        first = task.indicators[0]
        yield problem("indicator-reached", last.location, task=task.number, name=first.name, value=f"{values[first.name]:g}")
