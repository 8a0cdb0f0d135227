"""Stage files: write them beside the site under flat names, in this process or in a worker."""

# A build touches 10,000 files, and Path costs several times what the system call does.
# ruff: noqa: PTH101, PTH102, PTH105, PTH108, PTH123

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from gksite.output.paths import is_safe
from gksite.output.refusal import Refused, refuse, write_failed
from gksite.source.folder_reader import unread

FILE_MODE = 0o644
FOLDER_MODE = 0o755
_CHUNK_SIZE = 1 << 20
_WRITE = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class StagingPlace(msgspec.Struct, frozen=True):
    """The place where the shares of a build stage their files: data alone, so that it can be sent
    to any process.

    Where the output is new, `tree` is the folder of `staging_dir` in which files are staged in
    their final folders, so that these can be moved as a whole; it is no other build's. Else it is
    "".
    """

    out_dir: str
    staging_dir: str
    tree: str = ""

    def attempt(self) -> Staging:
        """Return the staging of one attempt at a share."""
        return Staging(self, secrets.token_hex(8))


class Staging(msgspec.Struct, frozen=True):
    """The staging of one attempt at a share.

    `token` begins the names of its files, so that an attempt which ends late, though its share was
    given to another process, changes no file of the other's.
    """

    place: StagingPlace
    token: str


class Staged(msgspec.Struct, frozen=True):
    """A file ready to take its place: the sha256 and size of its bytes, its name in the staging
    folder, and its time.

    `name` is empty where the file in place has these bytes already.
    """

    path: str
    digest: bytes
    size: int
    name: str
    mtime_ns: int = 0


def stage_file(staging: Staging, path: str, data: bytes) -> Staged:
    """Stage `data` as the file `path`. Raises Refused for an unsafe path or a failing disk."""
    name = _staged_name(staging, path)
    digest = hashlib.sha256(data).digest()
    try:
        if not staging.place.tree and _holds(f"{staging.place.out_dir}/{path}", data):
            return Staged(path, digest, len(data), "")
        with _staged(staging, name) as descriptor:
            _write_all(descriptor, data)
            mtime_ns = _finished(descriptor)
    except OSError as error:
        raise write_failed(path, error) from error
    return Staged(path, digest, len(data), name, mtime_ns)


def stage_copy(staging: Staging, path: str, source: Path, expected: bytes) -> Staged:
    """Stage a copy of `source`, whose sha256 is `expected`, to become the file `path`, without
    loading it whole.

    Raises Refused as `stage_file` does, and at `source` when it cannot be read or has changed since
    it was read.
    """
    copied = _stage_copy(staging, path, source)
    if copied.digest != expected:
        raise refuse("copy-differs", source.as_posix())
    return copied


def _stage_copy(staging: Staging, path: str, source: Path) -> Staged:
    name = _staged_name(staging, path)
    try:
        size = source.stat().st_size
        with source.open("rb", buffering=0) as file:
            in_place = f"{staging.place.out_dir}/{path}"
            if not staging.place.tree and _size(in_place) == size:
                digest = hashlib.file_digest(file, "sha256").digest()
                if digest_of_file(in_place) == digest:
                    return Staged(path, digest, size, "")
                file.seek(0)
            return _copy(file.fileno(), staging, path, name)
    except OSError as error:
        raise Refused(unread(source.as_posix(), error)) from error


def remove_unlisted(place: StagingPlace, names: Collection[str]) -> None:
    """Remove the files of a new site that are staged and not among `names`: no result of a share
    lists them."""
    folders = [place.tree] if names else []
    while folders:
        with os.scandir(f"{place.staging_dir}/{folders[-1]}") as listing:
            above = folders.pop()
            for entry in listing:
                name = f"{above}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    folders.append(name)
                elif name not in names:
                    os.unlink(entry.path)


def write_new_file(full_path: str, data: bytes) -> int:
    """Write `data` to a file, readable by all, instead of what it held. Return its time in
    nanoseconds."""
    descriptor = os.open(full_path, _WRITE | os.O_TRUNC, FILE_MODE)
    try:
        _write_all(descriptor, data)
        return _finished(descriptor)
    finally:
        os.close(descriptor)


def make_folder(full_path: str) -> None:
    """Make a folder that everyone may read, whatever the umask."""
    os.mkdir(full_path, FOLDER_MODE)
    os.chmod(full_path, FOLDER_MODE)


def digest_of_file(full_path: str) -> bytes:
    """Return the sha256 of a regular file; "" if missing or unreadable, or a link."""
    try:
        with open(os.open(full_path, _READ), "rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b""


def _staged_name(staging: Staging, path: str) -> str:
    """Return the name in the staging folder under which a file waits to be moved into place."""
    if not is_safe(path):
        raise refuse(
            "unsafe-id",
            path,
            id=path,
            reason="it leads out of the output folder or into gksite's own files",
            reason_zh="它指向输出文件夹之外，或是 gksite 自己的文件",
        )
    return f"{staging.place.tree}/{path}" if staging.place.tree else _own_name(staging, path)


def _own_name(staging: Staging, name: str) -> str:
    """Return a name in the staging folder that no other attempt uses."""
    return f"{staging.token}.{hashlib.blake2b(name.encode(), digest_size=12).hexdigest()}"


@contextlib.contextmanager
def _staged(staging: Staging, name: str) -> Iterator[int]:
    """Open a new file of the staging folder for writing, in a folder that is made where it is
    missing.

    Where another attempt staged the file already, whole or not, it stays until the new one is
    whole.
    """
    target = new = f"{staging.place.staging_dir}/{name}"
    try:
        descriptor = _created(target)
    except FileNotFoundError:
        _make_folders(staging.place.staging_dir, name)
        descriptor = _created(target)
    except FileExistsError:
        new = f"{staging.place.staging_dir}/{_own_name(staging, name)}"
        descriptor = _created(new)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
    if new != target:
        os.replace(new, target)


def _created(full_path: str) -> int:
    return os.open(full_path, _WRITE | os.O_EXCL, FILE_MODE)


def _make_folders(staging_dir: str, name: str) -> None:
    """Make the folders of a file below the staging folder, which everyone may read; another process
    may make them at the same time."""
    for end in (number for number, letter in enumerate(name) if letter == "/"):
        with contextlib.suppress(FileExistsError):
            make_folder(f"{staging_dir}/{name[:end]}")


def _size(full_path: str) -> int:
    try:
        return os.lstat(full_path).st_size
    except OSError:
        return -1


def _holds(full_path: str, data: bytes) -> bool:
    if _size(full_path) != len(data):
        return False
    try:
        with open(os.open(full_path, _READ), "rb") as file:
            return file.read() == data
    except OSError:
        return False


def _copy(source: int, staging: Staging, path: str, name: str) -> Staged:
    state, size = hashlib.sha256(), 0
    with contextlib.ExitStack() as stack:
        try:
            target = stack.enter_context(_staged(staging, name))
        except OSError as error:
            raise write_failed(path, error) from error
        while chunk := os.read(source, _CHUNK_SIZE):
            state.update(chunk)
            size += len(chunk)
            try:
                _write_all(target, chunk)
            except OSError as error:
                raise write_failed(path, error) from error
        mtime_ns = _finished(target)
    return Staged(path, state.digest(), size, name, mtime_ns)


def _write_all(descriptor: int, data: bytes) -> None:
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, memoryview(data)[written:])


def _finished(descriptor: int) -> int:
    """Return the time of a file that is written, after its mode is set right."""
    status = os.fstat(descriptor)
    if sys.platform != "win32" and stat.S_IMODE(status.st_mode) != FILE_MODE:
        os.fchmod(descriptor, FILE_MODE)
    return status.st_mtime_ns
