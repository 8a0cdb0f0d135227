"""Commands of gksite run in the process of the tests, where no test asks how a process starts or
ends: starting one takes longer than what most commands do."""

from __future__ import annotations

import contextlib
import gc
import io
import subprocess
import sys
from pathlib import Path
from unittest import mock

from gksite.cli import main

PROJECT = Path(__file__).parent.parent


def run_here(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `gksite` in a folder as a program without a terminal does, and return how it ended."""
    words = [str(PROJECT / "gksite/__main__.py"), *arguments]
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "argv", words),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(), "utf-8")),
    ):
        try:
            main()
        except SystemExit as stop:
            code = stop.code
        finally:
            gc.enable()  # a command turns it off
        out.flush()
        err.flush()
    assert isinstance(code, int)
    texts = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]
    return subprocess.CompletedProcess(words, code, *texts)
