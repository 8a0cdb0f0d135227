"""One share of the pages: context, fingerprint, and HTML where it is stale. Runs in this process or in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from gksite.diagnostics import Diagnostic
from gksite.output.fingerprint import digest
from gksite.output.writer import Staged, Staging, stage_file
from gksite.pages.context import context_for
from gksite.pages.render import Renderer, TemplateFailed, encode
from gksite.pages.routing import PageRequest
from gksite.pages.view import View


class PageWork(msgspec.Struct, frozen=True):
    """What every share needs. `frames` are digests, by template, of all that a page depends on besides its context.

    `known` are the fingerprints of the pages that stand intact; `staging` makes the staging area of a share, or is None
    when nothing is to be written.
    """

    view: View
    renderer: Renderer
    requests: tuple[PageRequest, ...]
    frames: dict[str, bytes]
    known: Mapping[str, bytes]
    staging: Callable[[str], Staging] | None


class Rendered(msgspec.Struct, frozen=True):
    """The result of a share: fingerprints of all its pages, the files staged, the pages rendered with their templates."""

    fingerprints: dict[str, bytes]
    staged: list[Staged]
    rendered: dict[str, str]
    problems: list[Diagnostic]

    @staticmethod
    def joined(results: Iterable[Rendered]) -> Rendered:
        """The results of all shares as one."""
        whole = Rendered({}, [], {}, [])
        for result in results:
            whole.fingerprints.update(result.fingerprints)
            whole.staged.extend(result.staged)
            whole.rendered.update(result.rendered)
            whole.problems.extend(result.problems)
        return whole


def render_share(work: PageWork, share: tuple[int, int]) -> Rendered:
    """The pages from the first to before the second number of `share`. A template that fails is a problem of its page."""
    staging = work.staging(f"s{share[0]}") if work.staging else None
    result = Rendered({}, [], {}, [])
    for request in work.requests[slice(*share)]:
        page = context_for(work.view, request)
        fingerprint = digest(page.template.encode(), encode(page)) + work.frames.get(page.template, b"")
        result.fingerprints[request.path] = fingerprint
        if work.known.get(request.path) == fingerprint:
            continue
        try:
            html = work.renderer.render(page)
        except TemplateFailed as failure:
            result.problems.append(failure.diagnostic)
            continue
        result.rendered[request.path] = page.template
        if staging:
            result.staged.append(stage_file(staging, request.path, html))
    return result
