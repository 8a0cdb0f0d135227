"""The page for addresses that lead nowhere: a box to search in, and what may have been meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser_waits import until
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

CASES = {
    "plans/qinghe-2025/99.html": ["plans/qinghe-2025/index.html"],
    "plan/qinghe-2025.htm": ["plans/qinghe-2025/index.html"],
    "units/qinghe/drc/index.html": ["units/qinghe/drc.html"],
    "topics/request": ["topics/request.html"],
    "plans/linjiang-2019/index.html": [
        "plans/linjiang-2025/index.html",
        "plans/linjiang-2024/index.html",
    ],
    "xqzk/%E5%85%AC%FF": [],
}


@pytest.fixture
def moved(served: str) -> str:
    """The address of the site below the path that its 404 page is made for."""
    return f"{served}/gkyd"


@pytest.mark.parametrize("path", CASES)
def test_what_was_meant(path: str, window: Page, moved: str, sample_site: Path) -> None:
    said: list[str] = []
    window.on("pageerror", hear := lambda error: said.append(str(error)))
    page = (sample_site / "404.html").read_text("utf-8")
    window.route(
        f"{moved}/{path}",
        lambda route: route.fulfill(status=404, body=page, content_type="text/html"),
    )
    window.goto(f"{moved}/{path}")
    until(window, "window.gksiteSearch && gksiteSearch.holders()")
    if CASES[path]:
        window.wait_for_selector("#meant a")
    links = window.evaluate("[...document.querySelectorAll('#meant a')].map(a => a.href)")
    assert links[: len(CASES[path])] == [f"{moved}/{one}" for one in CASES[path]]
    assert bool(links) == bool(CASES[path])
    window.fill("#q", "政策会客厅")
    window.press("#q", "Enter")
    window.wait_for_selector(".results > li")
    window.remove_listener("pageerror", hear)
    assert said == []
