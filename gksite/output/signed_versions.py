"""The files that a signature writes: the version, its attachments, and the entry of review.yaml."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from gksite.content.plan_sources import PlanSources
from gksite.content.review import REVIEW_NAME, SignedContent
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.importer.writing.progress_file import append_entries
from gksite.source.folder_reader import unread
from gksite.source.stored_versions import COPIES_DIR, kept_attachment, version_folder
from gksite.source.yaml_text import Entry


class Writing(msgspec.Struct):
    """Files to write by path, and what they hold now, as far as they are there."""

    written: dict[Path, bytes] = {}
    read: dict[Path, bytes] = {}


def add_version(
    writing: Writing, root: Path, folder: PlanSources, content: SignedContent
) -> list[Diagnostic]:
    """Add the files of a version of a working copy. Return why they cannot be written."""
    copies = root / version_folder(folder.id, content.digest)
    if not copies.resolve().is_relative_to(root.resolve()):
        # Nobody reads a version outside of the project: it would be lost.
        return [problem("symlink-outside", Location(COPIES_DIR))]
    files = {copies / name: data for name, data in content.stored.items()}
    for name, attachment in folder.attachments.items():
        try:
            data = (root / attachment.path).read_bytes()
        except OSError as error:
            return [unread(attachment.path, error)]
        if hashlib.sha256(data).digest() != attachment.digest:
            return [problem("source-changed", Location(f"{folder.folder}/files/{name}"))]
        files[root / kept_attachment(folder.id, attachment.digest.hex())] = data
    writing.written.update(files)
    writing.read.update({place: place.read_bytes() for place in files if place.is_file()})
    return []


def mend_version(
    writing: Writing, root: Path, folder: PlanSources, content: SignedContent
) -> list[Diagnostic]:
    """Add the files of a version that are missing or not as they were signed. Return why they
    cannot be written."""
    whole = Writing()
    problems = add_version(whole, root, folder, content)
    lost = {place for place, data in whole.written.items() if whole.read.get(place) != data}
    for own, files in ((writing.written, whole.written), (writing.read, whole.read)):
        own.update({place: data for place, data in files.items() if place in lost})
    return problems


def add_entries(
    writing: Writing, root: Path, folder: PlanSources, entries: Sequence[Entry]
) -> list[Diagnostic]:
    """Add entries to the review.yaml of a plan, behind what it holds. Return why that cannot be."""
    path = f"{folder.folder}/{REVIEW_NAME}"
    place = root / path
    if REVIEW_NAME in folder.texts:
        writing.read[place] = folder.texts[REVIEW_NAME]
    # The version takes its place before the signature: a signature whose version is missing proves
    # nothing.
    writing.written[place], problems = append_entries(writing.read.get(place, b""), entries, path)
    return problems
