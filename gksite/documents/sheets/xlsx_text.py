"""Read the text of cells with its fonts: struck-through text apart, raised figures as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from gksite.documents.numerals import superscript
from gksite.documents.ooxml_text import decode_ooxml_escapes
from gksite.notation.characters import is_number

if TYPE_CHECKING:
    from lxml.etree import _Element

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFF = ("0", "false")


class Font(msgspec.Struct, frozen=True):
    """What a font does to the meaning of a text."""

    is_struck: bool = False
    is_raised: bool = False


class Run(msgspec.Struct, frozen=True):
    """A piece of a cell's text; `font` is None for the font of the cell."""

    text: str
    font: Font | None = None


class CellText(msgspec.Struct, frozen=True):
    """The text of a cell that holds, what is struck through, and figures raised in the source."""

    text: str
    struck: str = ""
    raised: tuple[str, ...] = ()


def text_runs(item: _Element) -> tuple[Run, ...]:
    """Return the runs of a string, plain or rich, without phonetic readings."""
    runs: list[Run] = []
    for child in item:
        if child.tag == S + "rPh":
            continue
        texts = [text.text or "" for text in child.iter(S + "t")]
        properties = child.find(S + "rPr")
        font = None if properties is None else _font(properties)
        runs += [Run(decode_ooxml_escapes(text), font) for text in texts]
    return tuple(runs)


def cell_fonts(root: _Element | None) -> list[Font]:
    """Return the font of every cell style."""
    fonts = root.find(S + "fonts") if root is not None else None
    styles = root.find(S + "cellXfs") if root is not None else None
    known = [_font(font) for font in (fonts if fonts is not None else ())]
    found: list[Font] = []
    for style in styles if styles is not None else ():
        if style.tag == S + "xf":
            number = style.get("fontId", "0")
            exists = is_number(number) and int(number) < len(known)
            found.append(known[int(number)] if exists else Font())
    return found


def in_font(runs: tuple[Run, ...], font: Font) -> CellText:
    """Return the text of a cell whose own font is `font`."""
    kept: list[str] = []
    struck: list[str] = []
    raised: list[str] = []
    for run in runs:
        own = run.font or font
        figure = superscript(run.text) if own.is_raised else ""
        if own.is_struck:
            struck.append(run.text)
        elif figure:
            raised.append(run.text)
            kept.append(figure)
        else:
            kept.append(run.text)
    return CellText("".join(kept), "".join(struck), tuple(raised))


def _font(properties: _Element) -> Font:
    strike, align = properties.find(S + "strike"), properties.find(S + "vertAlign")
    return Font(
        strike is not None and strike.get("val", "1") not in _OFF,
        align is not None and align.get("val") == "superscript",
    )
