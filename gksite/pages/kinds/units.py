"""The contexts of the units index and of authorities."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from gksite.model.entities import Authority, Group, Unit
from gksite.model.pinyin import initial
from gksite.model.unit_years import figures_of, unit_in_year, year_of_group, year_of_unit
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
        year=view.model.current_year(),
        unit_count=len(registry.units),
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
            view.authority_links[id] for id in model.registry.children.get(authority.id, ())
        ),
        year=model.current_year(authority.id),
        years=tuple(
            YearOfPlans(year, tuple(map(view.plan_line, own)))
            for year, own in plans_by_year(model, authority.id)
        ),
        units=_authority_units(view, authority),
    )


def _authority_units(view: View, authority: Authority) -> AuthorityUnits:
    lines = {unit.key: _unit_line(view, unit) for unit in authority.units}
    kinds = list(dict.fromkeys(unit.kind for unit in authority.units))
    of_kinds = [
        (
            view.kind(kind) or view.words["kind.other"],
            [u for u in authority.units if u.kind == kind],
        )
        for kind in kinds
    ]
    return AuthorityUnits(
        authority=view.authority_links[authority.id],
        anchor=f"authority-{authority.id}",
        kinds=tuple(
            UnitKind(word, found)
            for word, units in of_kinds
            if (found := tuple(lines[unit.key] for unit in units if lines[unit.key].has_tasks))
        ),
        groups=tuple(_group_line(view, group) for group in authority.groups),
        idle=tuple(line for line in lines.values() if not line.has_tasks),
    )


def _unit_line(view: View, unit: Unit, *, with_place: bool = False) -> UnitLine:
    link = view.unit_links[unit.key]
    if with_place:
        link = Link(link.text, link.path, view.authority_links[unit.authority].text)
    model, year = view.model, year_of_unit(view.model, unit)
    part = unit_in_year(model, unit, year, view.years_of)
    figures = figures_of(model, part)
    held = (d for d in model.outermost_duties(part.duties) if not model.tasks[d.task].is_withdrawn)
    return UnitLine(
        link,
        unit.aliases,
        duties=figures.duties,
        lead=sum(duty.role == "lead" for duty in held),
        through_groups=figures.through_groups,
        by_issue=figures.by_issue,
        may_mean=figures.may_mean,
        passed=len(part.passed),
        span=view.words.span(unit.since, unit.until),
        year=view.words.say("year", year=year) if year != model.current_year() else "",
    )


def _group_line(view: View, group: Group) -> UnitLine:
    model, year = view.model, year_of_group(view.model, group)
    named = (model.tasks[one.task] for one in model.groups.get(group.key, ()))
    return UnitLine(
        view.group_links[group.key],
        group.aliases,
        tasks=len(model.outermost(task for task in named if year in view.years_of(task))),
        year=view.words.say("year", year=year) if year != model.current_year() else "",
    )


class UnitLine(Value, frozen=True):
    """A unit in an index, with its duties of its current year: how many of them it leads, has
    through groups, and has as the issuer of plans whose tasks name nobody; or a group, with the
    tasks of the year that name it."""

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
    may_mean: int = 0
    """Tasks of open groups that may mean it; in none of the other figures."""
    year: str = ""
    """Its current year in words, where that is not the site's."""

    @property
    def has_tasks(self) -> bool:
        """Whether there is anything of the year to say of the unit."""
        return bool(self.duties or self.passed or self.may_mean)


class UnitKind(Value, frozen=True):
    """Units of one kind."""

    kind: str
    units: tuple[UnitLine, ...]


class AuthorityUnits(Value, frozen=True):
    """The units of one authority that have tasks in their current year, by kind; its groups; and
    the other units."""

    authority: Link
    anchor: str
    kinds: tuple[UnitKind, ...]
    groups: tuple[UnitLine, ...]
    idle: tuple[UnitLine, ...] = ()
    """The units without tasks in their current year, of all kinds."""


class Letter(Value, frozen=True):
    """Units whose pinyin begins with a letter (`#` for the rest)."""

    letter: str
    anchor: str
    units: tuple[UnitLine, ...]


class UnitsPage(Page, frozen=True, kw_only=True):
    """The units index."""

    template: ClassVar[str] = "units.html"

    year: int
    """The current year of the site."""
    unit_count: int
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
    year: int
    """Its current year, with which the list of its plans opens."""
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
