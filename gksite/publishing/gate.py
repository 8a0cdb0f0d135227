"""Decide whether a site may be published."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.catalogue import severity
from gksite.config.values import CONFIG_PATH, Target
from gksite.diagnostics import Diagnostic, Location, problem

OPEN_GATES = frozenset(("review-open", "review-reopened"))
"""Codes that stop a publication though the site builds: a plan lacks its sign-off."""


def check_mode(mode: str, target: Target) -> list[Diagnostic]:
    """Report a site whose `mode` leaves a portal's mandatory parts unchecked, trials aside."""
    if mode == "preview" and not target.trial:
        return [problem("publish-preview-mode", Location(CONFIG_PATH))]
    return []


def may_publish(problems: Sequence[Diagnostic], target: str) -> list[Diagnostic]:
    """Report why the site may not be published at `target`: errors remain, or review gates are
    open. Return nothing if it may."""
    errors = [problem for problem in problems if severity(problem) == "error"]
    gates = [problem for problem in problems if problem.code in OPEN_GATES]
    summary: list[Diagnostic] = []
    if errors:
        summary.append(problem("publish-errors-remain", Location(target), count=len(errors)))
    if gates:
        summary.append(problem("publish-review-open", Location(target), count=len(gates)))
    return [*errors, *gates, *summary]
