"""content/units/*.yaml → the Registry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from gksite.content.records import GroupRecord, MemberRule, RegistryRecord, UnitRecord
from gksite.content.transfers import build_transfers
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.model.entities import Authority, FormerName, Group, Unit
from gksite.model.loops import loops
from gksite.model.registry import Registry, same_time, short
from gksite.schema.validate import Place, parse_record

PROPOSED = ".proposed.yaml"
"""The end of the name of a file that proposes entries for a registry; it counts for nothing
until they are moved there."""


def parse_registries(texts: Mapping[str, str]) -> tuple[Registry, list[Diagnostic]]:
    """Return the registry of all files; where one has errors, `is_whole` is false. Proposals only
    give names that wait."""
    problems: list[Diagnostic] = []
    waiting: list[Diagnostic] = []
    records: list[tuple[RegistryRecord, Place]] = []
    proposed: dict[str, frozenset[str]] = {}
    for path, text in texts.items():
        parsed, new_problems = parse_record(RegistryRecord, text, path)
        problems += new_problems
        if parsed and path.endswith(PROPOSED):
            record, place = parsed
            entries: tuple[UnitRecord | GroupRecord, ...] = (*record.units, *record.groups)
            names = frozenset(name for entry in entries for name in (entry.name, *entry.aliases))
            proposed[record.authority] = proposed.get(record.authority, frozenset()) | names
            waiting.append(
                problem(
                    "units-proposed",
                    place.at("authority"),
                    count=len(names),
                    registry=f"{record.authority}.yaml",
                )
            )
        elif parsed:
            records.append(parsed)
    registry, new_problems = build_registry(records, is_whole=not problems)
    return msgspec.structs.replace(registry, proposed=proposed), [
        *problems,
        *waiting,
        *new_problems,
    ]


def build_registry(
    records: Iterable[tuple[RegistryRecord, Place]], *, is_whole: bool
) -> tuple[Registry, list[Diagnostic]]:
    """Return the registry of all files. `is_whole` says whether every file could be read."""
    records = list(records)
    problems: list[Diagnostic] = []
    authorities: dict[str, Authority] = {}
    units: dict[str, Unit] = {}
    groups: dict[str, Group] = {}
    for record, place in records:
        where = place.at("authority")
        if record.authority in authorities:
            other = authorities[record.authority].location
            problems.append(problem("duplicate-id", where, id=record.authority, other=other))
            is_whole = False
            continue
        own_units, own_groups, new_problems = _entities(record, place)
        problems += new_problems
        # Uses of a unit that was left out are not reported: its own record is.
        is_whole = is_whole and not any(
            diagnostic.code == "duplicate-id" for diagnostic in new_problems
        )
        authorities[record.authority] = Authority(
            id=record.authority,
            name=record.name,
            location=where,
            short_name=record.short_name or "",
            kind=record.kind or "",
            parent=record.parent or "",
            units=tuple(own_units.values()),
            groups=tuple(own_groups.values()),
        )
        units |= own_units
        groups |= own_groups
    authorities = _from_above(authorities)
    names = {}
    for authority in authorities.values():
        names[authority.id], new_problems = _names(authority)
        problems += new_problems
    registry = Registry(authorities, units, groups, names, is_whole)
    transfers, new_problems = build_transfers(records, registry)
    registry = msgspec.structs.replace(registry, transfers=transfers)
    return registry, [*problems, *new_problems, *check_registry(registry)]


def check_registry(registry: Registry) -> Iterable[Diagnostic]:
    """Report unknown parents and successors, and loops of them, unless the missing unit may stand
    in a file with errors."""
    authorities, units = registry.authorities, registry.units
    for authority in authorities.values():
        if authority.parent and authority.parent not in authorities and registry.is_whole:
            near = nearest(authority.parent, authorities)
            yield problem("unknown-parent", authority.location, name=authority.parent, near=near)
    yield from _check_loops(
        "parent-loop", {a.id: (a.parent,) for a in authorities.values()}, authorities
    )
    for unit in units.values():
        if unit.parent and unit.parent not in units:
            near = short(nearest(unit.parent, _of(unit.authority, units)))
            yield problem("unknown-parent", unit.location, name=short(unit.parent), near=near)
        for successor in unit.successors:
            if successor not in units and (
                registry.is_whole or successor.partition("/")[0] in authorities
            ):
                own = f"{unit.authority}/"
                near = nearest(
                    successor,
                    units if not successor.startswith(own) else _of(unit.authority, units),
                )
                name, near = successor.removeprefix(own), near.removeprefix(own)
                yield problem("unknown-successor", unit.location, name=name, near=near)
    yield from _check_loops("parent-loop", {u.key: (u.parent,) for u in units.values()}, units)
    yield from _check_loops("successor-loop", {u.key: u.successors for u in units.values()}, units)


def _of(authority: str, units: Iterable[str]) -> list[str]:
    """Return the keys of an authority's own units."""
    return [key for key in units if key.startswith(f"{authority}/")]


def _from_above(authorities: dict[str, Authority]) -> dict[str, Authority]:
    """Return the authorities in the order of a tree: each follows its parent and elder siblings;
    otherwise in the order of their files."""
    ordered: dict[str, Authority] = {}
    children: dict[str, list[Authority]] = {}
    for authority in authorities.values():
        children.setdefault(authority.parent, []).append(authority)

    def add(parent: str) -> None:
        for authority in children.get(parent, ()):
            if authority.id not in ordered:
                ordered[authority.id] = authority
                add(authority.id)

    add("")
    return ordered | authorities


def _check_loops(
    code: str, edges: Mapping[str, Iterable[str]], holders: Mapping[str, Authority | Unit | Group]
) -> Iterable[Diagnostic]:
    for loop in loops({key: [end for end in ends if end] for key, ends in edges.items()}):
        path = " → ".join(short(key) for key in [*loop, loop[0]])
        yield problem(code, holders[loop[0]].location, path=path)


def _entities(
    record: RegistryRecord, place: Place
) -> tuple[dict[str, Unit], dict[str, Group], list[Diagnostic]]:
    """Return the units and groups of one registry, by key."""
    problems: list[Diagnostic] = []
    seen: dict[str, Location] = {}

    def claim(id: str, where: Location) -> str:
        if id.casefold() in seen:
            problems.append(problem("duplicate-id", where, id=id, other=seen[id.casefold()]))
            return ""
        seen[id.casefold()] = where
        return f"{record.authority}/{id}"

    units: dict[str, Unit] = {}
    for index, written in enumerate(record.units):
        where = place.at("units", index, "id")
        if key := claim(written.id, where):
            units[key] = _unit(record.authority, written, key, where)
    keyed = [(g, place.at("groups", i, "id")) for i, g in enumerate(record.groups)]
    ids = {g.id: g for g, _ in reversed(keyed)}
    groups: dict[str, Group] = {}
    for written_group, where in keyed:
        if key := claim(written_group.id, where):
            members = _members(record.authority, written_group, ids, units)
            groups[key] = Group(
                key=key,
                id=written_group.id,
                authority=record.authority,
                name=written_group.name,
                location=where,
                aliases=tuple(written_group.aliases),
                members=members,
                open=written_group.open,
            )
    return units, groups, [*problems, *_check_groups(record, place, groups, units)]


def _unit(authority: str, written: UnitRecord, key: str, where: Location) -> Unit:
    return Unit(
        key=key,
        id=written.id,
        authority=authority,
        name=written.name,
        location=where,
        kind=written.kind or "",
        aliases=tuple(written.aliases),
        former_names=tuple(FormerName(n.name, n.until or "") for n in written.former_names),
        parent=f"{authority}/{written.parent}" if written.parent else "",
        since=written.since or "",
        until=written.until or "",
        successors=tuple(s if "/" in s else f"{authority}/{s}" for s in written.successor),
        note=written.note or "",
    )


def _members(
    authority: str, group: GroupRecord, groups: Mapping[str, GroupRecord], units: Mapping[str, Unit]
) -> tuple[str, ...]:
    """Return the unit keys that a group means, in the order of the registry or of its list; groups
    within are opened, once each."""
    members: dict[str, None] = {}
    opened = {group.id}
    waiting = _direct_members(authority, group, units)[::-1]
    while waiting:
        key = waiting.pop()
        if key in units:
            members[key] = None
        elif (id := short(key)) in groups and id not in opened:
            opened.add(id)
            waiting += _direct_members(authority, groups[id], units)[::-1]
    return tuple(members)


def _direct_members(authority: str, group: GroupRecord, units: Mapping[str, Unit]) -> list[str]:
    """Return the keys of the units and groups that a group's record names or its rule finds."""
    if not isinstance(group.members, MemberRule):
        return [f"{authority}/{id}" for id in group.members or ()]
    rule = group.members
    parent = f"{authority}/{rule.parent}" if rule.parent else ""
    return [
        u.key
        for u in units.values()
        if u.kind in rule.kind and u.id not in rule.except_ and (not parent or u.parent == parent)
    ]


def _check_groups(
    record: RegistryRecord, place: Place, groups: Mapping[str, Group], units: Mapping[str, Unit]
) -> Iterable[Diagnostic]:
    """Report unknown members, groups without members that are not open, and groups that contain
    themselves."""
    known = [short(key) for key in (*units, *groups)]
    edges: dict[str, list[str]] = {}
    for index, written in enumerate(record.groups):
        direct = _direct_members(record.authority, written, units)
        if not direct and not written.open:
            yield problem("empty-group", place.at("groups", index, "id"), name=written.name)
        edges.setdefault(f"{record.authority}/{written.id}", direct)
        for number, id in enumerate(map(short, direct)):
            if id not in known:
                where = place.at("groups", index, "members", number)
                yield problem("unknown-member", where, name=id, near=nearest(id, known))
    yield from _check_loops("group-loop", edges, groups)


def _names(authority: Authority) -> tuple[dict[str, tuple[str, ...]], list[Diagnostic]]:
    """Return every name of an authority's units and groups with its holders; two of the same time
    are a problem."""
    names: dict[str, tuple[str, ...]] = {}
    holders: dict[str, Unit | Group] = {}
    problems: list[Diagnostic] = []
    every: tuple[Unit | Group, ...] = (*authority.units, *authority.groups)
    for holder in every:
        holders[holder.key] = holder
        former = holder.former_names if isinstance(holder, Unit) else ()
        for name in dict.fromkeys((holder.name, *holder.aliases, *(n.name for n in former))):
            clash = next(
                (holders[key] for key in names.get(name, ()) if same_time(holders[key], holder)),
                None,
            )
            if clash is not None:
                problems.append(
                    problem("duplicate-name", holder.location, name=name, other=clash.location)
                )
            names[name] = (*names.get(name, ()), holder.key)
    return names, problems
