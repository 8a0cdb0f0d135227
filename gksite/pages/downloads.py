"""Which files are made from the data, at which addresses, and which of them a page offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from gksite.config.values import Config, ExportFormat
from gksite.diagnostics import Location
from gksite.model.entities import Plan
from gksite.model.occasions import occasions
from gksite.model.site import SiteModel
from gksite.pages import addresses

Scope = Literal["plan", "unit", "authority", "topic", "site"]
FileKind = Literal[
    "csv",
    "xlsx",
    "json",
    "ics",
    "stratml",
    "atom",
    "feed",
    "plans.csv",
    "units.csv",
    "duties.csv",
    "progress.csv",
    "sqlite",
    "datapackage",
    "csvw",
    "schema",
    "pdf",
]

FORMAT_OF: dict[FileKind, ExportFormat] = {
    "csv": "csv",
    "xlsx": "xlsx",
    "json": "json",
    "ics": "ics",
    "stratml": "stratml",
    "atom": "feeds",
    "feed": "feeds",
    "plans.csv": "csv",
    "units.csv": "csv",
    "duties.csv": "csv",
    "progress.csv": "csv",
    "sqlite": "sqlite",
    "datapackage": "datapackage",
    "csvw": "datapackage",
    "schema": "json",
    "pdf": "pdf",
}
"""Kind of file → the name in `exports.formats` of config.yaml that it comes with."""

MEDIA_TYPES: dict[FileKind, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "ics": "text/calendar",
    "stratml": "application/xml",
    "atom": "application/atom+xml",
    "feed": "application/feed+json",
    "plans.csv": "text/csv",
    "units.csv": "text/csv",
    "duties.csv": "text/csv",
    "progress.csv": "text/csv",
    "sqlite": "application/vnd.sqlite3",
    "datapackage": "application/json",
    "csvw": "application/csvm+json",
    "schema": "application/schema+json",
    "pdf": "application/pdf",
}

_PLAN_FILES: dict[FileKind, str] = {
    "csv": "tasks.csv",
    "xlsx": "tasks.xlsx",
    "json": "tasks.json",
    "ics": "tasks.ics",
    "stratml": "stratml.xml",
    "atom": "feed.atom",
    "feed": "feed.json",
    "pdf": "plan.pdf",
}
_ENDINGS: dict[FileKind, str] = {
    "csv": "csv",
    "xlsx": "xlsx",
    "json": "json",
    "ics": "ics",
    "atom": "atom",
    "feed": "feed.json",
}
_SITE_FILES: dict[FileKind, str] = {
    "csv": "tasks.csv",
    "plans.csv": "plans.csv",
    "units.csv": "units.csv",
    "duties.csv": "duties.csv",
    "progress.csv": "progress.csv",
    "xlsx": "tasks.xlsx",
    "json": "site.json",
    "schema": "schema.json",
    "sqlite": "gksite.sqlite",
    "datapackage": "datapackage.json",
    "csvw": "csv-metadata.json",
    "atom": "feed.atom",
    "feed": "feed.json",
}
_OF_AUTHORITY: tuple[FileKind, ...] = ("csv", "xlsx", "json")
_OF_FEEDS: tuple[FileKind, ...] = ("atom", "feed")
_OF_TASKS: tuple[FileKind, ...] = ("csv", "xlsx", "json", "ics", "stratml")
"""What makes no sense without a task."""


class ExportRequest(msgspec.Struct, frozen=True):
    """One file to make: its address from the root of the site, its kind, and whose data it holds
    (`entity` by id or key)."""

    path: str
    kind: FileKind
    scope: Scope
    entity: str = ""


def route_exports(model: SiteModel) -> tuple[ExportRequest, ...]:
    """Every file of data, in a stable order: those of the site, of topics, authorities and
    units, then those of the plans."""
    return (
        *site_exports(model),
        *(request for topic in model.topics for request in topic_exports(model, topic)),
        *(
            request
            for authority in model.registry.authorities
            for request in authority_exports(model, authority)
        ),
        *(request for unit in model.registry.units for request in unit_exports(model, unit)),
        *(request for plan in model.plans.values() for request in plan_exports(model, plan)),
    )


def site_exports(model: SiteModel) -> tuple[ExportRequest, ...]:
    """The files of the whole site."""
    kinds = [
        kind
        for kind in _SITE_FILES
        if kind not in ("datapackage", "csvw") or "csv" in model.config.exports.formats
    ]
    return tuple(
        ExportRequest(addresses.site_export_path(_SITE_FILES[kind]), kind, "site")
        for kind in _wanted(model.config, kinds)
    )


def plan_exports(model: SiteModel, plan: Plan) -> tuple[ExportRequest, ...]:
    """The files of a plan: a calendar where any of its deadlines has a day, the feed also without
    tasks."""
    kinds = [
        kind
        for kind in _PLAN_FILES
        if (plan.tasks or kind not in _OF_TASKS)
        and (kind != "ics" or any(occasions(plan, task) for task in plan.tasks))
    ]
    return tuple(
        ExportRequest(addresses.plan_export_path(plan.id, _PLAN_FILES[kind]), kind, "plan", plan.id)
        for kind in _wanted(model.config, kinds)
    )


def unit_exports(model: SiteModel, unit: str) -> tuple[ExportRequest, ...]:
    """The files of a unit (by key); none for one that no plan names."""
    duties = (*model.named.get(unit, ()), *model.through_groups.get(unit, ()))
    if not duties:
        return ()
    tasks = [model.tasks[duty.task] for duty in duties]
    kinds = [
        kind
        for kind in _ENDINGS
        if kind != "ics" or any(occasions(model.plans[task.plan], task) for task in tasks)
    ]
    return tuple(
        ExportRequest(addresses.unit_export_path(unit, _ENDINGS[kind]), kind, "unit", unit)
        for kind in _wanted(model.config, kinds)
    )


def authority_exports(model: SiteModel, authority: str) -> tuple[ExportRequest, ...]:
    """The files of an authority (by id); none for one without tasks."""
    if not any(plan.tasks for plan in model.plans.values() if plan.authority == authority):
        return ()
    return tuple(
        ExportRequest(
            addresses.authority_export_path(authority, _ENDINGS[kind]), kind, "authority", authority
        )
        for kind in _wanted(model.config, _OF_AUTHORITY)
    )


def topic_exports(model: SiteModel, topic: str) -> tuple[ExportRequest, ...]:
    """The feeds of a topic (by id)."""
    return tuple(
        ExportRequest(addresses.topic_export_path(topic, _ENDINGS[kind]), kind, "topic", topic)
        for kind in _wanted(model.config, _OF_FEEDS)
    )


def source_of(model: SiteModel, request: ExportRequest) -> Location:
    """The place in the sources that a file comes from, for messages."""
    if request.scope == "plan":
        return model.plans[request.entity].location
    if request.scope == "unit":
        return model.registry.units[request.entity].location
    if request.scope == "authority":
        return model.registry.authorities[request.entity].location
    return model.topics[request.entity].location if request.scope == "topic" else Location("gksite")


def _wanted(config: Config, kinds: Iterable[FileKind]) -> Iterable[FileKind]:
    """Of `kinds` those that the settings ask for. Feeds need absolute addresses, so that there are
    none without `site.base_url`."""
    formats = set(config.exports.formats)
    if not config.base_url:
        formats.discard("feeds")
    return (kind for kind in kinds if FORMAT_OF[kind] in formats)
