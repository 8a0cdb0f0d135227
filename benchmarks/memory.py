"""The memory of a process and of all that it starts, while it runs (Linux)."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
PAUSE = 0.02
"""Seconds between two looks."""


class Peak:
    """Watches a process with all below it, and keeps the most that they had together: MB of their
    proportional set size (PSS), in which memory that processes share counts once."""

    def __init__(self, process: int) -> None:
        self.megabytes = 0.0
        self._process = process
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> float:
        """Return the peak, after the process has ended; 0 where the system tells no PSS."""
        self._ended.set()
        self._thread.join()
        return self.megabytes

    def _watch(self) -> None:
        while not self._ended.wait(PAUSE):
            kilobytes = sum(map(pss_of, family_of(self._process)))
            self.megabytes = max(self.megabytes, kilobytes * 1024 / 1e6)


def family_of(process: int) -> Iterator[int]:
    """Yield a process and all that it and those below it started."""
    yield process
    with contextlib.suppress(OSError):
        for tasks in PROC.glob(f"{process}/task/*/children"):
            for child in tasks.read_text("ascii").split():
                yield from family_of(int(child))


def pss_of(process: int) -> int:
    """Return the proportional set size of a process in kB; 0 where there is none any more."""
    try:
        text = (PROC / str(process) / "smaps_rollup").read_text("ascii")
    except OSError:
        return 0
    sizes = [line.split()[1] for line in text.splitlines() if line.startswith("Pss:")]
    return int(sizes[0]) if sizes else 0
