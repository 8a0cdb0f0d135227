"""Move lines of units that stand above their items below them, where a document prints them so."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from gksite.importer.lines.lines import Line
from gksite.notation.units import split_responsibility


def with_units_below(
    lines: Sequence[Line], items: Collection[int], headings: Collection[int]
) -> list[Line]:
    """Return the lines with each line of units behind the item that it stands above.

    Whether it belongs to the item above it or below it shows at headings alone: there units stand
    above the first item, and none below the last one. `items` and `headings` are the positions of
    numbered lines.
    """
    units = [
        position not in items and position not in headings and _are_units(line)
        for position, line in enumerate(lines)
    ]
    if not _stand_above(units, items, headings):
        return list(lines)
    moved: list[Line] = []
    waiting: list[Line] = []
    for position, line in enumerate(lines):
        if units[position]:
            waiting.append(line)
            continue
        moved.append(line)
        if position in items or position in headings:
            moved += waiting
            waiting = []
    return [*moved, *waiting]


def _stand_above(units: Sequence[bool], items: Collection[int], headings: Collection[int]) -> bool:
    """Whether units stand right below headings and above items, and behind no last item."""
    opened = 0
    last = -1
    for position in sorted({*items, *headings, len(units)}):
        between = units[last + 1 : position]
        is_after_item = last in items
        if position in items and not is_after_item:
            opened += bool(between and between[-1])
        elif position not in items and is_after_item and any(between):
            return False
        last = position
    return opened > 0


def _are_units(line: Line) -> bool:
    wording, parts = split_responsibility(line.text)
    return bool(parts) and not wording.strip("。；; ")
