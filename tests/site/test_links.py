"""Every link leads somewhere, nothing comes from elsewhere, and every page has the bones of a
page."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import get_args
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from built_trees import ALONE
from page_kinds import PAGE_KINDS
from sample_copy import copy_sample

from gksite.build.pipeline import build
from gksite.config.values import PageFamily

PROJECT = Path(__file__).parents[2]
Documents = dict[str, BeautifulSoup]
HEADING = re.compile("^h[1-6]$")
BASE_URL = "https://www.yunchuan.example/gkyd/"
ROOT = urlsplit(BASE_URL).path
SITE_META = ("SiteName", "SiteDomain", "SiteIDCode", "viewport")
COLUMN_META = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
TOMBSTONES = {"plans/linjiang-2022/index.html", "plans/linjiang-2024/13.html"}
NEWEST_YEAR = {
    "deadlines/index.html": "deadlines/2025.html",
    "progress/index.html": "progress/2025.html",
    "changes.html": "changes/2025.html",
}
"""Pages that are those of the newest year again, under an address that stays."""
LINKING = {
    "a": ("href",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "script": ("src",),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "form": ("action",),
    "use": ("href", "xlink:href"),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "input": ("src", "formaction"),
    "button": ("formaction",),
    "blockquote": ("cite",),
    "q": ("cite",),
    "area": ("href",),
    "image": ("href", "xlink:href"),
    "base": ("href",),
}
"""Where HTML has addresses: element → attributes."""


def links(document: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    """Every address of a page with the element that it stands in, that of a refresh among them."""
    for tag in document.find_all(True):
        for attribute in LINKING.get(tag.name, ()):
            if tag.has_attr(attribute):
                yield tag, str(tag[attribute])
        if tag.name == "meta" and str(tag.get("http-equiv", "")).lower() == "refresh":
            yield tag, str(tag["content"]).partition("url=")[2]


def is_elsewhere(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc)


def target(page: str, address: str) -> tuple[str, str]:
    """The path in the site that an address on `page` leads to, and the fragment. The page of
    addresses that lead nowhere is shown at any depth: it names the whole path."""
    parts = urlsplit(address.removeprefix(ROOT) if page == "404.html" else address)
    path = (
        posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        if parts.path
        else page
    )
    return path, unquote(parts.fragment)


def found(documents: Documents, faults: Callable[[BeautifulSoup], Iterable[str]]) -> list[str]:
    return [
        f"{path}: {fault}" for path, document in documents.items() for fault in faults(document)
    ]


def text_of(tag: Tag) -> str:
    """What is read out: the text, or the text alternatives where there is none."""
    named = [
        str(tag.get("aria-label", "")),
        *(str(image.get("alt", "")) for image in tag.find_all("img")),
    ]
    return tag.get_text().strip() or "".join(named).strip()


@pytest.fixture(scope="module")
def ids(documents: Documents) -> dict[str, set[str]]:
    return {
        path: {str(tag["id"]) for tag in document.find_all(id=True)}
        for path, document in documents.items()
    }


def test_every_page_kind_of_the_list_exists(sample_site: Path) -> None:
    assert [path for path in PAGE_KINDS.values() if not (sample_site / path).is_file()] == []


def test_every_internal_link_names_a_file(documents: Documents, sample_site: Path) -> None:
    files = {
        path.relative_to(sample_site).as_posix()
        for path in sample_site.rglob("*")
        if path.is_file()
    }
    broken = [
        f"{page}: {address}"
        for page, document in documents.items()
        for _, address in links(document)
        if not is_elsewhere(address) and target(page, address)[0] not in files
    ]
    assert broken == []


def test_every_fragment_names_an_id(documents: Documents, ids: dict[str, set[str]]) -> None:
    broken = []
    for page, document in documents.items():
        for _, address in links(document):
            path, fragment = target(page, address)
            if (
                not is_elsewhere(address)
                and "#" in address
                and fragment not in ids.get(path, set())
            ):
                broken.append(f"{page}: {address}")
    assert broken == []


def test_no_link_is_absolute_or_empty(documents: Documents) -> None:
    wrong = [
        f"{page}: {tag.name} {address!r}"
        for page, document in documents.items()
        for tag, address in links(document)
        if not address.strip()
        or address != address.strip()
        or (address.startswith("/") and not (page == "404.html" and address.startswith(ROOT)))
        or address.startswith(("\\", "file:"))
        or "\\" in address
    ]
    assert wrong == []


def test_nothing_is_fetched_from_elsewhere(documents: Documents) -> None:
    """Only what a reader follows, and the canonical address, may leave the site."""
    wrong = [
        f"{page}: {tag.name} {address}"
        for page, document in documents.items()
        for tag, address in links(document)
        if is_elsewhere(address)
        and not (tag.name == "a" and urlsplit(address).scheme in ("http", "https", "mailto", "tel"))
        and not (tag.name == "link" and tag.get("rel") == ["canonical"])
    ]
    assert wrong == []


def test_style_sheets_fetch_nothing(sample_site: Path) -> None:
    sheets = list(sample_site.rglob("*.css"))
    assert sheets
    assert [
        sheet.name for sheet in sheets if re.search(r"@import|url\((?!#)", sheet.read_text("utf-8"))
    ] == []


def test_no_inline_script_or_style(documents: Documents) -> None:
    def faults(document: BeautifulSoup) -> Iterator[str]:
        for tag in document.find_all(True):
            # A data block is not executed (HTML, 4.12.1), and the policy does not speak of it:
            # test_json_ld asks a browser.
            is_block = tag.name == "script" and tag.get("type") == "application/ld+json"
            if tag.name == "style" or (
                tag.name == "script" and not tag.has_attr("src") and not is_block
            ):
                yield f"<{tag.name}>"
            yield from (
                f"{tag.name} {name}"
                for name in tag.attrs
                if name == "style" or name.startswith("on")
            )

    assert found(documents, faults) == []


def test_every_page_is_reached_from_the_home_page(documents: Documents) -> None:
    reached, waiting = set[str](), ["index.html"]
    while waiting:
        page = waiting.pop()
        if page in reached or page not in documents:
            continue
        reached.add(page)
        waiting += [
            target(page, address)[0]
            for tag, address in links(documents[page])
            if not is_elsewhere(address)
        ]
    # The log of changes leads to tombstones.
    assert set(documents) - reached == {"404.html"}


def test_sitemap_names_every_page(documents: Documents, sample_site: Path) -> None:
    tree = ElementTree.parse(sample_site / "sitemap.xml")
    addresses = [
        loc.text or "" for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    listed = [address.removeprefix(BASE_URL) or "index.html" for address in addresses]
    assert all(address.startswith(BASE_URL) for address in addresses)
    assert Counter(
        path + "index.html" if path.endswith("/") else path for path in listed
    ) == Counter(
        path
        for path in documents
        if path not in {"404.html", *TOMBSTONES} and path not in NEWEST_YEAR
    )


def test_canonical_address_is_that_of_the_page(documents: Documents) -> None:
    def address(document: BeautifulSoup) -> str:
        link = document.select_one("link[rel=canonical]")
        return str(link["href"]) if link else ""

    wrong = {
        path: address(document)
        for path, document in documents.items()
        if path != "404.html" and address(document) != BASE_URL + NEWEST_YEAR.get(path, path)
    }
    assert wrong == {}


def test_head_is_complete(documents: Documents) -> None:
    without_column = {id(documents[path]) for path in ("index.html", "404.html")}

    def faults(document: BeautifulSoup) -> Iterator[str]:
        html, title = document.html, document.title
        if html is None or html.get("lang") != "zh-CN":
            yield "no language"
        if title is None or not title.get_text().strip():
            yield "no title"
        metas = {
            str(tag.get("name")): str(tag.get("content", ""))
            for tag in document.find_all("meta", attrs={"name": True})
        }
        yield from (
            f"meta {name} is empty" for name, content in metas.items() if not content.strip()
        )
        wanted = SITE_META if id(document) in without_column else SITE_META + COLUMN_META
        yield from (f"meta {name} is missing" for name in wanted if name not in metas)

    assert found(documents, faults) == []


def test_titles_tell_pages_apart(documents: Documents) -> None:
    titles = {
        path: document.title.get_text() for path, document in documents.items() if document.title
    }
    counts = Counter(title for path, title in titles.items() if path not in NEWEST_YEAR)
    assert {path: title for path, title in titles.items() if counts[title] > 1} == {}


def test_ids_are_unique(documents: Documents) -> None:
    def faults(document: BeautifulSoup) -> Iterator[str]:
        counts = Counter(str(tag["id"]) for tag in document.find_all(id=True))
        yield from (
            f"id {name!r} {count} times"
            for name, count in counts.items()
            if count > 1 or not name or " " in name
        )

    assert found(documents, faults) == []


def test_references_by_id_resolve(documents: Documents) -> None:
    names = (
        "for",
        "aria-labelledby",
        "aria-describedby",
        "aria-controls",
        "aria-details",
        "list",
        "form",
    )

    def faults(document: BeautifulSoup) -> Iterator[str]:
        here = {str(tag["id"]) for tag in document.find_all(id=True)}
        for tag in document.find_all(True):
            for name in names:
                wanted = str(tag.get(name, "")).split()
                yield from (f"{tag.name} {name}={one!r}" for one in wanted if one not in here)

    assert found(documents, faults) == []


def test_headings_have_one_top_and_no_gaps(documents: Documents) -> None:
    def faults(document: BeautifulSoup) -> Iterator[str]:
        levels = [int(tag.name[1]) for tag in document.find_all(HEADING)]
        if levels.count(1) != 1:
            yield f"{levels.count(1)} h1"
        for before, level in zip([0, *levels], levels, strict=False):
            if level > before + 1:
                yield f"h{level} after h{before}"

    assert found(documents, faults) == []


def test_nothing_is_empty(documents: Documents) -> None:
    """Headings, links, buttons, list items, terms, captions and head cells all say something; lists
    have items."""

    def faults(document: BeautifulSoup) -> Iterator[str]:
        for tag in document.find_all(
            [
                HEADING,
                "a",
                "button",
                "li",
                "dt",
                "dd",
                "caption",
                "th",
                "label",
                "legend",
                "p",
                "time",
            ]
        ):
            # The mark of a task has no words beside its name.
            is_mark = tag.name == "a" and tag.find_parent(class_="marks") is not None
            if not (str(tag.get("title", "")).strip() if is_mark else text_of(tag)):
                yield f"empty {tag}"
        for tag in document.find_all(["ul", "ol"]):
            if not tag.find("li", recursive=False):
                yield f"list without items: {str(tag)[:80]}"
        for tag in document.find_all("dl"):
            if len(tag.find_all("dt")) == 0 or len(tag.find_all("dd")) == 0:
                yield f"list without terms: {str(tag)[:80]}"
        for tag in document.find_all(["section", "nav", "article"]):
            if not tag.get_text().strip():
                yield f"empty {str(tag)[:80]}"

    assert found(documents, faults) == []


def test_times_are_dates(documents: Documents) -> None:
    def faults(document: BeautifulSoup) -> Iterator[str]:
        for tag in document.find_all("time"):
            value = str(tag.get("datetime", ""))
            # A snapshot has a time of day, with its offset.
            if not _is_date(re.sub(r"T\d\d:\d\d:\d\d[+-]\d\d:\d\d$", "", value)):
                yield f"{tag}"

    assert found(documents, faults) == []


def _is_date(text: str) -> bool:
    """A day, a month or a year as HTML writes them
    (https://html.spec.whatwg.org/#the-time-element)."""
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
    except ValueError:
        return False
    return True


def test_old_addresses_lead_to_the_new_page(scratch: Path) -> None:
    """`aliases` keep old addresses alive without script: at once, and by a link for who must not be
    moved at once."""
    project, out = scratch / "aliases", scratch / "aliases/public"
    copy_sample(project)
    plan = project / "content/plans/qinghe-2025/plan.md"
    plan.write_text(
        plan.read_text("utf-8").replace(
            "year: 2025", "year: 2025\naliases: [old/2025/gkyd.html]", 1
        ),
        "utf-8",
    )
    assert build(project, out, ALONE).problems == ()
    page = BeautifulSoup((out / "old/2025/gkyd.html").read_bytes(), "lxml")
    inside = [
        (tag.name, target("old/2025/gkyd.html", address)[0])
        for tag, address in links(page)
        if not is_elsewhere(address)
    ]
    assert {name for name, path in inside if path == "plans/qinghe-2025/index.html"} == {
        "a",
        "meta",
    }
    assert all((out / path).is_file() for _, path in inside)
    assert page.select_one("link[rel=canonical]")
    assert BASE_URL + "old/" not in (out / "sitemap.xml").read_text("utf-8")


def test_template_left_nothing_behind(documents: Documents) -> None:
    """No template code, no word of Python, no missing string reaches a reader."""
    wrong = re.compile(r"\{\{|\}\}|\{%|\bNone\b|Undefined|<Mention|msgspec|\{\w+\}")

    def faults(document: BeautifulSoup) -> Iterator[str]:
        yield from (match.group() for match in wrong.finditer(document.get_text()))

    assert found(documents, faults) == []


def test_nothing_links_to_pages_that_a_site_does_without(scratch: Path) -> None:
    project, out = scratch / "left-out", scratch / "left-out/public"
    families = get_args(PageFamily)
    copy_sample(project, more=f"\nleave_out: [{', '.join(families)}]\n")
    assert [one for one in build(project, out, ALONE).problems if one.code != "dead-link"] == []
    pages = {
        path.relative_to(out).as_posix(): BeautifulSoup(path.read_bytes(), "lxml")
        for path in out.rglob("*.html")
    }
    assert not any(family in path for path in pages for family in families)
    inside = {
        target(page, address)[0]
        for page, document in pages.items()
        for _, address in links(document)
        if not is_elsewhere(address)
    }
    assert [path for path in inside if not (out / path).is_file()] == []
