"""Who reported: the unit that a report names, on its day."""

from __future__ import annotations

from datetime import date

import msgspec

from gksite.model.registry import Registry
from gksite.model.reporting import Report

replace = msgspec.structs.replace


def with_reporter(registry: Registry, authority: str, report: Report) -> Report:
    """Return a report with the key of its unit and the unit's name, where the registry knows it."""
    if not report.unit:
        return report
    key = reporter(registry, authority, report.unit, report.date)
    if key not in registry.units:
        return report
    is_id = report.unit in (key, key.rpartition("/")[2])
    name = registry.units[key].name if is_id else report.unit
    return replace(report, reporter=key, unit=name)


def reporter(registry: Registry, authority: str, name: str, day: date) -> str:
    """Return the key of the unit that `name` means; the name itself where the registry does not
    know it, or knows several of that name."""
    keys = reporters(registry, authority, name, day) if name else []
    return keys[0] if len(keys) == 1 else name


def reporters(registry: Registry, authority: str, name: str, day: date) -> list[str]:
    """Return the keys of the units that a report may mean by `name`: an id of the authority's
    registry, `authority/id`, or a name as `Registry.find` takes it."""
    for key in (f"{authority}/{name}", name):
        if key in registry.units:
            return [key]
    return [key for key in registry.find(authority, name, day) if key in registry.units]
