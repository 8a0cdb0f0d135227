"""Read the text of a Word paragraph: runs in order, tracked changes resolved, text boxes and hidden
text apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gksite.documents.blocks import Aside, AsideReason, Place
from gksite.documents.numerals import superscript
from gksite.documents.word.docx_numbering import W, value
from gksite.documents.word.docx_styles import Style, is_on

if TYPE_CHECKING:
    from lxml.etree import _Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_SKIPPED = frozenset(
    {W + "pPr", W + "rPr", W + "sdtPr", W + "sdtEndPr", W + "instrText", W + "fldChar"}
)
_DELETED = frozenset({W + "del", W + "moveFrom"})
_TEXT_BOX = W + "txbxContent"
_DRAWN = frozenset({W + "drawing", W + "pict", W + "object"})
_SIGNS = {
    0xA8: "□", 0x6F: "□", 0x71: "□", 0xFE: "☑", 0x52: "☑", 0x53: "☒", 0xFC: "✓", 0xFB: "✗",
    0x6C: "●", 0x6E: "■", 0xE0: "→",
}  # fmt: skip
"""Characters of the Wingdings fonts that official forms use."""


class LeftOutText:
    """Text of a document that is in no block; an independent scan sees its part `counted`."""

    def __init__(self) -> None:
        self.aside: list[Aside] = []
        self.counted: list[str] = []
        self.pictures = 0
        self.place = Place("", "paragraph", 0)

    def leave(self, reason: AsideReason, texts: Iterable[str]) -> None:
        """Keep texts of the paragraph that is read as left out for a reason."""
        self.aside += [Aside(text, self.place, reason) for text in texts if text]


class ParagraphText:
    """The text of a paragraph, `\\n` for its line breaks, and the text boxes anchored in it."""

    def __init__(
        self, paragraph: _Element, styles: dict[str, Style], hidden: bool, left_out: LeftOutText
    ) -> None:
        self.pieces: list[str] = []
        self.boxes: list[_Element] = []
        self._styles = styles
        self._hidden = hidden
        self._left_out = left_out
        self._within(paragraph)

    @property
    def text(self) -> str:
        """The whole text, without outer white space."""
        return "".join(self.pieces).strip()

    def _within(self, parent: _Element) -> None:
        for child in parent:
            tag = child.tag
            if tag == W + "r":
                self._run(child)
            elif tag in _DELETED:
                self._delete(child)
            elif tag == _MC + "AlternateContent":
                self._within(chosen(child))
            elif tag == _MATH_TEXT:
                self.pieces.append(child.text or "")
            elif tag == W + "ruby":
                self._ruby(child)
            elif tag not in _SKIPPED:
                self._within(child)

    def _run(self, run: _Element) -> None:
        properties = run.find(W + "rPr")
        hidden = is_on(properties, "vanish")
        if (
            hidden is None
            and properties is not None
            and (style := properties.find(W + "rStyle")) is not None
        ):
            hidden = self._styles.get(style.get(W + "val", ""), Style()).hidden
        if self._hidden if hidden is None else hidden:
            self._leave(run, "hidden")
        elif is_on(properties, "strike") or is_on(properties, "dstrike"):
            self._leave(run, "struck-through")
        elif (raised := self._raised(run, properties)) is not None:
            self.pieces.append(raised)
        else:
            for child in run:
                self._piece(child)

    def _raised(self, run: _Element, properties: _Element | None) -> str | None:
        """Return a raised figure as one (m², 10⁴); None for any other run."""
        if value(properties, "vertAlign") != "superscript":
            return None
        texts = visible_texts(run)
        raised = superscript("".join(texts))
        if not raised:
            return None
        self._left_out.counted += texts
        return raised

    def _piece(self, child: _Element) -> None:
        tag = child.tag
        if tag == W + "t":
            self.pieces.append(child.text or "")
        elif tag in (W + "tab", W + "ptab"):
            self.pieces.append("\t")
        elif tag in (W + "br", W + "cr"):
            self.pieces.append("\n" if child.get(W + "type") in (None, "textWrapping") else "")
        elif tag == W + "noBreakHyphen":
            self.pieces.append("-")
        elif tag == W + "sym":
            self.pieces.append(_sign(child.get(W + "char", "")))
        elif tag == W + "delText":
            self._left_out.leave("deleted", [child.text or ""])
        elif tag == W + "ruby":
            self._ruby(child)
        elif tag == _MC + "AlternateContent":
            for inner in chosen(child):
                self._piece(inner)
        elif tag in _DRAWN:
            self._left_out.pictures += any(True for _ in child.iter(*_PICTURES))
            self.boxes += _boxes(child)

    def _ruby(self, ruby: _Element) -> None:
        for part in ruby:
            if part.tag == W + "rubyBase":
                self._within(part)
            elif part.tag == W + "rt":
                texts = visible_texts(part)
                self._left_out.leave("phonetic", texts)
                self._left_out.counted += texts

    def _leave(self, run: _Element, reason: AsideReason) -> None:
        texts = visible_texts(run)
        self._left_out.leave(reason, texts)
        self._left_out.counted += texts

    def _delete(self, deleted: _Element) -> None:
        texts = visible_texts(deleted)
        self._left_out.counted += texts
        erased = [text.text or "" for text in deleted.iter(W + "delText")]
        self._left_out.leave("deleted", [*texts, *erased])


def chosen(alternatives: _Element) -> _Element:
    """Return the form of `mc:AlternateContent` to read: the first choice with text, or any form."""
    forms = list(alternatives.iterchildren(_MC + "Choice", _MC + "Fallback"))
    for form in forms:
        if any(text.text and not text.text.isspace() for text in form.iter(W + "t", _MATH_TEXT)):
            return form
    return forms[0] if forms else alternatives


def visible_texts(element: _Element) -> list[str]:
    """Return every text below `element` that is not blank, with alternatives counted once."""
    texts: list[str] = []
    for child in element:
        if child.tag in (W + "t", _MATH_TEXT):
            if child.text and not child.text.isspace():
                texts.append(child.text)
        elif child.tag == _MC + "AlternateContent":
            texts += visible_texts(chosen(child))
        else:
            texts += visible_texts(child)
    return texts


def _boxes(drawing: _Element) -> list[_Element]:
    """Return the outermost text boxes of a drawing."""
    boxes: list[_Element] = []
    for child in drawing:
        if child.tag == _TEXT_BOX:
            boxes.append(child)
        elif child.tag == _MC + "AlternateContent":
            boxes += _boxes(chosen(child))
        else:
            boxes += _boxes(child)
    return boxes


def _sign(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= number <= 0xF0FF:
        return _SIGNS.get(number - 0xF000, "")
    return chr(number) if 0x20 <= number < 0xD800 else ""
