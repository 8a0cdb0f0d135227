"""The headline of a page: what its tasks or duties come to, in one sentence, and how it is
counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from gksite.model.entities import Plan
from gksite.pages.parts import Finding, Progress
from gksite.pages.wording import Words

Scope = Literal["year", "tasks", "duties", "topic"]
"""What a headline is of: the tasks of a year, those of a page, a unit's duties of a year, or a
topic's tasks of a year."""

_CASES = ("some", "none", "all", "untracked", "more", "rule")

FINDING_STRINGS = (
    *(
        f"finding.{scope}_{case}"
        for scope in ("year", "tasks", "duties", "topic")
        for case in _CASES
    ),
    *(f"finding.by_{rule}" for rule in ("lead", "all", "each")),
)
"""The strings of the theme that headlines use."""


def finding(
    words: Words, scope: Scope, progress: Progress, plans: Iterable[Plan] = (), year: int = 0
) -> Finding | None:
    """Return the headline of figures: how many are done, of those of plans with reports; the others
    are named beside it, and never counted as 0. None where there is nothing to count.

    `plans` are those of the tasks: their rules say how a state follows from reports.
    """
    if not progress.total:
        return None
    counts = {item.status.code: item.count for item in progress.counts}
    done, untracked = counts.get("done", 0), counts.get("untracked", 0)
    total = progress.total - untracked if progress.tracked else progress.total
    if not progress.tracked:
        case = "untracked"
    elif not done:
        case = "none"
    else:
        case = "all" if done == total else "some"
    more = untracked if progress.tracked else 0
    return Finding(
        words.say(f"finding.{scope}_{case}", year=year, total=total, done=done),
        words.say(f"finding.{scope}_more", count=more) if more else "",
        words.say(f"finding.{scope}_rule", year=year, total=total, by=_rule(words, plans))
        if progress.tracked
        else "",
    )


def _rule(words: Words, plans: Iterable[Plan]) -> str:
    """Return how the state of a task follows from the reports of its units."""
    rules = {"all" if plan.task_status == "all" else "lead" for plan in plans}
    return words[f"finding.by_{rules.pop() if len(rules) == 1 else 'each' if rules else 'lead'}"]
