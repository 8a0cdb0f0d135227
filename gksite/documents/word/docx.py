"""Read Word documents: paragraphs and tables in order, with the numbers that Word only prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import AsideReason, Block, Paragraph, Place, Table
from gksite.documents.grid import WIDEST_SPAN, RawCell, build_table
from gksite.documents.office_package import Package, open_package
from gksite.documents.parsed import MOST_PIECES, Parsed, too_large, unreadable
from gksite.documents.word.docx_numbering import Numbering, W, integer, value
from gksite.documents.word.docx_scan import scan_texts
from gksite.documents.word.docx_styles import (
    Style,
    default_style,
    is_on,
    outline_level,
    read_styles,
)
from gksite.documents.word.docx_text import LeftOutText, ParagraphText, chosen, visible_texts

if TYPE_CHECKING:
    from lxml.etree import _Element

_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_SHOWN = 40
_SAID_OF: tuple[tuple[AsideReason, str], ...] = (
    ("deleted", "import-deleted-text"), ("hidden", "import-hidden-text"),
        ("struck-through", "import-struck-text"),
)  # fmt: skip
"""The problem that tells of the texts left out for a reason."""


def parse_docx(data: bytes, name: str) -> Parsed:
    """Read a Word document: inserted text kept, deleted and hidden text left out, notes at the end.

    A place counts all paragraphs outside of tables, empty ones too; a cell is `2!B4` in the second
    table.
    """
    package = open_package(data, name)
    main = package.main_part("word/document.xml")
    root = package.xml(main)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise unreadable(name, "里面没有正文", "it has no body")
    parts = package.targets(main)
    styles_root = package.xml(parts.get("styles", "word/styles.xml"))
    styles = read_styles(styles_root)
    lists = {style_id: style.list_id for style_id, style in styles.items() if style.list_id}
    numbering = Numbering(package.xml(parts.get("numbering", "word/numbering.xml")), lists)
    walk = _Walk(name, styles, default_style(styles_root), numbering)
    walk.flow(body)
    expected = scan_texts(package.read(main))
    problems = []
    for kind in ("footnotes", "endnotes"):
        if kind in parts:
            expected += scan_texts(package.read(parts[kind]))
            problems += _notes(walk, package.xml(parts[kind]))
    problems += _left_out(walk, name) + _set_apart(package, main, name)
    return Parsed(
        tuple(walk.blocks),
        tuple(expected),
        tuple(problems),
        tuple(walk.left_out.counted),
        tuple(walk.left_out.aside),
    )


class _Walk:
    """A walk through a document that gathers its blocks."""

    def __init__(
        self, name: str, styles: dict[str, Style], default: str, numbering: Numbering
    ) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self.left_out = LeftOutText()
        self.embedded = 0
        self._styles = styles
        self._default = default
        self._numbering = numbering
        self._paragraphs = 0
        self._tables = 0
        self._cells = 0

    def flow(self, parent: _Element) -> None:
        """Read the paragraphs and tables of a body, a note or a text box."""
        for child in parent:
            if child.tag == W + "p":
                self._paragraph(child)
            elif child.tag == W + "tbl":
                self._table(child)
            elif child.tag == _ALTERNATIVES:
                self.flow(chosen(child))
            elif child.tag == W + "altChunk":
                self.embedded += 1
            elif child.tag == W + "moveFrom":
                self.left_out.counted += visible_texts(child)
                self.left_out.leave("deleted", visible_texts(child))
            elif child.tag not in (W + "sectPr", W + "sdtPr", W + "sdtEndPr", W + "del"):
                self.flow(child)
        if len(self.blocks) + self._cells > MOST_PIECES:
            raise too_large(self.name, MOST_PIECES, "段", "paragraphs")

    def _paragraph(self, paragraph: _Element) -> None:
        self._paragraphs += 1
        self.left_out.place = place = Place(self.name, "paragraph", self._paragraphs)
        style, number, within = self._read(paragraph)
        level = outline_level(paragraph.find(W + "pPr"))
        alignment = value(paragraph, "pPr/jc")
        level = style.level if level is None else level
        centred = bool(style.centred) if alignment is None else alignment == "center"
        # A line break within a heading only cuts it; elsewhere people use it in place of a new
        # paragraph.
        lines = [within.text.replace("\n", "")] if level else within.text.split("\n")
        for line in lines:
            if text := line.strip():
                self.blocks.append(Paragraph(text, place, level, number, centred))
                number = ""
        for box in within.boxes:
            self.flow(box)

    def _read(self, paragraph: _Element) -> tuple[Style, str, ParagraphText]:
        """Return the style of a paragraph, its automatic number, and its text."""
        properties = paragraph.find(W + "pPr")
        style_id = value(properties, "pStyle") or self._default
        style = self._styles.get(style_id, Style())
        list_id = value(properties, "numPr/numId") or style.list_id
        written = value(properties, "numPr/ilvl")
        number = ""
        if list_id and list_id != "0":
            if written is not None:
                depth = integer(written, 0)
            elif style.list_level is not None:
                depth = style.list_level
            else:
                depth = self._numbering.level_of_style(list_id, style.list_style or style_id)
            number = self._numbering.count(list_id, depth)
        return (
            style,
            number,
            ParagraphText(paragraph, self._styles, bool(style.hidden), self.left_out),
        )

    def _table(self, table: _Element) -> None:
        """Read a table as a grid; or only its content, where it frames a text or another table."""
        rows = [(row, _inner(row, W + "tc")) for row in _inner(table, W + "tr")]
        rows = [(row, cells) for row, cells in rows if not self._is_deleted(row)]
        if sum(len(cells) for _, cells in rows) == 1 or _frames(table, rows):
            for _, cells in rows:
                for cell in cells:
                    self.flow(cell)
            return
        self._tables += 1
        self._cells += sum(len(cells) for _, cells in rows)
        raw: list[RawCell] = []
        above: dict[int, RawCell] = {}
        for number, (row, cells) in enumerate(rows):
            above = self._row(number, row, cells, above, raw)
        place = Place(self.name, "cell", self._tables, f"{self._tables}!A1")
        self.blocks.append(
            build_table(raw, len(rows), place, value(table, "tblPr/tblCaption") or "")
        )

    def _row(
        self,
        number: int,
        row: _Element,
        cells: list[_Element],
        above: dict[int, RawCell],
        raw: list[RawCell],
    ) -> dict[int, RawCell]:
        """Append the cells of a row; return the lowest cell of each column."""
        column = min(max(integer(value(row, "trPr/gridBefore"), 0), 0), WIDEST_SPAN)
        lowest: dict[int, RawCell] = {}
        last: RawCell | None = None
        for cell in cells:
            properties = cell.find(W + "tcPr")
            width = min(max(integer(value(properties, "gridSpan"), 1), 1), WIDEST_SPAN)
            goes_on = _goes_on(properties, "vMerge")
            upper = above.get(column)
            text = self._cell_text(cell)
            if last is not None and _goes_on(properties, "hMerge"):
                last.colspan += width
                last.text = "\n".join(filter(None, (last.text, text)))
            elif goes_on and upper is not None and upper.colspan == width:
                upper.rowspan += 1
                upper.text = "\n".join(filter(None, (upper.text, text)))
                lowest[column] = last = upper
            else:
                last = RawCell(text, number, 1, width, column=column)
                raw.append(last)
                lowest[column] = last
            column += width
        return lowest

    def _cell_text(self, cell: _Element) -> str:
        """Return the lines of a cell, with automatic numbers; an inner table is read by cells."""
        lines: list[str] = []
        for child in cell:
            if child.tag == W + "p":
                _, number, within = self._read(child)
                lines.append(number + within.text)
                lines += [self._cell_text(box) for box in within.boxes]
            elif child.tag == _ALTERNATIVES:
                lines.append(self._cell_text(chosen(child)))
            elif child.tag == W + "tr" and self._is_deleted(child):
                continue
            elif child.tag not in (
                W + "tcPr",
                W + "tblPr",
                W + "tblGrid",
                W + "trPr",
                W + "sdtPr",
                W + "sdtEndPr",
            ):
                lines.append(self._cell_text(child))
        return "\n".join(filter(None, lines))

    def _is_deleted(self, row: _Element) -> bool:
        """Whether a tracked change deletes the row, which is then left out."""
        if is_on(row, "trPr/del") is None:
            return False
        texts = visible_texts(row)
        erased = [text.text or "" for text in row.iter(W + "delText")]
        self.left_out.leave("deleted", [*texts, *erased])
        self.left_out.counted += texts
        return True


def _inner(parent: _Element, tag: str) -> list[_Element]:
    """Return the rows of a table or the cells of a row, also those in content controls."""
    elements: list[_Element] = []
    for child in parent:
        if child.tag == tag:
            elements.append(child)
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo"):
            elements += _inner(child, tag)
    return elements


def _goes_on(properties: _Element | None, merge: str) -> bool:
    element = properties.find(W + merge) if properties is not None else None
    return element is not None and element.get(W + "val", "continue") == "continue"


def _frames(table: _Element, rows: list[tuple[_Element, list[_Element]]]) -> bool:
    """Whether a table within this table has more cells than this table has cells with text."""
    inner = [inner_table for inner_table in table.iter(W + "tbl") if inner_table is not table]
    if not inner:
        return False
    filled = sum(bool(visible_texts(cell)) for _, cells in rows for cell in cells)
    return max(sum(1 for _ in inner_table.iter(W + "tc")) for inner_table in inner) >= filled


def _notes(walk: _Walk, root: _Element | None) -> list[Diagnostic]:
    before = len(walk.blocks)
    for note in root if root is not None else ():
        if note.get(W + "type") in (None, "normal"):
            walk.flow(note)
        else:
            walk.left_out.counted += visible_texts(note)
    added: list[Block | Table] = list(walk.blocks[before:])
    return [problem("import-notes", Location(walk.name), count=len(added))] if added else []


def _left_out(walk: _Walk, name: str) -> list[Diagnostic]:
    problems = []
    left_out = walk.left_out
    for reason, code in _SAID_OF:
        text = "".join("".join(one.text for one in left_out.aside if one.reason == reason).split())
        if text:
            problems.append(problem(code, Location(name), count=len(text), text=text[:_SHOWN]))
    if left_out.pictures:
        problems.append(problem("import-pictures", Location(name), count=left_out.pictures))
    if walk.embedded:
        problems.append(problem("import-embedded", Location(name), count=walk.embedded))
    return problems


def _set_apart(package: Package, main: str, name: str) -> list[Diagnostic]:
    """Report headers, footers and comments, which are no part of the text."""
    problems = []
    for relation in sorted(package.relations(main).values(), key=lambda relation: relation.target):
        if relation.kind in ("header", "footer", "comments"):
            root = package.xml(relation.target)
            text = "".join("".join(visible_texts(root)).split()) if root is not None else ""
            if text:
                code = "import-comments" if relation.kind == "comments" else "import-page-margin"
                problems.append(problem(code, Location(name), text=text[:_SHOWN], count=len(text)))
    return problems
