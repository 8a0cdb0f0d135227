"""A folder of this machine, or a mounted one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from gksite.config.values import Target
from gksite.output.paths import parent
from gksite.output.refusal import reasons, refuse
from gksite.output.staging import FILE_MODE, make_folder
from gksite.publishing.answers import LARGEST_NOTE, too_large
from gksite.publishing.credentials import Credentials
from gksite.publishing.listing import SiteFile
from gksite.source.folder_reader import is_utf8

_CHUNK_SIZE = 1 << 20
_NEW = ".gksite-new"


def store_of(target: Target, _: Credentials, project: Path) -> FolderStore:
    """Return the store of a target."""
    place = project / Path(target.path).expanduser()
    return FolderStore(Path(os.path.abspath(place)))  # noqa: PTH100 - `..` goes, links stay


class FolderStore:
    """A folder. Files are synced before anything leads to them; no symbolic link is followed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._checked: set[str] = set()

    def __enter__(self) -> FolderStore:
        return self

    def __exit__(self, *_: object) -> None:
        """Close nothing."""

    def place(self, path: str = "") -> str:
        """Return the path on this disk."""
        return (self._root / path).as_posix() if path else self._root.as_posix()

    def sizes(self, folder: str, paths: Collection[str]) -> Mapping[str, int]:
        """As in Store."""
        sizes: dict[str, int] = {}
        top = self._root / folder
        with self._telling(folder):
            for path in paths:
                with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                    state = (top / path).lstat()
                    if not stat.S_ISDIR(state.st_mode):
                        sizes[path] = state.st_size
            if paths:
                return sizes
            for here, _, names in os.walk(top, onerror=_unless_missing):
                # A name that is not UTF-8 is somebody else's: leave the file.
                for name in names if is_utf8(here) else ():
                    if not is_utf8(name):
                        continue
                    full = Path(here, name)
                    sizes[full.relative_to(top).as_posix()] = full.lstat().st_size
        return sizes

    def read(self, path: str) -> bytes | None:
        """As in Store."""
        with self._telling(path):
            try:
                with (self._root / path).open("rb") as stream:
                    data = stream.read(LARGEST_NOTE + 1)
            except (FileNotFoundError, NotADirectoryError):
                return None
        if len(data) > LARGEST_NOTE:
            raise too_large(self.place(path))
        return data

    def holds(self, path: str, file: SiteFile) -> bool:
        """As in Store."""
        full = self._root / path
        with self._telling(path):
            try:
                if full.is_symlink() or full.stat().st_size != file.size:
                    return False
                with full.open("rb") as stream:
                    return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                return False

    def send(self, path: str, file: SiteFile) -> None:
        """Copy, and write out to the disk."""
        with self._telling(path):
            target = self._ready(path)
            # Another release may share the old file: remove the link, never write through it.
            target.unlink(missing_ok=True)
            with Path(file.full_path).open("rb") as source, target.open("xb") as stream:
                shutil.copyfileobj(source, stream, _CHUNK_SIZE)
                os.fsync(stream.fileno())
            target.chmod(FILE_MODE)

    def write(self, path: str, data: bytes) -> None:
        """As in Store."""
        with self._telling(path):
            target = self._ready(path)
            new = target.with_name(target.name + _NEW)
            new.write_bytes(data)
            self._settle(new)
            new.replace(target)
            self._settle(target.parent)

    def create(self, path: str, data: bytes) -> bool:
        """As in Store."""
        with self._telling(path):
            target = self._ready(path)
            try:
                with target.open("xb") as stream:
                    stream.write(data)
                    os.fsync(stream.fileno())
            except FileExistsError:
                return False
            except OSError:
                target.unlink(missing_ok=True)
                raise
            return True

    def put_in_place(self, staged: str, path: str, file: SiteFile) -> None:
        """As in Store."""
        with self._telling(path):
            target = self._ready(path)
            (self._root / staged).replace(target)
            self._settle(target.parent)

    def remove(self, path: str) -> None:
        """As in Store."""
        with self._telling(path):
            if self._leads_astray(parent(path)):
                return
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                (self._root / path).unlink()
            self._prune(parent(path))

    def remove_tree(self, folder: str) -> None:
        """As in Store."""
        with self._telling(folder), contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self._root / folder)

    @property
    def shares_files(self) -> bool:
        """Whether `reuse` is cheap; copies within a disk are."""
        return True

    def reuse(self, source: str, path: str) -> None:
        """Make a hard link, or a copy if the file system has none."""
        with self._telling(path):
            target = self._ready(path)
            target.unlink(missing_ok=True)
            try:
                os.link(self._root / source, target, follow_symlinks=False)
            except FileNotFoundError:
                raise
            except OSError:
                shutil.copyfile(self._root / source, target, follow_symlinks=False)
                self._settle(target)

    def link(self, path: str) -> str | None:
        """As in LinkingStore."""
        full = self._root / path
        with self._telling(path):
            if full.is_symlink():
                return full.readlink().as_posix()
            return "" if full.exists() else None

    def switch(self, path: str, leads_to: str) -> None:
        """As in LinkingStore. Every folder of the release is on the disk before."""
        with self._telling(path):
            for here, _, _ in os.walk(self._root / leads_to):
                self._settle(Path(here))
            new = self._root / (path + _NEW)
            new.unlink(missing_ok=True)
            new.symlink_to(leads_to)
            new.replace(self._root / path)
            self._settle(self._root)

    def _ready(self, path: str) -> Path:
        """Return the full path, its folder made. Raises Refused if a folder is a symbolic link."""
        folder = parent(path)
        if folder not in self._checked:
            if self._leads_astray(folder):
                raise refuse("publish-not-ours", self.place(path), count=1)
            full = self._root / folder
            for missing in reversed(
                [parent for parent in (full, *full.parents) if not parent.exists()]
            ):
                make_folder(str(missing))
            self._checked.add(folder)
        return self._root / path

    def _leads_astray(self, folder: str) -> bool:
        while folder:
            if (self._root / folder).is_symlink():
                return True
            folder = parent(folder)
        return False

    def _prune(self, folder: str) -> None:
        with contextlib.suppress(OSError):
            while folder:
                (self._root / folder).rmdir()
                self._checked.discard(folder)
                folder = parent(folder)

    def _settle(self, path: Path) -> None:
        if os.name == "nt" and path.is_dir():
            return  # Windows opens no folders
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    @contextmanager
    def _telling(self, path: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            chinese, english = reasons(error)
            raise refuse(
                "publish-write-failed", self.place(path), reason=english, reason_zh=chinese
            ) from error


def _unless_missing(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise error
