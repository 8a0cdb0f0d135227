"""The result of every reader: blocks, problems, and the text of an independent scan."""

from __future__ import annotations

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import Aside, Block

MOST_PIECES = 300_000
"""Paragraphs and table cells that a document may have."""

MOST_CHARACTERS = 8_000_000
"""Characters that the blocks of a document may have: about eighty times a long plan."""


class Parsed(msgspec.Struct, frozen=True):
    """The result of a reader.

    `expected` is all text that a second scan, which shares no code with the reader, found in the
    source. `set_aside` is the part of it that the reader left out and that a problem mentions;
    `aside` are such texts with their places. `facts` is what the head of a web page states.
    """

    blocks: tuple[Block, ...]
    expected: tuple[str, ...]
    problems: tuple[Diagnostic, ...] = ()
    set_aside: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


class Refused(Exception):
    """Raised for a document that is not read, with the problem; `parse_document` catches it."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def refused(code: str, name: str, **arguments: object) -> Refused:
    """Return the refusal of the document `name` with the problem `code`."""
    return Refused(problem(code, Location(name), **arguments))


def too_large(name: str, most: int, zh: str, en: str) -> Refused:
    """Return the refusal of a document with more than `most` pieces, whose name is `zh` or `en`."""
    return refused("import-too-large", name, limit_zh=f"最多 {most} {zh}", limit=f"{most} {en}")


def unreadable(name: str, zh: str, en: str) -> Refused:
    """Return the refusal of a document that cannot be read, with the reason in two languages."""
    return refused("import-unreadable", name, reason_zh=zh, reason=en)


def damaged(name: str) -> Refused:
    """Return the refusal of a document that is not whole."""
    return unreadable(name, "文件已损坏或不完整", "it is damaged or incomplete")


def column_letters(column: int) -> str:
    """Return the name of a column that counts from 0: A … Z, AA …"""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def join_words(pieces: list[str]) -> str:
    """Join pieces that line ends had cut. A blank separates only two Latin words or numbers."""
    text = ""
    for piece in filter(None, (piece.strip() for piece in pieces)):
        apart = (
            text
            and text[-1].isascii()
            and text[-1].isalnum()
            and piece[0].isascii()
            and piece[0].isalpha()
        )
        text += f" {piece}" if apart else piece
    return text
