"""Work in shares, in this process or in several; the result does not tell which."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import connection
from types import FrameType
from typing import Any, TypeVar

from gksite.output.interrupts import interrupts_blocked

Shared = TypeVar("Shared")
Share = TypeVar("Share")
Result = TypeVar("Result")

SERIAL_BELOW_PAGES = 500
MOST_JOBS = 8


def choose_jobs(requested: int | None, pages: int) -> int:
    """How many processes to use for `pages` stale pages: as requested, else one where starting more would not pay."""
    if requested is not None:
        return max(1, requested)
    if pages < SERIAL_BELOW_PAGES:
        return 1
    affinity = getattr(os, "sched_getaffinity", None)
    processors = len(affinity(0)) if affinity else os.cpu_count() or 1
    return min(processors, MOST_JOBS)


def _ignore(_: int) -> None:
    return None


def run_shares(
    work: Callable[[Shared, Share], Result],
    shared: Shared,
    shares: Sequence[Share],
    jobs: int,
    done: Callable[[int], None] = _ignore,
    beside: Callable[[], None] | None = None,
) -> list[Result]:
    """`work(shared, share)` for each share, in the order of `shares`.

    `work` is a function of a module. `beside` is called once in this process, while others work where there are any. `done` hears the index of each share that is finished, in order. The exception
    of the first share (in order) that fails is raised; then, and on Ctrl-C, the worker processes are stopped first.
    """
    if jobs <= 1 or not shares or (len(shares) == 1 and beside is None):
        return _collect(_ThisProcess(), partial(work, shared), shares, done, beside)
    with _worker_pool(partial(work, shared), min(jobs, len(shares))) as pool:
        return _collect(pool, _run_in_worker, shares, done, beside)


def _collect(
    executor: Executor, task: Callable[[Share], Result], shares: Sequence[Share], done: Callable[[int], None],
    beside: Callable[[], None] | None,
) -> list[Result]:
    with interrupts_blocked():  # the pool starts its processes now
        coming = executor.map(task, shares)
    if beside:
        beside()
    results: list[Result] = []
    for result in coming:
        done(len(results))
        results.append(result)
    return results


class _ThisProcess(Executor):
    """Runs each task when its result is asked for, so that progress shows as it is made."""

    def map(
        self, fn: Callable[..., Result], *iterables: Iterable[Any], timeout: float | None = None, chunksize: int = 1,
        **_: Any,
    ) -> Iterator[Result]:
        return map(fn, *iterables)


def _start_method() -> str:
    # macOS offers fork, but its own libraries do not survive it.
    forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return "fork" if forks else "spawn"


@contextmanager
def _worker_pool(task: Callable[[Any], Any], jobs: int) -> Iterator[Executor]:
    method = _start_method()
    before = set(multiprocessing.active_children())
    if method == "fork":
        gc.freeze()  # a collection in a worker would touch, and so copy, every page of what it inherited
    try:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context(method), _start_worker, (task,)) as pool:
            try:
                yield pool
            except BaseException:
                for child in set(multiprocessing.active_children()) - before:
                    child.terminate()
                pool.shutdown(wait=True, cancel_futures=True)
                raise
    finally:
        if method == "fork":
            gc.unfreeze()


class _Stopped(BaseException):
    """The parent wants no more results."""


class _Worker:
    """What a worker process knows: its task, and whether it should stop."""

    def __init__(self, task: Callable[[Any], Any]) -> None:
        self.task = task
        self.working = False
        self.stopping = False

    def run(self, share: Any) -> Any:
        self.working = True
        try:
            if self.stopping:
                raise _Stopped
            return self.task(share)
        finally:
            self.working = False

    def stop(self, _: int, __: FrameType | None) -> None:
        # A worker that died while it sends a result would leave half a message, and the parent waiting for the rest.
        self.stopping = True
        if self.working:
            raise _Stopped


_worker: _Worker | None = None


def _start_worker(task: Callable[[Any], Any]) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = _Worker(task)
    signal.signal(signal.SIGTERM, _worker.stop)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would otherwise wait for ever, and hold the lock of the output folder."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _run_in_worker(share: Any) -> Any:
    assert _worker is not None
    return _worker.run(share)
