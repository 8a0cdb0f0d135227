"""Compare two output folders, byte for byte."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gksite.output.manifest import parse_marker, read_marker


@contextmanager
def scratch_dir() -> Iterator[Path]:
    """Make a temporary folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="gksite-") as place:
        yield Path(place)


def differing_files(left: Path, right: Path) -> list[str]:
    """Return the paths, sorted, at which the files that gksite owns are missing or differ."""
    paths = {
        path for folder in (left, right) for path in parse_marker(read_marker(str(folder)) or b"")
    }
    return [path for path in sorted(paths) if _content(left / path) != _content(right / path)]


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
