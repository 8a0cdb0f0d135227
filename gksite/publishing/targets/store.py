"""What a publication asks of a place that holds files: a dozen verbs, paths relative to the target,
errors as Refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import TracebackType
from typing import Protocol, runtime_checkable

from gksite.publishing.listing import SiteFile


class Store(Protocol):
    """A place that holds files. Paths are relative and POSIX; every method raises Refused when the
    place or the way to it fails."""

    def __enter__(self) -> Store:
        """Open the way to the place."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        ...

    def place(self, path: str = "") -> str:
        """How messages call a path there; holds no credentials."""
        ...

    def sizes(self, folder: str, paths: Collection[str]) -> Mapping[str, int]:
        """Size by path below `folder`, of those among `paths` that exist; of every file where
        `paths` is empty and the place can list."""
        ...

    def read(self, path: str) -> bytes | None:
        """A small file; None when there is none."""
        ...

    def holds(self, path: str, file: SiteFile) -> bool:
        """Whether the bytes that stand at `path`, read there, are those of `file`."""
        ...

    def send(self, path: str, file: SiteFile) -> None:
        """The bytes of `file` to `path`, with the folders that it needs. A cut may leave a part of
        them."""
        ...

    def write(self, path: str, data: bytes) -> None:
        """A small file of our own, whole or as it was."""
        ...

    def create(self, path: str, data: bytes) -> bool:
        """A small file where nothing stands; False when something does. Of two that try at once,
        one succeeds."""
        ...

    def put_in_place(self, staged: str, path: str, file: SiteFile) -> None:
        """The file sent to `staged` is now at `path`; a reader meets the old bytes or the new
        ones."""
        ...

    def remove(self, path: str) -> None:
        """No file at `path`, and no empty folders above it."""
        ...

    def remove_tree(self, folder: str) -> None:
        """Nothing below `folder`, which is all ours, nor the folder itself."""
        ...


@runtime_checkable
class LinkingStore(Store, Protocol):
    """A place with links: one of them decides which release is seen."""

    @property
    def shares_files(self) -> bool:
        """Whether `reuse` costs nothing to speak of; else a new release is sent whole."""
        ...

    def reuse(self, source: str, path: str) -> None:
        """The file `source` stands at `path` too."""
        ...

    def link(self, path: str) -> str | None:
        """Where the symbolic link `path` leads; None when nothing stands there, "" when it is no
        link."""
        ...

    def switch(self, path: str, leads_to: str) -> None:
        """The symbolic link `path` leads to `leads_to`; at every moment it leads somewhere."""
        ...
