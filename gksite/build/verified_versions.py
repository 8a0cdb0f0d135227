"""The files of signed versions, held against what was signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from gksite.build.reading import Reading
from gksite.content.plan_sources import PlanSources
from gksite.content.review import REVIEW_NAME, Version, content_of, files_digest, parse_listing
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.folder_reader import Attachment
from gksite.source.stored_versions import (
    FILES_NAME,
    LISTING_NAME,
    StoredVersion,
    VersionStore,
    kept_attachment,
    version_folder,
)
from gksite.work.fingerprint import digest

ATTACHED = f"{FILES_NAME}/"
"""The beginning of the names of a version's attachments."""


class Verified(msgspec.Struct, frozen=True):
    """The files of a version as they were found: its texts by name, its attachments, and what is
    missing or not as it was signed."""

    texts: dict[str, bytes]
    attachments: dict[str, Attachment]
    damage: list[Diagnostic]


def as_signed(folder: PlanSources, version: Version, store: VersionStore) -> PlanSources:
    """Return a plan's folder as it was signed in a version; only digests of its attachments."""
    if version.content == files_digest(folder):
        return folder
    files = store.read(folder.id, version.digest).files
    listed = parse_listing(files.get(LISTING_NAME, b"")) or {}
    attached = {
        name.removeprefix(ATTACHED): Attachment(name, 0, bytes.fromhex(sha256))
        for name, sha256 in listed.items()
        if name.startswith(ATTACHED)
    }
    return msgspec.structs.replace(folder, texts=files, attachments=attached)


def verified_once(
    reading: Reading, folder: PlanSources, version: Version, store: VersionStore
) -> Verified:
    """Return a version's files, verified unless they were since they last changed; without texts
    where the working copy has the same."""
    name, is_shown = f"version/{folder.id}", version.content == files_digest(folder)
    mark = store.mark_of(folder.id, version.digest)
    key = digest(reading.program, version.digest.encode(), mark, b"shown" * is_shown, *_own(folder))
    known = reading.cache.get(name)
    if not known or known[0] != key:
        found = _verified(version, folder, store)
        kept = msgspec.structs.replace(found, texts={}) if is_shown else found
        known = key, msgspec.msgpack.encode(kept)
    reading.kept[name] = known
    return msgspec.msgpack.decode(known[1], type=Verified)


def _own(folder: PlanSources) -> Iterator[bytes]:
    """Yield the digests of a plan's attachments, which may be those of its version too."""
    yield from (file.digest for _, file in sorted(folder.attachments.items()))


def _verified(version: Version, folder: PlanSources, store: VersionStore) -> Verified:
    """Return the texts and attachments of a version by name, and each of its files that is missing
    or not as it was signed."""
    stored = store.read(folder.id, version.digest)
    attachments, damage = _compared(stored, version, folder, store)
    return Verified(stored.files, attachments, [*stored.problems, *damage])


def _compared(
    stored: StoredVersion, version: Version, folder: PlanSources, store: VersionStore
) -> tuple[dict[str, Attachment], list[Diagnostic]]:
    place = version_folder(folder.id, version.digest)
    listing = stored.files.get(LISTING_NAME, b"")
    listed = parse_listing(listing) if listing else {}
    if not listed or hashlib.sha256(listing).hexdigest() != version.digest:
        return {}, [_damaged(f"{place}/{LISTING_NAME}", folder.id, is_there=bool(listing))]
    if content_of(listing) != version.content:
        return {}, [_damaged(f"{folder.folder}/{REVIEW_NAME}", folder.id, is_there=True)]
    attachments: dict[str, Attachment] = {}
    damage: list[Diagnostic] = []
    for name, sha256 in listed.items():
        if name.startswith(ATTACHED):
            own = _attachment(folder, sha256, store)
            path = kept_attachment(folder.id, sha256)
            if own is None or own.digest.hex() != sha256:
                damage.append(_damaged(path, folder.id, is_there=own is not None, name=name))
                # The plan names it all the same, so that nobody is asked for it twice.
                own = Attachment(path, 0, bytes.fromhex(sha256))
            attachments[name.removeprefix(ATTACHED)] = own
        elif hashlib.sha256(stored.files.get(name, b"")).hexdigest() != sha256:
            is_there = name in stored.files
            damage.append(_damaged(f"{place}/{name}", folder.id, is_there=is_there))
    return attachments, damage


def _attachment(folder: PlanSources, sha256: str, store: VersionStore) -> Attachment | None:
    """Return the file of an attachment by its digest: the one that the version keeps, else an equal
    one of the working copy (versions of earlier releases kept none)."""
    kept = store.attachment(folder.id, sha256)
    own = (file for file in folder.attachments.values() if file.digest.hex() == sha256)
    return kept or next(own, None)


def _damaged(path: str, plan: str, *, is_there: bool, name: str = "") -> Diagnostic:
    code = "version-file-changed" if is_there else "version-file-missing"
    return problem(code, Location(path), plan=plan, name=name or path.rpartition("/")[2])
