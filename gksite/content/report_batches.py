"""The light gate of reports: batches of entries that were signed, and which entries are public by
them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from gksite.content.review import name_key
from gksite.diagnostics import Diagnostic, Location
from gksite.values import Value


class ReportBatch(Value, frozen=True):
    """An entry of review.yaml on reports: a step, the signer (never shown to the public), the day,
    the entries by digest, those that were signed before and seen to be gone, and its place."""

    step: str
    by: str
    date: date
    location: Location
    entries: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    result: Literal["approved", "returned"] = "approved"
    opinion: str = ""
    steps: tuple[str, ...] = ()
    """Those that were in force."""


def parse_batches(texts: Mapping[str, str]) -> tuple[tuple[ReportBatch, ...], list[Diagnostic]]:
    """Return the batches of a review.yaml (path → text; at most one). Its problems are those of
    `content.review.parse_signatures`, and not reported again."""
    from gksite.content.records import SignatureRecord
    from gksite.schema.validate import parse_records

    batches: list[ReportBatch] = []
    for path, text in texts.items():
        for r, place in parse_records(SignatureRecord, text, path)[0]:
            if r.reports and r.step and r.by and r.date:
                batches.append(
                    ReportBatch(
                        r.step, r.by, r.date, place.at("reports"), tuple(r.reports.entries),
                        tuple(r.reports.gone), r.result, r.opinion or "",
                        tuple(r.reports.steps),
                    )
                )  # fmt: skip
    return tuple(batches), []


def signed_by(batches: Iterable[ReportBatch], step: str) -> Counter[str]:
    """Return how often a step has signed each entry.

    Each batch that approves adds, since it holds only what was not signed; one that sends an entry
    back takes all of its equals away, and so does one of any step that saw it gone.
    """
    signed: Counter[str] = Counter()
    for batch in batches:
        for entry in batch.gone:
            del signed[entry]
        if batch.step == step and batch.result == "approved":
            signed.update(batch.entries)
        elif batch.step == step:
            for entry in batch.entries:
                del signed[entry]
    return signed


def same_person(
    batches: Iterable[ReportBatch], entries: Collection[str], steps: Collection[str], by: str
) -> list[str]:
    """Return which of the steps a name has approved of any of these entries."""
    last = {(batch.step, entry): batch for batch in batches for entry in batch.entries}
    found = [
        batch.step
        for (step, entry), batch in last.items()
        if step in steps and entry in entries and batch.result == "approved"
        if name_key(batch.by) == name_key(by)
    ]
    return list(dict.fromkeys(found))


def signed_whole(batches: Sequence[ReportBatch], steps: Sequence[str]) -> Counter[str]:
    """Return how often each entry is signed by all steps: by those of config.yaml, or by those that
    were in force when one of its batches was signed. One that a step of config.yaml sent back last
    is not signed."""
    in_force: dict[str, set[tuple[str, ...]]] = {}
    results: dict[tuple[str, str], str] = {}
    for batch in batches:
        for entry in batch.entries:
            in_force.setdefault(entry, {tuple(steps)}).add(batch.steps or tuple(steps))
            results[entry, batch.step] = batch.result
    names = {step for all_steps in in_force.values() for own in all_steps for step in own}
    signed = {step: signed_by(batches, step) for step in names}
    whole: Counter[str] = Counter()
    for entry, all_steps in in_force.items():
        if any(results.get((entry, step)) == "returned" for step in steps):
            continue
        whole[entry] = max(min(signed[step][entry] for step in own) for own in all_steps)
    return whole


def beyond(entries: Iterable[str], signed: Mapping[str, int]) -> list[int]:
    """Return the indexes of the entries beyond those that are signed: of equal ones the first count
    as signed, as often as they were."""
    seen: Counter[str] = Counter()
    waiting: list[int] = []
    for index, entry in enumerate(entries):
        seen[entry] += 1
        if signed[entry] < seen[entry]:
            waiting.append(index)
    return waiting


def gone(
    entries: Iterable[str], batches: Sequence[ReportBatch], steps: Sequence[str]
) -> Iterator[tuple[str, Location]]:
    """Yield the entries that are signed whole and no longer there, each with the place of the last
    batch that holds it."""
    present = set(entries)
    for entry, times in signed_whole(batches, steps).items():
        if times and entry not in present:
            where = next(batch.location for batch in reversed(batches) if entry in batch.entries)
            yield entry, where
