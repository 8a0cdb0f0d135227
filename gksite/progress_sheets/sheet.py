"""The rows of the sheet on which a unit reports progress: its tasks, and empty cells for status,
date, note and evidence; written as CSV."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

import msgspec

from gksite.exports.words import WITHDRAWN, disarmed, role_text, status_word, target_text
from gksite.model.entities import Plan, Task
from gksite.model.lateness import has_last_day, is_past
from gksite.model.reporting import Adjustment, Duty, Target
from gksite.model.site import SiteModel
from gksite.model.states import on_target
from gksite.model.statuses import NEVER_LATE
from gksite.source.text import CONTROL


class SheetColumn(msgspec.Struct, frozen=True):
    """A column: the key of its value, its head, its width in characters, and whether the unit
    fills it in."""

    key: str
    head: str
    width: int
    filled_in: bool = False


COLUMNS: tuple[SheetColumn, ...] = (
    SheetColumn("plan", "计划编号", 14),
    SheetColumn("task", "任务编号", 9),
    SheetColumn("number", "序号", 6),
    SheetColumn("text", "工作任务", 40),
    SheetColumn("target", "分期目标", 20),
    SheetColumn("role", "分工", 13),
    SheetColumn("deadline", "时间节点", 16),
    SheetColumn("indicators", "指标", 20),
    SheetColumn("last_status", "已报状态", 10),
    SheetColumn("last_date", "已报日期", 12),
    SheetColumn("status", "状态", 10, True),
    SheetColumn("date", "日期", 12, True),
    SheetColumn("note", "情况", 32, True),
    SheetColumn("evidence_title", "佐证标题", 20, True),
    SheetColumn("evidence_url", "佐证链接", 24, True),
    SheetColumn("readings", "数值", 20, True),
    SheetColumn("corrects", "更正日期", 12, True),
    SheetColumn("unit", "填报单位", 16),
    SheetColumn("title", "计划名称", 16),
    SheetColumn("last_day", "截止日期", 12),
    SheetColumn("version", "计划版本", 14),
)
"""From left to right in CSV; the import finds them by their heads."""

SHEET = "填报"


def current_plans(model: SiteModel) -> tuple[Plan, ...]:
    """Return the plans in the views of the current year of their authority."""
    return tuple(
        plan
        for plan in model.plans.values()
        if model.current_year(plan.authority) in model.years[plan.id]
    )


def progress_rows(
    model: SiteModel, unit: str, plans: Iterable[Plan] | None = None
) -> tuple[tuple[str, ...], ...]:
    """Return a row for each duty of the unit (its key) and for each target of its task, with the
    values of COLUMNS as texts: of some plans, or of all.

    They are sorted by the last day that holds, those without one last; rows of one day stand as
    printed, the newest plan first, a part below its task. A task whose state is that of its parts
    has rows for its targets alone. The cells to fill in are empty.
    """
    rows: list[tuple[date, tuple[str, ...]]] = []
    held = {duty.task: duty for duty in model.duties.get(unit, ())}
    for plan in model.plans.values() if plans is None else plans:
        version = plan_version(plan)
        for task in _with_parts_below(plan):
            if task.key in held:
                rows += _rows(model, plan, task, held[task.key], version)
    return tuple(row for _, row in sorted(rows, key=lambda dated: dated[0]))


def progress_csv(model: SiteModel, unit: str, plans: Iterable[Plan] | None = None) -> bytes:
    """Return the sheet as CSV: UTF-8 with a byte order mark, CRLF line ends, every field quoted,
    formulas disarmed."""
    lines = [[column.head for column in COLUMNS], *progress_rows(model, unit, plans)]
    text = "".join(",".join(_field(disarmed(value)) for value in line) + "\r\n" for line in lines)
    return b"\xef\xbb\xbf" + text.encode()


def plan_version(plan: Plan) -> str:
    """Return a digest of the tasks of a plan: their wording, units, deadlines, adjustments,
    indicators, targets and parts, without any progress."""
    asked = [
        (
            task.id,
            task.number,
            task.text,
            [(r.role, r.printed) for r in task.responsibilities],
            task.deadline.raw,
            [indicator.name for indicator in task.indicators],
            # Plans without adjustments, targets and parts keep the version that older sheets have.
            *((task.due.raw, task.is_withdrawn) if task.adjustments else ()),
            *((each.units_printed, each.text) for each in task.adjustments if _is_worded(each)),
            *((t.id, task.due_of(t).raw, t.text, t.value, t.indicator) for t in task.targets),
            *((task.parent, task.rolls_up) if task.parent or task.rolls_up else ()),
        )
        for task in plan.tasks
    ]
    return hashlib.sha256(msgspec.json.encode(asked)).hexdigest()[:12]


def target_cell(target: Target) -> str:
    """Return the text of the column 分期目标: the id, and the target in words."""
    return f"{target.id} {target.label}"


def _is_worded(adjustment: Adjustment) -> bool:
    return bool(adjustment.units_printed or adjustment.text)


def _with_parts_below(plan: Plan) -> Iterable[Task]:
    """Return the tasks of a plan as printed, each with its parts below it."""
    parts: dict[str, list[Task]] = {}
    for task in plan.tasks:
        parts.setdefault(task.parent, []).append(task)
    waiting = parts.get("", [])[::-1]
    while waiting:
        task = waiting.pop()
        yield task
        waiting += parts.get(task.key, ())[::-1]


def _rows(
    model: SiteModel, plan: Plan, task: Task, duty: Duty, version: str
) -> Iterable[tuple[date, tuple[str, ...]]]:
    """Yield the row of a duty, unless its state is that of the task's parts, and those of the
    targets of its task, each with the day by which it is sorted."""
    values = {
        "plan": plan.id,
        "task": task.id,
        "number": task.number,
        "text": _wording(model, task),
        "role": _role(model, duty),
        "unit": model.registry.units[duty.unit].name,
        "title": plan.title,
        "version": version,
    }
    place = task.duties.index(duty)
    own_word: list[tuple[Target | None, Duty]] = [] if task.rolls_up else [(None, duty)]
    on_targets = ((target, on_target(task, target)[place]) for target in task.targets)
    for target, said in (*own_word, *on_targets):
        latest = task.reports[said.latest] if said.latest >= 0 else None
        own = values | {
            "target": target_cell(target) if target else "",
            "deadline": _deadline(task, target),
            "indicators": _indicators(task, target),
            "last_status": status_word(said.status),
            "last_date": latest.date.isoformat() if latest else "",
            "last_day": _last_day(model, task, target, said),
        }
        yield _sorted_by(model, task, target), tuple(own.get(column.key, "") for column in COLUMNS)


def _sorted_by(model: SiteModel, task: Task, target: Target | None) -> date:
    """Return the last day of a task or target; of a part without one, that of the task above."""
    if target:
        return task.due_of(target).end or date.max
    while not task.due.end and task.parent:
        task = model.tasks[task.parent]
    return task.due.end or date.max


def _last_day(model: SiteModel, task: Task, target: Target | None, said: Duty) -> str:
    """Return the last day of a dated deadline while it can be missed or is: in ISO 8601, "" for
    what is done or withdrawn, and where the plan is not tracked."""
    due = task.due_of(target) if target else task.due
    if not has_last_day(due) or due.end is None or said.status in NEVER_LATE or task.is_withdrawn:
        return ""
    if is_past(due, model.as_of):
        late = model.is_target_overdue(task, target) if target else model.is_duty_overdue(said)
        return due.end.isoformat() if late else ""
    return due.end.isoformat()


def _wording(model: SiteModel, task: Task) -> str:
    """Return the wording of a task, with the one that holds where an adjustment changed it, and of
    a part the number of its task."""
    printed, new = task.text or task.title, [each.text for each in task.adjustments if each.text]
    above = model.tasks[task.parent] if task.parent else None
    part = f"（属于第{above.number or above.id}项）" if above else ""
    return f"{printed}（调整为：{new[-1]}）{part}" if new else f"{printed}{part}"


def _indicators(task: Task, target: Target | None) -> str:
    """Return the figures that a task, or one of its targets, is to reach."""
    if target is None:
        return "；".join(map(target_text, task.indicators))
    if target.value is None:
        return ""
    aim = next((aim for aim in task.indicators if aim.name == target.indicator), None)
    asked = msgspec.structs.replace(target.as_indicator(aim), unit=aim.unit if aim else "")
    return target_text(asked)


def _role(model: SiteModel, duty: Duty) -> str:
    """Return the role of a unit, and how the duty came to it where the task does not name it."""
    units, ways = model.registry.units, []
    if duty.group:
        ways.append(model.registry.groups[duty.group].name)
    if duty.by_issue:
        ways.append("未列责任单位，由印发单位承担")
    if duty.came_from:
        names = "、".join(units[key].name for key in dict.fromkeys(duty.came_from))
        ways.append(f"{duty.since}承接自{names}" if duty.since else f"一并承接{names}的")
    return role_text(duty.role) + (f"（{'；'.join(ways)}）" if ways else "")


def _deadline(task: Task, target: Target | None) -> str:
    """Return the deadline of a task, or of one of its targets, as printed, with the one that holds
    where an adjustment changed it."""
    printed = target.by if target else task.deadline
    due = task.due_of(target) if target else task.due
    if task.is_withdrawn:
        return f"{printed.raw}（{WITHDRAWN}）"
    return f"{printed.raw}（调整为{due.raw}）" if due != printed else due.raw


def _field(text: str) -> str:
    quoted = CONTROL.sub("", text).replace('"', '""')
    return f'"{quoted}"'
