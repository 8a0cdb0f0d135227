"""Read the present state of a target: the live site, the rest of a publication that was cut short,
files of others. Changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

import msgspec

from gksite.output.paths import MARKER_PATH
from gksite.output.refusal import refuse
from gksite.publishing.layout import (
    CURRENT,
    INCOMING_DIR,
    RECORD_PATH,
    RELEASES_DIR,
    below,
    noted_releases,
    read_note,
    read_pending,
    read_release,
    release_folder,
)
from gksite.publishing.listing import LocalSite, parse_listing
from gksite.publishing.records import parse_records, release_order
from gksite.publishing.steps import Layout, Standing, is_hashed
from gksite.publishing.targets.store import LinkingStore, Store

Verify = Literal["all", "sent"]
"""The files to read back: those of the whole site, or those that are sent now."""


def survey(store: Store, site: LocalSite, layout: Layout, keep: int, verify: Verify) -> Standing:
    """Compare a target with the site to publish."""
    if layout == "releases":
        assert isinstance(store, LinkingStore)
        return _survey_releases(store, site, keep, verify)
    return _survey_place(store, site, verify)


def live_release(store: LinkingStore) -> str:
    """Return the release that `current` leads to; "" if there is none. Raises Refused if `current`
    is not ours."""
    leads_to = store.link(CURRENT)
    if leads_to is None:
        return ""
    folder, _, name = leads_to.rpartition("/")
    if folder != RELEASES_DIR or not read_note(store, name).files:
        raise refuse("publish-not-ours", store.place(CURRENT), count=1)
    return name


def _survey_releases(store: LinkingStore, site: LocalSite, keep: int, verify: Verify) -> Standing:
    release = live_release(store)
    noted = noted_releases(store)
    listings = {
        name: listing for name in noted if (listing := read_release(store, name)) is not None
    }
    live = listings.get(release, {})
    records = parse_records(store.read(RECORD_PATH))
    order = [name for name in release_order(records) if name in listings and name != release]
    recorded = bool(records) and records[-1].release == release
    kept = _by_record(release, order, release_order(records))
    standing = Standing(
        live=live,
        owned=frozenset(live),
        release=release,
        releases=tuple(kept),
        recorded=recorded or not release,
        leftovers=tuple(name for name in noted if name not in kept and name != site.release),
    )
    if release == site.release:
        return standing
    carried = {
        path: name
        for name in reversed(kept[: max(keep - 1, 1)])
        for path in listings.get(name, {})
        if is_hashed(path) and path not in site.files
    }
    guests = _guests(store, release)
    staged = (
        _staged(store, site, release_folder(site.release)) if site.release in noted else frozenset()
    )
    same = [
        path
        for path, sha256 in site.digests.items()
        if live.get(path) == sha256 and path not in staged
    ]
    intact = (
        _held(store, site, release_folder(release), same, verify)
        if store.shares_files
        else frozenset()
    )
    return msgspec.structs.replace(
        standing,
        intact=intact,
        staged=staged,
        carried={path: name for path, name in carried.items() if path not in guests},
        guests=tuple(path for path in guests if path not in site.files),
        taken=tuple(path for path in guests if path in site.files),
    )


def _by_record(release: str, order: list[str], recorded: list[str]) -> list[str]:
    """Return finished releases, newest first. The live one has the place of its publication, or the
    first if that was not recorded."""
    if not release:
        return order
    if release not in recorded:
        return [release, *order]
    return sorted([release, *order], key=recorded.index)


def _guests(store: LinkingStore, release: str) -> list[str]:
    """Return the sorted files in a release that others put there or linked as such."""
    if not release:
        return []
    note = read_note(store, release)
    ours = {*note.files}.difference(note.guests)
    return sorted(path for path in store.sizes(release_folder(release), ()) if path not in ours)


def _survey_place(store: Store, site: LocalSite, verify: Verify) -> Standing:
    marker = store.read(MARKER_PATH)
    live = parse_listing(marker or b"")
    pending = read_pending(store)
    ours = {*live, *(pending.owned if pending else ()), *(pending.new if pending else ())}
    standing_there = store.sizes("", {*ours, *site.files})
    # After a cut the manifest proves nothing: every file may be the old one or the new one.
    known = [path for path in site.files if path in standing_there and path in ours]
    same = (
        known if pending else [path for path in known if live.get(path) == site.files[path].sha256]
    )
    intact = _held(store, site, "", same, "all" if pending else verify)
    foreign = [path for path in site.files if path in standing_there and path not in ours]
    # A file of somebody else with the same bytes as ours may stay.
    adopted = _held(store, site, "", foreign, "all")
    staged = _staged(store, site, INCOMING_DIR) if pending else frozenset()
    marked = marker is not None and hashlib.sha256(marker).hexdigest() == site.marker.sha256
    records = parse_records(store.read(RECORD_PATH))
    recorded = bool(records) and records[-1].digest == site.marker.sha256
    return Standing(
        live=live,
        owned=frozenset(path for path in ours if path in standing_there) | adopted,
        intact=intact | adopted,
        staged=staged,
        taken=tuple(path for path in sorted(foreign) if path not in adopted),
        recorded=recorded or not marked,
        marked=marked,
        unfinished=pending is not None,
    )


def _staged(store: Store, site: LocalSite, folder: str) -> frozenset[str]:
    """Return the files that an earlier run sent whole, the marker among them."""
    everything = {**site.files, MARKER_PATH: site.marker}
    sizes = store.sizes(folder, everything)
    return frozenset(
        path
        for path, file in everything.items()
        if sizes.get(path) == file.size and store.holds(below(folder, path), file)
    )


def _held(
    store: Store, site: LocalSite, folder: str, paths: Iterable[str], verify: Verify
) -> frozenset[str]:
    """Return those of `paths` whose bytes are in `folder`. If only sent files are verified, the
    manifest is trusted."""
    if verify == "sent":
        return frozenset(paths)
    return frozenset(path for path in paths if store.holds(below(folder, path), site.files[path]))
