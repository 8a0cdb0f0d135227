"""The rows of a task table: each row's cells by column, merged and split cells resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gksite.documents.blocks import Place, Table
from gksite.importer.draft import DraftCell, DraftColumn, DraftKind, LeftOut
from gksite.importer.lines.lines import Line, close_up_text, squeezed
from gksite.importer.tables.alignment import NOTHING, NUMBER
from gksite.importer.tables.column_heads import bare_spaces
from gksite.importer.tables.open_columns import is_category
from gksite.notation.numbering import parse_numbering
from gksite.notation.units import Role

UNIT_ROLES: dict[DraftKind, Role] = {
    "units": "responsible",
    "lead": "lead",
    "responsible": "responsible",
    "cooperating": "cooperating",
}
_INHERITED: tuple[DraftKind, ...] = (
    "section",
    "subsection",
    "number",
    "deadline",
    "leader",
    *UNIT_ROLES,
)
_ASKED: tuple[DraftKind, ...] = ("deadline", *UNIT_ROLES)
_WHOLE = (".xlsx", ".xlsm", ".docx")
"""Formats whose rows are rows: no page end cuts one in two."""
TOTALS = frozenset(("合计", "总计", "小计", "共计", "合计：", "总计："))
"""What the first cell of a row of totals says."""
_DITTO = frozenset(("同上", "同前", "〃", "″", '"', "''", "同"))
_NOTE = re.compile("(?:备?注|说明)\\s*\\d?\\s*[:：]")
PART = ("其中：", "其中:", "其中，", "其中,")
"""How the wording of a part opens."""


class Row(msgspec.Struct, frozen=True):
    """A row of a task table: its texts by kind, as printed, and the places of its cells."""

    cells: tuple[tuple[DraftKind, str], ...]
    section: str
    places: tuple[Place, ...]
    own: tuple[DraftCell, ...] = ()
    """The cells of columns of the document's own, by key."""
    inherited: tuple[DraftKind, ...] = ()
    """The columns of units or deadlines whose cell was read from the row above, since the table
    lost its own."""

    def get(self, kind: DraftKind) -> str:
        """Return the text of the column of `kind`, of several columns one per line; "" for none."""
        return "\n".join(text for own, text in self.cells if own == kind and text not in NOTHING)

    @property
    def parts(self) -> tuple[tuple[Role, str], ...]:
        """Return the cells that hold units, each with the role of its column."""
        return tuple(
            (UNIT_ROLES[kind], text)
            for kind, text in self.cells
            if kind in UNIT_ROLES and text not in NOTHING
        )


class TableRows(msgspec.Struct, frozen=True):
    """The rows of a table, its cells that are in no row, and the notes (注：…) below or between."""

    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[Line, ...]


class Cell(msgspec.Struct, frozen=True):
    """A grid position: its cell's text; whether the cell began in this row; whether it has one."""

    text: str
    begins: bool
    place: Place | None
    covered: bool = True


EMPTY = Cell("", False, None, False)


def grid_of(table: Table) -> list[list[Cell]]:
    """Return the cell at each position of a table; one of several positions in each of them."""
    grid = [[EMPTY] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.rowspan, table.rows)):
            for column in range(cell.column, min(cell.column + cell.colspan, table.columns)):
                first = row == cell.row and column == cell.column
                grid[row][column] = Cell(cell.text.strip(), first, cell.place)
    return grid


def filled_texts(row: Sequence[Cell]) -> tuple[str, ...]:
    """Return the texts of the cells that begin in a row and hold something."""
    return tuple(cell.text for cell in row if cell.begins and cell.text)


def table_rows(
    columns: tuple[DraftColumn, ...], body: Sequence[Sequence[Cell]], heads: frozenset[str]
) -> TableRows:
    """Return the rows below heads (squeezed), the cells that are in no row, and the notes."""
    kinds = tuple(column.kind for column in columns)
    rows: list[Row] = []
    left_out: list[LeftOut] = []
    notes: list[Line] = []
    section = ""
    last: dict[int, str] = {}
    for cells in body:
        filled = filled_texts(cells)
        if not filled:
            continue
        first = next(cell for cell in cells if cell.begins and cell.text)
        place = first.place or Place("", "line", 0)
        if sum(squeezed(text) in heads for text in filled) * 4 >= len(filled) * 3:
            left_out.append(LeftOut(" | ".join(filled), place, "repeated-head"))
        elif len(filled) == 1 and _NOTE.match(first.text):
            notes.append(Line(close_up_text(first.text), (place,)))
        elif len(filled) == 1 and len(kinds) > 2 and _is_section(first.text, cells):
            section, last = close_up_text(first.text), {}
        elif any(squeezed(text) in TOTALS for text in filled[:2]):
            left_out.append(LeftOut(" | ".join(filled), place, "total-row"))
        elif rows and _is_rest(kinds, cells, rows[-1]):
            rows[-1] = _extended(columns, rows[-1], cells)
        else:
            left_out += [
                LeftOut(cell.text, cell.place, "empty-cell")
                for column, cell in zip(columns, cells, strict=True)
                if cell.begins and cell.place and cell.text in NOTHING and cell.text
                if column.kind != "open" or column.target
            ]
            left_out += _ditto_cells(columns, cells)
            row = _row(columns, cells, section, last)
            if row.get("text") or row.get("title"):
                rows.append(row)
            else:
                left_out.append(LeftOut(" | ".join(filled), place, "row-without-wording"))
    return TableRows(tuple(rows), tuple(left_out), tuple(notes))


def _ditto_cells(columns: Sequence[DraftColumn], cells: Sequence[Cell]) -> list[LeftOut]:
    """Return the cells that mean the one above (同上) as left out, since its text is read again."""
    return [
        LeftOut(cell.text, cell.place, "ditto")
        for column, cell in zip(columns, cells, strict=True)
        if column.kind != "open" and cell.begins and cell.place and squeezed(cell.text) in _DITTO
    ]


def _is_section(text: str, cells: Sequence[Cell]) -> bool:
    """Whether a row's only cell is a heading: it spans the columns, or is numbered 一、 or （一）."""
    spans = sum(1 for cell in cells if cell.text == text) >= len(cells) - 1
    numbering = parse_numbering(text)
    chinese = numbering is not None and numbering.style in ("chinese", "chinese-bracket")
    return len(text) <= 80 and (spans or chinese) and not text.endswith("。")


def _is_rest(kinds: tuple[DraftKind, ...], cells: Sequence[Cell], above: Row) -> bool:
    """Whether a row is the rest of the row above, cut by a page end: no number, mid-sentence."""
    if "number" not in kinds or above.places[0].file.lower().endswith(_WHOLE):
        return False
    number = cells[kinds.index("number")]
    text = cells[kinds.index("text")].text
    if number.text or parse_numbering(text) or text.startswith(PART):
        return False
    unfinished = not above.get("text").rstrip().endswith(("。", "；", "！", "："))
    others = [
        cells[index].text
        for index, kind in enumerate(kinds)
        if kind in UNIT_ROLES or kind == "deadline"
    ]
    if text and len(others) > 1 and all(others):
        return False
    return unfinished or (not text and any(others))


def _extended(columns: Sequence[DraftColumn], row: Row, cells: Sequence[Cell]) -> Row:
    added = [cell.text if cell.begins else "" for cell in cells]
    merged = tuple(
        (kind, text + added[index] if text not in NOTHING else added[index] or text)
        for index, (kind, text) in enumerate(row.cells)
    )
    more = {column.key: text for column, text in zip(columns, added, strict=True) if text}
    before = {cell.column: cell for cell in row.own}
    own = tuple(
        DraftCell(key, text, before[key].apart if key in before else False)
        for column in columns
        if (key := column.key)
        and (text := (before[key].text if key in before else "") + more.get(key, ""))
    )
    places = tuple(cell.place for cell in cells if cell.begins and cell.text and cell.place)
    return msgspec.structs.replace(row, cells=merged, places=(*row.places, *places), own=own)


def _row(
    columns: Sequence[DraftColumn], cells: Sequence[Cell], section: str, last: dict[int, str]
) -> Row:
    """Return a row with the cells that it inherits: merged, missing, or empty in a group."""
    texts: list[tuple[DraftKind, str]] = []
    own: list[DraftCell] = []
    lacking: list[DraftKind] = []
    for index, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        kind, text = column.kind, _own_text_of(columns, cells, index)
        inherited = not cell.covered if kind in _INHERITED or inherits(column) else False
        if kind in ("section", "subsection") and not text:
            inherited = True
        if kind != "open" and squeezed(text) in _DITTO and last.get(index):
            text = last[index]
        repeats = bool(text) and text == last.get(index)
        if inherited and kind in _ASKED and last.get(index):
            lacking.append(kind)
        if inherited:
            text = last.get(index, "")
        elif text:
            last[index] = text
        elif kind not in ("section", "subsection"):
            last.pop(index, None)
        if kind == "open" and text:
            own.append(DraftCell(column.key, own_text(text), repeats and cell.begins))
        texts.append((kind, "" if kind == "open" else text))
    places = tuple(
        dict.fromkeys(cell.place for cell in cells if cell.begins and cell.text and cell.place)
    )
    return _numbered(Row(tuple(texts), section, places, tuple(own), tuple(lacking)))


def _own_text_of(columns: Sequence[DraftColumn], cells: Sequence[Cell], index: int) -> str:
    """Return the text of a cell; "" where a cell of wording reaches over a column of units or
    deadlines, since its text is that of the first column."""
    cell = cells[index]
    if columns[index].kind in _ASKED and not cell.begins and index and cell.place:
        before = cells[index - 1]
        if before.place == cell.place and columns[index - 1].kind not in _ASKED:
            return ""
    return cell.text


def inherits(column: DraftColumn) -> bool:
    """Whether a table that became text may print a cell of a column once for several rows."""
    return column.kind == "open" and is_category(column.head)


def own_text(text: str) -> str:
    """Return the text of a cell as printed: its lines without blanks that spaced its letters."""
    return "\n".join(filter(None, map(close_up_text, text.split("\n"))))


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
    return msgspec.structs.replace(row, cells=(("number", numbering.printed), *cells))


def number_of(printed: str) -> str:
    """Return a printed number without the mark after it: «7.» is 7, （三） stays."""
    match = NUMBER.fullmatch(printed)
    return match[1] if match else bare_spaces(printed).rstrip("、.．")
