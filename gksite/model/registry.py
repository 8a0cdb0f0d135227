"""Registries of authorities → units and groups, and the lookup of printed names."""

from __future__ import annotations

import msgspec

from gksite.model.entities import Authority, Group, Unit


class Registry(msgspec.Struct, frozen=True):
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

    def lineage(self, authority: str) -> list[str]:
        """Return the authority and those above it, nearest first; a loop ends where it closes."""
        chain: list[str] = []
        while authority in self.authorities and authority not in chain:
            chain.append(authority)
            authority = self.authorities[authority].parent
        return chain

    def find(self, authority: str, name: str, year: int) -> tuple[str, ...]:
        """Return the keys of the units or groups with a name, in the plans of an authority in a
        year.

        The authority's own registry is asked first, then those above it. Of several holders of a
        name, those that existed in that year are meant, if any did.
        """
        for place in self.lineage(authority):
            if keys := self.names[place].get(name):
                if len(keys) == 1:
                    return keys
                living = tuple(
                    key for key in keys if key in self.groups or existed(self.units[key], year)
                )
                return living or keys
        return ()

    def is_proposed(self, authority: str, name: str) -> bool:
        """Whether `name` waits for acceptance in the registry of an authority or of one above
        it."""
        return any(name in self.proposed.get(place, ()) for place in self.lineage(authority))

    def known_names(self, authority: str) -> list[str]:
        """Return every name that `find` knows for an authority."""
        return [name for place in self.lineage(authority) for name in self.names[place]]


def existed(unit: Unit, year: int) -> bool:
    """Whether a unit existed on some day of a year."""
    return (not unit.since or unit.since[:4] <= str(year)) and (
        not unit.until or unit.until[:4] >= str(year)
    )


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
