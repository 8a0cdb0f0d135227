"""Sites that many tests look at, each built once in a run, whichever worker asks first: the sample,
and the sample in other forms. Nobody changes them.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from generated_sites import write_large_year
from local_server import serve_folder
from run_folder import made_once, run_folder
from sample_copy import copy_sample

from gksite.build.pipeline import Options, build

PROJECT = Path(__file__).parent.parent


def parse_pages(site: Path) -> dict[str, BeautifulSoup]:
    """Return every HTML page of a site by its address; the collector of garbage leaves them alone,
    since walking through so many elements would slow all that comes after."""
    pages = {
        path.relative_to(site).as_posix(): BeautifulSoup(
            path.read_bytes(), "lxml", from_encoding="utf-8"
        )
        for path in sorted(site.rglob("*.html"))
    }
    gc.collect()
    gc.freeze()
    return pages


def copy_with(project: Path, path: str, old: str, new: str) -> Path:
    """Copy the sample's sources, signed as they are, and replace a text in one file."""
    copy_sample(project, reviewed=True, folders=("content", "reviews", "snapshots"))
    text = (project / path).read_text("utf-8")
    assert old in text
    (project / path).write_text(text.replace(old, new, 1), "utf-8")
    return project


@pytest.fixture(scope="session")
def scratch(worker_id: str) -> Path:
    """A folder of this worker for many small files."""
    folder = run_folder() / worker_id
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def sample_site() -> Path:
    """The folder of the sample site; its sources have no problem."""

    def make(place: Path) -> None:
        report = build(PROJECT, place / "site", state_dir=place / "state")
        assert report.problems == ()
        assert report.rendered == report.pages > 0

    return made_once("sample", make) / "site"


@pytest.fixture(scope="session")
def documents(sample_site: Path) -> dict[str, BeautifulSoup]:
    """Every HTML page of the sample site by its address."""
    return parse_pages(sample_site)


@pytest.fixture(scope="session")
def served(sample_site: Path) -> Iterator[str]:
    """The address, without a slash at its end, at which the sample site is served with a strict
    policy."""
    with serve_folder(sample_site) as address:
        yield address


@pytest.fixture(scope="session")
def english_site() -> Path:
    """The folder of the sample site with `language: en`; its sources have no problem either."""

    def make(place: Path) -> None:
        project = copy_with(
            place / "project", "config.yaml", "  language: zh\n", "  language: en\n"
        )
        assert build(project, place / "site", state_dir=place / "state").problems == ()

    return made_once("english", make) / "site"


@pytest.fixture(scope="session")
def served_english(english_site: Path) -> Iterator[str]:
    """The address, without a slash at its end, at which that site is served with a strict
    policy."""
    with serve_folder(english_site) as address:
        yield address


@pytest.fixture(scope="session")
def english_documents(english_site: Path) -> dict[str, BeautifulSoup]:
    """Every page of it by its address."""
    return parse_pages(english_site)


@pytest.fixture(scope="session")
def archived_site() -> Path:
    """The folder of the sample site as a snapshot with its drafts, and with an old address that
    leads to a page."""
    options = Options(drafts=True, archived_at=datetime.fromisoformat("2026-01-05T09:00:00+08:00"))
    with_alias = "weight: 10\naliases: [old/about.html]\n"

    def make(place: Path) -> None:
        project = copy_with(place / "project", "content/pages/about.md", "weight: 10\n", with_alias)
        report = build(project, place / "site", options, state_dir=place / "state")
        assert report.pages, report.problems

    return made_once("archived", make) / "site"


@pytest.fixture(scope="session")
def served_archive(archived_site: Path) -> Iterator[str]:
    """The address, without a slash at its end, at which that site is served with a strict
    policy."""
    with serve_folder(archived_site) as address:
        yield address


@pytest.fixture(scope="session")
def large_year() -> Path:
    """A folder with a large site: its deadlines of 2010 have a page for each month and list. Below
    it are its sources in `project` and its pages in `site`."""

    def make(place: Path) -> None:
        project = write_large_year(place / "project")
        report = build(project, place / "site", state_dir=place / "state")
        assert report.pages, report.problems

    return made_once("large", make)


@pytest.fixture(scope="session")
def large_site(large_year: Path) -> Path:
    """The folder of the pages of that site."""
    return large_year / "site"


@pytest.fixture(scope="session")
def served_large(large_site: Path) -> Iterator[str]:
    """The address, without a slash at its end, at which that site is served with a strict
    policy."""
    with serve_folder(large_site) as address:
        yield address
