"""Read the files of one folder and never anything outside of it; report unreadable ones."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.source.text import LARGEST_TEXT, check_size, decode


class Attachment(msgspec.Struct, frozen=True):
    """A file that is published as it is: its path, its size in bytes and its SHA-256."""

    path: str
    size: int
    digest: bytes


_LEFTOVER = re.compile(r"\..*|.*~|#.*#|~\$.*|Thumbs\.db|desktop\.ini", re.IGNORECASE | re.DOTALL)
_REASONS = {
    errno.EACCES: "没有读取权限",
    errno.EPERM: "没有读取权限",
    errno.EIO: "磁盘读写出错",
    errno.EISDIR: "这里是一个文件夹",
    errno.ELOOP: "符号链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_NAMES = (
    "plan.md", "notice.md", "tasks.yaml", "progress.yaml", "assessments.yaml", "review.yaml",
    "waivers.yaml", "import.yaml", "files", "source",
)  # fmt: skip
_SHARED_NAMES = (
    "index.md", "topics.yaml", "kinds.yaml", "glossary.yaml", "withdrawn.yaml", "waivers.yaml",
    "confusions.yaml", "holidays.yaml", "index-numbers.yaml", "links.yaml", "pages", "units",
    "plans", "files", "review.yaml",
)  # fmt: skip
_EXPECTED = (
    (re.compile(r"content/plans/[^/]+/[^/]+"), _NAMES),
    (re.compile(r"content/[^/]+"), _SHARED_NAMES),
)


class FolderReader:
    """Reads files below one folder and collects problems; no file outside of it is opened."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.real_root = os.path.realpath(root)
        self.problems: list[Diagnostic] = []

    def walk(self, top: str, enter: Callable[[str], bool]) -> Iterator[tuple[str, Path, bool]]:
        """Yield path, place and False for each file below `top`; True for a refused folder."""
        start = self.root / top
        if not start.is_dir() or not self.is_inside(top, start, start.is_symlink()):
            return
        folders = [(top, start, frozenset[str]())]
        while folders:
            folder, folder_place, above = folders.pop()
            for entry in self._entries(folder, folder_place):
                path, place = f"{folder}/{entry.name}", Path(entry.path)
                linked = entry.is_symlink()
                if not self.is_inside(path, place, linked):
                    continue
                if not _is_folder(entry):
                    yield path, place, False
                elif not enter(path):
                    yield path, place, True
                elif linked:
                    real = os.path.realpath(place)
                    if (
                        real not in above
                        and not f"{os.path.realpath(folder_place)}{os.sep}".startswith(
                            real + os.sep
                        )
                    ):
                        folders.append((path, place, above | {real}))
                else:
                    folders.append((path, place, above))

    def text(self, path: str, place: Path, texts: dict[str, bytes]) -> None:
        """Read a source text into `texts`, unless it is too large."""
        if (size := self.size(path, place)) is None:
            return
        if size > LARGEST_TEXT:
            self.problems += check_size(size, path)
        elif (data := self._bytes(path, place)) is not None:
            texts[path] = data

    def attachment(self, path: str, place: Path, attachments: dict[str, Attachment]) -> None:
        """Put the size and digest of a file into `attachments`."""
        if self.size(path, place) is None:
            return
        try:
            with place.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").digest()
                attachments[path] = Attachment(path, stream.tell(), digest)
        except OSError as error:
            self._unread(path, error)

    def contents(self, top: str) -> dict[str, bytes]:
        """Return the bytes of every file below `top`."""
        contents: dict[str, bytes] = {}
        for path, place, _ in self.walk(top, lambda _folder: True):
            if (
                self.size(path, place) is not None
                and (data := self._bytes(path, place)) is not None
            ):
                contents[path] = data
        return contents

    def texts(self, top: str, shown: str) -> dict[str, tuple[str, str]]:
        """Return the text of every file below `top` by name there, with its path for messages."""
        texts = {}
        for path, data in self.contents(top).items():
            text, problems = decode(data, path)
            self.problems += problems
            texts[path.removeprefix(f"{top}/")] = text, shown + path
        return texts

    def unexpected(self, path: str) -> None:
        """Warn of a file or folder without a meaning, and name the one that may have been meant."""
        names = next((names for form, names in _EXPECTED if form.fullmatch(path)), ())
        name = path.rpartition("/")[2]
        near = "" if name in names else nearest(name, names)
        self.problems.append(problem("unexpected-file", Location(_printable(path)), near=near))

    def is_inside(self, path: str, place: Path, linked: bool) -> bool:
        """Whether `place` (a symbolic link if `linked`) stays below the folder; report if not."""
        if not linked:
            return True
        real = os.path.realpath(place)
        if real == self.real_root or real.startswith(self.real_root + os.sep):
            return True
        self.problems.append(problem("symlink-outside", Location(_printable(path))))
        return False

    def _entries(self, path: str, place: Path) -> list[os.DirEntry[str]]:
        """Return the entries of a folder, sorted, without hidden files and the leftovers of
        editors; report names that are not UTF-8."""
        try:
            with os.scandir(place) as listing:
                visible = [entry for entry in listing if not _LEFTOVER.fullmatch(entry.name)]
        except OSError as error:
            self._unread(path, error)
            return []
        entries = [entry for entry in visible if is_utf8(entry.name)]
        for entry in visible if len(entries) < len(visible) else ():
            self.problems += check_name(f"{path}/{entry.name}")
        return sorted(entries, key=lambda entry: entry.name)

    def size(self, path: str, place: Path) -> int | None:
        """Return the size of a plain file; pipes, sockets and devices are never opened."""
        try:
            status = place.stat()
        except OSError as error:
            self._unread(path, error)
            return None
        if stat.S_ISREG(status.st_mode):
            return status.st_size
        if stat.S_ISDIR(status.st_mode):
            self._unread(path, IsADirectoryError(errno.EISDIR, "a folder stands here"))
        else:
            self.unexpected(path)
        return None

    def _bytes(self, path: str, place: Path) -> bytes | None:
        try:
            with place.open("rb") as stream:
                return stream.read()
        except OSError as error:
            self._unread(path, error)
            return None

    def _unread(self, path: str, error: OSError) -> None:
        self.problems.append(unread(path, error))


def is_leftover(path: str) -> bool:
    """Whether a part of a path is hidden or an editor's leftover, of which no site is made."""
    return any(_LEFTOVER.fullmatch(part) for part in path.split("/"))


def unread(path: str, error: OSError) -> Diagnostic:
    """Return the reason why the file at `path` could not be read: an error, or that it is gone."""
    place = Location(_printable(path))
    if isinstance(error, FileNotFoundError):
        return problem("file-vanished", place)
    english = error.strerror or type(error).__name__
    return problem(
        "file-unreadable", place, reason=english, reason_zh=_REASONS.get(error.errno or 0, english)
    )


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder or leads to one; a link that leads in a circle is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def is_utf8(name: str) -> bool:
    """Whether a file name can be part of a text; one from a GBK archive often cannot."""
    return not _SURROGATE.search(name)


def check_name(path: str) -> list[Diagnostic]:
    """Report `name-not-utf8` if the last part of a path is not UTF-8."""
    name = path.rpartition("/")[2]
    if is_utf8(name):
        return []
    if own := _in_utf8(name):
        return [problem("system-not-utf8", Location(_printable(path)), name=own)]
    return [problem("name-not-utf8", Location(_printable(path)), name=_meant(name))]


def _in_utf8(name: str) -> str:
    """Return a name whose bytes are UTF-8 where the system reads names otherwise; else ""."""
    try:
        return os.fsencode(name).decode("utf-8")
    except ValueError:
        return ""


def _printable(path: str) -> str:
    """Return the path with the bytes that are not UTF-8 made visible."""
    return _SURROGATE.sub("\ufffd", path)


def _meant(name: str) -> str:
    """Return the name read as GBK, which it most likely is; otherwise its printable form."""
    try:
        return os.fsencode(name).decode("gb18030")
    except UnicodeError:
        return _printable(name)
