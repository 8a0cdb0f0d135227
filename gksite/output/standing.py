"""The files that the last build left in an output folder, for those who only read: no lock, and no
trust but in their bytes."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from gksite.output.manifest import FileState, read_manifest


class Standing(msgspec.Struct, frozen=True):
    """The files of a build by path, as its manifest has them, below a folder."""

    folder: str = ""
    files: Mapping[str, FileState] = {}

    def fingerprint(self, path: str) -> bytes:
        """Return the fingerprint of a file's input; b"" for a file that the build did not write."""
        state = self.files.get(path)
        return state.fingerprint if state else b""

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, if they are those that the build wrote."""
        try:
            data = Path(self.folder, path).read_bytes()
        except OSError:
            return None
        return data if sha256(data).digest() == self.files[path].digest else None


def read_standing(out: Path, state_dir: Path) -> Standing:
    """Return the files that the last build left in `out`, by its state in `state_dir`."""
    return Standing(str(out), read_manifest(state_dir).files)
