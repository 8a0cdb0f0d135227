"""Source files that a command writes: all of them, or none."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from gksite.output.interrupts import interrupts_held
from gksite.output.refusal import write_failed

_NEW = ".gksite-new"


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write every file; each appears whole. When one cannot be written, all are as they were, and Refused says why."""
    made_dirs: list[Path] = []
    staged: list[tuple[Path, Path]] = []
    before: list[tuple[Path, bytes | None]] = []
    with interrupts_held():
        try:
            for path, data in files.items():
                made_dirs += _make_dirs(path.parent)
                new = path.with_name(f".{path.name[:60]}{_NEW}{len(staged)}")
                staged.append((new, path))
                with new.open("wb") as stream:
                    stream.write(data)
                    stream.flush()
                    os.fsync(stream.fileno())
            for new, path in staged:
                before.append((path, path.read_bytes() if path.exists() else None))
                new.replace(path)
        except OSError as error:
            _undo(staged, before, made_dirs)
            raise write_failed(Path(error.filename).as_posix() if error.filename else "", error) from error


def _make_dirs(folder: Path) -> list[Path]:
    """Make a folder and those above it; the ones made, outermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()][::-1]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _undo(staged: list[tuple[Path, Path]], before: list[tuple[Path, bytes | None]], made_dirs: list[Path]) -> None:
    for path, data in before:
        with contextlib.suppress(OSError):
            if data is None:
                path.unlink()
            elif path.read_bytes() != data:
                path.write_bytes(data)
    for new, _ in staged:
        with contextlib.suppress(OSError):
            new.unlink()
    for folder in reversed(made_dirs):
        with contextlib.suppress(OSError):
            folder.rmdir()
