"""Location and Diagnostic: a problem as a value, collected, sorted and printed, never raised."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Literal

import msgspec

Severity = Literal["error", "warning", "info"]


class Location(msgspec.Struct, frozen=True, order=True):
    """A place in a source file: a path relative to the project root, with `/`; lines and columns
    count from 1.

    Line 0 means the file as a whole, column 0 the line as a whole (shown as 1). In a file without
    lines `detail` is the place: a cell (`Sheet1!B4`), the number of a paragraph or of a page.
    """

    path: str
    line: int = 0
    column: int = 0
    detail: str = ""

    def __str__(self) -> str:
        if self.detail:
            return f"{self.path}:{self.detail}"
        return f"{self.path}:{self.line}:{self.column or 1}" if self.line else self.path


class Diagnostic(msgspec.Struct, frozen=True, order=True):
    """A problem. Its texts in Chinese and English are in `gksite/catalogue/` under its code.

    `arguments` are the values of the placeholders in those texts. `level` is set if a site's
    settings change the level of the code.
    """

    location: Location
    code: str
    arguments: tuple[tuple[str, str], ...] = ()
    level: Severity | Literal[""] = ""


def problem(code: str, location: Location, **arguments: object) -> Diagnostic:
    """Return the diagnostic `code` at `location`; every argument is kept as text."""
    return Diagnostic(
        location, code, tuple(sorted((name, str(value)) for name, value in arguments.items()))
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like `word`, or an empty string when none is alike."""
    # One wrong character of two is a slip; half of a longer word is another word (区气象局 is not
    # 区司法局).
    cutoff = 0.5 if len(word) <= 2 else 0.6
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=cutoff)), "")
