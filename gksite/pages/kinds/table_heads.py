"""The rows of heads of task tables, on pages and in print, and the row of sums."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.model.columns import Column
from gksite.model.entities import Task
from gksite.pages.kinds.cells import Cell, Head
from gksite.pages.kinds.open_cells import choices, css_kind, head_rows
from gksite.pages.view import View


def table_heads(
    prefix: str, columns: Sequence[Column], tasks: Sequence[Task]
) -> tuple[tuple[Head, ...], tuple[tuple[Head, ...], ...]]:
    """Return the heads of the columns, and all heads row by row where some lie over others."""
    above: list[list[str]] = [[] for _ in columns]
    heads: dict[int, Head] = {}
    filters = choices(columns, tasks)
    rows = []
    for level, row in enumerate(head_rows(columns)):
        cells = []
        for one in row:
            at = one.columns[0]
            column, ids = columns[at], " ".join(above[at])
            if one.is_group:
                head = Head(
                    f"{prefix}-h{level + 1}-{at + 1}", one.text, "over",
                    colspan=len(one.columns), headers=ids,
                )  # fmt: skip
                for place in one.columns:
                    above[place].append(head.id)
            else:
                head = heads[at] = Head(
                    f"{prefix}-c{at + 1}", one.text, css_kind(column), "／".join(column.over),
                    column.key, filters.get(column.key, 0), rowspan=one.rows, headers=ids,
                )  # fmt: skip
            cells.append(head)
        rows.append(tuple(cells))
    return tuple(heads[at] for at in range(len(columns))), tuple(rows) if len(rows) > 1 else ()


def table_foot(
    view: View,
    prefix: str,
    columns: Sequence[Column],
    heads: tuple[Head, ...],
    sums: dict[str, str],
) -> tuple[Cell, ...]:
    """Return the cells of the row of sums, () where no column has one. Its head stands before the
    first sum, or is one with it where nothing is before."""
    if not sums:
        return ()
    word, id = view.words["cell.sum"], f"{prefix}-sum"
    first = next(at for at, column in enumerate(columns) if column.key in sums)
    cells = [Cell("sum", id, "row", text=word, colspan=first)] if first else []
    for at, column in enumerate(columns[first:], first):
        kind, text = css_kind(column), sums.get(column.key, "")
        if at:
            cells.append(Cell(kind, headers=f"{ids_of(heads[at])} {id}", text=text))
        else:
            text = f"{word}{view.words['colon']}{text}"
            cells.append(Cell(kind, id, "row", ids_of(heads[at]), text=text))
    return tuple(cells)


def ids_of(head: Head) -> str:
    """Return the ids of a head and of those over it."""
    return f"{head.headers} {head.id}".strip()


def print_heads(columns: Sequence[Column]) -> tuple[tuple[Head, ...], ...]:
    """Return all heads row by row, without ids."""
    return tuple(
        tuple(
            Head("", one.text, "over", colspan=len(one.columns))
            if one.is_group
            else Head("", one.text, css_kind(columns[one.columns[0]]), rowspan=one.rows)
            for one in row
        )
        for row in head_rows(columns)
    )
