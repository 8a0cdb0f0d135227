"""The Python interface of gksite: what this module names is public, and nothing else is.

A name of `__all__` keeps its meaning within a minor version; a change of it stands in CHANGELOG.md
under "Changed". Other modules may change at any time.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gksite.build.assemble import assemble
from gksite.build.inputs import read_inputs
from gksite.build.options import Options
from gksite.build.pipeline import build
from gksite.build.published_set import published_set
from gksite.build.report import BuildReport
from gksite.check.check import check
from gksite.diagnostics import Diagnostic, Location
from gksite.model.site import SiteModel
from gksite.output.writer import Refused
from gksite.portal.addresses import DEFAULT_OUTPUTS

__all__ = [
    "BuildReport",
    "Diagnostic",
    "Location",
    "Refused",
    "SiteModel",
    "build_site",
    "check_site",
    "read_site",
]


def read_site(
    root: Path, *, drafts: bool = False, today: date | None = None
) -> tuple[SiteModel | None, tuple[Diagnostic, ...]]:
    """Read the project at `root`: its plans, tasks, units and progress, and every problem of them.

    The model is None when config.yaml cannot be used. `drafts` includes plans that are not public.
    `today` is the day that deadlines are compared with, by default the one that the sources give.
    """
    inputs = read_inputs(root, None)
    published = published_set(inputs.working, inputs.store, {}, inputs.program, drafts=drafts)
    assembled = assemble(published, {}, inputs.program, today=today, drafts=drafts)
    problems = {*inputs.source_problems, *published.placed(assembled.problems)}
    return assembled.model, tuple(sorted(problems))


def build_site(
    root: Path,
    out: Path | None = None,
    *,
    drafts: bool = False,
    today: date | None = None,
    strict: bool = False,
) -> BuildReport:
    """Bring the folder `out` (`public` of the project) up to date; with an error it stays as it
    was.

    `strict` makes warnings errors. Raises Refused when `out` may not or cannot be written: it holds
    another folder's files, or another build is under way.
    """
    options = Options(drafts=drafts, today=today, strict=strict)
    return build(root, out or root / DEFAULT_OUTPUTS["site"], options)


def check_site(root: Path, *, drafts: bool = False, today: date | None = None) -> BuildReport:
    """Report every problem of a build and every finding of the rules, as `gksite check` does.

    Nothing is written but the cache in `.gksite`.
    """
    return check(root, Options(drafts=drafts, today=today))
