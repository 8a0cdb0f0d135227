"""The snapshot files that a project keeps, checked against its ledger; and those offered to the
public."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath

from gksite.config.values import LEDGER_PATH, ArchiveSettings
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.site import SiteModel
from gksite.source.files import SNAPSHOTS_DIR


def snapshot_path(settings: ArchiveSettings, name: str) -> str:
    """Return the path of a snapshot's file: below the project, or absolute."""
    return (PurePosixPath(settings.folder) / f"{name}.wacz").as_posix()


def public_name(name: str) -> str:
    """Return the name of the edition of a snapshot that is made for the public: of the sources it
    has only the files that are published as they are."""
    return f"{name}.public"


def public_path(name: str) -> str:
    """Return the path of the edition for the public of a snapshot."""
    return f"{SNAPSHOTS_DIR}/{public_name(name)}.wacz"


def check_ledger(model: SiteModel, files: Mapping[str, int]) -> Iterable[Diagnostic]:
    """Report snapshots that are not as large as the ledger says. `files` are the sizes by path of
    those in snapshots/; a snapshot that is not among them is kept elsewhere."""
    for snapshot in model.snapshots:
        stated = {snapshot_path(model.config.archive, snapshot.name): snapshot.size}
        if snapshot.public_sha256:
            stated[public_path(snapshot.name)] = snapshot.public_size
        for path, size in stated.items():
            if path in files and files[path] != size:
                yield problem(
                    "snapshot-differs", snapshot.location, file=path, size=files[path], stated=size
                )


def downloads(
    model: SiteModel, files: Mapping[str, int], public: Collection[str]
) -> dict[str, str]:
    """Return the path of each public edition that the site offers, by the name of its snapshot.
    Such a file is in snapshots/, has the size in the ledger, and says itself that it was made for
    the public (`public`): today's settings make no file public."""
    wanted = model.snapshots if model.config.archive.download else ()
    paths = {
        snapshot.name: (public_path(snapshot.name), snapshot.public_size)
        for snapshot in wanted
        if snapshot.public_sha256
    }
    return {
        name: path
        for name, (path, size) in paths.items()
        if path in public and files.get(path) == size
    }


def check_downloads(model: SiteModel, offered: Collection[str]) -> Iterable[Diagnostic]:
    """Report the snapshots that are not offered, on a site that wants downloads."""
    if model.config.archive.download and (
        kept := [snapshot.name for snapshot in model.snapshots if snapshot.name not in offered]
    ):
        yield problem(
            "snapshot-not-public", Location(LEDGER_PATH), names="、".join(kept), count=len(kept)
        )
