"""The sample site once more: with an English interface, and with what the sample has no page of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from generated_sites import write_large_year
from local_server import serve_folder
from playwright.sync_api import Browser, Page
from sample_copy import copy_sample

from gksite.build.pipeline import Options, build


def copied(project: Path, path: str, old: str, new: str) -> Path:
    """The sample's sources, signed as they are, in a folder of their own, with another text in one
    file."""
    copy_sample(project, reviewed=True, folders=("content", "themes", "snapshots"))
    text = (project / path).read_text("utf-8")
    assert old in text
    (project / path).write_text(text.replace(old, new, 1), "utf-8")
    return project


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    """A window of an ordinary screen, in which nothing moves by itself."""
    context = chromium.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(params=["http", "file"])
def root(request: pytest.FixtureRequest, served: str, sample_site: Path) -> str:
    """Where the sample stands: on a server, or on disk."""
    return served if request.param == "http" else sample_site.as_uri()


@pytest.fixture(scope="session")
def english_site(scratch: Path) -> Path:
    """The folder of the sample site with `language: en`; there is nothing to say about it
    either."""
    project = copied(scratch / "english", "config.yaml", "  language: zh\n", "  language: en\n")
    report = build(project, scratch / "english-site", state_dir=scratch / "english-state")
    assert report.problems == ()
    return scratch / "english-site"


@pytest.fixture(scope="session")
def english_documents(english_site: Path) -> dict[str, BeautifulSoup]:
    """Every page of it by its address."""
    return {
        path.relative_to(english_site).as_posix(): BeautifulSoup(
            path.read_bytes(), "lxml", from_encoding="utf-8"
        )
        for path in sorted(english_site.rglob("*.html"))
    }


@pytest.fixture(scope="session")
def archived_site(scratch: Path) -> Path:
    """The folder of the sample site as a snapshot with its drafts, and with an old address that
    leads to a page."""
    project = copied(
        scratch / "archived",
        "content/pages/about.md",
        "weight: 10\n",
        "weight: 10\naliases: [old/about.html]\n",
    )
    options = Options(drafts=True, archived_at=datetime.fromisoformat("2026-01-05T09:00:00+08:00"))
    report = build(
        project, scratch / "archived-site", options, state_dir=scratch / "archived-state"
    )
    assert report.pages, report.problems
    return scratch / "archived-site"


@pytest.fixture(scope="session")
def served_archive(archived_site: Path) -> Iterator[str]:
    """The address, without a slash at its end, at which that site is served with a strict
    policy."""
    with serve_folder(archived_site) as address:
        yield address


@pytest.fixture(scope="session")
def large_site(scratch: Path) -> Path:
    """The folder of that site: its deadlines of 2010 have a page for each month and list."""
    report = build(
        write_large_year(scratch / "large-years"),
        scratch / "large-years-site",
        state_dir=scratch / "large-years-state",
    )
    assert report.pages, report.problems
    return scratch / "large-years-site"


@pytest.fixture(scope="session")
def served_large(large_site: Path) -> Iterator[str]:
    """The address, without a slash at its end, at which that site is served with a strict
    policy."""
    with serve_folder(large_site) as address:
        yield address
