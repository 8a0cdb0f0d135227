"""A table as a grid, and what is wrong with it: does every data cell find its column, its row
and its group?

The heads are looked for twice: by the `headers` attribute, and by `scope` alone as HTML defines it
(https://html.spec.whatwg.org/multipage/tables.html#header-and-data-cell-semantics), since readers
use one or the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import Tag

Area = dict[tuple[int, int], "Cell"]


@dataclass(eq=False)
class Cell:
    """A cell with its upper left corner and its size; `group` counts the row groups from 0, the
    head among them."""

    tag: Tag
    x: int
    y: int
    width: int
    height: int
    group: int

    @property
    def id(self) -> str:
        return str(self.tag.get("id", ""))

    @property
    def scope(self) -> str:
        return str(self.tag.get("scope", "")).lower() if self.tag.name == "th" else ""

    @property
    def headers(self) -> list[str]:
        found = self.tag.get("headers") or ""
        return found.split() if isinstance(found, str) else list(found)

    def columns(self) -> range:
        return range(self.x, self.x + self.width)

    def rows(self) -> range:
        return range(self.y, self.y + self.height)

    def __str__(self) -> str:
        text = self.tag.get_text(" ", strip=True)
        return f"{self.tag.name} at row {self.y + 1}, column {self.x + 1} «{text[:16]}»"


@dataclass
class Grid:
    """A table laid out: its cells in the order of the source, and which of them covers each
    place."""

    cells: list[Cell] = field(default_factory=list)
    area: Area = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    height: int = 0

    @property
    def width(self) -> int:
        return max((x + 1 for x, _ in self.area), default=0)


def grid_of(table: Tag) -> Grid:
    """The grid of a table. Overlaps, spans past a row group and ragged rows are among its
    faults."""
    grid = Grid()
    for group, part in enumerate(table.find_all(["thead", "tbody", "tfoot"], recursive=False)):
        rows = part.find_all("tr", recursive=False)
        for index, row in enumerate(rows):
            _place_row(grid, row, group, len(rows) - index)
            grid.height += 1
    for y in range(grid.height):
        gaps = [x + 1 for x in range(grid.width) if (x, y) not in grid.area]
        if gaps:
            grid.faults.append(f"ragged: row {y + 1} has nothing in columns {gaps}")
    return grid


def _place_row(grid: Grid, row: Tag, group: int, rows_left: int) -> None:
    x, y = 0, grid.height
    for tag in row.find_all(["th", "td"], recursive=False):
        while (x, y) in grid.area:
            x += 1
        cell = Cell(tag, x, y, _span(grid, tag, "colspan"), _span(grid, tag, "rowspan"), group)
        if cell.height > rows_left:
            grid.faults.append(f"span-past-group: {cell} covers {cell.height} rows of {rows_left}")
            cell.height = rows_left
        for place in ((column, line) for column in cell.columns() for line in cell.rows()):
            if place in grid.area:
                grid.faults.append(f"overlap: {cell} lies on {grid.area[place]}")
            grid.area[place] = cell
        grid.cells.append(cell)
        x += cell.width


def _span(grid: Grid, tag: Tag, name: str) -> int:
    value = str(tag.get(name, "1"))
    if not value.isdecimal() or int(value) < 1:
        grid.faults.append(f"bad-span: {name}={value!r}")
        return 1
    return int(value)


def table_faults(table: Tag) -> list[str]:
    """All that is wrong with a table, each fault as `code: words`; none when every data cell
    finds all its heads."""
    grid = grid_of(table)
    faults = [*grid.faults, *_frame_faults(table), *_head_faults(grid)]
    by_id = {cell.id: cell for cell in grid.cells if cell.id}
    needs_ids = any(cell.height > 1 or cell.width > 1 or cell.headers for cell in grid.cells)
    for cell in grid.cells:
        faults += _reference_faults(cell, by_id, table)
        if cell.tag.name != "td":
            continue
        by_scope = heads_by_scope(grid, cell)
        faults += _lacking(grid, cell, by_scope, "scope")
        if needs_ids:
            named = [by_id[name] for name in cell.headers if name in by_id]
            faults += _lacking(grid, cell, named, "headers")
            if set(named) != set(by_scope):
                faults.append(
                    f"headers-differ: {cell}: {_names(named)} by headers, {_names(by_scope)} by "
                    "scope"
                )
    return faults


def _frame_faults(table: Tag) -> Iterator[str]:
    """A caption that says something, and a scrolling frame that the keyboard reaches and that has a
    name."""
    captions = table.find_all("caption", recursive=False)
    if len(captions) != 1 or not captions[0].get_text().strip():
        yield f"caption: {len(captions)} captions, or one without words"
    region = table.find_parent(attrs={"role": "region"})
    if region is None:
        yield "region: the table lies in no scrolling region"
        return
    if region.get("tabindex") != "0":
        yield "region: the keyboard does not reach it"
    named = str(region.get("aria-labelledby", ""))
    label = table.find_parents()[-1].find(id=named) if named else None
    if not str(region.get("aria-label", "")).strip() and (
        label is None or not label.get_text().strip()
    ):
        yield "region: it has no name"


def _head_faults(grid: Grid) -> Iterator[str]:
    """Every `th` says what it is the head of; a head of a group lies in a group of its own and
    covers all of it."""
    ids = [cell.id for cell in grid.cells if cell.id]
    yield from (
        f"same-id: {name!r}" for name in sorted({name for name in ids if ids.count(name) > 1})
    )
    for cell in grid.cells:
        if cell.tag.name != "th":
            continue
        if not cell.tag.get_text().strip():
            yield f"empty-head: {cell}"
        if cell.scope not in ("col", "row", "rowgroup", "colgroup"):
            yield f"no-scope: {cell}"
        rows = {one.y for one in grid.cells if one.group == cell.group}
        if cell.scope == "rowgroup" and rows - set(cell.rows()):
            yield (
                f"group-not-covered: {cell} is the head of a group of {len(rows)} rows and covers "
                f"{cell.height}"
            )


def _reference_faults(cell: Cell, by_id: dict[str, Cell], table: Tag) -> Iterator[str]:
    for name in cell.headers:
        if name not in by_id:
            yield f"unknown-headers: {cell} names {name!r}, which is no cell of this table"
        elif by_id[name].tag.name != "th":
            yield f"headers-no-head: {cell} names {name!r}, which is no head"
        elif by_id[name] is cell:
            yield f"headers-itself: {cell}"
    if len(cell.headers) != len(set(cell.headers)):
        yield f"headers-twice: {cell} names {cell.headers}"


def heads_by_scope(grid: Grid, cell: Cell) -> list[Cell]:
    """The heads of a data cell by the algorithm of HTML for cells without `headers`: left, up, and
    those of the group."""
    found: list[Cell] = []
    for y in cell.rows():
        left = (grid.area.get((x, y)) for x in range(cell.x - 1, -1, -1))
        found += [head for head in left if head and head.scope == "row"]
    for x in cell.columns():
        up = (grid.area.get((x, y)) for y in range(cell.y - 1, -1, -1))
        found += [head for head in up if head and head.scope == "col"]
    found += [
        head
        for head in grid.cells
        if head.scope == "rowgroup"
        and head.group == cell.group
        and head.x < cell.x + cell.width
        and head.y < cell.y + cell.height
    ]
    return list(dict.fromkeys(found))


def _lacking(grid: Grid, cell: Cell, heads: list[Cell], way: str) -> Iterator[str]:
    """Each column and each row that a cell covers has its head, and the group where it has one."""
    columns = {x for head in heads if head.scope == "col" for x in head.columns()}
    rows = {y for head in heads if head.scope == "row" for y in head.rows()}
    if set(cell.columns()) - columns:
        yield f"no-column-head-by-{way}: {cell}"
    if set(cell.rows()) - rows:
        yield f"no-row-head-by-{way}: {cell}"
    groups = [one for one in grid.cells if one.scope == "rowgroup" and one.group == cell.group]
    if any(one not in heads for one in groups):
        yield f"no-group-head-by-{way}: {cell}"


def _names(cells: list[Cell]) -> str:
    return " ".join(sorted(cell.id or str(cell) for cell in cells)) or "nothing"
