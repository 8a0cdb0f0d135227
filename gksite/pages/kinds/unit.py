"""The contexts of the units index, of authorities, units and groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import ClassVar

from gksite.model.entities import Authority, Group, Unit
from gksite.model.pinyin import initial
from gksite.model.site import Duty
from gksite.notation.group_words import can_hold
from gksite.pages.addresses import PageRequest, authority_path, unit_path
from gksite.pages.downloads import authority_exports, unit_exports
from gksite.pages.head import page_head
from gksite.pages.json_ld import LinkedData
from gksite.pages.kind import PageKind
from gksite.pages.parts import (
    Fact,
    Link,
    Page,
    PageCode,
    PlanTasks,
    Progress,
    TaskLine,
    YearOfPlans,
)
from gksite.pages.view import View
from gksite.pages.wording import ROLE_ORDER
from gksite.values import Value

DUE_SOON_LIMIT = 5


def units_page(view: View, request: PageRequest) -> UnitsPage:
    """All units: by authority and kind, and from A to Z by pinyin."""
    registry, sounds = view.model.registry, view.model.sounds
    ordered = sorted(
        registry.units.values(),
        key=lambda unit: (initial(sounds[unit.name]), sounds[unit.name], unit.key),
    )
    title = view.words["nav.units"]
    return UnitsPage(
        **page_head(view, request, title, section="units"),
        authorities=tuple(
            _authority_units(view, authority) for authority in registry.authorities.values()
        ),
        letters=tuple(
            Letter(
                letter,
                f"letter-{'other' if letter == '#' else letter}",
                tuple(_unit_line(view, unit, with_place=True) for unit in units),
            )
            for letter, units in groupby(ordered, key=lambda unit: initial(sounds[unit.name]))
        ),
    )


def authority_page(view: View, request: PageRequest) -> AuthorityPage:
    """An authority with its plans and units."""
    model = view.model
    authority = model.registry.authorities[request.entity]
    plans = [plan for plan in model.plans.values() if plan.authority == authority.id]
    return AuthorityPage(
        **page_head(view, request, authority.name, view.nav("units"), section="units"),
        name=authority.name,
        short_name=authority.short_name if authority.short_name != authority.name else "",
        kind=authority.kind,
        parent=view.authority_links.get(authority.parent),
        children=tuple(
            view.authority_links[other.id]
            for other in model.registry.authorities.values()
            if other.parent == authority.id
        ),
        years=tuple(
            YearOfPlans(year, tuple(view.plan_line(plan) for plan in own))
            for year, own in groupby(plans, key=lambda p: p.year)
        ),
        units=_authority_units(view, authority),
    )


def unit_page(view: View, request: PageRequest) -> UnitPage:
    """A unit: what it must do, by when, what is late; named, through groups, and perhaps through
    open groups."""
    model, words = view.model, view.words
    unit = model.registry.units[request.entity]
    named, through = model.named.get(unit.key, ()), model.through_groups.get(unit.key, ())
    own = [model.tasks[duty.task] for duty in named]
    mine = [model.tasks[duty.task] for duty in (*named, *through)]
    open_duties, open_groups = _open_duties(view, unit, {task.key for task in mine})
    overdue, soon = view.overdue(mine), view.due_soon(mine, DUE_SOON_LIMIT)
    roles = {duty.task: duty for duty in (*named, *through)}
    overdue_of = len(mine) if view.progress(mine).tracked else 0
    return UnitPage(
        **page_head(
            view,
            request,
            unit.name,
            view.nav("units"),
            view.authority_links[unit.authority],
            section="units",
            description=words.say("description.unit", name=unit.name, count=len(named)),
        ),
        name=unit.name,
        kind=view.kind(unit.kind),
        authority=view.authority_links[unit.authority],
        aliases=unit.aliases,
        former_names=tuple(
            Fact(
                former.name,
                words.say("fact.until", until=words.partial_date(former.until))
                if former.until
                else "",
            )
            for former in unit.former_names
        ),
        span=words.span(unit.since, unit.until),
        is_gone=bool(unit.until),
        note=unit.note,
        parent=view.unit_links.get(unit.parent),
        children=tuple(
            view.unit_links[other.key]
            for other in model.registry.units.values()
            if other.parent == unit.key
        ),
        predecessors=tuple(view.unit_links[key] for key in model.predecessors.get(unit.key, ())),
        successors=tuple(view.unit_links[key] for key in unit.successors),
        groups=tuple(
            view.group_links[group.key]
            for group in model.registry.groups.values()
            if unit.key in group.members
        ),
        counts=_role_counts(view, named),
        progress=view.progress(own),
        overdue_of=overdue_of,
        overdue=tuple(
            view.task_line(task, role=roles[task.key].role, via=roles[task.key].group)
            for task in overdue
        ),
        due_soon=tuple(
            view.task_line(task, role=roles[task.key].role, via=roles[task.key].group)
            for task in soon
        ),
        named=view.plan_tasks(named),
        through_groups=view.plan_tasks(through),
        open_groups=view.plan_tasks(open_duties),
        open_group_names=open_groups,
        code=view.code(request),
    )


def group_page(view: View, request: PageRequest) -> GroupPage:
    """A group: whom it means today, and the tasks that name it."""
    model = view.model
    group = model.registry.groups[request.entity]
    duties = model.named.get(group.key, ())
    return GroupPage(
        **page_head(
            view,
            request,
            group.name,
            view.nav("units"),
            view.authority_links[group.authority],
            section="units",
            description=view.words.say("description.unit", name=group.name, count=len(duties)),
        ),
        name=group.name,
        authority=view.authority_links[group.authority],
        aliases=group.aliases,
        is_open=group.open,
        members=tuple(
            view.unit_links[unit.key] for unit in model.members(group.key, model.as_of.year)
        ),
        tasks=view.plan_tasks(duties),
        progress=view.progress(model.tasks[duty.task] for duty in duties),
    )


def _open_duties(view: View, unit: Unit, known: set[str]) -> tuple[list[Duty], tuple[Link, ...]]:
    """The tasks of its authority's open groups that may mean a unit of its kind, without those
    that it has anyway."""
    groups = [
        group
        for group in view.model.registry.groups.values()
        if group.open
        and group.authority == unit.authority
        and can_hold(group.name, unit.name, unit.kind)
    ]
    duties = {
        duty.task: Duty(duty.task, duty.role, group.key)
        for group in groups
        for duty in view.model.named.get(group.key, ())
        if duty.task not in known
    }
    used = {duty.group for duty in duties.values()}
    return list(duties.values()), tuple(
        view.group_links[group.key] for group in groups if group.key in used
    )


def _role_counts(view: View, named: Sequence[Duty]) -> tuple[RoleCount, ...]:
    """In how many of all tasks of the plans that name it a unit leads, is responsible,
    cooperates."""
    plans = dict.fromkeys(duty.task.partition("#")[0] for duty in named)
    total = sum(len(view.model.plans[plan].tasks) for plan in plans)
    counts = {role: sum(duty.role == role for duty in named) for role in ROLE_ORDER}
    return tuple(
        RoleCount(role, view.role_words[role], count, total)
        for role, count in counts.items()
        if count
    )


def _authority_units(view: View, authority: Authority) -> AuthorityUnits:
    kinds = list(dict.fromkeys(unit.kind for unit in authority.units))
    return AuthorityUnits(
        authority=view.authority_links[authority.id],
        anchor=f"authority-{authority.id}",
        kinds=tuple(
            UnitKind(
                view.kind(kind) or view.words["kind.other"],
                _unit_lines(view, (u for u in authority.units if u.kind == kind)),
            )
            for kind in kinds
        ),
        groups=tuple(_group_line(view, group) for group in authority.groups),
    )


def _unit_lines(view: View, units: Iterable[Unit]) -> tuple[UnitLine, ...]:
    return tuple(_unit_line(view, unit) for unit in units)


def _unit_line(view: View, unit: Unit, *, with_place: bool = False) -> UnitLine:
    link = view.unit_links[unit.key]
    if with_place:
        link = Link(link.text, link.path, view.authority_links[unit.authority].text)
    named = view.model.named.get(unit.key, ())
    through = view.model.through_groups.get(unit.key, ())
    lead = sum(duty.role == "lead" for duty in named)
    return UnitLine(
        link, unit.aliases, len(named), len(through), lead, view.words.span(unit.since, unit.until)
    )


def _group_line(view: View, group: Group) -> UnitLine:
    return UnitLine(
        view.group_links[group.key],
        group.aliases,
        len(view.model.named.get(group.key, ())),
        0,
        0,
        "",
    )


class UnitLine(Value, frozen=True):
    """A unit in an index: tasks named in, and meant through groups."""

    link: Link
    aliases: tuple[str, ...]
    named: int
    through_groups: int
    lead: int
    span: str
    """«2019—2024年3月» where it no longer exists or is new, else ""."""


class UnitKind(Value, frozen=True):
    """Units of one kind."""

    kind: str
    units: tuple[UnitLine, ...]


class AuthorityUnits(Value, frozen=True):
    """The units of one authority, by kind; its groups."""

    authority: Link
    anchor: str
    kinds: tuple[UnitKind, ...]
    groups: tuple[UnitLine, ...]


class Letter(Value, frozen=True):
    """Units whose pinyin begins with a letter (`#` for the rest)."""

    letter: str
    anchor: str
    units: tuple[UnitLine, ...]


class UnitsPage(Page, frozen=True, kw_only=True):
    """The units index."""

    template: ClassVar[str] = "units.html"

    authorities: tuple[AuthorityUnits, ...]
    letters: tuple[Letter, ...]


class AuthorityPage(Page, frozen=True, kw_only=True):
    """An authority: its plans and its units."""

    template: ClassVar[str] = "authority.html"

    name: str
    short_name: str
    kind: str
    parent: Link | None
    children: tuple[Link, ...]
    years: tuple[YearOfPlans, ...]
    units: AuthorityUnits


class RoleCount(Value, frozen=True):
    """How many tasks a unit has in a role; `total` are all tasks of the plans that name it."""

    role: str
    label: str
    count: int
    total: int


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
    counts: tuple[RoleCount, ...]
    progress: Progress
    """Of the tasks that name it."""
    overdue: tuple[TaskLine, ...]
    overdue_of: int
    """Of how many tasks: those that name it or mean it through a group; 0 where nothing was ever
    reported of their plans."""
    due_soon: tuple[TaskLine, ...]
    named: tuple[PlanTasks, ...]
    """Newest plan first."""
    through_groups: tuple[PlanTasks, ...]
    open_groups: tuple[PlanTasks, ...]
    """Tasks of open groups of its authority, which may mean it: said so."""
    open_group_names: tuple[Link, ...]
    code: PageCode | None


class GroupPage(Page, frozen=True, kw_only=True):
    """A group: whom it means, and its tasks."""

    template: ClassVar[str] = "group.html"

    name: str
    authority: Link
    aliases: tuple[str, ...]
    is_open: bool
    members: tuple[Link, ...]
    tasks: tuple[PlanTasks, ...]
    progress: Progress


UNITS = PageKind(
    name="units",
    context=units_page,
    addresses=lambda model: [("units/index.html", "")],
    depends_on="site",
    source="content/units/",
    strings=("kind.other",),
)

AUTHORITY = PageKind(
    name="authority",
    context=authority_page,
    addresses=lambda model: ((authority_path(id), id) for id in model.registry.authorities),
    depends_on="site",
    source=lambda model, request: model.registry.authorities[request.entity].location,
    strings=("kind.other",),
    subject=LinkedData.authority_with_parent,
    files=authority_exports,
)

UNIT = PageKind(
    name="unit",
    context=unit_page,
    addresses=lambda model: ((unit_path(key), key) for key in model.registry.units),
    depends_on="holder",
    source=lambda model, request: model.registry.units[request.entity].location,
    strings=("description.unit", "fact.until"),
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
