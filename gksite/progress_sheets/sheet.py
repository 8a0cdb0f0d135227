"""Write the sheet on which a unit reports progress: its tasks, protected, and empty cells for
status, date, note and evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import msgspec

from gksite.exports.words import WITHDRAWN, disarmed, role_text, status_word, target_text
from gksite.model.entities import Plan, Task
from gksite.model.reporting import Adjustment, Duty, Target
from gksite.model.site import SiteModel
from gksite.model.states import on_target
from gksite.model.statuses import WRITTEN
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
    SheetColumn("number", "序号", 7),
    SheetColumn("text", "工作任务", 50),
    SheetColumn("target", "分期目标", 20),
    SheetColumn("role", "分工", 12),
    SheetColumn("deadline", "时间节点", 14),
    SheetColumn("indicators", "指标", 20),
    SheetColumn("last_status", "已报状态", 10),
    SheetColumn("last_date", "已报日期", 12),
    SheetColumn("status", "状态", 10, True),
    SheetColumn("date", "日期", 12, True),
    SheetColumn("note", "情况", 40, True),
    SheetColumn("evidence_title", "佐证标题", 20, True),
    SheetColumn("evidence_url", "佐证链接", 24, True),
    SheetColumn("readings", "数值", 20, True),
    SheetColumn("corrects", "更正日期", 12, True),
    SheetColumn("unit", "填报单位", 16),
    SheetColumn("version", "计划版本", 14),
)
"""From left to right; the import finds them by their heads."""

_DAYS = ("date", "corrects")
SHEET = "填报"
_HIDDEN_SHEET = "gksite"
_CREATED = datetime(2000, 1, 1)  # the same sheet gives the same bytes on any day


def progress_rows(model: SiteModel, unit: str, plan: str = "") -> tuple[tuple[str, ...], ...]:
    """Return a row for each duty of the unit (its key) and for each target of its task, with the
    values of COLUMNS as texts.

    The newest plan comes first, or one plan alone; tasks stand as printed, each with its parts
    below it. A task whose state is that of its parts has rows for its targets alone. The cells to
    fill in are empty.
    """
    rows = []
    held = {duty.task: duty for duty in model.duties.get(unit, ())}
    for current in model.plans.values():
        if plan in ("", current.id):
            version = plan_version(current)
            rows += [
                row
                for task in _with_parts_below(current)
                if task.key in held
                for row in _rows(model, current, task, held[task.key], version)
            ]
    return tuple(rows)


def progress_csv(model: SiteModel, unit: str, plan: str = "") -> bytes:
    """Return the sheet as CSV: UTF-8 with a byte order mark, CRLF line ends, every field quoted,
    formulas disarmed."""
    lines = [[column.head for column in COLUMNS], *progress_rows(model, unit, plan)]
    text = "".join(",".join(_field(disarmed(value)) for value in line) + "\r\n" for line in lines)
    return b"\xef\xbb\xbf" + text.encode()


def progress_xlsx(model: SiteModel, unit: str, plan: str = "") -> bytes:
    """Return the sheet as a workbook: every value a text cell, all cells locked except those to
    fill in, the head frozen."""
    # Loaded here: only this command needs it.
    import xlsxwriter  # type: ignore[import-untyped]

    rows = progress_rows(model, unit, plan)
    out = BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, settings)
    book.set_properties(
        {"title": f"{model.registry.units[unit].name}落实情况填报表", "created": _CREATED}
    )
    _write_sheet(book, rows)
    hidden = book.add_worksheet(_HIDDEN_SHEET)
    versions = dict.fromkeys((row[0], row[-1]) for row in rows)
    for number, values in enumerate([("gksite-progress", "1"), ("unit", unit), *versions]):
        for column, value in enumerate(values):
            hidden.write_string(number, column, value)
    hidden.very_hidden()
    book.close()
    return out.getvalue()


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
) -> Iterable[tuple[str, ...]]:
    """Yield the row of a duty, unless its state is that of the task's parts, and those of the
    targets of its task."""
    values = {
        "plan": plan.id,
        "task": task.id,
        "number": task.number,
        "text": _wording(task),
        "role": _role(model, duty),
        "unit": model.registry.units[duty.unit].name,
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
        }
        yield tuple(own.get(column.key, "") for column in COLUMNS)


def _wording(task: Task) -> str:
    """Return the wording of a task, with the one that holds where an adjustment changed it."""
    printed, new = task.text or task.title, [each.text for each in task.adjustments if each.text]
    return f"{printed}（调整为：{new[-1]}）" if new else printed


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


def _write_sheet(book: Any, rows: Sequence[Sequence[str]]) -> None:
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#EEEEEE"}
    )
    fixed = book.add_format(
        {"text_wrap": True, "valign": "top", "border": 1, "bg_color": "#F7F7F7", "num_format": "@"}
    )
    text = book.add_format(
        {"text_wrap": True, "valign": "top", "border": 1, "locked": False, "num_format": "@"}
    )
    day = book.add_format(
        {"valign": "top", "border": 1, "locked": False, "num_format": "yyyy-mm-dd"}
    )
    sheet = book.add_worksheet(SHEET)
    for number, column in enumerate(COLUMNS):
        is_idle = column.key == "target" and not any(row[number] for row in rows)
        options = {"hidden": True} if column.key == "version" or is_idle else {}
        sheet.set_column(number, number, column.width, None, options)
        sheet.write_string(0, number, column.head, head)
        for line, row in enumerate(rows, start=1):
            if not column.filled_in:
                sheet.write_string(line, number, CONTROL.sub("", row[number]), fixed)
            else:
                sheet.write_blank(line, number, None, day if column.key in _DAYS else text)
    if rows:
        _limit(sheet, len(rows))
    sheet.freeze_panes(1, 3)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect(
        "", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
    )


def _limit(sheet: Any, count: int) -> None:
    """Limit statuses to a drop-down, and the columns of dates to days."""
    places = {column.key: number for number, column in enumerate(COLUMNS)}
    status = places["status"]
    sheet.data_validation(
        1,
        status,
        count,
        status,
        {
            "validate": "list",
            "source": list(WRITTEN),
            "error_title": "状态",
            "error_message": "请从下拉列表中选择",
        },
    )
    for key in _DAYS:
        day = places[key]
        sheet.data_validation(
            1,
            day,
            count,
            day,
            {
                "validate": "date",
                "criteria": ">=",
                "value": datetime(1990, 1, 1),
                "error_title": "日期",
                "error_message": "请填 2025-06-30 这样的日期",
            },
        )
