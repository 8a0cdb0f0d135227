"""A window on the built sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page


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
