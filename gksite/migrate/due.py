"""Whether a migration is due: it would change more than the number of the format."""

from __future__ import annotations

from collections.abc import Iterable

from gksite.diagnostics import Diagnostic, Location, problem


def migration_due(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Report that a migration is due where the problems of the sources have statuses of format 1,
    at the first file that has one."""
    found = sorted(p.location for p in problems if p.code == "status-of-format-1")
    if not found:
        return []
    return [problem("migration-due", Location(found[0].path), count=len(found))]
