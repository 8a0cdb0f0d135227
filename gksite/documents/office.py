"""Convert documents of other office formats to docx or xlsx with LibreOffice, if there is one."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from gksite.documents.formats import DocumentFormat
from gksite.documents.parsed import Refused, refused

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 60


def find_office() -> str:
    """Return the path of LibreOffice, or ""."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), "") or ""


def convert(data: bytes, name: str, format: DocumentFormat) -> bytes:
    """Return a document as what its format converts to. Raise Refused where there is no
    LibreOffice or it fails.

    Macros are not run: a headless conversion has a fresh profile, whose macro security is at its
    default.
    """
    program = find_office()
    if not program:
        raise _refused("import-needs-office", name, format)
    with tempfile.TemporaryDirectory(prefix="gksite-import-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"document.{format.endings[0]}"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            format.converts_to,
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
            return source.with_suffix(f".{format.converts_to}").read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            raise _refused("import-not-converted", name, format) from None


def _refused(code: str, name: str, format: DocumentFormat) -> Refused:
    return refused(code, name, kind_zh=format.zh, kind=format.en, target=format.converts_to)
