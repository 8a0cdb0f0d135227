"""Web pages: what a reader of the page sees, as paragraphs and tables with their spans."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gksite.diagnostics import Location, problem
from gksite.documents.blocks import Block, Paragraph, Place
from gksite.documents.encoding import decode_document
from gksite.documents.grid import RawCell, build_table
from gksite.documents.numerals import write_number
from gksite.documents.parsed import Parsed, refused
from gksite.documents.web.html_tokens import DEEPEST, NOT_SHOWN, deepest_nesting, shown_texts
from gksite.notation.characters import is_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    }
)
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_CENTRED_STYLE = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_LABEL = re.compile(
    rb"""<meta[^>]{0,300}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{2,20})""", re.IGNORECASE
)
_LABEL_WITHIN = 4096
_PAGE_END = re.compile(r"</(?:body|html)\s{0,20}>", re.IGNORECASE)
_COLLAPSED = re.compile("[ \t\r\n\f\xa0]+")
_ROW_GROUPS = ("thead", "tbody", "tfoot")
_CELLS = ("td", "th")
_LIST_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_FATAL = ("ERR_RESOURCE_LIMIT", "ERR_NO_MEMORY", "ERR_INTERNAL_ERROR")


def parse_html(data: bytes, name: str) -> Parsed:
    """The shown text of a web page: a paragraph for each block or line, tables as grids; scripts
    and hidden parts left out."""
    label = _LABEL.search(data[:_LABEL_WITHIN])
    decoded = decode_document(data, name, label[1].decode("ascii", "ignore") if label else "")
    if deepest_nesting(decoded.text) > DEEPEST:
        raise refused("import-depth", name, most=DEEPEST)
    walk = _Walk(name)
    root = _tree(decoded.text, name)
    if root is not None:
        walk.element(root, False)
        walk.end_paragraph()
    problems = list(decoded.problems)
    if walk.hidden:
        count = sum(len("".join(text.split())) for text in walk.hidden)
        text = "".join(walk.hidden).split()
        problems.append(
            problem("import-hidden-text", Location(name), count=count, text="".join(text)[:30])
        )
    return Parsed(
        tuple(walk.blocks), tuple(shown_texts(decoded.text)), tuple(problems), tuple(walk.hidden)
    )


def _tree(text: str, name: str) -> _Element | None:
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    # Pages are put together from whole pages; lxml would end at the first end of one.
    text = _PAGE_END.sub(" ", text)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type_name in _FATAL for entry in parser.error_log):
        raise refused("import-depth", name, most=DEEPEST)
    return root


class _Walk:
    """A walk through a page in the order of its text, which gathers paragraphs and tables."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self.hidden: list[str] = []
        self.tables = 0
        self._pieces: list[str] = []
        self._level = 0
        self._centred = False
        self._number = ""
        self._as_typed = False
        self._paragraphs = 0
        self._items: list[int | None] = []

    def text(self, text: str | None) -> None:
        """Text within the paragraph that is open."""
        if not text:
            return
        if not self._as_typed:
            self._pieces.append(text)
            return
        first, *rest = text.split("\n")
        self._pieces.append(first)
        for line in rest:
            self.end_paragraph()
            self._pieces.append(line)

    def end_paragraph(self) -> None:
        """What was gathered is a paragraph, unless it is blank."""
        text = close_lines("".join(self._pieces))
        self._pieces.clear()
        if text:
            self._paragraphs += 1
            place = Place(self.name, "paragraph", self._paragraphs)
            self.blocks.append(Paragraph(text, place, self._level, self._number, self._centred))
            self._number = ""

    def element(self, element: _Element, centred: bool) -> None:
        """An element with all that is in it, but not the text behind it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in NOT_SHOWN:
            return
        if _is_hidden(element):
            self.hidden += [text for text in _shown_within(element) if text.strip()]
            return
        if tag == "table":
            self.end_paragraph()
            self._table(element, centred)
            return
        if tag not in _BLOCKS:
            self._children(element, centred)
            return
        self.end_paragraph()
        before = self._level, self._centred, self._as_typed, self._number
        centred = _is_centred(element, centred)
        self._level = int(tag[1]) if tag[0] == "h" and is_number(tag[1:]) else self._level
        self._centred = centred
        self._as_typed = self._as_typed or tag == "pre"
        if tag in ("ol", "ul"):
            self._items.append(
                _first_item(element) - 1 if tag == "ol" and not _is_unnumbered(element) else None
            )
        elif tag == "li":
            self._number = self._next_item(element)
        self._children(element, centred)
        self.end_paragraph()
        if tag in ("ol", "ul"):
            self._items.pop()
        self._level, self._centred, self._as_typed = before[:3]
        self._number = "" if tag == "li" else self._number

    def _next_item(self, item: _Element) -> str:
        """The number that a browser shows before an item of an ordered list, else ""."""
        count = self._items[-1] if self._items else None
        parent = item.getparent()
        if count is None or parent is None or parent.tag != "ol" or _is_unnumbered(item):
            return ""
        self._items[-1] = count + 1
        return write_number(count + 1, _LIST_STYLES.get(parent.get("type", "1"), "decimal")) + "."

    def _children(self, element: _Element, centred: bool) -> None:
        self.text(element.text)
        for child in element:
            self.element(child, centred)
            self.text(child.tail)

    def _table(self, table: _Element, centred: bool) -> None:
        """A grid; or, where the table only lays out a page or frames a text, what stands in its
        cells, one after another."""
        rows = _rows(table)
        cells = [(number, cell) for number, row in enumerate(rows) for cell in row]
        for text in _strays(table):
            self._pieces.append(text)
            self.end_paragraph()
        caption = next(
            (
                " ".join("".join(_shown_within(one)).split())
                for one in table
                if one.tag == "caption"
            ),
            "",
        )
        if len(cells) <= 1 or _lays_out(table, cells):
            self._pieces.append(caption)
            self.end_paragraph()
            for _, cell in cells:
                self.end_paragraph()
                self._children(cell, _is_centred(cell, centred))
                self.end_paragraph()
            return
        raw = []
        for number, cell in cells:
            if _is_hidden(cell) or _is_hidden_row(cell):
                self.hidden += [text for text in _shown_within(cell) if text.strip()]
            else:
                down = _span(cell, "rowspan") or len(rows)
                raw.append(
                    RawCell(self._cell_text(cell), number, down, _span(cell, "colspan") or 1)
                )
        self.tables += 1
        self.blocks.append(
            build_table(
                raw, len(rows), Place(self.name, "cell", self.tables, f"{self.tables}!A1"), caption
            )
        )

    def _cell_text(self, cell: _Element) -> str:
        within = _Walk(self.name)
        within._children(cell, False)
        within.end_paragraph()
        self.hidden += within.hidden
        lines: list[str] = []
        for block in within.blocks:
            if isinstance(block, Paragraph):
                lines.append(f"{block.number}{block.text}")
            else:
                lines += [block.caption, *(inner.text for inner in block.cells)]
        return "\n".join(filter(None, lines))


def close_lines(text: str) -> str:
    """`text` as a browser sets it: white space is one blank, and none where a line end cut a
    Chinese sentence."""
    text = re.sub(
        r"(?<=[\u2e80-\uffef])[ \t]*[\r\n]+[ \t\r\n]*(?=[\u2e80-\uffef])",
        "",
        text.strip(" \t\r\n\f"),
    )
    return _COLLAPSED.sub(" ", text).strip()


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(element.get("style", "")))


def _is_centred(element: _Element, inherited: bool) -> bool:
    align = (element.get("align") or "").lower()
    if align or "text-align" in element.get("style", "").lower():
        return align == "center" or bool(_CENTRED_STYLE.search(element.get("style", "")))
    return inherited or element.tag == "center"


def _shown_within(element: _Element) -> list[str]:
    texts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in NOT_SHOWN:
            texts += _shown_within(child)
        texts.append(child.tail or "")
    return texts


def _is_hidden_row(cell: _Element) -> bool:
    row = cell.getparent()
    return row is not None and row.tag == "tr" and _is_hidden(row)


def _rows(table: _Element) -> list[list[_Element]]:
    """The cells of a table by rows; cells without a row form one."""
    rows: list[list[_Element]] = []
    between = True
    for child in table:
        if child.tag in _ROW_GROUPS:
            rows += _rows(child)
        elif child.tag == "tr":
            rows.append([cell for cell in child if cell.tag in _CELLS])
        elif child.tag in _CELLS:
            rows += [[]] if between else []
            rows[-1].append(child)
        between = child.tag not in _CELLS
    return rows


def _strays(part: _Element) -> list[str]:
    """Text that stands in a table but in no cell; browsers show it above the table."""
    texts = [part.text or ""]
    for child in part:
        if child.tag in _ROW_GROUPS or child.tag == "tr":
            texts += _strays(child)
        elif child.tag not in (*_CELLS, "caption", *NOT_SHOWN):
            texts += _shown_within(child)
        texts.append(child.tail or "")
    return [text for text in texts if text.strip()]


def _lays_out(table: _Element, cells: list[tuple[int, _Element]]) -> bool:
    """Whether the table serves to place things: a table within it has more cells that are filled
    than it has itself."""
    inner = [one for one in table.iter("table") if one is not table]
    if not inner:
        return False
    filled = sum(bool("".join(_shown_within(cell)).strip()) for _, cell in cells)
    return max(sum(1 for _ in one.iter("td", "th")) for one in inner) >= filled


def _span(cell: _Element, attribute: str) -> int:
    value = (cell.get(attribute) or "1").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 1


def _is_unnumbered(element: _Element) -> bool:
    return bool(re.search(r"list-style(-type)?\s*:\s*none", element.get("style", "")))


def _first_item(ordered_list: _Element) -> int:
    start = ordered_list.get("start", "1")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
