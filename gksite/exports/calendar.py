"""iCalendar (RFC 5545) of the deadlines of a plan or unit: whole days with their wording.

No library is used: a site has tens of thousands of events, and each is fifteen lines of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

from gksite import __version__
from gksite.exports.prepared import Prepared
from gksite.exports.task_columns import now_text, page_address
from gksite.exports.words import adjustment_text
from gksite.model.entities import Plan, Task
from gksite.model.handovers import handovers
from gksite.model.occasions import Occasion, occasions, target_occasions
from gksite.model.site import SiteModel
from gksite.notation.calendar_dates import days_after
from gksite.pages import addresses
from gksite.pages.downloads import ExportRequest
from gksite.pages.events import task_days
from gksite.source.text import CONTROL

LONGEST_LINE = 75
"""Bytes without the line break (RFC 5545, 3.1)."""

_SPECIAL = re.compile(r"[\\;,\n]")
_ROLES = (("lead", "牵头"), ("responsible", "责任"), ("cooperating", "配合"))


def calendar_export(prepared: Prepared, request: ExportRequest) -> bytes:
    """Return the deadlines of a scope, of which at least one has a day."""
    name = f"{prepared.name(request)}时间节点"
    events = (prepared.part(_events, task) for task in prepared.tasks(request))
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//gksite//gksite {__version__}//ZH",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
    )
    return b"".join((*map(_line, head), *events, b"END:VCALENDAR\r\n"))


def _events(prepared: Prepared, task: Task) -> bytes:
    """Return the VEVENTs of a task, one for each occasion and each target; none for a deadline
    without a day."""
    plan = prepared.model.plans[task.plan]
    return b"".join(
        _event(prepared.model, plan, task, occasion)
        for occasion in (*occasions(plan, task), *target_occasions(task))
    )


def _event(model: SiteModel, plan: Plan, task: Task, occasion: Occasion) -> bytes:
    url = model.config.base_url and quote(
        page_address(model, addresses.task_path(task.key)), safe=":/%"
    )
    title = f"{task.number} {task.title}" if task.number else task.title
    until = f";UNTIL={occasion.until:%Y%m%d}" if occasion.until else ""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(event_id(model, task, occasion))}",
        f"DTSTAMP:{_changed(model, plan, task):%Y%m%d}T000000Z",
        f"SEQUENCE:{_sequence(model, task)}",
        f"DTSTART;VALUE=DATE:{occasion.first:%Y%m%d}",
        # The end is the first day that no longer belongs to it.
        f"DTEND;VALUE=DATE:{days_after(occasion.last, 1):%Y%m%d}",
        f"RRULE:{occasion.rule}{until}" if occasion.rule else "",
        f"SUMMARY:{_text(f'{title}（{occasion.text}）')}",
        f"DESCRIPTION:{_text(_description(model, plan, task))}",
        f"URL:{url}" if url else "",
        f"CATEGORIES:{_text(plan.title)}",
        "STATUS:CANCELLED" if task.is_withdrawn else "",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    return b"".join(_line(line) for line in lines if line)


def _sequence(model: SiteModel, task: Task) -> int:
    """Return the number of revisions of the events of a task: its reports, whichever count, and the
    adjustments that moved a day, changed its units or wording, or cancelled it, or another task and
    it as well.

    In sites of format 1 a report said that a task was cancelled; where it still stands beside the
    withdrawal, both are one revision.
    """
    days = {report.date for report in task.reports}
    moves = sum(
        item.deadline is not None
        or bool(item.units_printed or item.text)
        or (item.withdrawn and item.date not in days)
        for item in task.adjustments
    )
    return len(task.reports) + moves + len([*_withdrawn_with(model, task)])


def event_id(model: SiteModel, task: Task, occasion: Occasion) -> str:
    """Return the UID of an event: made of ids alone, so that a calendar knows it again when its day
    or wording changes."""
    name = f"{task.key}#{occasion.name}" if occasion.name else task.key
    return f"{name}@{model.config.domain or 'gksite'}"


def _changed(model: SiteModel, plan: Plan, task: Task) -> date:
    """Return the last day on which the task was published, corrected, reported on, adjusted or
    passed on; a clock would change the file with each build."""
    days = [
        plan.public_day,
        plan.written,
        *(correction.date for correction in plan.corrections),
        *task_days(task),
        *(one.on for one in handovers(task)),
        *_decided_above(model, task),
        *_withdrawn_with(model, task),
    ]
    return max(filter(None, days), default=model.as_of)


def _decided_above(model: SiteModel, task: Task) -> Iterator[date]:
    """Yield the days of decisions on the units of the tasks above, whose units a part has that
    names none."""
    for key in () if task.responsibilities else model.above(task):
        yield from (item.date for item in model.tasks[key].adjustments if item.units_printed)


def _withdrawn_with(model: SiteModel, task: Task) -> Iterator[date]:
    """Yield the days of the decisions that withdrew a task with the tasks above it, or with all the
    parts whose state it has."""
    others = [model.tasks[key] for key in model.above(task)]
    if task.withdrawn_below:
        others += model.plans[task.plan].parts_of(task)
    yield from (item.date for one in others for item in one.adjustments if item.withdrawn)


def _description(model: SiteModel, plan: Plan, task: Task) -> str:
    parts = [task.text or task.title, f"时间节点：{task.deadline.raw}"]
    parts += [f"分期目标：{task.due_of(target).raw} {target.label}" for target in task.targets]
    parts += [f"调整：{adjustment_text(task, item)}" for item in task.adjustments]
    for role, word in _ROLES:
        if names := [unit.printed for unit in task.responsibilities if unit.role == role]:
            parts.append(f"{word}：{'、'.join(names)}")
    parts += [f"划转：{now_text(model, one)}" for one in handovers(task)]
    number = f"（{plan.document_number}）" if plan.document_number else ""
    return "\n".join((*parts, f"出处：{plan.title}{number}"))


def _text(value: str) -> str:
    """Return a text as a property value (RFC 5545, 3.3.11)."""
    value = CONTROL.sub("", value)
    return _SPECIAL.sub(lambda match: "\\n" if match[0] == "\n" else f"\\{match[0]}", value)


def _line(line: str) -> bytes:
    """Return a content line, folded between characters and never inside of one."""
    whole = line.encode()
    if len(whole) <= LONGEST_LINE:
        return whole + b"\r\n"
    parts, start, room = [], 0, LONGEST_LINE
    while start < len(whole):
        end = min(start + room, len(whole))
        while end < len(whole) and whole[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(whole[start:end])
        start, room = end, LONGEST_LINE - 1  # a continuation begins with a space
    return b"\r\n ".join(parts) + b"\r\n"
