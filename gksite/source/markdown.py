"""The Markdown body of a plan or page as blocks of safe HTML, each knowing its line and the task that it belongs to."""

from __future__ import annotations

import re

import msgspec
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.blocks import Block as Block
from gksite.source.blocks import BlockKind
from gksite.source.blocks import Body as Body
from gksite.source.blocks import BodyLink as BodyLink
from gksite.source.blocks import Heading as Heading
from gksite.source.hardening import Harden, joined, plain_text
from gksite.source.markdown_rules import BLANK, DEEPEST, body_parser, wording_parser
from gksite.source.numbering import split_heading, starts_item
from gksite.source.simple_markdown import Chunk, Linked, Mark, simple_pieces
from gksite.source.text import CONTROL, check_controls

LARGEST_GROWTH = 50
"""HTML characters for each character of Markdown: more is refused."""

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
_SIGNIFICANT = re.compile(rf"[\\`*_\[<&\r\t]|^[{BLANK}]*[-+]|  \n|{CONTROL.pattern}", re.MULTILINE)


def parse_body(
    text: str, path: str, first_line: int, root: str = "", *, quick: bool = True
) -> tuple[Body, list[Diagnostic]]:
    """The blocks of a Markdown text that begins on `first_line` of the file `path`.

    Links that begin with `/` start at the root of the site, which lies at `root` as seen from the page (`../../` …).
    A mark covers the block below it; above a heading, all that follows up to a heading as high, or the next mark.
    Not `quick`, every line goes through the parser; that changes nothing but the time.
    """
    problems = check_controls(text, path, first_line)
    blocks = _Blocks(path)
    links: list[BodyLink] = []
    pieces = simple_pieces(text, first_line) if quick else None
    for piece in [Chunk(text, 0)] if pieces is None else pieces:
        if isinstance(piece, Block):
            blocks.add(piece)
        elif isinstance(piece, Linked):
            blocks.add(piece.block)
            links += piece.links
        elif isinstance(piece, Mark):
            blocks.mark(piece.content, piece.task, first_line + piece.line)
        else:
            harden = _read(piece.text, path, first_line + piece.line, root, blocks)
            problems += harden.problems
            links += harden.links
    problems += blocks.finished()
    if sum(len(block.html) for block in blocks.blocks) > LARGEST_GROWTH * len(text) + 1000:
        return Body((), ()), sorted([*problems, problem("text-too-complex", Location(path, first_line, 1))])
    return Body(tuple(blocks.blocks), tuple(links)), sorted(set(problems))


def _read(text: str, path: str, first_line: int, root: str, blocks: _Blocks) -> Harden:
    """Adds what the parser makes of a text to `blocks`."""
    tokens = _BODY.parse(_BLANK_LINE.sub("", CONTROL.sub("", text)))
    harden = Harden(path, first_line, root)
    harden.problems += _check_depth(tokens, path, first_line)
    harden.tokens(tokens)
    for span in _spans(tokens):
        blocks.add_tokens(span, first_line)
    return harden


def render_inline(text: str, root: str = "") -> str:
    """A task's wording as HTML: `<p>` for each paragraph, `<ul>` for a bullet list; never markup of its own making."""
    if not _SIGNIFICANT.search(text):
        return "\n".join(f"<p>{escapeHtml(paragraph)}</p>" for paragraph in _paragraphs(text))
    tokens, _ = _wording(text, "", 1, root)
    return _html(tokens, _WORDING)


def check_inline(text: str, path: str, line: int) -> list[Diagnostic]:
    """What `render_inline` would not let through of a wording that begins on `line`."""
    if not _SIGNIFICANT.search(text):
        return []
    tokens, harden = _wording(text, path, line, "")
    return sorted({*check_controls(text, path, line), *_check_depth(tokens, path, line), *harden.problems})


def _wording(text: str, path: str, line: int, root: str) -> tuple[list[Token], Harden]:
    tokens = _WORDING.parse(_BLANK_LINE.sub("", CONTROL.sub("", text)))
    harden = Harden(path, line, root)
    harden.tokens(tokens)
    return tokens, harden


def _html(tokens: list[Token], parser: MarkdownIt) -> str:
    return str(parser.renderer.render(tokens, parser.options, {})).rstrip("\n")


def _paragraphs(text: str) -> list[str]:
    paragraphs: list[str] = []
    open_paragraph = False
    for line in text.split("\n"):
        content = line.strip(BLANK)
        if not content.strip("\xa0"):
            open_paragraph = False
        elif open_paragraph and not starts_item(line):
            paragraphs[-1] = joined(paragraphs[-1], content)
        else:
            paragraphs.append(content)
            open_paragraph = True
    return paragraphs


def _spans(tokens: list[Token]) -> list[list[Token]]:
    """The tokens of each top-level block."""
    spans: list[list[Token]] = []
    start = 0
    for number, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            spans.append(tokens[start : number + 1])
            start = number + 1
    return spans


def _check_depth(tokens: list[Token], path: str, first_line: int) -> list[Diagnostic]:
    deep = next((t for t in tokens if t.nesting == 1 and t.level >= DEEPEST - 1), None)
    return [problem("text-too-complex", Location(path, (deep.map or [0])[0] + first_line, 1))] if deep else []


class _Blocks:
    """Gathers blocks and gives each its task: `pending` is a mark that waits for its block, `scope` a marked heading."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.blocks: list[Block] = []
        self.problems: list[Diagnostic] = []
        self.marked_on: dict[str, int] = {}
        self.pending: tuple[str, str, Location] | None = None
        self.scope: tuple[str, int] | None = None

    def add_tokens(self, span: list[Token], first_line: int) -> None:
        """The next top-level block, or a mark, as tokens of a text that begins on `first_line`."""
        first = span[0]
        if first.type == "mark":
            self.mark(first.content, str(first.meta["task"]), _line(first) + first_line)
            return
        for token in span:
            if token.type == "mark":
                self._report_lost(token.content, Location(self.path, _line(token) + first_line, 1))
        self.add(_block(span, first_line))

    def add(self, block: Block) -> None:
        """The next top-level block."""
        level = block.heading.level if block.heading else 7
        if self.scope and level <= self.scope[1]:
            self.scope = None
        task = self.scope[0] if self.scope else ""
        if self.pending:
            task = self.pending[1]
            if block.heading:
                self.scope = task, level
        marked, self.pending = self.pending is not None, None
        if task or marked:
            block = msgspec.structs.replace(block, task=task, marked=marked)
        self.blocks.append(block)

    def mark(self, content: str, task: str, line: int) -> None:
        """A mark as written, and the task that it names."""
        if self.pending:
            self._report_lost(self.pending[0], self.pending[2])
        self.pending = self.scope = None
        place = Location(self.path, line, 1)
        if not task:
            self.problems.append(problem("unknown-mark", place, mark=content))
            return
        if task in self.marked_on:
            self.problems.append(problem("task-marked-twice", place, task=task, line=self.marked_on[task]))
        self.marked_on.setdefault(task, line)
        self.pending = content, task, place

    def finished(self) -> list[Diagnostic]:
        """All problems, after the last block."""
        if self.pending:
            self._report_lost(self.pending[0], self.pending[2])
        return self.problems

    def _report_lost(self, mark: str, place: Location) -> None:
        self.problems.append(problem("mark-without-block", place, mark=mark))


def _line(token: Token) -> int:
    return (token.map or [0])[0]


def _block(span: list[Token], first_line: int) -> Block:
    kind, line = _KINDS[span[0].type], _line(span[0]) + first_line
    heading = None
    if kind in ("heading", "paragraph"):
        text, html = plain_text(span[1].children or []), _html(span[1:2], _BODY)
        if kind == "heading":
            heading = Heading(int(span[0].tag[1]), *split_heading(text), text, html)
    else:
        inside = (plain_text(t.children or []) or t.content for t in span if t.type in ("inline", "fence"))
        text, html = "\n".join(inside).rstrip("\n"), _html(span, _BODY)
    return Block(kind, html, text, "", False, line, heading)
