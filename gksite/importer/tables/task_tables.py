"""Read task tables as grids: heads, and a row for each task, merged and split cells resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from gksite.documents.blocks import GridCell, Place, Table
from gksite.importer.draft import DraftColumn, DraftKind, LeftOut
from gksite.importer.lines.lines import Line, close_up_text, squeezed
from gksite.importer.tables.alignment import NUMBER, fitness
from gksite.importer.tables.column_heads import (
    head_kind,
    is_catalogue,
    is_head_row,
    read_heads,
)
from gksite.importer.tables.open_columns import typed, usual_key
from gksite.importer.tables.task_rows import (
    UNIT_ROLES,
    Cell,
    Row,
    filled_texts,
    grid_of,
    inherits,
    table_rows,
)

_FIGURE = re.compile(r"[≥≤>＜<约]?\s?[\d.,，]{1,12}\s?[%％]?")
_HEAD_ROWS = 6
_MOST_OVER = 2
_MOST_CELLS = 200_000


class TaskTable(msgspec.Struct, frozen=True):
    """A task table: columns as printed, rows, the cells in neither; `why_not` without tasks."""

    caption: str
    columns: tuple[DraftColumn, ...]
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    merged: tuple[str, ...]
    place: Place
    why_not: str = ""
    annex: str = ""
    """The line that names it as an annex (附件1：…), or ""."""
    notes: tuple[Line, ...] = ()
    """The notes in its rows (注：…)."""


def read_task_table(
    table: Table, above: TaskTable | None = None, year: int | None = None
) -> TaskTable:
    """Return the tasks of a table. One without heads but with as many columns continues `above`;
    `year` is the plan's."""
    if table.rows * table.columns > _MOST_CELLS:
        return _refused(table, "size")
    grid = grid_of(table)
    head_at = next(
        (n for n, row in enumerate(grid[:_HEAD_ROWS]) if is_head_row(filled_texts(row))), None
    )
    if head_at is None:
        return _without_heads(table, grid, above)
    texts, overs, body_at = _heads(grid, head_at)
    if is_catalogue(texts):
        return _refused(table, "catalogue")
    numbered = _numbered(texts, grid[body_at:])
    columns = read_heads(texts, _grouped(grid, body_at), overs, year, numbered).columns
    if reason := _why_not(columns, grid[body_at:]):
        return _refused(table, reason)
    caption = table.caption or " ".join(
        dict.fromkeys(cell.text for row in grid[:head_at] for cell in row if cell.begins)
    )
    heads = frozenset(squeezed(text) for text in texts if text.strip())
    read = table_rows(columns, grid[body_at:], heads)
    if not read.rows:
        return _refused(table, "empty")
    merged = _merged(columns, table, grid, body_at)
    columns, rows = _typed(columns, read.rows, merged)
    return TaskTable(
        close_up_text(caption), columns, rows, read.left_out, merged, table.place, notes=read.notes
    )


def _numbered(texts: Sequence[str], body: Sequence[Sequence[Cell]]) -> frozenset[int]:
    """Return the columns of numbers below a head over two columns, or below an empty head."""
    found: set[int] = set()
    for column, (head, following) in enumerate(pairwise(texts)):
        cells = [row[column].text for row in body if row[column].text]
        if head in ("", following) and cells and all(map(NUMBER.fullmatch, cells)):
            found.add(column)
    return frozenset(found)


def _typed(
    columns: Sequence[DraftColumn], rows: Sequence[Row], merged: Sequence[str]
) -> tuple[tuple[DraftColumn, ...], tuple[Row, ...]]:
    """Return the columns with the types that their cells allow; cells are apart only in merged
    columns."""
    texts: dict[str, list[str]] = {}
    for row in rows:
        for cell in row.own:
            texts.setdefault(cell.column, []).append(cell.text)
    return tuple(
        typed(column, texts.get(column.key, ())) if column.kind == "open" else column
        for column in columns
    ), tuple(
        msgspec.structs.replace(
            row,
            own=tuple(
                msgspec.structs.replace(cell, apart=cell.apart and cell.column in merged)
                for cell in row.own
            ),
        )
        for row in rows
    )


def table_text(table: Table) -> str:
    """Return all text of a table: cells separated by bars, rows by line breaks."""
    rows: dict[int, list[GridCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    lines = [
        " | ".join(cell.text for cell in sorted(row, key=lambda cell: cell.column))
        for _, row in sorted(rows.items())
    ]
    return "\n".join([*([table.caption] if table.caption else []), *lines])


def _refused(table: Table, reason: str) -> TaskTable:
    return TaskTable(
        table.caption,
        (),
        (),
        (LeftOut(table_text(table), table.place, "table-not-tasks"),),
        (),
        table.place,
        reason,
    )


def _heads(
    grid: Sequence[Sequence[Cell]], head_at: int
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], int]:
    """Return the heads right above the cells, the heads over each, and the row below them all."""
    last = head_at
    while last - head_at < _MOST_OVER and _is_sub_head(grid, last):
        last += 1
    texts: list[str] = []
    overs: list[tuple[str, ...]] = []
    for column in range(len(grid[head_at])):
        cells = [row[column] for row in grid[head_at : last + 1] if row[column].text.strip()]
        own = list(dict.fromkeys(cell.text for cell in cells))
        texts.append(own[-1] if own else "")
        overs.append(tuple(own[:-1]))
    return tuple(texts), tuple(overs), last + 1


def _is_sub_head(grid: Sequence[Sequence[Cell]], head_at: int) -> bool:
    """Whether the row below names the parts of a head that spans columns (责任分工: 牵头单位, 配合单位)."""
    head = grid[head_at]
    spanned = {
        index
        for index, (left, right) in enumerate(pairwise(head))
        if left.place == right.place and left.text == right.text and left.text
    }
    if not spanned or head_at + 1 >= len(grid):
        return False
    below = grid[head_at + 1]
    own = [index for index, cell in enumerate(below) if cell.begins and cell.text]
    if not own:
        return False
    if all(head_kind(below[index].text) for index in own):
        return True
    # All cells lie below heads over several columns, and the other heads reach down beside them.
    over = spanned | {index + 1 for index in spanned}
    others = [cell for index, cell in enumerate(below) if index not in over]
    return set(own) <= over and bool(others) and not any(cell.begins for cell in others)


def _grouped(grid: Sequence[Sequence[Cell]], body_at: int) -> frozenset[int]:
    """Return the columns whose cells hold for several rows: spans, empty cells, repetition."""
    body = grid[body_at:]
    grouped = set()
    for column in range(len(grid[0]) if grid else 0):
        cells = [row[column] for row in body]
        own = sum(1 for cell in cells if cell.begins and cell.text)
        different = len({cell.text for cell in cells if cell.text})
        if (
            body
            and own > 0
            and (own * 4 <= len(body) * 3 or different * 4 <= len(body) * 3)
            and len(body) > 1
        ):
            grouped.add(column)
    return frozenset(grouped)


def _why_not(columns: Sequence[DraftColumn], body: Sequence[Sequence[Cell]]) -> str:
    """Return the reason why rows below these heads are no tasks, or ""."""
    kinds = tuple(column.kind for column in columns)
    if "text" not in kinds:
        return "no-wording"
    says_more = {"number", "deadline", *UNIT_ROLES} & set(kinds)
    texts = [cell.text for row in body if (cell := row[kinds.index("text")]).text]
    others = [
        cell.text
        for row in body
        for column, cell in zip(columns, row, strict=True)
        if column.kind not in ("text", "number") and not usual_key(column.head) and cell.text
    ]
    if not says_more or not body:
        return "no-wording" if body else "empty"
    if len(texts) * 2 < len(body) and len(body) > 2:
        return "lost-cells"
    figures = sum(1 for text in others if _FIGURE.fullmatch(text))
    if others and figures * 2 > len(others):
        return "figures"
    if texts and sum(1 for text in texts if _FIGURE.fullmatch(text)) * 2 > len(texts):
        return "figures"
    return ""


def _without_heads(
    table: Table, grid: Sequence[Sequence[Cell]], above: TaskTable | None
) -> TaskTable:
    """Read a table that continues the table above, or whose cells show the kinds of its columns."""
    if above and not above.why_not and len(above.columns) == table.columns:
        columns = above.columns
    else:
        columns = _guessed(grid, table.columns)
    if not columns or _why_not(columns, grid):
        return _refused(table, "no-heads")
    read = table_rows(columns, grid, frozenset())
    if not read.rows:
        return _refused(table, "no-heads")
    merged = _merged(columns, table, grid, 0)
    _, rows = _typed(columns, read.rows, merged)
    return TaskTable(
        table.caption, columns, rows, read.left_out, merged, table.place, notes=read.notes
    )


def _guessed(grid: Sequence[Sequence[Cell]], size: int) -> tuple[DraftColumn, ...]:
    """Return columns by the kind of most cells; () unless number and wording are certain."""
    kinds: list[DraftKind] = []
    for column in range(size):
        texts = [row[column].text for row in grid if row[column].begins and row[column].text]
        ranked: tuple[DraftKind, ...] = ("number", "deadline", "units", "text")
        best = next(
            (
                kind
                for kind in ranked
                if texts and sum(fitness(kind, text) >= 3 for text in texts) * 3 >= len(texts) * 2
            ),
            "note",
        )
        kinds.append("note" if best in kinds else best)  # type: ignore[arg-type]
    if "number" not in kinds or "text" not in kinds or len(kinds) < 2:
        return ()
    return tuple(DraftColumn(kind, "") for kind in kinds)


def _merged(
    columns: Sequence[DraftColumn], table: Table, grid: Sequence[Sequence[Cell]], body_at: int
) -> tuple[str, ...]:
    """Return the names of columns that have cells over several rows."""
    spanning = {cell.column for cell in table.cells if cell.rowspan > 1 and cell.row >= body_at}
    inherited = {
        index
        for index, column in enumerate(columns)
        if inherits(column) and any(not row[index].covered for row in grid[body_at:])
    }
    return tuple(
        column.name
        for index, column in enumerate(columns)
        if index in spanning | inherited and column.kind not in ("section", "subsection", "status")
    )
