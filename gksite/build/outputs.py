"""Every file of a site that is not in place as it should be, made and staged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from gksite.build.cache import read_search, write_search
from gksite.build.index_shares import stage_index
from gksite.build.opening import Opened
from gksite.build.page_shares import Rendered
from gksite.build.site import Site
from gksite.build.stale import Notes, pages_to_make
from gksite.model.snapshots import public_path
from gksite.output.writer import Output, Staged
from gksite.portal.profiles import list_fragments
from gksite.source.files import Sources
from gksite.work.executor import run_works
from gksite.work.fingerprint import digest


def make_outputs(
    opened: Opened,
    site: Site,
    notes: Notes,
    output: Output,
    progress: Callable[[int, int], None] | None,
    meanwhile: Callable[[], None],
) -> Rendered:
    """Make and stage every file of `site` that is not in place.

    Returns the fingerprints of all files of the site, and the problems of templates; with such
    problems nothing may be committed. `meanwhile` is called while other processes render. Raises
    Refused when a file that is published unchanged differs from the one that was read.
    """
    # Files are copied first, since rendering takes time: the bytes that were read are those
    # published.
    copied, copies = _stage_copies(site, opened.root, opened.inputs.sources, output)
    intact = output.survey()
    states = output.previous.files.items()
    known = {path: state.fingerprint for path, state in states if path in intact}
    todo = pages_to_make(site, notes, known, output)
    processes = todo.processes(opened.options.jobs)
    [results] = run_works([todo.work], processes, todo.reporter(progress), meanwhile)
    rendered = todo.joined(results)
    if rendered.problems:
        return rendered
    opened.keep_templates()
    fingerprints = dict(rendered.fingerprints)
    files = _stage_files(_files(site, rendered, output), output, fingerprints)
    staged = [*rendered.staged, *files, *copies]
    fingerprints |= copied
    if site.has_index:
        staged += _stage_index(opened, site, output, fingerprints)
    return msgspec.structs.replace(rendered, staged=staged, fingerprints=fingerprints)


def _files(site: Site, rendered: Rendered, output: Output) -> dict[str, bytes]:
    """Return the files that are made from the model, the theme or the pages, by path."""
    written = _written(rendered, output)
    made = site.generated
    return {**made, **list_fragments(site.form, site.view, site.requests, written, made)}


def _written(rendered: Rendered, output: Output) -> Callable[[str], tuple[str, int]]:
    """Return a function from the path of a page to the SHA-256 and the size of its file."""
    staged = {item.path: item for item in rendered.staged}

    def written(path: str) -> tuple[str, int]:
        state = staged.get(path) or output.previous.files[path]
        return state.digest.hex(), state.size

    return written


def _stage_files(
    files: Mapping[str, bytes], output: Output, fingerprints: dict[str, bytes]
) -> Iterable[Staged]:
    """Stage `files`, which are not pages: the fingerprint of each is its digest."""
    for path, data in files.items():
        fingerprints[path] = digest(data)
        yield output.stage(path, data)


def _stage_copies(
    site: Site, root: Path, sources: Sources, output: Output
) -> tuple[dict[str, bytes], list[Staged]]:
    """Stage the files that are published as they are, where those in place differ.

    Returns the digest of each, by path. Raises Refused when one changed since it was read.
    """
    digests: dict[str, bytes] = {}
    staged: list[Staged] = []
    snapshots = {
        public_path(snapshot.name): bytes.fromhex(snapshot.public_sha256)
        for snapshot in site.model.snapshots
    }
    for path, source in site.copied.items():
        file = sources.attachments.get(source) or sources.static.get(source)
        expected = file.digest if file else snapshots[source]
        digests[path] = expected
        state = output.previous.files.get(path)
        if state is None or state.digest != expected or not output.is_intact(path):
            place = root / (file.path if file else source)
            staged.append(output.stage_copy(path, place, expected))
    return digests, staged


def _stage_index(
    opened: Opened, site: Site, output: Output, fingerprints: dict[str, bytes]
) -> list[Staged]:
    """Stage the files of the search index that changed, and keep its parts for the next build."""
    parts = read_search(opened.state_dir)
    staged, parts_now = stage_index(
        site.model,
        opened.assembled.plan_digests(),
        opened.inputs.program,
        parts,
        output,
        fingerprints,
        opened.options.jobs,
        site.view.is_overdue,
    )
    if parts_now != parts:
        write_search(opened.state_dir, parts_now)
    return staged
