"""The texts of a site that no plan holds (free pages, topics, glossary, notes on units), and what
was signed of them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from gksite.content.review import name_key, reviewed_text
from gksite.diagnostics import Diagnostic, Location
from gksite.schema.keys import KEYS
from gksite.source.yaml import parse_yaml
from gksite.source.yaml_tree import Mapping as YamlMapping
from gksite.source.yaml_tree import Node, Scalar
from gksite.source.yaml_tree import Sequence as YamlSequence
from gksite.values import Value

SITE_REVIEW_PATH = "content/review.yaml"
TOPICS_PATH = "content/topics.yaml"
_FILES = ("content/index.md", TOPICS_PATH, "content/glossary.yaml")
_PAGES = "content/pages/"
_REGISTRIES = "content/units/"


class SignedText(Value, frozen=True):
    """A text that a signature is about: its path (of a note `path#unit`), and its digest."""

    path: str
    digest: str


class TextsSignature(Value, frozen=True):
    """An entry of content/review.yaml: a step, the signer (never shown to the public), the day, and
    the texts."""

    step: str
    by: str
    date: date
    texts: tuple[SignedText, ...]
    result: Literal["approved", "returned"] = "approved"
    opinion: str = ""
    steps: tuple[str, ...] = ()
    """Those that were in force."""


class UnitNote(Value, frozen=True):
    """The note of a unit in a registry: its value, its place, and the stretch of the text that
    says it."""

    unit: str
    text: str
    line: int
    column: int
    start: int
    end: int
    is_flow: bool


def parse_text_signatures(
    texts: Mapping[str, str],
) -> tuple[tuple[TextsSignature, ...], list[Diagnostic]]:
    """Return the signatures of content/review.yaml (path → text; at most one)."""
    from gksite.content.records import TextsSignatureRecord
    from gksite.schema.validate import parse_records

    signatures: list[TextsSignature] = []
    problems: list[Diagnostic] = []
    for path, text in texts.items():
        records, new_problems = parse_records(TextsSignatureRecord, text, path)
        problems += new_problems
        for r, _ in records:
            signed = tuple(SignedText(one.path, one.digest) for one in r.texts)
            words = r.result, r.opinion or "", tuple(r.steps)
            own = TextsSignature(r.step, r.by, r.date, signed, *words)
            signatures.append(own)
    return tuple(signatures), problems


def text_paths(paths: Iterable[str]) -> list[str]:
    """Return the paths of the files that are signed as a whole."""
    return [path for path in paths if path in _FILES or path.startswith(_PAGES)]


def registry_paths(paths: Iterable[str]) -> list[str]:
    """Return the paths of the registries, whose notes are signed."""
    return [path for path in paths if path.startswith(_REGISTRIES)]


def note_path(registry: str, unit: str) -> str:
    """Return the name under which the note of a unit is signed."""
    return f"{registry}#{unit}"


def text_digest(data: bytes) -> str:
    """Return the SHA-256 of a text as it is reviewed, in hexadecimal."""
    return hashlib.sha256(reviewed_text(data)).hexdigest()


def signed_digests(signatures: Sequence[TextsSignature], steps: Sequence[str]) -> dict[str, str]:
    """Return for each text the digest that is public: that signed last of those whose latest
    signature approves, of every step of config.yaml, or of every one that was in force when it was
    signed and none of config.yaml sent it back."""
    results: dict[tuple[str, str], dict[str, bool]] = {}
    in_force: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for signature in signatures:
        for text in signature.texts:
            key = text.path, text.digest
            # What is signed last stands last.
            own = results.pop(key, {})
            results[key] = own | {signature.step: signature.result == "approved"}
            in_force.setdefault(key, {tuple(steps)}).add(signature.steps or tuple(steps))
    public: dict[str, str] = {}
    for (path, digest), own in results.items():
        is_returned = any(own.get(step) is False for step in steps)
        whole = (all(own.get(step) for step in every) for every in in_force[path, digest])
        if not is_returned and any(whole):
            public[path] = digest
    return public


def signed_by_step(signatures: Sequence[TextsSignature], step: str) -> dict[str, str]:
    """Return for each text the digest that a step has approved last."""
    return {
        text.path: text.digest
        for signature in signatures
        if signature.step == step and signature.result == "approved"
        for text in signature.texts
    }


def same_person(
    signatures: Iterable[TextsSignature],
    digests: Collection[tuple[str, str]],
    steps: Collection[str],
    by: str,
) -> list[str]:
    """Return which of the steps a name has approved of any of these texts (path and digest)."""
    last = {(one.step, text.path, text.digest): one for one in signatures for text in one.texts}
    found = [
        step
        for (step, *key), one in last.items()
        if step in steps and tuple(key) in digests and one.result == "approved"
        if name_key(one.by) == name_key(by)
    ]
    return list(dict.fromkeys(found))


def read_notes(texts: Mapping[str, str]) -> tuple[tuple[UnitNote, ...], list[Diagnostic]]:
    """Return the notes of a registry (path → text; at most one). What is wrong with it is reported
    where it is read as a registry."""
    notes: list[UnitNote] = []
    for path, text in texts.items():
        node, problems = parse_yaml(text, path)
        if not problems and node is not None:
            notes += _notes(node, text)
    return tuple(notes), []


def _notes(node: Node, text: str) -> Iterator[UnitNote]:
    from gksite.source.yaml_spans import spanned_mapping

    key, units = _entry(node, "units")
    if not isinstance(units, YamlSequence):
        return
    spanned = spanned_mapping(text).value(key)
    for unit, own in zip(units.items, spanned.value, strict=True):
        id = _entry(unit, "id")[1]
        name, note = _entry(unit, "note")
        if isinstance(note, Scalar) and note.value and isinstance(id, Scalar) and id.value:
            start, end = _stretch(own, name, text)
            is_flow = bool(own.flow_style)
            yield UnitNote(id.value, note.value, note.line, note.column, start, end, is_flow)


def _entry(node: Node, key: str) -> tuple[str, Node | None]:
    """Return the key as it is written and its value."""
    if isinstance(node, YamlMapping):
        for name, value in node.entries.items():
            if (KEYS.get(name) or name) == key:
                return name, value
    return key, None


def _stretch(node: Any, key: str, text: str) -> tuple[int, int]:
    value = next(value for name, value in node.value if name.value == key)
    start = value.start_mark.index
    return start, start + len(text[start : value.end_mark.index].rstrip())


def with_notes(text: str, notes: Iterable[tuple[UnitNote, str]]) -> str:
    """Return the text of a registry with other notes, "" for none, on the same number of lines."""
    from gksite.source.yaml_spans import Edit, edited
    from gksite.source.yaml_text import scalar

    edits: list[Edit] = []
    for note, public in notes:
        written = scalar(public, flow=note.is_flow) if public else ""
        lines = "\n" * text.count("\n", note.start, note.end)
        edits.append(Edit(note.start, note.end, written + lines))
    return edited(text, edits)


def place_of(name: str, notes: Mapping[str, UnitNote]) -> Location:
    """Return the place of a text by its name."""
    path, _, unit = name.partition("#")
    note = notes.get(name)
    return Location(path, note.line, note.column) if unit and note else Location(path)
