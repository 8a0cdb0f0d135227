"""The rows of exported task tables: the values of a task in the order of the columns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from gksite.exports.words import (
    WITHDRAWN,
    adjustment_text,
    role_text,
    state_word,
    status_word,
    target_text,
)
from gksite.model.entities import Plan, Task
from gksite.model.handovers import Handover, handovers
from gksite.model.reporting import Duty, Report, Target
from gksite.model.sections import top_section
from gksite.model.site import SiteModel
from gksite.model.tables import TASK_COLUMNS
from gksite.pages import addresses
from gksite.source.links import file_address

_KEYS = [column.key for column in TASK_COLUMNS]
_OVERDUE, _STATUS, _PAGE = map(_KEYS.index, ("overdue", "status", "page"))


class SectionTitles(msgspec.Struct, frozen=True):
    """The titles of the sections of a plan by id: of the top section that each is in, and of itself
    if that is another section."""

    top: Mapping[str, str]
    own: Mapping[str, str]


def section_titles(plan: Plan) -> SectionTitles:
    """Return the titles of the columns 部分 and 子部分 for each section."""
    sections = {section.id: section for section in plan.sections}
    tops = {id: top_section(sections, id) or section for id, section in sections.items()}
    return SectionTitles(
        {id: top.title for id, top in tops.items()},
        {id: "" if tops[id] is section else section.title for id, section in sections.items()},
    )


def task_row(model: SiteModel, plan: Plan, task: Task, titles: SectionTitles) -> tuple[str, ...]:
    """Return the values of TASK_COLUMNS of a task."""
    return (
        *_as_printed(plan, task, titles),
        "是" if model.is_overdue(task) else "",
        *_demands(model, task),
        state_word(task),
        *basis_cells(report_of_state(task)),
        *_ends(model, plan, task),
    )


def duty_row(model: SiteModel, duty: Duty, row: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of UNIT_COLUMNS of a unit's duty, given the row of its task."""
    task = model.tasks[duty.task]
    report = report_of_duty(task, duty)
    return (
        *row[:_OVERDUE],
        "是" if model.is_duty_overdue(duty) else "",
        *row[_OVERDUE + 1 : _STATUS],
        WITHDRAWN if task.is_withdrawn else status_word(duty.status),
        *basis_cells(None if task.is_withdrawn else report),
        *row[_PAGE:],
        duty_text(model, duty),
        row[_STATUS],
    )


def report_of_state(task: Task) -> Report | None:
    """Return the report on which the state of a task rests: the latest of a duty that has this
    state, rather of a lead; None where the state is no report's, and of a withdrawn task."""
    duties = [duty for duty in task.duties if duty.latest >= 0 and duty.status == task.status]
    if task.is_withdrawn or not duties:
        return None
    leads = [duty for duty in duties if duty.role == "lead"]
    return max((task.reports[duty.latest] for duty in leads or duties), key=Report.order)


def report_of_duty(task: Task, duty: Duty) -> Report | None:
    """Return the report on which the state of a duty rests, None where there is none."""
    return task.reports[duty.latest] if duty.latest >= 0 else None


def basis_cells(report: Report | None) -> tuple[str, ...]:
    """Return the values of the columns 日期 to 填报单位 beside a state, by the report on which it
    rests. The words, proofs and figures of a report on a target are not the task's: they stand in
    the tables `unit_targets` and `progress`."""
    if report is None or not report.target:
        return report_cells(report)
    return (report.date.isoformat(), "", "", "", "", report.unit)


def report_cells(report: Report | None) -> tuple[str, ...]:
    """Return the values of the columns 日期 to 填报单位 of a report; empty ones without it."""
    if report is None:
        return ("",) * 6
    return (
        report.date.isoformat(),
        report.note,
        "\n".join(evidence.title for evidence in report.evidence),
        "\n".join(evidence.url for evidence in report.evidence),
        "；".join(f"{each.indicator}={figure(each.value)}" for each in report.readings),
        report.unit,
    )


def _as_printed(plan: Plan, task: Task, titles: SectionTitles) -> tuple[str, ...]:
    units: dict[str, list[str]] = {"lead": [], "responsible": [], "cooperating": []}
    for responsibility in task.responsibilities:
        units[responsibility.role].append(responsibility.printed)
    deadline = task.deadline
    return (
        plan.id,
        plan.title,
        str(plan.year),
        plan.document_number,
        task.id,
        task.number,
        titles.top.get(task.section, ""),
        titles.own.get(task.section, ""),
        task.title,
        task.text or task.title,
        "、".join(units["lead"]),
        "、".join(units["responsible"]),
        "、".join(units["cooperating"]),
        deadline.raw,
        day_text(deadline.start),
        day_text(deadline.end),
    )


def _demands(model: SiteModel, task: Task) -> tuple[str, ...]:
    return (
        "；".join(map(target_text, task.indicators)),
        "、".join(model.topics[id].name for id in task.topics),
        "、".join(task.basis),
        task.note,
    )


def _ends(model: SiteModel, plan: Plan, task: Task) -> tuple[str, ...]:
    return (
        page_address(model, addresses.task_path(task.key)),
        str(len(task.duties)),
        str(task.reported) if plan.is_tracked else "",
        "\n".join(adjustment_text(task, each) for each in task.adjustments),
        day_text(task.due.end),
        "\n".join(now_text(model, one) for one in handovers(task)),
        plan.period.text,
        task.parent.partition("#")[2],
        "\n".join(_target_line(model, task, target) for target in task.targets),
        task.leader,
    )


def _target_line(model: SiteModel, task: Task, target: Target) -> str:
    """Return a target in words: 9月底前：开工8个（已达到）."""
    state = ""
    if target.is_reached:
        state = "（已达到）"
    elif model.is_target_overdue(task, target):
        state = "（逾期）"
    return f"{task.due_of(target).raw}：{target.label}{state}"


def now_text(model: SiteModel, one: Handover) -> str:
    """Return in words who has a duty now: 区安全局（2025-07-01起，原由区城运中心承担）."""
    to = model.registry.units[one.to].name
    return f"{to}（{one.on}起，原由{one.before.name}承担）"


def duty_text(model: SiteModel, duty: Duty) -> str:
    """Return the text of the column 分工 in the table of a unit."""
    role = role_text(duty.role)
    return f"{role}（{model.registry.groups[duty.group].name}）" if duty.group else role


def day_text(day: date | None) -> str:
    """Return a day as ISO 8601, "" for none."""
    return day.isoformat() if day else ""


def page_address(model: SiteModel, path: str) -> str:
    """Return the address of a page: absolute if `site.base_url` is known, else from the root of the
    site."""
    return f"{model.config.base_url}{file_address(path)}"


def figure(value: float) -> str:
    """Return a figure without needless decimals."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
