"""The word about what was not tested stands at the end of a run, with workers too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = """
from skips import Skips

def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Skips({"a tool is missing": "apt install a-tool"}))
"""
TESTS = """
import pytest

@pytest.fixture(scope="session")
def tool():
    pytest.skip("a tool is missing")

@pytest.mark.parametrize("number", [1, 2])
def test_one(tool, number): pass

@pytest.mark.skipif(True, reason="not on this system")
def test_other(): pass

def test_that_runs(): pass
"""


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "workers"])
def test_each_skip_is_told_with_its_reason(workers: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, "utf-8")
    (tmp_path / "test_it.py").write_text(TESTS, "utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        *workers,
        str(tmp_path),
    ]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(Path(__file__).parent)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    end = done.stdout.partition("NOT EVERYTHING WAS TESTED")[2]
    assert [line.strip() for line in end.splitlines()[1:6]] == [
        "a tool is missing; tests not run: 1",
        "To get it: apt install a-tool",
        "not run: test_it.py::test_one",
        "not on this system; tests not run: 1",
        "not run: test_it.py::test_other",
    ]
