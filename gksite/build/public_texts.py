"""The free pages, topics, glossary and notes on units that are public: where config.yaml says so,
the texts that were signed last."""

from __future__ import annotations

import hashlib

import msgspec

from gksite.build.reading import Found, Part, Reading
from gksite.config.values import Config
from gksite.content.site_texts import (
    SITE_REVIEW_PATH,
    TextsSignature,
    UnitNote,
    note_path,
    place_of,
    registry_paths,
    signed_digests,
    text_digest,
    text_paths,
    with_notes,
)
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.files import Sources
from gksite.source.stored_versions import VersionStore, kept_text
from gksite.source.text import decode

SIGNATURES = Part(tuple[TextsSignature, ...], "gksite.content.site_texts:parse_text_signatures")
NOTES = Part(tuple[UnitNote, ...], "gksite.content.site_texts:read_notes")


class SiteTexts(msgspec.Struct, frozen=True):
    """The texts of a site that are signed: by name the bytes of each, and the notes among them."""

    texts: dict[str, bytes]
    notes: dict[str, UnitNote]

    def place(self, name: str) -> Location:
        """Return the place of a text."""
        return place_of(name, self.notes)


class PublicTexts(msgspec.Struct, frozen=True):
    """The sources with the texts that are public, and the names of those whose working copy is not:
    whether an earlier one is."""

    sources: Sources
    problems: tuple[Diagnostic, ...] = ()
    unsigned: dict[str, bool] = {}
    moved: dict[str, str] = {}
    """The path of a working copy → that of the copy which stands for it."""


def site_texts(sources: Sources, reading: Reading) -> SiteTexts:
    """Return the texts of a site that are signed, as they lie on the disk."""
    texts = {path: sources.texts[path] for path in text_paths(sources.texts)}
    notes: dict[str, UnitNote] = {}
    for path in registry_paths(sources.texts):
        own: tuple[UnitNote, ...] = reading.part(f"notes/{path}", [path], NOTES)[0]
        for note in own:
            name = note_path(path, note.unit)
            notes[name] = note
            texts[name] = note.text.encode("utf-8")
    return SiteTexts(texts, notes)


def text_signatures(reading: Reading) -> Found[tuple[TextsSignature, ...]]:
    """Return what content/review.yaml holds."""
    found: Found[tuple[TextsSignature, ...]] = reading.part(
        SITE_REVIEW_PATH, [SITE_REVIEW_PATH], SIGNATURES
    )
    return found


def with_signed_texts(
    sources: Sources,
    reading: Reading,
    store: VersionStore,
    config: Config | None,
    *,
    drafts: bool,
) -> PublicTexts:
    """Return the sources with the texts that were signed last; with `drafts`, as they are."""
    if config is None or not config.review_pages:
        return PublicTexts(sources)
    found = site_texts(sources, reading)
    signatures, problems = text_signatures(reading)
    public = signed_digests(signatures, config.review_pages)
    unsigned: dict[str, bool] = {}
    kept: dict[str, bytes | None] = {}
    for name, data in found.texts.items():
        digest = public.get(name, "")
        if digest == text_digest(data):
            continue
        unsigned[name] = bool(digest)
        code = "text-edited" if digest else "text-unsigned"
        problems = [*problems, problem(code, found.place(name), name=name)]
        kept[name] = store.text(digest) if digest else None
        if digest and (damage := _damage(name, digest, kept[name])):
            problems.append(damage)
            kept[name] = None
    if drafts:
        return PublicTexts(sources, tuple(problems), unsigned)
    moved = {
        name: kept_text(public[name]) for name, data in kept.items() if data and "#" not in name
    }
    return PublicTexts(_replaced(sources, found, kept), tuple(problems), unsigned, moved)


def _damage(name: str, digest: str, data: bytes | None) -> Diagnostic | None:
    if data is not None and hashlib.sha256(data).hexdigest() == digest:
        return None
    return problem("signed-text-lost", Location(kept_text(digest)), name=name)


def _replaced(sources: Sources, found: SiteTexts, kept: dict[str, bytes | None]) -> Sources:
    """Return the sources with other texts, None for one that is not public."""
    texts = dict(sources.texts)
    notes: dict[str, list[tuple[UnitNote, str]]] = {}
    for name, data in kept.items():
        if note := found.notes.get(name):
            path = name.rpartition("#")[0]
            notes.setdefault(path, []).append((note, (data or b"").decode("utf-8")))
        elif data is None:
            del texts[name]
        else:
            texts[name] = data
    for path, own in notes.items():
        text = with_notes(decode(texts[path], path)[0], own)
        texts[path] = text.encode("utf-8")
    return msgspec.structs.replace(sources, texts=texts)
