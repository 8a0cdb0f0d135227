"""Run work in shares, in this process or in several; the result is the same."""

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
from functools import cache, partial
from itertools import islice
from multiprocessing import connection
from types import FrameType
from typing import Any, TypeVar

import msgspec

from gksite.work.interrupts import interrupts_blocked

Shared = TypeVar("Shared")
Share = TypeVar("Share")
Result = TypeVar("Result")

SERIAL_BELOW_PAGES = 500
MOST_JOBS = 8
BACKGROUND_NICENESS = 5
"""Niceness of background work: it gets a third of the processor time of another process, and all of
it when no other runs."""


def choose_jobs(requested: int | None, pages: int) -> int:
    """Return the number of processes for `pages` stale pages: as requested, else one where more
    would not pay."""
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
    meanwhile: Callable[[], None] | None = None,
) -> list[Result]:
    """Return `work(shared, share)` for each share, in the order of `shares`.

    `work` is a function of a module. `meanwhile` is called once in this process while workers run,
    if there are any. `done` is called with the index of each finished share, in order. The
    exception of the first share (in order) that fails is raised; before that, and on Ctrl-C, the
    worker processes are stopped.
    """
    if jobs <= 1 or not shares or (len(shares) == 1 and meanwhile is None) or not _has_semaphores():
        return _collect(_ThisProcess(), partial(work, shared), shares, done, meanwhile)
    with _worker_pool(partial(work, shared), min(jobs, len(shares))) as pool:
        return _collect(pool, _run_in_worker, shares, done, meanwhile)


class Work(msgspec.Struct, frozen=True):
    """Work of one sort: `do(shared, share)` for each share, where `do` is a function of a
    module."""

    do: Callable[[Any, Any], Any]
    shared: Any
    shares: Sequence[Any]


def run_works(
    works: Sequence[Work],
    jobs: int,
    done: Callable[[int], None] = _ignore,
    meanwhile: Callable[[], None] | None = None,
) -> list[list[Any]]:
    """Return the results of several works, done by the same processes, as `run_shares` does."""
    shares = [(number, share) for number, work in enumerate(works) for share in work.shares]
    results = iter(run_shares(_do, works, shares, jobs, done, meanwhile))
    return [list(islice(results, len(work.shares))) for work in works]


def start_process(
    work: Callable[[], bytes], jobs: int, *, background: bool = False
) -> Callable[[], bytes]:
    """Start `work`, a partial of a function of a module, in a process of its own; return a function
    that waits for its result.

    With one job no process is started: the function does the work when it is called. It also does
    so if the process died, so that the exception surfaces here. With `background` the process runs
    at low priority.
    """
    if jobs <= 1:
        return work
    receiver, sender = multiprocessing.Pipe(duplex=False)
    context: Any = multiprocessing.get_context(_start_method())
    process = context.Process(target=_send_result, args=(work, sender, background), daemon=True)
    with interrupts_blocked():
        process.start()
    sender.close()

    def result() -> bytes:
        try:
            return receiver.recv_bytes()
        except EOFError:
            return work()
        finally:
            receiver.close()
            process.join()

    return result


def _send_result(
    work: Callable[[], bytes], sender: connection.Connection, background: bool
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if background and hasattr(os, "nice"):
        os.nice(BACKGROUND_NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sender.send_bytes(work())


def _do(works: Sequence[Work], share: tuple[int, Any]) -> Any:
    number, own = share
    return works[number].do(works[number].shared, own)


def _collect(
    executor: Executor,
    task: Callable[[Share], Result],
    shares: Sequence[Share],
    done: Callable[[int], None],
    meanwhile: Callable[[], None] | None,
) -> list[Result]:
    with interrupts_blocked():  # the pool starts its processes now
        coming = executor.map(task, shares)
    if meanwhile:
        meanwhile()
    results: list[Result] = []
    for result in coming:
        done(len(results))
        results.append(result)
    return results


class _ThisProcess(Executor):
    """Runs each task when its result is asked for, so that progress shows as it is made."""

    def map(
        self,
        fn: Callable[..., Result],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
        **_: Any,
    ) -> Iterator[Result]:
        return map(fn, *iterables)


@cache
def _has_semaphores() -> bool:
    """Whether a pool can be made: its queues need semaphores, which a container without a writable
    /dev/shm lacks."""
    try:
        multiprocessing.get_context(_start_method()).Lock()
    except (ImportError, OSError):
        return False
    return True


def _start_method() -> str:
    # A method that the calling program has chosen is kept.
    if chosen := multiprocessing.get_start_method(allow_none=True):
        return chosen
    # macOS offers fork, but its own libraries do not survive it.
    forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return "fork" if forks else "spawn"


@contextmanager
def _worker_pool(task: Callable[[Any], Any], jobs: int) -> Iterator[Executor]:
    method = _start_method()
    before = set(multiprocessing.active_children())
    if method == "fork":
        # A garbage collection in a worker would touch, and so copy, every page of memory that it
        # inherited.
        gc.freeze()
    try:
        with ProcessPoolExecutor(
            jobs, multiprocessing.get_context(method), _start_worker, (task,)
        ) as pool:
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
    """The state of a worker process: its task, and whether it should stop."""

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
        # A worker that died while it sends a result would leave half a message, and the parent
        # waiting for the rest.
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
    """End this worker with its parent; otherwise it would wait for ever and hold the lock of the
    output folder."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _run_in_worker(share: Any) -> Any:
    assert _worker is not None
    return _worker.run(share)
