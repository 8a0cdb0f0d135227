"""Which files are made from the data, at which addresses."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gksite.config.formats import FILES, FileRow, Scope, files_made
from gksite.diagnostics import Location
from gksite.model.entities import Plan, Task
from gksite.model.occasions import occasions, target_occasions
from gksite.model.site import SiteModel
from gksite.pages.addresses import SUBSCRIBE_PATH


class ExportRequest(msgspec.Struct, frozen=True):
    """A file to make: its address from the root of the site, its kind, and whose data it holds
    (`entity` by id or key)."""

    path: str
    kind: str
    scope: Scope
    entity: str = ""


def route_exports(model: SiteModel) -> tuple[ExportRequest, ...]:
    """Return all files of data, in a stable order: those of the site, of topics, authorities and
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
    """Return the files of the whole site."""
    return _requests(model, "site")


def plan_exports(model: SiteModel, plan: Plan) -> tuple[ExportRequest, ...]:
    """Return the files of a plan."""
    return _requests(model, "plan", plan.id, plan.tasks)


def unit_exports(model: SiteModel, unit: str) -> tuple[ExportRequest, ...]:
    """Return the files of a unit (by key); none if no plan names it. One whose duties all passed
    on, or were taken by decisions, keeps its feeds, which say so."""
    tasks = [model.tasks[duty.task] for duty in model.duties.get(unit, ())]
    has_any = tasks or any(duty.passed_on for duty in model.passed.get(unit, ()))
    return _requests(model, "unit", unit, tasks) if has_any else ()


def authority_exports(model: SiteModel, authority: str) -> tuple[ExportRequest, ...]:
    """Return the files of an authority (by id)."""
    tasks = [task for plan in model.plans_of(authority) for task in plan.tasks]
    return _requests(model, "authority", authority, tasks)


def topic_exports(model: SiteModel, topic: str) -> tuple[ExportRequest, ...]:
    """Return the files of a topic (by id)."""
    tasks = [task for task in model.tasks.values() if topic in task.topics]
    return _requests(model, "topic", topic, tasks)


def card_of(model: SiteModel, plan: Plan | None) -> str:
    """Return the address of the picture for shared links to the pages of a plan, or to others; ""
    where the site has none."""
    config, paths = model.config, FILES["card"].paths
    if "cards" not in config.exports.formats or not config.base_url:
        return ""
    return paths["plan"].format(plan.id) if plan and plan.tasks else paths["site"]


def has_calendars(model: SiteModel) -> bool:
    """Whether any plan has a calendar of its deadlines."""
    return any(
        request.kind == "ics"
        for plan in model.plans.values()
        for request in plan_exports(model, plan)
    )


def subscribe_path(model: SiteModel) -> str:
    """Return the address of the page that says how to subscribe; "" where there is nothing to."""
    has_feeds = any(file.format == "feeds" for file in files_of(model))
    return SUBSCRIBE_PATH if has_feeds or has_calendars(model) else ""


def source_of(model: SiteModel, request: ExportRequest) -> Location:
    """Return the place in the sources that a file comes from, for messages."""
    if request.scope == "plan":
        return model.plans[request.entity].location
    if request.scope == "unit":
        return model.registry.units[request.entity].location
    if request.scope == "authority":
        return model.registry.authorities[request.entity].location
    return model.topics[request.entity].location if request.scope == "topic" else Location("gksite")


def _requests(
    model: SiteModel, scope: Scope, entity: str = "", tasks: Sequence[Task] = ()
) -> tuple[ExportRequest, ...]:
    """Return the files of a scope in the formats that the settings ask for."""
    return tuple(
        ExportRequest(file.paths[scope].format(entity), file.kind, scope, entity)
        for file in files_of(model)
        if scope in file.paths and (scope == "site" or _is_needed(model, file, tasks))
    )


def files_of(model: SiteModel) -> tuple[FileRow, ...]:
    """Return the kinds of files that the site has."""
    config = model.config
    return files_made(config.exports.formats, config.base_url, model.parts_of_data)


def _is_needed(model: SiteModel, file: FileRow, tasks: Sequence[Task]) -> bool:
    if file.needs == "days":
        return any(
            occasions(model.plans[task.plan], task) or target_occasions(task) for task in tasks
        )
    return bool(tasks) if file.needs == "tasks" else True
