"""Read task tables as grids: heads, and a row for each task, merged and split cells resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from gksite.documents.blocks import GridCell, Place, Table
from gksite.importer.draft import DraftColumn, LeftOut
from gksite.importer.lines.lines import close_up_text, squeezed
from gksite.importer.tables.alignment import NOTHING, NUMBER, fitness
from gksite.importer.tables.column_heads import (
    bare_spaces,
    head_kind,
    is_catalogue,
    is_head_row,
    read_heads,
)
from gksite.notation.numbering import parse_numbering
from gksite.notation.units import Role
from gksite.schema.keys import ColumnKind

_UNIT_ROLES: dict[ColumnKind, Role] = {
    "units": "responsible",
    "lead": "lead",
    "responsible": "responsible",
    "cooperating": "cooperating",
}
_INHERITED: tuple[ColumnKind, ...] = (
    "section",
    "subsection",
    "number",
    "deadline",
    "leader",
    *_UNIT_ROLES,
)
_FIGURE = re.compile(r"[≥≤>＜<约]?\s?[\d.,，]{1,12}\s?[%％]?")
_HEAD_ROWS = 6
_MOST_CELLS = 200_000


class Row(msgspec.Struct, frozen=True):
    """A row of a task table: its texts by kind, as printed, and the places of its cells."""

    cells: tuple[tuple[ColumnKind, str], ...]
    section: str
    places: tuple[Place, ...]

    def get(self, kind: ColumnKind) -> str:
        """Return the text of the column of `kind`, of several columns one per line; "" for none."""
        return "\n".join(text for own, text in self.cells if own == kind and text not in NOTHING)

    @property
    def parts(self) -> tuple[tuple[Role, str], ...]:
        """Return the cells that hold units, each with the role of its column."""
        return tuple(
            (_UNIT_ROLES[kind], text)
            for kind, text in self.cells
            if kind in _UNIT_ROLES and text not in NOTHING
        )


class TaskTable(msgspec.Struct, frozen=True):
    """A task table: columns as printed, rows, the cells in neither; `why_not` without tasks."""

    caption: str
    columns: tuple[DraftColumn, ...]
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    merged: tuple[ColumnKind, ...]
    place: Place
    why_not: str = ""


class _Cell(msgspec.Struct, frozen=True):
    """A grid position: its cell's text; whether the cell began in this row; whether it has one."""

    text: str
    begins: bool
    place: Place | None
    covered: bool = True


_EMPTY = _Cell("", False, None, False)


def read_task_table(table: Table, above: TaskTable | None = None) -> TaskTable:
    """Return the tasks of a table. One without heads but with as many columns continues `above`."""
    if table.rows * table.columns > _MOST_CELLS:
        return _refused(table, "size")
    grid = _grid(table)
    head_at = next(
        (number for number, row in enumerate(grid[:_HEAD_ROWS]) if is_head_row(_filled(row))), None
    )
    if head_at is None:
        return _without_heads(table, grid, above)
    texts = tuple(cell.text for cell in grid[head_at])
    body_at = head_at + 1
    if _is_sub_head(grid, head_at):
        texts = tuple(
            own.text if own.text.strip() else cell.text
            for own, cell in zip(grid[head_at + 1], grid[head_at], strict=True)
        )
        body_at += 1
    if is_catalogue(texts):
        return _refused(table, "catalogue")
    columns = read_heads(texts, _grouped(grid, body_at)).columns
    kinds = tuple(column.kind for column in columns)
    if reason := _why_not(kinds, grid[body_at:]):
        return _refused(table, reason)
    caption = table.caption or " ".join(
        dict.fromkeys(cell.text for row in grid[:head_at] for cell in row if cell.begins)
    )
    heads = frozenset(squeezed(text) for text in texts if text.strip())
    rows, left_out = _rows(kinds, grid[body_at:], heads)
    if not rows:
        return _refused(table, "empty")
    left_out += [
        LeftOut(cell.text, cell.place, "head-group")
        for cell in grid[head_at]
        if cell.begins and cell.place and cell.text and squeezed(cell.text) not in heads
    ]
    return TaskTable(
        close_up_text(caption), columns, rows, tuple(left_out), _merged(kinds, table), table.place
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


def _grid(table: Table) -> list[list[_Cell]]:
    grid = [[_EMPTY] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.rowspan, table.rows)):
            for column in range(cell.column, min(cell.column + cell.colspan, table.columns)):
                first = row == cell.row and column == cell.column
                grid[row][column] = _Cell(cell.text.strip(), first, cell.place)
    return grid


def _filled(row: Sequence[_Cell]) -> tuple[str, ...]:
    return tuple(cell.text for cell in row if cell.begins and cell.text)


def _is_sub_head(grid: list[list[_Cell]], head_at: int) -> bool:
    """Whether the row below names the parts of a head that spans columns (责任分工: 牵头单位, 配合单位)."""
    head = grid[head_at]
    spans = any(
        left.place == right.place and left.text == right.text and left.text
        for left, right in pairwise(head)
    )
    if not spans or head_at + 1 >= len(grid):
        return False
    own = [cell.text for cell in grid[head_at + 1] if cell.begins and cell.text]
    return bool(own) and all(head_kind(text) for text in own)


def _grouped(grid: list[list[_Cell]], body_at: int) -> frozenset[int]:
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


def _why_not(kinds: tuple[ColumnKind, ...], body: list[list[_Cell]]) -> str:
    """Return the reason why rows below heads of these kinds are no tasks, or ""."""
    if "text" not in kinds:
        return "no-wording"
    says_more = {"number", "deadline", *_UNIT_ROLES} & set(kinds)
    texts = [cell.text for row in body if (cell := row[kinds.index("text")]).text]
    others = [
        cell.text
        for row in body
        for index, cell in enumerate(row)
        if kinds[index] not in ("text", "number") and cell.text
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


def _without_heads(table: Table, grid: list[list[_Cell]], above: TaskTable | None) -> TaskTable:
    """Read a table that continues the table above, or whose cells show the kinds of its columns."""
    if above and not above.why_not and len(above.columns) == table.columns:
        columns = above.columns
    else:
        columns = _guessed(grid, table.columns)
    kinds = tuple(column.kind for column in columns)
    if not columns or _why_not(kinds, grid):
        return _refused(table, "no-heads")
    rows, left_out = _rows(kinds, grid, frozenset())
    if not rows:
        return _refused(table, "no-heads")
    return TaskTable(
        table.caption, columns, rows, tuple(left_out), _merged(kinds, table), table.place
    )


def _guessed(grid: list[list[_Cell]], size: int) -> tuple[DraftColumn, ...]:
    """Return columns by the kind of most cells; () unless number and wording are certain."""
    kinds: list[ColumnKind] = []
    for column in range(size):
        texts = [row[column].text for row in grid if row[column].begins and row[column].text]
        ranked: tuple[ColumnKind, ...] = ("number", "deadline", "units", "text")
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


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────


def _rows(
    kinds: tuple[ColumnKind, ...], body: list[list[_Cell]], heads: frozenset[str]
) -> tuple[tuple[Row, ...], list[LeftOut]]:
    rows: list[Row] = []
    left_out: list[LeftOut] = []
    section = ""
    last: dict[int, str] = {}
    for cells in body:
        filled = _filled(cells)
        if not filled:
            continue
        first = next(cell for cell in cells if cell.begins and cell.text)
        place = first.place or Place("", "line", 0)
        if sum(squeezed(text) in heads for text in filled) * 4 >= len(filled) * 3:
            left_out.append(LeftOut(" | ".join(filled), place, "repeated-head"))
        elif len(filled) == 1 and len(kinds) > 2 and _is_section(first.text, cells):
            section, last = close_up_text(first.text), {}
        elif rows and _is_rest(kinds, cells, rows[-1]):
            rows[-1] = _extended(rows[-1], cells)
        else:
            left_out += [
                LeftOut(cell.text, cell.place, "empty-cell")
                for cell in cells
                if cell.begins and cell.place and cell.text and cell.text in NOTHING
            ]
            row = _row(kinds, cells, section, last)
            if row.get("text") or row.get("title"):
                rows.append(row)
            else:
                left_out.append(LeftOut(" | ".join(filled), place, "row-without-wording"))
    return tuple(rows), left_out


def _is_section(text: str, cells: Sequence[_Cell]) -> bool:
    """Whether a row's only cell is a heading: it spans the columns, or is numbered 一、 or （一）."""
    spans = sum(1 for cell in cells if cell.text == text) >= len(cells) - 1
    numbering = parse_numbering(text)
    chinese = numbering is not None and numbering.style in ("chinese", "chinese-bracket")
    return len(text) <= 80 and (spans or chinese) and not text.endswith("。")


def _is_rest(kinds: tuple[ColumnKind, ...], cells: Sequence[_Cell], above: Row) -> bool:
    """Whether a row is the rest of the row above, cut by a page end: no number, mid-sentence."""
    if "number" not in kinds:
        return False
    number = cells[kinds.index("number")]
    text = cells[kinds.index("text")].text
    if number.text or parse_numbering(text):
        return False
    unfinished = not above.get("text").rstrip().endswith(("。", "；", "！", "："))
    others = [
        cells[index].text
        for index, kind in enumerate(kinds)
        if kind in _UNIT_ROLES or kind == "deadline"
    ]
    return unfinished or (not text and any(others))


def _extended(row: Row, cells: Sequence[_Cell]) -> Row:
    added = {index: cell.text for index, cell in enumerate(cells) if cell.begins and cell.text}
    merged = tuple(
        (kind, text + (added.get(index, "") if text not in NOTHING else added.get(index, text)))
        for index, (kind, text) in enumerate(row.cells)
    )
    places = tuple(cell.place for cell in cells if cell.begins and cell.text and cell.place)
    return Row(merged, row.section, (*row.places, *places))


def _row(
    kinds: tuple[ColumnKind, ...], cells: Sequence[_Cell], section: str, last: dict[int, str]
) -> Row:
    """Return a row with the cells that it inherits: merged, missing, or empty in a group."""
    texts: list[tuple[ColumnKind, str]] = []
    for index, (kind, cell) in enumerate(zip(kinds, cells, strict=True)):
        text = cell.text
        inherits = not cell.covered if kind in _INHERITED else False
        if kind in ("section", "subsection") and not text:
            inherits = True
        if inherits and kind != "number":
            text = last.get(index, "")
        elif text:
            last[index] = text
        elif kind not in ("section", "subsection"):
            last.pop(index, None)
        texts.append((kind, text))
    places = tuple(
        dict.fromkeys(cell.place for cell in cells if cell.begins and cell.text and cell.place)
    )
    return _numbered(Row(tuple(texts), section, places))


def _numbered(row: Row) -> Row:
    """Return the row with the number that opens its wording (4.及时更新…), if no column holds one."""
    if row.get("number"):
        return row
    numbering = parse_numbering(row.get("text"))
    if not numbering or numbering.style not in ("arabic", "arabic-bracket"):
        return row
    cells = tuple(
        (kind, numbering.rest if kind == "text" else text)
        for kind, text in row.cells
        if kind != "number"
    )
    return Row((("number", numbering.printed), *cells), row.section, row.places)


def _merged(kinds: tuple[ColumnKind, ...], table: Table) -> tuple[ColumnKind, ...]:
    """Return the kinds of columns that have cells over several rows."""
    spanning = {cell.column for cell in table.cells if cell.rowspan > 1}
    return tuple(
        kind
        for index, kind in enumerate(kinds)
        if index in spanning and kind not in ("section", "subsection", "status")
    )


def number_of(printed: str) -> str:
    """Return a printed number without the mark after it: «7.» is 7, （三） stays."""
    match = NUMBER.fullmatch(printed)
    return match[1] if match else bare_spaces(printed).rstrip("、.．")
