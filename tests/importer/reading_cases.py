"""The cases of the reading: documents as data, their expected reading, and how both are
compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from gksite.documents.blocks import Block, GridCell, Paragraph, Place, SourceDocument, Table
from gksite.importer.draft import Draft, DraftList, DraftTask
from gksite.importer.writing.notice_file import annexes_of

CASES_DIR = Path(__file__).parent / "cases"


def cases() -> list[Any]:
    """One parameter per entry of `cases/<topic>/*.yaml`: a mapping with `name`, the document and
    `expect`."""
    return [
        pytest.param(entry, id=f"{path.parent.name}/{path.stem}-{entry['name']}")
        for path in sorted(CASES_DIR.glob("*/*.yaml"))
        for entry in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    ]


def document_of(case: dict[str, Any]) -> SourceDocument:
    """The document that a case writes as `text`, as `table` (rows), or as `blocks` (texts and
    tables in order); `facts` are those of its page's head."""
    blocks: list[Block] = []
    written = case.get("blocks") or [case["text"] if "text" in case else {"table": case["table"]}]
    for one in written:
        if isinstance(one, str):
            first = len(blocks) + 1
            lines = [line.strip() for line in one.split("\n")]
            blocks += [
                Paragraph(line, Place("plan.txt", "line", first + n))
                for n, line in enumerate(lines)
                if line
            ]
        else:
            blocks.append(_table(one["table"], len(blocks) + 1, one.get("caption", "")))
    facts = tuple((name, str(value)) for name, value in case.get("facts", {}).items())
    return SourceDocument("plan.txt", "txt", "", tuple(blocks), 0, facts=facts)


def text_document(text: str) -> SourceDocument:
    """A document of lines."""
    return document_of({"text": text})


def _table(rows: list[list[Any]], number: int, caption: str) -> Table:
    """A grid from rows of texts; null is a missing cell, a mapping {text, rows, columns} spans."""
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for row, written in enumerate(rows):
        column = 0
        for one in written:
            while (row, column) in taken:
                column += 1
            if one is None:
                taken.add((row, column))
                continue
            cell: dict[str, Any] = one if isinstance(one, dict) else {"text": str(one)}
            high, wide = cell.get("rows", 1), cell.get("columns", 1)
            taken |= {(row + down, column + right) for down in range(high) for right in range(wide)}
            place = Place("plan.txt", "cell", row + 1, f"{number}!{chr(65 + column)}{row + 1}")
            cells.append(GridCell(cell["text"], row, column, high, wide, place))
    size = max(cell.column + cell.colspan for cell in cells)
    return Table(
        len(rows), size, tuple(cells), Place("plan.txt", "cell", 1, f"{number}!A1"), caption
    )


_OF_DRAFT: dict[str, Callable[[Draft], Any]] = {
    "sections": lambda draft: [f"{one.id} {one.number}{one.title}" for one in draft.sections],
    "left_out": lambda draft: dict(Counter(piece.reason for piece in draft.left_out)),
    "diagnostics": lambda draft: sorted(diagnostic.code for diagnostic in draft.diagnostics),
    "lists": lambda draft: [
        {
            "id": one.id,
            "heads": [column.head for column in one.columns],
            "kinds": [column.kind for column in one.columns],
        }
        for one in draft.lists
    ],
    "own_columns": lambda draft: [_columns(one) for one in draft.lists],
    "annexes": lambda draft: [f"{entry['list']} {entry['title']}" for entry in annexes_of(draft)],
    "merged": lambda draft: [list(one.merged) for one in draft.lists],
    "captions": lambda draft: [one.caption for one in draft.lists],
    "period": lambda draft: draft.period,
    "kind": lambda draft: draft.kind,
    "rules": lambda draft: list(draft.rules),
    "body": lambda draft: [line.text for line in draft.body],
    "reporting": lambda draft: [duty.deadline.end for duty in draft.reporting],
    "year": lambda draft: draft.year,
}
"""What a draft says of a key of `expect`; of any other key the envelope says it."""


def reading_of(draft: Draft, expect: dict[str, Any]) -> dict[str, Any]:
    """What a draft says of all that a case expects, in the case's form."""
    found: dict[str, Any] = {}
    for key, wanted in expect.items():
        if key == "tasks":
            found[key] = [
                _task(task, wanted[position] if position < len(wanted) else {"number": ""})
                for position, task in enumerate(draft.tasks)
            ]
        elif key == "said":
            found[key] = [
                dict(diagnostic.arguments)
                for diagnostic in draft.diagnostics
                if diagnostic.code in expect["diagnostics"]
            ]
        elif key in _OF_DRAFT:
            found[key] = _OF_DRAFT[key](draft)
        else:
            value = getattr(draft.envelope, key)
            found[key] = list(value) if isinstance(value, tuple) else value
    return found


def _columns(task_list: DraftList) -> list[str]:
    """The columns of the document's own: `key type unit` with + for a sum, > for a target, and the
    heads above."""
    return [
        " ".join(
            filter(
                None,
                (
                    column.name,
                    column.type if column.type != "text" else "",
                    column.unit,
                    "+" if column.sum else "",
                    f"> {column.target}" if column.target else "",
                    *(f"< {head}" for head in column.over),
                ),
            )
        )
        for column in task_list.columns
        if column.kind == "open" or column.over
    ]


def _task(task: DraftTask, wanted: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in wanted:
        if key in ("lead", "responsible", "cooperating"):
            found[key] = [unit.printed for unit in task.units if unit.role == key]
        elif key == "units":
            found[key] = len(task.units)
        elif key == "ruled":
            found[key] = [unit.printed for unit in task.units if unit.rule]
        elif key == "cells":
            found[key] = {cell.column: cell.text + "｜独立" * cell.apart for cell in task.cells}
        elif key == "targets":
            found[key] = [
                [target.id, target.by, target.text]
                + ([target.value, target.indicator] if target.indicator else [])
                for target in task.targets
            ]
        elif key == "deadline":
            deadline = task.deadline
            found[key] = (
                deadline.kind
                if isinstance(wanted[key], str)
                else [deadline.kind, deadline.start, deadline.end][: len(wanted[key])]
            )
        elif key == "raw":
            found[key] = task.deadline.raw
        elif key == "milestones":
            found[key] = len(task.deadline.milestones)
        elif key == "milestone":
            found[key] = task.deadline.milestone
        elif key == "indicators":
            found[key] = [_indicator(one) for one in task.indicators]
        elif key == "segments":
            found[key] = [[segment.text, segment.units_printed] for segment in task.segments]
        elif key == "opens":
            found[key] = task.text[: len(wanted[key])]
        elif key == "closes":
            found[key] = task.text[-len(wanted[key]) :]
        else:
            found[key] = getattr(task, key)
    return found


def _indicator(one: Any) -> list[Any]:
    return [one.name, one.at_least, one.at_most, one.equal, one.unit]
