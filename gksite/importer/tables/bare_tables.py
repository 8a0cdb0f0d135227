"""Read tables that became text without separators: a cell per line, or rows that open with a number
right before the wording."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gksite.documents.blocks import Table
from gksite.importer.draft import DraftKind
from gksite.importer.lines.lines import Item, Line, squeezed
from gksite.importer.tables.alignment import NUMBER, align, fitness
from gksite.importer.tables.column_heads import (
    head_kind,
    is_catalogue,
    is_head_row,
    read_heads,
    split_glued_heads,
)
from gksite.importer.tables.streams import are_units, is_heading
from gksite.importer.tables.table_pieces import (
    Piece,
    TableRead,
    lines_from,
    stream_table,
    table_of,
)
from gksite.importer.tables.task_rows import TOTALS
from gksite.notation.characters import HAN

_FEWEST_HEADS = 3
_MOST_DOUBTED = 2
"""Heads at the end of a line of heads that may be cells."""
_LONGEST_DEADLINE = 24
_UNKNOWN_HEAD = re.compile(f"[{HAN}（）()]{{2,8}}")
_TOTAL_CELL = re.compile(r"(?:共|约)?[\d.,]{1,12}[^\d。，；]{0,6}|[/—-]{1,3}")
_LONGEST_HEAD_ROW = 80
_SPACED_NUMBER = re.compile(r"\d{1,3}[.、．]?\s")
_GROUP = re.compile(f"[{HAN}、和与]{{2,12}}(?![，。；：])")
"""The class of a row before its number, or on a line of its own."""
_CAPTION_END = re.compile("(?:表|清单|台账|安排)$")
_HALF_HEADS = frozenset(
    ("工作", "责任", "完成", "牵头", "配合", "具体", "时间", "重点", "主要", "目标", "分管")
)


def read_bare_lines(items: Sequence[Item], start: int) -> TableRead | None:
    """Read a table with a cell per line and no bars: three heads or more, then cells with running
    numbers, or rows of equal count."""
    first = items[start]
    if not isinstance(first, Line) or (
        first.text not in _HALF_HEADS and head_kind(first.text) is None
    ):
        return None
    heads, used = _bare_heads(lines_from(items, start, 60))
    kinds = [head_kind(head.text) for head in heads]
    if len(heads) < _FEWEST_HEADS or len(set(kinds)) < _FEWEST_HEADS - 1:
        return None
    lines = lines_from(items, start)
    if "number" not in kinds:
        return _rows_of_equal_count(heads, lines, used, start)
    body: list[Piece] = []
    missing = 0
    for line in lines[used:]:
        missing = 0 if NUMBER.fullmatch(line.text) else missing + 1
        if missing > 3 * len(heads):
            break
        body.append(Piece(line.text, line.place))
    if not any(NUMBER.fullmatch(piece.text) for piece in body):
        return None
    read = _best_heads(heads, body, start, used - len(heads))
    return _with_total(read, items, len(heads)) if read else None


def _with_total(read: TableRead, items: Sequence[Item], columns: int) -> TableRead:
    """Return the table with the row of its totals (合计, 8项) below it as left out."""
    table, end, marks = read
    first = items[end] if end < len(items) else None
    if not isinstance(first, Line) or squeezed(first.text) not in TOTALS:
        return read
    cells = [first]
    for line in lines_from(items, end + 1, columns - 1):
        if not _TOTAL_CELL.fullmatch(line.text):
            break
        cells.append(line)
    left_out = [*marks, *(cell.left_out("total-row") for cell in cells)]
    return table, end + len(cells), left_out


def read_spaced(items: Sequence[Item], start: int) -> TableRead | None:
    """Read rows whose cells only blanks part, below a row of heads with a number: a numbered row
    may go on in the lines below it."""
    first = items[start]
    if not isinstance(first, Line) or len(first.text) > _LONGEST_HEAD_ROW:
        return None
    parts = first.text.split()
    if len(parts) < _FEWEST_HEADS or not is_head_row(tuple(parts)):
        return None
    if "number" not in [head_kind(part) for part in parts]:
        return None
    body: list[Piece] = []
    ends = [0]
    missing = 0
    for line in lines_from(items, start + 1):
        opens = _SPACED_NUMBER.match(line.text) is not None
        missing = 0 if opens else missing + 1
        if missing > len(parts):
            break
        cells = [line.text] if is_heading(line.text) else line.text.split()
        body += [Piece(cell, line.place) for cell in cells]
        ends.append(len(body))
    if not any(NUMBER.fullmatch(piece.text) for piece in body):
        return None
    heads = [Piece(part, first.place) for part in parts]
    _, used, score = stream_table(heads, body, mergeable=True, may_end=True)
    lines = sum(1 for end in ends[1:] if end <= used)
    if score <= 0 or not lines:
        return None
    whole, _, _ = stream_table(heads, body[: ends[lines]], mergeable=True, may_end=False)
    return whole, start + 1 + lines, []


def _best_heads(heads: list[Piece], body: list[Piece], start: int, extra: int) -> TableRead | None:
    """Return the table whose cells fit its heads best: the last heads may be cells that only sound
    like heads (年度目标 as the first group); `extra` lines are second halves of heads."""
    best: tuple[float, Table, int] | None = None
    for count in range(len(heads), max(_FEWEST_HEADS, len(heads) - _MOST_DOUBTED) - 1, -1):
        own = heads[:count]
        if "number" not in [head_kind(head.text) for head in own]:
            break
        cells = [*heads[count:], *body]
        table, used, score = stream_table(own, cells, mergeable=True, may_end=True)
        if used > len(heads) - count and (best is None or score > best[0]):
            best = score, table, count + used
    if best is None or best[0] <= 0:
        return None
    return best[1], start + extra + best[2], []


def _bare_heads(lines: Sequence[Line]) -> tuple[list[Piece], int]:
    """Return the heads that open the lines (a cut word takes two: 责任 / 单位), and how many lines."""
    heads: list[Piece] = []
    used = 0
    while used < len(lines):
        text = lines[used].text
        following = lines[used + 1].text if used + 1 < len(lines) else ""
        if text in _HALF_HEADS and len(following) <= 3 and head_kind(text + following):
            heads.append(Piece(text + following, lines[used].place))
            used += 2
        elif head_kind(text) or (heads and _UNKNOWN_HEAD.fullmatch(text) and head_kind(following)):
            heads.append(Piece(text, lines[used].place))
            used += 1
        else:
            break
    return heads, used


def _rows_of_equal_count(
    heads: list[Piece], lines: Sequence[Line], used: int, start: int
) -> TableRead | None:
    """Return rows without numbers, as long as each next group of lines fits the heads."""
    texts = tuple(head.text for head in heads)
    kinds = read_heads(texts).kinds
    if (
        is_catalogue(texts)
        or "text" not in kinds
        or not {"units", "lead", "responsible", "deadline"} & set(kinds)
    ):
        return None
    rows = [list(enumerate(heads))]
    while used + len(heads) <= len(lines):
        row = [Piece(line.text, line.place) for line in lines[used : used + len(heads)]]
        if any(fitness(kind, piece.text) < 0 for kind, piece in zip(kinds, row, strict=True)):
            break
        rows.append(list(enumerate(row)))
        used += len(heads)
    return (table_of(rows, len(heads)), start + used, []) if len(rows) > 1 else None


class _GluedRow(msgspec.Struct):
    """A row whose cells are glued: its class, if it states one, its number, and the rest."""

    group: Piece | None
    number: int
    line: Line


def read_glued(items: Sequence[Item], start: int) -> TableRead | None:
    """Read rows that open with number and wording (1做好…), below heads without separators. Before
    the number, or on a line of its own, may stand the class of the rows, where the heads have one.
    """
    first = items[start]
    if not isinstance(first, Line) or not (heads := split_glued_heads(first.text)):
        return None
    kinds = read_heads(heads).kinds
    rows, used = _glued_rows(lines_from(items, start + 1), grouped=kinds[0] != "number")
    if not rows:
        return None
    placed: list[list[tuple[int, Piece]]] = [
        [(index, Piece(head, first.place)) for index, head in enumerate(heads)]
    ]
    numbered = kinds.index("number")
    for row in rows:
        cells = [Piece(str(row.number), row.line.place), *_split_glued(kinds[numbered:], row.line)]
        columns = align(kinds[numbered:], [cell.text for cell in cells])
        group = [(0, row.group)] if row.group else []
        if group and not numbered:
            placed.append(group)
            group = []
        aligned = zip(columns, cells, strict=True)
        placed.append([*group, *((numbered + column, cell) for column, cell in aligned)])
    return table_of(placed, len(kinds), full_width=True), start + 1 + used, []


def _glued_rows(lines: Sequence[Line], *, grouped: bool) -> tuple[list[_GluedRow], int]:
    """Return the rows that open a sequence of lines, and how many lines they take."""
    rows: list[_GluedRow] = []
    used = 0
    group: Piece | None = None
    for offset, line in enumerate(lines):
        number = len(rows) + 1
        rest = _behind_number(line.text, number)
        ended = not rows or _ends_row(rows[-1].line.text)
        if not rest and not grouped and not group and ended and is_heading(line.text):
            group = Piece(line.text, line.place)
            continue
        if not rest and grouped and not group and ended and (match := _GROUP.match(line.text)):
            group = Piece(match[0], line.place)
            rest = _behind_number(line.text[match.end() :], number)
            if not rest and match.end() == len(line.text):
                continue  # the class of the rows below, if there are any
        if rest:
            rows.append(_GluedRow(group, number, msgspec.structs.replace(line, text=rest)))
            group, used = None, offset + 1
        elif rows and offset == used and not ended and not _CAPTION_END.search(line.text):
            last = rows[-1].line
            rows[-1].line = Line(last.text + line.text, (*last.places, *line.places))
            used = offset + 1
        else:
            break
    return rows, used


def _ends_row(text: str) -> bool:
    """Whether a row is whole: it ends a sentence, or with a day or units behind one."""
    if text.endswith(("。", "；", ";")) or fitness("deadline", text[-8:]) > 0:
        return True
    wording, stop, rest = text.rpartition("。")
    if not wording or not stop:
        return False
    units, deadline = _without_deadline(rest)
    return (bool(deadline) and not units) or are_units(units)


def _without_deadline(text: str) -> tuple[str, str]:
    """Return a text without the deadline at its end, and the deadline; "" without one."""
    for length in range(min(_LONGEST_DEADLINE, len(text)), 1, -1):
        if fitness("deadline", text[-length:]) > 0:
            return text[:-length], text[-length:]
    return text, ""


def _behind_number(text: str, expected: int) -> str:
    """Return the text after the number `expected` that opens `text`; "" without that number."""
    digits = str(expected)
    rest = text[len(digits) :].lstrip(" .．、")
    if not text.startswith(digits) or not rest:
        return ""
    runs_on = text[len(digits)].isdecimal() and not re.match(r"(?:19|20)\d\d年|12345", rest)
    return (
        ""
        if runs_on or re.match(r"[年月日%％个]", rest) or re.match(r"\.\d", text[len(digits) :])
        else rest
    )


def _split_glued(kinds: tuple[DraftKind, ...], line: Line) -> list[Piece]:
    """Return the cells after the number: wording to its last full stop, units, deadline."""
    text = line.text
    if len(kinds) <= 2:
        return [Piece(text, line.place)]
    stop = text.rfind("。") + 1
    wording, rest = (text[:stop], text[stop:]) if 0 < stop < len(text) else (text, "")
    if not rest:
        return (
            [Piece(part, line.place) for part in re.split(r"\s+", text)]
            if " " in text
            else [Piece(text, line.place)]
        )
    deadline = ""
    if "deadline" in kinds:
        rest, deadline = _without_deadline(rest)
    return [Piece(part, line.place) for part in (wording, rest, deadline) if part]
