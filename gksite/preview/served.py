"""The site that the preview shows: the files that its marker lists, and no other."""

from __future__ import annotations

from pathlib import Path

from gksite.output.manifest import marker_digests
from gksite.output.paths import MARKER_PATH
from gksite.preview.page_state import MISSING, PageState, page_state


class ServedSite:
    """An output folder of gksite as of its last `refresh`. Only what the marker lists is ever
    opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.digests: dict[str, str] = {}
        """Path → sha256 of every file of the site."""
        self._marker = b""

    def refresh(self) -> bool:
        """Read the marker anew; whether the site is another one now."""
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
        """The file that a path means, and whether the path must gain a `/` first; None when the
        site has no such file."""
        index = path + "index.html"
        if not path or path.endswith("/"):
            return (index, False) if index in self.digests else None
        if path in self.digests:
            return path, False
        return (path, True) if f"{path}/index.html" in self.digests else None

    def place(self, path: str) -> Path:
        """Where a file of the site lies; the path is one of `digests`."""
        return self.folder / path

    def read(self, path: str) -> bytes | None:
        """The bytes of a file of the site; None when it is not there, or not any more."""
        if path not in self.digests:
            return None
        try:
            return self.place(path).read_bytes()
        except OSError:
            return None

    def state(self, path: str) -> PageState:
        """What a browser that shows the page at `path` should show now."""
        page = self.read(path)
        return MISSING if page is None else self.state_of(path, page)

    def state_of(self, path: str, page: bytes) -> PageState:
        """The state of a page of which these bytes were read."""
        return page_state(path, page, self.digests)
