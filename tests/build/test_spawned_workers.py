"""Builds and checks whose workers are started anew and inherit nothing, as on macOS and Windows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from built_trees import tree
from run_folder import RUN_FOLDER, made_once
from sample_copy import copy_sample

PROGRAM = """
import multiprocessing, sys
from pathlib import Path

from gksite.build.pipeline import Options, build
from gksite.check.check import check

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    root, jobs = Path(sys.argv[2]), int(sys.argv[3])
    options = Options(jobs=jobs)
    first = build(root, root / "public", options)
    assert first.rendered == first.pages > 0, first.problems
    config = root / "config.yaml"
    def rename(old, new):
        config.write_text(config.read_text("utf-8").replace(old, new, 1), "utf-8")
    rename("name: ", "name: 新的")
    second = build(root, root / "public", options)
    assert second.rendered > 200, second
    rename("name: 新的", "name: 又一个")
    looked = check(root, options)
    assert looked.pages == second.pages == looked.rendered, looked.problems
"""


def built_by(method: str, jobs: int, place: Path) -> dict[str, bytes]:
    """The files after a first and a second build with this method of starting workers."""
    program = place / "program.py"
    place.mkdir(parents=True, exist_ok=True)
    program.write_text(PROGRAM, "utf-8")
    root = copy_sample(place / "site")
    config = root / "config.yaml"
    assert "name: " in config.read_text("utf-8")
    done = subprocess.run(
        [sys.executable, program, method, root, str(jobs)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {RUN_FOLDER: ""},
    )
    assert done.returncode == 0, done.stderr
    return tree(root / "public")


@pytest.fixture(scope="session")
def alone() -> dict[str, bytes]:
    """The files that one process makes."""
    place = made_once("built-alone", lambda place: built_by("spawn", 1, place))
    return tree(place / "site/public")


def test_workers_that_inherit_nothing_make_the_same_site(
    alone: dict[str, bytes], scratch: Path
) -> None:
    assert built_by("spawn", 2, scratch / "spawned") == alone


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no forkserver")
def test_a_server_of_forks_makes_the_same_site(alone: dict[str, bytes], scratch: Path) -> None:
    assert built_by("forkserver", 2, scratch / "served") == alone
