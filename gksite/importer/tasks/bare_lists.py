"""Read brackets that only list units, without label or verb, where most tasks of a body end so."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gksite.diagnostics import Diagnostic, problem
from gksite.importer.draft import DraftUnit
from gksite.importer.lines.lines import location
from gksite.importer.tasks.items import Entry
from gksite.importer.tasks.responsibility import close_up_units
from gksite.notation.characters import bracket_partners
from gksite.notation.unit_words import has_strong_ending, is_group
from gksite.notation.units import UnitReading, parse_units

_FEWEST = 2
_LONGEST = 300


def with_bare_lists(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], list[Diagnostic]]:
    """Return the entries with the units of their last brackets as responsible, where at least two
    and more than half of those without other units end so; and a question about them. A list alone
    makes no lead."""
    open_entries = [entry for entry in entries if not entry.units_printed and not entry.segments]
    lists = {id(entry): found for entry in open_entries if (found := _list_at_end(entry))}
    if len(lists) < _FEWEST or len(lists) * 2 <= len(open_entries):
        return tuple(entries), []
    read = tuple(
        _with_list(entry, *lists[id(entry)]) if id(entry) in lists else entry for entry in entries
    )
    first = next(entry for entry in entries if id(entry) in lists)
    printed = lists[id(first)][1].printed
    return read, [
        problem("import-bare-lists", location(first.places[0]), count=len(lists), text=printed[:40])
    ]


def _list_at_end(entry: Entry) -> tuple[str, UnitReading] | None:
    """Return the wording without the bracket that ends it, and the bracket's units; None where it
    does not end so or the bracket holds anything else."""
    text = entry.wording.rstrip()
    end = len(text.rstrip("。；;"))
    opening = next(
        (start for start, close in bracket_partners(text).items() if close == end - 1), 0
    )
    inner = text[opening + 1 : end - 1]
    if not opening or not 2 < len(inner) <= _LONGEST:
        return None
    reading = parse_units(inner)
    certain = all(
        has_strong_ending(unit.printed) or is_group(unit.printed) for unit in reading.names
    )
    if not reading.names or not certain or reading.unread or reading.words or reading.deadline:
        return None
    rest = text[:opening].rstrip()
    return rest if rest.endswith(("。", "；", ";")) else rest + text[end:], reading


def _with_list(entry: Entry, wording: str, reading: UnitReading) -> Entry:
    return msgspec.structs.replace(
        entry,
        wording=wording,
        units=tuple(DraftUnit(unit.role, unit.printed, unit.name) for unit in reading.names),
        units_printed=close_up_units(reading.printed),
        open_ended=reading.open_ended,
    )
