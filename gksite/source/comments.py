"""Take HTML comments out of a Markdown text before it is read, so that none is published."""

from __future__ import annotations

import re

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem

_OPENING = "<!--"
# As browsers have it: `<!-->` and `<!--->` are comments too, and `--!>` ends one.
_END = re.compile(r"(?<=<!--)-?>|--!?>")


class Cut(msgspec.Struct, frozen=True):
    """The place where a line continues behind a comment: its column in the text without comments,
    and line and column in the source."""

    at: int
    row: int
    column: int


class Cleaned(msgspec.Struct, frozen=True):
    """A text without its comments; `lines` are the cuts of each line, empty without comments."""

    text: str
    lines: tuple[tuple[Cut, ...], ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    comments: tuple[tuple[int, int], ...] = ()
    """Where each comment begins and ends in the source."""

    def place(self, row: int, column: int) -> tuple[int, int]:
        """Return line and column in the source, from 0, of a character of the text."""
        if row >= len(self.lines):
            return row, column
        last = max(
            (cut for cut in self.lines[row] if cut.at <= column),
            key=lambda cut: (cut.at, cut.row, cut.column),
        )
        return last.row, last.column + column - last.at


def without_comments(text: str, path: str, first_line: int) -> Cleaned:
    """Return the text without comments, and a diagnostic for each: an error if it is not closed.

    A line that held only a comment is removed, in code too, as if it had never been there.
    """
    if _OPENING not in text:
        return Cleaned(text)
    problems: list[Diagnostic] = []
    comments: list[tuple[int, int]] = []
    # Each line as kept: its pieces, each with its place in the source.
    lines: list[list[tuple[str, Cut]]] = [[]]
    row = column = done = length = 0
    while True:
        start = text.find(_OPENING, done)
        end = _END.search(text, start + len(_OPENING)) if start >= 0 else None
        for number, piece in enumerate(text[done : start if end else len(text)].split("\n")):
            if number:
                lines.append([])
                row, column, length = row + 1, 0, 0
            lines[-1].append((piece, Cut(length, row, column)))
            column, length = column + len(piece), length + len(piece)
        if not end:
            break
        comments.append((start, end.end()))
        comment = text[start : end.end()]
        place = Location(path, first_line + row, column + 1)
        problems.append(problem("comment-removed", place, size=len(comment.strip("<!->").strip())))
        before, line_end, last = comment.rpartition("\n")
        row += before.count("\n") + len(line_end)
        column = len(last) if line_end else column + len(last)
        done = end.end()
    kept = [line for line in lines if len(line) == 1 or any(piece.strip() for piece, _ in line)]
    remaining = "\n".join("".join(piece for piece, _ in line) for line in kept)
    cleaned = Cleaned(
        remaining, tuple(tuple(cut for _, cut in line) for line in kept), (), tuple(comments)
    )
    return msgspec.structs.replace(
        cleaned, problems=(*problems, *_unclosed(cleaned, path, first_line))
    )


def _unclosed(cleaned: Cleaned, path: str, first_line: int) -> list[Diagnostic]:
    problems: list[Diagnostic] = []
    for row, line in enumerate(cleaned.text.split("\n")):
        for match in re.finditer(re.escape(_OPENING), line):
            at, column = cleaned.place(row, match.start())
            problems.append(
                problem("comment-unclosed", Location(path, first_line + at, column + 1))
            )
    return problems
