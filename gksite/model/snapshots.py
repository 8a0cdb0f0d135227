"""The files of the snapshots that a project keeps itself, held against its ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gksite.diagnostics import Diagnostic, problem
from gksite.model.site import SiteModel


def snapshot_path(name: str) -> str:
    """Where the file of a snapshot lies in a project that keeps it."""
    return f"snapshots/{name}.wacz"


def check_ledger(model: SiteModel, files: Mapping[str, int]) -> Iterable[Diagnostic]:
    """A snapshot that lies in snapshots/ is as large as the ledger says; `files` are their sizes by path.

    One that does not lie there is kept elsewhere.
    """
    for one in model.snapshots:
        path = snapshot_path(one.name)
        if path in files and files[path] != one.size:
            yield problem("snapshot-differs", one.location, file=path, size=files[path], stated=one.size)
