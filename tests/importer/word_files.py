"""A page as the Word file that it was made from: paragraphs, merged cells, struck-through words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

STRUCK = {"del", "s", "strike"}


def word_file(page: str) -> bytes:
    """The bytes of the file; of the page, its paragraphs, headings and tables are known."""
    document: Any = docx.Document()
    body = BeautifulSoup(page, "html.parser")
    for part in body.find_all(["p", "h1", "h2", "h3", "table"]):
        if not isinstance(part, Tag) or part.find_parent("table"):
            continue
        if part.name == "table":
            _add_table(document, part)
        else:
            _write(document.add_paragraph(), part)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add_table(document: Any, table: Tag) -> None:
    cells = list(_placed(table))
    size = [max(last[axis] for _, last, _ in cells) + 1 for axis in (0, 1)]
    grid = document.add_table(*size)
    for first, last, cell in cells:
        joined = grid.cell(*first)
        if first != last:
            joined = joined.merge(grid.cell(*last))
        _write(joined.paragraphs[0], cell)


def _placed(table: Tag) -> Iterator[tuple[tuple[int, int], tuple[int, int], Tag]]:
    """Each cell with the row and column of its first corner, and of its last."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.find_all("tr")):
        column = 0
        for cell in line.find_all(["td", "th"]):
            while (row, column) in taken:
                column += 1
            high, wide = (int(str(cell.get(key) or 1)) for key in ("rowspan", "colspan"))
            last = (row + high - 1, column + wide - 1)
            taken |= {
                (down, right)
                for down in range(row, last[0] + 1)
                for right in range(column, last[1] + 1)
            }
            yield (row, column), last, cell


def _write(paragraph: Any, part: Tag) -> None:
    """The words of a part as runs; a line break stays one."""
    for word in part.descendants:
        if isinstance(word, Tag) and word.name == "br":
            paragraph.add_run().add_break()
        elif isinstance(word, NavigableString) and word.strip():
            run = paragraph.add_run(str(word))
            run.font.strike = bool(word.find_parent(list(STRUCK))) or None
