"""Short words of the annual report: days, numerals, names of tasks, sorts of adjustments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from gksite.model.entities import Plan, Task
from gksite.model.reporting import Adjustment

_NUMERALS = "一二三四五六七八九十"
_LONGEST = 60
"""Characters of the wording of a task in a list, at most."""


def sorts_of(decisions: Iterable[Adjustment]) -> Counter[str]:
    """Return how many decisions there are of each sort; one may be of several."""
    counts: Counter[str] = Counter()
    for decision in decisions:
        counts["时间节点"] += decision.deadline is not None
        counts["责任分工"] += bool(decision.units_printed)
        counts["任务内容"] += bool(decision.text)
        counts["撤销任务"] += decision.withdrawn
        counts["其他"] += bool(decision.what)
    return counts


def printed_number(plan: Plan, task: Task) -> str:
    """Return the printed number, after that of the section if each section counts from 1."""
    number = task.number or task.id
    if sum(other.number == task.number for other in plan.tasks) > 1:
        section = next((each.number for each in plan.sections if each.id == task.section), "")
        return f"{section}{number}"
    return number


def short_name(plan: Plan, task: Task) -> str:
    """Return the number and the title of a task, shortened."""
    text = task.title or task.text
    return f"{printed_number(plan, task)} {text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}"


def day_words(day: date | None) -> str:
    """Return a day in Chinese, "" for none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def numeral(index: int) -> str:
    """Return the Chinese numeral of a heading, from 一 to 九十九, for an index from 0."""
    tens, ones = divmod(index + 1, 10)
    if index >= 98:
        return str(index + 1)
    return (
        f"{'' if tens <= 1 else _NUMERALS[tens - 1]}{'十' if tens else ''}"
        f"{_NUMERALS[ones - 1] if ones else ''}"
    )
