"""The whole build, from top to bottom; read this first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gksite.assemble import Assembled, assemble
from gksite.catalogue import severity
from gksite.dependencies import Dependencies
from gksite.diagnostics import Diagnostic, Location
from gksite.exports.sitemap import sitemap_files
from gksite.model.publication import check_publication
from gksite.model.site import SiteModel
from gksite.output.cache import read_cache, read_checks, read_compiled, write_cache, write_checks, write_compiled
from gksite.output.cleaning import clean_output
from gksite.output.compare import differing_files, scratch_dir
from gksite.output.executor import choose_jobs, run_shares
from gksite.output.fingerprint import digest
from gksite.output.places import STATE_DIR, check_places, name_of_output
from gksite.output.writer import Output, Refused, Staged, open_output
from gksite.pages.context import site_context
from gksite.pages.links import check_links
from gksite.pages.render import Renderer, encode, template_digests
from gksite.pages.routing import PageRequest, check_addresses, route_pages
from gksite.pages.theme import Theme, build_theme
from gksite.pages.view import View
from gksite.rendering import KEY_SIZE, PageWork, Rendered, is_fresh, render_share
from gksite.source.files import Sources, ThemeFiles, read_program, read_sources, read_theme

if TYPE_CHECKING:
    from gksite.lint.waivers import Waiver

PAGES_PER_SHARE = 100


class Options(msgspec.Struct, frozen=True):
    """How to build. `today` overrides the day that deadlines are held against; `jobs` None leaves the number to gksite.

    `strict`: a warning keeps the site from being written, as an error does.
    """

    drafts: bool = False
    today: date | None = None
    jobs: int | None = None
    strict: bool = False


USUAL = Options()


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


class Notes(msgspec.Struct, frozen=True):
    """What a build leaves for the next one, besides the state of each file."""

    theme: str
    pages: int
    problems: tuple[Diagnostic, ...]
    site: bytes
    program: bytes
    templates: dict[str, bytes]


class Site(msgspec.Struct, frozen=True):
    """A whole site before rendering: the pages, what they are made with, and the other files with their sources."""

    model: SiteModel
    theme: Theme
    requests: tuple[PageRequest, ...]
    view: View
    renderer: Renderer
    dependencies: Dependencies
    made: dict[str, bytes]
    """Files that are made from the model or the theme: path → bytes."""
    copied: dict[str, str]
    """Files that are copied: path → path in the project."""


def build(
    root: Path, out: Path, options: Options = USUAL, progress: Callable[[int, int], None] | None = None, *, state_dir: Path | None = None,
) -> BuildReport:
    """Bring `out` up to date with the project at `root`, or say why it cannot be; then `out` is as it was.

    `progress` hears how many of how many pages are done. `state_dir` is where the cache and the state of each output are kept,
    `.gksite` of the project unless said otherwise. Raises Refused when the output folder may not or cannot be written.
    """
    if problems := check_places(root, out):
        return BuildReport(tuple(problems))
    kept_dir = state_dir or root / STATE_DIR
    with open_output(out, kept_dir / name_of_output(root, out)) as output:
        program = read_program()
        sources, unread = read_sources(root)
        before = _notes(output)
        files, theme_problems = read_theme(root, before.theme) if before else (None, [])
        if before and files and not unread and not theme_problems:
            inputs = _inputs_digest(program, options, sources, files)
            if inputs == output.previous.inputs and all(map(output.is_intact, output.previous.files)):
                return BuildReport(before.problems, before.pages)
        cache = read_cache(kept_dir)
        assembled = assemble(sources, cache, program, today=options.today, drafts=options.drafts, jobs=options.jobs)
        problems = [*unread, *assembled.problems]
        if assembled.config is None or assembled.model is None:
            return BuildReport(tuple(sorted(set(problems))))
        if assembled.cache != cache:
            write_cache(kept_dir, assembled.cache)
        if files is None or not before or before.theme != assembled.config.theme:
            files, theme_problems = read_theme(root, assembled.config.theme)
        compiled = read_compiled(kept_dir)
        site, more = prepare(assembled, files, sources, dict(compiled))
        problems = sorted({*problems, *theme_problems, *more})
        if site is None or _is_stopped(problems, options):
            return BuildReport(tuple(problems))
        notes = _notes_of(site, program, problems)
        known = {path: state.fingerprint for path, state in output.previous.files.items() if output.is_intact(path)}
        rendered, failures = render_pages(site, notes, known, output, options.jobs, progress)
        if failures:
            return BuildReport(tuple(sorted({*problems, *failures})))
        if site.renderer.compiled != compiled:
            write_compiled(kept_dir, site.renderer.compiled)
        fingerprints = dict(rendered.fingerprints)
        staged = [*rendered.staged, *_stage_files(site, root, sources, output, fingerprints)]
        inputs = _inputs_digest(program, options, sources, files)
        done = output.commit(staged, fingerprints, inputs, msgspec.msgpack.encode(notes))
        reasons = _reasons(rendered, output, before, notes, site)
        return BuildReport(
            tuple(problems), len(site.requests), len(rendered.rendered), done.written, done.removed, reasons
        )


def check(root: Path, options: Options = USUAL) -> BuildReport:
    """Everything that `build` would find and all that the rules of lint/ find, with nothing written but the cache.

    Pages are rendered in memory, those alone that are not as they were at the last check. `waived` of the report are the findings that
    the sources waive.
    """
    from gksite.checking import Checks, check_pages, lint_sources, looker, settled

    kept_dir = root / STATE_DIR
    program = read_program()
    sources, unread = read_sources(root)
    before = read_checks(kept_dir, Checks) or Checks()
    theme_name = before.theme
    files, theme_problems = read_theme(root, theme_name) if theme_name else (None, [])
    if files and not unread and not theme_problems and before.inputs == _inputs_digest(program, options, sources, files):
        return BuildReport(before.problems, before.pages, waived=before.waived, titles=before.titles)
    cache = read_cache(kept_dir)
    assembled = assemble(sources, cache, program, today=options.today, drafts=options.drafts, jobs=options.jobs)
    if assembled.cache and assembled.cache != cache:
        write_cache(kept_dir, assembled.cache)
    linted = lint_sources(root, sources, assembled, before, program, options.jobs)
    problems = [*unread, *assembled.problems, *linted.problems]
    titles = tuple((plan.id, plan.title) for plan in assembled.plans)
    if assembled.config is None or assembled.model is None:
        found, waived = settled(problems, assembled.config, linted.files)
        return BuildReport(found, waived=waived, titles=titles)
    if files is None or theme_name != assembled.config.theme:
        files, theme_problems = read_theme(root, assembled.config.theme)
    compiled = read_compiled(kept_dir)
    site, more = prepare(assembled, files, sources, dict(compiled))
    problems += [*theme_problems, *more]
    # Where an error keeps pages from being made, what is known of them stays for the next check.
    facts = dict(before.facts)
    pages = rendered_pages = 0
    if site is not None and not _is_stopped(set(problems) - set(linted.problems), USUAL):
        known = {path: fingerprint for path, (fingerprint, _) in before.facts.items()}
        rendered, failures = render_pages(site, _notes_of(site, program, []), known, None, options.jobs, None, looker(assembled.config))
        if site.renderer.compiled != compiled:
            write_compiled(kept_dir, site.renderer.compiled)
        problems += failures
        pages, rendered_pages, facts = len(site.requests), len(rendered.rendered), {}
        for path, fingerprint in rendered.fingerprints.items():
            if path in rendered.seen:
                facts[path] = fingerprint, rendered.seen[path]
            elif path in before.facts:
                facts[path] = fingerprint, before.facts[path][1]
        outputs = {*(request.path for request in site.requests), *site.copied, *site.made}
        problems += check_pages({path: fact for path, (_, fact) in facts.items()}, outputs, assembled.model)
    found, waived = settled(problems, assembled.config, linted.files)
    inputs = _inputs_digest(program, options, sources, files)
    write_checks(kept_dir, Checks(inputs, assembled.config.theme, pages, found, waived, titles, linted.found, linted.attachments, facts))
    return BuildReport(found, pages, rendered_pages, waived=waived, titles=titles)


def prepare(
    assembled: Assembled, files: ThemeFiles, sources: Sources, compiled: dict[str, bytes]
) -> tuple[Site | None, list[Diagnostic]]:
    """The site to render: pages routed, addresses and links checked, the theme made ready."""
    model = assembled.model
    if model is None:
        return None, []
    problems = list(check_publication(model))
    theme, more = build_theme(files, model.config.language) if files.templates else (None, [])
    problems += more
    requests = route_pages(model)
    copied = {path.removeprefix("content/"): path for path in sources.attachments if _is_published(model, path)}
    copied |= {path.removeprefix("static/"): path for path in sources.static}
    assets = {path: data for name, path in theme.asset_paths().items() for data in [theme.assets[name]]} if theme else {}
    made = {**assets, **sitemap_files(model, requests)}
    others = [(path, Location(source)) for path, source in copied.items()]
    others += [(path, Location(f"themes/{model.config.theme}/{path}")) for path in made]
    problems += check_addresses(model, requests, others)
    problems += check_links(model, {*(request.path for request in requests), *copied, *made})
    if theme is None:
        return None, problems
    view = View(model, theme.words)
    renderer = Renderer(theme, site_context(model, theme.words, theme.asset_paths()), compiled)
    return Site(model, theme, requests, view, renderer, Dependencies(model, assembled.plan_digests(), assembled.task_digests), made, copied), problems


def render_pages(
    site: Site, notes: Notes, known: Mapping[str, bytes], output: Output | None, jobs: int | None,
    progress: Callable[[int, int], None] | None, look: Callable[[PageRequest, bytes], bytes] | None = None,
) -> tuple[Rendered, list[Diagnostic]]:
    """Render every page whose fingerprint is not `known`, in shares; without an `output` nothing is staged.

    `look` says what to keep of the HTML of each page that is rendered.

    A page that depends only on plans which are as they were is not even made into a context.
    """
    frames = {
        name: digest(notes.program, notes.site, reached)
        for name, reached in template_digests(site.theme, notes.templates).items()
    }
    todo: list[tuple[PageRequest, bytes]] = []
    fresh: dict[str, bytes] = {}
    for request in site.requests:
        key = site.dependencies.key(request)
        if is_fresh(request, key, frames, known):
            fresh[request.path] = known[request.path]
        else:
            todo.append((request, key))
    staging = output.staging if output else None
    requests, keys = [request for request, _ in todo], [key for _, key in todo]
    work = PageWork(site.view, site.renderer, requests, keys, frames, known, staging, look)
    count = len(todo)
    shares = [(start, min(start + PAGES_PER_SHARE, count)) for start in range(0, count, PAGES_PER_SHARE)]
    processes = choose_jobs(jobs, count)
    if processes > 1:
        site.renderer.compile_all()
    results = run_shares(
        render_share, work, shares, processes,
        lambda index: progress(shares[index][1], count) if progress else None,
    )
    rendered = Rendered.joined(results)
    rendered.fingerprints.update(fresh)
    return rendered, rendered.problems


def _is_stopped(problems: Iterable[Diagnostic], options: Options) -> bool:
    return any(severity(one) == "error" or (options.strict and severity(one) == "warning") for one in problems)


def _is_published(model: SiteModel, path: str) -> bool:
    """Whether an attachment belongs to a published plan, or to the whole site."""
    return not path.startswith("content/plans/") or path.split("/")[2] in model.plans


def _inputs_digest(program: bytes, options: Options, sources: Sources, theme: ThemeFiles) -> bytes:
    parts = [program, str(options.drafts).encode(), str(options.today).encode(), str(options.strict).encode()]
    for path, data in sources.texts.items():
        parts += [path.encode(), data]
    for path, file in (*sources.attachments.items(), *sources.static.items()):
        parts += [path.encode(), file.digest]
    parts.append(msgspec.msgpack.encode(theme))
    return digest(*parts)


def _notes(output: Output) -> Notes | None:
    try:
        return msgspec.msgpack.decode(output.previous.notes, type=Notes)
    except msgspec.DecodeError:
        return None


def _notes_of(site: Site, program: bytes, problems: Sequence[Diagnostic]) -> Notes:
    templates = {name: digest(name.encode(), source.encode()) for name, (source, _) in site.theme.templates.items()}
    context = digest(encode(site.renderer.site))
    return Notes(site.model.config.theme, len(site.requests), tuple(problems), context, program, templates)


def _stage_files(
    site: Site, root: Path, sources: Sources, output: Output, fingerprints: dict[str, bytes]
) -> Iterable[Staged]:
    """The files that are no pages, where they differ from those in place; their fingerprints are their digests."""
    for path, data in site.made.items():
        fingerprints[path] = digest(data)
        yield output.stage(path, data, "made")
    for path, source in site.copied.items():
        found = sources.attachments.get(source) or sources.static[source]
        fingerprints[path] = found.digest
        state = output.previous.files.get(path)
        if state is None or state.digest != found.digest or not output.is_intact(path):
            yield output.stage_copy(path, root / source)


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
    """Remove what gksite wrote to `out` and what it kept for the next build; the number of files removed."""
    return clean_output(out, root / STATE_DIR / name_of_output(root, out))


__all__ = ["BuildReport", "Options", "Refused", "build", "check", "clean", "differences"]
