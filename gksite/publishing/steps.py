"""The steps from the present state of a target to the new one, in a safe order; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.output.changes import folders_of, in_the_way, turn
from gksite.output.paths import MARKER_PATH
from gksite.publishing.listing import LocalSite

Layout = Literal["releases", "in-place"]

MOST_DELETES = 256
LARGEST_SHARE = 0.25
"""A publication that deletes more files than either limit needs a person's permission."""

_HASHED = re.compile(r"[.-][0-9a-f]{8,64}\.\w+$")


class Send(msgspec.Struct, frozen=True, tag="send"):
    """Send a file to where no reader sees it, and read it back there."""

    path: str


class Reuse(msgspec.Struct, frozen=True, tag="reuse"):
    """Link a file of the release `source` into the new one."""

    path: str
    source: str


class Place(msgspec.Struct, frozen=True, tag="place"):
    """Move a file that was sent into its place; the marker `.gksite-manifest` comes last."""

    path: str


class Switch(msgspec.Struct, frozen=True, tag="switch"):
    """Let `current` lead to another release, in one step."""

    release: str


class Record(msgspec.Struct, frozen=True, tag="record"):
    """Enter the publication in the records at the target and in the project."""


class Delete(msgspec.Struct, frozen=True, tag="delete"):
    """Remove a file of ours that the site no longer has."""

    path: str


class Drop(msgspec.Struct, frozen=True, tag="drop"):
    """Remove an old or unfinished release, as far as it is ours."""

    release: str


class Clear(msgspec.Struct, frozen=True, tag="clear"):
    """Remove the notes that were kept in case the publication was cut short."""


Step = Send | Reuse | Place | Switch | Record | Delete | Drop | Clear


class Standing(msgspec.Struct, frozen=True):
    """The present state of a target. Digests are those of files that were read there, or of its
    manifest where that is trusted."""

    live: dict[str, str] = {}
    """Path → sha256 of the live site, by its manifest."""
    owned: frozenset[str] = frozenset()
    """Our files in the live site: those of `live`, and of a publication that was cut short."""
    intact: frozenset[str] = frozenset()
    """Paths of the new site whose bytes are in the live site already."""
    staged: frozenset[str] = frozenset()
    """Paths of the new site, its marker among them, that were sent before and are whole."""
    taken: tuple[str, ...] = ()
    """Paths of the new site at which a file of somebody else stands."""
    release: str = ""
    """The release that is live."""
    carried: dict[str, str] = {}
    """Assets of older releases → the release that has them. A new release keeps them, because pages
    that are open in a browser still ask for them."""
    guests: tuple[str, ...] = ()
    """Files that others put into the live release; a new one keeps them."""
    releases: tuple[str, ...] = ()
    """Finished releases of ours, newest first."""
    leftovers: tuple[str, ...] = ()
    """Releases of ours that were never finished."""
    recorded: bool = True
    """Whether the record holds the live site."""
    marked: bool = False
    """Whether the marker of the live site is the new one."""
    unfinished: bool = False
    """Whether a publication was cut short."""


def order_steps(site: LocalSite, standing: Standing, layout: Layout, keep: int) -> tuple[Step, ...]:
    """Return the steps; none if up to date. `keep` releases stay, the live among them."""
    if layout == "releases":
        return _release_steps(site, standing, keep)
    return _in_place_steps(site, standing)


def gone_paths(site: LocalSite, standing: Standing) -> list[str]:
    """Return the files that a publication removes from the live site, sorted."""
    return sorted(standing.owned - site.files.keys())


def check_deletes(
    site: LocalSite, standing: Standing, allowed: int | None, place: str
) -> list[Diagnostic]:
    """Report the removal of over a quarter of the site or 256 files, unless `allowed`."""
    gone, before = len(gone_paths(site, standing)), len(standing.owned)
    limit = min(MOST_DELETES, int(before * LARGEST_SHARE)) if allowed is None else allowed
    if gone <= limit:
        return []
    return [
        problem("publish-too-many-deletes", Location(place), count=gone, before=before, limit=limit)
    ]


def check_taken(standing: Standing, place: str) -> list[Diagnostic]:
    """Report files of somebody else that stand where a file of the site must be."""
    if not standing.taken:
        return []
    first = standing.taken[0]
    return [problem("publish-not-ours", Location(f"{place}/{first}"), count=len(standing.taken))]


def is_hashed(path: str) -> bool:
    """Whether a file's name holds a content digest: `assets/style.3fa1b2c4.css`."""
    return not path.endswith(".html") and _HASHED.search(path) is not None


def render_step(step: Step) -> str:
    """Return a step as a line of text, the same in a dry run and in a real one."""
    match step:
        case Reuse(path=path, source=source):
            return f"reuse {path} from {source}"
        case Send(path=path) | Place(path=path) | Delete(path=path):
            return f"{_verb(step)} {path}"
        case Switch(release=release) | Drop(release=release):
            return f"{_verb(step)} {release}"
        case _:
            return _verb(step)


def _verb(step: Step) -> str:
    return type(step).__name__.lower()


def _release_steps(site: LocalSite, standing: Standing, keep: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    if standing.release != site.release:
        for path in _in_turn(site.files):
            if path in standing.staged:
                continue
            steps.append(Reuse(path, standing.release) if path in standing.intact else Send(path))
        steps += [Reuse(path, source) for path, source in sorted(standing.carried.items())]
        steps += [Reuse(path, standing.release) for path in standing.guests]
        if MARKER_PATH not in standing.staged:
            steps.append(Send(MARKER_PATH))
        steps += [Switch(site.release), Record()]
    elif not standing.recorded:
        steps.append(Record())
    kept = [site.release, *(name for name in standing.releases if name != site.release)]
    steps += [Drop(name) for name in kept[max(keep, 1) :]]
    steps += [Drop(name) for name in standing.leftovers if name not in kept]
    return tuple(steps)


def _in_place_steps(site: LocalSite, standing: Standing) -> tuple[Step, ...]:
    changed = [path for path in _in_turn(site.files) if path not in standing.intact]
    stale = gone_paths(site, standing)
    early = in_the_way(stale, site.files, folders_of(site.files))
    marker = [] if standing.marked else [MARKER_PATH]
    steps: list[Step] = [Send(path) for path in [*changed, *marker] if path not in standing.staged]
    steps += [Delete(path) for path in stale if path in early]
    steps += [Place(path) for path in [*changed, *marker]]
    if steps or not standing.recorded:
        steps.append(Record())
    late = [Delete(path) for path in stale if path not in early]
    cleared = [Clear()] if changed or marker or late or standing.unfinished else []
    return (*steps, *late, *cleared)


def _in_turn(paths: Iterable[str]) -> list[str]:
    return sorted(paths, key=turn)
