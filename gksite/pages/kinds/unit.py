"""The contexts of units and groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from gksite.model.entities import Task, Unit
from gksite.model.unit_years import open_groups, year_of_group, year_of_unit, years_of_unit
from gksite.pages.addresses import PageRequest, unit_path, unit_year_path
from gksite.pages.downloads import unit_exports
from gksite.pages.duty_words import count_of_members
from gksite.pages.findings import FINDING_STRINGS, finding
from gksite.pages.head import page_head
from gksite.pages.json_ld import LinkedData
from gksite.pages.kind import PageKind
from gksite.pages.kinds.unit_years import (
    UNIT_YEAR_STRINGS,
    UnitPart,
    has_year_pages,
    unit_part,
    year_addresses,
    year_name,
)
from gksite.pages.parts import (
    Day,
    Fact,
    Finding,
    Link,
    Page,
    PageCode,
    PlanTasks,
    Progress,
)
from gksite.pages.target_entries import (
    TargetEntry,
    overdue_targets,
    target_entries,
    targets_due_soon,
)
from gksite.pages.task_lists import TasksOfYear, other_years, plan_tasks, tasks_by_year, year_title
from gksite.pages.view import View

DUE_SOON_LIMIT = 5


def unit_page(view: View, request: PageRequest) -> UnitPage:
    """Return a unit with what it has in the current year, by what is due first; and in other years,
    here or on pages of their own."""
    model, words = view.model, view.words
    unit = model.registry.units[request.entity]
    years, year = years_of_unit(model, unit, view.years_of), year_of_unit(model, unit)
    has_pages = has_year_pages(years, year)
    current = unit_part(view, unit.key, years[year], is_current=True)
    tasks = [model.tasks[duty.task] for duty in years[year].duties]
    earlier = tuple(
        unit_part(view, unit.key, part, is_current=False, has_page=has_pages)
        for part in years.values()
        if part.year != year
    )
    used = {task.task for part in years.values() for task in part.open_tasks}
    return UnitPage(
        **page_head(
            view,
            request,
            unit.name,
            view.nav("units"),
            view.authority_links[unit.authority],
            section="units",
            description=words.say("description.unit", name=unit.name, count=current.total),
        ),
        name=unit.name,
        kind=view.kind(unit.kind),
        authority=view.authority_links[unit.authority],
        aliases=unit.aliases,
        former_names=_former_names(view, unit),
        span=words.span(unit.since, unit.until),
        is_gone=bool(unit.until),
        note=unit.note,
        parent=view.unit_links.get(unit.parent),
        children=_children(view, unit),
        predecessors=tuple(view.unit_links[key] for key in model.predecessors.get(unit.key, ())),
        successors=tuple(view.unit_links[key] for key in unit.successors),
        groups=_groups(view, unit),
        current=current,
        finding=finding(words, "duties", current.progress, year=year),
        earlier=earlier,
        late_before=_late_before(view, request, earlier),
        targets=_targets(view, tasks),
        open_group_names=tuple(
            view.group_links[group.key]
            for group in open_groups(model, unit)
            if any(one.task in used for one in model.groups.get(group.key, ()))
        ),
        code=view.code(request),
    )


def unit_year_page(view: View, request: PageRequest) -> UnitYearPage:
    """Return what a unit has in another year than the current one; the entity is
    `authority/unit#2024`, with 0 for tasks that belong to no year."""
    model = view.model
    key, _, year = request.entity.partition("#")
    unit, link = model.registry.units[key], view.unit_links[key]
    years, current = years_of_unit(model, unit, view.years_of), year_of_unit(model, unit)
    part = unit_part(view, key, years[int(year)], is_current=False)
    return UnitYearPage(
        **page_head(
            view,
            request,
            f"{unit.name} {part.link.text}",
            view.nav("units"),
            view.authority_links[unit.authority],
            link,
            section="units",
        ),
        unit=link,
        part=part,
        years=tuple(
            Link(
                year_title(view, one),
                unit_path(key) if one == current else unit_year_path(key, year_name(one)),
            )
            for one in years
        ),
    )


def _late_before(view: View, request: PageRequest, earlier: Iterable[UnitPart]) -> tuple[Link, ...]:
    """Return the other years in which a unit has overdue duties, with their number."""
    return tuple(
        Link(
            view.words.say("unit.late_in", year=part.link.text, count=part.progress.overdue),
            part.link.path or f"{request.path}#year-{part.year}",
        )
        for part in earlier
        if part.progress.overdue
    )


def _groups(view: View, unit: Unit) -> tuple[Link, ...]:
    groups = view.model.registry.groups_of.get(unit.key, ())
    return tuple(view.group_links[key] for key in groups)


def _children(view: View, unit: Unit) -> tuple[Link, ...]:
    children = view.model.registry.children.get(unit.key, ())
    return tuple(view.unit_links[key] for key in children)


def _former_names(view: View, unit: Unit) -> tuple[Fact, ...]:
    words = view.words
    return tuple(
        Fact(
            former.name,
            words.say("fact.until", until=words.partial_date(former.until)) if former.until else "",
        )
        for former in unit.former_names
    )


def _targets(view: View, tasks: Sequence[Task]) -> tuple[TargetEntry, ...]:
    soon = targets_due_soon(view, tasks, DUE_SOON_LIMIT)
    return target_entries(view, [*overdue_targets(view, tasks), *soon])


def group_page(view: View, request: PageRequest) -> GroupPage:
    """Return a group: its members on the day of the site, and the tasks that name it, with how its
    members stand of the day of their plan, or of the decision that named it."""
    model = view.model
    group = model.registry.groups[request.entity]
    duties = model.groups.get(group.key, ())
    year = year_of_group(model, group)
    by_year = tasks_by_year(view, (model.tasks[duty.task] for duty in duties))
    own = {duty.task: duty for duty in duties}

    def lists(tasks: Iterable[Task]) -> tuple[PlanTasks, ...]:
        named = [own[task.key] for task in tasks]
        return plan_tasks(view, named, lambda task: count_of_members(view, task, group.key))

    current = by_year.get(year, [])
    day = model.as_of if model.is_dated else date.max
    return GroupPage(
        **page_head(
            view,
            request,
            group.name,
            view.nav("units"),
            view.authority_links[group.authority],
            section="units",
            description=view.words.say(
                "description.unit", name=group.name, count=len(model.outermost(current))
            ),
        ),
        name=group.name,
        authority=view.authority_links[group.authority],
        aliases=group.aliases,
        is_open=group.open,
        members=tuple(view.unit_links[unit.key] for unit in model.members(group.key, day)),
        members_on=view.day(day) if model.is_dated else None,
        year=year,
        tasks=lists(current),
        earlier=other_years(view, by_year, year, lists),
        progress=view.progress(current, year),
    )


class UnitPage(Page, frozen=True, kw_only=True):
    """A unit."""

    template: ClassVar[str] = "unit.html"

    name: str
    kind: str
    authority: Link
    aliases: tuple[str, ...]
    former_names: tuple[Fact, ...]
    span: str
    is_gone: bool
    """Whether it no longer exists."""
    note: str
    parent: Link | None
    children: tuple[Link, ...]
    predecessors: tuple[Link, ...]
    successors: tuple[Link, ...]
    groups: tuple[Link, ...]
    current: UnitPart
    """Of the current year."""
    finding: Finding | None
    """What that comes to."""
    earlier: tuple[UnitPart, ...]
    """Of other years, the latest first; their lists are here or on pages of their own."""
    late_before: tuple[Link, ...]
    """The other years in which duties are overdue, with their number, and where they stand."""
    targets: tuple[TargetEntry, ...]
    """Of the tasks of the current year in which it has a duty: those that are overdue, then those
    that are due soon."""
    open_group_names: tuple[Link, ...]
    code: PageCode | None


class UnitYearPage(Page, frozen=True, kw_only=True):
    """A year of a unit, other than the current one, whose tasks don't fit on the unit's page."""

    template: ClassVar[str] = "unit-year.html"

    unit: Link
    part: UnitPart
    years: tuple[Link, ...]
    """The current year leads to the unit's page."""


class GroupPage(Page, frozen=True, kw_only=True):
    """A group: its members and its tasks."""

    template: ClassVar[str] = "group.html"

    name: str
    authority: Link
    aliases: tuple[str, ...]
    is_open: bool
    members: tuple[Link, ...]
    members_on: Day | None
    """The day of these members, None for those that the registry has last; each task means those of
    the day of its plan, or of the decision that named the group."""
    year: int
    """The current year."""
    tasks: tuple[PlanTasks, ...]
    """Of the current year."""
    earlier: tuple[TasksOfYear, ...]
    """Of other years, the latest first."""
    progress: Progress
    """Of the tasks of the current year."""


UNIT = PageKind(
    name="unit",
    context=unit_page,
    addresses=lambda model: ((unit_path(key), key) for key in model.registry.units),
    depends_on="holder",
    source=lambda model, request: model.registry.units[request.entity].location,
    strings=(
        "description.unit",
        "fact.until",
        "unit.late_in",
        *UNIT_YEAR_STRINGS,
        *FINDING_STRINGS,
    ),
    subject=LinkedData.unit,
    files=unit_exports,
)


UNIT_YEAR = PageKind(
    name="unit-year",
    context=unit_year_page,
    addresses=year_addresses,
    depends_on="holder",
    source=lambda model, request: model.registry.units[request.entity.partition("#")[0]].location,
)


GROUP = PageKind(
    name="group",
    context=group_page,
    addresses=lambda model: ((unit_path(key), key) for key in model.registry.groups),
    depends_on="holder",
    source=lambda model, request: model.registry.groups[request.entity].location,
    strings=("description.unit",),
)
