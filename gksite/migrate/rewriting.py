"""Rewrite the files of a project for format 2: edits at the parser's marks, all other bytes
kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from gksite.migrate.answers import Answer
from gksite.migrate.questions import Question
from gksite.model.statuses import WORDS
from gksite.schema.keys import FORMAT, FORMER_STATUSES
from gksite.schema.source_edits import named, rewritten, text_at, written_key
from gksite.source.yaml_spans import (
    Edit,
    SpannedMapping,
    spanned_items,
    spanned_mapping,
    with_entry,
    with_first_line,
    with_items,
    with_value,
)
from gksite.source.yaml_text import Entry

Answers = Mapping[Question, Answer]


def progress_after(data: bytes, answers: Answers) -> bytes:
    """Return progress.yaml with the statuses that were answered, in the language in which each
    status was written."""

    def edits(text: str) -> list[Edit]:
        items = spanned_items(text)
        return [
            _status_edit(items[question.entry], answer.status)
            for question, answer in answers.items()
        ]

    return rewritten(data, edits)


def tasks_after(data: bytes, answers: Answers) -> bytes:
    """Return tasks.yaml with the adjustments that were answered, each behind those that its task
    has already."""
    by_task: dict[str, list[tuple[Question, Answer]]] = {}
    for question, answer in answers.items():
        if answer.is_adjustment:
            by_task.setdefault(question.task, []).append((question, answer))

    def edits(text: str) -> list[Edit]:
        return [
            edit
            for item in spanned_items(text)
            for edit in _adjustment_edits(item, by_task.get(text_at(item, "id"), ()))
        ]

    return rewritten(data, edits)


def config_after(data: bytes) -> bytes:
    """Return config.yaml with the number of the format, in the language of its keys."""

    def edits(text: str) -> list[Edit]:
        mapping = spanned_mapping(text)
        if key := written_key(mapping, "format"):
            is_there = text_at(mapping, "format") == str(FORMAT)
            return [] if is_there else [with_value(mapping, key, str(FORMAT))]
        return [with_first_line(mapping, {named("format", mapping, "ConfigRecord"): str(FORMAT)})]

    return rewritten(data, edits)


def adjustment_entry(question: Question, answer: Answer, named: Callable[[str], str]) -> Entry:
    """Return the adjustment that a person's answer states, by the names of its keys."""
    is_chinese = not named("adjustments").isascii()
    values = (
        ("date", (answer.decided or question.day).isoformat()),
        ("deadline", answer.deadline),
        ("what", answer.what),
        ("withdrawn", ("是" if is_chinese else "yes") if answer.withdrawn else ""),
        ("approved_by", answer.approved_by),
        ("why", answer.why),
    )
    return {named(key): value for key, value in values if value}


def _status_edit(item: SpannedMapping, status: str) -> Edit:
    key = written_key(item, "status")
    is_chinese = item.value(key).value in FORMER_STATUSES
    return with_value(item, key, WORDS[status] if is_chinese else status)


def _adjustment_edits(item: SpannedMapping, own: Sequence[tuple[Question, Answer]]) -> list[Edit]:
    """Return the edits that add adjustments to a task."""
    if not own:
        return []

    def spelled(key: str) -> str:
        return named(key, item, "TaskRecord" if key == "adjustments" else "AdjustmentRecord")

    entries = [adjustment_entry(question, answer, spelled) for question, answer in own]
    if key := written_key(item, "adjustments"):
        return [with_items(item, key, entries)]
    return [with_entry(item, {spelled("adjustments"): entries})]
