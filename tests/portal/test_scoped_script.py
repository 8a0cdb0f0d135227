"""The one script of pages in a portal: search, sorting and filters inside of the fragment, under a
strict policy, with nothing of the page around touched; or no form at all."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from browser_waits import until
from local_server import serve_folder
from lxml import etree
from playwright.sync_api import Browser, Page
from sample_copy import copy_sample

from gksite.build.pipeline import Options, build
from gksite.portal.fragment import render_fragment
from gksite.portal.scoped_script import SCRIPT_PATH, SCRIPTS, scoped_script

HOSTS = Path(__file__).with_name("hosts")
OF_THE_HOST = (
    '<div id="search" class="tools" data-table="main" data-q="x">搜索</div><form class="site-search" '
    'hidden></form><ul class="lines"><li>主页</li></ul>'
)
STATUS = ".gk [role=status]"
PAGES = ("search.html", "plans/qinghe-2025/table.html", "units/qinghe/drc.html")
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
MOST = 24_000
"""Bytes of the script, packed."""

Address = Callable[..., str]


@pytest.fixture(scope="module")
def portal(fragments: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """The address of a fragment in a page of a host, at its own address below the host's name; a
    host's own elements have the names that ours have in a whole site. The server states a policy
    that allows nothing but its own files."""
    place = tmp_path_factory.mktemp("portal")
    for host in HOSTS.glob("*.html"):
        root = place / host.stem
        for path in ("assets", "search"):
            shutil.copytree(fragments / path, root / path)
        text = host.read_text("utf-8")
        style = STYLE.search(text)
        assert style
        (root / "host.css").write_text(style[1], "utf-8")
        for path in PAGES:
            up = "../" * path.count("/")
            page = STYLE.sub(f'<link rel="stylesheet" href="{up}host.css">', text)
            page = page.replace('href="/gk.css"', f'href="{up}assets/gk.css"')
            script = f'<script defer src="{up}{SCRIPT_PATH}"></script>'
            script += f'<link rel="icon" href="{up}assets/icon.svg">'
            inside = OF_THE_HOST + (fragments / path).read_text("utf-8")
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            page = page.replace("<!-- FRAGMENT -->", inside)
            target.write_text(page.replace("</head>", f"{script}</head>"), "utf-8")
    with serve_folder(place) as served:
        yield lambda host, path: f"{served}/{host}/{path}"


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True)
def nothing_wrong(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test in a browser leaves an error, a violation of the policy, or a changed host."""
    if "window" not in request.fixturenames:
        yield
        return
    window: Page = request.getfixturevalue("window")
    said: list[str] = []
    window.on("console", hear := lambda message: said.append(message.text))
    window.on("pageerror", fail := lambda error: said.append(str(error)))
    yield
    window.remove_listener("console", hear)
    window.remove_listener("pageerror", fail)
    assert said == []
    of_host = (
        "[...document.querySelectorAll('#search, .site-search, .lines')].map(e => e.outerHTML)"
    )
    assert "".join(window.evaluate(of_host)) == OF_THE_HOST.replace("hidden>", 'hidden="">')


@pytest.mark.browser
@pytest.mark.parametrize("host", ["neutral", "reset", "right-to-left", "tiny"])
def test_the_search_answers_in_any_host(host: str, window: Page, portal: Address) -> None:
    window.goto(portal(host, f"search.html?article=7&q={quote('政策会客厅')}"))
    window.wait_for_selector(f"{STATUS}:not(:empty)")
    assert window.inner_text(STATUS).lower().startswith("找到2条结果")
    titles = window.locator(".gk .gk-results h3 a")
    assert titles.count() == 2
    assert titles.first.get_attribute("href") == "plans/qinghe-2025/10.html"
    window.locator(".gk details summary").last.evaluate("e => { e.parentElement.open = true; }")
    window.select_option("#gk-filter-year", "2024")
    until(window, "document.querySelectorAll('.gk .gk-results > li').length === 1")
    assert window.evaluate("location.search").startswith("?article=7&q=")
    assert window.evaluate("location.search").endswith("&year=2024")
    assert (
        window.title() == re.findall("<title>(.*)</title>", (HOSTS / f"{host}.html").read_text())[0]
    )


@pytest.mark.browser
@pytest.mark.parametrize("host", ["neutral", "reset"])
def test_a_table_is_sorted_and_filtered(host: str, window: Page, portal: Address) -> None:
    window.set_viewport_size({"width": 1280, "height": 900})
    window.goto(portal(host, "plans/qinghe-2025/table.html"))
    order = "[...document.querySelectorAll('.gk #gk-main tbody tr')].map(e => e.id)"
    printed = window.evaluate(order)
    merged = window.locator("#gk-main [rowspan]").count()
    window.click(".gk th.gk-col-deadline button")
    assert window.evaluate(order) != printed
    assert sorted(window.evaluate(order)) == sorted(printed)
    assert window.get_attribute(".gk th.gk-col-deadline", "aria-sort") == "ascending"
    window.select_option(".gk .gk-tools .gk-tool-status select", "done")
    rows = window.locator(".gk #gk-main tbody tr")
    assert 0 < rows.count() < len(printed)
    assert {row.get_attribute("data-status") for row in rows.all()} <= {"done", None}
    window.click(".gk .gk-tools button.gk-quiet")
    assert window.evaluate(order) == printed
    assert window.locator("#gk-main [rowspan]").count() == merged
    names = window.evaluate(
        "[...document.querySelectorAll('.gk *')].flatMap(e => [e.id, ...e.classList])"
        ".filter(name => name && !name.startsWith('gk-'))"
    )
    assert names == []


@pytest.mark.browser
def test_the_list_of_a_unit_is_filtered(window: Page, portal: Address) -> None:
    window.goto(portal("neutral", "units/qinghe/drc.html?status=done"))
    shown = "[...document.querySelectorAll('.gk ul.gk-lines > li')].filter(e => e.offsetParent)"
    states = f"{shown}.map(e => e.querySelector('.gk-status')?.className || '')"
    until(window, f"{shown}.length > 0")
    assert {name.split()[-1] for name in window.evaluate(states)} == {"gk-status-done"}


@pytest.mark.browser
def test_the_box_of_the_head_comes_with_the_script(window: Page, portal: Address) -> None:
    window.set_viewport_size({"width": 1280, "height": 900})
    window.goto(portal("neutral", "plans/qinghe-2025/table.html"))
    assert window.is_visible(".gk .gk-site-search input")
    window.fill(".gk .gk-site-search input", "政策会客厅")
    window.keyboard.press("Enter")
    window.wait_for_url("**/neutral/search.html?q=*")
    window.wait_for_selector(f"{STATUS}:not(:empty)")
    assert window.inner_text(STATUS).startswith("找到2条结果")


@pytest.mark.browser
def test_without_the_script_there_is_no_form(chromium: Browser, portal: Address) -> None:
    """A portal that does not load it, and a reader who has none."""
    for has_script in (True, False):
        context = chromium.new_context(java_script_enabled=has_script)
        page = context.new_page()
        page.route("**/gk.js", lambda route: route.abort())
        for path in PAGES:
            page.goto(portal("neutral", path))
            controls = page.locator(".gk input:not([type=radio]), .gk select, .gk form, .gk button")
            assert not any(control.is_visible() for control in controls.all())
        context.close()


def test_the_script_is_safe_and_small(fragments: Path) -> None:
    script = (fragments / SCRIPT_PATH).read_text("utf-8")
    assert not re.search(
        r"eval\(|Function\(|innerHTML|outerHTML|insertAdjacent|fetch\(|\.style\b|document\.write",
        script,
    )
    assert len(gzip.compress(script.encode(), 9, mtime=0)) < MOST


def test_a_portal_may_have_no_script(tmp_path: Path) -> None:
    """Then nothing that needs it is there: no form, no controls, no index."""
    root = copy_sample(tmp_path / "project", more="\nportal: {script: no}\n")
    report = build(root, root / "out", Options(jobs=1, profile="fragment"))
    assert report.pages, report.problems
    assert not (root / "out/search").exists()
    assert not (root / "out" / SCRIPT_PATH).exists()
    assert json.loads((root / "out/fragments.json").read_bytes())["script"] is None
    for path in PAGES:
        page = etree.fromstring((root / "out" / path).read_bytes(), etree.HTMLParser())
        assert not page.xpath("//form | //noscript | //select | //button")
        assert not page.xpath("//*[contains(@class, 'gk-tools') or contains(@class, 'to-search')]")


def test_a_script_that_knows_no_scope_is_left_out() -> None:
    assets = {
        "assets/search-index.0123abcd.js": b"index(gksiteScope);",
        "assets/search.0123abcd.js": b"document.body.remove();",
        "assets/table.0123abcd.js": b"table(gksiteScope);",
        "assets/own.0123abcd.js": b"own(gksiteScope);",
    }
    script = scoped_script(assets, has_search=True)
    assert b"index(" in script and b"table(" in script
    assert b"remove()" not in script and b"own(gksiteScope)" not in script
    assert b"index(" not in scoped_script(assets, has_search=False)
    assert set(SCRIPTS) == {"search.js", "table.js"}


def test_what_waits_for_the_script_is_hidden_till_then() -> None:
    html = (
        b'<body><form class="site-search" action="search.html"></form><p class="tools a"></p>'
        b"<noscript>a</noscript></body>"
    )
    with_it = render_fragment(html, "p/q.html", "/z/").decode()
    assert '<form class="gk-site-search" hidden action="/z/p/search.html"></form>' in with_it
    assert "<noscript>a</noscript>" in with_it
    without = render_fragment(html, "p/q.html", "/z/", has_script=False).decode()
    assert not re.search("form|noscript|tools", without)
