"""Report what a person has to look at in a draft: no title, no tasks, annexes as text, dates of
reports."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.importer.draft import Draft, ReportingDuty
from gksite.importer.lines.lines import Line, location
from gksite.importer.lines.outline import node_of
from gksite.importer.tasks.prose_events import counted_from_unknown
from gksite.importer.tasks.stated_years import deadlines_without_year


def annex_problems(annexes: Sequence[Line]) -> list[Diagnostic]:
    """Report an annex with numbered lines that is kept as text."""
    numbered = next((line for line in annexes if node_of(line)), None)
    return (
        [problem("import-annex-as-text", location(numbered.place), text=annexes[0].text[:40])]
        if numbered
        else []
    )


def draft_problems(draft: Draft, first: Location) -> list[Diagnostic]:
    """Report a draft without title or tasks, deadlines without a year, dates of reports."""
    problems: list[Diagnostic] = []
    if not draft.envelope.title:
        problems.append(problem("import-no-title", first))
    if not draft.tasks:
        problems.append(problem("import-no-tasks", first))
    return [
        *problems,
        *deadlines_without_year(draft.tasks),
        *map(_reporting_problem, draft.reporting),
    ]


def _reporting_problem(duty: ReportingDuty) -> Diagnostic:
    """Report the date by which units must report, or that nobody can say which date."""
    words = duty.deadline.raw
    if duty.deadline.kind == "unread":
        return problem("unread-deadline", location(duty.place), text=words)
    if counted := counted_from_unknown(words):
        return problem("import-deadline-counted", location(duty.place), text=counted)
    return problem(
        "import-reporting-date", location(duty.place), text=words, date=duty.deadline.end or ""
    )
