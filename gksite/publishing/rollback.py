"""Go back to an earlier release in one switch; list the publications so far."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from gksite.config.target_kinds import TARGET_KINDS
from gksite.config.values import Target
from gksite.diagnostics import Diagnostic
from gksite.output.paths import MARKER_PATH
from gksite.output.refusal import Refused, refuse
from gksite.publishing.layout import (
    CURRENT,
    RECORD_PATH,
    below,
    noted_releases,
    read_release,
    release_folder,
)
from gksite.publishing.listing import RELEASE_LENGTH, SiteFile
from gksite.publishing.publish import Report, held, record_of, write_record
from gksite.publishing.records import Publication, parse_records, read_local, release_order
from gksite.publishing.steps import Record, Switch
from gksite.publishing.survey import live_release
from gksite.publishing.targets.opening import open_store
from gksite.publishing.targets.store import LinkingStore, Store

PREVIOUS = "previous"
_NAMED = 5


def roll_back(
    root: Path,
    target: Target,
    wanted: str,
    *,
    dry_run: bool = False,
    break_lock: bool = False,
    store: Store | None = None,
) -> Report:
    """Make `wanted` (a name or its beginning) live again, or the release before the live one."""
    try:
        with store or open_store(target, root) as place:
            if target.layout != "releases" or not isinstance(place, LinkingStore):
                raise refuse("publish-no-rollback", place.place(), kind=target.kind)
            if dry_run:
                return Report((), _steps(place, wanted))
            with held(root, place, target, break_lock=break_lock) as lock:
                steps = _steps(place, wanted)
                release = steps[0].release
                lock.confirm()
                place.switch(CURRENT, release_folder(release))
                write_record(
                    root, place, record_of(root, target, _digest(place, release), "rollback")
                )
                return Report((), steps, steps, release)
    except Refused as refusal:
        return Report((refusal.diagnostic,))


def read_publications(
    root: Path, target: Target, store: Store | None = None
) -> tuple[list[Publication], list[Diagnostic]]:
    """Return the publications of the record at the target, oldest first, or of the project's own if
    the target keeps none; or why they cannot be read."""
    if not TARGET_KINDS[target.kind].store:
        return read_local(root, target.name), []
    try:
        with store or open_store(target, root) as place:
            return parse_records(place.read(RECORD_PATH)), []
    except Refused as refusal:
        return [], [refusal.diagnostic]


def rolled_back(root: Path, target: Target) -> str:
    """Return the release that the project led a target back to, where that was the last thing done
    there; "" where it was a publication."""
    last = next(reversed(read_local(root, target.name)), None)
    return last.digest[:RELEASE_LENGTH] if last and last.action == "rollback" else ""


def _steps(place: LinkingStore, wanted: str) -> tuple[Switch, Record]:
    live = live_release(place)
    order = release_order(parse_records(place.read(RECORD_PATH)))
    standing = {*noted_releases(place)}
    known = [name for name in order if name in standing]
    release = _chosen(wanted, live, known)
    if not release:
        raise refuse(
            "publish-no-release",
            place.place(),
            release=wanted,
            known=", ".join(name for name in known if name != live) or "—",
        )
    listing = read_release(place, release)
    if damaged := [MARKER_PATH] if listing is None else _damaged(place, release, listing):
        names = ", ".join(damaged[:_NAMED]) + ("…" if len(damaged) > _NAMED else "")
        raise refuse(
            "publish-release-damaged",
            place.place(release_folder(release)),
            count=len(damaged),
            names=names,
        )
    return Switch(release), Record()


def _damaged(place: LinkingStore, release: str, listing: Mapping[str, str]) -> list[str]:
    """Return the files that a release lacks, or that differ from its manifest. Every byte is read,
    with `verify: sent` too: nothing is sent here, and what lay there for months goes live."""
    folder = release_folder(release)
    sizes = place.sizes(folder, listing.keys())
    return sorted(
        path
        for path, sha256 in listing.items()
        if path not in sizes
        or not place.holds(below(folder, path), SiteFile(path, sha256, sizes[path], ""))
    )


def _chosen(wanted: str, live: str, known: Sequence[str]) -> str:
    """Return the release that was live before `live`. `known` is newest first."""
    if wanted != PREVIOUS:
        fitting = [name for name in known if name.startswith(wanted) and name != live]
        return fitting[0] if len(fitting) == 1 else ""
    older = known[known.index(live) + 1 :] if live in known else known
    return next(iter(older), "")


def _digest(place: LinkingStore, release: str) -> str:
    marker = place.read(below(release_folder(release), MARKER_PATH)) or b""
    return hashlib.sha256(marker).hexdigest()
