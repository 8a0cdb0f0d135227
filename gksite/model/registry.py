"""Registries of authorities → units and groups, and the lookup of printed names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache, cached_property

import msgspec

from gksite.model.entities import Authority, Group, Transfer, Unit


class Registry(msgspec.Struct, frozen=True, dict=True):
    """All authorities with their units and groups, by id or key.

    `names` holds, for each authority, every name, alias and former name with the keys of its
    holders. `is_whole` is false if a registry file had errors: then a missing name proves nothing.
    `proposed` are names by authority that an import proposed and nobody has accepted yet: they
    belong to no unit, and using them is no mistake.
    """

    authorities: dict[str, Authority]
    units: dict[str, Unit]
    groups: dict[str, Group]
    names: dict[str, dict[str, tuple[str, ...]]]
    is_whole: bool = True
    proposed: dict[str, frozenset[str]] = {}
    transfers: tuple[Transfer, ...] = ()
    """By day; those of one day in the order of the files."""

    def lineage(self, authority: str) -> list[str]:
        """Return the authority and those above it, nearest first; a loop ends where it closes."""
        chain: list[str] = []
        while authority in self.authorities and authority not in chain:
            chain.append(authority)
            authority = self.authorities[authority].parent
        return chain

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """Authority or unit → those directly below it (ids or keys)."""
        below: dict[str, list[str]] = {}
        for id, authority in self.authorities.items():
            below.setdefault(authority.parent, []).append(id)
        for key, unit in self.units.items():
            below.setdefault(unit.parent, []).append(key)
        return below

    @cached_property
    def groups_of(self) -> dict[str, list[str]]:
        """Unit key → the groups that have the unit among their members (keys)."""
        groups: dict[str, list[str]] = {}
        for key, group in self.groups.items():
            for member in dict.fromkeys(group.members):
                groups.setdefault(member, []).append(key)
        return groups

    @cached_property
    def open_groups(self) -> dict[str, list[Group]]:
        """Authority → its open groups."""
        groups: dict[str, list[Group]] = {}
        for group in self.groups.values():
            if group.open:
                groups.setdefault(group.authority, []).append(group)
        return groups

    def in_order(self, keys: Iterable[str]) -> list[str]:
        """Return authorities, or units, or groups (ids or keys) in the order of the registry."""
        return sorted(keys, key=self._places.__getitem__)

    @cached_property
    def _places(self) -> dict[str, int]:
        """Authority, unit or group (id or key) → its place among all of its sort."""
        return {
            key: place
            for keys in (self.authorities, self.units, self.groups)
            for place, key in enumerate(keys)
        }

    @cached_property
    def transfers_from(self) -> dict[str, list[tuple[int, Transfer]]]:
        """Unit key → the transfers that take duties from the unit, each with its place among
        all."""
        return by_giver(self.transfers)

    def transfers_reaching(self, units: Iterable[str]) -> list[Transfer]:
        """Return the transfers that may take duties from some units, or from those to which they
        passed, in their order."""
        found: dict[int, Transfer] = {}
        waiting = list(units)
        while waiting:
            for place, transfer in self.transfers_from.get(waiting.pop(), ()):
                if place not in found:
                    found[place] = transfer
                    waiting.append(transfer.to)
        return [found[place] for place in sorted(found)]

    def find(self, authority: str, name: str, day: date) -> tuple[str, ...]:
        """Return the keys of the units or groups with a name, for an authority on a day.

        The authority's own registry is asked first, then those above it. Of several holders of a
        name, those that existed on the day are meant, and of these those that then bore it, if
        any did.
        """
        for place in self.lineage(authority):
            if keys := self.names[place].get(name):
                if len(keys) == 1:
                    return keys
                living = tuple(key for key in keys if self.existed(key, day)) or keys
                return tuple(key for key in living if self.bore(key, name, day)) or living
        return ()

    def existed(self, key: str, day: date) -> bool:
        """Whether a unit existed on a day, as docs/format.md reckons it; groups always do."""
        unit = self.units.get(key)
        if unit is None:
            return key in self.groups
        if unit.since and day < first_day(unit.since):
            return False
        return not unit.until or day < self.end_of(unit)

    def end_of(self, unit: Unit) -> date:
        """Return the first day without a unit that has ended.

        A full date is that day. A month or year ends with its last day, or before a successor
        begins within it, so that the two never hold one place at a time.
        """
        end = end_of_span(unit.until)
        begins = (
            first_day(self.units[key].since)
            for key in unit.successors
            if key in self.units and self.units[key].since
        )
        return min((day for day in begins if first_day(unit.until) <= day < end), default=end)

    def bore(self, key: str, name: str, day: date) -> bool:
        """Whether a unit had a name on a day: its own and its short names always, a former one
        until its end."""
        unit = self.units.get(key)
        if unit is None or name in (unit.name, *unit.aliases):
            return True
        return any(
            former.name == name and (not former.until or day < end_of_span(former.until))
            for former in unit.former_names
        )

    def members(self, group: str, day: date) -> tuple[str, ...]:
        """Return the keys of the units that a group means on a day; none of an open group."""
        if self.groups[group].open:
            return ()
        return tuple(key for key in self.groups[group].members if self.existed(key, day))

    def is_proposed(self, authority: str, name: str) -> bool:
        """Whether `name` waits for acceptance in the registry of an authority or of one above
        it."""
        return any(name in self.proposed.get(place, ()) for place in self.lineage(authority))

    def known_names(self, authority: str) -> list[str]:
        """Return every name that `find` knows for an authority."""
        return [name for place in self.lineage(authority) for name in self.names[place]]


@cache
def first_day(partial: str) -> date:
    """Return the first day of a partial date (`2024`, `2024-03`, `2024-03-31`)."""
    year, month, day, *_ = (*map(int, partial.split("-")), 1, 1)
    return date(year, month, day)


@cache
def end_of_span(partial: str) -> date:
    """Return the day on which something ends by a partial date: the day itself, or the first one
    after the month or year."""
    start = first_day(partial)
    if partial.count("-") == 2:
        return start
    month = start.month if "-" in partial else 12
    return date(start.year + month // 12, month % 12 + 1, 1)


def by_giver(transfers: Iterable[Transfer]) -> dict[str, list[tuple[int, Transfer]]]:
    """Return for each unit that gives duties away its transfers, each with its place among all."""
    given: dict[str, list[tuple[int, Transfer]]] = {}
    for place, transfer in enumerate(transfers):
        given.setdefault(transfer.from_, []).append((place, transfer))
    return given


def names_of(registry: Registry) -> list[str]:
    """Return all present and former names of the units, each once."""
    return list(
        dict.fromkeys(name for unit in registry.units.values() for name in names_of_unit(unit))
    )


def names_of_unit(unit: Unit) -> tuple[str, ...]:
    """Return a unit's name, its short names and its former names."""
    return (unit.name, *unit.aliases, *(former.name for former in unit.former_names))


def short(key: str) -> str:
    """Return the id part of a key."""
    return key.rpartition("/")[2]


def same_time(holder: Unit | Group, other: Unit | Group) -> bool:
    """Whether two holders of a name existed at one time."""
    if isinstance(holder, Group) or isinstance(other, Group):
        return True
    return not (holder.until and other.since and holder.until <= other.since) and not (
        other.until and holder.since and other.until <= holder.since
    )
