"""Compare an import with a plan folder: its changes, and the files edited since the last import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from gksite.importer.writing.provenance import NAME, sha256

State = Literal["new", "same", "changed", "kept", "merged", "edited"]
"""`kept`: edited by hand, and this import changes nothing in it; `merged`: the edits and what this
import changes; `edited`: edited by hand, and this import differs."""

_NEVER_OVERWRITTEN = frozenset(("progress.yaml", "assessments.yaml", "review.yaml"))


class FileChange(msgspec.Struct, frozen=True):
    """A file of a plan folder: name, present content (None for no file), new content, state."""

    name: str
    old: bytes | None
    new: bytes
    state: State

    @property
    def is_written(self) -> bool:
        """Whether the file is to be written; an edited file only where the editor accepts that."""
        return self.state in ("new", "changed", "merged", "edited")


def compare(
    new: Mapping[str, bytes], old: Mapping[str, bytes], recorded: Mapping[str, str]
) -> tuple[FileChange, ...]:
    """Return the change of each new file, by name. `recorded` holds SHA-256s of the last import."""
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
    # import.yaml always belongs to the importer; other files only until somebody edits them.
    return "changed" if name == NAME or recorded.get(name) == sha256(old[name]) else "edited"
