"""One share of the exports: the files of data that are stale, made and staged. Runs in this
process or in a worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from gksite.build.page_shares import PageWork, Rendered, render_packed
from gksite.exports.plan_pdf import PdfFailed
from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.output.writer import StagingArea, stage_file
from gksite.pages.downloads import ExportRequest, Scope
from gksite.theme.printing import Printing
from gksite.theme.render import TemplateFailed
from gksite.work.fingerprint import digest

if TYPE_CHECKING:
    from gksite.exports.make import Maker

FILES_PER_SHARE = 40
_TASKS_PER_PAGE = 100
"""So many tasks of a large file take as long as a page, about."""
_PAGES_PER_PDF = 1500
"""So many pages take as long as a PDF, about."""
Share = tuple[str, int, int]
"""`pages` or `exports`, and which of them: from the first to before the second number."""


class LateMaker:
    """Makes the files of one site; what it is made with is loaded with the first of them, since
    most builds make none."""

    def __init__(self, model: SiteModel, printing: Printing) -> None:
        self.model = model
        self._printing = printing
        self._maker: Maker | None = None

    def make(self, request: ExportRequest) -> bytes:
        """The bytes of a file."""
        if self._maker is None:
            from gksite.exports.make import Maker

            self._maker = Maker(self.model, self._printing)
        return self._maker.make(request)


class ExportWork(msgspec.Struct, frozen=True):
    """What every share of exports needs. `fingerprints` are those that the files will have;
    `staging` as in PageWork."""

    maker: LateMaker
    requests: Sequence[ExportRequest]
    fingerprints: Sequence[bytes]
    staging: StagingArea | None


class SiteWork(msgspec.Struct, frozen=True):
    """The pages and the exports of a build, for shares of either."""

    pages: PageWork
    exports: ExportWork


class ExportKeys:
    """For each file a digest of all that it is made from: equal digests, equal bytes.

    Every file may see the settings, the registries, the topics, what was withdrawn and the day of
    the build. Besides that a plan's files are made from the plan, a unit's and a topic's from their
    tasks and what is said of their plans, and the site's from everything.
    `printed` is what every PDF is made from besides its plan (`Printing.inputs`).
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
        """The fingerprint of a file."""
        subject = request.scope, request.entity
        if subject not in self._subjects:
            self._subjects[subject] = digest(self._base, *self._parts(*subject))
        drawn = (self._printed,) if request.kind == "pdf" else ()
        return digest(self._subjects[subject], request.path.encode(), request.kind.encode(), *drawn)

    def _parts(self, scope: Scope, entity: str) -> Iterable[bytes]:
        """The digests of what the files of a subject are made from."""
        model = self._model
        if scope == "plan":
            return [self._of_plan(model.plans[entity])]
        if scope == "authority":
            return [
                self._of_plan(plan) for plan in model.plans.values() if plan.authority == entity
            ]
        if scope == "site":
            return map(self._of_plan, model.plans.values())
        if scope == "unit":
            keys = [
                duty.task
                for duty in (*model.named.get(entity, ()), *model.through_groups.get(entity, ()))
            ]
        else:
            keys = [task.key for task in model.tasks.values() if entity in task.topics]
        plans = dict.fromkeys(key.partition("#")[0] for key in keys)
        return [b"".join(map(self._tasks.__getitem__, keys)), *map(self._head, plans)]

    def _of_plan(self, plan: Plan) -> bytes:
        # Drafts may be hidden from a plan that refers to them, so that the same sources give
        # another plan.
        shown = msgspec.msgpack.encode(
            (plan.based_on, [task.basis for task in plan.tasks if task.basis])
        )
        return self._plans[plan.id] + self._model.previous.get(plan.id, "").encode() + shown

    def _head(self, id: str) -> bytes:
        """All of a plan but its body and its tasks, of which only what every task sees: their
        number and whether any is reported."""
        if id not in self._heads:
            plan = self._model.plans[id]
            head = msgspec.structs.replace(plan, body=(), links=(), tasks=())
            numbers = (len(plan.tasks), plan.is_tracked, self._model.previous.get(id, ""))
            self._heads[id] = digest(msgspec.msgpack.encode((head, numbers)))
        return self._heads[id]


def make_share(work: SiteWork, share: Share) -> bytes:
    """A share of the pages or of the exports, packed for its way between processes."""
    kind, first, last = share
    if kind == "pages":
        return render_packed(work.pages, (first, last))
    exports = work.exports
    staging = exports.staging.of_share(f"x{first}") if exports.staging else None
    result = Rendered({}, [], {}, [])
    for request, fingerprint in zip(
        exports.requests[first:last], exports.fingerprints[first:last], strict=True
    ):
        try:
            data = exports.maker.make(request)
        except (PdfFailed, TemplateFailed) as failure:
            result.problems.append(failure.diagnostic)
            # What one lacks, all of them lack.
            break
        result.fingerprints[request.path] = fingerprint
        if staging:
            result.staged.append(stage_file(staging, request.path, data))
    return msgspec.msgpack.encode(result)


class SiteExports(msgspec.Struct, frozen=True):
    """All files of data of a site, and what they are made with."""

    requests: tuple[ExportRequest, ...]
    maker: LateMaker
    keys: ExportKeys

    def work(
        self, known: Mapping[str, bytes], staging: StagingArea | None
    ) -> tuple[ExportWork, dict[str, bytes]]:
        """What is to be made, and the fingerprints of the files that stand intact by `known` and
        are what they should be."""
        fingerprints = {request.path: self.keys.fingerprint(request) for request in self.requests}
        fresh = {path: made for path, made in fingerprints.items() if known.get(path) == made}
        stale = [request for request in self.requests if request.path not in fresh]
        stale.sort(key=_is_small)
        return ExportWork(
            self.maker, stale, [fingerprints[request.path] for request in stale], staging
        ), fresh


def export_shares(work: ExportWork) -> tuple[list[Share], int]:
    """The shares of stale exports, and about as many pages as take that long. Large files come
    first, each by itself."""
    count = len(work.requests)
    large = sum(not _is_small(request) for request in work.requests)
    shares: list[Share] = [("exports", number, number + 1) for number in range(large)]
    shares += [
        ("exports", first, min(first + FILES_PER_SHARE, count))
        for first in range(large, count, FILES_PER_SHARE)
    ]
    pdfs = sum(request.kind == "pdf" for request in work.requests)
    return shares, count + (large - pdfs) * len(
        work.maker.model.tasks
    ) // _TASKS_PER_PAGE + pdfs * _PAGES_PER_PDF


def _is_small(request: ExportRequest) -> bool:
    return request.scope not in ("site", "authority") and request.kind != "pdf"
