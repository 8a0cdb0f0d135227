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


def parse_body(text: str, path: str, first_line: int, root: str = "") -> tuple[Body, list[Diagnostic]]:
    """The blocks of a Markdown text that begins on `first_line` of the file `path`.

    Links that begin with `/` start at the root of the site, which lies at `root` as seen from the page (`../../` …).
    A mark covers the block below it; above a heading, all that follows up to a heading as high, or the next mark.
    """
    problems = check_controls(text, path, first_line)
    tokens = _BODY.parse(_BLANK_LINE.sub("", CONTROL.sub("", text)))
    problems += _check_depth(tokens, path, first_line)
    harden = Harden(path, first_line, root)
    harden.tokens(tokens)
    problems += harden.problems
    blocks = _Blocks(path, first_line)
    for span in _spans(tokens):
        blocks.add(span)
    problems += blocks.finished()
    if sum(len(block.html) for block in blocks.blocks) > LARGEST_GROWTH * len(text) + 1000:
        return Body((), ()), sorted([*problems, problem("text-too-complex", Location(path, first_line, 1))])
    return Body(tuple(blocks.blocks), tuple(harden.links)), sorted(set(problems))


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

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.blocks: list[Block] = []
        self.problems: list[Diagnostic] = []
        self.marked_on: dict[str, int] = {}
        self.pending: Token | None = None
        self.scope: tuple[str, int] | None = None

    def add(self, span: list[Token]) -> None:
        """The next top-level block, or a mark."""
        first = span[0]
        if first.type == "mark":
            self._mark(first)
            return
        for token in span:
            if token.type == "mark":
                self._report_lost(token)
        block = self._block(span)
        level = block.heading.level if block.heading else 7
        if self.scope and level <= self.scope[1]:
            self.scope = None
        task = self.scope[0] if self.scope else ""
        if self.pending:
            task = str(self.pending.meta["task"])
            if block.heading:
                self.scope = task, level
        marked, self.pending = self.pending is not None, None
        self.blocks.append(msgspec.structs.replace(block, task=task, marked=marked))

    def finished(self) -> list[Diagnostic]:
        """All problems, after the last block."""
        if self.pending:
            self._report_lost(self.pending)
        return self.problems

    def _mark(self, token: Token) -> None:
        if self.pending:
            self._report_lost(self.pending)
        self.pending = self.scope = None
        task, place = str(token.meta["task"]), self._place(token)
        if not task:
            self.problems.append(problem("unknown-mark", place, mark=token.content))
            return
        if task in self.marked_on:
            self.problems.append(problem("task-marked-twice", place, task=task, line=self.marked_on[task]))
        self.marked_on.setdefault(task, place.line)
        self.pending = token

    def _report_lost(self, token: Token) -> None:
        self.problems.append(problem("mark-without-block", self._place(token), mark=token.content))

    def _place(self, token: Token) -> Location:
        return Location(self.path, (token.map or [0])[0] + self.first_line, 1)

    def _block(self, span: list[Token]) -> Block:
        kind, line = _KINDS[span[0].type], self._place(span[0]).line
        heading = None
        if kind in ("heading", "paragraph"):
            text, html = plain_text(span[1].children or []), _html(span[1:2], _BODY)
            if kind == "heading":
                heading = Heading(int(span[0].tag[1]), *split_heading(text), text, html)
        else:
            inside = (plain_text(t.children or []) or t.content for t in span if t.type in ("inline", "fence"))
            text, html = "\n".join(inside).rstrip("\n"), _html(span, _BODY)
        return Block(kind, html, text, "", False, line, heading)
