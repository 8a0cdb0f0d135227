"""The columns of a document's own on pages and in print: rows of heads, cells, sums, and those to
filter by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from gksite.model.cell_sums import CellSum, cell_runs, column_sums, run_at
from gksite.model.columns import Cell as OpenCell
from gksite.model.columns import Column, TaskList
from gksite.model.entities import Plan, Task
from gksite.pages.parts import Mention
from gksite.pages.view import View
from gksite.source.links import file_address
from gksite.values import Value

MOST_CHOICES = 12
"""Of a filter: a column with more different texts is for reading."""
NUMERIC_KIND = "open numeric"
"""The kind, as CSS classes, of a column of numbers."""
MOST_FILTERS = 4
"""Of one table: more of them would hide what they filter."""
WIDE = 8
"""A table of more columns is wide."""
_ROOT = "../../"
"""From the pages of a plan and of its tasks."""


class HeadCell(Value, frozen=True):
    """A head in a row of heads. `columns` are the places (from 0) of the columns below it, one for
    a head of cells."""

    text: str
    columns: range
    rows: int = 1
    is_group: bool = False


def head_rows(columns: Sequence[Column]) -> tuple[tuple[HeadCell, ...], ...]:
    """Return the rows of heads as printed: heads over several columns first, each head of cells
    down to the last row."""
    depth = max((len(column.heads) for column in columns), default=1)
    return tuple(tuple(_head_row(columns, level, depth)) for level in range(depth))


def _head_row(columns: Sequence[Column], level: int, depth: int) -> Iterator[HeadCell]:
    at = 0
    while at < len(columns):
        column, end = columns[at], at + 1
        if len(column.heads) == level + 1:
            yield HeadCell(column.head, range(at, end), depth - level)
        elif len(column.over) > level:
            path = column.over[: level + 1]
            while end < len(columns) and columns[end].over[: level + 1] == path:
                end += 1
            yield HeadCell(column.over[level], range(at, end), is_group=True)
        at = end


def label_of(column: Column) -> str:
    """Return the head of a column with those over it, for a list of fields; without one that it
    ends with (单位 over 督查单位)."""
    over = (head for head in column.over if not column.head.endswith(head))
    return "／".join((*over, column.head))


def sum_label(column: Column) -> str:
    """Return the label of a column's sum, which has the unit of measure behind it: the heads
    without that unit (投资（万元） is 投资)."""
    heads = [_without_unit(head, column.unit) for head in column.heads]
    return "／".join(filter(None, heads)) or label_of(column)


def _without_unit(head: str, unit: str) -> str:
    stated = rf"\s*[（(]\s*(?:单位\s*[：:]\s*)?{re.escape(unit)}\s*[）)]\s*"
    return re.sub(stated, "", head) if unit else head


def open_html(view: View, cell: OpenCell) -> str:
    """Return a cell as printed, with its units linked to their pages; "" where there is no link."""
    html, rest, is_linked = "", cell.text, False
    for unit in cell.units:
        mention = view.mention(unit.printed, unit.unit, unit.group)
        before, found, after = rest.partition(unit.printed)
        if found and mention.path:
            html += f"{escape(before, quote=False)}{_link(mention)}"
            rest, is_linked = after, True
    return f"{html}{escape(rest, quote=False)}" if is_linked else ""


def _link(mention: Mention) -> str:
    kind = ' class="group-link"' if mention.is_group else ""
    address, text = file_address(mention.path), escape(mention.text, quote=False)
    return f'<a href="{_ROOT}{address}"{kind}>{text}</a>'


def css_kind(column: Column) -> str:
    """Return the kind of a column as CSS classes after `col-`."""
    return NUMERIC_KIND if column.is_numeric else column.kind


def choices(columns: Sequence[Column], tasks: Sequence[Task]) -> dict[str, int]:
    """Return how many different texts a column has, by key, for the first ones that readers may
    filter by: those of few texts, in at least twice as many rows."""
    found: dict[str, int] = {}
    for column in columns:
        if column.kind == "open" and column.type in ("text", "unit", "year"):
            texts = [cell.text for task in tasks if (cell := task.cell(column.key))]
            count = len(set(texts))
            if 2 <= count <= min(MOST_CHOICES, len(texts) // 2) and len(found) < MOST_FILTERS:
                found[column.key] = count
    return found


def sum_texts(view: View, plan: Plan, task_list: TaskList) -> dict[str, str]:
    """Return the sums of a list's columns in words, by key."""
    return {one.column.key: _sum_text(view, one) for one in column_sums(plan, task_list) if one.of}


def _sum_text(view: View, one: CellSum) -> str:
    words = view.words
    text = (
        f"{one.value}{one.column.unit}"
        if one.value
        else words.say("cell.unread", read=one.read, of=one.of)
    )
    if one.withdrawn:
        text += words.say("note", text=words.say("cell.withdrawn", count=one.withdrawn))
    return text


def covered(columns: Sequence[Column], tasks: Sequence[Task]) -> set[tuple[str, str]]:
    """Return the numbers, as keys of a column and of a task, whose cell begins in a row above:
    where a table merges none, they stand there alone, and count once."""
    return {
        (column.key, task.key)
        for column in columns
        if column.is_numeric and column.merged
        for run in cell_runs(column, tasks)
        for task in run[1:]
    }


class CellLine(Value, frozen=True):
    """A cell on the page of its task: the head with those over it, and the text as printed; `html`
    where units in it are linked. `note` says that the cell is one with those of other tasks."""

    head: str
    text: str
    html: str = ""
    note: str = ""


def cell_lines(view: View, plan: Plan, task: Task) -> tuple[CellLine, ...]:
    """Return the cells of a task in printed order; its targets are shown by themselves."""
    task_list = next((one for one in plan.lists if one.id == task.list), None)
    columns = task_list.open_columns if task_list and task.cells else ()
    return tuple(
        CellLine(
            label_of(column), cell.text, open_html(view, cell), _shared(view, column, plan, task)
        )
        for column in columns
        if not column.target and (cell := task.cell(column.key))
    )


def _shared(view: View, column: Column, plan: Plan, task: Task) -> str:
    """Return that a number is that of several tasks, "" where it is not."""
    if not (column.is_numeric and column.merged):
        return ""
    first, last, count = run_at(column, plan.tasks, view.position(task))
    if count < 2:
        return ""
    return view.words.say("cell.shared", first=first.number, last=last.number, count=count)
