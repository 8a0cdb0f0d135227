"""Where things stand in the pictures of a year: columns of deadlines by month, bars of indicators."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.model.entities import Indicator, Task
from gksite.pages.contexts import Calendar, IndicatorRow, Link, MonthColumn
from gksite.pages.task_pages import indicator_line
from gksite.pages.view import View

_PITCH = 58.0
_HEIGHT = 110.0
_TOP = 42.0
"""Room above the highest column, for its number."""
DONE = frozenset(("done", "continuous", "cancelled"))
"""Statuses of which a picture says that they are done."""


def calendar_of(view: View, months: Sequence[tuple[tuple[int, int], Sequence[Task]]]) -> Calendar | None:
    """The columns of (year, month) → tasks due; months between them without a task are there, and empty."""
    if len(months) < 2:
        return None
    due = dict(months)
    first, last = months[0][0], months[-1][0]
    every = [divmod(n, 12) for n in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])]
    highest = max(len(tasks) for tasks in due.values())
    base = _TOP + _HEIGHT
    columns = []
    for place, (year, index) in enumerate(every):
        tasks = due.get((year, index + 1), ())
        late = sum(view.is_overdue(task) for task in tasks)
        done = sum(task.status in DONE for task in tasks)
        unit = _HEIGHT / highest
        done_y = base - done * unit
        open_y = done_y - (len(tasks) - done - late) * unit
        columns.append(MonthColumn(
            view.words.month(year, index + 1), f"month-{year}-{index + 1:02}" if tasks else "", view.words.say("month.short", month=index + 1),
            len(tasks), done, late, place * _PITCH, round(done_y, 1), round(open_y, 1), round(open_y - late * unit, 1),
        ))
    day = view.model.as_of
    since = (day.year - first[0]) * 12 + day.month - first[1] + (day.day - 1) / 31
    today = round(since * _PITCH, 1) if 0 <= since <= len(every) else -1.0
    tracked = any(view.is_tracked(task.plan) for tasks in due.values() for task in tasks)
    counts = view.words.say(
        "calendar.text" if tracked else "calendar.untracked", total=sum(column.total for column in columns), done=sum(column.done for column in columns),
        late=sum(column.late for column in columns), first=columns[0].title, last=columns[-1].title,
    )
    return Calendar(len(every) * _PITCH, base, tuple(columns), today, counts, tracked)


def indicator_row(view: View, task: Task, indicator: Indicator) -> IndicatorRow:
    """An indicator in the list of a year's indicators, with its bar."""
    line = indicator_line(view, indicator, task)
    scale = 100 / line.maximum
    link = view.task_link(task)
    return IndicatorRow(
        Link(f"{task.number} {task.title}", link.path, view.plan_links[task.plan].text), line,
        round((line.value or 0.0) * scale, 1), round(line.target_value * scale, 1),
    )
