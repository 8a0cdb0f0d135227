"""Read paragraph styles of Word as inherited: outline level, list, centring, hidden text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from gksite.documents.word.docx_numbering import W, integer, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"(?:heading|标题)\s?([1-9])$", re.IGNORECASE)
_TITLES = frozenset({"title", "标题"})
_HIGHEST = 6


class Style(msgspec.Struct, frozen=True):
    """The properties that a style gives a paragraph or run; None where neither the style nor its
    bases state a value.

    `list_style` is the style that brought the list, which decides about the level.
    """

    level: int = 0
    list_id: str | None = None
    list_level: int | None = None
    list_style: str = ""
    centred: bool | None = None
    hidden: bool | None = None


def read_styles(root: _Element | None) -> dict[str, Style]:
    """Return the styles by id with inherited properties; a circle of styles inherits no more."""
    elements = (
        {style.get(W + "styleId", ""): style for style in root.iter(W + "style")}
        if root is not None
        else {}
    )
    known: dict[str, Style] = {}
    for style_id in elements:
        chain: list[str] = []
        current: str | None = style_id
        while current in elements and current not in chain and current not in known:
            chain.append(current)
            current = value(elements[current], "basedOn")
        for style in reversed(chain):
            base = known.get(value(elements[style], "basedOn") or "", Style())
            known[style] = _inherit(base, elements[style], style)
    return known


def default_style(root: _Element | None) -> str:
    """Return the id of the style of a paragraph that names none."""
    for style in root.iter(W + "style") if root is not None else ():
        if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
            return style.get(W + "styleId", "")
    return ""


def is_on(element: _Element | None, path: str) -> bool | None:
    """Whether a switch such as `w:vanish` is on; None where it is not mentioned."""
    switch = (
        element.find("/".join(W + name for name in path.split("/")))
        if element is not None
        else None
    )
    return None if switch is None else switch.get(W + "val", "1") not in ("0", "false", "off")


def outline_level(properties: _Element | None) -> int | None:
    """Return the heading level (1-6) in paragraph properties; 0 for body text; else None."""
    outline = value(properties, "outlineLvl")
    if outline is None:
        return None
    level = integer(outline, 9)
    return min(level + 1, _HIGHEST) if 0 <= level < 9 else 0


def _inherit(base: Style, element: _Element, style_id: str) -> Style:
    properties = element.find(W + "pPr")
    outline = outline_level(properties)
    name = value(element, "name") or ""
    if outline is None:
        heading = _HEADING.match(name)
        outline = (
            min(int(heading[1]), _HIGHEST)
            if heading
            else 1
            if name.lower() in _TITLES
            else base.level
        )
    alignment = value(properties, "jc")
    list_id = value(properties, "numPr/numId")
    level = value(properties, "numPr/ilvl")
    hidden = is_on(element, "rPr/vanish")
    return Style(
        level=outline,
        list_id=base.list_id if list_id is None else list_id,
        list_level=base.list_level if level is None else integer(level, 0),
        list_style=base.list_style if list_id is None and level is None else style_id,
        centred=base.centred if alignment is None else alignment == "center",
        hidden=base.hidden if hidden is None else hidden,
    )
