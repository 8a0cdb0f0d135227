"""The whole build, from top to bottom; read this first."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import msgspec

from gksite.build.cleaning import clean_output
from gksite.build.inputs import read_inputs
from gksite.build.opening import open_project, start_templates
from gksite.build.options import USUAL, Options
from gksite.build.outputs import make_outputs
from gksite.build.reasons import reasons_of
from gksite.build.report import BuildReport
from gksite.build.site import Site, is_stopped
from gksite.build.stale import notes_of, read_notes
from gksite.output.compare import differing_files, scratch_dir
from gksite.output.places import PREVIEW_DIR, STATE_DIR, check_places, check_profile, name_of_output
from gksite.output.writer import Committed, Refused, open_output


def build(
    root: Path,
    out: Path,
    options: Options = USUAL,
    progress: Callable[[int, int], None] | None = None,
    *,
    state_dir: Path | None = None,
    seen: Callable[[Site], None] | None = None,
) -> BuildReport:
    """Bring `out` up to date with the project at `root`; with an error `out` stays unchanged.

    `progress` is called with the number of finished pages and the number of all, `seen` with the
    site before it is rendered. Cache and state lie in `state_dir`, by default `.gksite` of the
    project. Raises Refused when `out` may not or cannot be written.
    """
    if problems := check_places(root, out, options.profile):
        return BuildReport(tuple(problems))
    kept = state_dir or root / STATE_DIR
    with ExitStack() as deferred, open_output(out, kept / name_of_output(root, out)) as output:
        before = read_notes(output)
        if before and (problems := check_profile(out, options.profile, before.profile)):
            return BuildReport(tuple(problems))
        inputs = read_inputs(root, before.theme if before else None)
        if before and inputs.is_whole and output.stands(inputs.digest(options)):
            return BuildReport(before.problems, before.pages, last_check=inputs.last_check(kept))
        templates = start_templates(root, kept, inputs, options)
        opened = open_project(root, kept, inputs, options, templates, deferred, output.survey)
        report = BuildReport(opened.problems_on(options.latest_day), last_check=opened.last_check())
        if opened.site is None or is_stopped(report.problems, options):
            return report
        if seen:
            seen(opened.site)
        notes = notes_of(opened.site, inputs.program, report.problems)
        made = make_outputs(opened, opened.site, notes, output, progress, deferred.close)
        if made.problems:
            return report.with_problems(made.problems)
        done = output.commit(made.staged, made.fingerprints, opened.digest(), notes.encoded())
        reasons = reasons_of(made, output, before, notes, opened.site)
        return _of_build(report, opened.site.pages, len(made.rendered), done, reasons)


def _of_build(
    report: BuildReport, pages: int, rendered: int, done: Committed, reasons: dict[str, str]
) -> BuildReport:
    """Return `report` with the numbers and the reasons of a build that was committed."""
    return msgspec.structs.replace(
        report,
        pages=pages,
        rendered=rendered,
        written=done.written,
        removed=done.removed,
        reasons=reasons,
    )


def differences(root: Path, out: Path, options: Options = USUAL) -> list[str]:
    """Return the paths at which `out` differs from a clean build of the project, byte for byte."""
    with scratch_dir() as scratch:
        build(root, scratch / "public", options, state_dir=scratch / "state")
        return differing_files(scratch / "public", out)


def clean(root: Path, out: Path) -> int:
    """Remove the files that gksite wrote to `out` and to the preview, and the cache.

    Returns the number of files removed.
    """
    return sum(
        clean_output(place, root / STATE_DIR / name_of_output(root, place))
        for place in (out, root / PREVIEW_DIR)
    )


__all__ = ["USUAL", "BuildReport", "Options", "Refused", "Site", "build", "clean", "differences"]
