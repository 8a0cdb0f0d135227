"""The pictures of a year: deadlines by month, a mark each; bars of indicators."""

from __future__ import annotations

from collections.abc import Mapping

from gksite.model.entities import Task
from gksite.model.reporting import Indicator
from gksite.model.states import Total, total
from gksite.model.statuses import NEVER_LATE
from gksite.pages.deadline_parts import Entries
from gksite.pages.marks import target_mark, task_mark
from gksite.pages.parts import Link, Mark
from gksite.pages.view import View
from gksite.pages.wording import number
from gksite.values import Value

CALENDAR_STRINGS = ("calendar.finding", "calendar.text", "calendar.untracked", "month.short")
"""The strings of the theme that `calendar_of` uses."""

INDICATOR_STRINGS = tuple(
    f"indicator.{name}"
    for name in ("counted", "reached", "not_reached", "no_value", "no_total", "open", "about")
)
"""The strings of the theme that `indicator_row` uses."""


class DueCounts(Value, frozen=True):
    """How many tasks and targets are due in a month, or stand in a list: in all, how many of them
    are done, lasting or reached, and how many are late."""

    total: int = 0
    done: int = 0
    late: int = 0


def due_counts(view: View, entries: Entries) -> DueCounts:
    """Return the figures of a month or list: each task by its state, each target by its own."""
    model, targets = view.model, entries.targets
    tracked = [task for task in entries.tasks if view.is_tracked(task.plan)]
    done = sum(task.status in NEVER_LATE and not task.is_withdrawn for task in tracked)
    reached = sum(
        (target.is_reached or target.status in NEVER_LATE) and view.is_tracked(task.plan)
        for task, target in targets
    )
    late = sum(map(view.is_overdue, entries.tasks))
    late_targets = sum(model.is_target_overdue(*aim) for aim in targets)
    return DueCounts(len(entries.tasks) + len(targets), done + reached, late + late_targets)


def calendar_of(
    view: View,
    due: Mapping[tuple[int, int], DueCounts],
    entries: Mapping[tuple[int, int], Entries],
    page: str,
    *,
    tracked: bool,
) -> Calendar | None:
    """Return the months of (year, month) → figures, the earliest first; months without any in
    between too. Those with `entries` have a mark for each task and target, on the page at an
    address."""
    highest = max((month.total for month in due.values()), default=0)
    if len(due) < 2 or not highest:
        return None
    words, day = view.words, view.model.as_of
    first, *_, last = due
    every = [divmod(n, 12) for n in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])]
    months = tuple(
        MonthColumn(
            words.month(year, index + 1),
            f"month-{year}-{index + 1:02}" if (year, index + 1) in due else "",
            words.say("month.short", month=index + 1),
            count.total,
            count.done,
            count.late,
            _marks(view, entries.get((year, index + 1), Entries()), page),
            is_now=view.model.is_dated and (year, index + 1) == (day.year, day.month),
        )
        for year, index in every
        for count in (due.get((year, index + 1), DueCounts()),)
    )
    figures = {
        name: sum(getattr(month, name) for month in months) for name in ("total", "done", "late")
    }
    return Calendar(
        months,
        highest,
        words.say("calendar.finding" if tracked else "calendar.untracked", **figures),
        words.say("calendar.text", first=months[0].title, last=months[-1].title),
        tracked,
    )


def _marks(view: View, entries: Entries, page: str) -> tuple[Mark, ...]:
    """Return the marks of the tasks and targets of a month, each with its own state."""
    tasks = (task_mark(view, task, page) for task in entries.tasks)
    return (*tasks, *(target_mark(view, *aim, page) for aim in entries.targets))


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
        state=indicator_state(view, task, indicator, answer),
        value_width=round((value or 0.0) * 100 / maximum, 1),
        target_x=round(goal * 100 / maximum, 1) if indicator.target is not None else -1.0,
    )


def indicator_state(view: View, task: Task, indicator: Indicator, answer: Total) -> str:
    """Return whether an indicator is reached, in words; why nothing can be said, where that is
    so."""
    if task.is_withdrawn:
        key = "status.withdrawn"
    elif answer.reached is not None:
        key = "indicator.reached" if answer.reached else "indicator.not_reached"
    elif not answer.figures:
        key = "indicator.no_value"
    elif indicator.target is None:
        key = "indicator.about"
    else:
        key = "indicator.no_total" if answer.value is None else "indicator.open"
    return view.words[key]


class MonthColumn(Value, frozen=True):
    """A month of the picture of a year's deadlines: how many tasks and targets are due, how many of
    them are done and late, and a mark for each; no marks where the year has too many."""

    title: str
    anchor: str
    label: str
    """Short, beside the marks."""
    total: int
    done: int
    late: int
    marks: tuple[Mark, ...]
    is_now: bool = False
    """Whether the day of the site is in it."""

    @property
    def open(self) -> int:
        """Neither done nor reached nor late."""
        return self.total - self.done - self.late


class Calendar(Value, frozen=True):
    """A year's dated deadlines and targets by month; `highest` is the greatest number of a month.

    `title` says what they come to, `text` what is counted. `tracked` is false where nothing was
    ever reported of any of the plans: then none of them is done or late.
    """

    months: tuple[MonthColumn, ...]
    highest: int
    title: str
    text: str
    tracked: bool


class IndicatorRow(Value, frozen=True):
    """An indicator of a year's plans, with its task; `value_width` and `target_x` are its bar in
    hundredths of the meter (`target_x` -1: an approximate target, which has no place there).

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
