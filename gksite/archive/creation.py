"""A new snapshot: the site built as one, packed with its sources, and entered in the ledger."""

from __future__ import annotations

import hashlib
import html
import os
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path

import msgspec

from gksite import __version__
from gksite.archive import package_texts as texts
from gksite.archive.comparison_words import summary
from gksite.archive.container import Part, has_sm3, part, write_container
from gksite.archive.file_bundle import Bundled, write_bundle
from gksite.archive.ledger import name_of, promised, with_addresses, with_entry
from gksite.archive.signing import fingerprint, missing_library, sign
from gksite.archive.states import State, build_aside, built_pages, changes_between, read_state
from gksite.archive.web_archive import index_lines, write_web_archive
from gksite.build.assemble import assemble
from gksite.build.cache import read_cache
from gksite.build.pipeline import Options
from gksite.build.site import copied_to
from gksite.catalogue import severity
from gksite.config.values import ADDRESSES_PATH, CONFIG_PATH, LEDGER_PATH
from gksite.diagnostics import Diagnostic, Location
from gksite.model.entities import Snapshot
from gksite.model.site import SiteModel
from gksite.model.snapshots import public_name, snapshot_path
from gksite.output.compare import scratch_dir
from gksite.output.manifest import parse_marker, read_marker
from gksite.output.places import STATE_DIR
from gksite.output.refusal import Refused, refuse, refusing_on_error, write_failed
from gksite.output.source_files import alone_with_snapshots, locked_sources
from gksite.pages.page_kinds import route_pages
from gksite.source.files import Sources, read_sources
from gksite.source.program import read_code, read_program
from gksite.source.theme_files import list_theme_files

BEIJING = timezone(timedelta(hours=8))
"""The offset of a time that names none."""

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_NO_PAGES = ("redirect", "404", "withdrawn")
_DATA = (".xml", ".json", ".jsonl", ".csv", ".xlsx", ".ics", ".atom", ".txt")


class Order(msgspec.Struct, frozen=True):
    """What a snapshot is to be: of which time (None: see `time_of`), with which note, signed by
    which key."""

    at: datetime | None = None
    today: date | None = None
    note: str = ""
    key: Path | None = None
    jobs: int | None = None
    clock: date | None = None


class Created(msgspec.Struct, frozen=True):
    """What came of it. With an error among `problems` there is no snapshot, and `entry` is None."""

    problems: tuple[Diagnostic, ...]
    entry: Snapshot | None = None
    place: Path = Path()
    sm3: bool = True
    is_linked: bool = True
    """Whether its pages lead to the living ones."""
    public_place: Path | None = None
    """Where the edition for the public lies, where the site offers snapshots for download."""


def create_snapshot(
    root: Path,
    order: Order,
    progress: Callable[[int, int], None] | None = None,
    waiting: Callable[[], None] | None = None,
) -> Created:
    """Build, pack, write and enter a snapshot of the project at `root`; or say why not, and then
    nothing was written.

    Nobody else archives meanwhile: a snapshot names the one before it, and its name is its own.
    People sign and report: only the entry in the ledger is made under the lock of the sources.
    `waiting` hears that another is at it. Raises Refused when the disk fails, or where at the end a
    source is not what the site was built from.
    """
    with alone_with_snapshots(root, waiting):
        return _create(root, order, progress, waiting)


def _create(
    root: Path,
    order: Order,
    progress: Callable[[int, int], None] | None,
    waiting: Callable[[], None] | None,
) -> Created:
    sources, unread = read_sources(root)
    assembled = assemble(
        sources, read_cache(root / STATE_DIR), read_program(), today=order.today, jobs=order.jobs
    )
    model = assembled.model
    if model is None:
        return Created(tuple(sorted({*unread, *assembled.problems})))
    inputs = _inputs(root, sources, model.config.theme)
    at = time_of(order.at, os.environ.get("SOURCE_DATE_EPOCH", ""), model.as_of)
    with scratch_dir() as scratch:
        options = Options(today=order.today, jobs=order.jobs, archived_at=at, clock=order.clock)
        report = build_aside(root, scratch / "site", options, progress)
        if not report.pages or any(severity(one) == "error" for one in report.problems):
            return Created(report.problems)
        folder = root / model.config.archive.folder
        taken = {one.name for one in model.snapshots} | {
            path.stem for path in folder.glob("*.wacz")
        }
        job = _Job(
            root, scratch, model, sources, inputs, at, order, name_of(f"{at:%Y-%m-%d}", taken)
        )
        entry = job.write(folder, waiting)
        public = root / snapshot_path(public_name(entry.name)) if entry.public_sha256 else None
        return Created(
            report.problems,
            entry,
            folder / f"{entry.name}.wacz",
            has_sm3(),
            bool(model.config.base_url),
            public,
        )


def time_of(asked: datetime | None, epoch: str, as_of: date) -> datetime:
    """The time of a snapshot, with its offset: the one asked for, else SOURCE_DATE_EPOCH, else
    the day that the site stands at."""
    if asked is not None:
        return asked if asked.utcoffset() is not None else asked.replace(tzinfo=BEIJING)
    if re.fullmatch(r"\d{1,11}", epoch):
        return datetime.fromtimestamp(int(epoch), BEIJING)
    return datetime(as_of.year, as_of.month, as_of.day, tzinfo=BEIJING)


class _Job:
    """One snapshot on its way."""

    def __init__(
        self,
        root: Path,
        scratch: Path,
        model: SiteModel,
        sources: Sources,
        inputs: Mapping[str, str],
        at: datetime,
        order: Order,
        name: str,
    ) -> None:
        self._root, self._scratch, self._site_dir = root, scratch, scratch / "site"
        self._inputs = inputs
        self._model, self._sources, self._at, self._order, self._name = (
            model,
            sources,
            at,
            order,
            name,
        )
        self._files = sorted(parse_marker(read_marker(str(self._site_dir)) or b""))
        self._copied = {copied_to(path) for path in (*sources.attachments, *sources.static)}
        self._base = texts.base_of(model)
        self._previous = next(iter(model.snapshots), None)

    def write(self, folder: Path, waiting: Callable[[], None] | None) -> Snapshot:
        """The snapshot's file in `folder`, where downloads are offered its edition for the
        public in snapshots/, and its entry in the ledger."""
        previous = self._previous
        before = texts.Previous(previous.name, previous.sha256) if previous else None
        members, build_facts, signed_by = self._members(self._name, before)
        place = folder / f"{self._name}.wacz"
        written = [place]
        try:
            size, sha256 = _write(place, members)
            entry = Snapshot(
                self._name,
                build_facts.at,
                size,
                sha256,
                Location(LEDGER_PATH),
                previous.name if previous else "",
                build_facts.retention,
                build_facts.pages,
                build_facts.files,
                self._order.note,
                signed_by,
                self._changes(folder),
            )
            if self._model.config.archive.download:
                written.append(self._root / snapshot_path(public_name(self._name)))
                entry = self._with_public(entry, written[-1])
            self._check_inputs()
            self._enter(entry, waiting)
        except Refused:
            for one in written:
                one.unlink(missing_ok=True)
            raise
        return entry

    def _with_public(self, entry: Snapshot, place: Path) -> Snapshot:
        """The edition for the public: the same pages and data, and of the sources only the files
        that are published as they are."""
        previous = self._previous
        before = (
            texts.Previous(public_name(previous.name), previous.public_sha256)
            if previous and previous.public_sha256
            else None
        )
        size, sha256 = _write(place, self._members(public_name(self._name), before, public=True)[0])
        return msgspec.structs.replace(entry, public_size=size, public_sha256=sha256)

    def _check_inputs(self) -> None:
        """That the sources are still what the site was built from. Raises Refused where they are
        not."""
        now = _inputs(self._root, read_sources(self._root)[0], self._model.config.theme)
        changed = sorted(
            path for path in {*now, *self._inputs} if now.get(path) != self._inputs.get(path)
        )
        if changed:
            raise refuse("snapshot-sources-changed", changed[0])

    def _enter(self, entry: Snapshot, waiting: Callable[[], None] | None) -> None:
        ledger = self._sources.texts.get(LEDGER_PATH, b"").decode("utf-8")
        addresses = with_addresses(self._model.addresses, promised(self._files, self._copied))
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

    def _members(
        self, name: str, previous: texts.Previous | None, *, public: bool = False
    ) -> tuple[list[Part], texts.Build, str]:
        bundled = self._bundle_sources(public=public)
        members = [
            *self._shared,
            part(texts.SOURCES_PATH, self._scratch / "project.zip"),
            part(
                texts.SOURCE_SUMS_PATH, texts.sums_text({one.path: one.sha256 for one in bundled})
            ),
        ]
        build_facts = self._build_facts(name, previous, len(bundled))
        size = sum(one.digests.size for one in members)
        members.append(part(texts.BUILD_PATH, texts.build_text(build_facts)))
        members.append(
            part(texts.FACTS_PATH, texts.facts_text(self._model, build_facts, self._base, size))
        )
        sums = [
            part(
                texts.SHA256_PATH,
                texts.sums_text({one.name: one.digests.sha256 for one in members}),
            )
        ]
        if build_facts.sm3:
            sums.append(
                part(
                    texts.SM3_PATH, texts.sums_text({one.name: one.digests.sm3 for one in members})
                )
            )
        members += sums
        listed = [(one.name, one.digests.size, one.digests.sha256) for one in members]
        package = texts.package_text(
            self._model.config.name, self._at, self._base, listed, public=public
        )
        signature = _sign(package, self._order.key) if self._order.key else None
        members.append(part(texts.PACKAGE_PATH, package))
        digest = texts.package_digest_text(hashlib.sha256(package).hexdigest(), signature)
        return (
            [*members, part(texts.PACKAGE_DIGEST_PATH, digest)],
            build_facts,
            fingerprint(signature),
        )

    @cached_property
    def _pages(self) -> dict[str, str]:
        return self._titles()

    @cached_property
    def _shared(self) -> list[Part]:
        """The pages with their index, and the data: the same in both editions."""
        warc = self._scratch / "site.warc.gz"
        facts = {
            "software": f"gksite {__version__}",
            "format": "WARC File Format 1.1",
            "isPartOf": self._model.config.name,
        }
        with warc.open("wb") as stream:
            records = write_web_archive(
                stream,
                ((path, self._site_dir / path) for path in self._files),
                self._base,
                self._at,
                facts,
            )
        return [
            part(texts.WARC_PATH, warc),
            part(texts.INDEX_PATH, index_lines(records, self._at)),
            part(texts.PAGES_PATH, texts.pages_text(self._base, self._pages.items(), self._at)),
            *self._exports(),
        ]

    def _titles(self) -> dict[str, str]:
        """Path → title of the pages that are worth finding."""
        found = {}
        suffix = f" - {self._model.config.name}"
        for request in route_pages(self._model):
            if request.kind not in _NO_PAGES:
                title = _TITLE.search((self._site_dir / request.path).read_text("utf-8"))
                found[request.path] = (
                    html.unescape(title[1]).removesuffix(suffix) if title else request.path
                )
        return dict(sorted(found.items()))

    def _bundle_sources(self, *, public: bool) -> list[Bundled]:
        """Every source of the published site into project.zip, for the public only what is
        published as it is: who signed, comments, settings and waivers stand in all others.
        Refused when one is not what the site was built from.
        """
        place = self._scratch / "project.zip"
        expected = {
            path: sha256
            for path, sha256 in _digests(self._sources).items()
            if self._is_published(path)
        }
        if public:
            expected = {
                path: sha256 for path, sha256 in expected.items() if path not in self._sources.texts
            }
        files = {path: self._root / path for path in expected}
        if not public:
            files |= list_theme_files(self._root, self._model.config.theme)
        try:
            bundled = write_bundle(place, files)
        except FileNotFoundError as error:
            raise refuse("snapshot-sources-changed", error.filename) from error
        except OSError as error:
            raise write_failed(place.as_posix(), error) from error
        for one in bundled:
            if expected.get(one.path, one.sha256) != one.sha256:
                raise refuse("snapshot-sources-changed", one.path)
        return bundled

    def _is_published(self, path: str) -> bool:
        """Whether a source belongs to the published site: a snapshot may be handed to anybody,
        so no draft is in it."""
        if path.startswith("content/plans/"):
            return path.split("/")[2] in self._model.plans
        if path.startswith("content/pages/"):
            return path.split("/")[2].removesuffix(".md") in self._model.pages
        return True

    def _exports(self) -> list[Part]:
        exports = {
            path: self._site_dir / path
            for path in self._files
            if path.endswith(_DATA) and path not in self._copied
        }
        if not exports:
            return []
        write_bundle(self._scratch / "exports.zip", exports)
        return [part(texts.EXPORTS_PATH, self._scratch / "exports.zip")]

    def _build_facts(self, name: str, previous: texts.Previous | None, sources: int) -> texts.Build:
        model = self._model
        return texts.Build(
            format=texts.FORMAT,
            name=name,
            at=self._at.isoformat(),
            as_of=model.as_of.isoformat(),
            base_url=self._base,
            gksite=__version__,
            program=read_code().hex(),
            config_sha256=hashlib.sha256(self._sources.texts[CONFIG_PATH]).hexdigest(),
            retention=model.config.archive.retention,
            pages=len(self._pages),
            files=len(self._files),
            sources=sources,
            sm3=has_sm3(),
            previous=previous,
            note=self._order.note,
        )

    def _changes(self, folder: Path) -> tuple[str, ...]:
        """What changed since the snapshot before, in words; said so where its file is not at
        hand."""
        chinese = self._model.config.language == "zh"
        if self._previous is None:
            return ("首次归档" if chinese else "the first snapshot",)
        try:
            before = read_state(folder / f"{self._previous.name}.wacz")
        except Refused:
            return (
                "上一份归档的文件不在手边，未作比较"
                if chinese
                else "the file of the snapshot before is not at hand: not compared",
            )
        now = State(self._name, self._model, built_pages(self._site_dir))
        return tuple(summary(changes_between(before, now), self._model.config.language))


def _write(place: Path, members: list[Part]) -> tuple[int, str]:
    """Write a snapshot whole or not at all; its size and SHA-256."""
    waiting = place.with_name(f".{place.name}.part")
    with refusing_on_error(place.as_posix()):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with waiting.open("wb") as stream:
                written = write_container(stream, members)
                stream.flush()
                os.fsync(stream.fileno())
            waiting.replace(place)
        finally:
            waiting.unlink(missing_ok=True)
    return written


def _sign(package: bytes, key: Path) -> texts.Signature:
    try:
        return sign(package, key)
    except ImportError:
        raise missing_library() from None


def _inputs(root: Path, sources: Sources, theme: str) -> Mapping[str, str]:
    """Path → SHA-256 of everything that the site is made from: the sources, and the project's own
    theme."""
    found = dict(_digests(sources))
    for path, place in list_theme_files(root, theme).items():
        with refusing_on_error(place.as_posix()), place.open("rb") as stream:
            found[path] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def _digests(sources: Sources) -> Mapping[str, str]:
    """Path → SHA-256 of every source as it was read."""
    files = {
        path: one.digest.hex()
        for path, one in (*sources.attachments.items(), *sources.static.items())
    }
    return files | {path: hashlib.sha256(data).hexdigest() for path, data in sources.texts.items()}
