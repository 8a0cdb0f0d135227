"""Give tasks whose units are printed as 同上 the units of the task above, and say so."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gksite.diagnostics import Diagnostic, problem
from gksite.importer.draft import DraftUnit
from gksite.importer.lines.lines import location
from gksite.importer.tasks.items import Entry
from gksite.notation.unit_words import is_same_as_above


def with_units_above(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries of a body; one that prints 同上 in a role has the units of that role from
    the entry above, and all of them where it prints nothing else. Where the entry above has none,
    the word stays unread."""
    resolved: list[Entry] = []
    for entry in entries:
        above = resolved[-1].units if resolved else ()
        units = _units_above(entry, above) if entry.same else ()
        resolved.append(_resolved(entry, units) if units else entry)
    return tuple(resolved)


def _units_above(entry: Entry, above: Sequence[DraftUnit]) -> tuple[DraftUnit, ...]:
    own = tuple(unit for unit in above if unit.role in entry.same)
    return own if own or entry.units else tuple(above)


def _resolved(entry: Entry, units: tuple[DraftUnit, ...]) -> Entry:
    said = problem(
        "import-same-as-above",
        location(entry.places[0]),
        task=entry.number or entry.wording[:20],
        units="、".join(unit.printed for unit in units),
    )
    unread = tuple(diagnostic for diagnostic in entry.problems if not _is_of_word(diagnostic))
    return msgspec.structs.replace(
        entry,
        units=tuple(dict.fromkeys((*entry.units, *units))),
        problems=(*unread, said),
    )


def _is_of_word(diagnostic: Diagnostic) -> bool:
    return diagnostic.code == "unread-units" and is_same_as_above(
        dict(diagnostic.arguments).get("text", "")
    )
