"""Carry out the steps of a publication, one after another. Readers see nothing new before all of it
was read back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from gksite.output.paths import MARKER_PATH
from gksite.output.refusal import refuse
from gksite.publishing.layout import (
    CURRENT,
    INCOMING_DIR,
    PENDING_PATH,
    Pending,
    ReleaseNote,
    below,
    note_path,
    read_note,
    release_folder,
    staging_folder,
)
from gksite.publishing.listing import LocalSite, SiteFile, is_unchanged
from gksite.publishing.lock import Lock
from gksite.publishing.steps import (
    Clear,
    Delete,
    Drop,
    Layout,
    Place,
    Record,
    Reuse,
    Send,
    Standing,
    Step,
    Switch,
)
from gksite.publishing.targets.store import LinkingStore, Store


class Work:
    """A publication in progress: the site, the target, the lock."""

    def __init__(
        self, site: LocalSite, store: Store, layout: Layout, lock: Lock, record: Callable[[], None]
    ) -> None:
        self._site = site
        self._store = store
        self._staging = staging_folder(site, layout)
        self._lock = lock
        self._record = record

    def carry_out(
        self, steps: Sequence[Step], standing: Standing, show: Callable[[Step], None]
    ) -> None:
        """Carry out the steps in order, then pass each to `show`. Raises Refused when one fails."""
        self._announce(steps, standing)
        confirmed = False
        for step in steps:
            self._lock.keep()
            if isinstance(step, Switch | Place | Delete) and not confirmed:
                self._lock.confirm()
                confirmed = True
            self._do(step)
            show(step)

    def _announce(self, steps: Sequence[Step], standing: Standing) -> None:
        """Note the paths of a release before they exist, so that a run after a kill knows them."""
        if any(isinstance(step, Switch) for step in steps):
            before = read_note(self._store, self._site.release)
            files = {
                *self._site.files,
                *standing.carried,
                *standing.guests,
                MARKER_PATH,
                *before.files,
            }
            note = ReleaseNote(
                *(
                    tuple(sorted(paths))
                    for paths in (
                        files,
                        {*standing.carried, *before.assets},
                        {*standing.guests, *before.guests},
                    )
                )
            )
            self._store.write(note_path(self._site.release), msgspec.json.encode(note))
        elif any(isinstance(step, Send | Place | Delete) for step in steps):
            pending = Pending(tuple(sorted(standing.owned)), self._site.digests)
            self._store.write(PENDING_PATH, msgspec.json.encode(pending))

    def _do(self, step: Step) -> None:
        store = self._store
        match step:
            case Send(path=path):
                self._send(path)
            case Place(path=path):
                store.put_in_place(below(self._staging, path), path, self._file(path))
            case Reuse(path=path, source=source):
                assert isinstance(store, LinkingStore)
                store.reuse(below(release_folder(source), path), below(self._staging, path))
            case Switch(release=release):
                assert isinstance(store, LinkingStore)
                store.switch(CURRENT, release_folder(release))
            case Record():
                self._record()
            case Delete(path=path):
                store.remove(path)
            case Drop(release=release):
                drop_release(store, release)
            case Clear():
                store.remove_tree(INCOMING_DIR)
                store.remove(PENDING_PATH)

    def _file(self, path: str) -> SiteFile:
        return self._site.marker if path == MARKER_PATH else self._site.files[path]

    def _send(self, path: str) -> None:
        file, target = self._file(path), below(self._staging, path)
        self._store.send(target, file)
        if not self._store.holds(target, file):
            if not is_unchanged(file):
                raise refuse("publish-source-changed", file.full_path)
            raise refuse("publish-damaged", self._store.place(target))


def drop_release(store: Store, release: str) -> None:
    """Remove a release but for files that others put into it. Its marker goes first: from then on
    the release counts as unfinished."""
    folder = release_folder(release)
    files = read_note(store, release).files
    for path in sorted(files, key=lambda path: path != MARKER_PATH):
        store.remove(below(folder, path))
    store.remove(note_path(release))
