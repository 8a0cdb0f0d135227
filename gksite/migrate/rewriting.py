"""Rewrite the files of a project for format 2: edits at the parser's marks, all other bytes
kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from gksite.migrate.answers import Answer
from gksite.migrate.questions import Question
from gksite.model.statuses import WORDS
from gksite.schema.keys import FORMAT, FORMER_STATUSES, KEYS, chinese_key
from gksite.source.yaml_spans import (
    Edit,
    SpannedMapping,
    edited,
    spanned_items,
    spanned_mapping,
    with_entry,
    with_first_line,
    with_items,
    with_value,
)
from gksite.source.yaml_text import Entry

_MARK = "\ufeff"

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

    return _rewritten(data, edits)


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
            for edit in _adjustment_edits(item, by_task.get(_text_at(item, "id"), ()))
        ]

    return _rewritten(data, edits)


def config_after(data: bytes) -> bytes:
    """Return config.yaml with the number of the format, in the language of its keys."""

    def edits(text: str) -> list[Edit]:
        mapping = spanned_mapping(text)
        if key := _written_key(mapping, "format"):
            is_there = _text_at(mapping, "format") == str(FORMAT)
            return [] if is_there else [with_value(mapping, key, str(FORMAT))]
        return [with_first_line(mapping, {_named("format", mapping, "ConfigRecord"): str(FORMAT)})]

    return _rewritten(data, edits)


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


def _rewritten(data: bytes, edits: Callable[[str], list[Edit]]) -> bytes:
    """Return the bytes of a UTF-8 text after edits; the byte order mark and all line ends stay."""
    text = data.decode("utf-8")
    mark = _MARK if text.startswith(_MARK) else ""
    text = text.removeprefix(_MARK)
    return (mark + edited(text, edits(text))).encode("utf-8")


def _status_edit(item: SpannedMapping, status: str) -> Edit:
    key = _written_key(item, "status")
    is_chinese = item.value(key).value in FORMER_STATUSES
    return with_value(item, key, WORDS[status] if is_chinese else status)


def _adjustment_edits(item: SpannedMapping, own: Sequence[tuple[Question, Answer]]) -> list[Edit]:
    """Return the edits that add adjustments to a task."""
    if not own:
        return []

    def named(key: str) -> str:
        return _named(key, item, "TaskRecord" if key == "adjustments" else "AdjustmentRecord")

    entries = [adjustment_entry(question, answer, named) for question, answer in own]
    if key := _written_key(item, "adjustments"):
        return [with_items(item, key, entries)]
    return [with_entry(item, {named("adjustments"): entries})]


def _named(key: str, mapping: SpannedMapping, record: str) -> str:
    """Return a key in the language of most keys of a mapping."""
    names = [name.value for name, _ in mapping.node.value]
    is_chinese = 2 * sum(not name.isascii() for name in names) > len(names)
    return (chinese_key(key, record) if is_chinese else "") or key


def _written_key(mapping: SpannedMapping, key: str) -> str:
    """Return the spelling in which a mapping has a key, or ""."""
    names = (name.value for name, _ in mapping.node.value)
    return next((name for name in names if KEYS.get(name, name) == key), "")


def _text_at(mapping: SpannedMapping, key: str) -> str:
    node = mapping.value(_written_key(mapping, key))
    return str(node.value) if node is not None else ""
