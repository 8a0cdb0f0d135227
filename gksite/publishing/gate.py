"""Decide whether a site may be published."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.catalogue import severity
from gksite.config.values import CONFIG_PATH, Target
from gksite.diagnostics import Diagnostic, Location, problem


def check_mode(mode: str, target: Target) -> list[Diagnostic]:
    """Report a site whose `mode` leaves a portal's mandatory parts unchecked, trials aside."""
    if mode == "preview" and not target.trial:
        return [problem("publish-preview-mode", Location(CONFIG_PATH))]
    return []


def may_publish(problems: Sequence[Diagnostic], target: str) -> list[Diagnostic]:
    """Report why the site may not be published at `target`: errors remain. Return nothing if it
    may. Plans that wait for signatures hold up nobody: they are no part of it."""
    errors = [problem for problem in problems if severity(problem) == "error"]
    if not errors:
        return []
    return [*errors, problem("publish-errors-remain", Location(target), count=len(errors))]
