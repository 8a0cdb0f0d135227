"""The structure of a plan's body: sections by heading numbers, and the wording of each marked
task."""

from __future__ import annotations

import html as html_text
from collections.abc import Iterable

import msgspec

from gksite.model.entities import Section
from gksite.notation.numbering import parse_numbering, section_id
from gksite.notation.units import split_responsibility
from gksite.source.markdown import Block, Body, Heading


class MarkedText(msgspec.Struct, frozen=True):
    """The text of one task in the body.

    `number` is the printed numbering, `title` the title in its heading; `text` is the wording
    without number and responsibility brackets, `html` the same if these could be cut out, else the
    whole; `units` are the inner texts of the brackets.
    """

    id: str
    number: str
    title: str
    text: str
    html: str
    units: tuple[str, ...]
    section: str
    line: int


class Outline(msgspec.Struct, frozen=True):
    """The sections of a plan in order, and the text of each marked task by its id."""

    sections: tuple[Section, ...]
    marked: dict[str, MarkedText]


def outline_of(body: Body, stated: Iterable[tuple[str, str, str, str]]) -> Outline:
    """Return the outline of a body; `stated` are sections (id, number, title, parent) that the
    front matter adds.

    A section's id is the values of its numbering and of those above it, joined by dots: （三） below
    二、 is `2.3`, and `2.3-2` where it stands there for the second time.
    """
    sections: dict[str, Section] = {}
    blocks: dict[str, list[Block]] = {}
    homes: dict[str, str] = {}
    trail: list[tuple[int, str]] = []
    for block in body.blocks:
        if block.heading:
            trail = [step for step in trail if step[0] < block.heading.level]
        if block.task:
            homes.setdefault(block.task, trail[-1][1] if trail else "")
            blocks.setdefault(block.task, []).append(block)
        elif block.heading and (numbering := parse_numbering(block.heading.text)):
            parent = trail[-1][1] if trail else ""
            heading = block.heading
            id = section_id(numbering.value, parent, sections)
            sections[id] = Section(
                id, heading.number, heading.title, heading.level, parent, block.line
            )
            trail.append((heading.level, id))
    for id, number, title, parent in stated:
        sections.setdefault(id, Section(id, number, title, 3 if parent else 2, parent))
    marked = {id: _marked(id, own, homes[id]) for id, own in blocks.items()}
    return Outline(tuple(sections.values()), marked)


def _marked(id: str, blocks: list[Block], section: str) -> MarkedText:
    number, title = "", ""
    texts: list[str] = []
    html: list[str] = []
    brackets: list[str] = []
    for index, block in enumerate(blocks):
        wording, units = split_responsibility(block.text)
        if index == 0:
            number, wording, title = _without_number(block.heading, wording)
        brackets += units
        if wording:
            texts.append(wording)
            html.append(_html(block, wording))
    if not texts and title:
        texts, html = [title], [f"<p>{html_text.escape(title)}</p>"]
    return MarkedText(
        id,
        number,
        title,
        "\n\n".join(texts),
        "\n".join(html),
        tuple(brackets),
        section,
        blocks[0].line,
    )


def _without_number(heading: Heading | None, text: str) -> tuple[str, str, str]:
    """Return the printed number, the wording without it, and the title; a heading's title is its
    text up to the first 。."""
    numbering = parse_numbering(text)
    number, rest = (numbering.printed, numbering.rest) if numbering else ("", text)
    if heading is None:
        return number, rest, ""
    title, stop, following = rest.partition("。")
    return number, following if stop else "", title


def _html(block: Block, wording: str) -> str:
    """Return the block without number and brackets if it holds no markup of its own; otherwise
    unchanged."""
    if block.kind not in ("paragraph", "heading"):
        return block.html
    if block.html == html_text.escape(block.text) or "<" not in block.html:
        return f"<p>{html_text.escape(wording)}</p>"
    return f"<p>{block.html}</p>"
