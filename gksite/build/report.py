"""The results of a build or a check, as a value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from gksite.build.last_check import State
from gksite.diagnostics import Diagnostic, Location


class Waiver(msgspec.Struct, frozen=True):
    """An accepted finding: its code; its file, or folder with a final `/` (from the project's root,
    "" for any); the quotation in its message ("" for any); the reason and the day of the decision;
    the place of the entry."""

    code: str
    path: str
    found: str
    why: str
    date: date
    location: Location


class BuildReport(msgspec.Struct, frozen=True):
    """The results of a build. With an error among `problems` nothing was written and the counts are
    0.

    `reasons` has for each rendered page the reason (a key of the strings of `--explain`).
    """

    problems: tuple[Diagnostic, ...] = ()
    pages: int = 0
    rendered: int = 0
    written: int = 0
    removed: tuple[str, ...] = ()
    reasons: dict[str, str] = {}
    waived: tuple[tuple[Diagnostic, Waiver], ...] = ()
    """The findings of a check that the sources waive, each with its waiver."""
    titles: tuple[tuple[str, str], ...] = ()
    """Of a check: the id and title of every plan, drafts too."""
    scope: Scope | None = None
    """Set by a check that could read the sources: what was checked."""
    last_check: State | None = None
    """Set by a build that could read the sources: the state of their last check."""

    def with_problems(self, problems: Iterable[Diagnostic]) -> BuildReport:
        """Return the report with more problems."""
        every = tuple(sorted({*self.problems, *problems}))
        return msgspec.structs.replace(self, problems=every)


class Scope(msgspec.Struct, frozen=True):
    """The numbers of a check: plans, those of them that are drafts or wait for signatures, tasks,
    units, pages (0 where an error kept them from being made), rules, and rules that the site has
    switched off."""

    plans: int = 0
    hidden: int = 0
    tasks: int = 0
    units: int = 0
    pages: int = 0
    rules: int = 0
    off: int = 0
