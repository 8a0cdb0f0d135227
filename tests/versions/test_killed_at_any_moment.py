"""Killed while a version is signed or published: what is public is the old version or the new one,
whole, and the same command again ends what was begun."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands_here import run_here

from gksite.build.pipeline import Options, build

BASE_DIR = Path(__file__).parents[1] / "build/base"
PLAN = "qinghe-2025"
STEPS = ("拟稿", "签发")
SIGNING = ("review", "sign", PLAN, "--by", "某某", "--step")
CONFIG = """
review: {steps: [拟稿, 签发]}
publish: {targets: {live: {kind: folder, path: ../live, trial: true}}}
"""
KILLED = """
import os, pathlib, signal, sys
from gksite.cli import main
replace, left = pathlib.Path.replace, [int(sys.argv.pop(1))]
def killing(self, target):
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    return replace(self, target)
pathlib.Path.replace = killing
main()
"""
MOMENTS = 20
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL"),
]


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def pages(root: Path) -> dict[str, bytes]:
    """What a build of the project publishes."""
    out = root / "public"
    assert build(root, out, Options(jobs=1)).pages
    return tree(out)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose plan is signed and then edited, with an attachment that was replaced."""
    root = tmp_path / "site"
    shutil.copytree(BASE_DIR, root)
    with (root / "config.yaml").open("a", encoding="utf-8") as config:
        config.write(CONFIG)
    folder = root / "content/plans" / PLAN
    (folder / "files").mkdir()
    (folder / "files/table.csv").write_text("a,b\n", "utf-8")
    for step in STEPS:
        assert run_here(root, *SIGNING, step).returncode == 0
    plan = folder / "plan.md"
    plan.write_text(plan.read_text("utf-8").replace("公布", "公示", 1), "utf-8")
    (folder / "files/table.csv").write_text("c,d\n", "utf-8")
    return root


def test_while_the_last_step_signs(root: Path) -> None:
    old = pages(root)
    assert run_here(root, *SIGNING, STEPS[0]).returncode == 0
    after = root.parent / "after"
    shutil.copytree(root, after)
    assert run_here(after, *SIGNING, STEPS[1]).returncode == 0
    new = pages(after)
    assert new != old
    renames = 0
    while True:
        site = root.parent / f"killed-{renames}"
        shutil.copytree(root, site)
        command = [sys.executable, "-c", KILLED, str(renames), "-C", str(site), *SIGNING, STEPS[1]]
        done = subprocess.run(command, capture_output=True, check=False)
        is_killed = done.returncode == -signal.SIGKILL
        assert pages(site) == (old if is_killed else new), renames
        assert run_here(site, *SIGNING, STEPS[1]).returncode == 0
        assert pages(site) == new, renames
        if not is_killed:
            break
        renames += 1
    assert renames > 0


def test_while_it_is_published(root: Path) -> None:
    live = root.parent / "live"
    publishing = [sys.executable, "-m", "gksite", "-C", str(root), "publish", "live", "-q"]
    assert subprocess.run(publishing, check=False).returncode == 0
    old = tree((live / "current").resolve())
    for step in STEPS:
        assert run_here(root, *SIGNING, step).returncode == 0
    kept = root.parent / "kept"
    shutil.copytree(live, kept, symlinks=True)
    began = time.monotonic()
    assert subprocess.run(publishing, check=False).returncode == 0
    duration = time.monotonic() - began
    new = tree((live / "current").resolve())
    assert new != old
    for moment in range(MOMENTS):
        shutil.rmtree(live)
        shutil.copytree(kept, live, symlinks=True)
        shutil.rmtree(root / "public", ignore_errors=True)
        process = subprocess.Popen(publishing, start_new_session=True)
        time.sleep(duration * moment / MOMENTS)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert tree((live / "current").resolve()) in (old, new), moment
    assert subprocess.run([*publishing, "--break-lock"], check=False).returncode == 0
    assert tree((live / "current").resolve()) == new
