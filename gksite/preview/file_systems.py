"""Find folders whose changes the system does not report: network and shared folders."""

from __future__ import annotations

import re
import sys
from pathlib import Path

SILENT = re.compile(
    r"9p|drvfs|v9fs|virtiofs|cifs|smb\w*|nfs\d?|ncpfs|afs|vboxsf|vmhgfs|prl_fs|fuse\..+|fakeowner|"
    r"grpcfuse|osxfs"
)
"""Types of file systems as Linux names them: folders of Windows in WSL, of the host in Docker and
virtual machines, of a server."""

_OCTAL = re.compile(r"\\([0-7]{3})")


def silent_type(mounts: str, place: str) -> str:
    """Return the type of the file system that holds `place` (absolute) if it reports no changes, by
    the text of /proc/mounts; else ""."""
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        folder = _OCTAL.sub(lambda code: chr(int(code[1], 8)), fields[1])
        if f"{place}/".startswith(folder.rstrip("/") + "/") and len(folder) >= len(best):
            best, kind = folder, fields[2]
    return kind if SILENT.fullmatch(kind) else ""


def needs_polling(place: Path) -> str:
    """Return why changes below `place` must be polled; "" if the system reports them."""
    if not sys.platform.startswith("linux"):
        return ""
    try:
        return silent_type(Path("/proc/mounts").read_text("utf-8", "replace"), str(place.resolve()))
    except OSError:
        return ""
