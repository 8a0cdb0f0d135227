"""The errors of a build of sources that are not written yet, without rendering a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from gksite.build.assemble import assemble
from gksite.build.cache import Cache
from gksite.build.inputs import Inputs
from gksite.build.options import Options
from gksite.build.published_set import published_set
from gksite.build.site import prepare
from gksite.catalogue import severity
from gksite.diagnostics import Diagnostic, problem
from gksite.model.entities import Plan
from gksite.model.holders import names_of_holders
from gksite.model.publication import check_days
from gksite.model.registry import Registry


class Rehearsal(msgspec.Struct, frozen=True):
    """The surroundings of the unwritten sources: theme, program, cache and day."""

    inputs: Inputs
    cache: Cache
    clock: date

    def errors(self, changed: Mapping[str, bytes]) -> frozenset[Diagnostic]:
        """Return the errors among `problems`."""
        return errors_of(self.problems(changed))

    def problems(self, changed: Mapping[str, bytes]) -> frozenset[Diagnostic]:
        """Return the problems of a build, with drafts or without, if some texts were others; the
        reports that would count for no duty, which a build only warns of, among the errors."""
        texts = {**self.inputs.sources.texts, **changed}
        sources = msgspec.structs.replace(self.inputs.sources, texts=dict(sorted(texts.items())))
        inputs = msgspec.structs.replace(self.inputs, working=sources)
        every: set[Diagnostic] = set()
        for drafts in (True, False):
            options = Options(drafts=drafts, jobs=1, clock=self.clock)
            chosen = published_set(sources, inputs.store, self.cache, inputs.program, drafts=drafts)
            inputs = msgspec.structs.replace(inputs, published=chosen)
            assembled = assemble(chosen, self.cache, inputs.program, drafts=drafts, jobs=1)
            _, problems = prepare(assembled, inputs, {}, options)
            every.update(
                assembled.problems,
                problems,
                check_days(assembled.plans, self.clock, assembled.transfers),
            )
            if assembled.model:
                every.update(_uncounted(assembled.model.registry, assembled.plans))
            if all(not plan.draft for plan in assembled.plans):
                break
        return frozenset(every)


def errors_of(problems: Iterable[Diagnostic]) -> frozenset[Diagnostic]:
    """Return the errors among problems."""
    return frozenset(diagnostic for diagnostic in problems if severity(diagnostic) == "error")


def _uncounted(registry: Registry, plans: Iterable[Plan]) -> Iterator[Diagnostic]:
    """Report the reports that count for no duty: one sheet may take it from another's unit."""
    for plan in plans if registry.is_whole else ():
        for task in plan.tasks:
            for report in task.reports:
                if report.standing == "apart":
                    yield problem(
                        "report-uncounted",
                        report.location,
                        task=task.id,
                        unit=report.unit or "—",
                        date=report.date,
                        known=names_of_holders(registry, plan, task, report.day),
                    )
