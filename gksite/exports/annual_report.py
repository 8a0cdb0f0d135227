"""The 落实情况 section of the annual report on information disclosure: the results of a year's tasks,
by plan and by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from gksite.exports.report_blocks import Block, Cell, Heading, Items, Link, Paragraph, Table
from gksite.exports.report_figures import (
    Item,
    UnitStates,
    rules_of_counting,
    state_sentences,
    target_sentence,
    unit_table,
    whole_items,
)
from gksite.exports.report_moved import moved_dates, moved_tasks
from gksite.exports.report_words import day_words, numeral, printed_number, short_name, sorts_of
from gksite.exports.task_columns import report_of_state
from gksite.exports.words import WITHDRAWN, decided
from gksite.model.duties import setting_of, settled
from gksite.model.entities import Plan, Task
from gksite.model.holders import counted_before
from gksite.model.lateness import is_past, target_figures
from gksite.model.reporting import Report
from gksite.model.site import SiteModel
from gksite.model.statuses import CHANGED, NEVER_LATE, SHOWN_ORDER, WORDS, Status
from gksite.model.years import tasks_of_year
from gksite.pages.title_breaks import TitleBreaks, title_breaks_of
from gksite.pages.wording import states_of


def annual_report(
    model: SiteModel, year: int, unit: str = "", authority: str = ""
) -> tuple[Block, ...]:
    """Return the report on the tasks of a year: all, those of an authority (by id), or the tasks of
    a unit (by key). Titles know where they may break.

    It gives the state on 31 December of the year, or on the day of the model if that is earlier: of
    a task by the rule of its plan, in the report of a unit that unit's own.
    Every count comes with its total. A plan without any progress entry is named as such, and
    nothing is counted of it: the absence of entries states nothing.
    """
    day = min(model.as_of, date(year, 12, 31))
    then = [_then(model, plan, day) for plan in model.plans_of_year(year, authority)]
    plans = {plan.id: items for plan in then if (items := _items(model, plan, unit, year, day))}
    name = model.registry.authorities[authority].name if authority else ""
    if unit:
        name = model.registry.units[unit].name
    all_items = [item for items in plans.values() for item in items]
    breaks = title_breaks_of(model)
    title = f"{name}{year}年政务公开工作要点落实情况"
    blocks: list[Block] = [Heading(1, title, breaks.parts(title))]
    of_year = [(plan, task) for plan in then for task in tasks_of_year(plan, year, model.as_of)]
    rest = (
        *(_passed(model, of_year, unit) if unit else ()),
        *moved_tasks(model, then, year, unit),
        *moved_dates(model, then, year, unit),
    )
    if not all_items:
        none = f"{year}年没有{name}{'承担任务' if unit else ''}的工作要点。"
        return (*blocks, Paragraph(none), *rest)
    whose = "据本单位报送" if unit else "据责任单位报送"
    blocks.append(
        Paragraph(
            f"{whose}，截至{day_words(day)}，{name or '列入本报告的'}{year}年工作要点共{len(plans)}个、"
            f"任务{len(whole_items(all_items))}项。{state_sentences(all_items)}"
            f"{target_sentence(all_items)}{_changes(model, plans, all_items)}"
        )
    )
    for number, (id, items) in enumerate(plans.items()):
        blocks += _section(model, model.plans[id], items, numeral(number), unit, day, breaks)
    if any(item.is_tracked for item in all_items):
        rules = rules_of_counting((model.plans[id] for id in plans), of_unit=bool(unit))
        rest = (*rest, Heading(2, "统计口径"), Items(rules))
    return (*blocks, *rest)


def _passed(model: SiteModel, of_year: Iterable[tuple[Plan, Task]], unit: str) -> Iterable[Block]:
    """Yield the duties that transfers and adjustments had taken from a unit in the tasks of a year
    as they were then: they count for whom they passed to."""
    names, words = [], set()
    for plan, task in of_year:
        for duty in (duty for duty in task.passed if duty.unit == unit):
            assert duty.passed_on
            to = f"划转给{model.registry.units[duty.passed_to].name}" if duty.passed_to else ""
            own = [report for report in task.reports if counted_before(report, duty)]
            last = max(own, key=Report.order, default=None)
            said = (
                f"，{'划转' if to else '调整'}前报{WORDS[last.status]}（{day_words(last.date)}）"
                if last
                else ""
            )
            names.append(
                f"{short_name(plan, task)}（{plan.title}）：{day_words(duty.passed_on)}"
                f"{to or '责任分工调整，不再承担'}{said}"
            )
            words.add("划转" if duty.passed_to else "调整")
    if names:
        word = "或".join(sorted(words))
        yield Heading(2, f"已{word}的责任项（{len(names)}项，不计入以上数字）")
        yield Items(tuple(names))


def _section(
    model: SiteModel,
    plan: Plan,
    items: Sequence[Item],
    number: str,
    unit: str,
    day: date,
    breaks: TitleBreaks,
) -> Iterable[Block]:
    title = f"{number}、{plan.title}"
    yield Heading(2, title, breaks.parts(title))
    origin = "，".join(
        filter(
            None,
            (plan.document_number, f"{day_words(plan.public_day)}发布" if plan.public_day else ""),
        )
    )
    yield Paragraph(
        f"{f'（{origin}）' if origin else ''}共{len(whole_items(items))}项任务。{state_sentences(items)}"
        f"{target_sentence(items)}"
    )
    is_tracked = any(item.is_tracked for item in items)
    if not unit and is_tracked:
        yield from _by_unit(model, plan, items, day)
    yield _task_table(f"{plan.title}任务落实情况", [_row(model, plan, item) for item in items])
    yield from _decisions(plan, items)
    whole = whole_items(items)
    delayed = [item for item in whole if item.status in CHANGED and not item.task.is_withdrawn]
    if delayed:
        yield Heading(3, f"延期的任务（{len(delayed)}/{len(whole)}）")
        yield Items(tuple(short_name(plan, item.task) for item in delayed))
    silent = [item for item in whole if _is_silent(item)]
    if silent and is_tracked:
        yield Heading(3, f"现承担单位没有填报的任务（{len(silent)}/{len(whole)}）")
        yield Items(tuple(short_name(plan, item.task) for item in silent))


def _task_table(caption: str, rows: Sequence[tuple[Cell, ...]]) -> Table:
    """Return the table of tasks; where no row has evidence, without its column."""
    heads = ("序号", "任务", "责任单位", "时间节点", "状态", "落实情况", "佐证")
    widths = (7, 29, 15, 12, 10, 25, 15)
    shown = len(heads) if any(row[-1] != "—" for row in rows) else len(heads) - 1
    return Table(caption, heads[:shown], tuple(row[:shown] for row in rows), widths[:shown])


def _is_silent(item: Item) -> bool:
    """Whether nobody reported a task, nor any part of one whose state is that of its parts."""
    if item.task.rolls_up:
        return item.status == "unreported" and not item.task.is_withdrawn
    return not item.entries and not item.task.is_withdrawn


def _decisions(plan: Plan, items: Sequence[Item]) -> Iterable[Block]:
    """Yield the adjustments of tasks, and the corrections of the plan."""
    adjusted = [(item.task, decision) for item in items for decision in item.task.adjustments]
    if not adjusted and not plan.corrections:
        return
    yield Heading(3, f"调整和更正（调整{len(adjusted)}项，更正{len(plan.corrections)}条）")
    texts = []
    for task, decision in adjusted:
        why = "；".join(filter(None, (decision.approved_by, decision.why)))
        what = decided(task, decision) or "调整"
        text = f"{short_name(plan, task)}：{day_words(decision.date)}{what}"
        texts.append(f"{text}（{why}）" if why else text)
    for item in plan.corrections:
        why = f"（{item.why}）" if item.why else ""
        texts.append(f"{day_words(item.date)}更正：{item.what}{why}")
    yield Items(tuple(texts))


def _by_unit(model: SiteModel, plan: Plan, items: Sequence[Item], day: date) -> Iterable[Block]:
    """Yield the table of the units with the states of their own duties; those through a group are
    included and also counted alone."""
    of_units: dict[str, list[tuple[Status, bool]]] = {}
    through: Counter[str] = Counter()
    held: dict[str, list[Task]] = {}
    for item in items:
        for duty in item.task.duties:
            held.setdefault(duty.holder, []).append(item.task)
    counted = {(key, task.key) for key, own in held.items() for task in model.outermost(own)}
    for item in items:
        for duty in item.task.duties if not item.task.is_withdrawn else ():
            if (duty.holder, item.task.key) not in counted:
                continue
            through[duty.holder] += bool(duty.group)
            is_late = _is_late(item.task, duty.status, day, plan)
            of_units.setdefault(duty.holder, []).append((duty.status, is_late))
    units = model.registry.units
    own = [
        UnitStates(units[key].name if key in units else key, tuple(states), through[key])
        for key, states in of_units.items()
    ]
    if own:
        yield unit_table(f"{plan.title}各单位责任项落实情况", own)


def _then(model: SiteModel, plan: Plan, day: date) -> Plan:
    """Return a plan with its tasks as they were on a day, with what was corrected and taken back
    until the day of the model."""
    setting = setting_of(model.registry, plan, day, model.as_of)
    tasks = settled(setting, plan.tasks)
    return msgspec.structs.replace(plan, tasks=tasks)


def _items(model: SiteModel, then: Plan, unit: str, year: int, day: date) -> tuple[Item, ...]:
    """Return the tasks of a plan as it was on a day that belong to a year: all, or those of a unit
    by its own reports."""
    items = []
    for task in tasks_of_year(then, year, model.as_of):
        duty = next((duty for duty in task.duties if duty.unit == unit), None)
        if unit and duty is None:
            continue
        status = duty.status if duty else task.status
        reports = tuple(
            report
            for report in sorted(task.reports, key=Report.order)
            if report.standing == "counted" and (duty is None or task.duties[report.duty] == duty)
        )
        is_late = _is_late(task, status, day, then)
        targets = target_figures(then, [task], day, year)
        items.append(Item(task, reports, status, is_late, then.is_tracked, bool(unit), targets))
    return tuple(items)


def _is_late(task: Task, status: Status, day: date, plan: Plan) -> bool:
    is_open = status not in NEVER_LATE and not task.is_withdrawn
    return plan.is_tracked and is_open and is_past(task.due, day)


def _row(model: SiteModel, plan: Plan, item: Item) -> tuple[Cell, ...]:
    task = item.task
    names = [unit.printed for unit in task.responsibilities]
    if task.parent and not names:
        names = [duty.name for duty in task.duties]  # those of the task above
    units = "、".join(names) or "—"
    taken_over = [
        f"{day_words(duty.since)}起由{duty.name}承担"
        for duty in (() if item.of_unit else task.duties)
        if duty.since
    ]
    note = "；".join(filter(None, (*taken_over, _of_units(plan, item), _last_said(item)))) or "—"
    state = f"{WORDS[item.status]}{'（逾期）' if item.is_late else ''}" if item.is_tracked else "—"
    state = WITHDRAWN if task.is_withdrawn else state
    links = tuple(
        Link(evidence.title, _absolute(model, evidence.url))
        for entry in item.entries
        for evidence in entry.evidence
    )
    return (
        printed_number(plan, task),
        task.title or task.text,
        units,
        _deadline(task),
        state,
        note,
        links or "—",
    )


def _absolute(model: SiteModel, url: str) -> str:
    if "://" in url:
        return url
    base = model.config.base_url
    return f"{base}{url.lstrip('/')}" if base else ""


def _changes(model: SiteModel, plans: Iterable[str], items: Sequence[Item]) -> str:
    decisions = [decision for item in items for decision in item.task.adjustments]
    sorts = (f"{sort}{count}项" for sort, count in sorts_of(decisions).items() if count)
    adjusted = f"{len(decisions)}项（{'、'.join(sorts)}）"
    corrected = sum(len(model.plans[id].corrections) for id in plans)
    parts = (
        f"调整{adjusted}" if decisions else "",
        f"更正{corrected}条" if corrected else "",
    )
    text = "、".join(filter(None, parts))
    return f"发布后{text}。" if text else ""


def _of_units(plan: Plan, item: Item) -> str:
    """Return how the units of a task stand, where several have it: 牵头单位报已完成，8家中5家已完成、3家未报送."""
    leads, states = states_of(item.task, plan.task_status)
    if item.of_unit or len(states) == 1 or not item.is_tracked or item.task.is_withdrawn:
        return ""
    parts = []
    if len(leads) == 1:
        said = "未报送" if leads[0] == "unreported" else f"报{WORDS[leads[0]]}"
        parts.append(f"牵头单位{said}")
    elif leads and len(leads) < len(states):
        parts.append(f"{len(leads)}家牵头单位中{_counted(leads)}")
    return "，".join((*parts, f"{len(states)}家中{_counted(states)}"))


def _counted(states: Sequence[Status]) -> str:
    return "、".join(
        f"{states.count(status)}家{WORDS[status]}" for status in SHOWN_ORDER if status in states
    )


def _last_said(item: Item) -> str:
    """Return day, unit and note of the report on which the state rests; else of the last one that
    counts, with what it reported; in the report of a unit, of the unit's last one."""
    basis = None if item.of_unit else report_of_state(item.task)
    if not item.entries or item.task.is_withdrawn:
        return ""
    report = basis or item.entries[-1]
    first, *others = item.task.duties
    is_shared = bool(others or first.by_issue) and not item.of_unit
    unit = f"，{report.unit}" if report.unit and is_shared else ""
    said = "" if basis or item.of_unit else f"报{WORDS[report.status]}"
    if target := next((t for t in item.task.targets if t.id == report.target), None):
        said = f"就分期目标“{target.label}”报{WORDS[report.status]}"
    note = report.note if said else report.note or WORDS[report.status]
    return f"{day_words(report.date)}{unit}{said}：{note}".rstrip("：")


def _deadline(task: Task) -> str:
    """Return the deadline as printed, and the one that holds where it was adjusted."""
    if task.due is task.deadline:
        return task.deadline.raw or "—"
    return f"{task.deadline.raw}（调整为{task.due.raw}）"
