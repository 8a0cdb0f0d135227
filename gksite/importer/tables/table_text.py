"""Find tables that became text among the lines, and make them tables again."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.importer.draft import LeftOut
from gksite.importer.lines.lines import Item, Line
from gksite.importer.tables.bare_tables import read_bare_lines, read_glued, read_spaced
from gksite.importer.tables.barred_tables import read_bars, read_tabs

_READERS = (read_bars, read_tabs, read_bare_lines, read_spaced, read_glued)


def find_tables(items: Sequence[Item]) -> tuple[list[Item], list[LeftOut]]:
    """Return the items with each table in text form as a table, and the bars that drew them."""
    kept: list[Item] = []
    left_out: list[LeftOut] = []
    index = 0
    while index < len(items):
        item = items[index]
        readers = _READERS if isinstance(item, Line) else ()
        if read := next(filter(None, (reader(items, index) for reader in readers)), None):
            table, index, marks = read
            kept.append(table)
            left_out += marks
        else:
            kept.append(item)
            index += 1
    return kept, left_out
