"""Enter what an office decided into the sources of a plan: adjustments of tasks, corrections."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from gksite.schema.source_edits import named, rewritten, text_at, written_key
from gksite.source.yaml_spans import (
    Edit,
    SpannedMapping,
    spanned_items,
    spanned_mapping,
    with_entry,
    with_items,
    without_item,
)

_FENCE = re.compile(r"^---[ \t]*(?:\r\n|\n|\r)", re.MULTILINE)


def with_adjustment(data: bytes, task: str, values: Mapping[str, str]) -> bytes:
    """Return tasks.yaml with an adjustment more at a task (its id); `values` by English key."""

    def edits(text: str) -> list[Edit]:
        own = next(item for item in spanned_items(text) if text_at(item, "id") == task)
        return [_added(own, "adjustments", "TaskRecord", "AdjustmentRecord", values)]

    return rewritten(data, edits)


def without_adjustment(data: bytes, task: str, number: int) -> bytes:
    """Return tasks.yaml without an adjustment of a task (its id), by its place from 0."""

    def edits(text: str) -> list[Edit]:
        own = next(item for item in spanned_items(text) if text_at(item, "id") == task)
        return [without_item(own, written_key(own, "adjustments"), number)]

    return rewritten(data, edits)


def with_correction(data: bytes, values: Mapping[str, str]) -> bytes:
    """Return plan.md with a correction more in its front matter; `values` by English key."""

    def edits(text: str) -> list[Edit]:
        first, last = list(_FENCE.finditer(text))[:2]
        front = spanned_mapping(text[first.end() : last.start()])
        edit = _added(front, "corrections", "PlanRecord", "CorrectionRecord", values)
        return [
            msgspec.structs.replace(
                edit, start=edit.start + first.end(), end=edit.end + first.end()
            )
        ]

    return rewritten(data, edits)


def _added(
    mapping: SpannedMapping, key: str, record: str, of_items: str, values: Mapping[str, str]
) -> Edit:
    """Return the edit that adds an entry to the list at a key, which the mapping may lack."""
    entry = {named(name, mapping, of_items): value for name, value in values.items()}
    if (name := named("withdrawn", mapping, of_items)) in entry and not name.isascii():
        entry[name] = "是"
    if written := written_key(mapping, key):
        return with_items(mapping, written, [entry])
    return with_entry(mapping, {named(key, mapping, record): [entry]})
