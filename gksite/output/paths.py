"""Check paths of an output folder, and look up what exists there."""

from __future__ import annotations

import os
import re
import stat
from typing import Literal

Standing = Literal["nothing", "folder", "file", "other"]

MARKER_PATH = ".gksite-manifest"
STAGING_PATH = ".gksite-staging"

_OWN_PATHS = frozenset({MARKER_PATH, STAGING_PATH})
# A control character, a backslash, half a surrogate pair; or a part that is empty, `.` or `..`.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]|(?:^|/)\.{0,2}(?:/|$)")
_FLAT = re.compile(r"[0-9A-Za-z_-]*")


def is_safe(path: str) -> bool:
    """Whether `path` lies below the output folder and is none of gksite's own records."""
    if _UNSAFE.search(path) or path.partition("/")[0].casefold() in _OWN_PATHS:
        return False
    return os.name != "nt" or ":" not in path


def is_flat(name: str) -> bool:
    """Whether `name` may be the name, or begin the name, of a file in the staging folder."""
    return _FLAT.fullmatch(name) is not None


def parent(path: str) -> str:
    """Return the folder that `path` is in; empty for the output folder itself."""
    return path.rpartition("/")[0]


def ancestors(path: str) -> list[str]:
    """Return every folder above `path` below the output folder, the nearest first."""
    folders = []
    while path := parent(path):
        folders.append(path)
    return folders


def standing(full_path: str) -> Standing:
    """Return the kind of file at `full_path`; a symbolic link is "other", wherever it leads."""
    try:
        mode = os.lstat(full_path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return "nothing"
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "other"


def folder_standing(root: str, folder: str, known: dict[str, Standing]) -> Standing:
    """Return the kind of file at `folder`, or at its nearest ancestor that is not a folder, so that
    no link is followed.

    `known` caches the answers.
    """
    if not folder:
        return "folder"
    if folder not in known:
        above = folder_standing(root, parent(folder), known)
        known[folder] = standing(f"{root}/{folder}") if above == "folder" else above
    return known[folder]
