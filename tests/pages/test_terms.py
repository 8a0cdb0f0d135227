"""Terms of the glossary in texts: where they are marked, that they say what they mean, and that
nothing else changes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from built_trees import ALONE, built, tree
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from sample_copy import copy_sample

from gksite.build.pipeline import Options, build
from gksite.diagnostics import Location
from gksite.model.entities import Term
from gksite.pages.terms import Terms

SPEC: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parent / "cases/terms.json").read_text("utf-8")
)
TERMS = Terms(
    Term(
        one["term"],
        Location(""),
        one.get("expansion", ""),
        one.get("explanation", ""),
        tuple(one.get("aliases", ())),
    )
    for one in SPEC["glossary"]
)


def shown(html: str) -> str:
    """The text, with each marked term in brackets."""
    page = BeautifulSoup(html, "html.parser")
    for link in page.select("a.term"):
        link.replace_with(f"[{link.get_text()}]")
    return page.get_text()


@pytest.mark.parametrize("case", SPEC["cases"], ids=lambda case: case["name"])
def test_where_terms_are_marked(case: dict[str, Any]) -> None:
    marked = TERMS.marked(case["html"], "../", set())
    assert [shown(marked)] == case["marks"]
    assert (
        BeautifulSoup(marked, "html.parser").get_text()
        == BeautifulSoup(case["html"], "html.parser").get_text()
    )


def test_a_mark_says_what_the_term_means() -> None:
    """An abbreviation is an `abbr` with what it stands for and nothing else, as HTML wants it;
    other terms name their first sentence."""
    first, second = BeautifulSoup(
        TERMS.marked("12345和一网通办", "../../", set()), "html.parser"
    ).select("a.term")
    assert first.abbr is not None
    assert (first["href"], first.abbr["title"]) == (
        "../../glossary.html#term-12345",
        "政务服务“便民”热线",
    )
    assert (unquote(str(second["href"])), second["title"], second.abbr) == (
        "../../glossary.html#term-一网通办",
        "在一个平台上办完",
        None,
    )
    [odd] = BeautifulSoup(TERMS.marked("政务&amp;公开", "", set()), "html.parser").select("a")
    assert (odd["title"], unquote(str(odd["href"]))) == ("甲<乙>", "glossary.html#term-政务&公开")


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "一网通办",
                "12345",
                '<a href="x">',
                "</a>",
                "<code>",
                "</code>",
                "&amp;",
                "amp",
                "PDF",
                "x",
                " ",
            ]
        )
    )
)
def test_no_text_is_changed_by_marks(parts: list[str]) -> None:
    html = "".join(parts)
    marked = TERMS.marked(html, "", set())
    assert (
        re.sub(r'<a class="term"[^>]*>(?:<abbr[^>]*>)?(.*?)(?:</abbr>)?</a>', r"\1", marked) == html
    )
    assert TERMS.marked(html, "", set()) == marked


def test_no_glossary_no_marks(scratch: Path) -> None:
    project = copy_sample(scratch / "projects/no-glossary")
    (project / "content/glossary.yaml").unlink()
    assert build(project, project / "public", ALONE).problems == ()
    files = tree(project / "public")
    assert "glossary.html" not in files
    assert [
        path
        for path, data in files.items()
        if path.endswith(".html") and (b"glossary.html" in data or b'class="term"' in data)
    ] == []


def test_a_term_is_marked_once_in_each_section(documents: dict[str, BeautifulSoup]) -> None:
    """Never in a heading or a link; once between two headings of a text, once in a table, once
    in each part of a list."""
    found = 0
    for path, document in documents.items():
        for link in document.select("a.term"):
            found += 1
            inside = {parent.name for parent in link.parents}
            assert not inside & {"a", "h1", "h2", "h3", "h4", "h5", "h6", "th", "code"}, path
        for table in document.select("table.tasks"):
            names = [str(link["href"]) for link in table.select("a.term")]
            assert len(names) == len(set(names)), path
        for body in document.select(".doc-body"):
            since: set[str] = set()
            for tag in body.select("h2, a.term"):
                if tag.name == "h2":
                    since.clear()
                else:
                    assert tag["href"] not in since, path
                    since.add(str(tag["href"]))
    assert found > 50


def test_another_explanation_renders_what_shows_it_and_nothing_else(scratch: Path) -> None:
    project = copy_sample(scratch / "projects/glossary")
    built(project)
    before = tree(project / "public")
    place = project / "content/glossary.yaml"
    place.write_text(
        place.read_text("utf-8").replace("村（社区）党组织委员会", "村（社区）党组织的委员会"),
        "utf-8",
    )
    report = built(project)
    now = tree(project / "public")
    changed = {path for path in now if now[path] != before.get(path)} - {".gksite-manifest"}
    shows = {
        path
        for path, data in now.items()
        if path.endswith(".html") and "村（社区）党组织的委员会".encode() in data
    }
    # What an abbreviation stands for is also a name that a query is looked for by (docs/search.md).
    names = "search/manifest.js"
    assert changed - {names} == shows == set(report.reasons)
    assert "村（社区）党组织的委员会" in now[names].decode() and names in changed
    assert "glossary.html" in shows and 2 <= len(shows) < 10


def test_an_explanation_is_no_name_to_search_for(scratch: Path) -> None:
    project = copy_sample(scratch / "projects/explanation")
    built(project)
    before = tree(project / "public")
    place = project / "content/glossary.yaml"
    place.write_text(place.read_text("utf-8").replace("全天有人接听", "昼夜有人接听"), "utf-8")
    built(project)
    now = tree(project / "public")
    changed = {path for path in now if now[path] != before.get(path)} - {".gksite-manifest"}
    assert "glossary.html" in changed
    assert {path for path in changed if not path.endswith(".html")} == set()


@pytest.mark.parametrize("profile", ["paste", "push", "fragment"])
def test_other_forms_of_the_site(profile: Any, scratch: Path) -> None:
    """Texts to paste and documents to push are the official wording alone; fragments link to the
    fragment of the glossary."""
    project = copy_sample(scratch / f"projects/terms-{profile}")
    assert build(project, project / "out", Options(jobs=1, profile=profile)).problems == ()
    files = tree(project / "out")
    texts = b"".join(data for path, data in files.items() if not path.startswith("files/"))
    if profile == "fragment":
        page = BeautifulSoup(files["plans/qinghe-2025/7.html"], "html.parser")
        link = page.select_one("a.gk-term")
        assert link is not None
        target = unquote(str(link["href"]))
        assert target.startswith("../../glossary.html#gk-term-")
        ids = {
            str(tag["id"])
            for tag in BeautifulSoup(files["glossary.html"], "html.parser").find_all(id=True)
        }
        assert target.partition("#")[2] in ids
    else:
        assert b"<abbr" not in texts and b"glossary" not in texts and "依申请公开".encode() in texts


@pytest.mark.browser
@pytest.mark.parametrize("is_scripted", [True, False])
def test_a_term_leads_to_its_meaning_by_keyboard_and_touch(
    is_scripted: bool, served: str, chromium: Browser
) -> None:
    context = chromium.new_context(
        java_script_enabled=is_scripted, has_touch=True, viewport={"width": 375, "height": 700}
    )
    page = context.new_page()
    for how in ("key", "touch"):
        page.goto(f"{served}/plans/qinghe-2025/7.html")
        link = page.locator(".wording a.term").first
        if how == "key":
            link.focus()
            page.keyboard.press("Enter")
        else:
            link.tap()
        page.wait_for_url("**/glossary.html#*")
        assert "依申请公开" in page.locator(":target").inner_text()
    context.close()
