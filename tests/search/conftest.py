"""The sites that are searched, and a browser window that searches them from disk or from a
server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from generated_sites import write_generated_site
from playwright.sync_api import Browser, Page

from gksite.build.pipeline import build

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def generated_project(scratch: Path) -> Path:
    """A project of 40 plans of 15 tasks each: more shards than the sample's."""
    return write_generated_site(scratch / "generated", 40, 15)


@pytest.fixture(scope="session")
def generated_site(generated_project: Path, scratch: Path) -> Path:
    """What is built of it."""
    out = scratch / "generated-site"
    report = build(generated_project, out, state_dir=scratch / "generated-state")
    assert report.pages, report.problems
    return out


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()
