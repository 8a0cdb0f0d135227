"""Cases of migrations: a site (files over the base site), the answers, and what comes of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from commands_here import run_here

PROJECT = Path(__file__).parents[2]
BASE_DIR = PROJECT / "tests/build/base"
CASES_DIR = Path(__file__).parent / "cases"
BACKUP = "backup-"


def make_site(case: Path, root: Path) -> None:
    """Write the site of a case at `root`."""
    if (case / "site").is_dir():
        shutil.copytree(BASE_DIR, root)
        shutil.copytree(case / "site", root, dirs_exist_ok=True)
    else:
        root.mkdir(parents=True)


def run_case(case: Path, root: Path, *arguments: str) -> str:
    """The exit code and the report of `gksite migrate`, with the answers of the case if there are
    any; without a terminal."""
    answers = case / "answers.yaml"
    if answers.is_file():
        shutil.copyfile(answers, root.parent / "answers.yaml")
        arguments = (*arguments, "--answers", "answers.yaml")
    done = run_migrate(root, *arguments)
    return f"{done.returncode}\n{done.stdout}{done.stderr}"


def run_migrate(
    root: Path, *arguments: str, command: str = "migrate", language: str = "zh"
) -> subprocess.CompletedProcess[str]:
    """Run the command in the folder beside the site."""
    return run_here(root.parent, "--lang", language, "-C", root.name, command, *arguments)


def files_of(root: Path) -> dict[str, bytes]:
    """Every file of a site but the cache, by path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".gksite" not in path.parts
    }


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, bytes]:
    """The files that are new or other than before, but for the backup."""
    assert before.keys() <= after.keys()
    return {
        path: data
        for path, data in after.items()
        if before.get(path) != data and not path.startswith(BACKUP)
    }
