"""The work of a build: the stale pages and data files, in shares for one process or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from gksite.build.export_shares import SiteWork, export_shares, make_share
from gksite.build.page_shares import PageWork, Rendered, is_fresh, unpack
from gksite.build.site import Site
from gksite.config.target_kinds import Profile
from gksite.diagnostics import Diagnostic
from gksite.output.standing import Standing
from gksite.output.writer import Output
from gksite.pages.addresses import PageRequest
from gksite.pages.terms import Terms
from gksite.theme.render import encode, template_digests
from gksite.work.executor import Work, choose_jobs
from gksite.work.fingerprint import digest

PAGES_PER_SHARE = 100


class Notes(msgspec.Struct, frozen=True):
    """The record that a build keeps for the next one, besides the state of each file."""

    theme: str
    pages: int
    problems: tuple[Diagnostic, ...]
    site: bytes
    program: bytes
    templates: dict[str, bytes]
    profile: Profile = "site"

    def encoded(self) -> bytes:
        """Return the notes in the form in which they are kept beside the output."""
        return msgspec.msgpack.encode(self)


def read_notes(output: Output) -> Notes | None:
    """Return the notes of the last build of `output`; None if missing or another program's."""
    try:
        return msgspec.msgpack.decode(output.previous.notes, type=Notes)
    except msgspec.DecodeError:
        return None


def notes_of(site: Site, program: bytes, problems: Sequence[Diagnostic]) -> Notes:
    """Return the notes of a build of `site` with these problems."""
    templates = {
        name: digest(name.encode(), source.encode())
        for name, (source, _) in site.theme.templates.items()
    }
    context = digest(encode(site.renderer.site), msgspec.msgpack.encode(site.form))
    return Notes(
        site.model.config.theme,
        site.pages,
        tuple(problems),
        context,
        program,
        templates,
        site.form.profile,
    )


class ToMake(msgspec.Struct, frozen=True):
    """The pages to render and exports to make, in shares; fingerprints of unchanged files."""

    work: Work
    count: int
    effort: int
    """How much there is to do, in pages."""
    fresh: dict[str, bytes]

    def processes(self, jobs: int | None) -> int:
        """Return the number of processes to use, at most `jobs`. For several the templates are
        compiled now, since each process would do it otherwise."""
        count = choose_jobs(jobs, self.effort)
        if count > 1:
            self.work.shared.pages.renderer.compile_all()
        return count

    def reporter(self, progress: Callable[[int, int], None] | None) -> Callable[[int], None]:
        """Return a function that reports finished shares to `progress`: pages finished, and all."""
        done = [last if kind == "pages" else 0 for kind, _, last in self.work.shares]
        return lambda index: progress(done[index], self.count) if progress else None

    def joined(self, results: Iterable[bytes]) -> Rendered:
        """Return the results of the shares, joined with the fingerprints of fresh files."""
        rendered = Rendered.joined(map(unpack, results))
        rendered.fingerprints.update(self.fresh)
        return rendered


def pages_to_make(
    site: Site,
    notes: Notes,
    known: Mapping[str, bytes],
    output: Output | None,
    look: Callable[[PageRequest, bytes], bytes] | None = None,
    standing: Standing | None = None,
) -> ToMake:
    """Return the work of making every page and export whose fingerprint is not `known`; without an
    `output` nothing is staged.

    `look` returns what to keep of the HTML of each page, which may be read from `standing` instead
    of being rendered. A page that depends on unchanged plans only is not even made into a context.
    """
    frames = {
        name: digest(notes.program, notes.site, reached)
        for name, reached in template_digests(site.theme, notes.templates).items()
    }
    stale, fresh = _stale_pages(site, frames, known)
    staging = output.staging_place if output else None
    pages = PageWork(
        site.view,
        Terms(site.model.glossary),
        site.renderer,
        site.form,
        [request for request, _ in stale],
        [key for _, key in stale],
        frames,
        known,
        staging,
        look,
        standing or Standing(),
    )
    exports, fresh_exports = site.exports.work(known, staging)
    large, effort = export_shares(exports)
    count = len(stale)
    shares = [*large, *_page_shares(count)]
    return ToMake(
        Work(make_share, SiteWork(pages, exports), shares),
        count,
        count + effort,
        {**fresh, **fresh_exports},
    )


def _stale_pages(
    site: Site, frames: Mapping[str, bytes], known: Mapping[str, bytes]
) -> tuple[list[tuple[PageRequest, bytes]], dict[str, bytes]]:
    """Return the pages to make into contexts, each with the key of its dependencies, and the
    fingerprints of the pages that are certainly unchanged."""
    stale: list[tuple[PageRequest, bytes]] = []
    fresh: dict[str, bytes] = {}
    for request in site.requests:
        key = site.dependencies.key(request)
        if is_fresh(request, key, frames, known):
            fresh[request.path] = known[request.path]
        else:
            stale.append((request, key))
    return stale, fresh


def _page_shares(count: int) -> list[tuple[str, int, int]]:
    return [
        ("pages", start, min(start + PAGES_PER_SHARE, count))
        for start in range(0, count, PAGES_PER_SHARE)
    ]
