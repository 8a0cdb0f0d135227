"""The whole build, from top to bottom; read this first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gksite.build.cache import (
    read_search,
    write_compiled,
    write_search,
)
from gksite.build.cleaning import clean_output
from gksite.build.last_check import state_of
from gksite.build.opening import _assembled, _inputs_digest, _notes, _templates
from gksite.build.page_shares import KEY_SIZE, Rendered
from gksite.build.report import BuildReport
from gksite.build.site import USUAL, Options, Site, is_stopped, prepare
from gksite.build.stale import Notes, notes_of, pages_to_make
from gksite.model.publication import check_report_days
from gksite.model.snapshots import public_name, snapshot_path
from gksite.output.compare import differing_files, scratch_dir
from gksite.output.places import PREVIEW_DIR, STATE_DIR, check_places, check_profile, name_of_output
from gksite.output.writer import Output, Refused, Staged, open_output
from gksite.portal.addresses import STYLE_PATH
from gksite.portal.profiles import list_fragments
from gksite.source.files import Sources, ThemeFiles, read_sources, read_theme
from gksite.source.program import read_program
from gksite.work.executor import run_works
from gksite.work.fingerprint import digest

if TYPE_CHECKING:
    pass


def build(
    root: Path,
    out: Path,
    options: Options = USUAL,
    progress: Callable[[int, int], None] | None = None,
    *,
    state_dir: Path | None = None,
    seen: Callable[[Site], None] | None = None,
) -> BuildReport:
    """Bring `out` up to date with the project at `root`, or say why it cannot be; then `out` is
    as it was.

    `progress` hears how many of how many pages are done. `state_dir` is where the cache and the
    state of each output are kept,
    `.gksite` of the project unless said otherwise. `seen` hears the site that is rendered, if there
    is anything to render. Raises Refused when the output folder may not or cannot be written.
    """
    if problems := check_places(root, out, options.profile):
        return BuildReport(tuple(problems))
    kept_dir = state_dir or root / STATE_DIR
    with ExitStack() as late, open_output(out, kept_dir / name_of_output(root, out)) as output:
        program = read_program()
        sources, unread = read_sources(root)
        before = _notes(output)
        if before and (problems := check_profile(out, options.profile, before.profile)):
            return BuildReport(tuple(problems))
        files, theme_problems = read_theme(root, before.theme) if before else (None, [])
        if before and files and not unread and not theme_problems:
            inputs = _inputs_digest(program, options, sources, files)
            if inputs == output.previous.inputs and len(output.survey()) == len(
                output.previous.files
            ):
                return BuildReport(
                    before.problems,
                    before.pages,
                    last_check=state_of(kept_dir, program, sources, files),
                )
        compiled, ready = _templates(root, kept_dir, sources, program, options)
        assembled = _assembled(kept_dir, sources, program, options, late, output.survey)
        latest = max(filter(None, (options.today, options.clock))) if options.clock else None
        problems = [*unread, *assembled.problems, *check_report_days(assembled.plans, latest)]
        if assembled.config is None or assembled.model is None:
            return BuildReport(tuple(sorted(set(problems))))
        if files is None or not before or before.theme != assembled.config.theme:
            files, theme_problems = read_theme(root, assembled.config.theme)
        site, more = prepare(assembled, files, sources, ready(), options, program)
        problems = sorted({*problems, *theme_problems, *more})
        last = state_of(kept_dir, program, sources, files)
        if site is None or is_stopped(problems, options):
            return BuildReport(tuple(problems), last_check=last)
        if seen:
            seen(site)
        notes = notes_of(site, program, problems)
        intact = output.survey()
        known = {
            path: state.fingerprint
            for path, state in output.previous.files.items()
            if path in intact
        }
        copied, copies = _stage_copies(site, root, sources, output)
        todo = pages_to_make(site, notes, known, output)
        [results] = run_works(
            [todo.work], todo.processes(options.jobs), todo.heard(progress), late.close
        )
        rendered = todo.joined(results)
        if rendered.problems:
            return BuildReport(tuple(sorted({*problems, *rendered.problems})), last_check=last)
        if site.renderer.compiled != compiled:
            write_compiled(kept_dir, program, site.renderer.compiled)
        fingerprints = dict(rendered.fingerprints)
        made = {
            **site.made,
            **list_fragments(
                site.form,
                site.view,
                site.requests,
                _written(rendered, output),
                site.made.get(STYLE_PATH, b""),
            ),
        }
        staged = [*rendered.staged, *_stage_made(made, output, fingerprints), *copies]
        fingerprints |= copied
        if site.model.config.search and options.profile == "site":
            from gksite.build.index_shares import stage_index

            parts = read_search(kept_dir)
            found, now = stage_index(
                site.model,
                assembled.plan_digests(),
                program,
                parts,
                output,
                fingerprints,
                options.jobs,
                site.view.is_overdue,
            )
            staged += found
            if now != parts:
                write_search(kept_dir, now)
        inputs = _inputs_digest(program, options, sources, files)
        done = output.commit(staged, fingerprints, inputs, msgspec.msgpack.encode(notes))
        reasons = _reasons(rendered, output, before, notes, site)
        return BuildReport(
            tuple(problems),
            site.pages,
            len(rendered.rendered),
            done.written,
            done.removed,
            reasons,
            last_check=last,
        )


def _check_digest(program: bytes, options: Options, sources: Sources, theme: ThemeFiles) -> bytes:
    """What a check's findings depend on: the inputs of a build, and the day, which tells what
    lies in the future."""
    return digest(_inputs_digest(program, options, sources, theme), str(options.clock).encode())


def _written(rendered: Rendered, output: Output) -> Callable[[str], tuple[str, int]]:
    """Of each page, rendered now or before, SHA-256 and size of its file."""
    staged = {item.path: item for item in rendered.staged}

    def outcome(path: str) -> tuple[str, int]:
        found = staged.get(path) or output.previous.files[path]
        return found.digest.hex(), found.size

    return outcome


def _stage_made(
    made: Mapping[str, bytes], output: Output, fingerprints: dict[str, bytes]
) -> Iterable[Staged]:
    """The files that are made and no pages; their fingerprints are their digests."""
    for path, data in made.items():
        fingerprints[path] = digest(data)
        yield output.stage(path, data, "made")


def _stage_copies(
    site: Site, root: Path, sources: Sources, output: Output
) -> tuple[dict[str, bytes], list[Staged]]:
    """The digest of each file that is published as it is, and those staged that differ from the
    ones in place.

    They are copied before pages are made, which takes the time: what is published is what was read,
    or Refused says that it changed.
    """
    digests: dict[str, bytes] = {}
    staged: list[Staged] = []
    snapshots = {
        snapshot_path(public_name(one.name)): bytes.fromhex(one.public_sha256)
        for one in site.model.snapshots
    }
    for path, source in site.copied.items():
        found = sources.attachments.get(source) or sources.static.get(source)
        expected = found.digest if found else snapshots[source]
        digests[path] = expected
        state = output.previous.files.get(path)
        if state is None or state.digest != expected or not output.is_intact(path):
            staged.append(output.stage_copy(path, root / source, expected))
    return digests, staged


def _reasons(
    rendered: Rendered, output: Output, before: Notes | None, notes: Notes, site: Site
) -> dict[str, str]:
    """Why each page was rendered, in words of `--explain`: `new`, `missing`, `program`, `site`,
    `template:NAME`, `content`."""
    reasons: dict[str, str] = {}
    for path, template in rendered.rendered.items():
        old = output.previous.files.get(path)
        if old is None or before is None:
            reasons[path] = "new"
        elif old.fingerprint[KEY_SIZE:] == rendered.fingerprints[path][KEY_SIZE:]:
            reasons[path] = "missing"
        elif before.program != notes.program:
            reasons[path] = "program"
        elif (
            old.fingerprint[KEY_SIZE : 2 * KEY_SIZE]
            != rendered.fingerprints[path][KEY_SIZE : 2 * KEY_SIZE]
        ):
            reasons[path] = "content"
        elif before.site != notes.site:
            reasons[path] = "site"
        else:
            changed = [
                n
                for n in sorted(site.theme.reached(template))
                if before.templates.get(n) != notes.templates[n]
            ]
            reasons[path] = f"template:{', '.join(changed)}"
    return reasons


def differences(root: Path, out: Path, options: Options = USUAL) -> list[str]:
    """The paths at which `out` is not what a clean build of the project gives; none when they are
    equal, byte for byte."""
    with scratch_dir() as scratch:
        build(root, scratch / "public", options, state_dir=scratch / "state")
        return differing_files(scratch / "public", out)


def clean(root: Path, out: Path) -> int:
    """Remove what gksite wrote to `out` and to the preview, and what it kept for the next build;
    the number of files removed."""
    return sum(
        clean_output(place, root / STATE_DIR / name_of_output(root, place))
        for place in (out, root / PREVIEW_DIR)
    )


__all__ = ["USUAL", "BuildReport", "Options", "Refused", "Site", "build", "clean", "differences"]
