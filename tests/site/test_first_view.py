"""What a page costs at first view: at most 60 KB over the line, nothing that holds up the first
picture, nothing that moves."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from generated_sites import write_generated_site
from lxml.html import document_fromstring
from page_kinds import PAGE_KINDS, WORKED_PAGES
from playwright.sync_api import Browser, Page, Route

from gksite.build.pipeline import Options, build
from gksite.pages.deadline_parts import DEADLINES_PER_PAGE

MOST = 60_000
"""Bytes of HTML, sheets and scripts after gzip, in which a page must be there; pictures are none of
it, and there are none."""
LEVEL = 6
"""How hard zlib, nginx and Apache compress unless told."""
WRAPPING = 12
"""Bytes that gzip has more than zlib, which is counted."""
FIRST_OF_SEARCH = ("search/manifest.js", "search/characters.js")
"""What the search page loads before anything was asked."""

REARRANGED = ("table-sorted", "deadlines-filtered")
"""Pages whose address asks for another order or fewer rows than were painted first: something
has to move."""
GOOD = 0.1
"""Up to where layout shift counts as good (https://web.dev/articles/cls)."""

PAINTED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))"
ARRIVE = """async () => {
  for (const { src, dataset } of document.querySelectorAll("script[src]")) {
    await new Promise((resolve, reject) => {
      const asked = { src, onload: resolve, onerror: reject };
      const script = Object.assign(document.createElement("script"), asked);
      Object.assign(script.dataset, dataset);
      document.head.append(script);
    });
  }
}"""
# A page has been painted once; that this is told may take long on a busy machine.
OBSERVED = """async () => {
  const wait = (run) => new Promise(run);
  await wait((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  const entries = (type, most) => wait((done) => {
    new PerformanceObserver((list) => done(list.getEntries())).observe({ type, buffered: true });
    setTimeout(() => done([]), most);
  });
  const paints = await entries("largest-contentful-paint", 10000);
  const shifts = await entries("layout-shift", 60);
  const files = performance.getEntriesByType("resource");
  return {
    shift: shifts.reduce((sum, one) => sum + one.value, 0),
    moved: shifts.flatMap((one) => one.sources.map(
      (source) => source.node && source.node.nodeName + "." + source.node.className)),
    painted: paints.map((one) => [one.url, one.element ? one.element.tagName : ""]),
    blocking: files.filter((one) => one.renderBlockingStatus === "blocking")
      .map((one) => one.name.split(".").pop()),
    scripts: files.filter((one) => one.initiatorType === "script").length,
  };
}"""


def transferred(data: bytes) -> int:
    """What a file is over the line."""
    return len(zlib.compress(data, LEVEL)) + WRAPPING


def file_of(site: Path, page: Path, address: str) -> Path:
    """The file of an address on a page; that of 404.html begins at the root of the server, below
    which the site may stand in a folder."""
    if address.startswith("/"):
        return site / address[address.index("/assets/") + 1 :]
    return page.parent / address


def weights(site: Path) -> dict[str, int]:
    """Address → bytes over the line until the page is there, with all that its first view loads."""
    files: dict[str, int] = {}

    def weight(path: Path) -> int:
        key = path.resolve().as_posix()
        if key not in files:
            files[key] = transferred(path.read_bytes())
        return files[key]

    found = {}
    for page in sorted(site.rglob("*.html")):
        document = document_fromstring(page.read_bytes())
        named = [
            one.get("src") or one.get("href") or ""
            for one in document.iter("link", "script")
            if one.get("rel") == "stylesheet" or one.get("src")
        ]
        assert named
        path = page.relative_to(site).as_posix()
        also = [site / one for one in FIRST_OF_SEARCH] if path == "search.html" else []
        found[path] = (
            transferred(page.read_bytes())
            + sum(weight(file_of(site, page, one)) for one in named)
            + sum(map(weight, also))
        )
    return found


def too_heavy(site: Path) -> dict[str, int]:
    """The pages of a site that weigh more than they may."""
    found = weights(site)
    assert len(found) > 100
    return {path: weight for path, weight in found.items() if weight > MOST}


def test_pages_of_the_sample_are_light(sample_site: Path, english_site: Path) -> None:
    """Two thirds of what is allowed, so that a site of some years has room. Of the search page nine
    tenths are scripts, styles and a table of characters, which are the same on every site."""
    found = weights(sample_site)
    assert found.pop("search.html") < MOST * 3 / 4
    assert max(found.values()) < MOST * 2 / 3
    assert too_heavy(english_site) == {}


def test_pages_of_a_large_site_are_light(scratch: Path) -> None:
    """40 plans of 15 tasks, and one of 120: as much as a city with its districts makes in some
    years."""
    project = write_generated_site(scratch / "light", 40, 15)
    large = write_generated_site(scratch / "light-plan", 1, 120)
    (large / "content/plans/qinghe-2010-0").rename(project / "content/plans/large")
    report = build(project, scratch / "light-site", state_dir=scratch / "light-state")
    assert report.pages, report.problems
    assert too_heavy(scratch / "light-site") == {}


def test_pages_of_a_large_year_are_light(large_site: Path) -> None:
    assert too_heavy(large_site) == {}


@pytest.mark.parametrize("tasks", [DEADLINES_PER_PAGE, 450])
def test_page_of_deadlines_is_light_where_all_are_due_and_late(tasks: int, scratch: Path) -> None:
    """As many tasks as a year has on one page, there twice; and a month of more than that, which is
    parted no further."""
    project = write_generated_site(scratch / f"due-{tasks}", 1, tasks)
    file = project / "content/plans/qinghe-2010-0/tasks.yaml"
    file.write_text(
        re.sub(r"deadline: [^,}]+", "deadline: 2010年3月底前", file.read_text("utf-8")), "utf-8"
    )
    site = scratch / f"due-{tasks}-site"
    report = build(
        project, site, Options(today=date(2011, 1, 1)), state_dir=scratch / f"due-{tasks}-state"
    )
    assert report.pages, report.problems
    heavy = site / (
        "deadlines/2010.html" if tasks == DEADLINES_PER_PAGE else "deadlines/2010/2010-03.html"
    )
    assert heavy.read_bytes().count(b'class="late"') > tasks / 2
    assert [path for path in too_heavy(site) if path.startswith("deadlines/")] == []


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def held_back(route: Route) -> None:
    """A script that doesn't arrive."""
    route.abort()


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("kind", PAGE_KINDS | WORKED_PAGES)
def test_nothing_blocks_and_nothing_moves(kind: str, width: int, served: str, window: Page) -> None:
    """No script holds up the first picture, one sheet does; its largest part is text; and
    nothing in it moves afterwards, though the scripts arrive when it has long been seen.
    """
    window.set_viewport_size({"width": width, "height": 900})
    window.route("**/assets/*.js", held_back)
    try:
        window.goto(f"{served}/{(PAGE_KINDS | WORKED_PAGES)[kind]}")
        window.evaluate(PAINTED)
    finally:
        window.unroute_all()
    window.evaluate(ARRIVE)
    if kind in WORKED_PAGES:
        window.wait_for_selector("main [role=status]:not(:empty)")
    found: dict[str, Any] = window.evaluate(OBSERVED)
    assert found["blocking"] == ["css"]
    if kind in REARRANGED:
        assert found["shift"] < GOOD
    else:
        assert (found["shift"], found["moved"]) == (0, [])
    assert found["painted"] and {url for url, _ in found["painted"]} == {""}
