"""The geometry of the pictures of a year: columns of deadlines by month, bars of indicators."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.model.entities import Task
from gksite.model.reporting import Indicator
from gksite.model.states import Total, total
from gksite.model.statuses import NEVER_LATE
from gksite.pages.parts import Link
from gksite.pages.view import View
from gksite.pages.wording import number
from gksite.values import Value

CALENDAR_STRINGS = ("calendar.text", "calendar.untracked", "month.short")
"""The strings of the theme that `calendar_of` uses."""

INDICATOR_STRINGS = tuple(
    f"indicator.{name}"
    for name in ("counted", "reached", "not_reached", "no_value", "no_total", "open")
)
"""The strings of the theme that `indicator_row` uses."""

_PITCH = 58.0
_HEIGHT = 110.0
_TOP = 42.0
"""Room above the highest column, for its number."""


def calendar_of(
    view: View, months: Sequence[tuple[tuple[int, int], Sequence[Task]]]
) -> Calendar | None:
    """Return the columns of (year, month) → tasks due; months without a task in between have an
    empty column."""
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
        done = sum(task.status in NEVER_LATE for task in tasks)
        unit = _HEIGHT / highest
        done_y = base - done * unit
        open_y = done_y - (len(tasks) - done - late) * unit
        columns.append(
            MonthColumn(
                view.words.month(year, index + 1),
                f"month-{year}-{index + 1:02}" if tasks else "",
                view.words.say("month.short", month=index + 1),
                len(tasks),
                done,
                late,
                place * _PITCH,
                round(done_y, 1),
                round(open_y, 1),
                round(open_y - late * unit, 1),
            )
        )
    day = view.model.as_of
    since = (day.year - first[0]) * 12 + day.month - first[1] + (day.day - 1) / 31
    today = round(since * _PITCH, 1) if 0 <= since <= len(every) else -1.0
    tracked = any(view.is_tracked(task.plan) for tasks in due.values() for task in tasks)
    counts = view.words.say(
        "calendar.text" if tracked else "calendar.untracked",
        total=sum(column.total for column in columns),
        done=sum(column.done for column in columns),
        late=sum(column.late for column in columns),
        first=columns[0].title,
        last=columns[-1].title,
    )
    return Calendar(len(every) * _PITCH, base, tuple(columns), today, counts, tracked)


def indicator_row(view: View, task: Task, indicator: Indicator) -> IndicatorRow:
    """Return an indicator in the list of a year's indicators, with its total and its bar."""
    words, answer = view.words, total(task, indicator)
    goal, value = indicator.target or 0.0, answer.value
    largest = max(goal, value or 0.0)
    maximum = 100.0 if indicator.unit == "%" and largest <= 100 else max(largest, 1.0) * 1.25
    link = view.task_link(task)
    counted = ""
    if answer.of > 1:
        share = words.say("indicator.counted", count=len(answer.figures), total=answer.of)
        # A rule makes a total of figures: without any there is none to name.
        rule = words[f"indicator.total_{indicator.total}"] if value is not None else ""
        counted = f"{rule} {share}".strip()
    return IndicatorRow(
        task=Link(f"{task.number} {task.title}", link.path, view.plan_links[task.plan].text),
        name=indicator.name,
        target=words.target(indicator),
        value="" if value is None else f"{number(value)}{indicator.unit}",
        counted=counted,
        state=indicator_state(view, task, answer),
        value_width=round((value or 0.0) * 100 / maximum, 1),
        target_x=round(goal * 100 / maximum, 1),
    )


def indicator_state(view: View, task: Task, answer: Total) -> str:
    """Return whether an indicator is reached, in words; why nothing can be said, where that is
    so."""
    if task.is_withdrawn:
        key = "status.withdrawn"
    elif answer.reached is not None:
        key = "indicator.reached" if answer.reached else "indicator.not_reached"
    elif not answer.figures:
        key = "indicator.no_value"
    else:
        key = "indicator.no_total" if answer.value is None else "indicator.open"
    return view.words[key]


class MonthColumn(Value, frozen=True):
    """A month of the picture of a year's deadlines: how many tasks are due, and the column that
    shows it.

    `x` is the left edge of the column, `done_y`, `open_y` and `late_y` the upper edges of its
    parts, all in the units of the picture.
    """

    title: str
    anchor: str
    label: str
    """Short, below the column."""
    total: int
    done: int
    late: int
    x: float
    done_y: float
    open_y: float
    late_y: float

    @property
    def open(self) -> int:
        """Neither done nor late."""
        return self.total - self.done - self.late


class Calendar(Value, frozen=True):
    """A year's dated deadlines as columns by month, from the bottom: done, open, late. `today` is
    where the day of the build lies, or -1.

    `tracked` is false where nothing was ever reported of any of the plans: then none of them is
    done or late.
    """

    width: float
    base: float
    months: tuple[MonthColumn, ...]
    today: float
    text: str
    tracked: bool


class IndicatorRow(Value, frozen=True):
    """An indicator of a year's plans, with its task; `value_width` and `target_x` are its bar in
    hundredths of the meter.

    `value` is its total by its rule, "" where there is none; `counted` says by which rule and of
    how many units (各单位合计 2/5家), "" where the task is one unit's.
    """

    task: Link
    """`note` is the plan's title."""
    name: str
    target: str
    value: str
    counted: str
    state: str
    value_width: float
    target_x: float
