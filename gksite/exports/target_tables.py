"""The CSV tables of targets, of what units reported on them, and of adjustments."""

from __future__ import annotations

from collections.abc import Iterable

from gksite.exports.csv_table import csv_file, csv_lines
from gksite.exports.task_columns import day_text, figure, report_cells
from gksite.exports.words import WITHDRAWN, status_word
from gksite.model.site import SiteModel
from gksite.model.states import on_target
from gksite.model.tables import ADJUSTMENTS, TARGETS

_TARGETS, _UNIT_TARGETS = TARGETS
_VALUES = {[column.key for column in _TARGETS.columns].index("value")}


def targets_csv(model: SiteModel) -> bytes:
    """Return the table `targets`."""
    return csv_file(_TARGETS.heads, [csv_lines(_target_rows(model), _VALUES)])


def unit_targets_csv(model: SiteModel) -> bytes:
    """Return the table `unit_targets`: what each unit with a duty reported last on each target."""
    return csv_file(_UNIT_TARGETS.heads, [csv_lines(_unit_rows(model))])


def adjustments_csv(model: SiteModel) -> bytes:
    """Return the table `adjustments`."""
    return csv_file(ADJUSTMENTS.heads, [csv_lines(_adjustment_rows(model))])


def _target_rows(model: SiteModel) -> Iterable[tuple[str, ...]]:
    for task in model.tasks.values():
        for place, target in enumerate(task.targets, 1):
            yield (
                task.plan,
                task.id,
                target.id,
                str(place),
                target.by.raw,
                day_text(task.due_of(target).end),
                target.text,
                "" if target.value is None else figure(target.value),
                target.indicator,
                WITHDRAWN if task.is_withdrawn else status_word(target.status),
                "是" if target.is_reached else "",
                "是" if model.is_target_overdue(task, target) else "",
            )


def _unit_rows(model: SiteModel) -> Iterable[tuple[str, ...]]:
    for task in model.tasks.values():
        for target in task.targets:
            for place, duty in enumerate(on_target(task, target), 1):
                latest = task.reports[duty.latest] if duty.latest >= 0 else None
                day, note, _, _, readings, _ = report_cells(latest)
                yield (
                    task.plan,
                    task.id,
                    target.id,
                    str(place),
                    duty.unit,
                    duty.name,
                    status_word(duty.status),
                    day,
                    note,
                    readings,
                )


def _adjustment_rows(model: SiteModel) -> Iterable[tuple[str, ...]]:
    for task in model.tasks.values():
        for place, item in enumerate(task.adjustments, 1):
            yield (
                task.plan,
                task.id,
                str(place),
                item.date.isoformat(),
                item.target,
                item.deadline.raw if item.deadline else "",
                day_text(item.deadline.end) if item.deadline else "",
                item.units_printed,
                item.text,
                "是" if item.withdrawn else "",
                item.what,
                item.approved_by,
                item.why,
            )
