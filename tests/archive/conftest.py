"""Snapshots that several tests look at; none of them may be changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from archive_sites import copy_site, copy_small_site, make, members_of, take_cache
from run_folder import made_once

from gksite.archive.signing import make_keys

REPLAY = "GKSITE_REPLAY_VENV"
"""An environment variable: where pywb and the WACZ validator are installed."""


@pytest.fixture(scope="session", autouse=True)
def made_dir() -> Path:
    """A project with one snapshot, made once in a run; nobody changes it."""

    def make_project(place: Path) -> None:
        root = copy_site(place / "project")
        make(root, note="半年归档")
        shutil.copytree(root / ".gksite", place / "cache")

    place = made_once("archive", make_project)
    take_cache(place / "cache")
    return place / "project"


@pytest.fixture(scope="session")
def snapshot(made_dir: Path) -> Path:
    """The snapshot of that project."""
    return made_dir / "snapshots/2025-07-01.wacz"


@pytest.fixture(scope="session")
def small_snapshot(snapshot: Path) -> Path:
    """A snapshot with the same members, of a site without data files and search: for tests of what
    stands around and in the members, which check one for each byte."""
    place = made_once(
        "small-archive", lambda place: make(copy_small_site(place / "project"), note="半年归档")
    )
    made = place / "project/snapshots" / snapshot.name
    assert members_of(made).keys() == members_of(snapshot).keys()
    return made


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private key; the public one lies beside it as key.pub.pem."""
    place = tmp_path_factory.mktemp("key") / "key.pem"
    make_keys(place, place.with_name("key.pub.pem"))
    return place


@pytest.fixture(scope="session")
def replay_dir() -> Path:
    """The bin folder of the environment with pywb and the WACZ validator."""
    place = Path(os.environ.get(REPLAY, ""), "bin")
    if REPLAY in os.environ and (place / "wacz").is_file():
        return place
    text = f"pywb is missing, which this test needs: .ci/run installs it (or set {REPLAY})"
    if os.environ.get("GKSITE_REQUIRE_ALL") == "1":
        pytest.fail(text, pytrace=False)
    pytest.skip(text)
