"""The protocol of a store: a dozen methods, relative paths, errors as Refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol, runtime_checkable

from gksite.publishing.listing import SiteFile


class Store(Protocol):
    """A place that holds files. Paths are relative and POSIX. Every method raises Refused if the
    place or the connection fails."""

    def __enter__(self) -> Store:
        """Open the connection."""
        ...

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        ...

    def place(self, path: str = "") -> str:
        """Return the name of a path there in messages; it holds no credentials."""
        ...

    def sizes(self, folder: str, paths: Collection[str]) -> Mapping[str, int]:
        """Return size by path below `folder`, of those of `paths` that exist; of every file if
        `paths` is empty and the place can list."""
        ...

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a small file; None if there is none."""
        ...

    def holds(self, path: str, file: SiteFile) -> bool:
        """Whether the bytes at `path`, read there, are those of `file`."""
        ...

    def send(self, path: str, file: SiteFile) -> None:
        """Write the bytes of `file` to `path`, and make folders. A cut may leave a part."""
        ...

    def write(self, path: str, data: bytes) -> None:
        """Write a small file of our own, whole or not at all."""
        ...

    def create(self, path: str, data: bytes) -> bool:
        """Create a small file; return False if one exists. Of two that try, one succeeds."""
        ...

    def put_in_place(self, staged: str, path: str, file: SiteFile) -> None:
        """Move `staged` to `path`. Readers get the old bytes or the new ones."""
        ...

    def remove(self, path: str) -> None:
        """Remove the file at `path`, and the empty folders above it."""
        ...

    def remove_tree(self, folder: str) -> None:
        """Remove `folder`, which is all ours, with its content."""
        ...


@runtime_checkable
class LinkingStore(Store, Protocol):
    """A place with symbolic links, one of which decides which release is live."""

    @property
    def shares_files(self) -> bool:
        """Whether `reuse` is cheap; otherwise a new release is sent whole."""
        ...

    def reuse(self, source: str, path: str) -> None:
        """Make the file `source` available at `path` too."""
        ...

    def link(self, path: str) -> str | None:
        """Return where the symbolic link `path` leads; None if nothing, "" if no link."""
        ...

    def switch(self, path: str, leads_to: str) -> None:
        """Let the symbolic link `path` lead to `leads_to`. It leads somewhere at every moment."""
        ...
