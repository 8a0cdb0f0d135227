"""Changes of the sources, from the operating system or by looking again and again, in batches."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from livereload.watcher import Watcher  # type: ignore[import-untyped]
from watchfiles._rust_notify import RustNotify, WatchfilesRustInternalError

from gksite.preview.file_systems import needs_polling
from gksite.source.files import SOURCE_NAMES
from gksite.source.folder_reader import is_leftover
from gksite.source.theme_files import shipped_themes

LONGEST_BATCH = 2
"""A batch ends after so many times the quiet that would end it, so that a long burst is heard of
while it lasts."""

USUAL_POLL_SECONDS = 1.0
_FOREVER = 0
_FAILURES = (OSError, RuntimeError, WatchfilesRustInternalError)
Changed = Callable[[frozenset[str]], None]


class SourceWatcher(Watcher):  # type: ignore[misc]  # livereload has no types
    """Hears of every change at or below the names that a project's sources have, and of no other:
    output never counts.

    `poll` is the number of seconds between two looks, or None to be told by the system; where that
    fails, `noticed` hears why (a sentence of the system) and looking begins. A batch ends when
    nothing changed for `quiet_ms`.
    """

    def __init__(
        self, root: Path, *, poll: float | None, quiet_ms: int, noticed: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._root = root
        self._poll = poll
        self._quiet_ms = quiet_ms
        self._noticed = noticed
        self._changed: Changed = lambda _: None
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._deep: _Watch | None = None
        self._top: _Watch | None = None

    def start(self, callback: Changed) -> bool:
        """Watch from now on; `callback` gets the paths of each batch, in a thread of the watcher.
        True: it needs no polling."""
        self._changed = callback
        if self._poll is None and (reason := needs_polling(self._root)):
            self._fall_back(reason)
        with self._lock:
            self._deep = self._watch(self._deep_places(), self._heard_below, recursive=True)
            self._top = self._watch([self._root], self._heard_beside, recursive=False)
        return True

    def stop(self) -> None:
        """End all threads."""
        self._stop.set()
        with self._lock:
            watches, self._deep, self._top = (self._deep, self._top), None, None
        for watch in watches:
            if watch:
                watch.stop()

    def _deep_places(self) -> list[Path]:
        places = [self._root / name for name in SOURCE_NAMES if (self._root / name).is_dir()]
        shipped = shipped_themes()
        if shipped and shipped.resolve() not in (place.resolve() for place in places):
            places.append(shipped)
        return places

    def _watch(self, places: list[Path], heard: Changed, *, recursive: bool) -> _Watch | None:
        """A running watch; with looking where the system refuses."""
        if not places:
            return None
        while True:
            try:
                return _Watch(
                    places,
                    heard,
                    self._failed,
                    recursive=recursive,
                    poll=self._poll,
                    quiet_ms=self._quiet_ms,
                )
            except _FAILURES as error:
                if self._poll is not None:
                    raise
                self._fall_back(str(error))

    def _fall_back(self, reason: str) -> None:
        self._poll = USUAL_POLL_SECONDS
        self._noticed(reason)

    def _heard_below(self, paths: frozenset[str]) -> None:
        shown = frozenset(filter(None, map(self._shown, paths)))
        if shown:
            self._changed(shown)

    def _shown(self, path: str) -> str:
        """The path as messages show it; empty for what no site is made from."""
        relative = (
            os.path.relpath(path, self._root)
            if path.startswith(str(self._root))
            else Path(path).name
        )
        name = Path(relative).as_posix()
        return "" if is_leftover(name) else name

    def _heard_beside(self, paths: frozenset[str]) -> None:
        """Something happened in the project folder itself: a source file there, or a folder of
        sources that came or went."""
        names = frozenset(name for name in map(os.path.basename, paths) if name in SOURCE_NAMES)
        if not names:
            return
        if names - {"config.yaml"}:
            self._restart_deep()
        self._changed(names)

    def _restart_deep(self) -> None:
        with self._lock:
            if self._stop.is_set():
                return
            old = self._deep
            self._deep = self._watch(self._deep_places(), self._heard_below, recursive=True)
        if old:
            old.stop()

    def _failed(self, failed: _Watch, reason: str) -> None:
        """The system tells no more; from here on look."""
        with self._lock:
            old = (self._deep, self._top)
            if self._stop.is_set() or failed not in old:
                return
            if self._poll is None:
                self._fall_back(reason)
            self._deep = self._watch(self._deep_places(), self._heard_below, recursive=True)
            self._top = self._watch([self._root], self._heard_beside, recursive=False)
        for watch in old:
            if watch:
                watch.stop()
        self._changed(frozenset({"content"}))  # what changed meanwhile nobody told


class _Watch:
    """One thread that waits for changes at some places; they are watched when this returns."""

    def __init__(
        self,
        places: Iterable[Path],
        heard: Changed,
        failed: Callable[[_Watch, str], None],
        *,
        recursive: bool,
        poll: float | None,
        quiet_ms: int,
    ) -> None:
        self._heard = heard
        self._failed = failed
        self._quiet_ms = quiet_ms
        self._stop = threading.Event()
        delay = max(50, round((poll or USUAL_POLL_SECONDS) * 1000))
        self._notify = RustNotify(
            [str(place) for place in places], False, poll is not None, delay, recursive, True
        )
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, unless this is called in it; then it ends by itself."""
        self._stop.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(5)

    def _run(self) -> None:
        with contextlib.closing(self._notify):
            while not self._stop.is_set():
                try:
                    changes = self._notify.watch(
                        LONGEST_BATCH * self._quiet_ms, self._quiet_ms, _FOREVER, self._stop
                    )
                except _FAILURES as error:
                    self._failed(self, str(error))
                    return
                if isinstance(changes, set):
                    self._heard(frozenset(path for _, path in changes))
