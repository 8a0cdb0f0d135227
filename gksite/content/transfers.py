"""The transfers of registries: who hands its duties to whom, and on which day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gksite.content.records import RegistryRecord, TransferRecord
from gksite.diagnostics import Diagnostic, nearest, problem
from gksite.model.entities import Transfer
from gksite.model.loops import loops
from gksite.model.registry import Registry, short
from gksite.schema.keys import ALL_TASKS
from gksite.schema.validate import Place


def build_transfers(
    records: Iterable[tuple[RegistryRecord, Place]], registry: Registry
) -> tuple[tuple[Transfer, ...], list[Diagnostic]]:
    """Return the transfers of all registries by day, those of one day in the order of the files;
    one with a mistake is left out."""
    problems: list[Diagnostic] = []
    transfers: list[Transfer] = []
    for record, place in records:
        for index, written in enumerate(record.transfers):
            steps = ("transfers", index)
            from_, to = (
                name if "/" in name else f"{record.authority}/{name}"
                for name in (written.from_, written.to)
            )
            new_problems = list(_check(registry, written, from_, to, place, index))
            problems += new_problems
            if not new_problems:
                tasks = () if written.tasks in _ALL else tuple(written.tasks)
                transfers.append(
                    Transfer(from_, to, written.on, place.at(*steps), tasks, written.basis or "")
                )
    transfers.sort(key=lambda transfer: transfer.on)
    circles = list(_circles(transfers))
    return (() if circles else tuple(transfers)), [*problems, *circles]


_ALL = ([ALL_TASKS["全部"]], ["全部"])


def _check(
    registry: Registry, written: TransferRecord, from_: str, to: str, place: Place, index: int
) -> Iterator[Diagnostic]:
    for key, unit in (("from", from_), ("to", to)):
        if unit not in registry.units and (
            registry.is_whole or unit.partition("/")[0] in registry.authorities
        ):
            own = f"{unit.partition('/')[0]}/"
            near = short(nearest(unit, [k for k in registry.units if k.startswith(own)]))
            where = place.at("transfers", index, key)
            yield problem("unknown-unit", where, name=short(unit), near=near)
    taker = registry.units.get(to)
    if taker and not registry.existed(to, written.on):
        yield problem(
            "transfer-to-ended-unit",
            place.at("transfers", index, "to"),
            name=taker.name,
            span=f"{taker.since or '…'}–{taker.until or '…'}",
            on=written.on,
        )
    if from_ == to:
        where = place.at("transfers", index, "to")
        yield problem("transfer-loop", where, path=f"{short(from_)} → {short(to)}")


def _circles(transfers: list[Transfer]) -> Iterator[Diagnostic]:
    """Report transfers of one day that lead back to where they began."""
    for day in dict.fromkeys(transfer.on for transfer in transfers):
        edges: dict[str, list[str]] = {}
        for transfer in transfers:
            if transfer.on == day:
                edges.setdefault(transfer.from_, []).append(transfer.to)
        for loop in loops(edges):
            first = next(t for t in transfers if t.on == day and t.from_ == loop[0])
            path = " → ".join(short(key) for key in [*loop, loop[0]])
            yield problem("transfer-loop", first.location, path=path)
