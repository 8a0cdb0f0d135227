"""content/withdrawn.yaml and snapshots/index.yaml → tombstones and the ledger of snapshots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gksite.content.records import SnapshotRecord, WithdrawnRecord
from gksite.diagnostics import Diagnostic, problem
from gksite.model.ledgers import Snapshot, Withdrawn
from gksite.schema.validate import parse_records
from gksite.source.links import link_kind


def parse_withdrawn(texts: Mapping[str, str]) -> tuple[tuple[Withdrawn, ...], list[Diagnostic]]:
    """Return the tombstones in the order of the file. Report repeated addresses, and a `see` that
    is no valid link."""
    problems: list[Diagnostic] = []
    by_address: dict[str, Withdrawn] = {}
    for path, text in texts.items():
        parsed, new_problems = parse_records(WithdrawnRecord, text, path)
        problems += new_problems
        for record, place in parsed:
            address = record.address.lstrip("/")
            where = place.at("address")
            if address in by_address:
                problems.append(
                    problem("duplicate-id", where, id=address, other=by_address[address].location)
                )
                continue
            if record.see and link_kind(record.see) == "forbidden":
                problems.append(problem("unsafe-link", place.at("see"), target=record.see))
            by_address[address] = Withdrawn(
                address,
                record.title,
                record.date,
                where,
                record.status,
                record.why or "",
                record.see or "",
            )
    return tuple(by_address.values()), problems


def parse_addresses(texts: Mapping[str, str]) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Return the archived addresses, one a line."""
    return tuple(line for text in texts.values() for line in text.split("\n") if line), []


def parse_ledger(texts: Mapping[str, str]) -> tuple[tuple[Snapshot, ...], list[Diagnostic]]:
    """Return the snapshots, newest first; of the same time, the later in the file first. Report
    repeated names."""
    problems: list[Diagnostic] = []
    by_name: dict[str, Snapshot] = {}
    for path, text in texts.items():
        parsed, new_problems = parse_records(SnapshotRecord, text, path)
        problems += new_problems
        for record, place in parsed:
            where = place.at("name")
            if record.name in by_name:
                problems.append(
                    problem(
                        "duplicate-id", where, id=record.name, other=by_name[record.name].location
                    )
                )
                continue
            by_name[record.name] = Snapshot(
                record.name,
                record.at,
                record.size,
                record.sha256,
                where,
                record.previous or "",
                record.retention,
                record.pages,
                record.files,
                record.note or "",
                record.signed_by or "",
                tuple(record.changes),
                record.public_size,
                record.public_sha256 or "",
            )
    newest_first = [*by_name.values()]
    newest_first.reverse()
    newest_first.sort(key=lambda snapshot: datetime.fromisoformat(snapshot.at), reverse=True)
    return tuple(newest_first), problems
