"""Make a snapshot: build the site, pack it with its sources, and enter it in the ledger."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone, tzinfo
from pathlib import Path

import msgspec

from gksite.archive import package_texts as texts
from gksite.archive.comparison_words import rules_words, summary
from gksite.archive.container import Part, has_sm3, write_container
from gksite.archive.ledger import name_of, promised, with_addresses, with_entry
from gksite.archive.packing import Packer, source_digests
from gksite.archive.states import State, build_aside, built_pages, changes_between, read_state
from gksite.build.assemble import assemble
from gksite.build.cache import read_cache
from gksite.build.inputs import read_published
from gksite.build.pipeline import Options
from gksite.build.published_set import published_set
from gksite.catalogue import severity
from gksite.config.values import ADDRESSES_PATH, LEDGER_PATH, zone_of
from gksite.diagnostics import Diagnostic, Location
from gksite.model.ledgers import Snapshot
from gksite.model.site import SiteModel
from gksite.model.snapshots import public_name, public_path, snapshot_path
from gksite.output.compare import scratch_dir
from gksite.output.places import STATE_DIR
from gksite.output.refusal import Refused, refuse, refusing_on_error
from gksite.output.source_files import alone_with_snapshots, locked_sources
from gksite.source.files import Sources, read_sources
from gksite.source.program import read_program
from gksite.source.stored_versions import VersionStore
from gksite.source.theme_files import list_theme_files

BEIJING = timezone(timedelta(hours=8))
"""The offset of a time that names none, where config.yaml names no zone."""


class Order(msgspec.Struct, frozen=True):
    """What to make: the time of the snapshot (None: see `time_of`), its note, the private key that
    signs it. `now` reads the clock, which no other byte of a snapshot depends on."""

    at: datetime | None = None
    today: date | None = None
    note: str = ""
    key: Path | None = None
    jobs: int | None = None
    clock: date | None = None
    now: Callable[[], datetime] | None = None


class Created(msgspec.Struct, frozen=True):
    """The result. With an error among `problems` there is no snapshot, and `entry` is None."""

    problems: tuple[Diagnostic, ...]
    entry: Snapshot | None = None
    place: Path = Path()
    sm3: bool = True
    is_linked: bool = True
    """Whether the archived pages link to the current ones."""
    public_place: Path | None = None
    """The file of the edition for the public, if the site offers snapshots for download."""


def create_snapshot(
    root: Path,
    order: Order,
    progress: Callable[[int, int], None] | None = None,
    waiting: Callable[[], None] | None = None,
) -> Created:
    """Build, pack, write and enter a snapshot of the project at `root`. If that is not possible,
    report why and write nothing.

    A lock keeps others from archiving meanwhile, because a snapshot names the one before it. The
    sources are locked only for the entry in the ledger, so that people can go on signing and
    reporting. `waiting` is called if another command holds a lock. Raises Refused when the disk
    fails, or if at the end a source is not what the site was built from.
    """
    with alone_with_snapshots(root, waiting):
        return _create(root, order, progress, waiting)


def _create(
    root: Path,
    order: Order,
    progress: Callable[[int, int], None] | None,
    waiting: Callable[[], None] | None,
) -> Created:
    cache, program = read_cache(root / STATE_DIR), read_program()
    sources, unread = read_sources(root)
    store = VersionStore(root)
    published = published_set(sources, store, cache, program)
    assembled = assemble(published, cache, program, today=order.today, jobs=order.jobs)
    model = assembled.model
    if model is None:
        return Created(tuple(sorted({*unread, *published.placed(assembled.problems)})))
    inputs = _inputs(root, published.sources, model.config.theme)
    # Read under the lock, so that of two snapshots the later one has the later time.
    now = order.now() if order.now else None
    zone = zone_of(model.config.timezone) or BEIJING
    at = time_of(order.at, os.environ.get("SOURCE_DATE_EPOCH", ""), now, model.as_of, zone)
    with scratch_dir() as scratch:
        options = Options(today=order.today, jobs=order.jobs, archived_at=at, clock=order.clock)
        report = build_aside(root, scratch / "site", options, progress)
        if not report.pages or any(severity(problem) == "error" for problem in report.problems):
            return Created(report.problems)
        folder = root / model.config.archive.folder
        taken = {snapshot.name for snapshot in model.snapshots}
        name = name_of(f"{at:%Y-%m-%d}", taken | {path.stem for path in folder.glob("*.wacz")})
        packer = Packer(root, scratch, model, published, store, at, order.note, order.key)
        job = _Job(root, model, published.sources, inputs, packer, name, order.note)
        entry = job.write(scratch / "site", waiting)
        public = root / public_path(entry.name) if entry.public_sha256 else None
        return Created(
            report.problems,
            entry,
            root / snapshot_path(model.config.archive, entry.name),
            has_sm3(),
            bool(model.config.base_url),
            public,
        )


def time_of(
    asked: datetime | None,
    epoch: str,
    now: datetime | None,
    as_of: date,
    zone: tzinfo = BEIJING,
) -> datetime:
    """Return the time of a snapshot, with its offset: `asked`, else SOURCE_DATE_EPOCH, which both
    make an earlier one again; else `now`, the minute of the clock; where nobody looked at it, the
    day that the site shows. `zone` is that of a time which names none."""
    if asked is not None:
        return asked if asked.utcoffset() is not None else asked.replace(tzinfo=zone)
    if re.fullmatch(r"\d{1,11}", epoch):
        return datetime.fromtimestamp(int(epoch), zone)
    return now or datetime(as_of.year, as_of.month, as_of.day, tzinfo=zone)


class _Job:
    """A snapshot that is being made."""

    def __init__(
        self,
        root: Path,
        model: SiteModel,
        sources: Sources,
        inputs: Mapping[str, str],
        packer: Packer,
        name: str,
        note: str,
    ) -> None:
        self._root, self._model, self._sources, self._inputs = root, model, sources, inputs
        self._packer, self._name, self._note = packer, name, note
        self._previous = next(iter(model.snapshots), None)

    def write(self, site_dir: Path, waiting: Callable[[], None] | None) -> Snapshot:
        """Write the snapshot, its public edition if downloads are offered, and its ledger entry."""
        previous = self._previous
        before = texts.Previous(previous.name, previous.sha256) if previous else None
        members, facts, signed_by = self._packer.members(self._name, before)
        place = self._place(self._name)
        written = [place]
        try:
            size, sha256 = _write(place, members)
            entry = Snapshot(
                self._name,
                facts.at,
                size,
                sha256,
                Location(LEDGER_PATH),
                previous.name if previous else "",
                facts.retention,
                facts.pages,
                facts.files,
                self._note,
                signed_by,
                self._changes(site_dir),
            )
            if self._model.config.archive.download:
                written.append(self._root / public_path(self._name))
                entry = self._with_public(entry, written[-1])
            self._check_inputs()
            self._enter(entry, waiting)
        except Refused:
            for path in written:
                path.unlink(missing_ok=True)
            raise
        return entry

    def _place(self, name: str) -> Path:
        return self._root / snapshot_path(self._model.config.archive, name)

    def _with_public(self, entry: Snapshot, place: Path) -> Snapshot:
        """Write the edition for the public: the same pages and data, and of the sources only the
        files that are published as they are. Return the entry with its size and digest."""
        previous = self._previous
        before = (
            texts.Previous(public_name(previous.name), previous.public_sha256)
            if previous and previous.public_sha256
            else None
        )
        size, sha256 = _write(
            place, self._packer.members(public_name(self._name), before, public=True)[0]
        )
        return msgspec.structs.replace(entry, public_size=size, public_sha256=sha256)

    def _check_inputs(self) -> None:
        """Raise Refused if a source is no longer what the site was built from."""
        now = _inputs(self._root, read_published(self._root).sources, self._model.config.theme)
        changed = sorted(
            path for path in {*now, *self._inputs} if now.get(path) != self._inputs.get(path)
        )
        if changed:
            raise refuse("snapshot-sources-changed", changed[0])

    def _enter(self, entry: Snapshot, waiting: Callable[[], None] | None) -> None:
        ledger = self._sources.texts.get(LEDGER_PATH, b"").decode("utf-8")
        addresses = with_addresses(
            self._model.addresses, promised(self._packer.files, self._packer.copied)
        )
        read = {
            self._root / path: data
            for path, data in self._sources.texts.items()
            if path in (LEDGER_PATH, ADDRESSES_PATH)
        }
        with locked_sources(self._root, waiting) as locked:
            locked.write(
                {
                    self._root / ADDRESSES_PATH: addresses.encode(),
                    self._root / LEDGER_PATH: with_entry(ledger, entry).encode(),
                },
                read,
            )

    def _changes(self, site_dir: Path) -> tuple[str, ...]:
        """Return the changes since the previous snapshot in words, or that its file is missing."""
        chinese = self._model.config.language == "zh"
        if self._previous is None:
            return ("首次归档" if chinese else "the first snapshot",)
        try:
            before = read_state(self._place(self._previous.name))
        except Refused:
            return (
                "上一份归档的文件不在手边，未作比较"
                if chinese
                else "the file of the snapshot before is not at hand: not compared",
            )
        now = State(self._name, self._model, built_pages(site_dir))
        language = self._model.config.language
        notice = rules_words(before.rules, now.rules, language)
        lines = summary(changes_between(before, now), language)
        return (notice, *lines) if notice else tuple(lines)


def _write(place: Path, members: list[Part]) -> tuple[int, str]:
    """Write a snapshot whole or not at all. Return its size and SHA-256."""
    partial = place.with_name(f".{place.name}.part")
    with refusing_on_error(place.as_posix()):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with partial.open("wb") as stream:
                written = write_container(stream, members)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(place)
        finally:
            partial.unlink(missing_ok=True)
    return written


def _inputs(root: Path, sources: Sources, theme: str) -> Mapping[str, str]:
    """Return path → SHA-256 of all that the site is made from: sources and own theme."""
    digests = dict(source_digests(sources))
    for path, place in list_theme_files(root, theme).items():
        with refusing_on_error(place.as_posix()), place.open("rb") as stream:
            digests[path] = hashlib.file_digest(stream, "sha256").hexdigest()
    return digests
