"""The sample of format 1, migrated: its site says all that it said, nothing of it is news, and
states differ only where they are reckoned by another rule."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands_here import run_here
from lxml import etree
from migrate_cases import run_migrate
from run_folder import made_once

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def before() -> dict[str, Any]:
    """What the last version of format 1 made of the sample. It is never made anew."""
    with zipfile.ZipFile(HERE / "sample-format-1-site.zip") as package:
        return dict(json.loads(package.read("site.json")))


@pytest.fixture(scope="module")
def site() -> Path:
    """The project, migrated and built in both forms."""

    def migrate(place: Path) -> None:
        root = place / "site"
        with zipfile.ZipFile(HERE / "sample-format-1.zip") as package:
            package.extractall(root)
        shutil.copyfile(HERE / "sample-answers.yaml", place / "answers.yaml")
        assert run_migrate(root, "--answers", "answers.yaml").returncode == 0
        for more in (["-o", "public"], ["--profile", "push", "-o", "push"]):
            assert run_here(root, "build", *more).returncode == 0

    return made_once("migrated", migrate) / "site"


def mains(public: Path) -> dict[str, str]:
    """The text in the main part of each page, and in the way to it, which says of which plan or
    authority a page is, on paper too."""
    found, parser = {}, etree.HTMLParser(encoding="utf-8", remove_comments=True)
    way = "//nav[contains(concat(' ', @class, ' '), ' crumbs ')]"
    for path in sorted(public.rglob("*.html")):
        page: Any = etree.fromstring(path.read_bytes(), parser)
        texts = (text.strip() for text in page.xpath(f"{way}//text() | //main//text()"))
        found[path.relative_to(public).as_posix()] = "".join(texts)
    return found


def test_the_sample_was_migrated_by_these_answers(site: Path) -> None:
    """Its adjustments and carried signatures are those that `gksite migrate` writes."""
    project = HERE.parents[1]
    for plan in ("linjiang-2024", "qinghe-2024", "qinghe-2025"):
        signed = site / "content/plans" / plan / "review.yaml"
        [written] = re.findall(r"    to: (\w+)\n", signed.read_text("utf-8"))
        kept = site / "reviews" / plan / written[:16]
        for path in kept.iterdir():
            assert (project / path.relative_to(site)).read_bytes() == path.read_bytes()


def test_every_page_says_what_it_said_in_the_words_of_the_sources(
    site: Path, before: dict[str, Any]
) -> None:
    """All wordings that are printed in the sources: every page still has those that it had, but for
    the pages of a few kinds, and the site has them all."""
    pages = mains(site / "public")
    words = before["words"]
    assert before["pages"].keys() <= pages.keys()
    lost = {
        page: gone
        for page, numbers in before["pages"].items()
        if (gone := [words[number] for number in numbers if words[number] not in pages[page]])
    }
    listed = yaml.safe_load((HERE / "sample-pages.yaml").read_text("utf-8"))
    expected = {page for kind in listed.values() for page in kind}
    assert {page: gone for page, gone in lost.items() if page not in expected} == {}
    whole = "\n".join(pages.values())
    assert [word for word in words if word not in whole] == []


def test_a_migration_is_no_news(site: Path, before: dict[str, Any]) -> None:
    """Not for readers of the feed, search engines, calendars, or a portal."""
    public = site / "public"
    feed = json.loads((public / "feed.json").read_text("utf-8"))
    assert {item["id"]: item["date_published"] for item in feed["items"]} == before["feed"]
    entries = re.findall(
        r"<loc>(.*?)</loc>\s*(?:<lastmod>(.*?)</lastmod>)?",
        (public / "sitemap.xml").read_text("utf-8"),
    )
    known = before["lastmod"]
    assert {page: day for page, day in entries if page in known} == known
    # A kind of page that the version of then did not have; it has no day, so it is no news.
    assert [(page, day) for page, day in entries if page not in known] == [
        ("https://www.yunchuan.example/gkyd/subscribe.html", "")
    ]
    events = {}
    for path in sorted(public.rglob("*.ics")):
        for event in path.read_text("utf-8").replace("\r\n ", "").split("BEGIN:VEVENT")[1:]:
            values = dict(re.findall(r"(?m)^(UID|SEQUENCE|DTSTAMP)[^:\n]*:(.*?)\r?$", event))
            events[values["UID"]] = [values["SEQUENCE"], values["DTSTAMP"]]
    assert events == before["events"]
    pushed = json.loads((site / "push/manifest.json").read_text("utf-8"))
    assert [document["id"] for document in pushed["documents"]] == sorted(before["states"])


def test_states_differ_only_where_another_rule_reckons_them(
    site: Path, before: dict[str, Any]
) -> None:
    """By kind; the kinds are those of docs/migrate.md."""
    listed = yaml.load((HERE / "sample-states.yaml").read_text("utf-8"), yaml.BaseLoader)
    expected = {
        (plan, task): (old, new)
        for plans in listed.values()
        for plan, tasks in plans.items()
        for task, (old, new) in tasks.items()
    }
    found = {}
    for path in sorted((site / "push/documents").glob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        for task in document["tasks"]:
            old = before["states"][document["id"]][task["id"]]
            if task["status"] != old:
                found[document["id"], task["id"]] = old, task["status"]
    assert found == expected
