"""The program that makes a site: gksite's code, and the Python and the packages that it runs on."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from functools import cache
from pathlib import Path

import gksite


@cache
def read_code() -> bytes:
    """Return the digest of gksite's own code, read once: a process goes on with the code that it
    loaded."""
    state = hashlib.blake2b(gksite.__version__.encode(), digest_size=16)
    package = Path(gksite.__file__).parent
    for path in sorted(package.rglob("*.py")):
        state.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return state.digest()


def read_program() -> bytes:
    """Return the digest of gksite and the installed libraries.

    No cache of another digest is used: a newer Markdown reader or database writer may give
    another result for the same text.
    """
    state = hashlib.blake2b(read_code(), digest_size=16)
    state.update("\0".join((sys.version, *_installed())).encode("utf-8", "surrogateescape"))
    return state.digest()


def _installed() -> list[str]:
    """Return the metadata folders of all installed packages; they hold name and version."""
    folders: set[str] = set()
    for place in filter(None, sys.path):
        with contextlib.suppress(OSError), os.scandir(place) as listing:
            folders.update(
                entry.name for entry in listing if entry.name.endswith((".dist-info", ".egg-info"))
            )
    return sorted(folders)
