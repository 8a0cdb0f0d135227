"""The front matter of a Markdown source: the YAML between two `---` lines at its head."""

from __future__ import annotations

import re

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem


class FrontMatter(msgspec.Struct, frozen=True):
    """The YAML text and the body, each with the line on which it begins."""

    text: str
    first_line: int
    body: str
    body_line: int


_FENCE = re.compile(r"---[ \t]*")
# Characters that Chinese input methods give for three hyphens: full-width, em or en dashes, box
# lines.
_LOOKS_LIKE_FENCE = re.compile(r"[ \t\u3000]*(?:[-－—–―─━]{2,}|——)[ \t\u3000]*")


def split_front_matter(text: str, path: str) -> tuple[FrontMatter | None, list[Diagnostic]]:
    """Return the front matter and the body of `text`; None where no fence opens it, or where
    nothing closes it.

    A fence written with other dashes is an error that names them, and counts as a fence.
    """
    lines = text.split("\n")
    problems: list[Diagnostic] = []
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not _is_fence(lines[first], first + 1, path, problems):
        return None, [problem("front-matter-missing", Location(path, 1, 1))]
    last = next((n for n in range(first + 1, len(lines)) if _FENCE.fullmatch(lines[n])), 0)
    if not last:
        last = next(
            (n for n in range(first + 1, len(lines)) if _is_fence(lines[n], n + 1, path, problems)),
            0,
        )
    if not last:
        return None, [*problems, problem("front-matter-unclosed", Location(path, first + 1, 1))]
    head = "\n".join(lines[first + 1 : last])
    body = "\n".join(lines[last + 1 :])
    return FrontMatter(head + "\n" if head else "", first + 2, body, last + 2), problems


def _is_fence(line: str, number: int, path: str, problems: list[Diagnostic]) -> bool:
    if _FENCE.fullmatch(line):
        return True
    if _LOOKS_LIKE_FENCE.fullmatch(line):
        column = len(line) - len(line.lstrip()) + 1
        problems.append(
            problem("front-matter-dashes", Location(path, number, column), found=line.strip())
        )
        return True
    return False
