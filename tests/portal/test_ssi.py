"""nginx puts the portal's head and foot around every page."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from sample_copy import copy_sample

from gksite.build.pipeline import Options, build

PROJECT = Path(__file__).parents[2]
PORTAL = """
portal:
  layout: ssi
  head: /common/header.html
  foot: /common/footer.html
  resources: /common/resources.html
"""
AXE_SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
HEAD = '<header><p>云川市人民政府门户网站</p><ul class="status"><li>首页</li></ul></header>\n'
FOOT = "<footer><p>网站标识码 5153000001</p></footer>\n"
RESOURCES = '<link rel="stylesheet" href="/common/portal.css">\n'
STYLE = (
    "* { line-height: 3 !important } header { background: rgb(21, 82, 160) } a { color: rgb(255, "
    "0, 0) !important }\n"
)
CONFIGURATION = """
daemon off;
master_process off;
worker_processes 1;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 64; }
http {
  access_log off;
  types { text/html html; text/css css; image/svg+xml svg; }
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server {
    listen 127.0.0.1:PORT;
    root html;
    ssi on;
    charset utf-8;
  }
}
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site with places for a portal's head and foot, below `gkyd/` of a portal; not
    to be changed."""
    place = tmp_path_factory.mktemp("portal")
    root, portal = place / "project", place / "html"
    copy_sample(root, more=PORTAL)
    report = build(root, portal / "gkyd", Options())
    assert report.problems == ()
    (portal / "common").mkdir()
    for name, text in {
        "header.html": HEAD,
        "footer.html": FOOT,
        "resources.html": RESOURCES,
        "portal.css": STYLE,
    }.items():
        (portal / "common" / name).write_text(text, "utf-8")
    return portal


@pytest.fixture(scope="module")
def address(pages: Path, nginx: str) -> Iterator[str]:
    """The address of an nginx that serves the portal, without a slash at its end."""
    place = pages.parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (place / "nginx.conf").write_text(CONFIGURATION.replace("PORT", str(port)), "utf-8")
    command = [nginx, "-e", "stderr", "-p", f"{place}/", "-c", "nginx.conf"]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None, process.stderr and process.stderr.read()
                time.sleep(0.05)
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()


def test_every_page_gets_head_and_foot(pages: Path, address: str) -> None:
    paths = sorted(path.relative_to(pages).as_posix() for path in (pages / "gkyd").rglob("*.html"))
    connection = http.client.HTTPConnection(address, timeout=10)
    for path in paths:
        connection.request("GET", f"/{path}")
        answer = connection.getresponse()
        text = answer.read().decode()
        assert answer.status == 200
        written = (pages / path).read_text("utf-8")
        for slot, content in (("header", HEAD), ("footer", FOOT), ("resources", RESOURCES)):
            directive = f'<!--#include virtual="/common/{slot}.html" -->\n'
            assert written.count(directive) == 1
            written = written.replace(directive, content + "\n")
        assert text == written
        assert "<!--#" not in text
    connection.close()
    assert len(paths) > 200


def test_a_page_keeps_its_head_and_its_place(pages: Path) -> None:
    page = BeautifulSoup(
        (pages / "gkyd/plans/qinghe-2025/index.html").read_bytes(), "lxml", from_encoding="utf-8"
    )
    names = {one.get("name") for one in page.select("head meta")}
    assert {"SiteName", "SiteIDCode", "ColumnName", "ArticleTitle", "PubDate"} <= names
    assert not page.select("meta[http-equiv], link[rel=icon]")
    [script] = page.select('script:not([type="application/ld+json"])')
    assert str(script) == '<script defer="" src="../../assets/gk.js"></script>'
    assert [one["href"] for one in page.select("link[rel=stylesheet]")] == ["../../assets/gk.css"]
    assert len(page.select("main")) == 1
    assert [crumb.get_text().strip() for crumb in page.select(".gk-crumbs li")[:3]] == [
        "首页",
        "政府信息公开",
        "法定主动公开内容",
    ]
    # The seven items and the name are the portal's own.
    assert not page.select("[class*=foot-items], [class*=site-name]")
    assert (pages / "gkyd/assets/gk.css").is_file()
    assert not (pages / "gkyd/assets/style.css").exists()
    assert (pages / "gkyd/sitemap.xml").is_file()


@pytest.mark.browser
def test_the_search_answers(address: str, chromium: Browser) -> None:
    page = chromium.new_page()
    try:
        page.goto(f"http://{address}/gkyd/search.html?q=政策会客厅")
        page.wait_for_selector(".gk [role=status]:not(:empty)")
        assert page.inner_text(".gk [role=status]").startswith("找到2条结果")
        page.click(".gk-results h3 a >> nth=0")
        page.wait_for_url("**/gkyd/plans/qinghe-2025/10.html")
    finally:
        page.close()


@pytest.mark.browser
def test_neither_style_sheet_reaches_the_other_part(address: str, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    try:
        page.goto(f"http://{address}/gkyd/plans/qinghe-2025/7.html")
        colour = "e => getComputedStyle(e).backgroundColor"
        assert page.locator("body > header").evaluate(colour) == "rgb(21, 82, 160)"
        assert page.locator("body > header p").evaluate(
            "e => getComputedStyle(e).fontFamily"
        ) == page.evaluate("getComputedStyle(document.body).fontFamily")
        assert (
            page.locator(".gk-main a").first.evaluate("e => getComputedStyle(e).color")
            != "rgb(255, 0, 0)"
        )
        page.evaluate(AXE_SCRIPT)
        assert (
            page.evaluate(
                "async () => (await axe.run({exclude: ['body > header', 'body > footer']}))"
                ".violations.map(one => one.id)"
            )
            == []
        )
        assert page.locator(".gk-wording").evaluate(
            "e => parseFloat(getComputedStyle(e).lineHeight) / parseFloat(getComputedStyle(e)"
            ".fontSize)"
        ) == pytest.approx(1.9, abs=0.01)
    finally:
        page.close()
