"""The process that builds for the preview, again and again, until the server ends; `python -m
gksite.preview.worker`."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import msgspec

from gksite.build import pipeline
from gksite.build.assemble import assemble
from gksite.build.cache import read_cache
from gksite.build.inputs import read_published
from gksite.build.last_check import state_label, state_words
from gksite.build.pipeline import Options
from gksite.build.report import BuildReport
from gksite.catalogue import severity
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.site import SiteModel
from gksite.output.refusal import Refused
from gksite.pages.addresses import PageRequest
from gksite.pages.page_kinds import route_pages
from gksite.preview.findings import find_all
from gksite.preview.messages import Ask, Built, Order, Places, read_ask, read_frame, write_frame
from gksite.preview.page_sources import page_sources
from gksite.source.program import read_program

LOCK_PATIENCE = 10.0
"""Seconds to wait for another build of the same output folder to end."""


def main() -> None:
    """Read an order from stdin, then build once for each frame; answers go to stdout."""
    # Nothing that is printed by accident may come between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError), answers:
        data = read_frame(sys.stdin.buffer)
        if data is not None:
            serve_builds(msgspec.msgpack.decode(data, type=Order), sys.stdin.buffer, answers)


def serve_builds(order: Order, asked: IO[bytes], answers: IO[bytes]) -> None:
    """Build at every request, until the stream ends."""
    has_places = False
    while (ask := read_ask(asked)) is not None:
        gc.disable()
        built, places = _build(order, ask, has_places)
        write_frame(answers, built)
        if places is not None:
            write_frame(answers, Places(places))
            has_places = True
        gc.enable()
        gc.collect()


def _build(order: Order, ask: Ask, has_places: bool) -> tuple[Built, dict[str, Location] | None]:
    """Build once. Return the result, and where the pages come from if that may have changed or was
    never sent."""
    started = time.monotonic()
    options = pipeline.Options(
        drafts=order.drafts, today=order.today, jobs=order.jobs, clock=ask.clock
    )
    root = Path(order.root)
    seen: list[tuple[SiteModel, tuple[PageRequest, ...]]] = []
    try:
        report = _when_unlocked(
            lambda: pipeline.build(
                root,
                Path(order.out),
                options,
                state_dir=Path(order.state),
                seen=lambda site: seen.append((site.model, site.requests)),
            )
        )
    except Refused as refusal:
        return _failed(order, refusal.diagnostic, started), None
    except Exception as error:
        traceback.print_exc()
        return _failed(order, _crash(error), started), None
    stands = not any(severity(problem) == "error" for problem in report.problems)
    built = Built(
        stands,
        report.problems,
        find_all(report.problems, root, order.language),
        report.pages,
        report.rendered,
        report.written,
        len(report.removed),
        time.monotonic() - started,
        *_checked(order, report),
    )
    if stands and not seen and not has_places:
        seen += _look(root, options, Path(order.state))
    return built, page_sources(*seen[-1]) if stands and seen else None


def _checked(order: Order, report: BuildReport) -> tuple[str, str]:
    state = report.last_check
    return (
        (state_label(state, order.language), state_words(state, order.language))
        if state
        else ("", "")
    )


def _when_unlocked(build: Callable[[], BuildReport]) -> BuildReport:
    """Call `build` until no other build of the same folder, by another preview of the project,
    holds the lock. Return its result."""
    patience = time.monotonic() + LOCK_PATIENCE
    while True:
        try:
            return build()
        except Refused as refusal:
            if refusal.diagnostic.code != "output-locked" or time.monotonic() > patience:
                raise
        time.sleep(0.2)


def _look(
    root: Path, options: Options, state_dir: Path
) -> Iterator[tuple[SiteModel, tuple[PageRequest, ...]]]:
    """Yield the model and the pages, for a build that had no need to make them."""
    cache = read_cache(state_dir)
    assembled = assemble(
        read_published(root, cache, drafts=options.drafts),
        cache,
        read_program(),
        today=options.today,
        drafts=options.drafts,
        jobs=options.jobs,
    )
    if assembled.model:
        yield assembled.model, route_pages(assembled.model)


def _failed(order: Order, diagnostic: Diagnostic, started: float) -> Built:
    return Built(
        False,
        (diagnostic,),
        find_all((diagnostic,), Path(order.root), order.language),
        seconds=time.monotonic() - started,
    )


def _crash(error: Exception) -> Diagnostic:
    """Return `preview-crashed` at the line of gksite where it happened."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "gksite" in frame.filename
    ]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "gksite"
    return problem(
        "preview-crashed", Location("gksite"), error=f"{type(error).__name__}: {error}", place=place
    )


if __name__ == "__main__":
    main()
