"""Change source files: under a lock, all of them or none, and never over changes that somebody else
wrote meanwhile."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec
from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

from gksite.output.places import STATE_DIR
from gksite.output.refusal import Refused, reasons, refuse, write_failed
from gksite.source.files import CONFIG_PATH
from gksite.work.interrupts import interrupts_held

LOCK_NAME = "sources.lock"
SNAPSHOT_LOCK_NAME = "snapshot.lock"
LONGEST_WAIT = 120.0
"""Seconds for which a command waits for another that changes the sources."""
_SILENT_WAIT = 1.0
_NEW, _OLD = ".gksite-new", ".gksite-old"
# A file on a shared folder is opened by several users, whatever the mask of the first one is.
_LOCK_MODE = 0o666
_NO_LOCKS = frozenset((errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL))


class LockedSources:
    """The source files of a project, while no other gksite changes them."""

    def write(self, files: Mapping[Path, bytes], read: Mapping[Path, bytes]) -> None:
        """Write files as `write_together` does, unless one differs from `read`, which has no entry
        for a missing file: then raise Refused.

        The new content must be derived from files that were read inside the lock. An editor that
        ignores the lock may still save in between.
        """
        for path in files:
            _sweep(path)
        _write(files, read)

    def remove(self, files: Mapping[Path, bytes]) -> None:
        """Remove files that are unchanged since they were read, and folders that are left empty; a
        changed file stays. Raises Refused."""
        try:
            for path, data in files.items():
                if path.read_bytes() == data:
                    path.unlink()
            for folder in sorted({path.parent for path in files}, reverse=True):
                if not any(folder.iterdir()):
                    folder.rmdir()
        except OSError as error:
            raise write_failed(
                Path(error.filename).as_posix() if error.filename else "", error
            ) from error


@contextmanager
def locked_sources(
    root: Path, waiting: Callable[[], None] | None = None, wait: float = LONGEST_WAIT
) -> Iterator[LockedSources]:
    """Lock the sources of the project at `root`: read, decide and write inside.

    A second process waits, and calls `waiting` once that takes a moment; after `wait` seconds it
    raises Refused, which names the owner of the lock. Without a project nothing is locked, since no
    file may be left there.
    """
    if not (root / CONFIG_PATH).is_file():
        yield LockedSources()
        return
    with _held(root / STATE_DIR / LOCK_NAME, waiting, wait):
        yield LockedSources()


@contextmanager
def alone_with_snapshots(
    root: Path, waiting: Callable[[], None] | None = None, wait: float = LONGEST_WAIT
) -> Iterator[None]:
    """Keep other processes from making snapshots of the project at `root`; sources may change
    meanwhile.

    A second process waits as for `locked_sources`.
    """
    if not (root / CONFIG_PATH).is_file():
        yield
        return
    with _held(root / STATE_DIR / SNAPSHOT_LOCK_NAME, waiting, wait):
        yield


@contextmanager
def _held(place: Path, waiting: Callable[[], None] | None, wait: float) -> Iterator[None]:
    lock = _acquire(place, waiting, wait)
    try:
        yield
    finally:
        lock.release()


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write every file, replacing existing ones; each appears whole. When one cannot be written,
    all are restored and Refused is raised."""
    _write(files, None)


class _Change(msgspec.Struct):
    """A file being replaced: its path, its new bytes in a temporary file, and the old file, which
    is kept until all is done."""

    target: Path
    new: Path
    old: Path
    is_new: bool
    is_kept: bool = False
    is_done: bool = False


def _acquire(place: Path, waiting: Callable[[], None] | None, wait: float) -> BaseFileLock:
    """Acquire the lock and return it."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _wait_for(FileLock(place, mode=_LOCK_MODE), waiting, wait)
        except OSError as error:
            if isinstance(error, Timeout) or error.errno not in _NO_LOCKS:
                raise
            # Some network file systems have no locks; that one alone can make a file they all have.
            return _wait_for(
                SoftFileLock(place.with_suffix(".held"), mode=_LOCK_MODE), waiting, wait
            )
    except Timeout as error:
        raise refuse("sources-locked", place.as_posix()) from error
    except OSError as error:
        raise write_failed(place.as_posix(), error) from error


def _wait_for(lock: BaseFileLock, waiting: Callable[[], None] | None, wait: float) -> BaseFileLock:
    try:
        lock.acquire(timeout=min(_SILENT_WAIT, wait))
    except Timeout:
        if waiting:
            waiting()
        lock.acquire(timeout=max(wait - _SILENT_WAIT, 0))
    return lock


def _write(files: Mapping[Path, bytes], read: Mapping[Path, bytes] | None) -> None:
    """Write the files that differ; with `read` None, whatever they contain."""
    made_dirs: list[Path] = []
    changes: list[_Change] = []
    place = Path()
    with interrupts_held():
        try:
            for path, data in files.items():
                place = path
                _check(path, read)
                made_dirs += _make_dirs(path.parent)
                changes.append(_change(path))
                _stage(changes[-1], data)
            for path, change in zip(files, changes, strict=True):
                place = path
                change.is_kept = _keep(change)
                _check(path, read)
                change.new.replace(change.target)
                change.is_done = True
            for folder in {change.target.parent for change in changes}:
                _settle(folder)
        except Refused:
            _undo(changes, made_dirs)
            raise
        except OSError as error:
            if remaining := _undo(changes, made_dirs):
                raise _unfinished(remaining, error) from error
            raise write_failed(place.as_posix(), error) from error
        for change in changes:
            with contextlib.suppress(OSError):
                change.old.unlink(missing_ok=True)


def _change(path: Path) -> _Change:
    target = path.resolve() if path.is_symlink() else path
    # A name of our own: another process may write the same file at this moment.
    stem = f".{target.name[:40]}.{secrets.token_hex(8)}"
    return _Change(
        target, target.with_name(stem + _NEW), target.with_name(stem + _OLD), not target.exists()
    )


def _stage(change: _Change, data: bytes) -> None:
    """Write the new bytes to a temporary file, flushed to disk, with the mode of the old file."""
    descriptor = os.open(
        change.new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
    )
    with os.fdopen(descriptor, "wb") as stream:
        if not change.is_new and hasattr(os, "fchmod"):
            with contextlib.suppress(PermissionError):
                os.fchmod(descriptor, stat.S_IMODE(change.target.stat().st_mode))
        stream.write(data)
        stream.flush()
        os.fsync(descriptor)


def _check(path: Path, read: Mapping[Path, bytes] | None) -> None:
    """Raise Refused unless a file is unchanged since it was read."""
    if read is None:
        return
    try:
        now: bytes | None = path.read_bytes()
    except FileNotFoundError:
        now = None
    if now != read.get(path):
        raise refuse("source-changed", path.as_posix())


def _keep(change: _Change) -> bool:
    """Keep the old file under a second name, hard link or copy; return False without one."""
    if change.is_new:
        return False
    try:
        os.link(change.target, change.old)
    except OSError:
        shutil.copy2(change.target, change.old)
    return True


def _settle(folder: Path) -> None:
    """Flush a folder to disk, where the system can: a confirmed change survives a power cut."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _make_dirs(folder: Path) -> list[Path]:
    """Make a folder and those above it; the ones made, outermost first."""
    missing = [
        missing_folder
        for missing_folder in (folder, *folder.parents)
        if not missing_folder.exists()
    ][::-1]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _undo(changes: list[_Change], made_dirs: list[Path]) -> list[_Change]:
    """Restore everything; return the changes that failed, their old bytes kept elsewhere."""
    remaining: list[_Change] = []
    for change in reversed(changes):
        try:
            if change.is_done and change.is_kept:
                change.old.replace(change.target)
            elif change.is_done:
                change.target.unlink()
        except OSError:
            remaining.append(change)
            continue
        for spare in (change.new, change.old):
            with contextlib.suppress(OSError):
                spare.unlink(missing_ok=True)
    for folder in reversed(made_dirs):
        with contextlib.suppress(OSError):
            folder.rmdir()
    return remaining


def _unfinished(remaining: list[_Change], error: OSError) -> Refused:
    chinese, english = reasons(error)
    kept = [change.old.as_posix() for change in remaining if change.is_kept]
    return refuse(
        "sources-unfinished",
        remaining[0].target.as_posix(),
        reason=english,
        reason_zh=chinese,
        count=len(remaining),
        kept=", ".join(kept) or "—",
    )


def _sweep(path: Path) -> None:
    """Remove temporary files of a killed process. Only under the lock are they not in use."""
    head = f".{path.name[:40]}."
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(path.parent)):
            if entry.name.startswith(head) and entry.name.endswith((_NEW, _OLD)):
                os.unlink(entry.path)  # noqa: PTH108 - an entry of scandir has its path
