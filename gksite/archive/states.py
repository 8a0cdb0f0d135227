"""States of a site to compare: that of a snapshot, or that of the project now."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from gksite.archive.comparison import Change, compare_pages, compare_sites, page_digest
from gksite.archive.container import Container, open_container
from gksite.archive.file_bundle import BrokenBundle
from gksite.archive.package_texts import (
    BUILD_PATH,
    PACKAGE_PATH,
    WARC_PATH,
    Build,
    Package,
    parse_record,
)
from gksite.archive.unpacking import unpack_sources
from gksite.archive.web_archive import BrokenRecord, Record, path_of, read_web_archive
from gksite.build.assemble import assemble
from gksite.build.pipeline import Options, build
from gksite.build.published_set import published_set
from gksite.build.reading import plan_folders
from gksite.build.report import BuildReport
from gksite.migrate.answers import proposed_answer
from gksite.migrate.migration import migrate
from gksite.migrate.questions import questions_of
from gksite.model.site import SiteModel
from gksite.output.compare import scratch_dir
from gksite.output.manifest import parse_marker, read_marker
from gksite.output.places import STATE_DIR, name_of_output
from gksite.output.refusal import refuse
from gksite.schema.keys import FORMAT
from gksite.source.files import CONFIG_PATH, Sources, read_sources
from gksite.source.program import read_program
from gksite.source.stored_versions import VersionStore


class State(msgspec.Struct, frozen=True):
    """A site at one time: its name, its content, and the digest of each page's own content, by
    path. `rules` is the format of sources by whose rules its pages reckon the states of tasks."""

    name: str
    model: SiteModel
    pages: dict[str, bytes]
    rules: int = FORMAT


def changes_between(old: State, new: State) -> list[Change]:
    """Return all changes of content and pages."""
    return [*compare_sites(old.model, new.model), *compare_pages(old.pages, new.pages)]


def read_state(path: Path) -> State:
    """Read the state of a snapshot. Raises Refused if its sources or pages cannot be read. Their
    digests are not checked."""
    with open_container(path) as container, scratch_dir() as scratch:
        facts = read_build(container)
        package = parse_record(container.read(PACKAGE_PATH), Package)
        if package and package.public:
            raise refuse(
                "snapshot-unreadable",
                path.as_posix(),
                reason="it is the edition for the public, without sources to compare",
                reason_zh="这是公开版，里面没有可以比较的源文件",
            )
        try:
            unpack_sources(container, scratch)
            model = _model(scratch, date.fromisoformat(facts.as_of))
            pages = _archived_pages(container, facts.base_url)
        except (BrokenBundle, BrokenRecord, ValueError) as error:
            raise damaged(path) from error
    if model is None:
        raise damaged(path)
    return State(path.name.removesuffix(".wacz"), model, pages, facts.rules)


def living_state(root: Path, today: date | None) -> State:
    """Return the state of a project now. Raises Refused if it has errors."""
    with scratch_dir() as scratch:
        report = build_aside(root, scratch / "site", Options(today=today))
        model = _model(root, today) if report.pages else None
        if model is None:
            raise refuse(
                "snapshot-not-built",
                "config.yaml" if not (root / "config.yaml").is_file() else root.as_posix(),
            )
        return State(".", model, built_pages(scratch / "site"))


def build_aside(
    root: Path, site_dir: Path, options: Options, progress: Callable[[int, int], None] | None = None
) -> BuildReport:
    """Build the site at `site_dir` with the project's cache, then drop its state from there."""
    try:
        return build(root, site_dir, options, progress)
    finally:
        shutil.rmtree(root / STATE_DIR / name_of_output(root, site_dir), ignore_errors=True)


def built_pages(site_dir: Path) -> dict[str, bytes]:
    """Return path → digest of the pages of a built site."""
    paths = sorted(
        path for path in parse_marker(read_marker(str(site_dir)) or b"") if _is_page(path)
    )
    return {path: page_digest((site_dir / path).read_bytes()) for path in paths}


def read_build(container: Container) -> Build:
    """Return the facts of how a snapshot was made. Raises Refused if it has none."""
    build = parse_record(container.read(BUILD_PATH), Build)
    if build is None:
        raise refuse(
            "snapshot-unreadable",
            container.path.as_posix(),
            reason=f"{BUILD_PATH} is missing or damaged",
            reason_zh=f"{BUILD_PATH} 不在或已损坏",
        )
    return build


def _is_page(path: str) -> bool:
    """Whether a file is a page that is about something. The one for addresses that lead nowhere is
    not, and has other links in a snapshot than outside."""
    return path.endswith(".html") and path != "404.html"


def damaged(path: Path) -> Exception:
    """Return the refusal for a damaged snapshot."""
    return refuse(
        "snapshot-unreadable", path.as_posix(), reason="it is damaged", reason_zh="已损坏"
    )


def _model(root: Path, today: date | None) -> SiteModel | None:
    sources, _ = read_sources(root)
    published = published_set(_in_this_format(sources), VersionStore(root), {}, read_program())
    return assemble(published, {}, read_program(), today=today).model


def _in_this_format(sources: Sources) -> Sources:
    """Return sources in which reports of format 1 that a task was adjusted or cancelled are
    adjustments, as `gksite migrate` proposes."""
    folders = plan_folders(sources)
    answers = {
        question: proposed_answer(question)
        for folder in folders.values()
        for question in questions_of(folder)[0]
    }
    if not answers:
        return sources
    migration, _ = migrate(sources.texts[CONFIG_PATH], folders, answers)
    changes = {path: data for path, data in migration.changes.items() if path in sources.texts}
    return msgspec.structs.replace(sources, texts={**sources.texts, **changes})


def _archived_pages(container: Container, base: str) -> dict[str, bytes]:
    pages: dict[str, bytes] = {}
    pieces: list[bytes] = []

    def take(record: Record, data: bytes) -> None:
        if record.mime == "text/html":
            pieces.append(data)

    with container.open(WARC_PATH) as stream:
        for record in read_web_archive(stream, take):
            path = path_of(base, record.url)
            if _is_page(path):
                pages[path] = page_digest(b"".join(pieces))
            pieces.clear()
    return pages
