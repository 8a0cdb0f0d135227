"""The light gate of reports: batches of entries that were signed, and which entries are public by
them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

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
                    )
                )  # fmt: skip
    return tuple(batches), []


def signed_by(batches: Iterable[ReportBatch], step: str) -> Counter[str]:
    """Return how often a step has signed each entry.

    Each batch that approves adds, since it holds only what was not signed; one that sends an entry
    back takes all of its equals away, and so does one that saw it gone.
    """
    signed: Counter[str] = Counter()
    for batch in batches:
        if batch.step != step:
            continue
        if batch.result == "approved":
            signed.update(batch.entries)
        for entry in {*batch.gone, *(batch.entries if batch.result == "returned" else ())}:
            del signed[entry]
    return signed


def unsigned(
    entries: Sequence[str], batches: Iterable[ReportBatch], steps: Iterable[str]
) -> list[int]:
    """Return the indexes of the entries that not every one of the steps has signed; of equal ones
    the first count as signed, as often as they were."""
    signed = [signed_by(batches, step) for step in steps]
    waiting: list[int] = []
    seen: Counter[str] = Counter()
    for index, entry in enumerate(entries):
        seen[entry] += 1
        if any(one[entry] < seen[entry] for one in signed):
            waiting.append(index)
    return waiting


def gone(
    entries: Iterable[str], batches: Sequence[ReportBatch], steps: Iterable[str]
) -> Iterator[tuple[str, Location]]:
    """Yield the entries that every step has signed and that are no longer there, each with the
    place of the last batch that holds it."""
    signed = [signed_by(batches, step) for step in steps]
    if not signed:
        return
    present = set(entries)
    for entry in signed[0]:
        if entry not in present and all(one[entry] for one in signed):
            where = next(batch.location for batch in reversed(batches) if entry in batch.entries)
            yield entry, where
