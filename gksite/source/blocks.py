"""The blocks of a Markdown text: safe HTML, headings, links; without the parser."""

from __future__ import annotations

from typing import Literal

import msgspec

BlockKind = Literal["heading", "paragraph", "list", "table", "quote", "code", "rule"]


class Heading(msgspec.Struct, frozen=True):
    """A heading: level on the page (2–6), printed numbering (`一、` or ""), title, text and HTML."""

    level: int
    number: str
    title: str
    text: str
    html: str


class Block(msgspec.Struct, frozen=True):
    """A top-level block.

    `html` is the inside of a paragraph or heading, and the whole element of any other kind; `text`
    is without markup.
    `task` is the id of the task it belongs to, or empty; `marked` is true of the block right below
    that task's mark.
    """

    kind: BlockKind
    html: str
    text: str
    task: str
    marked: bool
    line: int
    heading: Heading | None = None


class Mark(msgspec.Struct, frozen=True):
    """A line `{task=7}` as written, its task ("" if unreadable), and its line of the file."""

    content: str
    task: str
    line: int


class BodyLink(msgspec.Struct, frozen=True):
    """A link or image of a text: its target, percent-encoded, and the line of the file."""

    target: str
    line: int


class Body(msgspec.Struct, frozen=True):
    """A text: its blocks from top to bottom, and the links and images in it."""

    blocks: tuple[Block, ...]
    links: tuple[BodyLink, ...]
