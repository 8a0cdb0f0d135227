"""The site that the preview shows: the files that its marker lists, and no other."""

from __future__ import annotations

from pathlib import Path

from gksite.output.manifest import marker_digests
from gksite.output.paths import MARKER_PATH
from gksite.preview.page_state import MISSING, PageState, page_state


class ServedSite:
    """An output folder as the last `refresh` found it. Only files in the marker are opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.digests: dict[str, str] = {}
        """Path → sha256 of every file of the site."""
        self._marker = b""

    def refresh(self) -> bool:
        """Read the marker again. Return whether the site has changed."""
        try:
            marker = (self.folder / MARKER_PATH).read_bytes()
        except OSError:
            marker = b""
        if marker == self._marker:
            return False
        self._marker = marker
        self.digests = marker_digests(marker)
        return True

    def resolve(self, path: str) -> tuple[str, bool] | None:
        """Return the file that a path means, and whether the path must gain a `/` first; None if
        the site has no such file."""
        index = path + "index.html"
        if not path or path.endswith("/"):
            return (index, False) if index in self.digests else None
        if path in self.digests:
            return path, False
        return (path, True) if f"{path}/index.html" in self.digests else None

    def place(self, path: str) -> Path:
        """Return the full path of a file of the site; the path is one of `digests`."""
        return self.folder / path

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file of the site; None if it is not there, or no longer."""
        if path not in self.digests:
            return None
        try:
            return self.place(path).read_bytes()
        except OSError:
            return None

    def state(self, path: str) -> PageState:
        """Return the current state of the page at `path`."""
        page = self.read(path)
        return MISSING if page is None else self.state_of(path, page)

    def state_of(self, path: str, page: bytes) -> PageState:
        """Return the state of a page from its bytes."""
        return page_state(path, page, self.digests)
