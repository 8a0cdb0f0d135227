"""Split a Markdown text into running text and its other parts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import msgspec
from markdown_it.token import Token

from gksite.source.findings import KEY, Findings
from gksite.source.markdown_rules import body_parser, wording_parser
from gksite.source.parsed_markdown import read_tokens
from gksite.source.text import CONTROL
from gksite.source.unknown_marks import end_of_unread

_PARSERS = {False: body_parser(), True: wording_parser()}
_INDENT = " \t\xa0\u3000\u2002\u2003"
Part = tuple[object, ...] | str


class Run(msgspec.Struct, frozen=True, order=True):
    """A stretch of running text by its offsets; the text of a link is also part of the link."""

    start: int
    end: int
    is_name: bool = False


def running_text(text: str, *, wording: bool = False) -> list[Run]:
    """Return the running text of a body, or of a task's wording, in order: no markup, code,
    pictures or addresses.

    The blanks before a paragraph count; a text with control characters, whose places shift, has
    none.
    """
    if CONTROL.search(text):
        return []
    tokens, spots, cleaned = read_tokens(_PARSERS[wording], text, "", 0)
    lines = [0]
    for line in text.split("\n"):
        lines.append(lines[-1] + len(line) + 1)
    runs: list[Run] = []
    for token, cell in _inline(tokens):
        for start, end, is_name in _unmarked(token):
            row, column = spots.place(token, start, cell)
            last_row, last_column = spots.place(token, end - 1, cell)
            begin, stop = lines[row] + column - 1, lines[last_row] + last_column
            runs.append(Run(_indented(text, begin) if not is_name else begin, stop, is_name))
    return _without(sorted(runs), cleaned.comments)


def _indented(text: str, begin: int) -> int:
    """Return the beginning of the line, if only blanks stand before the offset."""
    start = begin
    while start and text[start - 1] in _INDENT:
        start -= 1
    return start if text[start - 1 : start] in ("", "\n") else begin


def _without(runs: list[Run], comments: tuple[tuple[int, int], ...]) -> list[Run]:
    """Return the runs, split at each comment."""
    parts: list[Run] = []
    for run in runs:
        start = run.start
        for begin, end in comments[bisect_right(comments, (run.start, run.start)) :]:
            if begin >= run.end:
                break
            parts.append(Run(start, begin, run.is_name))
            start = end
        parts.append(Run(start, run.end, run.is_name))
    return [run for run in parts if run.start < run.end]


def parts_of(text: str, *, wording: bool = False) -> list[Part]:
    """Return the parts of a text: running text as text, every other token with its content."""
    tokens, _, _ = read_tokens(_PARSERS[wording], text, "", 0)
    parts: list[Part] = []
    for token in tokens:
        parts.append(_part(token))
        in_link = False
        for child in token.children or []:
            in_link = child.type == "link_open" or (in_link and child.type != "link_close")
            parts.append(child.content if child.type == "text" and not in_link else _part(child))
    return parts


def _part(token: Token) -> Part:
    kind = (
        token.type,
        token.tag,
        token.nesting,
        token.markup,
        token.info,
        tuple(sorted(token.attrs.items())),
    )
    inner = tuple(_part(child) for child in token.children or []) if token.type == "image" else ()
    return (*kind, "" if token.type == "inline" else token.content, inner)


def _inline(tokens: list[Token]) -> Iterator[tuple[Token, int | None]]:
    """Yield each inline token, with its number in a table's row."""
    cell: int | None = None
    for token in tokens:
        if token.type == "tr_open":
            cell = -1
        elif token.type == "tr_close":
            cell = None
        elif token.type == "inline":
            cell = None if cell is None else cell + 1
            yield token, cell


def _unmarked(token: Token) -> Iterator[tuple[int, int, bool]]:
    """Yield the stretches of each line without markup, and whether each is a link's text."""
    findings = token.meta.get(KEY)
    kinds = bytearray(len(token.content))
    if isinstance(findings, Findings):
        # A link is noted after the findings within its text, and must not hide them.
        for stretch in reversed(findings.stretches):
            kinds[stretch.start : stretch.end] = b"\1" * (stretch.end - stretch.start)
            if stretch.name_end:
                kinds[stretch.start + 1 : stretch.name_end] = b"\2" * (
                    stretch.name_end - stretch.start - 1
                )
        for noted in findings.noted:
            # Links that could not be read were meant as links.
            end = end_of_unread(token.content, noted.code, noted.at)
            kinds[noted.at : end] = b"\1" * (end - noted.at)
    start = 0
    for end in range(1, len(kinds) + 1):
        if (
            end == len(kinds)
            or kinds[end] != kinds[start]
            or token.content[end] == "\n"
            or token.content[start] == "\n"
        ):
            if kinds[start] != 1 and token.content[start] != "\n":
                yield start, end, kinds[start] == 2
            start = end
