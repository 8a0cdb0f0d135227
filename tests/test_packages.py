"""The package that is given away holds what the README speaks of, and `build.py` is not taken
for the program of that name."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
NOT_GIVEN_AWAY = (".git", ".pre-commit")


def tracked() -> set[str]:
    try:
        done = subprocess.run(
            ["git", "ls-files", "-z"],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a clone, so nothing says which files belong to it")
    return {
        name for name in done.stdout.split("\0") if name and not name.startswith(NOT_GIVEN_AWAY)
    }


def test_the_source_package_holds_the_repository(tmp_path: Path) -> None:
    """`make site` and `make test` work in it, since all that they use is there."""
    expected = tracked()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    [package] = tmp_path.glob("gksite-*.tar.gz")
    with tarfile.open(package) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert sorted(expected - names) == []


def test_a_program_named_build_is_not_replaced_in_silence() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "build"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "python -P -m build" in done.stderr) == (1, True)
