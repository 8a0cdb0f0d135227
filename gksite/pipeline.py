"""The whole build, from top to bottom; read this first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gksite.assemble import TASKS_PER_PLAN, Assembled, assemble, plan_folders
from gksite.config import CONFIG_PATH, theme_named
from gksite.diagnostics import Diagnostic
from gksite.making import Notes, notes_of, pages_to_make
from gksite.model.publication import check_report_days
from gksite.model.snapshots import public_name, snapshot_path
from gksite.output.cache import (
    read_cache,
    read_checks,
    read_compiled,
    read_search,
    write_cache,
    write_checks,
    write_compiled,
    write_search,
)
from gksite.output.cleaning import clean_output
from gksite.output.compare import differing_files, scratch_dir
from gksite.output.executor import choose_jobs, run_works, start_beside
from gksite.output.fingerprint import digest
from gksite.output.last_check import State, note_check, state_of
from gksite.output.places import PREVIEW_DIR, STATE_DIR, check_places, check_profile, name_of_output
from gksite.output.standing import read_standing
from gksite.output.writer import Output, Refused, Staged, open_output
from gksite.pages.render import compiled_templates, packed, unpacked
from gksite.pages.theme import build_theme
from gksite.portal.addresses import DEFAULT_OUTPUTS, STYLE_PATH
from gksite.portal.profiles import list_fragments
from gksite.preparation import USUAL, Options, Site, is_stopped, outputs_of, prepare
from gksite.rendering import KEY_SIZE, Rendered
from gksite.source.files import Sources, ThemeFiles, read_sources, read_theme
from gksite.source.program import read_program
from gksite.source.text import decode

if TYPE_CHECKING:
    from gksite.checking import Scope
    from gksite.lint.waivers import Waiver


class BuildReport(msgspec.Struct, frozen=True):
    """What a build did. With an error among `problems` nothing was written and the counts are 0.

    `reasons` says for each rendered page why it was (keys of the strings of `--explain`).
    """

    problems: tuple[Diagnostic, ...] = ()
    pages: int = 0
    rendered: int = 0
    written: int = 0
    removed: tuple[str, ...] = ()
    reasons: dict[str, str] = {}
    waived: tuple[tuple[Diagnostic, Waiver], ...] = ()
    """The findings of a check that the sources waive, each with its waiver."""
    titles: tuple[tuple[str, str], ...] = ()
    """Of a check: the id and title of every plan, drafts too."""
    scope: Scope | None = None
    """Of a check that could look at the sources: what it looked at."""
    last_check: State | None = None
    """Of a build that could read the sources: what the last check says of them."""


def build(
    root: Path, out: Path, options: Options = USUAL, progress: Callable[[int, int], None] | None = None, *, state_dir: Path | None = None,
    seen: Callable[[Site], None] | None = None,
) -> BuildReport:
    """Bring `out` up to date with the project at `root`, or say why it cannot be; then `out` is as it was.

    `progress` hears how many of how many pages are done. `state_dir` is where the cache and the state of each output are kept,
    `.gksite` of the project unless said otherwise. `seen` hears the site that is rendered, if there is anything to render.
    Raises Refused when the output folder may not or cannot be written.
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
            if inputs == output.previous.inputs and len(output.survey()) == len(output.previous.files):
                return BuildReport(before.problems, before.pages, last_check=state_of(kept_dir, program, sources, files))
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
        known = {path: state.fingerprint for path, state in output.previous.files.items() if path in intact}
        copied, copies = _stage_copies(site, root, sources, output)
        todo = pages_to_make(site, notes, known, output)
        [results] = run_works([todo.work], todo.processes(options.jobs), todo.heard(progress), late.close)
        rendered = todo.joined(results)
        if rendered.problems:
            return BuildReport(tuple(sorted({*problems, *rendered.problems})), last_check=last)
        if site.renderer.compiled != compiled:
            write_compiled(kept_dir, program, site.renderer.compiled)
        fingerprints = dict(rendered.fingerprints)
        made = {**site.made, **list_fragments(site.form, site.view, site.requests, _written(rendered, output), site.made.get(STYLE_PATH, b""))}
        staged = [*rendered.staged, *_stage_made(made, output, fingerprints), *copies]
        fingerprints |= copied
        if site.model.config.search and options.profile == "site":
            from gksite.searching import stage_index

            parts = read_search(kept_dir)
            found, now = stage_index(
                site.model, assembled.plan_digests(), program, parts, output, fingerprints, options.jobs, site.view.is_overdue
            )
            staged += found
            if now != parts:
                write_search(kept_dir, now)
        inputs = _inputs_digest(program, options, sources, files)
        done = output.commit(staged, fingerprints, inputs, msgspec.msgpack.encode(notes))
        reasons = _reasons(rendered, output, before, notes, site)
        return BuildReport(
            tuple(problems), site.pages, len(rendered.rendered), done.written, done.removed, reasons, last_check=last
        )


def check(root: Path, options: Options = USUAL, out: Path | None = None, *, seen: Callable[[Site], None] | None = None) -> BuildReport:
    """Everything that `build` would find and all that the rules of lint/ find, with nothing written but the cache.

    Pages are looked at that are not as they were at the last check: as a build left them in `out` (`public`, unless said otherwise) where that was made
    from the same sources, else rendered in memory. `waived` of the report are the findings that the sources waive. `seen` as in `build`.
    """
    kept_dir = root / STATE_DIR
    program = read_program()
    sources, unread = read_sources(root)
    compiled, ready = _templates(root, kept_dir, sources, program, options)
    # The rules are loaded while the templates are compiled.
    from gksite.checking import (
        Checks,
        check_pages,
        check_texts,
        found_texts,
        lint_sources,
        looker,
        plan_looks,
        plan_work,
        rule_files_of,
        scope_of,
        settled,
        text_looks,
        with_known,
    )

    before = read_checks(kept_dir, Checks) or Checks()
    files, theme_problems = read_theme(root, before.theme) if before.theme else (None, [])
    if files and not unread and not theme_problems and before.inputs == _check_digest(program, options, sources, files):
        note_check(kept_dir, program, sources, files, before.problems)
        return BuildReport(before.problems, before.scope.pages, waived=before.waived, titles=before.titles, scope=before.scope)
    rule_files, rule_problems = rule_files_of(sources)
    texts = text_looks(sources, rule_files, before, program)
    left = {path: sources.texts[path] for path in texts.left}
    of_texts = start_beside(partial(check_texts, left, rule_files.confusions), choose_jobs(options.jobs, len(left)), late=True)
    with ExitStack() as late:
        assembled = _assembled(kept_dir, sources, program, options, late)
        if assembled.config and (files is None or before.theme != assembled.config.theme):
            files, theme_problems = read_theme(root, assembled.config.theme)
        site, more = prepare(assembled, files, sources, ready(), options, program) if files else (None, [])
        problems = [*unread, *assembled.problems, *(theme_problems if assembled.config else ()), *more]
        problems += check_report_days(assembled.plans, options.today or options.clock)
        plans = plan_looks(assembled, before)
        works = [plan_work(sources, assembled, plans)]
        todo = None
        if site and not is_stopped(problems, USUAL):
            if seen:
                seen(site)
            place = out or root / DEFAULT_OUTPUTS["site"]
            standing = read_standing(place, kept_dir / name_of_output(root, place))
            known = {path: fingerprint for path, (fingerprint, _) in before.facts.items()}
            # The rules look at pages; the files of data follow from the same model.
            pages = msgspec.structs.replace(site, exports=msgspec.structs.replace(site.exports, requests=()))
            todo = pages_to_make(pages, notes_of(site, program, []), known, None, looker(site.model.config), standing)
            works.append(todo.work)
        processes = todo.processes(options.jobs) if todo else choose_jobs(options.jobs, len(plans.keys))
        of_plans, *made = run_works(works, processes, beside=late.close)
    # Where an error keeps pages from being made, what is known of them stays for the next check.
    count, rendered, facts = 0, Rendered({}, [], {}, []), before.facts
    if site and todo:
        if site.renderer.compiled != compiled:
            write_compiled(kept_dir, program, site.renderer.compiled)
        count, rendered = len(site.requests), todo.joined(made[0])
        facts = with_known(rendered.fingerprints, rendered.seen, before)
        problems += [*rendered.problems, *check_pages(facts, outputs_of(site, options), site.model)]
    linted = lint_sources(
        root, sources, assembled, before, rule_files, (texts, plans), [found_texts(of_texts()), *of_plans],
        options.today, options.clock,
    )
    found, waived = settled([*problems, *rule_problems, *linted.problems], assembled.config, rule_files, with_pages=bool(count))
    titles = tuple((plan.id, plan.title) for plan in assembled.plans)
    scope = scope_of(assembled, count)
    if assembled.config and assembled.model and files:
        inputs = _check_digest(program, options, sources, files)
        write_checks(kept_dir, Checks(inputs, assembled.config.theme, scope, found, waived, titles, linted.found, linted.attachments, facts))
        note_check(kept_dir, program, sources, files, found)
    return BuildReport(found, count, len(rendered.rendered), waived=waived, titles=titles, scope=scope if assembled.model else None)


def _assembled(
    kept_dir: Path, sources: Sources, program: bytes, options: Options, late: ExitStack, beside: Callable[[], object] | None = None
) -> Assembled:
    """The model. What was read is kept for the next time when `late` is closed."""
    cache = read_cache(kept_dir)
    assembled = assemble(sources, cache, program, today=options.today, drafts=options.drafts, jobs=options.jobs, beside=beside)
    if assembled.cache and assembled.cache != cache:
        late.callback(write_cache, kept_dir, assembled.cache, cache)
    return assembled


def _templates(
    root: Path, kept_dir: Path, sources: Sources, program: bytes, options: Options
) -> tuple[dict[str, bytes], Callable[[], dict[str, bytes]]]:
    """The templates that were compiled before, and what waits for those that are being compiled, while other things are loaded and plans are read."""
    compiled = read_compiled(kept_dir, program)
    processes = choose_jobs(options.jobs, TASKS_PER_PLAN * len(plan_folders(sources)))
    if compiled or processes == 1:
        return compiled, lambda: dict(compiled)
    made = start_beside(partial(_compile, root, sources.texts.get(CONFIG_PATH, b"")), processes)
    return compiled, lambda: unpacked(made())


def _compile(root: Path, config: bytes) -> bytes:
    """The theme's templates, compiled."""
    text, _ = decode(config, CONFIG_PATH)
    files, _ = read_theme(root, theme_named(text))
    theme = build_theme(files, "zh")[0] if files.templates else None
    return compiled_templates(theme) if theme else packed({})


def _inputs_digest(program: bytes, options: Options, sources: Sources, theme: ThemeFiles) -> bytes:
    parts = [program, str(options.drafts).encode(), str(options.today).encode(), str(options.strict).encode()]
    parts += [str(options.archived_at).encode(), msgspec.msgpack.encode((sources.snapshots, sources.public_snapshots))]
    parts += [options.profile.encode(), options.since.data if options.since else b""]
    for path, data in sources.texts.items():
        parts += [path.encode(), data]
    for path, file in (*sources.attachments.items(), *sources.static.items()):
        parts += [path.encode(), file.digest]
    parts.append(msgspec.msgpack.encode(theme))
    return digest(*parts)


def _check_digest(program: bytes, options: Options, sources: Sources, theme: ThemeFiles) -> bytes:
    """What a check's findings depend on: the inputs of a build, and the day, which tells what lies in the future."""
    return digest(_inputs_digest(program, options, sources, theme), str(options.clock).encode())


def _notes(output: Output) -> Notes | None:
    try:
        return msgspec.msgpack.decode(output.previous.notes, type=Notes)
    except msgspec.DecodeError:
        return None


def _written(rendered: Rendered, output: Output) -> Callable[[str], tuple[str, int]]:
    """Of each page, rendered now or before, SHA-256 and size of its file."""
    staged = {item.path: item for item in rendered.staged}

    def outcome(path: str) -> tuple[str, int]:
        found = staged.get(path) or output.previous.files[path]
        return found.digest.hex(), found.size

    return outcome


def _stage_made(made: Mapping[str, bytes], output: Output, fingerprints: dict[str, bytes]) -> Iterable[Staged]:
    """The files that are made and no pages; their fingerprints are their digests."""
    for path, data in made.items():
        fingerprints[path] = digest(data)
        yield output.stage(path, data, "made")


def _stage_copies(site: Site, root: Path, sources: Sources, output: Output) -> tuple[dict[str, bytes], list[Staged]]:
    """The digest of each file that is published as it is, and those staged that differ from the ones in place.

    They are copied before pages are made, which takes the time: what is published is what was read, or Refused says that it changed.
    """
    digests: dict[str, bytes] = {}
    staged: list[Staged] = []
    snapshots = {snapshot_path(public_name(one.name)): bytes.fromhex(one.public_sha256) for one in site.model.snapshots}
    for path, source in site.copied.items():
        found = sources.attachments.get(source) or sources.static.get(source)
        expected = found.digest if found else snapshots[source]
        digests[path] = expected
        state = output.previous.files.get(path)
        if state is None or state.digest != expected or not output.is_intact(path):
            staged.append(output.stage_copy(path, root / source, expected))
    return digests, staged


def _reasons(rendered: Rendered, output: Output, before: Notes | None, notes: Notes, site: Site) -> dict[str, str]:
    """Why each page was rendered, in words of `--explain`: `new`, `missing`, `program`, `site`, `template:NAME`, `content`."""
    reasons: dict[str, str] = {}
    for path, template in rendered.rendered.items():
        old = output.previous.files.get(path)
        if old is None or before is None:
            reasons[path] = "new"
        elif old.fingerprint[KEY_SIZE:] == rendered.fingerprints[path][KEY_SIZE:]:
            reasons[path] = "missing"
        elif before.program != notes.program:
            reasons[path] = "program"
        elif old.fingerprint[KEY_SIZE : 2 * KEY_SIZE] != rendered.fingerprints[path][KEY_SIZE : 2 * KEY_SIZE]:
            reasons[path] = "content"
        elif before.site != notes.site:
            reasons[path] = "site"
        else:
            changed = [n for n in sorted(site.theme.reached(template)) if before.templates.get(n) != notes.templates[n]]
            reasons[path] = f"template:{', '.join(changed)}"
    return reasons


def differences(root: Path, out: Path, options: Options = USUAL) -> list[str]:
    """The paths at which `out` is not what a clean build of the project gives; none when they are equal, byte for byte."""
    with scratch_dir() as scratch:
        build(root, scratch / "public", options, state_dir=scratch / "state")
        return differing_files(scratch / "public", out)


def clean(root: Path, out: Path) -> int:
    """Remove what gksite wrote to `out` and to the preview, and what it kept for the next build; the number of files removed."""
    return sum(clean_output(place, root / STATE_DIR / name_of_output(root, place)) for place in (out, root / PREVIEW_DIR))


__all__ = ["USUAL", "BuildReport", "Options", "Refused", "Site", "build", "check", "clean", "differences"]
