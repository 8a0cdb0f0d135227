"""The server's side of the worker: start it, order builds, restart it, end it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import gksite
from gksite.preview.messages import Answer, Ask, Order, read_answer, write_frame

PATIENCE = 5.0
"""Seconds that a worker has to end by itself."""


class Builder:
    """Builds in another process, one build at a time, so that pages are answered meanwhile.

    `take` gets each answer, `died` the exit code of a worker that ended unasked. Both are called
    in a thread of the builder.
    """

    def __init__(
        self, order: Order, take: Callable[[Answer], None], died: Callable[[int], None]
    ) -> None:
        self._order = order
        self._take = take
        self._died = died
        self._worker: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None
        self._is_stopping = False

    @property
    def pid(self) -> int:
        """The process id of the worker; 0 if there is none."""
        return self._worker.pid if self._worker else 0

    def build(self, clock: date | None) -> None:
        """Ask for a build on the day `clock`, and start a worker if there is none. If the worker is
        dying, `died` will be called."""
        if self._worker is None or self._worker.poll() is not None:
            self._start()
        worker = self._worker
        assert worker is not None and worker.stdin is not None
        with contextlib.suppress(OSError):
            write_frame(worker.stdin, Ask(clock))

    def stop(self) -> None:
        """End the worker. A build under way is given up, and its folder left as it was before."""
        self._is_stopping = True
        worker = self._worker
        if worker is None:
            return
        assert worker.stdin is not None and worker.stdout is not None
        with contextlib.suppress(OSError):
            worker.stdin.close()
        try:
            worker.wait(0.3)  # without a build under way the end of the stream is enough
        except subprocess.TimeoutExpired:
            if sys.platform != "win32":
                worker.send_signal(signal.SIGINT)
            self._wait_or_kill(worker)
        if self._listener is not None:
            self._listener.join(PATIENCE)
        worker.stdout.close()
        self._worker = None

    def _wait_or_kill(self, worker: subprocess.Popen[bytes]) -> None:
        try:
            worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()

    def _start(self) -> None:
        if self._worker is not None:
            self._discard(self._worker)
        # Add only gksite's own folder to the search path, never the current folder, which may hold
        # anybody's modules.
        search_path = [
            str(Path(gksite.__file__).resolve().parent.parent),
            *filter(None, [os.environ.get("PYTHONPATH")]),
        ]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(search_path)}
        self._worker = subprocess.Popen(
            [sys.executable, "-P", "-m", "gksite.preview.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            # Ctrl-C reaches the server alone, which ends the worker in order
            start_new_session=True,
        )
        assert self._worker.stdin is not None
        with contextlib.suppress(OSError):
            write_frame(self._worker.stdin, self._order)
        self._listener = threading.Thread(target=self._listen, args=(self._worker,), daemon=True)
        self._listener.start()

    def _discard(self, worker: subprocess.Popen[bytes]) -> None:
        """Close the streams of a worker that has died."""
        assert worker.stdin is not None and worker.stdout is not None
        if self._listener is not None:
            self._listener.join(PATIENCE)
        with contextlib.suppress(OSError):
            worker.stdin.close()
        worker.stdout.close()

    def _listen(self, worker: subprocess.Popen[bytes]) -> None:
        assert worker.stdout is not None
        while (answer := read_answer(worker.stdout)) is not None:
            self._take(answer)
        if not self._is_stopping:
            worker.kill()  # it said what cannot be read
            self._died(worker.wait())
