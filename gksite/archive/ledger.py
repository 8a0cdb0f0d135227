"""Add an entry to the ledger of snapshots, and addresses to the list of all archived."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from gksite.config.formats import ENDINGS
from gksite.model.ledgers import Snapshot
from gksite.source.yaml_text import Value, items

_HEAD = "# 归档台账，由 gksite snapshot create 逐条追加 / The ledger of snapshots; each one adds an entry.\n"
_ADDRESSED = (".html", *(ending for ending, file in ENDINGS.items() if file.lasting))
_OWN = ("404.html",)


def name_of(day: str, taken: Collection[str]) -> str:
    """Return the name of a new snapshot: its day, with `-2`, `-3` … if that is taken."""
    names = (day if number == 1 else f"{day}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def with_entry(ledger: str, snapshot: Snapshot) -> str:
    """Return the text of the ledger with an entry for a snapshot at its end. The text before it
    stays as it was written."""
    entry: dict[str, Value] = {
        "name": snapshot.name,
        "at": snapshot.at,
        "size": str(snapshot.size),
        "sha256": snapshot.sha256,
    }
    optional: dict[str, Value] = {
        "previous": snapshot.previous,
        "retention": snapshot.retention,
        "pages": str(snapshot.pages),
        "files": str(snapshot.files),
        "note": snapshot.note,
        "signed_by": snapshot.signed_by,
        "changes": list(snapshot.changes),
        "public_size": str(snapshot.public_size or ""),
        "public_sha256": snapshot.public_sha256,
    }
    entry |= {key: value for key, value in optional.items() if value}
    before = ledger if ledger.strip() else _HEAD
    return before + ("" if before.endswith("\n") else "\n") + items([entry])


def promised(files: Iterable[str], copied: Collection[str]) -> set[str]:
    """Return the addresses of a site that must be answered for ever: pages and data, and the files
    that were copied into it.

    Files of the theme and for programs alone (styles, indexes, site maps) may change their address.
    """
    return {
        path for path in files if (path.endswith(_ADDRESSED) or path in copied) and path not in _OWN
    }


def with_addresses(addresses: Iterable[str], more: Iterable[str]) -> str:
    """Return the list of addresses with more of them: sorted, one on each line."""
    return "".join(f"{address}\n" for address in sorted({*addresses, *more}))
