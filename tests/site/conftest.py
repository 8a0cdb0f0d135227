"""The sample site once more, with an English interface."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from gksite.pipeline import build

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def english_site(scratch: Path) -> Path:
    """The folder of the sample site with `language: en`; there is nothing to say about it either."""
    project = scratch / "english"
    for name in ("content", "themes", "snapshots"):
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, project / name)
    config = (PROJECT / "config.yaml").read_text("utf-8")
    assert "  language: zh\n" in config
    (project / "config.yaml").write_text(config.replace("  language: zh\n", "  language: en\n"), "utf-8")
    report = build(project, scratch / "english-site", state_dir=scratch / "english-state")
    assert report.problems == ()
    return scratch / "english-site"


@pytest.fixture(scope="session")
def english_documents(english_site: Path) -> dict[str, BeautifulSoup]:
    """Every page of it by its address."""
    return {
        path.relative_to(english_site).as_posix(): BeautifulSoup(path.read_bytes(), "lxml", from_encoding="utf-8")
        for path in sorted(english_site.rglob("*.html"))
    }
