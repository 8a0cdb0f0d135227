"""Stage files: write them beside the site under flat names, in this process or in a worker."""

# A build touches 10,000 files, and Path costs several times what the system call does.
# ruff: noqa: PTH101, PTH102, PTH123

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
from pathlib import Path

import msgspec

from gksite.output.paths import is_flat, is_safe
from gksite.output.refusal import Refused, refuse, write_failed
from gksite.source.folder_reader import unread

TREE = "tree"
"""The folder within the staging folder that has the tree of a new site."""
FILE_MODE = 0o644
FOLDER_MODE = 0o755
_CHUNK_SIZE = 1 << 20
_CREATE = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_TRUNC
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Staging(msgspec.Struct, frozen=True):
    """The folder in which one share stages its files.

    `prefix` is letters, digits and hyphens, unique for each share of the work. Where the output is
    new (`is_fresh`), files are staged in their final folders, so that these can be moved as a
    whole.
    """

    out_dir: str
    staging_dir: str
    prefix: str
    is_fresh: bool = False


class StagingArea(msgspec.Struct, frozen=True):
    """Where the shares of a build stage their files: plain data: not all workers are forked."""

    out_dir: str
    staging_dir: str
    is_fresh: bool = False

    def of_share(self, prefix: str) -> Staging:
        """Return the staging of one share, with its own prefix: letters, digits, hyphens."""
        return Staging(self.out_dir, self.staging_dir, prefix, self.is_fresh)


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
        if not staging.is_fresh and _holds(f"{staging.out_dir}/{path}", data):
            return Staged(path, digest, len(data), "")
        mtime_ns = write_new_file(f"{staging.staging_dir}/{name}", data)
    except FileNotFoundError:
        return _stage_first(staging, path, name, data, digest)
    except OSError as error:
        raise write_failed(path, error) from error
    return Staged(path, digest, len(data), name, mtime_ns)


def _stage_first(staging: Staging, path: str, name: str, data: bytes, digest: bytes) -> Staged:
    """Stage a file as `stage_file` does, after making its missing folder."""
    try:
        _make_folders(staging.staging_dir, name)
        return Staged(
            path, digest, len(data), name, write_new_file(f"{staging.staging_dir}/{name}", data)
        )
    except OSError as error:
        raise write_failed(path, error) from error


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
            if not staging.is_fresh and _size(f"{staging.out_dir}/{path}") == size:
                digest = hashlib.file_digest(file, "sha256").digest()
                if digest_of_file(f"{staging.out_dir}/{path}") == digest:
                    return Staged(path, digest, size, "")
                file.seek(0)
            return _copy(file.fileno(), staging, path, name)
    except OSError as error:
        raise Refused(unread(source.as_posix(), error)) from error


def write_new_file(full_path: str, data: bytes) -> int:
    """Write `data` to a new file, readable by all. Return its time in nanoseconds."""
    descriptor = os.open(full_path, _CREATE, FILE_MODE)
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
    if not is_safe(path) or not is_flat(staging.prefix):
        raise refuse(
            "unsafe-id",
            path,
            id=path,
            reason="it leads out of the output folder or into gksite's own files",
            reason_zh="它指向输出文件夹之外，或是 gksite 自己的文件",
        )
    if staging.is_fresh:
        return f"{TREE}/{path}"
    return f"{staging.prefix}.{hashlib.blake2b(path.encode(), digest_size=12).hexdigest()}"


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
    try:
        if staging.is_fresh:
            _make_folders(staging.staging_dir, name)
        target = os.open(f"{staging.staging_dir}/{name}", _CREATE, FILE_MODE)
    except OSError as error:
        raise write_failed(path, error) from error
    try:
        while chunk := os.read(source, _CHUNK_SIZE):
            state.update(chunk)
            size += len(chunk)
            try:
                _write_all(target, chunk)
            except OSError as error:
                raise write_failed(path, error) from error
        mtime_ns = _finished(target)
    finally:
        os.close(target)
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
