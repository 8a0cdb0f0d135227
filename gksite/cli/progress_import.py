"""Append the entries of sheets to progress.yaml files, as far as a build accepts them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from pathlib import Path

import msgspec

from gksite.build.cache import read_cache
from gksite.build.inputs import read_inputs
from gksite.check.rehearsal import Rehearsal
from gksite.config.values import CONFIG_PATH, theme_named
from gksite.diagnostics import Diagnostic, Location
from gksite.importer.writing.progress_file import append_entries, value_places
from gksite.output.places import STATE_DIR
from gksite.progress_sheets.entries import NewEntry, SheetReading
from gksite.source.text import decode


class _Appended(msgspec.Struct, frozen=True):
    """A progress.yaml with its new entries, each with its sheet; and where each of them and of
    their values begins, in order."""

    data: bytes
    places: tuple[tuple[int, int, int, str], ...]
    """Line, column, the number of the entry, the key of the column."""
    entries: tuple[tuple[str, NewEntry], ...]


def append_sheets(
    root: Path, read: Callable[[Collection[str]], list[SheetReading]], today: date
) -> tuple[list[SheetReading], dict[Path, bytes], dict[Path, bytes]]:
    """Read all sheets and refuse those that the next build would not accept. Return the readings,
    the files to write, and their present contents.

    `read` reads all sheets but those whose names it is given.
    """
    rehearsal: Rehearsal | None = None
    before: frozenset[Diagnostic] = frozenset()
    refused: dict[str, SheetReading] = {}
    while True:
        # Read again: an entry that a refused sheet had first is missing now.
        judged = read(refused.keys())
        appended, faults = _append(root, judged)
        if not faults and appended:
            rehearsal = rehearsal or _rehearsal(root, today)
            before = before or rehearsal.errors({})
            errors = (
                rehearsal.errors({path: sheet.data for path, sheet in appended.items()}) - before
            )
            faults = _faults_of(errors, appended)
        if not faults:
            written = {root / path: sheet.data for path, sheet in appended.items()}
            return (
                [*refused.values(), *judged],
                written,
                {path: path.read_bytes() for path in written if path.is_file()},
            )
        refused |= {
            sheet.name: msgspec.structs.replace(
                sheet, problems=(*sheet.problems, *faults[sheet.name])
            )
            for sheet in judged
            if sheet.name in faults
        }


def _append(
    root: Path, readings: Iterable[SheetReading]
) -> tuple[dict[str, _Appended], dict[str, list[Diagnostic]]]:
    """Return the progress.yaml files with the entries of all sheets that are not refused; and by
    sheet, why entries cannot be added."""
    by_path: dict[str, list[tuple[str, NewEntry]]] = {}
    for reading in readings:
        for entry in () if reading.is_refused else reading.entries:
            by_path.setdefault(f"content/plans/{entry.plan}/progress.yaml", []).append(
                (reading.name, entry)
            )
    appended: dict[str, _Appended] = {}
    faults: dict[str, list[Diagnostic]] = {}
    for path, entries in by_path.items():
        existing = (root / path).read_bytes() if (root / path).is_file() else b""
        data, problems = append_entries(existing, [entry.entry for _, entry in entries], path)
        if problems:
            faults |= {name: [*faults.get(name, []), *problems] for name, _ in entries}
        else:
            new = enumerate(value_places(data, path)[-len(entries) :])
            places = (
                (line, column, number, key)
                for number, values in new
                for line, column, key in values
            )
            appended[path] = _Appended(data, tuple(places), tuple(entries))
    return appended, faults


def _faults_of(
    errors: Iterable[Diagnostic], appended: Mapping[str, _Appended]
) -> dict[str, list[Diagnostic]]:
    """Return the errors that entries cause, by sheet and at the place of the cell. An error that no
    entry explains is given to every sheet."""
    faults: dict[str, list[Diagnostic]] = {}
    for error in sorted(errors):
        file = appended.get(error.location.path)
        where = error.location.line, error.location.column
        found = bisect_right(file.places, where, key=lambda place: place[:2]) - 1 if file else -1
        if file and found >= 0:
            *_, number, key = file.places[found]
            name, entry = file.entries[number]
            place = Location(entry.cells.get(key, entry.place))
            faults.setdefault(name, []).append(msgspec.structs.replace(error, location=place))
        else:
            for name in {name for found in appended.values() for name, _ in found.entries}:
                faults.setdefault(name, []).append(error)
    return faults


def _rehearsal(root: Path, today: date) -> Rehearsal:
    inputs = read_inputs(root, None)
    text, _ = decode(inputs.sources.texts.get(CONFIG_PATH, b""), CONFIG_PATH)
    inputs = inputs.with_theme(root, theme_named(text))
    return Rehearsal(inputs, read_cache(root / STATE_DIR), today)
