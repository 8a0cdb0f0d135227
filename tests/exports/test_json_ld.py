"""JSON-LD: triples that a library reads, on the right pages, and a data block that the strict
policy lets stand."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from bs4 import BeautifulSoup
from exported import sample_model
from playwright.sync_api import Browser

from gksite.pages.json_ld import linked_data
from gksite.pages.page_kinds import KINDS, USED_STRINGS, route_pages
from gksite.pages.view import View
from gksite.pages.wording import Words

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import rdflib

SCHEMA = rdflib.Namespace("https://schema.org/")
BASE = "https://www.yunchuan.example/gkyd/"


def block(document: BeautifulSoup) -> dict[str, Any] | None:
    found = document.select('script[type="application/ld+json"]')
    assert len(found) <= 1
    return json.loads(found[0].string or "") if found else None


def graph_of(data: dict[str, Any]) -> rdflib.Graph:
    """The triples, with the vocabulary as prefix: the published context would have to be
    fetched."""
    addresses = {
        name: {"@type": "@id"} for name in ("url", "item", "contentUrl", "isBasedOn", "license")
    }
    local = {**data, "@context": {"@vocab": str(SCHEMA), **addresses}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return rdflib.Graph().parse(data=json.dumps(local), format="json-ld", publicID=BASE)


@pytest.mark.parametrize(
    ("page", "kinds"),
    [
        (
            "plans/qinghe-2025/index.html",
            {"Report", "GovernmentOrganization"},
        ),
        ("plans/qinghe-2025/table.html", {"ItemList", "ListItem"}),
        ("units/qinghe/office.html", {"GovernmentOrganization"}),
        ("units/qinghe/index.html", {"GovernmentOrganization"}),
        ("data/index.html", {"Dataset", "DataDownload"}),
        ("index.html", {"WebSite"}),
    ],
)
def test_pages_say_what_they_are(
    page: str, kinds: set[str], documents: dict[str, BeautifulSoup]
) -> None:
    data = block(documents[page])
    assert data and data["@context"] == "https://schema.org"
    types = {
        str(kind).removeprefix(str(SCHEMA))
        for kind in graph_of(data).objects(None, rdflib.RDF.type)
    }
    assert types == kinds


def test_a_report_has_its_number_dates_and_publisher(documents: dict[str, BeautifulSoup]) -> None:
    data = block(documents["plans/qinghe-2025/index.html"])
    assert data
    graph = graph_of(data)
    report = rdflib.URIRef(f"{BASE}plans/qinghe-2025/index.html")
    assert str(graph.value(report, SCHEMA.reportNumber)) == "青禾府办发〔2025〕6号"
    assert str(graph.value(report, SCHEMA.datePublished)) == "2025-04-27"
    assert (
        str(graph.value(graph.value(report, SCHEMA.publisher), SCHEMA.name))
        == "云川市青禾区人民政府办公室"
    )
    behalf = graph.value(report, SCHEMA.sourceOrganization)
    assert (
        behalf == rdflib.URIRef(f"{BASE}units/qinghe/index.html")
        and str(graph.value(behalf, SCHEMA.name)) == "云川市青禾区"
    )
    listed = graph.value(report, SCHEMA.mainEntity)
    table = block(documents["plans/qinghe-2025/table.html"])
    assert table and str(listed) in {node.get("@id") for node in table["@graph"]}


def test_a_report_has_the_notice_that_issues_it(documents: dict[str, BeautifulSoup]) -> None:
    page = "plans/qinghe-report-2025/index.html"
    data = block(documents[page])
    assert data
    graph = graph_of(data)
    notice = graph.value(rdflib.URIRef(f"{BASE}{page}"), SCHEMA.subjectOf)
    assert notice == rdflib.URIRef(f"{BASE}{page}#notice") and documents[page].select("#notice")
    assert str(graph.value(notice, SCHEMA.name)).endswith("重点任务分工方案》的通知")
    assert str(graph.value(notice, SCHEMA.identifier)) == "青禾府发〔2025〕4号"
    assert str(graph.value(notice, SCHEMA.dateCreated)) == "2025-02-14"
    signed = graph.value(notice, SCHEMA.author)
    assert str(graph.value(signed, SCHEMA.name)) == "云川市青禾区人民政府"
    other = block(documents["plans/qinghe-2025/index.html"])
    assert other and "subjectOf" not in other["@graph"][0]


def test_every_address_is_one_of_the_site(
    documents: dict[str, BeautifulSoup], sample_site: Path
) -> None:
    def addresses(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            for key, value in node.items():
                if key in ("url", "item", "contentUrl", "@id") and isinstance(value, str):
                    yield value
                else:
                    yield from addresses(value)
        elif isinstance(node, list):
            for one in node:
                yield from addresses(one)

    for page, document in documents.items():
        data = block(document)
        for address in addresses(data or {}):
            if address.startswith(BASE):
                assert (sample_site / address.removeprefix(BASE).partition("#")[0]).is_file(), (
                    page,
                    address,
                )
            else:
                assert address.startswith("https://www.yunchuan.example/"), (page, address)


def test_the_breadcrumb_stands_once(documents: dict[str, BeautifulSoup]) -> None:
    """As a list on the page: its copy in JSON-LD was a twelfth of the page of a task."""
    for page, document in documents.items():
        graph = (block(document) or {}).get("@graph", ())
        assert "BreadcrumbList" not in {node["@type"] for node in graph}, page
    task = documents["plans/qinghe-2025/7.html"]
    assert block(task) is None and len(task.select("nav.crumbs li")) == 7


def test_a_text_cannot_end_the_block() -> None:
    model = sample_model()
    plan = msgspec.structs.replace(
        model.plans["qinghe-2025"],
        title="</script><script>x</script><!--&amp;",
        summary="<!--<script>",
    )
    hostile = msgspec.structs.replace(model, plans={**model.plans, plan.id: plan})
    view = View(hostile, Words(dict.fromkeys(USED_STRINGS, "")))
    for request in route_pages(hostile):
        if request.kind in ("plan", "table") and request.entity.startswith("qinghe-2025"):
            text = linked_data(view, request, KINDS[request.kind].subject)
            assert text and not set("<>&") & set(text)
            json.loads(text)


def test_the_policy_lets_data_blocks_stand(chromium: Browser, served: str) -> None:
    """A data block is no script: the strict policy is not asked, and nothing is said on the
    console."""
    context = chromium.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script(
        "window.violations = []; document.addEventListener('securitypolicyviolation', e => "
        "violations.push(e.violatedDirective))"
    )
    for path in (
        "plans/qinghe-2025/index.html",
        "plans/qinghe-2025/table.html",
        "units/qinghe/office.html",
        "data/index.html",
    ):
        page.goto(f"{served}/{path}")
        assert page.evaluate("violations") == [] and said == []
        text = page.evaluate(
            "document.querySelector('script[type=\"application/ld+json\"]').textContent"
        )
        assert json.loads(text)["@graph"]
    context.close()
