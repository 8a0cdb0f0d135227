"""The rows of targets, and of what units reported on them, in the SQLite file."""

from __future__ import annotations

from gksite.exports.sqlite_columns import Row
from gksite.model.site import SiteModel
from gksite.model.states import on_target


def target_rows(model: SiteModel) -> dict[str, list[Row]]:
    """Return the rows of the tables `targets` and `target_duties`; those that were reported on."""
    targets: list[Row] = []
    duties: list[Row] = []
    for task in model.tasks.values():
        for place, target in enumerate(task.targets, 1):
            due = task.due_of(target).end
            targets.append(
                (
                    task.key, target.id, place, target.by.raw, due.isoformat() if due else None,
                    target.text or None, target.value, target.indicator or None, target.status,
                    int(target.is_reached), int(model.is_target_overdue(task, target)),
                )
            )  # fmt: skip
            for number, duty in enumerate(on_target(task, target), 1):
                if duty.latest >= 0:
                    day = task.reports[duty.latest].date.isoformat()
                    own = (task.key, target.id, number, duty.status, duty.latest + 1, day)
                    duties.append(own)
    return {"targets": targets, "target_duties": duties}
