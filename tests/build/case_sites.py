"""Tiny sites to check: the base, and for each case what differs from it (`site/` on top, `DELETE`
taken away)."""

from __future__ import annotations

import shutil
from pathlib import Path

BASE_DIR = Path(__file__).with_name("base")
CASES_DIR = Path(__file__).with_name("cases")
CASES = sorted(folder.name for folder in CASES_DIR.iterdir())


def lay_over(case: str, root: Path) -> None:
    """Make the base at `root` into the site of a case."""
    folder = CASES_DIR / case
    if (folder / "DELETE").exists():
        for path in (folder / "DELETE").read_text("utf-8").split():
            (root / path).unlink()
    if (folder / "site").exists():
        shutil.copytree(folder / "site", root, dirs_exist_ok=True)


def expected_exit(case: str) -> int:
    """The exit code of a case; 1 where it says nothing."""
    stated = CASES_DIR / case / "exit"
    return int(stated.read_text("utf-8")) if stated.exists() else 1


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file with its bytes, and every folder, down to the hidden ones."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }
