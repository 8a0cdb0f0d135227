"""The one place that says whether a site may be published."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.catalogue import severity
from gksite.diagnostics import Diagnostic, Location, problem


def may_publish(problems: Sequence[Diagnostic], target: str) -> list[Diagnostic]:
    """Why the site may not be published at `target`: the errors that a build found, and that there are some; else nothing."""
    errors = [one for one in problems if severity(one) == "error"]
    if not errors:
        return []
    return [*errors, problem("publish-errors-remain", Location(target), count=len(errors))]
