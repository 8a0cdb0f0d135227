"""Find names that may mean one unit (区教体局, 区教育体育局), for a person to decide: never merged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.importer.draft import DraftTask
from gksite.importer.lines.lines import location
from gksite.importer.writing.unit_proposal import ProposedUnit, tasks_of
from gksite.model.registry import Registry, names_of_unit, short
from gksite.notation.prefix_elision import PREFIX
from gksite.notation.traditional import simplified
from gksite.notation.unit_words import has_ending

_ENDINGS = (
    ("委员会", "委"), ("办公室", "办"), ("联合会", "联"), ("办事处", "办事处"), ("中心", "中心"), ("集团", "集团"),
    ("公司", "公司"), ("局", "局"), ("厅", "厅"), ("委", "委"), ("办", "办"), ("联", "联"),
    ("部", "部"), ("院", "院"),
)  # fmt: skip
_BRACKET = re.compile("[（(〔][^（()）〔〕]*[)）〕]")
_INSIDE = re.compile("[局委厅办部院队所站]")
_LONGEST_STEM = 16


class LikelyAlias(msgspec.Struct, frozen=True):
    """A proposed name, and a name that may mean the same unit: another proposed one, or that of the
    unit `id` of the registry ("" for none)."""

    name: str
    other: str
    id: str = ""


class _Parts(msgspec.Struct, frozen=True):
    """A name in simplified characters: its level (区), what it does (教育体育), how it ends (局)."""

    level: str
    stem: str
    ending: str


def likely_aliases(
    proposed: Sequence[ProposedUnit], registry: Registry, authority: str, day: date
) -> tuple[LikelyAlias, ...]:
    """Return the pairs of proposed names, and of these and names of the registry on a day, that may
    mean one unit: one is the other in short, or in other characters."""
    buckets: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for place in registry.lineage(authority):
        for known in registry.units.values():
            if known.authority == place and registry.existed(known.key, day):
                for name in names_of_unit(known):
                    _add(buckets, name, short(known.key))
    found: list[LikelyAlias] = []
    for unit in proposed:
        parts = _parts_of(unit.name)
        if unit.is_group or not parts:
            continue
        same = buckets.get((parts.level, parts.ending), ())
        others = {
            id or other: LikelyAlias(unit.name, other, id)
            for stem, other, id in same
            if other != unit.name and _may_be_one(parts.stem, stem)
        }
        found += others.values()
        _add(buckets, unit.name, "")
    return tuple(found)


def alias_problems(aliases: Iterable[LikelyAlias], tasks: Sequence[DraftTask]) -> list[Diagnostic]:
    """Ask about each pair, at the first task that has the name."""
    problems: list[Diagnostic] = []
    for alias in aliases:
        first = next(iter(tasks_of(alias.name, tasks)), None)
        place = location(first.source[0]) if first and first.source else Location("")
        code = "import-alias-of-registry" if alias.id else "import-alias-likely"
        problems.append(problem(code, place, name=alias.name, other=alias.other, id=alias.id))
    return problems


def remarks_on(aliases: Iterable[LikelyAlias]) -> tuple[str, ...]:
    """Return a line for each pair, to stand in a proposal."""
    return tuple(
        f"“{alias.name}”可能是 {alias.id}（{alias.other}）的别名"
        if alias.id
        else f"“{alias.name}”和“{alias.other}”可能是同一个单位"
        for alias in aliases
    )


def _add(buckets: dict[tuple[str, str], list[tuple[str, str, str]]], name: str, id: str) -> None:
    if parts := _parts_of(name):
        buckets.setdefault((parts.level, parts.ending), []).append((parts.stem, name, id))


def _parts_of(name: str) -> _Parts | None:
    """Return the parts of a unit's name; None for one without an ending that says its sort."""
    plain = _BRACKET.sub("", simplified("".join(name.split()))).replace("人民政府", "政府")
    ending, kind = next(((end, kind) for end, kind in _ENDINGS if plain.endswith(end)), ("", ""))
    level = PREFIX.match(plain)
    if not ending or not has_ending(plain):
        return None
    start = level.end() if level and level.end() <= len(plain) - len(ending) else 0
    return _Parts(plain[:start], plain[start : len(plain) - len(ending)], kind)


def _may_be_one(first: str, second: str) -> bool:
    """Whether one stem is the other in short: it opens alike, and its characters stand in the other
    in their order (教体, 教育体育); an office inside the longer one is another unit."""
    brief, long = sorted((first, second), key=len)
    if brief == long:
        return True
    if not brief or brief[0] != long[0] or len(long) > _LONGEST_STEM or _INSIDE.search(long):
        return False
    letters = iter(long)
    return all(letter in letters for letter in brief)
