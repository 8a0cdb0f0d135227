"""Remove an output folder: only files that gksite wrote."""

from __future__ import annotations

import contextlib
from pathlib import Path

from gksite.build.cache import CACHE_NAMES
from gksite.output.manifest import MANIFEST_NAME
from gksite.output.paths import MARKER_PATH
from gksite.output.refusal import refusing_on_error
from gksite.output.writer import open_output


def clean_output(out_dir: Path, state_dir: Path) -> int:
    """Remove the files that gksite wrote to `out_dir`, the folder itself when that leaves it empty,
    and all that was kept.

    Returns the number of files removed. Raises Refused as `open_output` does.
    """
    removed = 0
    if out_dir.is_dir() and any(out_dir.iterdir()):
        with open_output(out_dir, state_dir) as output:
            removed = len(output.commit([], {}, b"", b"").removed)
            with refusing_on_error(out_dir.as_posix()):
                (out_dir / MARKER_PATH).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            out_dir.rmdir()
    with refusing_on_error(state_dir.parent.as_posix()):
        for kept in (state_dir / MANIFEST_NAME, *(state_dir.parent / name for name in CACHE_NAMES)):
            kept.unlink(missing_ok=True)
    return removed
