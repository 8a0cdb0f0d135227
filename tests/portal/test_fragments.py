"""A fragment looks the same in any page, is as accessible there, and refers to nothing but its
own."""

from __future__ import annotations

import hashlib
import io
import json
import posixpath
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from local_server import serve_folder
from lxml import etree
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from gksite import __version__
from gksite.portal.fragment import render_fragment

HOSTS = Path(__file__).with_name("hosts")
HOSTILE = ("reset", "right-to-left", "tiny")
WIDTHS = (375, 1280)
PAGES = {
    "plan": "plans/qinghe-2025/index.html",
    "table": "plans/qinghe-2025/table.html",
    "task": "plans/qinghe-2025/7.html",
    "unit": "units/qinghe/office.html",
}
BUDGET = 0.002
"""The share of pixels that may differ by more than a shade: edges of letters that fall between two
pixels."""

AXE_SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
AXE_RUN = """async () => {
  const rules = {"target-size": {enabled: true}};
  const found = await axe.run(".gk", {resultTypes: ["violations"], rules});
  return found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 160))]);
}"""


@pytest.fixture(scope="module")
def put_in(
    fragments: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str, str], str]]:
    """The address of a host page with a fragment in it. Hosts have style elements of their own, so
    they state no policy."""
    place = tmp_path_factory.mktemp("hosts")
    (place / "gk.css").write_bytes((fragments / "assets/gk.css").read_bytes())

    def address(host: str, page: str) -> str:
        name = f"{host}-{page}.html"
        text = (HOSTS / f"{host}.html").read_text("utf-8")
        (place / name).write_text(
            text.replace("<!-- FRAGMENT -->", (fragments / PAGES[page]).read_text("utf-8")), "utf-8"
        )
        return f"{served}/{name}"

    with serve_folder(place) as served:
        yield address


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(reduced_motion="reduce", bypass_csp=True)
    yield context.new_page()
    context.close()


def picture(window: Page, address: str, width: int) -> Image.Image:
    window.set_viewport_size({"width": width, "height": 900})
    window.goto(address)
    return Image.open(io.BytesIO(window.locator(".gk").screenshot())).convert("RGB")


def differing(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that differ visibly; 1 where the sizes do."""
    if one.size != other.size:
        return 1.0
    seen = ImageChops.difference(one, other).convert("L").point([0] * 12 + [255] * 244)
    return seen.histogram()[255] / (one.size[0] * one.size[1])


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", PAGES)
def test_it_looks_the_same_in_every_host(
    page: str, width: int, window: Page, put_in: Callable[[str, str], str]
) -> None:
    expected = picture(window, put_in("neutral", page), width)
    assert expected.size[0] == width
    found = {
        host: differing(picture(window, put_in(host, page), width), expected) for host in HOSTILE
    }
    assert {host: share for host, share in found.items() if share > BUDGET} == {}


@pytest.mark.browser
@pytest.mark.parametrize("host", HOSTILE)
def test_the_hosts_are_hostile(host: str, window: Page, put_in: Callable[[str, str], str]) -> None:
    """Without its style sheet the fragment looks altogether otherwise in them."""
    window.route("**/gk.css", lambda route: route.fulfill(body=""))
    try:
        expected = picture(window, put_in("neutral", "task"), 375)
        assert differing(picture(window, put_in(host, "task"), 375), expected) > 0.05
    finally:
        window.unroute("**/gk.css")


@pytest.mark.browser
@pytest.mark.parametrize("host", HOSTILE)
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_in_any_host(
    host: str, page: str, window: Page, put_in: Callable[[str, str], str]
) -> None:
    looks = [
        (375, "standard"),
        (1280, "standard"),
        *([(375, "elder"), (1280, "contrast"), (1280, "dark")] if host == "reset" else []),
    ]
    found = {}
    window.goto(put_in(host, page))
    window.evaluate(AXE_SCRIPT)
    for width, mode in looks:
        window.set_viewport_size({"width": width, "height": 900})
        window.evaluate("document.querySelector('.gk-to-reading').open = true")
        window.locator(f"#gk-mode-{mode}").check(force=True)
        found[width, mode] = window.evaluate(AXE_RUN)
        assert window.evaluate(
            "() => { const g = document.querySelector('.gk'); return g.scrollWidth <= "
            "g.clientWidth; }"
        )
    assert {place: what for place, what in found.items() if what} == {}


@pytest.mark.browser
def test_the_host_looks_the_same_with_a_fragment_in_it(
    window: Page, put_in: Callable[[str, str], str]
) -> None:
    """Nothing of the style sheet reaches what stands around the fragment."""
    style = """() => [...document.querySelectorAll("html, body, main")].map(e => {
        const s = getComputedStyle(e);
        const names = [...s].filter(n => !/height|block-size|origin/.test(n));
        return names.map(n => n + s.getPropertyValue(n)).join(); })"""
    window.set_viewport_size({"width": 1280, "height": 900})
    window.goto(put_in("tiny", "plan"))
    with_it = window.evaluate(style)
    window.evaluate("() => document.querySelector('link').remove()")
    assert window.evaluate(style) == with_it


@pytest.mark.browser
def test_the_width_of_the_column_counts_and_not_that_of_the_window(
    window: Page, put_in: Callable[[str, str], str]
) -> None:
    window.set_viewport_size({"width": 1280, "height": 900})
    window.goto(put_in("neutral", "table"))
    assert window.locator(".gk-as-table").is_visible()
    window.evaluate("() => { document.querySelector('main').style.width = '500px'; }")
    assert not window.locator(".gk-as-table").is_visible()
    assert window.locator(".gk-as-list").is_visible()


# ── without a browser ─────────────────────────────────────────────────────────────────────────────


def test_ids_are_ours_and_whatever_refers_to_them_finds_them(fragments: Path) -> None:
    parser = etree.HTMLParser(encoding="utf-8")
    pages: dict[str, Any] = {
        path.relative_to(fragments).as_posix(): etree.fromstring(path.read_bytes(), parser)
        for path in fragments.rglob("*.html")
    }
    ids = {path: {*map(str, page.xpath("//@id"))} for path, page in pages.items()}
    gone = " | ".join(f"//{name}" for name in ("script", "style", "link", "main", "header"))
    for path, page in pages.items():
        [outer] = page.xpath("/html/body/*")
        assert (outer.tag, outer.get("class")) == ("div", "gk")
        assert outer.get("data-gk-version")
        assert not page.xpath(f"{gone} | //footer | //*[@style]")
        classes = {name for value in page.xpath("//@class") for name in value.split()} - {"gk"}
        assert all(name.startswith("gk-") for name in ids[path] | classes)
        for key in ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls"):
            for value in page.xpath(f"//@{key}"):
                assert set(value.split()) <= ids[path], (path, key)
        for address in page.xpath("//a/@href"):
            # The page of addresses that lead nowhere is shown at any depth, and names whole paths.
            root = "/gkyd/" if path == "404.html" else ""
            parts = urlsplit(str(address).removeprefix(root))
            if parts.scheme or parts.netloc:
                continue
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
                if parts.path
                else path
            )
            assert (fragments / target).is_file(), (path, address)
            if parts.fragment:
                assert unquote(parts.fragment) in ids[target], (path, address)


PARENTS = {
    "plans/qinghe-2025/7.html": (
        "2025年青禾区政务公开工作要点",
        "../../plans/qinghe-2025/index.html",
    ),
    "plans/qinghe-2025/table.html": (
        "2025年青禾区政务公开工作要点",
        "../../plans/qinghe-2025/index.html",
    ),
    "units/qinghe/office.html": ("云川市青禾区", "../../units/qinghe/index.html"),
    "plans/qinghe-2025/index.html": None,
    "plans/index.html": None,
    "index.html": None,
}
"""Page → its parent by name and address, where the breadcrumb of a portal may not say it."""


@pytest.mark.parametrize("path", PARENTS)
def test_a_fragment_says_of_which_plan_or_authority_it_is(path: str, fragments: Path) -> None:
    page = BeautifulSoup((fragments / path).read_bytes(), "lxml")
    steps = page.select(".gk-crumbs li")
    found = [(step.get_text(), *(link["href"] for link in step.select("a"))) for step in steps]
    parent = PARENTS[path]
    assert found[:-1] == ([parent] if parent else [])
    assert bool(found) == bool(parent)


def test_the_list_tells_every_fragment(fragments: Path) -> None:
    listed = json.loads((fragments / "fragments.json").read_bytes())
    paths = [one["path"] for one in listed["fragments"]]
    assert paths == sorted(
        path.relative_to(fragments).as_posix() for path in fragments.rglob("*.html")
    )
    for one in [listed["style"], listed["script"], *listed["fragments"]]:
        data = (fragments / one["path"]).read_bytes()
        assert (one["bytes"], one["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    [plan] = [one for one in listed["fragments"] if one["path"] == PAGES["table"]]
    assert plan["title"] == "2025年青禾区政务公开工作要点任务分解表"
    assert [crumb["path"] for crumb in plan["breadcrumb"]] == [
        "index.html",
        "plans/index.html",
        "plans/qinghe-2025/index.html",
    ]


def test_only_what_belongs_to_fragments_is_there(fragments: Path) -> None:
    assert {path.name for path in (fragments / "assets").iterdir()} == {
        "gk.css",
        "gk.js",
        "icon.png",
        "icon.svg",
    }
    assert not list(fragments.glob("sitemap*.xml"))
    assert list(fragments.glob("plans/*/files/*"))


BODY = (
    '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body class="a '
    'b"><main>{}</main></body></html>'
)
ELEMENTS = {
    "links": (
        '<a href="x.html#y">1</a><a href="#y">2</a><a href="../f/a.pdf#page=2">3</a><a href="http:'
        '//a.example/b.html#c">4</a><a href="mailto:a@b.example">5</a>',
        '<a href="/z/p/x.html#gk-y">1</a><a href="#gk-y">2</a><a href="/z/f/a.pdf#page=2">3</a><a '
        'href="http://a.example/b.html#c">4</a><a href="mailto:a@b.example">5</a>',
    ),
    "folders": (
        '<a href="./">1</a><a href="../">2</a><a href="?q=1">3</a>',
        '<a href="/z/p/">1</a><a href="/z/">2</a><a href="/z/p?q=1">3</a>',
    ),
    "images": ('<img src="a b.png" alt="x">', '<img src="/z/p/a b.png" alt="x">'),
    "references": (
        '<p id="a" class="b  c" aria-labelledby="d e" aria-label="f">g</p><table><tr><td '
        'headers="h i">j',
        '<p class="gk-b gk-c" id="gk-a" aria-labelledby="gk-d gk-e" '
        'aria-label="f">g</p><table><tr><td headers="gk-h gk-i">j</td></tr></table>',
    ),
    "scripts": (
        '<p onclick="x()">a<script>b</script>c<noscript>d <b>e</b></noscript></p>',
        "<p>ac<noscript>d <b>e</b></noscript></p>",
    ),
    "signs": (
        "<p title='\"&amp;&lt;'>&amp;&lt;&gt;\"&nbsp;</p>",
        '<p title="&quot;&amp;&lt;">&amp;&lt;&gt;"\xa0</p>',
    ),
    "unclosed": ("<div><p>a<ul><li>b", "<div><p>a</p><ul><li>b</li></ul></div>"),
    "left out": ('<p class="skip">a</p><ul class="x foot-items"><li>b</ul><p>c</p>', "<p>c</p>"),
    "renamed": (
        "<header>a</header><footer class=x>b</footer>",
        '<div class="gk-header">a</div><div class="gk-footer gk-x">b</div>',
    ),
    "lines kept": ("<pre>\n\na\n</pre><!-- b -->", "<pre>\n\na\n</pre>"),
}


@pytest.mark.parametrize("case", ELEMENTS)
def test_elements_become(case: str) -> None:
    html, expected = ELEMENTS[case]
    found = render_fragment(BODY.format(html).encode(), "p/q.html", "/z/").decode()
    inside = found.partition('<div class="gk-main">')[2].rpartition("</div>\n</div>\n</div>\n")[0]
    assert inside == expected
    assert found.startswith('<div class="gk" lang="en" data-gk-version="')
    assert '<div class="gk-body gk-a gk-b">' in found


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b" \n",
        b"<!-- a -->",
        b"<!DOCTYPE html>",
        b"<html></html>",
        b"<head><title>a</title></head>",
    ],
)
def test_a_template_that_gives_nothing_gives_an_empty_fragment(html: bytes) -> None:
    found = render_fragment(html, "a.html", "")
    assert (
        found
        == f'<div class="gk" lang="zh-CN" data-gk-version="{__version__}">\n<div '
        'class="gk-body">\n\n</div>\n</div>\n'.encode()
    )


def test_text_alone_is_a_fragment() -> None:
    assert b"a &lt; b" in render_fragment(b"a &lt; b", "a.html", "")
