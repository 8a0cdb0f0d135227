"""One share of the pages: context, fingerprint, and HTML where it is stale. Runs in this process
or in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from gksite.diagnostics import Diagnostic, Location
from gksite.output.standing import Standing
from gksite.output.writer import Staged, StagingPlace, stage_file
from gksite.pages.addresses import PageRequest
from gksite.pages.page_kinds import context_for, template_of
from gksite.pages.terms import Terms
from gksite.pages.view import View
from gksite.portal.profiles import Form
from gksite.theme.render import Renderer, TemplateFailed, encode
from gksite.work.fingerprint import digest

KEY_SIZE = 16
"""A fingerprint is the digest of a page's dependencies, then that of its context, then that of
templates, site and program."""


class PageWork(msgspec.Struct, frozen=True):
    """The input of all shares of pages.

    `keys` are the digests of everything that each of the requests depends on. `frames` are digests,
    by template, of all inputs of a page besides its context. `known` are the fingerprints of the
    pages that are intact in place; `staging` is the place where shares stage their files, or None
    when nothing is written.
    """

    view: View
    terms: Terms
    renderer: Renderer
    form: Form
    requests: Sequence[PageRequest]
    keys: Sequence[bytes]
    frames: dict[str, bytes]
    known: Mapping[str, bytes]
    staging: StagingPlace | None
    look: Callable[[PageRequest, bytes], bytes] | None = None
    """Returns the facts to keep of each page's HTML, for `gksite check`."""
    standing: Standing = Standing()
    """Pages of a build that may be read instead of being rendered once more."""


class Rendered(msgspec.Struct, frozen=True):
    """The result of a share: fingerprints of all pages, staged files, rendered pages."""

    fingerprints: dict[str, bytes]
    staged: list[Staged]
    rendered: dict[str, str]
    problems: list[Diagnostic]
    seen: dict[str, bytes] = {}
    """The results of `look`, by path."""

    @staticmethod
    def joined(results: Iterable[Rendered]) -> Rendered:
        """Return the results of all shares as one. A template error is reported once, for the first
        page that hits it."""
        whole = Rendered({}, [], {}, [])
        for result in results:
            whole.fingerprints.update(result.fingerprints)
            whole.staged.extend(result.staged)
            whole.rendered.update(result.rendered)
            whole.seen.update(result.seen)
            known = {diagnostic.location for diagnostic in whole.problems}
            whole.problems.extend(
                diagnostic for diagnostic in result.problems if diagnostic.location not in known
            )
        return whole


def render_packed(work: PageWork, share: tuple[int, int]) -> bytes:
    """Render a share as `render_share` does, packed to be sent between processes."""
    return msgspec.msgpack.encode(render_share(work, share))


def unpack(packed: bytes) -> Rendered:
    """Return the result that `render_packed` packed."""
    return _unpacker.decode(packed)


def is_fresh(
    request: PageRequest, key: bytes, frames: Mapping[str, bytes], known: Mapping[str, bytes]
) -> bool:
    """Whether a page is intact, with sources, theme and program unchanged."""
    before = known.get(request.path, b"")
    frame = frames.get(template_of(request.kind), b"")
    return any(key) and before.startswith(key) and len(before) > KEY_SIZE and before.endswith(frame)


def render_share(work: PageWork, share: tuple[int, int]) -> Rendered:
    """Render the pages from the first up to, but not including, the second number of `share`. A
    template that fails is a problem of its page."""
    staging = work.staging.attempt() if work.staging else None
    result = Rendered({}, [], {}, [])
    failed: set[Location] = set()
    for request, key in zip(work.requests[slice(*share)], work.keys[slice(*share)], strict=True):
        if work.look and (written := _standing(work, request, key)) is not None:
            result.fingerprints[request.path] = key + work.frames.get(
                template_of(request.kind), b""
            )
            result.seen[request.path] = work.look(request, written)
            continue
        page = context_for(work.view, work.terms, request)
        frame = work.frames.get(page.template, b"")
        if work.look and any(key):
            # Such a page gains nothing from not being written, and making its facts is as fast as
            # comparing it.
            result.fingerprints[request.path] = key + frame
        else:
            content = digest(page.template.encode(), encode(page)) + frame
            result.fingerprints[request.path] = key + content
            if work.known.get(request.path, b"")[KEY_SIZE:] == content:
                continue
        try:
            html = work.form.page(work.renderer.render(page), request.path)
        except TemplateFailed as failure:
            if failure.diagnostic.location not in failed:
                failed.add(failure.diagnostic.location)
                result.problems.append(failure.diagnostic)
            continue
        result.rendered[request.path] = page.template
        if work.look:
            result.seen[request.path] = work.look(request, html)
        if staging:
            result.staged.append(stage_file(staging, request.path, html))
    return result


def _standing(work: PageWork, request: PageRequest, key: bytes) -> bytes | None:
    """Return the HTML of a page as an equal build wrote it: same sources, theme, program."""
    known = {request.path: work.standing.fingerprint(request.path)}
    return work.standing.read(request.path) if is_fresh(request, key, work.frames, known) else None


_unpacker = msgspec.msgpack.Decoder(Rendered)
