"""The 落实情况 section of the annual report on information disclosure: the results of a year's plans,
by plan and by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from gksite.exports.report_blocks import Block, Heading, Items, Link, Paragraph, Table
from gksite.model.duties import setting_of, settled
from gksite.model.entities import Plan, Task
from gksite.model.reporting import Adjustment, Report
from gksite.model.site import SiteModel, is_past
from gksite.model.statuses import CHANGED, NEVER_LATE, SHOWN_ORDER, WORDS, Status

_NUMERALS = "一二三四五六七八九十"
_LONGEST = 60
"""Characters of the wording of a task in a list, at most."""


class _Item(msgspec.Struct, frozen=True):
    """A task on the last day of the report."""

    task: Task
    entries: tuple[Report, ...]
    """Those that count, the oldest first."""
    status: Status
    is_late: bool
    is_tracked: bool
    """Whether any report of its plan counted by then."""


def annual_report(
    model: SiteModel, year: int, unit: str = "", authority: str = ""
) -> tuple[Block, ...]:
    """Return the report on the plans of a year: all, those of an authority (by id), or the tasks of
    a unit (by key).

    It gives the state on 31 December of the year, or on the day of the model if that is earlier.
    Every count comes with its total. A plan without any progress entry is named as such, and
    nothing is counted of it: the absence of entries states nothing.
    """
    day = min(model.as_of, date(year, 12, 31))
    plans = {
        plan.id: _items(model, plan, unit, day)
        for plan in model.plans.values()
        if plan.year == year and authority in ("", plan.authority)
    }
    plans = {id: items for id, items in plans.items() if items}
    name = model.registry.authorities[authority].name if authority else ""
    if unit:
        name = model.registry.units[unit].name
    all_items = [item for items in plans.values() for item in items]
    blocks: list[Block] = [Heading(1, f"{name}{year}年政务公开工作要点落实情况")]
    if not all_items:
        return (*blocks, Paragraph(f"{year}年没有{name}{'承担任务' if unit else ''}的工作要点。"))
    blocks.append(
        Paragraph(
            f"截至{_day(day)}，{name or '列入本报告的'}{year}年工作要点共{len(plans)}个、任务{len(all_items)}项："
            f"{_counts(all_items)}。{_changes(model, plans)}"
        )
    )
    for number, (id, items) in enumerate(plans.items()):
        blocks += _section(model, model.plans[id], items, _numeral(number), unit, day)
    return tuple(blocks)


def _section(
    model: SiteModel, plan: Plan, items: Sequence[_Item], number: str, unit: str, day: date
) -> Iterable[Block]:
    yield Heading(2, f"{number}、{plan.title}")
    origin = "，".join(
        filter(
            None, (plan.document_number, f"{_day(plan.published)}发布" if plan.published else "")
        )
    )
    yield Paragraph(f"{f'（{origin}）' if origin else ''}共{len(items)}项任务：{_counts(items)}。")
    is_tracked = any(item.is_tracked for item in items)
    if not unit and is_tracked:
        yield from _by_unit(model, plan, items, day)
    yield Table(
        f"{plan.title}任务落实情况",
        ("序号", "任务", "责任单位", "时间节点", "状态", "落实情况", "佐证"),
        tuple(_row(model, plan, item) for item in items),
        (6, 30, 16, 10, 9, 20, 14),
    )
    changes = [text for item in items for text in _changes_of(plan, item)]
    if changes or plan.corrections:
        count = sum(any(_changes_of(plan, item)) for item in items)
        yield Heading(3, f"有调整的任务和更正（{count}项任务，{len(plan.corrections)}条更正）")
        yield Items(
            (
                *changes,
                *(
                    f"{_day(item.date)}更正：{item.what}{f'（{item.why}）' if item.why else ''}"
                    for item in plan.corrections
                ),
            )
        )
    silent = [item for item in items if not item.entries and not item.task.is_withdrawn]
    if silent and is_tracked:
        yield Heading(3, f"没有任何填报的任务（{len(silent)}/{len(items)}）")
        yield Items(tuple(_name(plan, item.task) for item in silent))


def _changes_of(plan: Plan, item: _Item) -> Iterable[str]:
    """Yield the decisions that changed a task, and the report that it is delayed."""
    for decision in item.task.adjustments:
        why = "；".join(filter(None, (decision.approved_by, decision.why)))
        yield (
            f"{_name(plan, item.task)}：{_day(decision.date)}{_decided(decision)}"
            f"{f'（{why}）' if why else ''}"
        )
    if item.status in CHANGED and not item.task.is_withdrawn:
        *_, report = [entry for entry in item.entries if entry.status == item.status]
        yield f"{_name(plan, item.task)}：{WORDS[item.status]}，{_entry(item, report)}"


def _decided(decision: Adjustment) -> str:
    parts = (
        "撤销" if decision.withdrawn else "",
        f"时间节点调整为{decision.deadline.raw}" if decision.deadline else "",
        decision.what,
    )
    return "，".join(filter(None, parts)) or "调整"


def _by_unit(model: SiteModel, plan: Plan, items: Sequence[_Item], day: date) -> Iterable[Block]:
    """Yield the table of the units with the states of their own duties; those through a group are
    included and also counted alone."""
    of_units: dict[str, list[tuple[Status, bool]]] = {}
    through: Counter[str] = Counter()
    for item in items:
        for duty in item.task.duties if not item.task.is_withdrawn else ():
            through[duty.holder] += bool(duty.group)
            is_late = _is_late(item.task, duty.status, day, plan)
            of_units.setdefault(duty.holder, []).append((duty.status, is_late))
    if not of_units:
        return
    rows = []
    for key, own in of_units.items():
        counts = Counter(status for status, _ in own)
        unit = model.registry.units.get(key)
        whole = f"{len(own)}（其中经集合单位{through[key]}）" if through[key] else f"{len(own)}"
        rows.append(
            (
                unit.name if unit else key,
                whole,
                f"{counts['done']}/{len(own)}",
                str(counts["under_way"] + counts["continuous"]),
                str(sum(is_late for _, is_late in own)),
                str(sum(counts[status] for status in CHANGED)),
                str(counts["unreported"]),
            )
        )
    yield Table(
        f"{plan.title}各单位任务落实情况",
        ("单位", "任务", "已完成", "推进中", "逾期", "有调整", "未报送"),
        tuple(rows),
        (30, 20, 10, 10, 10, 10, 10),
    )


def _items(model: SiteModel, plan: Plan, unit: str, day: date) -> tuple[_Item, ...]:
    """Return the tasks of a plan as they were on a day: all, or those of a unit by its own
    reports."""
    setting = setting_of(model.registry, plan, day)
    then = msgspec.structs.replace(
        plan, tasks=tuple(settled(setting, _decided_by(task, day)) for task in plan.tasks)
    )
    items = []
    for task in then.tasks:
        duty = next((duty for duty in task.duties if duty.unit == unit), None)
        if unit and duty is None:
            continue
        status = duty.status if duty else task.status
        reports = tuple(
            report
            for report in task.reports
            if report.standing == "counted" and (duty is None or task.duties[report.duty] == duty)
        )
        items.append(
            _Item(task, reports, status, _is_late(task, status, day, then), then.is_tracked)
        )
    return tuple(items)


def _decided_by(task: Task, day: date) -> Task:
    """Return a task without the decisions after a day."""
    decisions = tuple(decision for decision in task.adjustments if decision.date <= day)
    return msgspec.structs.replace(task, adjustments=decisions)


def _is_late(task: Task, status: Status, day: date, plan: Plan) -> bool:
    is_open = status not in NEVER_LATE and not task.is_withdrawn
    return plan.is_tracked and is_open and is_past(task.due, day)


def _row(model: SiteModel, plan: Plan, item: _Item) -> tuple[str | tuple[Link, ...], ...]:
    task = item.task
    units = "、".join(unit.printed for unit in task.responsibilities) or "—"
    note = _entry(item, item.entries[-1]) if item.entries else "—"
    state = f"{WORDS[item.status]}{'（逾期）' if item.is_late else ''}" if item.is_tracked else "—"
    state = "已撤销" if task.is_withdrawn else state
    links = tuple(
        Link(evidence.title, _absolute(model, evidence.url))
        for entry in item.entries
        for evidence in entry.evidence
    )
    return (
        _number(plan, task),
        task.title or task.text,
        units,
        task.deadline.raw or "—",
        state,
        note,
        links or "—",
    )


def _absolute(model: SiteModel, url: str) -> str:
    if "://" in url:
        return url
    base = model.config.base_url
    return f"{base}{url.lstrip('/')}" if base else ""


def _counts(items: Sequence[_Item]) -> str:
    """Return the sums of the states of tasks; withdrawn ones and those of plans without any report
    are in none of them, and are named."""
    standing = [item for item in items if not item.task.is_withdrawn]
    counts = Counter(item.status for item in standing if item.is_tracked)
    known, late = counts.total(), sum(item.is_late for item in standing)
    unknown, withdrawn = len(standing) - known, len(items) - len(standing)
    gone = f"；另有{withdrawn}项任务已撤销" if withdrawn else ""
    if not known:
        return f"尚未公布落实情况{gone}"
    parts = [f"{WORDS[status]}{counts[status]}项" for status in SHOWN_ORDER if counts[status]]
    rest = f"；另有{unknown}项任务的工作要点尚未公布落实情况" if unknown else ""
    return (
        "、".join(parts)
        + (f"；其中逾期{late}项" if late else "")
        + f"，完成率{counts['done']}/{known}{rest}{gone}"
    )


def _changes(model: SiteModel, plans: Iterable[str]) -> str:
    count = sum(len(model.plans[id].corrections) for id in plans)
    return f"发布后更正{count}条。" if count else ""


def _entry(item: _Item, entry: Report) -> str:
    """Return day and note of a report, and its unit where several units have the task."""
    unit = f"，{entry.unit}" if entry.unit and len(item.task.duties) > 1 else ""
    return f"{_day(entry.date)}{unit}：{entry.note or WORDS[entry.status]}"


def _number(plan: Plan, task: Task) -> str:
    """Return the printed number, after that of the section if each section counts from 1."""
    number = task.number or task.id
    if sum(other.number == task.number for other in plan.tasks) > 1:
        section = next((each.number for each in plan.sections if each.id == task.section), "")
        return f"{section}{number}"
    return number


def _name(plan: Plan, task: Task) -> str:
    text = task.title or task.text
    return f"{_number(plan, task)} {text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}"


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _numeral(index: int) -> str:
    """Return the Chinese numeral of a heading, from 一 to 九十九, for an index from 0."""
    tens, ones = divmod(index + 1, 10)
    if index >= 98:
        return str(index + 1)
    return (
        f"{'' if tens <= 1 else _NUMERALS[tens - 1]}{'十' if tens else ''}"
        f"{_NUMERALS[ones - 1] if ones else ''}"
    )
