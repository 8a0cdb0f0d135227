"""The rows of exported task tables: the values of a task in the order of the columns."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from gksite.exports.words import role_text, status_word, target_text
from gksite.model.entities import Plan, Section, Task
from gksite.model.reporting import Duty
from gksite.model.site import SiteModel
from gksite.pages import addresses
from gksite.source.links import file_address


class SectionTitles(msgspec.Struct, frozen=True):
    """The titles of the sections of a plan by id: of the top section that each is in, and of itself
    if that is another section."""

    top: Mapping[str, str]
    own: Mapping[str, str]


def section_titles(plan: Plan) -> SectionTitles:
    """Return the titles of the columns 部分 and 子部分 for each section."""
    sections = {section.id: section for section in plan.sections}
    tops = {id: _top(section, sections) for id, section in sections.items()}
    return SectionTitles(
        {id: top.title for id, top in tops.items()},
        {id: "" if tops[id] is section else section.title for id, section in sections.items()},
    )


def task_row(model: SiteModel, plan: Plan, task: Task, titles: SectionTitles) -> tuple[str, ...]:
    """Return the values of TASK_COLUMNS of a task."""
    units: dict[str, list[str]] = {"lead": [], "responsible": [], "cooperating": []}
    for responsibility in task.responsibilities:
        units[responsibility.role].append(responsibility.printed)
    deadline = task.deadline
    entry = task.reports[-1] if task.reports else None
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
        deadline.start.isoformat() if deadline.start else "",
        deadline.end.isoformat() if deadline.end else "",
        "是" if model.is_overdue(task) else "",
        "；".join(map(target_text, task.indicators)),
        "、".join(model.topics[id].name for id in task.topics),
        "、".join(task.basis),
        task.note,
        status_word(entry.status) if entry else "",
        entry.date.isoformat() if entry else "",
        entry.note if entry else "",
        "\n".join(evidence.title for evidence in entry.evidence) if entry else "",
        "\n".join(evidence.url for evidence in entry.evidence) if entry else "",
        "；".join(f"{each.indicator}={figure(each.value)}" for each in entry.readings)
        if entry
        else "",
        entry.unit if entry else "",
        page_address(model, addresses.task_path(task.key)),
    )


def duty_text(model: SiteModel, duty: Duty) -> str:
    """Return the text of the column 分工 in the table of a unit."""
    role = role_text(duty.role)
    return f"{role}（{model.registry.groups[duty.group].name}）" if duty.group else role


def page_address(model: SiteModel, path: str) -> str:
    """Return the address of a page: absolute if `site.base_url` is known, else from the root of the
    site."""
    return f"{model.config.base_url}{file_address(path)}"


def figure(value: float) -> str:
    """Return a figure without needless decimals."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _top(section: Section, sections: Mapping[str, Section]) -> Section:
    seen = {section.id}
    while section.parent in sections and section.parent not in seen:
        section = sections[section.parent]
        seen.add(section.id)
    return section
