"""The places at a target: the live site, files in transit, releases, gksite's notes."""

from __future__ import annotations

import hashlib

import msgspec

from gksite.output.paths import MARKER_PATH
from gksite.publishing.listing import CONTROL_DIR, RELEASE_LENGTH, LocalSite, parse_listing
from gksite.publishing.steps import Layout
from gksite.publishing.targets.store import Store

CURRENT = "current"
RELEASES_DIR = "releases"
NOTES_DIR = f"{CONTROL_DIR}/releases"
PENDING_PATH = f"{CONTROL_DIR}/pending"
INCOMING_DIR = f"{CONTROL_DIR}/incoming"
RECORD_PATH = f"{CONTROL_DIR}/publications.jsonl"


class ReleaseNote(msgspec.Struct, frozen=True):
    """The paths that gksite put into a release, and of those the assets of older releases, and
    links to files of others. Written before the first file is sent."""

    files: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()


class Pending(msgspec.Struct, frozen=True):
    """A publication in place under way: our files before it, and path → sha256 of the new."""

    owned: tuple[str, ...] = ()
    new: dict[str, str] = {}


def staging_folder(site: LocalSite, layout: Layout) -> str:
    """Return the folder into which files are sent, where no reader sees them."""
    return release_folder(site.release) if layout == "releases" else INCOMING_DIR


def release_folder(release: str) -> str:
    """Return the folder of a release."""
    return f"{RELEASES_DIR}/{release}"


def below(folder: str, path: str) -> str:
    """Return a path in a folder; "" is the target itself."""
    return f"{folder}/{path}" if folder else path


def note_path(release: str) -> str:
    """Return the path of the note of a release."""
    return f"{NOTES_DIR}/{release}.json"


def read_note(store: Store, release: str) -> ReleaseNote:
    """Return the note of a release; an empty one if there is none that can be read."""
    try:
        return msgspec.json.decode(store.read(note_path(release)) or b"", type=ReleaseNote)
    except msgspec.DecodeError:
        return ReleaseNote()


def read_pending(store: Store) -> Pending | None:
    """Return the publication that was cut short, or None."""
    data = store.read(PENDING_PATH)
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=Pending)
    except msgspec.DecodeError:
        return Pending()


def read_release(store: Store, release: str) -> dict[str, str] | None:
    """Return path → sha256 of a whole release; None if it was never finished, or is gone."""
    marker = store.read(below(release_folder(release), MARKER_PATH))
    if marker is None or hashlib.sha256(marker).hexdigest()[:RELEASE_LENGTH] != release:
        return None
    return parse_listing(marker)


def noted_releases(store: Store) -> list[str]:
    """Return our releases, finished or not, sorted."""
    names = (path.removesuffix(".json") for path in store.sizes(NOTES_DIR, ()))
    return sorted(name for name in names if len(name) == RELEASE_LENGTH and name.isalnum())
