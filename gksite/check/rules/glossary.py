"""Whether every term of the glossary stands in some text of the site."""

from __future__ import annotations

from collections.abc import Iterator

from gksite.check.site_view import SiteView
from gksite.diagnostics import Diagnostic, problem


def check_unused_terms(view: SiteView) -> Iterator[Diagnostic]:
    """A term that no plan, report of progress or free page uses explains nothing; perhaps it is
    written otherwise there."""
    if not view.is_whole or not view.glossary:
        return
    whole = "\n".join(_texts(view))
    for term in view.glossary:
        if not any(name in whole for name in (term.term, *term.aliases)):
            yield problem("term-unused", term.location, term=term.term)


def _texts(view: SiteView) -> Iterator[str]:
    for plan in view.plans:
        yield from (block.text for block in plan.body)
        yield from (block.text for block in (plan.notice.body if plan.notice else ()))
        for task in plan.tasks:
            yield task.text
            yield from (entry.note for entry in task.reports)
            yield from (found.note for found in task.assessments)
    for page in view.pages:
        yield from (block.text for block in page.body)
