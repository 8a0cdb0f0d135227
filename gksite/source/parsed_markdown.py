"""The Markdown parser's reading of a text: its blocks, marks and links."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.blocks import Block, BlockKind, BodyLink, Heading, Mark
from gksite.source.comments import Cleaned, without_comments
from gksite.source.hardening import Harden, plain_text
from gksite.source.lines import BLANK
from gksite.source.markdown_rules import DEEPEST, body_parser, wording_parser
from gksite.source.numbering import split_heading
from gksite.source.spots import Spots
from gksite.source.text import CONTROL

_BODY = body_parser()
_WORDING = wording_parser()
_KINDS: dict[str, BlockKind] = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "table_open": "table",
    "blockquote_open": "quote",
    "fence": "code",
    "hr": "rule",
}
_BLANK_LINE = re.compile(f"^[{BLANK}\xa0]+$", re.MULTILINE)


class Parsed(msgspec.Struct, frozen=True):
    """The top-level blocks and marks of a text in order, its links, and its problems."""

    pieces: tuple[Block | Mark, ...]
    links: tuple[BodyLink, ...]
    problems: tuple[Diagnostic, ...]


def parse_blocks(text: str, path: str, first_line: int, root: str) -> Parsed:
    """Read a text that begins on `first_line` of `path`; report marks inside a block."""
    tokens, harden, cleaned = _tokens(_BODY, text, path, first_line, root)
    pieces: list[Block | Mark] = []
    problems = [*cleaned.problems, *_check_depth(tokens, harden), *harden.problems]
    for span in _spans(tokens):
        first, *_ = span
        line = _line(first, harden.spots)
        if first.type == "mark":
            pieces.append(Mark(first.content, str(first.meta["task"]), line))
            continue
        for token in (token for token in span if token.type == "mark"):
            where = Location(path, _line(token, harden.spots), 1)
            problems.append(problem("mark-without-block", where, mark=token.content))
        pieces.append(_block(span, line))
    return Parsed(tuple(pieces), tuple(harden.links), tuple(problems))


def parse_wording(text: str, path: str, line: int, root: str) -> tuple[str, str, list[Diagnostic]]:
    """Return a task's wording as HTML and as plain text, and problems of forbidden parts."""
    tokens, harden, cleaned = _tokens(_WORDING, text, path, line, root)
    problems = [*cleaned.problems, *_check_depth(tokens, harden), *harden.problems]
    blocks = [_block(span, 0) for span in _spans(tokens)]
    return _html(tokens, _WORDING), "\n\n".join(block.text for block in blocks), problems


def read_tokens(
    parser: MarkdownIt, text: str, path: str, line: int
) -> tuple[list[Token], Spots, Cleaned]:
    """Return a text's tokens, the way back to their places, and the removed comments."""
    cleaned = without_comments(text, path, line)
    read = _BLANK_LINE.sub("", CONTROL.sub("", cleaned.text))
    return parser.parse(read), Spots(cleaned, read, line), cleaned


def _tokens(
    parser: MarkdownIt, text: str, path: str, line: int, root: str
) -> tuple[list[Token], Harden, Cleaned]:
    tokens, spots, cleaned = read_tokens(parser, text, path, line)
    harden = Harden(path, spots, root)
    harden.tokens(tokens)
    return tokens, harden, cleaned


def _html(tokens: list[Token], parser: MarkdownIt) -> str:
    return str(parser.renderer.render(tokens, parser.options, {})).rstrip("\n")


def _spans(tokens: list[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each top-level block."""
    start = 0
    for number, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : number + 1]
            start = number + 1


def _check_depth(tokens: list[Token], harden: Harden) -> list[Diagnostic]:
    deep = next((t for t in tokens if t.nesting == 1 and t.level >= DEEPEST - 1), None)
    return (
        [problem("text-too-complex", Location(harden.path, _line(deep, harden.spots), 1))]
        if deep
        else []
    )


def _line(token: Token, spots: Spots) -> int:
    return spots.source((token.map or [0])[0], 0)[0]


def _block(span: list[Token], line: int) -> Block:
    kind = _KINDS[span[0].type]
    heading = None
    if kind in ("heading", "paragraph"):
        text, html = plain_text(span[1].children or []), _html(span[1:2], _BODY)
        if kind == "heading":
            heading = Heading(int(span[0].tag[1]), *split_heading(text), text, html)
    else:
        inside = (
            plain_text(t.children or []) or t.content for t in span if t.type in ("inline", "fence")
        )
        text, html = "\n".join(inside).rstrip("\n"), _html(span, _BODY)
    return Block(kind, html, text, "", False, line, heading)
