"""The one place that says whether a site may be published."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.catalogue import severity
from gksite.config.values import CONFIG_PATH, Target
from gksite.diagnostics import Diagnostic, Location, problem

OPEN_GATES = frozenset(("review-open", "review-reopened"))
"""What keeps a site from being published though it can be built: a plan that is no draft and not
signed off."""


def check_mode(mode: str, target: Target) -> list[Diagnostic]:
    """That what a portal must carry was asked for, unless only the office looks at the target."""
    if mode == "preview" and not target.trial:
        return [problem("publish-preview-mode", Location(CONFIG_PATH))]
    return []


def may_publish(problems: Sequence[Diagnostic], target: str) -> list[Diagnostic]:
    """Why the site may not be published at `target`: errors that remain, review gates that are
    open, and that there are some; else nothing."""
    errors = [one for one in problems if severity(one) == "error"]
    gates = [one for one in problems if one.code in OPEN_GATES]
    found: list[Diagnostic] = []
    if errors:
        found.append(problem("publish-errors-remain", Location(target), count=len(errors)))
    if gates:
        found.append(problem("publish-review-open", Location(target), count=len(gates)))
    return [*errors, *gates, *found]
