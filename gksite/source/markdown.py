"""The Markdown body of a plan or page as blocks of safe HTML, each with its line and task."""

from __future__ import annotations

import re

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.blocks import Block as Block
from gksite.source.blocks import Body as Body
from gksite.source.blocks import BodyLink as BodyLink
from gksite.source.blocks import Heading as Heading
from gksite.source.blocks import Mark
from gksite.source.lines import BLANK, escaped, joined
from gksite.source.numbering import starts_item
from gksite.source.text import CONTROL, check_controls
from gksite.source.unknown_marks import is_suspect

LARGEST_GROWTH = 50
"""HTML characters for each character of Markdown: more is refused."""

_SIGNIFICANT = re.compile(rf"[\\`*_\[<&\r\t]|^[{BLANK}]*[-+]|  \n|{CONTROL.pattern}", re.MULTILINE)


def parse_body(
    text: str, path: str, first_line: int, root: str = ""
) -> tuple[Body, list[Diagnostic]]:
    """Return the blocks of a Markdown text that begins on `first_line` of the file `path`.

    Links that begin with `/` start at the root of the site, which lies at `root` as seen from the
    page (`../../` …). A mark covers the block below it; above a heading, all that follows up to a
    heading as high, or the next mark.
    """
    # A build without changes reads no source, and must not load the parser.
    from gksite.source.parsed_markdown import parse_blocks

    parsed = parse_blocks(text, path, first_line, root)
    blocks = _Blocks(path)
    for piece in parsed.pieces:
        blocks.add(piece)
    problems = [*check_controls(text, path, first_line), *parsed.problems, *blocks.finished()]
    if sum(len(block.html) for block in blocks.blocks) > LARGEST_GROWTH * len(text) + 1000:
        return Body((), ()), sorted(
            [*problems, problem("text-too-complex", Location(path, first_line, 1))]
        )
    return Body(tuple(blocks.blocks), parsed.links), sorted(set(problems))


def render_inline(text: str, root: str = "") -> str:
    """Return a task's wording as HTML: `<p>` for a paragraph, `<ul>` for a list; no markup else."""
    if not _SIGNIFICANT.search(text):
        return "\n".join(f"<p>{escaped(paragraph)}</p>" for paragraph in _paragraphs(text))
    from gksite.source.parsed_markdown import parse_wording

    return parse_wording(text, "", 1, root)[0]


def plain_wording(text: str) -> str:
    """Return the text of a task's wording without markup; unchanged if it has none."""
    if not _SIGNIFICANT.search(text):
        return text
    from gksite.source.parsed_markdown import parse_wording

    return parse_wording(text, "", 1, "")[1]


def check_inline(text: str, where: Location) -> list[Diagnostic]:
    """Report what `render_inline` refuses or prints unchanged in a wording that begins at `where`.

    The lines of a longer wording may be folded in its file: their findings are placed at its
    beginning.
    """
    if not _SIGNIFICANT.search(text) and not is_suspect(text):
        return []
    from gksite.source.parsed_markdown import parse_wording

    problems = [*check_controls(text, where.path, 1), *parse_wording(text, where.path, 1, "")[2]]
    several = "\n" in text.strip()
    return sorted(
        {
            _moved(diagnostic, where, 0 if several else diagnostic.location.column - 1)
            for diagnostic in problems
        }
    )


def _moved(diagnostic: Diagnostic, where: Location, columns: int) -> Diagnostic:
    return Diagnostic(
        Location(where.path, where.line, where.column + columns),
        diagnostic.code,
        diagnostic.arguments,
    )


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


class _Blocks:
    """Gathers blocks and gives each its task: `pending` is a mark that waits for its block,
    `scope` a marked heading."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.blocks: list[Block] = []
        self.problems: list[Diagnostic] = []
        self.marked_on: dict[str, int] = {}
        self.pending: Mark | None = None
        self.scope: tuple[str, int] | None = None

    def add(self, piece: Block | Mark) -> None:
        """Add the next top-level block, or a mark."""
        if isinstance(piece, Mark):
            self._mark(piece)
        else:
            self._block(piece)

    def finished(self) -> list[Diagnostic]:
        """Return all problems, after the last block."""
        self._report_lost()
        return self.problems

    def _block(self, block: Block) -> None:
        level = block.heading.level if block.heading else 7
        if self.scope and level <= self.scope[1]:
            self.scope = None
        task = self.scope[0] if self.scope else ""
        if self.pending:
            task = self.pending.task
            if block.heading:
                self.scope = task, level
        marked, self.pending = self.pending is not None, None
        if task or marked:
            block = msgspec.structs.replace(block, task=task, marked=marked)
        self.blocks.append(block)

    def _mark(self, mark: Mark) -> None:
        self._report_lost()
        self.pending = self.scope = None
        place = Location(self.path, mark.line, 1)
        if not mark.task:
            self.problems.append(problem("unknown-mark", place, mark=mark.content))
            return
        if mark.task in self.marked_on:
            self.problems.append(
                problem("task-marked-twice", place, task=mark.task, line=self.marked_on[mark.task])
            )
        self.marked_on.setdefault(mark.task, mark.line)
        self.pending = mark

    def _report_lost(self) -> None:
        if self.pending:
            self.problems.append(
                problem(
                    "mark-without-block",
                    Location(self.path, self.pending.line, 1),
                    mark=self.pending.content,
                )
            )
