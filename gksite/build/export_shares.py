"""Shares of the exports: stale files of data, made and staged in this process or in a worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from gksite.build.page_shares import PageWork, Rendered, render_packed
from gksite.config.formats import FILES, Scope
from gksite.exports.plan_pdf import PdfFailed
from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.output.writer import StagingPlace, stage_file
from gksite.pages.downloads import ExportRequest
from gksite.theme.printing import Printing
from gksite.theme.render import TemplateFailed
from gksite.work.fingerprint import digest

if TYPE_CHECKING:
    from gksite.exports.make import Maker

FILES_PER_SHARE = 40
_TASKS_PER_PAGE = 100
"""Cost estimate: this many tasks of a large file take as long as one page."""
_PAGES_PER_PDF = 1500
"""Cost estimate: this many pages take as long as one PDF."""
Share = tuple[str, int, int]
"""`pages` or `exports`, and the range of them: the first, and the number after the last."""


class LateMaker:
    """Makes the files of a site. Modules are loaded with the first file: most builds make none."""

    def __init__(self, model: SiteModel, printing: Printing) -> None:
        self.model = model
        self._printing = printing
        self._maker: Maker | None = None

    def make(self, request: ExportRequest) -> bytes:
        """Return the bytes of a file."""
        if self._maker is None:
            from gksite.exports.make import Maker

            self._maker = Maker(self.model, self._printing)
        return self._maker.make(request)


class ExportWork(msgspec.Struct, frozen=True):
    """The input of all shares of exports. `fingerprints` are those that the files will have;
    `staging` as in PageWork."""

    maker: LateMaker
    requests: Sequence[ExportRequest]
    fingerprints: Sequence[bytes]
    staging: StagingPlace | None


class SiteWork(msgspec.Struct, frozen=True):
    """The pages and the exports of a build, for shares of either."""

    pages: PageWork
    exports: ExportWork


class ExportKeys:
    """Digests of everything that a file is made from: equal digests, equal bytes.

    Every file may depend on the settings, the registries, the topics, the withdrawals and the day
    of the build; the files of a plan also on the plan, those of a unit or topic on their tasks and
    the front matter of their plans, those of the site on all plans. `printed` are the inputs of
    every PDF besides its plan (`Printing.inputs`).
    """

    def __init__(
        self,
        model: SiteModel,
        plans: Mapping[str, bytes],
        tasks: Mapping[str, bytes],
        program: bytes,
        printed: bytes = b"",
    ) -> None:
        self._model = model
        self._plans = plans
        self._tasks = tasks
        self._base = digest(
            program,
            msgspec.msgpack.encode(
                (model.config, model.registry, model.topics, model.as_of, model.withdrawn)
            ),
        )
        self._printed = digest(printed)
        self._subjects: dict[tuple[str, str], bytes] = {}
        self._heads: dict[str, bytes] = {}

    def fingerprint(self, request: ExportRequest) -> bytes:
        """Return the fingerprint of a file."""
        subject = request.scope, request.entity
        if subject not in self._subjects:
            self._subjects[subject] = digest(self._base, *self._parts(*subject))
        printed = (self._printed,) if FILES[request.kind].printed else ()
        return digest(
            self._subjects[subject], request.path.encode(), request.kind.encode(), *printed
        )

    def _parts(self, scope: Scope, entity: str) -> Iterable[bytes]:
        """Return the digests of the content that the files of a subject are made from."""
        model = self._model
        if scope == "plan":
            return [self._of_plan(model.plans[entity])]
        if scope == "authority":
            return map(self._of_plan, model.plans_of(entity))
        if scope == "site":
            return map(self._of_plan, model.plans.values())
        if scope == "unit":
            held = (*model.duties.get(entity, ()), *model.passed.get(entity, ()))
            keys = [key for duty in held for key in self._related(duty.task)]
        else:
            keys = [task.key for task in model.tasks.values() if entity in task.topics]
        plans = dict.fromkeys(key.partition("#")[0] for key in keys)
        return [b"".join(map(self._tasks.__getitem__, keys)), *map(self._head, plans)]

    def _related(self, key: str) -> Iterable[str]:
        """Yield the keys of a task, of those above it, and of the parts with which it was
        withdrawn."""
        task = self._model.tasks[key]
        yield key
        yield from self._model.above(task)
        if task.withdrawn_below:
            yield from (part.key for part in self._model.plans[task.plan].parts_of(task))

    def _of_plan(self, plan: Plan) -> bytes:
        # Drafts may be hidden from a plan that refers to them, so that the same sources give
        # another plan.
        shown = msgspec.msgpack.encode(
            (plan.based_on, [task.basis for task in plan.tasks if task.basis])
        )
        return self._plans[plan.id] + self._model.previous.get(plan.id, "").encode() + shown

    def _head(self, id: str) -> bytes:
        """Return the digest of a plan without its body and its tasks, but with their number and
        whether any is reported, which every task shows."""
        if id not in self._heads:
            plan = self._model.plans[id]
            head = msgspec.structs.replace(plan, body=(), links=(), tasks=())
            numbers = (len(plan.tasks), plan.is_tracked, self._model.previous.get(id, ""))
            self._heads[id] = digest(msgspec.msgpack.encode((head, numbers)))
        return self._heads[id]


def make_share(work: SiteWork, share: Share) -> bytes:
    """Make a share of pages or exports. Return the packed result, for another process."""
    kind, first, last = share
    if kind == "pages":
        return render_packed(work.pages, (first, last))
    exports = work.exports
    staging = exports.staging.attempt() if exports.staging else None
    result = Rendered({}, [], {}, [])
    for request, fingerprint in zip(
        exports.requests[first:last], exports.fingerprints[first:last], strict=True
    ):
        try:
            data = exports.maker.make(request)
        except (PdfFailed, TemplateFailed) as failure:
            result.problems.append(failure.diagnostic)
            # A missing library or font fails for every PDF: stop at the first.
            break
        result.fingerprints[request.path] = fingerprint
        if staging:
            result.staged.append(stage_file(staging, request.path, data))
    return msgspec.msgpack.encode(result)


class SiteExports(msgspec.Struct, frozen=True):
    """All files of data of a site, with their maker and their fingerprints."""

    requests: tuple[ExportRequest, ...]
    maker: LateMaker
    keys: ExportKeys

    def work(
        self, known: Mapping[str, bytes], staging: StagingPlace | None
    ) -> tuple[ExportWork, dict[str, bytes]]:
        """Return the stale files, and the fingerprints of the fresh ones: those whose fingerprint
        in `known`, which has intact files only, is the same."""
        fingerprints = {request.path: self.keys.fingerprint(request) for request in self.requests}
        fresh = {
            path: fingerprint
            for path, fingerprint in fingerprints.items()
            if known.get(path) == fingerprint
        }
        stale = [request for request in self.requests if request.path not in fresh]
        stale.sort(key=_is_small)
        return ExportWork(
            self.maker, stale, [fingerprints[request.path] for request in stale], staging
        ), fresh


def export_shares(work: ExportWork) -> tuple[list[Share], int]:
    """Return the shares of stale exports, and the number of pages that take about as long. Large
    files come first, each in a share of its own."""
    count = len(work.requests)
    large = sum(not _is_small(request) for request in work.requests)
    shares: list[Share] = [("exports", number, number + 1) for number in range(large)]
    shares += [
        ("exports", first, min(first + FILES_PER_SHARE, count))
        for first in range(large, count, FILES_PER_SHARE)
    ]
    pdfs = sum(FILES[request.kind].printed for request in work.requests)
    return shares, count + (large - pdfs) * len(
        work.maker.model.tasks
    ) // _TASKS_PER_PAGE + pdfs * _PAGES_PER_PDF


def _is_small(request: ExportRequest) -> bool:
    return request.scope not in ("site", "authority") and not FILES[request.kind].printed
