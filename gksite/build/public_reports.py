"""The reports that are public: where config.yaml says so, only entries that were signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from gksite.build.reading import Found, Part, Reading, plan_folders
from gksite.catalogue import severity
from gksite.config.values import Config
from gksite.content.assessments import NAME as ASSESSMENTS
from gksite.content.plan_sources import PlanSources
from gksite.content.report_batches import ReportBatch, beyond, gone, signed_whole
from gksite.content.report_entries import Entries
from gksite.content.review import REVIEW_NAME
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.files import Sources
from gksite.source.text import decode, tidy
from gksite.source.yaml_items import with_items_only

PROGRESS = "progress.yaml"
ENTRIES = Part(Entries, "gksite.content.report_entries:read_entries")
BATCHES = Part(tuple[ReportBatch, ...], "gksite.content.report_batches:parse_batches")


class ReportState(msgspec.Struct, frozen=True):
    """The entries of a plan in a file, and the indexes of those that wait."""

    path: str
    entries: Entries
    waiting: tuple[int, ...]


class PlanReports(msgspec.Struct, frozen=True):
    """The files of a plan whose entries are signed, its batches, and those that were signed and are
    gone, each with a place."""

    files: tuple[ReportState, ...]
    batches: tuple[ReportBatch, ...]
    gone: tuple[tuple[str, Location], ...]


def signed_names(config: Config) -> tuple[str, ...]:
    """Return the names of the files whose entries are signed before they are public."""
    if not config.review_reports:
        return ()
    return (PROGRESS, ASSESSMENTS) if config.shows_assessments else (PROGRESS,)


def plan_reports(reading: Reading, folder: PlanSources, config: Config) -> Found[PlanReports]:
    """Return the state of a plan's reports, by all steps together."""
    steps = config.review_reports
    path = f"{folder.folder}/{REVIEW_NAME}"
    batches: tuple[ReportBatch, ...] = ()
    if REVIEW_NAME in folder.texts:
        batches = reading.part(f"reports/{path}", [path], BATCHES)[0]
    files: list[ReportState] = []
    problems: list[Diagnostic] = []
    for name in signed_names(config):
        if name in folder.texts:
            path = f"{folder.folder}/{name}"
            entries, new_problems = reading.part(f"entries/{path}", [path], ENTRIES)
            problems += [one for one in new_problems if severity(one) == "error"]
            waiting = tuple(beyond(entries.digests, signed_whole(batches, steps)))
            files.append(ReportState(path, entries, waiting))
    is_known = not problems and not folder.lost & {*signed_names(config)}
    every = [digest for state in files for digest in state.entries.digests]
    lost = tuple(gone(every, batches, steps)) if is_known else ()
    return PlanReports(tuple(files), batches, lost), problems


def with_signed_reports(
    sources: Sources, reading: Reading, config: Config | None, *, drafts: bool
) -> tuple[Sources, list[Diagnostic], dict[str, tuple[int, ...]]]:
    """Return the sources with the entries that are public alone (with `drafts`, with all), what
    there is to say of the others, and by plan the lines of progress.yaml at which these stand."""
    if config is None or not config.review_reports:
        return sources, [], {}
    texts = dict(sources.texts)
    problems: list[Diagnostic] = []
    waiting: dict[str, tuple[int, ...]] = {}
    for id, folder in plan_folders(sources).items():
        reports, new_problems = plan_reports(reading, folder, config)
        # The working copy, which drafts show, is read as a whole and says what is wrong with it.
        problems += [] if drafts else new_problems
        problems += _state_of(reports, id, config.review_reports)
        if any(state.waiting for state in reports.files):
            waiting[id] = _lines(reports)
        for state in reports.files:
            if not drafts and (state.waiting or not state.entries.spans):
                texts[state.path] = public_text(texts[state.path], state)
    public = msgspec.structs.replace(sources, texts=texts)
    return public, problems, waiting


def _lines(reports: PlanReports) -> tuple[int, ...]:
    """Return the lines of the entries of progress.yaml that wait."""
    return tuple(
        state.entries.lines[index]
        for state in reports.files
        if state.path.endswith(PROGRESS)
        for index in state.waiting
    )


def _state_of(reports: PlanReports, plan: str, steps: tuple[str, ...]) -> Iterator[Diagnostic]:
    for state in reports.files:
        if state.waiting:
            where = Location(state.path, state.entries.lines[state.waiting[0]])
            count, words = len(state.waiting), "、".join(steps)
            yield problem("reports-unsigned", where, plan=plan, count=count, steps=words)
    for where, count in Counter(where for _, where in reports.gone).items():
        yield problem("signed-report-gone", where, count=count)


def public_text(data: bytes, state: ReportState) -> bytes:
    """Return the text of a file with the entries that are public alone, each at its place."""
    entries = state.entries
    if entries.spans is None:
        return b""
    waiting = set(state.waiting)
    kept = [index for index in range(len(entries.digests)) if index not in waiting]
    text, problems = decode(data, state.path)
    if problems:  # radicals, which the reader of the entries is to see
        text = tidy(data.decode("utf-8"))
    return with_items_only(text, entries.spans, kept).encode("utf-8")
