"""Say in one line what an import came to: use it, check n places, or it is no plan."""

from __future__ import annotations

from collections.abc import Iterable

from gksite.catalogue import Language, severity
from gksite.diagnostics import Diagnostic

_NO_PLAN = frozenset({"import-not-a-plan"})
"""The codes that say that a document is no plan."""


def doubts_in(diagnostics: Iterable[Diagnostic]) -> int:
    """Return how many of the diagnostics a person has to look at."""
    return sum(severity(diagnostic) != "info" for diagnostic in diagnostics)


def verdict_of(diagnostics: Iterable[Diagnostic], language: Language) -> str:
    """Return the head of the report of an import."""
    said = list(diagnostics)
    doubts = doubts_in(said)
    if any(diagnostic.code in _NO_PLAN for diagnostic in said):
        zh, en = "不像工作计划", "not like a work plan"
    elif doubts:
        zh, en = f"需要核对 {doubts} 处", f"{doubts} place{'s' * (doubts > 1)} to check"
    else:
        zh, en = "可以直接用", "ready to use"
    return zh if language == "zh" else en
