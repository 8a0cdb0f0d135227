"""The contexts of the units index and of authorities."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import ClassVar

from gksite.model.entities import Authority, Group, Unit
from gksite.model.pinyin import initial
from gksite.pages.addresses import PageRequest, authority_path
from gksite.pages.downloads import authority_exports
from gksite.pages.head import page_head
from gksite.pages.json_ld import LinkedData
from gksite.pages.kind import PageKind
from gksite.pages.parts import (
    Link,
    Page,
    YearOfPlans,
)
from gksite.pages.selection import plans_by_year
from gksite.pages.view import View
from gksite.values import Value


def units_page(view: View, request: PageRequest) -> UnitsPage:
    """Return all units: by authority and kind, and from A to Z by pinyin."""
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
    """Return an authority with its plans and units."""
    model = view.model
    authority = model.registry.authorities[request.entity]
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
            YearOfPlans(year, tuple(map(view.plan_line, own)))
            for year, own in plans_by_year(model, authority.id)
        ),
        units=_authority_units(view, authority),
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
    model = view.model
    duties = [
        duty
        for duty in model.outermost_duties(model.duties.get(unit.key, ()))
        if not model.tasks[duty.task].is_withdrawn
    ]
    return UnitLine(
        link,
        unit.aliases,
        duties=len(duties),
        lead=sum(duty.role == "lead" for duty in duties),
        through_groups=sum(bool(duty.group) for duty in duties),
        by_issue=sum(duty.by_issue for duty in duties),
        passed=len(view.model.passed.get(unit.key, ())),
        span=view.words.span(unit.since, unit.until),
    )


def _group_line(view: View, group: Group) -> UnitLine:
    model = view.model
    named = (model.tasks[duty.task] for duty in model.groups.get(group.key, ()))
    return UnitLine(
        view.group_links[group.key],
        group.aliases,
        tasks=len(model.outermost(named)),
    )


class UnitLine(Value, frozen=True):
    """A unit in an index, with its duties: how many of them it leads, has through groups, and has
    as the issuer of plans whose tasks name nobody; or a group, with the tasks that name it."""

    link: Link
    aliases: tuple[str, ...]
    duties: int = 0
    lead: int = 0
    through_groups: int = 0
    by_issue: int = 0
    passed: int = 0
    """Duties that other units took over; in none of the other figures."""
    tasks: int = 0
    span: str = ""
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
