"""Exports in a build: as the settings say, linked where they belong, and only those made anew that
changed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from built_trees import ALONE
from exported import PROJECT, files_of, model_at
from msgspec.structs import replace
from progress_sites import write_site
from sample_copy import copy_sample

from gksite.build.assemble import assemble
from gksite.build.export_shares import ExportKeys
from gksite.build.pipeline import Options, build
from gksite.build.published_set import working_set
from gksite.config.formats import EXPORT_FORMATS, FILES
from gksite.model.entities import AttachedFile
from gksite.pages.downloads import route_exports
from gksite.pages.kinds.downloads import offered
from gksite.pages.kinds.plan import PLAN
from gksite.pages.page_kinds import USED_STRINGS
from gksite.pages.view import View
from gksite.pages.wording import Words
from gksite.source.files import read_sources

ENDINGS = {".csv", ".xlsx", ".json", ".ics", ".xml", ".atom", ".sqlite", ".pdf", ".png"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_sample(tmp_path)


def exports_in(out: Path) -> set[str]:
    found = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.suffix in ENDINGS}
    return {
        path
        for path in found
        if "/files/" not in path and not path.startswith(("assets/", "sitemap"))
    }


def fingerprints(root: Path) -> dict[str, bytes]:
    sources, _ = read_sources(root)
    assembled = assemble(working_set(sources), {}, b"")
    assert assembled.model
    keys = ExportKeys(assembled.model, assembled.plan_digests(), assembled.task_digests, b"")
    return {request.path: keys.fingerprint(request) for request in route_exports(assembled.model)}


def stale(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    assert before.keys() == after.keys()
    return {path for path, made in after.items() if before[path] != made}


def test_one_changed_task_makes_few_files_stale(project: Path) -> None:
    """Its plan's, its authority's, those of the units and topics that have it, and the site's;
    those of no other plan."""
    before = fingerprints(project)
    body = project / "content/plans/qinghe-2025/plan.md"
    text = body.read_text("utf-8")
    body.write_text(
        re.sub(r"(\{task=2\}\n.*?)。", r"\1，做到应公开尽公开。", text, count=1), "utf-8"
    )
    changed = stale(before, fingerprints(project))
    assert {path.split("/")[1] for path in changed if path.startswith("plans/")} == {"qinghe-2025"}
    assert {
        "data/site.json",
        "data/tasks.xlsx",
        "units/qinghe.csv",
        "units/qinghe/justice.csv",
        "topics/supervision.atom",
    } <= changed
    assert "units/yunchuan.csv" not in changed and "units/qinghe/finance.csv" not in changed
    assert len(changed) < len(before) / 2


def test_every_byte_that_changes_was_stale(project: Path) -> None:
    """A key that misses something would leave an old file: each file that another content gives has
    another key."""
    edits = (
        (
            "content/plans/qinghe-2025/plan.md",
            "2025年青禾区政务公开工作要点",
            "2025年青禾区政务公开工作重点",
        ),
        ("content/plans/qinghe-2025/plan.md", "published: 2025-04-27", "published: 2025-04-28"),
        (
            "content/units/qinghe.yaml",
            "name: 区财政局",
            "name: 区财政金融局\n    aliases: [区财政局]",
        ),
        ("config.yaml", "name: 云川市政务公开工作要点", "name: 云川市工作要点"),
    )
    keys, files = fingerprints(project), files_of(model_at(project))
    for path, old, new in edits:
        place = project / path
        text = place.read_text("utf-8")
        if old not in text:
            continue
        place.write_text(text.replace(old, new, 1), "utf-8")
        now, made = fingerprints(project), files_of(model_at(project))
        assert {name for name in made if made[name] != files.get(name)} <= {
            name for name in now if now[name] != keys.get(name)
        }, path
        keys, files = now, made


def test_an_unchanged_build_makes_nothing_and_an_edited_one_what_is_stale(project: Path) -> None:
    out = project / "public"
    first = build(project, out, ALONE)
    assert first.pages and exports_in(out) == set(fingerprints(project))
    assert build(project, out, ALONE).written == 0
    times = {path: (out / path).stat().st_mtime_ns for path in exports_in(out)}
    progress = project / "content/plans/qinghe-2025/progress.yaml"
    progress.write_text(
        progress.read_text("utf-8")
        + "- {task: 2, date: 2025-07-01, status: 已完成, note: 目录已更新, unit: 三溪镇}\n",
        "utf-8",
    )
    assert build(project, out, ALONE).written
    touched = {path for path, time in times.items() if (out / path).stat().st_mtime_ns != time}
    assert "plans/qinghe-2025/tasks.csv" in touched and not any(
        path.startswith("plans/yunchuan-2025/") for path in touched
    )
    (out / "data/tasks.csv").write_bytes(b"")
    build(project, out, ALONE)
    assert (out / "data/tasks.csv").stat().st_size > 1000


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize(
    "formats", [[], ["csv"], ["jsonld"], ["feeds", "datapackage"], list(EXPORT_FORMATS)]
)
def test_only_what_the_settings_ask_for_is_made(
    formats: list[str], jobs: int, tmp_path: Path
) -> None:
    write_site(tmp_path)
    config = (
        "site:\n  name: 要点\n  base_url: https://www.example.org/\nexports:\n  formats: "
        f"[{', '.join(formats)}]\n  licence: 自由使用\n"
    )
    (tmp_path / "config.yaml").write_text(config, "utf-8")
    shutil.copytree(PROJECT / "themes", tmp_path / "themes")
    report = build(tmp_path, tmp_path / "public", Options(jobs=jobs))
    assert report.pages and report.problems == ()
    out = tmp_path / "public"
    made = {
        request.path: FILES[request.kind].format for request in route_exports(model_at(tmp_path))
    }
    assert exports_in(out) == set(made) and set(made.values()) <= set(formats)
    page = BeautifulSoup((out / "plans/qinghe-2025/index.html").read_bytes(), "lxml")
    assert bool(page.select("div.downloads a")) == bool(made)
    assert bool(page.select('link[rel="alternate"]')) == ("feeds" in formats)
    assert bool(page.select('script[type="application/ld+json"]')) == ("jsonld" in formats)
    has_page = (out / "data/index.html").is_file()
    assert has_page == bool(set(formats) - {"jsonld"})
    if has_page:
        assert "自由使用" in (out / "data/index.html").read_text("utf-8")


def test_every_file_is_offered_on_a_page(
    documents: dict[str, BeautifulSoup], sample_site: Path
) -> None:
    """On the page of its subject or on that of the data, in a link or in the head; the JSON form
    of a feed only there; a card in the head, as a whole address."""
    offered = set()
    base = "https://www.yunchuan.example/gkyd/"
    for page, document in documents.items():
        folder = (sample_site / page).parent
        for picture in document.select("head meta[property='og:image']"):
            offered.add((sample_site / str(picture["content"]).removeprefix(base)).resolve())
        for link in document.select("main a[href], head link[rel=alternate]"):
            href = str(link["href"]).partition("#")[0]
            if href and ":" not in href:
                offered.add((folder / href).resolve())
    assert [
        path for path in exports_in(sample_site) if (sample_site / path).resolve() not in offered
    ] == []


OFFERED = {
    "plans/qinghe-2025/index.html": (
        ["Excel", "怎样订阅"],
        ["CSV", "iCalendar", "JSON", "StratML", "Atom"],
    ),
    "plans/qinghe-2025/table.html": (
        ["Excel", "怎样订阅"],
        ["CSV", "iCalendar", "JSON", "StratML", "Atom"],
    ),
    "units/qinghe/office.html": (["Excel", "怎样订阅"], ["CSV", "iCalendar", "JSON", "Atom"]),
    "units/qinghe/index.html": (["Excel"], ["CSV", "JSON"]),
    "topics/interpretation.html": (["怎样订阅"], ["Atom"]),
}
"""Page → what its line offers people, and behind it programs."""


@pytest.mark.parametrize("path", OFFERED)
def test_what_people_open_comes_first(path: str, documents: dict[str, BeautifulSoup]) -> None:
    [line] = documents[path].select("div.downloads")
    for_people = [link.get_text() for link in line.find_all("a", recursive=False)]
    assert (for_people, [link.get_text() for link in line.select("details a")]) == OFFERED[path]


def test_downloads_are_one_quiet_line(documents: dict[str, BeautifulSoup]) -> None:
    for document in documents.values():
        assert len(document.select("div.downloads")) <= 1


@pytest.mark.parametrize(
    "titles, expected",
    [
        ([("a.docx", "《2025年工作要点》")], ["Word", "Excel"]),
        (
            [("a.pdf", "2025年工作要点（扫描件）"), ("b.wps", "2025年工作要点")],
            ["WPS", "PDF", "Excel"],
        ),
        ([("a.docx", "2025年工作要点解读"), ("b.csv", "2025年工作要点")], ["Excel"]),
        ([("a.doc", "2025年工作要点(Word版)"), ("b.docx", "2025年工作要点")], ["Word", "Excel"]),
    ],
)
def test_an_attachment_that_is_the_plan_is_offered_first(
    titles: list[tuple[str, str]], expected: list[str], tmp_path: Path
) -> None:
    """By its title alone: nothing else says what an attachment is."""
    write_site(tmp_path)
    words = Words({**dict.fromkeys(USED_STRINGS, ""), "download.xlsx": "Excel"})
    view = View(model_at(tmp_path), words)
    view.model.plans["qinghe-2025"] = replace(
        view.model.plans["qinghe-2025"],
        title="2025年工作要点",
        attachments=tuple(AttachedFile(f"files/{name}", title, 1, "") for name, title in titles),
    )
    offers = offered(view, PLAN, "qinghe-2025")
    assert [link.text for link in offers.downloads] == expected


def test_the_page_on_subscribing_is_where_there_is_something_to_subscribe_to(
    documents: dict[str, BeautifulSoup],
) -> None:
    page = documents["subscribe.html"]
    base = "https://www.yunchuan.example/gkyd/"
    found = {link["href"]: link.get_text() for link in page.select("main dl a")}
    assert found == {"feed.atom": f"{base}feed.atom", "feed.json": f"{base}feed.json"}
    assert page.select("#calendars")
    for path in ("index.html", "changes.html", "sitemap.html"):
        assert documents[path].select("main a[href='subscribe.html']"), path
