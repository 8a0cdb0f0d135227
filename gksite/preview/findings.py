"""Problems as the browser shows them: in one language, with lines of the source."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import msgspec

from gksite.catalogue import Language, hint, message, severity
from gksite.diagnostics import Diagnostic, Location, Severity

MOST_SHOWN = 40
AROUND = 2
"""Lines shown before and after the line of a problem."""

LONGEST_LINE = 300


class Line(msgspec.Struct, frozen=True):
    """A line of a source. `column` is that of the problem, from 1, or 0 on the other lines."""

    number: int
    text: str
    column: int = 0


class Finding(msgspec.Struct, frozen=True):
    """A problem with everything that is shown of it."""

    severity: Severity
    code: str
    message: str
    hint: str
    place: str
    path: str
    line: int
    column: int
    lines: tuple[Line, ...] = ()


def find_all(problems: Sequence[Diagnostic], root: Path, language: Language) -> tuple[Finding, ...]:
    """Return the findings, errors first; those below `root` with the lines around them."""
    ordered = sorted(
        problems,
        key=lambda problem: (("error", "warning", "info").index(severity(problem)), problem),
    )
    return tuple(_finding(problem, root, language) for problem in ordered[:MOST_SHOWN])


def _finding(diagnostic: Diagnostic, root: Path, language: Language) -> Finding:
    place = diagnostic.location
    return Finding(
        severity(diagnostic),
        diagnostic.code,
        message(diagnostic, language),
        hint(diagnostic, language),
        str(place),
        place.path,
        place.line,
        place.column,
        tuple(read_lines_around(root, place)),
    )


def read_lines_around(root: Path, place: Location) -> list[Line]:
    """Return the lines around a place below `root`; none if there is no such line or file."""
    source = root / place.path
    if not place.line:
        return []
    try:
        if not source.resolve().is_relative_to(root.resolve()):
            return []
        with source.open(encoding="utf-8-sig", errors="replace", newline=None) as stream:
            first = max(1, place.line - AROUND)
            texts = [text.rstrip("\n") for text in islice(stream, first - 1, place.line + AROUND)]
    except (OSError, ValueError):
        return []
    return (
        [_line(first + index, text, place) for index, text in enumerate(texts)]
        if place.line < first + len(texts)
        else []
    )


def _line(number: int, text: str, place: Location) -> Line:
    column = max(place.column, 1) if number == place.line else 0
    if len(text) <= LONGEST_LINE:
        return Line(number, text, min(column, len(text) + 1))
    start = max(0, min(column - 1 - LONGEST_LINE // 2, len(text) - LONGEST_LINE))
    shown = (
        ("…" if start else "")
        + text[start : start + LONGEST_LINE]
        + ("…" if start + LONGEST_LINE < len(text) else "")
    )
    return Line(number, shown, column - start + (1 if start else 0) if column else 0)
