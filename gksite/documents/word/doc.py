"""Convert old Word documents (.doc) to docx with LibreOffice, where there is one."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from gksite.documents.parsed import Refused, refused, unreadable

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 60


def find_office() -> str:
    """Return the path of LibreOffice, or ""."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), "") or ""


def convert_doc(data: bytes, name: str) -> bytes:
    """Return a .doc as docx. Raise Refused where there is no LibreOffice or it fails.

    Macros are not run: a headless conversion has a fresh profile, whose macro security is at its
    default.
    """
    program = find_office()
    if not program:
        raise refused("import-needs-office", name)
    with tempfile.TemporaryDirectory(prefix="gksite-import-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "document.doc"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(
                command,
                check=False,
                timeout=_SECONDS,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            return source.with_suffix(".docx").read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            raise _failed(name) from None


def _failed(name: str) -> Refused:
    return unreadable(name, "LibreOffice 没能转换它", "LibreOffice could not convert it")
