"""Clean the lines of documents: chrome and contents out, tables and broken lines made whole."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.documents.blocks import SourceDocument
from gksite.importer.draft import LeftOut
from gksite.importer.lines.chrome import remove_chrome, remove_page_numbers
from gksite.importer.lines.contents import remove_contents
from gksite.importer.lines.joining import join_broken
from gksite.importer.lines.lines import Item, lines_of
from gksite.importer.lines.numbers import (
    with_items_apart,
    with_numbers_of_the_run,
    with_numerals_joined,
)
from gksite.importer.tables.table_text import find_tables


def clean_items(documents: Sequence[SourceDocument]) -> tuple[list[Item], list[LeftOut]]:
    """Return the items of all documents in order, and what is left out of them. Each document is
    cleaned by itself: no line of one continues in another."""
    cleaned: list[Item] = []
    left_out: list[LeftOut] = []
    for document in documents:
        items, numbers = remove_page_numbers(lines_of([document]))
        items, marks = find_tables(items)
        items, chrome = remove_chrome(items)
        items, contents = remove_contents(items)
        items, dropped = join_broken(with_numbers_of_the_run(with_numerals_joined(items)))
        cleaned += with_items_apart(items)
        left_out += [LeftOut(text.text, text.place, text.reason) for text in document.aside]
        left_out += [*numbers, *marks, *chrome, *contents, *dropped]
    return cleaned, left_out
