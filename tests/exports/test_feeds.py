"""Feeds: valid for a feed parser, with ids that stay while the site moves and grows, and none
without an address."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import msgspec
import pytest
from exported import files_of, requests_of, sample_model, with_base

from gksite.exports.make import Maker
from gksite.model.site import SiteModel
from gksite.pages.downloads import route_exports

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def model() -> SiteModel:
    return sample_model()


@pytest.fixture(scope="module")
def feeds(model: SiteModel) -> dict[str, bytes]:
    maker = Maker(model)
    return {
        request.path: maker.make(request)
        for request in (*requests_of(model, "atom"), *requests_of(model, "feed"))
    }


def test_a_feed_parser_finds_nothing_wrong(feeds: dict[str, bytes], model: SiteModel) -> None:
    atoms = {path: data for path, data in feeds.items() if path.endswith(".atom")}
    assert {
        "feed.atom",
        "plans/qinghe-2025/feed.atom",
        "units/qinghe/office.atom",
        "topics/interpretation.atom",
    } <= atoms.keys()
    for path, data in atoms.items():
        found = feedparser.parse(data)
        assert not found.bozo and found.version == "atom10", path
        assert (
            found.feed.id.startswith("tag:www.yunchuan.example,2026:feeds/")
            and found.feed.updated
            and found.feed.title
        )
        assert [link.href for link in found.feed.links if link.rel == "self"] == [
            f"{model.config.base_url}{path}"
        ]
        assert all(
            entry.id and entry.title and entry.link and entry.updated_parsed
            for entry in found.entries
        )


def test_atom_has_what_the_standard_demands(feeds: dict[str, bytes]) -> None:
    """RFC 4287, 4.1: one id, title and updated of the feed and of each entry, an author, a link to
    self; no id twice."""
    for path, data in feeds.items():
        if not path.endswith(".atom"):
            continue
        feed = ElementTree.fromstring(data)
        for element in (feed, *feed.iter(f"{ATOM}entry")):
            assert [
                len(element.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")
            ] == [1, 1, 1]
        ids = [one.findtext(f"{ATOM}id") for one in feed.iter(f"{ATOM}entry")]
        assert len(ids) == len(set(ids)), path
        days = [one.findtext(f"{ATOM}updated") or "" for one in feed.iter(f"{ATOM}entry")]
        assert days == sorted(days, reverse=True) and len(days) <= 100
        assert feed.findtext(f"{ATOM}updated") == max(days, default=feed.findtext(f"{ATOM}updated"))
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None


def test_both_forms_tell_the_same(feeds: dict[str, bytes]) -> None:
    for path, data in feeds.items():
        if path.endswith(".atom"):
            continue
        document = json.loads(data)
        assert document["version"] == "https://jsonfeed.org/version/1.1" and document[
            "feed_url"
        ].endswith(path)
        name = path.removesuffix(".json").removesuffix(".feed")
        atom = feedparser.parse(feeds[f"{name}.atom"])
        assert [(one["id"], one["url"], one["title"]) for one in document["items"]] == [
            (entry.id, entry.link, entry.title) for entry in atom.entries
        ], path


def test_the_site_tells_of_publications_reports_and_corrections(
    feeds: dict[str, bytes], model: SiteModel
) -> None:
    events = sum(bool(plan.published) + len(plan.corrections) for plan in model.plans.values())
    events += sum(len(task.reports) for task in model.tasks.values())
    titles = [entry.title for entry in feedparser.parse(feeds["feed.atom"]).entries]
    assert len(titles) == min(events, 100)
    whole = "\n".join(
        entry.title
        for path, data in feeds.items()
        if path.endswith(".atom")
        for entry in feedparser.parse(data).entries
    )
    assert all(word in whole for word in ("发布：", "更正：", "已完成：", "推进中："))


def test_ids_stay_when_the_site_moves_and_grows(model: SiteModel) -> None:
    """A site with a domain of its own keeps its ids under another address, and a new report leaves
    those of the others."""
    request = next(one for one in requests_of(model, "feed") if one.entity == "qinghe-2025")
    before = {one["id"] for one in json.loads(Maker(model).make(request))["items"]}
    moved = with_base(model, "https://new.example.org/")
    assert {one["id"] for one in json.loads(Maker(moved).make(request))["items"]} == before
    plan = model.plans["qinghe-2025"]
    task = next(task for task in plan.tasks if task.reports)
    more = msgspec.structs.replace(task, reports=(*task.reports, task.reports[-1]))
    grown = msgspec.structs.replace(
        plan, tasks=tuple(more if one is task else one for one in plan.tasks)
    )
    after = msgspec.structs.replace(
        model, plans={**model.plans, plan.id: grown}, tasks={**model.tasks, task.key: more}
    )
    ids = {one["id"] for one in json.loads(Maker(after).make(request))["items"]}
    assert (
        ids - before
        == {
            f"tag:www.yunchuan.example,2026:plans/{plan.id}/tasks/{task.id}/"
            f"{task.reports[-1].date}.2"
        }
        and before <= ids
    )


def test_without_an_address_there_are_no_feeds(model: SiteModel) -> None:
    homeless = with_base(model, "")
    assert not [one for one in route_exports(homeless) if one.kind in ("atom", "feed")]
    assert "data/tasks.csv" in files_of(homeless)
