"""Ctrl-C at a moment of a command: exit code 130, or that of the work where it was done, and never
a traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """\
import atexit, os, signal, sys
from gksite.__main__ import run

moment = sys.argv.pop(1)

def interrupt(frame, event, _):
    if event == "call" and frame.f_code.co_name == moment:
        sys.setprofile(None)
        signal.raise_signal(signal.SIGINT)

if moment == "at the end":
    atexit.register(signal.raise_signal, signal.SIGINT)
else:
    sys.setprofile(interrupt)
if moment == "ignored":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    moment = "choose_language"
sys.argv[0] = "gksite"
run()
"""


def run_interrupted(moment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, moment, "schema", "tasks"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("import_module", 130),
        ("add_shared_options", 130),
        ("_code_of_main", 130),
        ("reserve_streams", 130),
        ("choose_language", 130),
        ("schema", 130),
        ("put_data", 130),
        ("finish", 130),
        ("at the end", 0),
        ("ignored", 0),
    ],
)
def test_ctrl_c_gives_no_traceback(moment: str, code: int) -> None:
    done = run_interrupted(moment)
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr
    assert done.returncode == code
