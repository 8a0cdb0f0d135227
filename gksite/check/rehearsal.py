"""What a build would say of sources that are not written yet: its errors, without rendering a
page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from gksite.build.assemble import assemble
from gksite.build.cache import Cache
from gksite.build.site import Options, prepare
from gksite.catalogue import severity
from gksite.diagnostics import Diagnostic
from gksite.model.publication import check_report_days
from gksite.source.files import Sources, ThemeFiles


class Rehearsal(msgspec.Struct, frozen=True):
    """What the sources of a project are held against: its theme, the program, what was read before,
    the day."""

    sources: Sources
    theme: ThemeFiles
    program: bytes
    cache: Cache
    clock: date

    def errors(self, changed: Mapping[str, bytes]) -> frozenset[Diagnostic]:
        """The errors that a build finds, drafts or not, where the texts at some paths are
        others."""
        texts = {**self.sources.texts, **changed}
        sources = msgspec.structs.replace(self.sources, texts=dict(sorted(texts.items())))
        found: set[Diagnostic] = set()
        for drafts in (False, True):
            options = Options(drafts=drafts, jobs=1, clock=self.clock)
            assembled = assemble(sources, self.cache, self.program, drafts=drafts, jobs=1)
            _, problems = prepare(assembled, self.theme, sources, {}, options, self.program)
            found.update(
                assembled.problems, problems, check_report_days(assembled.plans, self.clock)
            )
            if all(not plan.draft for plan in assembled.plans):
                break
        return frozenset(one for one in found if severity(one) == "error")
