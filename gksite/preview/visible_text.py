"""What a reader sees of a page, as lines of text: for holding two versions of a page against each
other."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "dd",
        "details",
        "dialog",
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
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    }
)
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset({"head", "script", "style", "template", "noscript", "svg"})
_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    }
)
_SPACE = re.compile(r"\s+")


def visible_lines(page: str) -> list[str]:
    """The lines of a page's body: a block or a table row each, cells parted by ` | `, pictures by
    their alternative text."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.end_line()
    return reader.lines


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._cells: list[str] = [""]
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if self._unseen:
            if tag == self._unseen[-1]:
                self._unseen.append(tag)
            return
        if tag == "img":
            self._cells[-1] += f"[{named['alt']}]" if named.get("alt") else ""
        if tag in _UNSEEN or ("hidden" in named and tag not in _VOID):
            self._unseen.append(tag)
        elif tag in _BLOCKS:
            self.end_line()
        elif tag in _CELLS and self._cells[-1].strip():
            self._cells.append("")

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            if tag == self._unseen[-1]:
                self._unseen.pop()
            return
        if tag in _BLOCKS:
            self.end_line()
        elif tag in _CELLS:
            self._cells.append("")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._cells[-1] += data

    def end_line(self) -> None:
        cells = [_SPACE.sub(" ", cell).strip() for cell in self._cells]
        if line := " | ".join(cell for cell in cells if cell):
            self.lines.append(line)
        self._cells = [""]
