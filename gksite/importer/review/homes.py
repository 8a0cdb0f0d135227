"""Find what lines of a document became other than tasks: headings, fields, body, left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from gksite.documents.blocks import Place
from gksite.importer.draft import Draft, DraftColumn, LeftOut
from gksite.importer.lines.lines import squeezed
from gksite.importer.review.marks import Letters, Stream, mark_texts
from gksite.importer.review.pieces import Line
from gksite.notation.cell_values import CellType
from gksite.schema.keys import ColumnKind

MOST_TRIED = 8
"""Texts of a place that are looked for in a line (a page has many)."""
COLUMN_WORDS: dict[ColumnKind, str] = {
    "number": "编号",
    "section": "部分",
    "subsection": "下一级部分",
    "title": "名称",
    "text": "内容",
    "units": "责任单位",
    "lead": "牵头单位",
    "responsible": "责任单位",
    "cooperating": "配合单位",
    "deadline": "时限",
    "leader": "责任领导",
    "note": "备注",
    "status": "状态",
}
TYPE_WORDS: dict[CellType, str] = {
    "text": "文字",
    "number": "数",
    "money": "金额",
    "date": "日期",
    "year": "年份",
    "unit": "单位",
}


class Homes:
    """What places of a document became, other than tasks; it is asked line by line, in order."""

    def __init__(self, draft: Draft) -> None:
        self._titles: dict[str, str] = {}
        self._sections: dict[Place, list[str]] = defaultdict(list)
        for section in draft.sections:
            title = f"{section.number}{section.title}"
            self._titles[squeezed(title)] = title
            self._titles.setdefault(squeezed(section.title), title)
            self._sections[section.place].append(title)
        heads = [text for one in draft.lists for text in (one.caption, one.annex)]
        heads += [head for one in draft.lists for head in _heads(one.columns)]
        self._heads = {squeezed(head) for head in heads} - {""}
        self._columns = {
            squeezed(column.head): f"{column.head} → {_column_words(column)}"
            for one in draft.lists
            for column in one.columns
        }
        self._fields = _Known(draft.envelope_source)
        self._left_out = _Known(draft.left_out)
        self._body: dict[Place, list[Stream]] = defaultdict(list)
        self._next: dict[Place, int] = defaultdict(int)
        for line in draft.body:
            if line.task or line.continues or line.level:
                continue
            stream = Stream(line.text)
            for place in line.places or (line.place,):
                self._body[place].append(stream)

    def mark(self, letters: Letters, line: Line, *, is_task: bool) -> None:
        """Put marks on a line; on one of a task none for the body, which has it as the task's."""
        mark_texts(letters, self._left_out.near(line, letters), "left-out")
        if letters.plain in self._heads:
            letters.put(0, len(letters.plain), "head")
        if title := self.section_of(line, letters):
            letters.put(0, min(len(squeezed(title)), len(letters.plain)), "section")
        mark_texts(letters, self._fields.near(line, letters), "envelope")
        if not is_task:
            self._mark_body(letters, line.place)

    def _mark_body(self, letters: Letters, place: Place) -> None:
        """Mark the paragraph of the body that the line is, or is a part of: of those of its place
        the one after the last, or one of the next."""
        first = self._next[place]
        for number, stream in enumerate(self._body.get(place, ())[first : first + MOST_TRIED]):
            if stream.mark(letters, "body"):
                self._next[place] = first + number
                return

    def section_of(self, line: Line, letters: Letters) -> str:
        """Return the heading of a section that a line is or begins with, else ""."""
        near = self._sections.get(line.place, ())[:MOST_TRIED]
        return self._titles.get(letters.plain, "") or next(
            (title for title in near if letters.plain.startswith(squeezed(title))), ""
        )

    def column_of(self, letters: Letters) -> str:
        """Return the head of a column, with what its cells are; "" for another text."""
        return self._columns.get(letters.plain, "")

    def fields_of(self, line: Line, letters: Letters) -> list[str]:
        """Return the fields of the envelope that were read from a line."""
        near = ((squeezed(text), name) for text, name in self._fields.near(line, letters))
        return [name for text, name in near if text in letters.plain or letters.plain in text]


class _Known:
    """Texts by their places, each with its name."""

    def __init__(self, pieces: Iterable[LeftOut]) -> None:
        self._at: dict[Place, list[tuple[str, str]]] = defaultdict(list)
        self._whole: dict[tuple[Place, str], list[tuple[str, str]]] = defaultdict(list)
        for piece in pieces:
            pair = (piece.text, piece.reason)
            self._at[piece.place].append(pair)
            self._whole[piece.place, squeezed(piece.text)].append(pair)

    def near(self, line: Line, letters: Letters) -> Sequence[tuple[str, str]]:
        """Return the texts that are the whole line, else some of its place."""
        whole = self._whole.get((line.place, letters.plain))
        return (whole or self._at.get(line.place, []))[:MOST_TRIED]


def _heads(columns: Iterable[DraftColumn]) -> Iterable[str]:
    for column in columns:
        yield from (*column.over, column.head)


def _column_words(column: DraftColumn) -> str:
    """Return what the cells of a column are."""
    if column.target:
        return f"分期目标（{column.by}）"
    if column.kind != "open":
        return COLUMN_WORDS[column.kind]
    measure = f"，{column.unit}" if column.unit else ""
    return f"自设栏目（{TYPE_WORDS[column.type]}{measure}）"
