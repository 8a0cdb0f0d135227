"""A plan that was read from text, made again as a web page, a Word file or a workbook with merged
cells."""

from __future__ import annotations

from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import msgspec
import openpyxl

from gksite.documents.read import read_documents
from gksite.importer.draft import Draft, DraftList, DraftTask
from gksite.importer.understanding import read_draft
from gksite.importer.writing.ledger import unaccounted

HEAD = "序号"
"""What the head of a task table begins with in the texts that are made again."""
# Neighbours with the same text in these columns become one cell, as such tables are printed.
_MERGED = frozenset({"section", "category", "units", "deadline"})


class Rebuilt(msgspec.Struct, frozen=True):
    """The lines of a text before its task table and after it, and the table's rows, head first; no
    rows without a table.

    `merges` are the columns and the first and last row of each cell that stands for several rows.
    """

    before: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    merges: tuple[tuple[int, int, int], ...]
    after: tuple[str, ...]


def read_plan(paths: list[Path]) -> Draft:
    """The draft of the files, all of which are readable and lose nothing."""
    documents, problems = read_documents(paths)
    assert problems == []
    draft = read_draft(documents)
    assert unaccounted(documents, draft) == []
    return draft


def rebuild(text: str, draft: Draft) -> Rebuilt:
    """The parts of `text`, of which `draft` is the reading; every cell stands in the text, apart
    from white space."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    printed = [one for one in draft.lists if one.printed]
    if not printed:
        return Rebuilt(tuple(filter(None, lines)), (), (), ())
    (table,) = printed
    first = next(number for number, line in enumerate(lines) if line.startswith(HEAD))
    tasks = [task for task in draft.tasks if task.list == table.id]
    last = max(place.number for task in tasks for place in task.source)
    rows = [
        tuple(column.head for column in table.columns),
        *(_row(task, table, draft) for task in tasks),
    ]
    printed_table = "".join("".join(lines[first:last]).replace("|", "").split())
    assert all("".join(cell.split()) in printed_table for row in rows for cell in row)
    return Rebuilt(
        tuple(filter(None, lines[:first])),
        tuple(rows),
        tuple(_merges(rows, table)),
        tuple(filter(None, lines[last:])),
    )


def _row(task: DraftTask, table: DraftList, draft: Draft) -> tuple[str, ...]:
    values = {
        "number": task.table_number or task.number,
        "section": next(
            (section.title for section in draft.sections if section.id == task.section), ""
        ),
        "text": task.table_text or task.text,
        "units": task.table_units or task.units_printed.removeprefix("责任单位").lstrip("：:"),
        "deadline": task.deadline.raw,
    }
    values |= {cell.column: cell.text for cell in task.cells}
    return tuple(values[column.name] for column in table.columns)


def _merges(rows: list[tuple[str, ...]], table: DraftList) -> list[tuple[int, int, int]]:
    merges: list[tuple[int, int, int]] = []
    for column, one in enumerate(table.columns):
        if one.name not in _MERGED:
            continue
        texts = [row[column] for row in rows]
        first = 1
        for _, run in groupby(texts[1:]):
            size = len(list(run))
            if size > 1:
                merges.append((column, first, first + size - 1))
            first += size
    return merges


def write_html(rebuilt: Rebuilt, path: Path) -> None:
    """A page: a `p` for each line, a table with `rowspan`."""
    spans = {(first, column): last - first + 1 for column, first, last in rebuilt.merges}
    covered = {
        (row, column)
        for column, first, last in rebuilt.merges
        for row in range(first + 1, last + 1)
    }
    rows = [
        "<tr>"
        + "".join(
            f'<td rowspan="{spans.get((row, column), 1)}">{escape(text)}</td>'
            for column, text in enumerate(texts)
            if (row, column) not in covered
        )
        + "</tr>"
        for row, texts in enumerate(rebuilt.rows)
    ]
    table = ["<table>", *rows, "</table>"] if rows else []
    before, after = (
        [f"<p>{escape(line)}</p>" for line in lines] for lines in (rebuilt.before, rebuilt.after)
    )
    page = [
        "<!DOCTYPE html>",
        '<html lang="zh"><head><meta charset="utf-8"><title></title></head><body>',
        *before,
        *table,
        *after,
        "</body></html>",
    ]
    path.write_text("\n".join(page), encoding="utf-8")


def write_docx(rebuilt: Rebuilt, path: Path) -> None:
    """A Word file: a paragraph for each line, a table with vertical merges."""
    document: Any = docx.Document()
    for line in rebuilt.before:
        document.add_paragraph(line)
    if rebuilt.rows:
        table = document.add_table(len(rebuilt.rows), len(rebuilt.rows[0]))
        covered = {
            (row, column)
            for column, first, last in rebuilt.merges
            for row in range(first + 1, last + 1)
        }
        for row, (texts, cells) in enumerate(
            zip(rebuilt.rows, [one.cells for one in table.rows], strict=True)
        ):
            for column, text in enumerate(texts):
                if (row, column) not in covered:
                    cells[column].text = text
        for column, first, last in rebuilt.merges:
            table.cell(first, column).merge(table.cell(last, column))
    for line in rebuilt.after:
        document.add_paragraph(line)
    document.save(str(path))


def write_xlsx(rebuilt: Rebuilt, text_path: Path, path: Path) -> None:
    """The lines as a text at `text_path`, and a workbook that holds the table alone."""
    text_path.write_text("\n".join([*rebuilt.before, *rebuilt.after]), encoding="utf-8")
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for texts in rebuilt.rows:
        sheet.append([int(text) if text.isdecimal() and text.isascii() else text for text in texts])
    for column, first, last in rebuilt.merges:
        sheet.merge_cells(
            start_row=first + 1, end_row=last + 1, start_column=column + 1, end_column=column + 1
        )
    workbook.save(path)


def reading_of(draft: Draft) -> dict[str, Any]:
    """All that a draft says of the plan, without the places that it was read from and what it left
    out."""
    return {
        "envelope": msgspec.structs.asdict(draft.envelope),
        "sections": [(one.id, one.number, one.title, one.level) for one in draft.sections],
        "lists": [(one.id, one.caption, one.columns, one.printed) for one in draft.lists],
        "tasks": [
            msgspec.structs.asdict(msgspec.structs.replace(one, source=())) for one in draft.tasks
        ],
        "body": [(line.text, line.level, line.task, line.continues) for line in draft.body],
        "reporting": [(duty.text, duty.deadline) for duty in draft.reporting],
        "rules": draft.rules,
        "year": draft.year,
        "diagnostics": [(one.code, one.arguments) for one in draft.diagnostics],
    }
