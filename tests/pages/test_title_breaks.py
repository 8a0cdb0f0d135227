"""Titles break between words and are never changed; in texts the wording stays to the byte."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from gksite.pages.text_marks import marked_paragraph, marked_text
from gksite.pages.title_breaks import TitleBreaks

CASES = Path(__file__).parent / "cases"
TITLES: list[str] = yaml.safe_load((CASES / "titles.yaml").read_text("utf-8"))
BREAKS = TitleBreaks(
    ["云川市", "云川市青禾区", "云川市临江区", "松岭县", "云川市数据和政务服务委员会"]
)
MARKS: list[dict[str, str]] = yaml.safe_load((CASES / "text-marks.yaml").read_text("utf-8"))
OWN = re.compile(r'<b class="run-in run-in-[123]">|<span class="(?:by|whole)">|</b>|</span>|<wbr>')
SIGNS = st.text(
    st.sampled_from(
        "2025年青禾区政务公开工作要点任务（一）、《》〔〕6号发。：；牵头单位责任区局<&>\"' 与的A"
    )
)


def text_of(html: str) -> str:
    """Return the text of HTML as a reader copies it."""
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize("title", TITLES)
def test_titles_break_between_words(title: str) -> None:
    assert BREAKS.parts(title.replace("|", "")) == tuple(title.split("|"))


@given(SIGNS)
def test_no_title_is_changed(title: str) -> None:
    assert "".join(BREAKS.parts(title)) == title
    assert text_of(BREAKS.html(title)) == title


def test_a_number_holds_on_to_what_follows() -> None:
    assert BREAKS.html("一、规范") == '<span class="whole">一、规</span>范'
    assert BREAKS.html("2025年要点").startswith("2025年<wbr>")


@pytest.mark.parametrize("case", MARKS, ids=lambda case: case["name"])
def test_parts_of_a_text_are_set_off(case: dict[str, str]) -> None:
    assert marked_paragraph(case["html"]) == case["marked"]
    assert text_of(case["marked"]) == text_of(case["html"])


@given(SIGNS)
def test_no_wording_is_changed(text: str) -> None:
    html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert OWN.sub("", marked_paragraph(html)) == html
    whole = f"<p>{html}</p>\n<ul>\n<li>{html}</li>\n</ul>"
    assert OWN.sub("", marked_text(whole)) == whole


def test_pages_have_the_wording_of_their_sources(documents: dict[str, BeautifulSoup]) -> None:
    """The text of a plan on its page is that of its source, however it is set off."""
    page = documents["plans/qinghe-2025/index.html"]
    source = (Path(__file__).parents[2] / "content/plans/qinghe-2025/plan.md").read_text("utf-8")
    shown = [one.get_text() for one in page.select(".doc-body p:not(.task-mark)")]
    numbered = [line for line in source.splitlines() if re.match(r"\d+\.", line)]
    assert len(numbered) > 20
    assert [line for line in numbered if line not in shown] == []
    title = page.select_one("h1")
    assert title and title.get_text() == "2025年青禾区政务公开工作要点"
    assert len(title.select("wbr")) == 3
