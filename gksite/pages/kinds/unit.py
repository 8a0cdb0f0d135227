"""The contexts of units and groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from gksite.model.column_units import InColumn
from gksite.model.entities import Unit
from gksite.model.reporting import Duty
from gksite.model.site import GroupTask
from gksite.notation.group_words import can_hold
from gksite.pages.addresses import PageRequest, unit_path
from gksite.pages.downloads import unit_exports
from gksite.pages.due import by_deadline, is_duty_due_soon
from gksite.pages.duty_words import count_of_members
from gksite.pages.findings import FINDING_STRINGS, finding
from gksite.pages.head import page_head
from gksite.pages.json_ld import LinkedData
from gksite.pages.kind import PageKind
from gksite.pages.parts import (
    Day,
    Fact,
    Finding,
    Link,
    Page,
    PageCode,
    PlanTasks,
    Progress,
    TaskLine,
)
from gksite.pages.target_entries import (
    TargetEntry,
    overdue_targets,
    target_entries,
    targets_due_soon,
)
from gksite.pages.task_lists import plan_duties, plan_mentions, plan_tasks
from gksite.pages.view import View
from gksite.pages.wording import ROLE_ORDER
from gksite.values import Value

DUE_SOON_LIMIT = 5


def unit_page(view: View, request: PageRequest) -> UnitPage:
    """Return a unit with its duties: in tasks that name it, through groups, and by issue; those
    that passed on; and the tasks of open groups that may mean it."""
    model, words = view.model, view.words
    unit = model.registry.units[request.entity]
    duties = model.duties.get(unit.key, ())
    counted = model.outermost_duties(duties)
    held = [duty for duty in counted if not model.tasks[duty.task].is_withdrawn]
    open_duties, open_groups = _open_duties(view, unit, {duty.task for duty in duties})
    progress = view.progress_of_duties(duties)
    soon = [duty for duty in duties if is_duty_due_soon(model, duty)]
    return UnitPage(
        **page_head(
            view,
            request,
            unit.name,
            view.nav("units"),
            view.authority_links[unit.authority],
            section="units",
            description=words.say("description.unit", name=unit.name, count=len(counted)),
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
        total=len(held),
        counts=_role_counts(view, held),
        progress=progress,
        finding=finding(words, "duties", progress),
        overdue=_lines(view, _by_deadline(view, filter(model.is_duty_overdue, duties))),
        due_soon=_lines(view, _by_deadline(view, soon)[:DUE_SOON_LIMIT]),
        targets=_targets(view, duties),
        named=plan_duties(view, [d for d in duties if not (d.group or d.by_issue)], counted),
        through_groups=plan_duties(view, [duty for duty in duties if duty.group], counted),
        by_issue=plan_duties(view, [duty for duty in duties if duty.by_issue], counted),
        passed=plan_duties(view, model.passed.get(unit.key, ())),
        in_columns=plan_mentions(view, _without(model.in_columns.get(unit.key, ()), duties)),
        open_groups=plan_tasks(view, open_duties),
        open_group_names=open_groups,
        code=view.code(request),
    )


def _without(named: Iterable[InColumn], duties: Iterable[Duty]) -> list[InColumn]:
    """Return the tasks that name a unit in columns, but those in which it has a duty."""
    held = {duty.task for duty in duties}
    return [one for one in named if one.task not in held]


def _groups(view: View, unit: Unit) -> tuple[Link, ...]:
    groups = view.model.registry.groups.values()
    return tuple(view.group_links[group.key] for group in groups if unit.key in group.members)


def _children(view: View, unit: Unit) -> tuple[Link, ...]:
    return tuple(
        view.unit_links[other.key]
        for other in view.model.registry.units.values()
        if other.parent == unit.key
    )


def _former_names(view: View, unit: Unit) -> tuple[Fact, ...]:
    words = view.words
    return tuple(
        Fact(
            former.name,
            words.say("fact.until", until=words.partial_date(former.until)) if former.until else "",
        )
        for former in unit.former_names
    )


def _targets(view: View, duties: Iterable[Duty]) -> tuple[TargetEntry, ...]:
    tasks = [view.model.tasks[duty.task] for duty in duties]
    soon = targets_due_soon(view, tasks, DUE_SOON_LIMIT)
    return target_entries(view, [*overdue_targets(view, tasks), *soon])


def _by_deadline(view: View, duties: Iterable[Duty]) -> list[Duty]:
    return sorted(duties, key=lambda duty: by_deadline(view.model.tasks[duty.task]))


def _lines(view: View, duties: Iterable[Duty]) -> tuple[TaskLine, ...]:
    return tuple(map(view.duty_line, duties))


def group_page(view: View, request: PageRequest) -> GroupPage:
    """Return a group: its members on the day of the site, and the tasks that name it, with how its
    members stand of the day of their plan, or of the decision that named it."""
    model = view.model
    group = model.registry.groups[request.entity]
    duties = model.groups.get(group.key, ())
    counted = model.outermost(model.tasks[duty.task] for duty in duties)
    day = model.as_of if model.is_dated else date.max
    return GroupPage(
        **page_head(
            view,
            request,
            group.name,
            view.nav("units"),
            view.authority_links[group.authority],
            section="units",
            description=view.words.say("description.unit", name=group.name, count=len(counted)),
        ),
        name=group.name,
        authority=view.authority_links[group.authority],
        aliases=group.aliases,
        is_open=group.open,
        members=tuple(view.unit_links[unit.key] for unit in model.members(group.key, day)),
        members_on=view.day(day) if model.is_dated else None,
        tasks=plan_tasks(view, duties, lambda task: count_of_members(view, task, group.key)),
        progress=view.progress(counted),
    )


def _open_duties(
    view: View, unit: Unit, known: set[str]
) -> tuple[list[GroupTask], tuple[Link, ...]]:
    """Return the tasks of the authority's open groups that may mean a unit of this kind which
    existed on the day that names in the task are of, without those that the unit has anyway, and
    those of plans that were signed when the group had members."""
    model = view.model

    def may_mean(task: str, group: str) -> bool:
        day, plan = model.day_of_names(model.tasks[task]), model.plans[model.tasks[task].plan]
        stated = task in known or plan.members_of(group, day)
        return not stated and model.registry.existed(unit.key, day)

    groups = [
        group
        for group in model.registry.groups.values()
        if group.open
        and group.authority == unit.authority
        and can_hold(group.name, unit.name, unit.kind)
    ]
    duties = {
        duty.task: (duty, group.key)
        for group in groups
        for duty in model.groups.get(group.key, ())
        if may_mean(duty.task, group.key)
    }
    used = {key for _, key in duties.values()}
    return [duty for duty, _ in duties.values()], tuple(
        view.group_links[group.key] for group in groups if group.key in used
    )


def _role_counts(view: View, held: Sequence[Duty]) -> tuple[RoleCount, ...]:
    """Return in how many of its duties a unit leads, is responsible, cooperates."""
    counts = {role: sum(duty.role == role for duty in held) for role in ROLE_ORDER}
    return tuple(
        RoleCount(role, view.role_words[role], count) for role, count in counts.items() if count
    )


class RoleCount(Value, frozen=True):
    """How many of its duties a unit has in a role."""

    role: str
    label: str
    count: int


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
    total: int
    """Its duties, without those in withdrawn tasks: what every figure is out of."""
    counts: tuple[RoleCount, ...]
    progress: Progress
    """Of its duties, by its own reports."""
    finding: Finding | None
    overdue: tuple[TaskLine, ...]
    due_soon: tuple[TaskLine, ...]
    targets: tuple[TargetEntry, ...]
    """Of the tasks in which it has a duty: those that are overdue, then those that are due soon."""
    named: tuple[PlanTasks, ...]
    """Newest plan first."""
    through_groups: tuple[PlanTasks, ...]
    by_issue: tuple[PlanTasks, ...]
    """Duties in tasks that name nobody, of plans that it issued."""
    passed: tuple[PlanTasks, ...]
    """Duties that other units took over."""
    in_columns: tuple[PlanTasks, ...]
    """Tasks that name it in a column of their document's own, each with the head of that: no
    duties."""
    open_groups: tuple[PlanTasks, ...]
    """Tasks of open groups of its authority, which may mean it: said so."""
    open_group_names: tuple[Link, ...]
    code: PageCode | None


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
    tasks: tuple[PlanTasks, ...]
    progress: Progress


UNIT = PageKind(
    name="unit",
    context=unit_page,
    addresses=lambda model: ((unit_path(key), key) for key in model.registry.units),
    depends_on="holder",
    source=lambda model, request: model.registry.units[request.entity].location,
    strings=("description.unit", "fact.until", *FINDING_STRINGS),
    subject=LinkedData.unit,
    files=unit_exports,
)


GROUP = PageKind(
    name="group",
    context=group_page,
    addresses=lambda model: ((unit_path(key), key) for key in model.registry.groups),
    depends_on="holder",
    source=lambda model, request: model.registry.groups[request.entity].location,
    strings=("description.unit",),
)
