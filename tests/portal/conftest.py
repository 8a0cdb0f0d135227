"""The sample site as fragments, built once for all tests of the portal's forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from run_folder import made_once

from gksite.build.pipeline import Options, build

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def fragments() -> Path:
    """The fragments of the sample site; not to be changed."""

    def make(place: Path) -> None:
        options = Options(profile="fragment")
        report = build(PROJECT, place / "out", options, state_dir=place / "state")
        assert report.problems == ()
        assert report.rendered == report.pages > 200

    return made_once("fragments", make) / "out"
