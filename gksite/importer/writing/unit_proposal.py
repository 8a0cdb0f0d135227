"""Propose units and groups for names that no registry knows, for a person to accept."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

import msgspec

from gksite.content.registry_files import PROPOSED, parse_registries
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.importer.draft import DraftList, DraftTask
from gksite.importer.lines.lines import location
from gksite.importer.writing.yaml_insertion import insert_items
from gksite.model.pinyin import sort_key
from gksite.model.registry import Registry, short
from gksite.notation.group_words import kind_of_unit, kinds_of_group
from gksite.notation.traditional import simplified
from gksite.notation.unit_words import is_group
from gksite.notation.units import parse_units
from gksite.schema.types import unsafe_id_reason
from gksite.source.yaml_text import Entry, Value, document

LONGEST_SLUG = 24
"""Letters; a longer slug is made of the initials."""

_GROUP = re.compile(r"^各|各[^、（(]{0,8}$|各[^、（(]{1,12}(?:部门|单位|街道|镇|乡|局|办)$")
_LEVEL = re.compile(r"^(?:自治区|[省市区县州旗])(?=..)")
_HEAD = """\
# 下面的名称不在单位名册里，是 gksite import 从文件里读到的，类别是按名称猜的。
# 核对后把条目移到 {registry} 里（或作为别名加到已有单位上），再删除本文件。在此之前它们只按原文显示。
"""
_NEW_HEAD = "# 由 gksite import 按文件里的名称建立，编号和类别是猜的，请核对。\n"


class ProposedUnit(msgspec.Struct, frozen=True):
    """A unit that a document names and no registry knows. Its kind is a guess, "" for a group."""

    id: str
    name: str
    kind: str

    @property
    def is_group(self) -> bool:
        """Whether the name stands for several units without naming them."""
        return not self.kind

    @property
    def members(self) -> tuple[str, ...]:
        """The kinds of units that a group means by its name; () where a person must say."""
        return kinds_of_group(self.name) if self.is_group else ()


def propose_units(
    tasks: Iterable[DraftTask],
    registry: Registry,
    authority: str,
    day: date,
    known: Iterable[ProposedUnit] = (),
    lists: Iterable[DraftList] = (),
) -> tuple[ProposedUnit, ...]:
    """Return the units and groups of the tasks, and of their cells in columns of `lists`, that the
    registry does not know, each once, in the order of the document.

    A name of an earlier proposal (`known`) keeps its id; other names of it are not among them.
    """
    own = registry.authorities.get(authority)
    taken = {
        short(key)
        for key in (*registry.units, *registry.groups)
        if own and key.startswith(f"{own.id}/")
    }
    units: dict[str, ProposedUnit] = {}
    tasks = tuple(tasks)
    in_cells = _units_in_cells(tasks, lists)
    earlier = {unit.name: unit for unit in known if unit.id not in taken}
    taken |= {unit.id for unit in earlier.values()}
    for task in tasks:
        pairs = [(unit.name or unit.printed, unit.printed) for unit in task.units]
        pairs += (
            [(unit.name, unit.printed) for unit in parse_units(task.table_units).names]
            if task.table_units
            else []
        )
        pairs += [(name, name) for name in in_cells.get((task.list, task.id), ())]
        for name, printed in pairs:
            names = {name, printed}
            if names & units.keys() or any(
                registry.find(authority, printed, day) for printed in names
            ):
                continue
            waiting = earlier.get(name) or earlier.get(printed)
            unit = waiting or ProposedUnit(slug(name, taken), name, kind_of(name))
            units[unit.name] = unit
            taken.add(unit.id)
    return tuple(units.values())


def _units_in_cells(
    tasks: Iterable[DraftTask], lists: Iterable[DraftList]
) -> dict[tuple[str, str], list[str]]:
    """Return the names in the tasks' cells of units, by list and task."""
    of_units = {
        (one.id, column.key) for one in lists for column in one.columns if column.type == "unit"
    }
    return {
        (task.list, task.id): [
            unit.name or unit.printed
            for cell in task.cells
            if (task.list, cell.column) in of_units
            for unit in parse_units(cell.text).names
        ]
        for task in tasks
        if task.cells
    }


def kind_of(name: str) -> str:
    """Return the kind that the end of a name tells, else `department`; "" for a group of units."""
    name = simplified(name)
    if is_group(name) or _GROUP.search(name):
        return ""
    return kind_of_unit(name)


def slug(name: str, taken: Collection[str] = ()) -> str:
    """Return an id in Latin letters for a name: its syllables, or their initials where that is
    long; numbered if it is taken.

    >>> slug("区教育局"), slug("区教育局", {"jiaoyuju"})
    ('jiaoyuju', 'jiaoyuju-2')
    """
    key = _LEVEL.sub("", simplified(name))
    syllables = [
        re.sub(r"[^a-z0-9]", "", part) for part in sort_key(key).removesuffix(f" {key}").split()
    ]
    whole = "".join(syllables)
    stem = (
        whole
        if len(whole) <= LONGEST_SLUG
        else "".join(syllable[:1] for syllable in syllables)[:LONGEST_SLUG]
    )
    if not stem or unsafe_id_reason(stem) or stem == "index":
        stem = f"unit-{stem}".rstrip("-")
    return next(
        id
        for number in range(1, 10_000)
        if (id := stem if number == 1 else f"{stem}-{number}") not in taken
    )


def registry_text(
    authority: str, name: str, units: Iterable[ProposedUnit], remarks: Sequence[str] = ()
) -> str:
    """Return a whole registry of a new authority; `remarks` are comments below its head."""
    return _NEW_HEAD + _comments(remarks) + _registry(authority, name, units)


def _comments(remarks: Sequence[str]) -> str:
    return "".join(f"# {remark}\n" for remark in remarks)


def proposal_text(
    authority: str,
    name: str,
    units: Iterable[ProposedUnit],
    waiting: str = "",
    remarks: Sequence[str] = (),
) -> str:
    """Return a proposal beside the registry of an authority; `remarks` are comments below its head.
    A proposal that waits keeps its lines, and only new names are added, without remarks."""
    written = list(units)
    if waiting:
        known = {*_names_in(waiting)}
        added = [unit for unit in written if unit.name not in known]
        text = insert_items(
            waiting, ("units", "单位"), [_unit(unit) for unit in added if not unit.is_group]
        )
        text = insert_items(
            text, ("groups", "集合单位"), [_group(unit) for unit in added if unit.is_group]
        )
        if {unit.name for unit in written} <= {*_names_in(text)}:
            return text
    head = _HEAD.format(registry=f"{authority}.yaml") + _comments(remarks)
    return head + _registry(authority, name, written)


def ask_for_members(
    tasks: Sequence[DraftTask], proposed: Iterable[ProposedUnit]
) -> list[Diagnostic]:
    """Ask for the members of each proposed group that no rule can open, with its count of tasks."""
    problems: list[Diagnostic] = []
    for group in proposed:
        hanging = tasks_of(group.name, tasks) if group.is_group and not group.members else ()
        if hanging:
            place = location(hanging[0].source[0]) if hanging[0].source else Location("")
            problems.append(
                problem("import-group-members", place, name=group.name, count=len(hanging))
            )
    return problems


def tasks_of(name: str, tasks: Iterable[DraftTask]) -> tuple[DraftTask, ...]:
    """Return the tasks that name a unit or group."""
    return tuple(
        task for task in tasks if any(name in (unit.name, unit.printed) for unit in task.units)
    )


def _names_in(proposal: str) -> frozenset[str]:
    """Return the names in a proposal; none where it has errors."""
    registry, problems = parse_registries({PROPOSED: proposal})
    sound = [diagnostic.code for diagnostic in problems] == ["units-proposed"]
    return next(iter(registry.proposed.values()), frozenset()) if sound else frozenset()


def _unit(unit: ProposedUnit) -> Entry:
    return {"id": unit.id, "name": unit.name, "kind": unit.kind}


def _group(group: ProposedUnit) -> Entry:
    """Return a group by rule if its name tells the kinds; else checks ask for its members."""
    members: dict[str, Value] = {"members": {"kind": list(group.members)}} if group.members else {}
    return {"id": group.id, "name": group.name, **members}


def _registry(authority: str, name: str, units: Iterable[ProposedUnit]) -> str:
    written = list(units)
    entries: dict[str, Value] = {"authority": authority, "name": name}
    single = [_unit(unit) for unit in written if not unit.is_group]
    groups = [_group(unit) for unit in written if unit.is_group]
    if single:
        entries["units"] = single
    if groups:
        entries["groups"] = groups
    return document(entries)
