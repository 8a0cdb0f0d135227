"""The CSV tables besides that of the tasks: plans, units, duties and reports."""

from __future__ import annotations

from collections.abc import Iterable

from gksite.exports.csv_table import csv_file, csv_lines
from gksite.exports.open_columns import cell_rows
from gksite.exports.task_columns import (
    basis_cells,
    day_text,
    page_address,
    report_cells,
    report_of_duty,
)
from gksite.exports.words import STANDINGS, role_text, status_word, verdict_word
from gksite.model.site import SiteModel
from gksite.model.tables import ASSESSMENTS, CELLS, TABLES
from gksite.pages import addresses

_HEADS = {table.name: table.heads for table in TABLES}


def plans_csv(model: SiteModel) -> bytes:
    """Return the table `plans`."""
    return csv_file(_HEADS["plans"], [csv_lines(_plan_rows(model))])


def units_csv(model: SiteModel) -> bytes:
    """Return the table `units`: units, then groups."""
    return csv_file(_HEADS["units"], [csv_lines(_unit_rows(model))])


def duties_csv(model: SiteModel) -> bytes:
    """Return the table `duties`: the responsibilities of each task as printed."""
    return csv_file(_HEADS["duties"], [csv_lines(_duty_rows(model))])


def unit_duties_csv(model: SiteModel) -> bytes:
    """Return the table `unit_duties`: each unit's duty in each task, with its own state."""
    return csv_file(_HEADS["unit_duties"], [csv_lines(_unit_duty_rows(model))])


def passed_duties_csv(model: SiteModel) -> bytes:
    """Return the table `passed_duties`: the duties that transfers took from their units."""
    return csv_file(_HEADS["passed_duties"], [csv_lines(_passed_duty_rows(model))])


def progress_csv(model: SiteModel) -> bytes:
    """Return the table `progress`: the reports on each task."""
    return csv_file(_HEADS["progress"], [csv_lines(_progress_rows(model))])


def assessments_csv(model: SiteModel) -> bytes:
    """Return the table `assessments`: what somebody else than the unit found."""
    return csv_file(ASSESSMENTS.heads, [csv_lines(_assessment_rows(model))])


def cells_csv(model: SiteModel) -> bytes:
    """Return the table `cells`: the cells in columns of a document's own."""
    keys = [column.key for column in CELLS.columns]
    numbers = {keys.index("number")}
    return csv_file(CELLS.heads, [csv_lines(cell_rows(model.plans.values()), numbers)])


def _plan_rows(model: SiteModel) -> Iterable[tuple[str, ...]]:
    for plan in model.plans.values():
        authority = model.registry.authorities.get(plan.authority)
        yield (
            plan.id,
            plan.title,
            str(plan.year),
            plan.authority,
            authority.name if authority else "",
            plan.issuer_name,
            plan.document_number,
            plan.index_number,
            plan.written.isoformat() if plan.written else "",
            plan.public_since[:10],
            plan.validity,
            str(len(plan.whole_tasks)),
            page_address(model, addresses.plan_path(plan.id)),
            plan.period.text,
            plan.kind.name,
        )


def _unit_rows(model: SiteModel) -> Iterable[tuple[str, ...]]:
    for unit in model.registry.units.values():
        page = page_address(model, addresses.unit_path(unit.key))
        yield (
            unit.key,
            unit.name,
            unit.authority,
            "单位",
            unit.kind,
            "、".join(unit.aliases),
            unit.since,
            unit.until,
            page,
        )
    for group in model.registry.groups.values():
        page = page_address(model, addresses.unit_path(group.key))
        yield (
            group.key,
            group.name,
            group.authority,
            "集合单位",
            "",
            "、".join(group.aliases),
            "",
            "",
            page,
        )


def _duty_rows(model: SiteModel) -> Iterable[tuple[str, ...]]:
    for plan in model.plans.values():
        for task in plan.tasks:
            for place, duty in enumerate(task.responsibilities, 1):
                yield (
                    plan.id,
                    task.id,
                    str(place),
                    role_text(duty.role),
                    duty.printed,
                    duty.unit or duty.group,
                )


def _unit_duty_rows(model: SiteModel) -> Iterable[tuple[str, ...]]:
    for task in model.tasks.values():
        for place, duty in enumerate(task.duties, 1):
            *report, reporter = basis_cells(report_of_duty(task, duty))
            yield (
                task.plan,
                task.id,
                str(place),
                role_text(duty.role),
                duty.unit,
                duty.name,
                duty.group,
                "是" if duty.by_issue else "",
                status_word(duty.status),
                "是" if model.is_duty_overdue(duty) else "",
                *report,
                reporter or duty.name,
                day_text(duty.since),
                "、".join(duty.came_from),
                "是" if task.is_withdrawn else "",
            )


def _passed_duty_rows(model: SiteModel) -> Iterable[tuple[str, ...]]:
    for task in model.tasks.values():
        for place, duty in enumerate(task.passed, 1):
            yield (
                task.plan,
                task.id,
                str(place),
                role_text(duty.role),
                duty.unit,
                duty.name,
                duty.group,
                duty.passed_to,
                day_text(duty.passed_on),
            )


def _progress_rows(model: SiteModel) -> Iterable[tuple[str, ...]]:
    for task in model.tasks.values():
        for place, report in enumerate(task.reports, 1):
            day, *cells = report_cells(report)
            act = report.taken_back
            yield (
                task.plan,
                task.id,
                str(place),
                day,
                status_word(report.status),
                *cells,
                report.reporter,
                STANDINGS[report.standing],
                day_text(act.date if act else None),
                act.by if act else "",
                ("更正" if act.corrected else act.why) if act else "",
                report.target,
            )


def _assessment_rows(model: SiteModel) -> Iterable[tuple[str, ...]]:
    units = model.registry.units
    for task in model.tasks.values():
        for place, found in enumerate(task.assessments, 1):
            yield (
                task.plan,
                task.id,
                str(place),
                found.date.isoformat(),
                found.holder if found.holder in units else "",
                found.unit,
                verdict_word(found.verdict),
                found.by,
                found.assessor if found.assessor in units else "",
                found.note,
            )
