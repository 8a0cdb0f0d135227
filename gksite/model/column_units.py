"""The units that columns of a document's own name (申报单位, 督查单位): no duties, but listed."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from gksite.model.entities import Plan


class InColumn(msgspec.Struct, frozen=True):
    """A task (its key) that names a unit in columns of its document's own, by their heads."""

    task: str
    heads: tuple[str, ...]


def units_in_columns(plans: Iterable[Plan]) -> dict[str, tuple[InColumn, ...]]:
    """Return the tasks that name each unit (by key) in columns of units, as printed."""
    found: dict[str, dict[str, list[str]]] = {}
    for plan in plans:
        heads = {
            (each.id, column.key): column.head
            for each in plan.lists
            for column in each.open_columns
            if column.type == "unit"
        }
        for task in plan.tasks if heads else ():
            for cell in task.cells:
                head = heads.get((task.list, cell.column))
                for one in cell.units if head else ():
                    if one.unit and head:
                        own = found.setdefault(one.unit, {}).setdefault(task.key, [])
                        own.append(head)
    return {
        unit: tuple(InColumn(task, tuple(dict.fromkeys(heads))) for task, heads in own.items())
        for unit, own in found.items()
    }
