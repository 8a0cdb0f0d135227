"""A snapshot gives back site and sources byte for byte; what it gives back reads from disk, and
rebuilds itself."""

from __future__ import annotations

import hashlib
import io
import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from archive_sites import AT, BASE, copy_site, make, members_of, remake
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from lxml import etree
from playwright.sync_api import Browser, Page
from run_folder import made_once
from sample_copy import copy_sample

from gksite.archive import package_texts as texts
from gksite.archive.container import open_container
from gksite.archive.file_bundle import read_bundle
from gksite.archive.package_texts import EXPORTS_PATH
from gksite.archive.unpacking import check_target, unpack_all, unpack_site
from gksite.archive.web_archive import BrokenRecord, index_lines, write_web_archive
from gksite.build.pipeline import Options, build
from gksite.output.refusal import Refused

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sample() -> Path:
    """The sample's snapshot, exported."""

    def export(place: Path) -> None:
        # What is public is the version that was signed last, which lies in `reviews`.
        folders = ("content", "reviews")
        snapshot = make(copy_sample(place / "project", reviewed=True, folders=folders)).place
        with open_container(snapshot) as container:
            unpack_site(container, "https://www.yunchuan.example/gkyd/", place / "out")

    return made_once("exported", export) / "out"


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(reduced_motion="reduce")
    yield page
    page.close()


def page_at(path: Path) -> Any:
    """An element; what XPath finds from it is of many types, which only the path tells."""
    return etree.fromstring(path.read_bytes(), etree.HTMLParser(encoding="utf-8"))


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_site_and_sources_come_back_byte_for_byte_and_build_the_same_site(
    made_dir: Path, snapshot: Path, tmp_path: Path
) -> None:
    with open_container(snapshot) as container:
        count = unpack_all(container, BASE, tmp_path / "back")
        with container.open(EXPORTS_PATH) as stream:
            exports = {file.path: file.sha256 for file in read_bundle(stream, "exports")}
    back = tree(tmp_path / "back")
    assert count == len(back)
    build(
        made_dir, tmp_path / "site", Options(jobs=1, archived_at=AT), state_dir=tmp_path / "state"
    )
    expected = {
        path: data for path, data in tree(tmp_path / "site").items() if path != ".gksite-manifest"
    }
    # The ledger came after the snapshot.
    now = {
        path
        for path, data in expected.items()
        if b"archive/index.html" in data or path.startswith("archive/")
    }
    assert {path: data for path, data in expected.items() if path not in now}.items() <= {
        path.removeprefix("site/"): data for path, data in back.items()
    }.items()
    build(
        tmp_path / "back/sources",
        tmp_path / "again",
        Options(jobs=1, archived_at=AT),
        state_dir=tmp_path / "state-2",
    )
    again = {
        f"site/{path}": data
        for path, data in tree(tmp_path / "again").items()
        if path != ".gksite-manifest"
    }
    assert {path: data for path, data in back.items() if path.startswith("site/")} == again
    assert exports["sitemap.xml"] == hashlib.sha256(back["site/sitemap.xml"]).hexdigest()
    assert {"about/build.json", "about/archive.json"} <= set(back)


def test_every_link_of_an_exported_site_leads_to_a_file_of_it(sample: Path) -> None:
    files = set(tree(sample))
    anchors: dict[str, set[str]] = {}
    links: list[tuple[str, str]] = []
    for path in sorted(files):
        if path.endswith(".html"):
            document = page_at(sample / path)
            anchors[path] = {*map(str, document.xpath("//@id"))}
            links += [(path, str(address)) for address in document.xpath("//@href | //@src")]
    assert len(links) > 10_000
    for path, link in links:
        parts = urlsplit(link)
        if parts.scheme:
            assert parts.scheme in ("https", "mailto", "tel"), (path, link)
            continue
        target = (
            posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
            if parts.path
            else path
        )
        assert target in files, (path, link)
        if parts.fragment:
            assert unquote(parts.fragment) in anchors[target], (path, link)


PAGES = (
    "index.html",
    "plans/qinghe-2025/index.html",
    "plans/qinghe-2025/table.html",
    "plans/qinghe-2025/7.html",
    "units/qinghe/index.html",
    "deadlines/index.html",
    "404.html",
    "plans/linjiang-2022/index.html",
)


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_an_exported_page_reads_from_disk(path: str, sample: Path, window: Page) -> None:
    told: list[str] = []
    window.on("console", lambda message: told.append(message.text))
    window.goto((sample / path).as_uri())
    banner = window.locator("aside.archived")
    assert banner.inner_text().split("\n")[0].startswith("已归档 · 归档时间 2025年7月1日 09:00")
    assert banner.locator("a").get_attribute("href") == f"https://www.yunchuan.example/gkyd/{path}"
    assert banner.evaluate("one => getComputedStyle(one).backgroundColor") != "rgba(0, 0, 0, 0)"
    assert told == []
    assert Axe().run(window).response["violations"] == []
    for width in (320, 375, 1440):
        window.set_viewport_size({"width": width, "height": 800})
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    window.emulate_media(media="print")
    assert banner.is_visible()
    window.emulate_media(media="screen")


@pytest.mark.browser
def test_the_banner_is_there_in_every_mode(sample: Path, window: Page) -> None:
    window.set_viewport_size({"width": 375, "height": 800})
    for mode in ("elder", "contrast", "dark"):
        window.goto((sample / "plans/qinghe-2025/7.html").as_uri())
        window.locator(".to-reading summary").click()
        window.locator(f"label[for=mode-{mode}]").click()
        assert window.locator("aside.archived strong").is_visible()
        assert Axe().run(window).response["violations"] == [], mode


@pytest.mark.browser
def test_links_are_followed_from_disk(sample: Path, window: Page) -> None:
    window.set_viewport_size({"width": 1280, "height": 800})
    window.goto((sample / "index.html").as_uri())
    for text in ("工作要点", "责任单位", "时间节点", "落实进展"):
        window.locator(".main-nav a", has_text=text).click()
        assert window.url.startswith(sample.as_uri())
        assert window.locator("aside.archived").is_visible()


def test_no_archived_page_has_a_form_that_leads_to_an_address_outside_of_the_archive(
    sample: Path,
) -> None:
    pages = {path: page_at(path) for path in sample.rglob("*.html")}
    assert [path for path, page in pages.items() if page.xpath("//form")] == []
    search = "//*[contains(concat(' ', @class, ' '), ' site-search ')]//a/@href"
    [address] = pages[sample / "plans/qinghe-2025/index.html"].xpath(search)
    assert address == "../../search.html"


@pytest.mark.browser
def test_the_search_of_an_archived_site_works_without_leaving_the_page(
    sample: Path, window: Page
) -> None:
    window.goto((sample / "index.html").as_uri())
    window.locator(".site-search a").click()
    window.locator("#q").fill("公开")
    window.locator("#q").press("Enter")
    window.locator(".results li").first.wait_for()
    assert window.url == (sample / "search.html").as_uri()


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    check_target(tmp_path / "new")
    check_target(tmp_path)
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "new")
    for target in (tmp_path, tmp_path / "mine.txt", tmp_path / "link"):
        with pytest.raises(Refused) as caught:
            check_target(target)
        assert caught.value.diagnostic.code == "snapshot-target"


@pytest.mark.parametrize(
    "path",
    [
        "../evil.html",
        "a/../../evil.html",
        "/evil.html",
        "a//evil.html",
        ".gksite-manifest",
        "a\\evil.html",
    ],
)
def test_addresses_that_lead_out_are_never_written(
    path: str, snapshot: Path, tmp_path: Path
) -> None:
    """Somebody who knows the format made all digests anew."""
    (tmp_path / "page").write_text("evil", "utf-8")
    out = io.BytesIO()
    records = write_web_archive(out, [(path, tmp_path / "page")], BASE, AT, {})
    members = {
        **members_of(snapshot),
        texts.WARC_PATH: out.getvalue(),
        texts.INDEX_PATH: index_lines(records, AT),
    }
    made = remake(members, tmp_path / "x.wacz")
    with open_container(made) as container, pytest.raises((Refused, BrokenRecord)):
        unpack_site(container, BASE, tmp_path / "deep/out")
    assert {one.name for one in tmp_path.rglob("*") if one.is_file()} == {"page", "x.wacz"}


def test_two_records_for_one_address_are_refused(snapshot: Path, tmp_path: Path) -> None:
    (tmp_path / "page").write_text("one", "utf-8")
    out = io.BytesIO()
    pairs = [
        ("a.html", tmp_path / "page"),
        ("b.html", tmp_path / "page"),
        ("a.html", tmp_path / "page"),
    ]
    records = write_web_archive(out, pairs, BASE, AT, {})
    members = {
        **members_of(snapshot),
        texts.WARC_PATH: out.getvalue(),
        texts.INDEX_PATH: index_lines(records, AT),
    }
    with open_container(remake(members, tmp_path / "x.wacz")) as container, pytest.raises(Refused):
        unpack_site(container, BASE, tmp_path / "out")


def test_empty_files_come_back_too(tmp_path: Path) -> None:
    root = copy_site(tmp_path / "site")
    (root / "static/empty.txt").write_bytes(b"")
    with open_container(make(root).place) as container:
        unpack_all(container, BASE, tmp_path / "back")
    assert (tmp_path / "back/site/empty.txt").read_bytes() == b""
    assert (tmp_path / "back/sources/static/empty.txt").read_bytes() == b""
