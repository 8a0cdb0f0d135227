"""The folder of a run of tests, and what is made there once for all workers."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

RUN_FOLDER = "GKSITE_TESTS_FOLDER"
"""An environment variable: the folder of this run, which its workers share."""


def make_run_folder() -> str:
    """Make a folder for many small files, in memory where the system has such a place."""
    memory = Path("/dev/shm")
    place = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    return tempfile.mkdtemp(prefix="gksite-tests-", dir=place)


def run_folder() -> Path:
    """Return the folder of this run."""
    return Path(os.environ[RUN_FOLDER])


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder `name` of this run; the first worker that asks fills it with `make`."""
    place = run_folder() / "sites" / name
    done = place.with_name(f"{name}.done")
    place.parent.mkdir(exist_ok=True)
    with FileLock(place.with_name(f"{name}.lock")):
        if not done.exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            make(place)
            done.touch()
    return place
