"""Ctrl-C, held back while files change places or processes start."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

EXIT_INTERRUPTED = 130
"""The exit code after Ctrl-C, as a shell gives it."""


def end_on_interrupt(code: int) -> None:
    """Let Ctrl-C end the process at once with an exit code, before there is anything to undo or
    after all is done. Where Ctrl-C is ignored it stays so (`nohup`)."""

    def end(_: int, __: FrameType | None) -> None:
        os._exit(code)

    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, end)


def raise_on_interrupt() -> None:
    """Let Ctrl-C raise KeyboardInterrupt. Where Ctrl-C is ignored it stays so."""
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold back Ctrl-C inside; it takes effect on leaving. Only the main thread is ever
    interrupted."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is None:
        yield
        return
    caught: list[int] = []

    def remember(number: int, _: FrameType | None) -> None:
        caught.append(number)

    signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if caught:
            signal.raise_signal(signal.SIGINT)


@contextmanager
def interrupts_blocked() -> Iterator[None]:
    """Start processes inside under a signal mask that Ctrl-C does not pass."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
