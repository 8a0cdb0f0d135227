"""Changes of the sources, in batches: from the operating system, or by polling."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from watchfiles import awatch

from gksite.preview.file_systems import needs_polling
from gksite.source.files import SOURCE_NAMES
from gksite.source.folder_reader import is_leftover
from gksite.source.theme_files import shipped_themes

LONGEST_BATCH = 2
"""Upper bound of a batch, in multiples of the quiet period."""

USUAL_POLL_SECONDS = 1.0
_FAILURES = (OSError, RuntimeError)
Changed = Callable[[frozenset[str]], None]


class SourceWatcher:
    """Reports every change at or below the names that a project's sources have. Output folders are
    not watched.

    `changed` gets the paths of each batch; a batch ends when nothing changed for `quiet_ms`. `poll`
    is the number of seconds between two looks, or None for notifications of the system. Where those
    fail, `noticed` gets the reason and polling begins. Everything runs in the caller's loop.
    """

    def __init__(
        self,
        root: Path,
        *,
        poll: float | None,
        quiet_ms: int,
        changed: Changed,
        noticed: Callable[[str], None],
    ) -> None:
        self._root = root
        self._poll = poll
        self._quiet_ms = quiet_ms
        self._changed = changed
        self._noticed = noticed
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to watch. What changes after this returns is reported."""
        if self._poll is None and (reason := needs_polling(self._root)):
            self._fall_back(reason)
        self._tasks = [
            asyncio.create_task(watch()) for watch in (self._watch_top, self._watch_deep)
        ]
        await asyncio.sleep(0)  # in their first step both tasks begin to watch

    async def stop(self) -> None:
        """End watching."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _watch_top(self) -> None:
        """Report changes of config.yaml, and folders of sources that come or go."""
        async for paths in self._batches([self._root], recursive=False):
            names = frozenset(map(os.path.basename, paths)).intersection(SOURCE_NAMES)
            if names - {"config.yaml"}:
                # The new task watches before the old one ends: it is the first to run.
                self._tasks.append(asyncio.create_task(self._watch_deep()))
                self._tasks.pop(1).cancel()
            if names:
                self._changed(names)

    async def _watch_deep(self) -> None:
        """Report changes below the folders of sources."""
        async for paths in self._batches(self._folders(), recursive=True):
            if shown := frozenset(filter(None, map(self._shown, paths))):
                self._changed(shown)

    def _folders(self) -> list[Path]:
        folders = [self._root / name for name in SOURCE_NAMES if (self._root / name).is_dir()]
        shipped = shipped_themes()
        if shipped and shipped.resolve() not in (folder.resolve() for folder in folders):
            folders.append(shipped)
        return folders

    async def _batches(
        self, places: Sequence[Path], *, recursive: bool
    ) -> AsyncIterator[frozenset[str]]:
        """Yield the paths of each batch of changes, without end."""
        while places:
            try:
                async for changes in awatch(
                    *places,
                    watch_filter=None,
                    debounce=LONGEST_BATCH * self._quiet_ms,
                    step=self._quiet_ms,
                    force_polling=self._poll is not None,
                    poll_delay_ms=max(50, round((self._poll or USUAL_POLL_SECONDS) * 1000)),
                    recursive=recursive,
                    ignore_permission_denied=True,
                ):
                    yield frozenset(path for _, path in changes)
            except _FAILURES as error:
                if self._poll is None:
                    self._fall_back(str(error))
                else:
                    await asyncio.sleep(self._poll)
                yield frozenset({"content"})  # nobody reported what changed meanwhile

    def _fall_back(self, reason: str) -> None:
        self._poll = USUAL_POLL_SECONDS
        self._noticed(reason)

    def _shown(self, path: str) -> str:
        """Return the path as messages show it; "" for a file that no site is made from."""
        relative = (
            os.path.relpath(path, self._root)
            if path.startswith(str(self._root))
            else Path(path).name
        )
        name = Path(relative).as_posix()
        return "" if is_leftover(name) else name
