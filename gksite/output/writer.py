"""The output folder: new files are staged beside the site, then moved into place all together or
not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from gksite.output.changes import find_stale, first_steps, order_steps
from gksite.output.journal import (
    Write,
    clear_staging,
    close_journal,
    run_steps,
    undo_unfinished,
    write_journal,
)
from gksite.output.manifest import (
    FORMAT,
    MANIFEST_NAME,
    FileState,
    Manifest,
    manifest_bytes,
    marker_bytes,
    parse_marker,
    read_manifest,
    read_marker,
)
from gksite.output.paths import MARKER_PATH, STAGING_PATH, is_safe
from gksite.output.refusal import Refused, reasons, refuse, refusing_on_error, write_failed
from gksite.output.staging import (
    Staged,
    StagingPlace,
    digest_of_file,
    make_folder,
    remove_unlisted,
    stage_copy,
    stage_file,
    write_new_file,
)
from gksite.work.interrupts import interrupts_held

if sys.platform != "win32":
    import fcntl

__all__ = [
    "Committed",
    "Output",
    "Refused",
    "Staged",
    "StagingPlace",
    "open_output",
    "stage_copy",
    "stage_file",
    "write_failed",
]

LOCK_NAME = "lock"
# A file changed within one tick of the file system's clock after it was written may bear the same
# time.
_CLOCK_TICK_NS = 20_000_000


class Committed(msgspec.Struct, frozen=True):
    """The result of a commit: the numbers of files written and of files that had their bytes
    already, and the removed paths."""

    written: int
    unchanged: int
    removed: tuple[str, ...]


class Output:
    """An output folder of ours, locked, in its state at opening. Good for one commit."""

    def __init__(self, root: str, place: str, state_dir: Path) -> None:
        self.previous = read_manifest(state_dir)
        self._root = root
        self._place = place
        self._state_dir = state_dir
        self._marker = read_marker(root)
        is_new = self._marker is None and os.listdir(root) == [STAGING_PATH]  # noqa: PTH208
        tree = f"tree-{secrets.token_hex(8)}" if is_new else ""
        self.staging_place = StagingPlace(root, f"{root}/{STAGING_PATH}", tree)
        """Where shares of the work stage their files."""
        self._staging = self.staging_place.attempt()
        self._entries: dict[str, dict[str, os.DirEntry[str]]] = {}
        self._intact: frozenset[str] | None = None
        try:
            self._trusted_before = (state_dir / MANIFEST_NAME).stat().st_mtime_ns - _CLOCK_TICK_NS
        except OSError:
            self._trusted_before = 0

    def stage(self, path: str, data: bytes) -> Staged:
        """Stage a file in this folder, as `stage_file` does."""
        return stage_file(self._staging, path, data)

    def stage_copy(self, path: str, source: Path, expected: bytes) -> Staged:
        """Stage a copy in this folder, as `staging.stage_copy` does."""
        return stage_copy(self._staging, path, source, expected)

    def survey(self) -> frozenset[str]:
        """Return the paths that are in place as the last build wrote them. The answer is cached."""
        if self._intact is None:
            self._intact = frozenset(filter(self.is_intact, self.previous.files))
        return self._intact

    def stands(self, inputs: bytes) -> bool:
        """Whether the last build had these inputs, and every file of it is in place."""
        return inputs == self.previous.inputs and len(self.survey()) == len(self.previous.files)

    def is_intact(self, path: str) -> bool:
        """Whether the last build wrote the file in place: by size and time, else by bytes."""
        state = self.previous.files.get(path)
        if state is None:
            return False
        entry = self._entry(path)
        if entry is None or not entry.is_file(follow_symlinks=False):
            return False
        status = entry.stat(follow_symlinks=False)
        if status.st_size != state.size:
            return False
        if status.st_mtime_ns == state.mtime_ns < self._trusted_before:
            return True
        return digest_of_file(f"{self._root}/{path}") == state.digest

    def commit(
        self,
        staged: Sequence[Staged],
        fingerprints: Mapping[str, bytes],
        inputs: bytes,
        notes: bytes,
    ) -> Committed:
        """Make the folder hold exactly the files of `fingerprints`, besides foreign ones; or raise
        Refused and leave everything unchanged.

        Files of `fingerprints` that are not in `staged` must be intact, and stay. Ctrl-C waits for
        the end.
        """
        with interrupts_held(), refusing_on_error(self._place):
            return self._commit(staged, fingerprints, inputs, notes)

    def _commit(
        self,
        staged: Sequence[Staged],
        fingerprints: Mapping[str, bytes],
        inputs: bytes,
        notes: bytes,
    ) -> Committed:
        items = {item.path: item for item in staged}
        if unknown := items.keys() - fingerprints.keys():
            raise ValueError(f"staged, but without a fingerprint: {sorted(unknown)}")
        files = {
            path: self._state(path, fingerprint, items.get(path))
            for path, fingerprint in fingerprints.items()
        }
        owned = parse_marker(self._marker or b"")
        stale = find_stale(self._root, owned, files.keys())
        if tree := self.staging_place.tree:
            remove_unlisted(self.staging_place, {item.name for item in items.values()})
            steps = first_steps(tree, items.values())
        else:
            steps = order_steps(self._root, list(items.values()), stale, owned, files.keys())
        marker = marker_bytes(files)
        manifest = self._prepare_manifest(Manifest(FORMAT, inputs, files, notes))
        if marker != self._marker:
            write_new_file(f"{self._root}/{STAGING_PATH}/marker", marker)
            kept = "" if self._marker is None else "old-marker"
            steps.append(Write(MARKER_PATH, "marker", kept, hashlib.sha256(marker).digest()))
        if steps:
            write_journal(self._root, steps)
            run_steps(self._root, steps)
            close_journal(self._root)
        if manifest is not None:
            # The site is whole by now; without this record the next build only takes longer.
            with contextlib.suppress(OSError):
                manifest.replace(self._state_dir / MANIFEST_NAME)
        written = sum(1 for item in items.values() if item.name)
        return Committed(written, len(files) - written, tuple(stale))

    def _entry(self, path: str) -> os.DirEntry[str] | None:
        folder, _, name = path.rpartition("/")
        entries = self._entries.get(folder)
        if entries is None:
            entries = self._entries[folder] = self._entries_of(folder)
        return entries.get(name)

    def _entries_of(self, folder: str) -> dict[str, os.DirEntry[str]]:
        if folder:
            entry = self._entry(folder)
            if entry is None or not entry.is_dir(follow_symlinks=False):
                return {}
        try:
            with os.scandir(f"{self._root}/{folder}") as listing:
                return {entry.name: entry for entry in listing}
        except OSError:
            return {}

    def _state(self, path: str, fingerprint: bytes, item: Staged | None) -> FileState:
        if not is_safe(path):
            raise ValueError(f"not a path of the output folder: {path!r}")
        if item is not None and item.name:
            return FileState(fingerprint, item.digest, item.size, item.mtime_ns)
        entry = self._entry(path)
        if entry is None:
            raise refuse("file-vanished", path)
        status = entry.stat(follow_symlinks=False)
        if item is not None:
            digest = item.digest
        else:
            state = self.previous.files.get(path)
            digest = state.digest if state is not None else digest_of_file(f"{self._root}/{path}")
        return FileState(fingerprint, digest, status.st_size, status.st_mtime_ns)

    def _prepare_manifest(self, manifest: Manifest) -> Path | None:
        """Write the new manifest beside the old one, to notice a full disk before any change."""
        if manifest == self.previous:
            return None
        waiting = self._state_dir / f"{MANIFEST_NAME}.new"
        write_new_file(str(waiting), manifest_bytes(manifest))
        return waiting


@contextmanager
def open_output(out_dir: Path, state_dir: Path) -> Iterator[Output]:
    """Open and lock the output folder; make it when it is missing. Unless a commit succeeds,
    everything is restored afterwards.

    Raises Refused: "output-not-ours" when the folder holds files and no marker, "output-locked"
    when another process is at work, "write-failed" when the disk fails, "output-unfinished" when it
    fails so that a commit cannot be undone. The remains of a killed build are undone and removed
    first.
    """
    place, root = out_dir.as_posix(), os.path.realpath(out_dir)
    if os.path.lexists(root) and not Path(root).is_dir():
        raise refuse("output-not-ours", place)
    with ExitStack() as stack:
        with refusing_on_error(place):
            _lock_state(stack, state_dir, place)
            _make_root(stack, Path(root))
            _lock_folder(stack, root, place)
            _undo(root, place)
            stack.callback(_tidy, root, state_dir)
            clear_staging(root)
            if read_marker(root) is None and any(Path(root).iterdir()):
                raise refuse("output-not-ours", place)
            make_folder(f"{root}/{STAGING_PATH}")
            output = Output(root, place, state_dir)
        try:
            yield output
        finally:
            with interrupts_held():
                _undo(root, place)


def _lock_state(stack: ExitStack, state_dir: Path, place: str) -> None:
    state_dir.mkdir(parents=True, exist_ok=True)
    try:
        stack.enter_context(FileLock(state_dir / LOCK_NAME, blocking=False))
    except Timeout as error:
        raise refuse("output-locked", place) from error


def _make_root(stack: ExitStack, root: Path) -> None:
    missing = [folder for folder in (root, *root.parents) if not folder.is_dir()]
    for folder in reversed(missing):
        make_folder(str(folder))
        stack.callback(_remove_if_empty, folder)


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def _lock_folder(stack: ExitStack, root: str, place: str) -> None:
    """Lock the folder itself: two projects with one output folder have two state folders.

    Forked workers hold this lock too, so that no build starts while a worker of a killed build
    lives.
    """
    if sys.platform != "win32":
        descriptor = os.open(root, os.O_RDONLY)
        stack.callback(os.close, descriptor)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise refuse("output-locked", place) from error
        except OSError:
            return  # some network file systems have no locks; the lock in the state folder remains


def _undo(root: str, place: str) -> None:
    """Undo a commit that did not come to its end. Where that fails the journal stays for the next
    run, and Refused is raised."""
    try:
        with contextlib.suppress(OSError):
            undo_unfinished(root)
            return
        # Try again: an error of a network file system may be gone.
        undo_unfinished(root)
    except OSError as error:
        chinese, english = reasons(error)
        raise refuse("output-unfinished", place, reason=english, reason_zh=chinese) from error


def _tidy(root: str, state_dir: Path) -> None:
    with interrupts_held(), contextlib.suppress(OSError):
        clear_staging(root)
        (state_dir / f"{MANIFEST_NAME}.new").unlink(missing_ok=True)
