"""The figures of the annual report in words: states of tasks and their rate, targets, duties by
unit, and how they are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from gksite.exports.report_blocks import Table
from gksite.model.entities import Plan, Task
from gksite.model.lateness import TargetFigures, targets_together
from gksite.model.reporting import Report
from gksite.model.statuses import SHOWN_ORDER, WORDS, Status


class Item(msgspec.Struct, frozen=True):
    """A task on the last day of the report."""

    task: Task
    entries: tuple[Report, ...]
    """Those that count, the oldest first."""
    status: Status
    is_late: bool
    is_tracked: bool
    """Whether any report of its plan counted by then."""
    of_unit: bool
    """Whether state and reports are those of one unit."""
    targets: TargetFigures
    """Those of its targets that belong to the year."""


class UnitStates(msgspec.Struct, frozen=True):
    """The states of the duties of a unit, each with whether it is overdue, and how many of them it
    has through a group."""

    name: str
    states: tuple[tuple[Status, bool], ...]
    through: int


def rate(part: int, whole: int) -> str:
    """Return a share in percent, to one decimal and half up; 100% for all alone, 0% for none.

    >>> rate(9, 25), rate(17, 59), rate(1999, 2000), rate(1, 3000)
    ('36%', '28.8%', '99.9%', '0.1%')
    """
    tenths = (2000 * part + whole) // (2 * whole)
    if 0 < part < whole:
        tenths = min(max(tenths, 1), 999)
    return f"{tenths // 10}{f'.{tenths % 10}' if tenths % 10 else ''}%"


def whole_items(items: Sequence[Item]) -> list[Item]:
    """Return the tasks that figures count: those that are no part of another of them."""
    above = {item.task.key: item.task.parent for item in items}

    def is_inside(key: str) -> bool:
        while key := above.get(key, ""):
            if key in above:
                return True
        return False

    return [item for item in items if not is_inside(item.task.key)]


def state_sentences(items: Sequence[Item]) -> str:
    """Return the sums of the states of tasks and the rate of those done, as sentences; withdrawn
    ones and those of plans without any report are in none of them, and are named."""
    items = whole_items(items)
    standing = [item for item in items if not item.task.is_withdrawn]
    counts = Counter(item.status for item in standing if item.is_tracked)
    known, late = counts.total(), sum(item.is_late for item in standing)
    unknown, withdrawn = len(standing) - known, len(items) - len(standing)
    unknown_words = f"{unknown}项任务的工作要点尚未公布落实情况" if unknown else ""
    apart = "，".join(
        filter(None, (unknown_words, f"{withdrawn}项任务已撤销" if withdrawn else ""))
    )
    if not known:
        gone = f"另有{withdrawn}项任务已撤销。" if withdrawn else ""
        return f"尚未公布落实情况。{gone}"
    among = f"计入统计的{known}项任务中" if apart else "其中"
    others = "、".join(
        f"{WORDS[status]}{counts[status]}项"
        for status in SHOWN_ORDER
        if counts[status] and status != "done"
    )
    return "".join(
        (
            f"{among}，已完成{counts['done']}项，完成率{rate(counts['done'], known)}",
            f"；{others}。" if others else "。",
            f"以上任务中，逾期{late}项。" if late else "",
            f"另有{apart}，不计入完成率。" if apart else "",
        )
    )


def target_sentence(items: Iterable[Item]) -> str:
    """Return how many targets were reached, and how many are overdue; "" without any."""
    figures = targets_together(item.targets for item in items)
    if not figures.of:
        return ""
    late = f"，逾期{figures.overdue}项" if figures.overdue else ""
    return f"分期目标共{figures.of}项，已达到{figures.reached}项{late}。"


def unit_table(caption: str, units: Sequence[UnitStates]) -> Table:
    """Return the table of units with the states of their own duties; a state that no duty has, and
    the duties through groups where there are none, have no column."""
    shown = [
        status
        for status in SHOWN_ORDER
        if status == "done" or any(status == own for unit in units for own, _ in unit.states)
    ]
    has_groups = any(unit.through for unit in units)
    heads = ["单位", "责任项", *(["其中经集合单位"] if has_groups else [])]
    for status in shown:
        heads += [WORDS[status], "完成率"] if status == "done" else [WORDS[status]]
    rows = []
    for unit in units:
        counts = Counter(status for status, _ in unit.states)
        of = len(unit.states)
        cells = [unit.name, f"{of}", *([f"{unit.through}"] if has_groups else [])]
        for status in shown:
            cells.append(f"{counts[status]}")
            if status == "done":
                cells.append(rate(counts["done"], of))
        cells.append(f"{sum(is_late for _, is_late in unit.states)}")
        rows.append(tuple(cells))
    heads.append("其中逾期")
    return Table(caption, tuple(heads), tuple(rows), (30, *[11] * (len(heads) - 1)))


_ALL = "全部单位报完成才算完成，否则看已报送的单位中进展最慢的；已报送的都报完成、还有单位没有报送的，是推进中"
_RULES = {
    "all": f"{_ALL}。",
    "lead": f"有一家牵头单位的，看它的报送；有几家的，看其中进展最慢的；没有牵头单位的，{_ALL}。",
}
"""How the state of a task follows from its units' reports; `assessed` is as `lead`."""


def rules_of_counting(plans: Iterable[Plan], *, of_unit: bool) -> tuple[str, ...]:
    """Return how the figures of the report on these plans are counted, in sentences."""
    titles: dict[str, list[str]] = {}
    for plan in plans:
        titles.setdefault("all" if plan.task_status == "all" else "lead", []).append(plan.title)
    of_plans = {
        rule: f"（{'、'.join(named)}）" if len(titles) > 1 else "" for rule, named in titles.items()
    }
    states = [f"任务的状态{named}：{_RULES[rule]}" for rule, named in of_plans.items()]
    return (
        "任务数是上级任务的数，子任务列在它下面，不另计数。",
        *(["任务的状态是本单位自己的报送。"] if of_unit else states),
        "状态随子任务的任务，看子任务中进展最慢的。",
        "完成率是已完成的任务占计入统计的任务的比例，四舍五入到一位小数；已撤销的任务、没有任何报送的工作要点的任务不计入。",
        "逾期是截止日期已过、没有报完成的任务；报常态推进的，以及全年、常态和定期的任务，不算逾期。",
    )
