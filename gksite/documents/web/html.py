"""Read a web page as a reader sees it: paragraphs, and tables with their spans."""

from __future__ import annotations

import re

import msgspec
from bs4 import BeautifulSoup
from bs4.builder import LXMLTreeBuilder  # type: ignore[attr-defined]  # set when bs4 is loaded
from bs4.dammit import EncodingDetector
from bs4.element import PageElement, PreformattedString, Tag

from gksite.diagnostics import Location, problem
from gksite.documents.blocks import Aside, AsideReason, Block, Paragraph, Place
from gksite.documents.encoding import decode_document
from gksite.documents.grid import RawCell, build_table
from gksite.documents.numerals import superscript, write_number
from gksite.documents.parsed import Parsed, refused
from gksite.documents.recall import block_texts, count_characters
from gksite.documents.web.html_tokens import DEEPEST, NOT_SHOWN, deepest_nesting, shown_texts
from gksite.documents.web.page_facts import WECHAT_TEXT, around_article, holds_article, page_facts
from gksite.notation.characters import is_number
from gksite.source.html_elements import BLOCKS

_BLOCKS = BLOCKS | {"center", "dir", "menu", "select", "td", "th"}
_NO_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*none", re.IGNORECASE)
_INVISIBLE = re.compile(
    r"(?:^|;)\s*(?:visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$))", re.IGNORECASE
)
_STRUCK_STYLE = re.compile(
    r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE
)
_STRUCK = frozenset(("del", "s", "strike"))
_PHONETIC = frozenset(("rt", "rp", "rtc"))
_CENTRED_STYLE = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_UNNUMBERED_STYLE = re.compile(r"list-style(-type)?\s*:\s*none")
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
_SAID_OF: tuple[tuple[AsideReason, str], ...] = (
    ("hidden", "import-hidden-text"), ("struck-through", "import-struck-text"),
)  # fmt: skip
"""The problem that tells of the texts left out for a reason."""
_SHOWN = 30
_FATAL = ("ERR_RESOURCE_LIMIT", "ERR_NO_MEMORY", "ERR_INTERNAL_ERROR")


def parse_html(data: bytes, name: str) -> Parsed:
    """Return the visible text of a web page: a paragraph for each block or line, a grid for each
    table. Scripts and hidden parts are left out."""
    label = EncodingDetector.find_declared_encoding(
        data[:_LABEL_WITHIN], is_html=True, search_entire_document=True
    )
    decoded = decode_document(data, name, label or "")
    if deepest_nesting(decoded.text) > DEEPEST:
        raise refused("import-depth", name, most=DEEPEST)
    tree = _tree(decoded.text, name)
    facts = page_facts(tree)
    _remove_unseen(tree)
    walk = _walk(tree, name)
    problems = list(decoded.problems)
    is_veiled = walk.invisible > count_characters(text for text, _ in block_texts(walk.blocks))
    if is_veiled:
        walk = _walk(tree, name, is_unveiled=True)
    if is_veiled or walk.has_unveiled:
        problems.append(problem("import-shown-by-script", Location(name)))
    for reason, code in _SAID_OF:
        text = "".join("".join(one.text for one in walk.aside if one.reason == reason).split())
        if text:
            problems.append(problem(code, Location(name), count=len(text), text=text[:_SHOWN]))
    return Parsed(
        tuple(walk.blocks),
        tuple(shown_texts(decoded.text)),
        tuple(problems),
        (*(one.text for one in walk.aside), *walk.raised),
        tuple(walk.aside),
        facts,
    )


def _walk(tree: BeautifulSoup, name: str, *, is_unveiled: bool = False) -> _Walk:
    walk = _Walk(name, is_unveiled=is_unveiled, around=around_article(tree))
    walk.children(tree, False)
    walk.end_paragraph()
    return walk


def _tree(text: str, name: str) -> BeautifulSoup:
    """Return the elements of a page."""
    # Without containers of their own, ruby texts are texts like any other.
    builder = LXMLTreeBuilder(multi_valued_attributes=None, string_containers={})
    # Pages are put together from whole pages; lxml would stop at the first end of a page.
    soup = BeautifulSoup(_PAGE_END.sub(" ", text), builder=builder)
    if any(entry.type_name in _FATAL for entry in builder.parser.feed_error_log):
        raise refused("import-depth", name, most=DEEPEST)
    return soup


def _remove_unseen(soup: BeautifulSoup) -> None:
    """Take the elements out of a page that no browser shows."""
    unseen = [
        node
        for node in soup.descendants
        if isinstance(node, PreformattedString)  # comments and declarations
        or (isinstance(node, Tag) and node.name in NOT_SHOWN)
    ]
    for node in unseen:
        node.extract()
    soup.smooth()


class _Walk:
    """A walk through a page in the order of its text, which gathers paragraphs and tables."""

    def __init__(
        self, name: str, *, is_unveiled: bool, around: frozenset[int] = frozenset()
    ) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self.aside: list[Aside] = []
        self.raised: list[str] = []
        self.invisible = 0
        self.has_unveiled = False
        self._around = around
        self._is_unveiled = is_unveiled
        self.tables = 0
        self._pieces: list[str] = []
        self._level = 0
        self._centred = False
        self._number = ""
        self._as_typed = False
        self._paragraphs = 0
        self._items: list[tuple[int, int] | None] = []

    def text(self, text: str) -> None:
        """Add text to the open paragraph."""
        if not self._as_typed:
            self._pieces.append(text)
            return
        first, *rest = text.split("\n")
        self._pieces.append(first)
        for line in rest:
            self.end_paragraph()
            self._pieces.append(line)

    def end_paragraph(self) -> None:
        """Close the open paragraph; a blank one is dropped."""
        text = close_lines("".join(self._pieces))
        self._pieces.clear()
        if text:
            self._paragraphs += 1
            place = Place(self.name, "paragraph", self._paragraphs)
            self.blocks.append(Paragraph(text, place, self._level, self._number, self._centred))
            self._number = ""

    def children(self, element: Tag, centred: bool) -> None:
        """Read all that is in `element`."""
        for child in element.children:
            if isinstance(child, Tag):
                self._element(child, centred)
            elif id(element) in self._around:
                self._leave(child, "chrome")
            else:
                self.text(str(child))

    def _element(self, element: Tag, centred: bool) -> None:
        if reason := self._why_aside(element):
            self._leave(element, reason)
        elif element.name == "sup":
            self._superscript(element, centred)
        elif element.name == "table":
            self.end_paragraph()
            self._table(element, centred)
        elif element.name in _BLOCKS:
            self._block(element, _is_centred(element, centred))
        else:
            self.children(element, centred)

    def _why_aside(self, element: Tag) -> AsideReason | None:
        """Return why an element is left out; None for one that is read."""
        if id(element.parent) in self._around and not holds_article(element, self._around):
            return "chrome"
        style = _attribute(element, "style")
        if element.has_attr("hidden") or _NO_DISPLAY.search(style):
            return "hidden"
        if _INVISIBLE.search(style):
            if _attribute(element, "id") == WECHAT_TEXT:
                self.has_unveiled = True  # a script of WeChat shows it
                return None
            if self._is_unveiled:
                return None
            self.invisible += count_characters(_texts(element))
            return "hidden"
        if element.name in _STRUCK or _STRUCK_STYLE.search(style):
            return "struck-through"
        return "phonetic" if element.name in _PHONETIC else None

    def _leave(self, element: PageElement, reason: AsideReason) -> None:
        place = Place(self.name, "paragraph", self._paragraphs + 1)
        self.aside += [Aside(text, place, reason) for text in _texts(element)]

    def _superscript(self, element: Tag, centred: bool) -> None:
        """Read a raised figure as one (m², 10⁴); any other raised text as text."""
        text = element.get_text()
        if raised := superscript(text):
            self.raised.append(text)
            self.text(raised)
        else:
            self.children(element, centred)

    def _block(self, element: Tag, centred: bool) -> None:
        tag = element.name
        self.end_paragraph()
        before = self._level, self._centred, self._as_typed
        self._level = int(tag[1]) if tag[0] == "h" and is_number(tag[1:]) else self._level
        self._centred = centred
        self._as_typed = self._as_typed or tag == "pre"
        if tag in ("ol", "ul"):
            numbered = tag == "ol" and not _is_unnumbered(element)
            self._items.append(_first_number(element) if numbered else None)
        elif tag == "li":
            self._number = self._next_item(element)
        self.children(element, centred)
        self.end_paragraph()
        if tag in ("ol", "ul"):
            self._items.pop()
        self._level, self._centred, self._as_typed = before
        self._number = "" if tag == "li" else self._number

    def _next_item(self, item: Tag) -> str:
        """Return the number that a browser shows before an item of an ordered list, else ""."""
        counting = self._items[-1] if self._items else None
        parent = item.parent
        if counting is None or parent is None or parent.name != "ol" or _is_unnumbered(item):
            return ""
        count, step = counting
        count = _integer(item, "value", count)
        self._items[-1] = count + step, step
        style = _LIST_STYLES.get(_attribute(parent, "type"), "decimal")
        return write_number(count, style) + "."

    def _table(self, table: Tag, centred: bool) -> None:
        """Read a table as a grid; if it only lays out or frames, its cells one after another."""
        rows = _rows(table)
        cells = [(number, cell) for number, row in enumerate(rows) for cell in row]
        for text in _strays(table):
            self._pieces.append(text)
            self.end_paragraph()
        caption_element = table.find("caption", recursive=False)
        caption = " ".join(caption_element.get_text().split()) if caption_element else ""
        if len(cells) <= 1 or _lays_out(table, cells):
            self._pieces.append(caption)
            self.end_paragraph()
            for _, cell in cells:
                self.end_paragraph()
                self.children(cell, _is_centred(cell, centred))
                self.end_paragraph()
            return
        raw = []
        for number, cell in cells:
            if reason := self._why_aside(cell) or self._why_row_aside(cell):
                self._leave(cell, reason)
            else:
                down = _integer(cell, "rowspan") or len(rows)
                across = _integer(cell, "colspan") or 1
                raw.append(RawCell(self._cell_text(cell), number, down, across))
        self.tables += 1
        place = Place(self.name, "cell", self.tables, f"{self.tables}!A1")
        self.blocks.append(build_table(raw, len(rows), place, caption))

    def _why_row_aside(self, cell: Tag) -> AsideReason | None:
        row = cell.parent
        return self._why_aside(row) if row is not None and row.name == "tr" else None

    def _cell_text(self, cell: Tag) -> str:
        within = _Walk(self.name, is_unveiled=self._is_unveiled)
        within.children(cell, False)
        within.end_paragraph()
        place = Place(self.name, "cell", self.tables + 1, f"{self.tables + 1}!A1")
        self.aside += [msgspec.structs.replace(one, place=place) for one in within.aside]
        self.raised += within.raised
        self.invisible += within.invisible
        lines: list[str] = []
        for block in within.blocks:
            if isinstance(block, Paragraph):
                lines.append(f"{block.number}{block.text}")
            else:
                lines += [block.caption, *(inner.text for inner in block.cells)]
        return "\n".join(filter(None, lines))


def close_lines(text: str) -> str:
    """Return `text` with one blank for white space, and none where a line end cut a sentence."""
    text = re.sub(
        r"(?<=[\u2e80-\uffef])[ \t]*[\r\n]+[ \t\r\n]*(?=[\u2e80-\uffef])",
        "",
        text.strip(" \t\r\n\f"),
    )
    return _COLLAPSED.sub(" ", text).strip()


def _elements(element: Tag) -> list[Tag]:
    return [child for child in element.children if isinstance(child, Tag)]


def _texts(element: PageElement) -> list[str]:
    texts = element.strings if isinstance(element, Tag) else [str(element)]
    return [str(text) for text in texts if text.strip()]


def _attribute(element: Tag, name: str) -> str:
    return str(element.get(name, ""))


def _integer(element: Tag, name: str, otherwise: int = 1) -> int:
    """Return the value of an attribute that counts, `otherwise` without a number."""
    value = _attribute(element, name).strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else otherwise


def _first_number(items: Tag) -> tuple[int, int]:
    """Return the number of the first item of an ordered list, and the step to the next."""
    if not items.has_attr("reversed"):
        return _integer(items, "start"), 1
    last = len(items.find_all("li", recursive=False))
    return (_integer(items, "start") if items.has_attr("start") else last), -1


def _is_centred(element: Tag, inherited: bool) -> bool:
    align, style = _attribute(element, "align").lower(), _attribute(element, "style")
    if align or "text-align" in style.lower():
        return align == "center" or bool(_CENTRED_STYLE.search(style))
    return inherited or element.name == "center"


def _is_unnumbered(element: Tag) -> bool:
    return bool(_UNNUMBERED_STYLE.search(_attribute(element, "style")))


def _rows(table: Tag) -> list[list[Tag]]:
    """Return the cells of a table by rows; cells without a row form one."""
    rows: list[list[Tag]] = []
    between = True
    for child in _elements(table):
        if child.name in _ROW_GROUPS:
            rows += _rows(child)
        elif child.name == "tr":
            rows.append([cell for cell in _elements(child) if cell.name in _CELLS])
        elif child.name in _CELLS:
            rows += [[]] if between else []
            rows[-1].append(child)
        between = child.name not in _CELLS
    return rows


def _strays(part: Tag) -> list[str]:
    """Return the text that stands in a table but in no cell; browsers show it above the table."""
    texts: list[str] = []
    for child in part.children:
        if not isinstance(child, Tag):
            texts.append(str(child))
        elif child.name in (*_ROW_GROUPS, "tr"):
            texts += _strays(child)
        elif child.name not in (*_CELLS, "caption"):
            texts += child.strings
    return [text for text in texts if text.strip()]


def _lays_out(table: Tag, cells: list[tuple[int, Tag]]) -> bool:
    """Whether the table places things: an inner table has more cells than it has filled cells."""
    inner = table.find_all("table")
    if not inner:
        return False
    filled = sum(bool(cell.get_text(strip=True)) for _, cell in cells)
    return max(len(within.find_all(_CELLS)) for within in inner) >= filled
