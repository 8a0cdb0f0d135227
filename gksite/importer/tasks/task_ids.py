"""Make ids of tasks from their printed numbers, and report odd numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gksite.diagnostics import Diagnostic, problem
from gksite.importer.lines.lines import location
from gksite.importer.tasks.items import Entry
from gksite.importer.tasks.parts import number_key, parents_of
from gksite.notation.characters import is_number

_LARGEST_GAP = 200
_SHOWN = 40
_LAST_NUMBER = re.compile(r"(\d{1,3})[)）.、]?$")


def task_ids(entries: Sequence[Entry], prefix: str = "") -> tuple[str, ...]:
    """Return an id for each task: its number where numbers run through the list, else section and
    number (2-3); a task without number has its position.

    A part has its task's id and its own number (3-1). A letter distinguishes tasks with the same
    number. `prefix` is the list's, or "".
    """
    parents = parents_of(entries)
    runs = _runs_through(
        [entry for entry, parent in zip(entries, parents, strict=True) if parent is None]
    )
    own: list[str] = []
    parts: Counter[int] = Counter()
    for position, (entry, parent) in enumerate(zip(entries, parents, strict=True)):
        if parent is None:
            own.append(_id(entry, position + 1, runs))
            continue
        parts[parent] += 1
        last = _LAST_NUMBER.search(number_key(entry.mark))
        own.append(f"{own[parent]}-{last[1] if last else parts[parent]}")
    seen: Counter[str] = Counter()
    ids: list[str] = []
    for id in own:
        seen[id] += 1
        full = f"{prefix}-{id}" if prefix else id
        ids.append(full if seen[id] == 1 else f"{full}{_letter(seen[id])}")
    return tuple(ids)


def _runs_through(entries: Sequence[Entry]) -> bool:
    """Whether numbers run through all sections unrepeated. （一） below a section never does."""
    homes: dict[int, set[str]] = {}
    for entry in entries:
        if entry.value is not None:
            homes.setdefault(entry.value, set()).add(entry.section)
    bracketed = any(entry.number[:1] in tuple("（(〔") and entry.section for entry in entries)
    return not bracketed and all(len(sections) == 1 for sections in homes.values())


def _id(entry: Entry, position: int, runs: bool) -> str:
    if entry.value is None:
        return f"n{position}"
    return (
        str(entry.value)
        if runs or not entry.section
        else f"{entry.section.replace('.', '-')}-{entry.value}"
    )


def _letter(count: int) -> str:
    return chr(ord("a") + count - 1) if count <= 26 else f"x{count}"


def check_numbers(
    entries: Sequence[Entry], sections: frozenset[str] = frozenset()
) -> tuple[Diagnostic, ...]:
    """Report numbers that are missing or repeated, in the whole list where they run through, else
    in each section.

    A number of a heading (`sections` are their ids) is not missing.
    """
    groups: dict[str, list[Entry]] = {}
    parents = parents_of(entries)
    entries = [entry for entry, parent in zip(entries, parents, strict=True) if parent is None]
    runs = _runs_through(entries)
    for entry in entries:
        if entry.value is not None:
            groups.setdefault("" if runs else entry.section, []).append(entry)
    problems: list[Diagnostic] = []
    bare = [entry for entry in entries if not entry.number and entry.places]
    if 0 < len(bare) * 2 < len(entries):
        text = (bare[0].title or bare[0].wording)[:_SHOWN]
        place = location(bare[0].places[0])
        problems.append(problem("import-without-number", place, count=len(bare), text=text))
    for section, group in groups.items():
        problems += _check_group(group, f"{section}." if section else "", sections)
    return tuple(problems)


def check_units(entries: Sequence[Entry]) -> tuple[Diagnostic, ...]:
    """Report each task without units in a section where half of the tasks or more name them."""
    homes: dict[str, list[Entry]] = {}
    for entry, parent in zip(entries, parents_of(entries), strict=True):
        if parent is None:
            homes.setdefault(entry.section, []).append(entry)
    problems: list[Diagnostic] = []
    for group in homes.values():
        without = [
            entry for entry in group if not entry.units and not entry.units_printed and entry.places
        ]
        if len(without) * 2 <= len(group):
            problems += [
                problem(
                    "import-item-without-units", location(entry.places[0]),
                    task=entry.number, text=(entry.title or entry.wording)[:_SHOWN],
                )
                for entry in without
            ]  # fmt: skip
    return tuple(problems)


def _check_group(group: Sequence[Entry], parent: str, sections: frozenset[str]) -> list[Diagnostic]:
    problems: list[Diagnostic] = []
    values = [entry.value or 0 for entry in group]
    place = location(group[0].places[0]) if group[0].places else None
    if place is None:
        return problems
    known = set(values) | {
        int(id[len(parent) :])
        for id in sections
        if id.startswith(parent) and is_number(id[len(parent) :])
    }
    missing = (
        [n for n in range(min(values), max(values)) if n not in known]
        if max(values) - min(values) < 1000
        else []
    )
    if 0 < len(missing) <= _LARGEST_GAP:
        shown = "、".join(str(number) for number in missing[:20])
        problems.append(
            problem("import-number-gap", place, missing=shown, first=min(values), last=max(values))
        )
    for value, count in Counter(values).items():
        if count > 1:
            twice = next(entry for entry in reversed(group) if entry.value == value)
            problems.append(
                problem(
                    "import-number-repeated", location(twice.places[0]), number=value, count=count
                )
            )
    return problems
