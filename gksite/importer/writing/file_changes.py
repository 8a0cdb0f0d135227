"""What an import would change in a plan folder, and what it must not: files that somebody edited
since the last one."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Literal

import msgspec

from gksite.importer.writing.provenance import NAME, sha256

State = Literal["new", "same", "changed", "kept", "edited"]
"""`kept`: edited by hand, and this import has nothing new for it; `edited`: by hand, and this
import says something else."""

_NEVER_OVERWRITTEN = frozenset(("progress.yaml", "review.yaml"))


class FileChange(msgspec.Struct, frozen=True):
    """A file of a plan folder by its name: what lies there (None for nothing), what the import
    would write, and what that means."""

    name: str
    old: bytes | None
    new: bytes
    state: State

    @property
    def is_written(self) -> bool:
        """Whether the file is to be written; an edited one only where the editor accepts that."""
        return self.state in ("new", "changed", "edited")


def compare(
    new: Mapping[str, bytes], old: Mapping[str, bytes], recorded: Mapping[str, str]
) -> tuple[FileChange, ...]:
    """The change of each new file, sorted by name. `recorded` are the SHA-256 of what the last
    import wrote."""
    return tuple(
        FileChange(name, old.get(name), data, _state(name, data, old, recorded))
        for name, data in sorted(new.items())
    )


def _state(name: str, data: bytes, old: Mapping[str, bytes], recorded: Mapping[str, str]) -> State:
    if name not in old:
        return "new"
    if old[name] == data:
        return "same"
    if name in _NEVER_OVERWRITTEN or recorded.get(name) == sha256(data):
        return "kept"
    # import.yaml is the importer's own; any other file is so only as long as nobody has touched it.
    return "changed" if name == NAME or recorded.get(name) == sha256(old[name]) else "edited"


def unified_diff(change: FileChange, path: str) -> str:
    """The difference of a text as `diff -u` shows it; one line for a file that is no text, and
    for a new one."""
    if change.old is None:
        return f"+++ {path}\n"
    try:
        before, after = change.old.decode("utf-8"), change.new.decode("utf-8")
    except UnicodeDecodeError:
        return (
            f"--- {path}\n+++ {path}\n@@ {sha256(change.old)[:12]} → {sha256(change.new)[:12]} @@\n"
        )
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, lineterm="")
    return "".join(f"{line}\n" for line in lines)
