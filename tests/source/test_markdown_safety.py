"""Whatever a text holds, no script, handler, style, foreign image or forbidden scheme leaves as
HTML."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from gksite.source.links import link_kind, page_address
from gksite.source.markdown import parse_body, render_inline

PAYLOADS: list[str] = json.loads(
    (Path(__file__).parent / "cases" / "payloads.json").read_text("utf-8")
)
ALLOWED_TAGS = {
    "p",
    "ul",
    "li",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "blockquote",
    "pre",
    "code",
    "hr",
    "br",
    "em",
    "strong",
    "a",
    "img",
}
ALLOWED_ATTRIBUTES = {
    "a": {"href", "title", "class", "rel"},
    "img": {"src", "alt", "title"},
    "th": {"scope", "class"},
    "td": {"class"},
}
PIECES = st.sampled_from(
    [
        *"<>[]()!*_`#-|&;:\"'/\\\n ",
        "javascript:",
        "&#58;",
        "https://",
        "a",
        "甲",
        "{task=1}\n",
        "|-|\n",
        "\n\n",
        "<b",
        "\t",
        "> ",
        "- ",
        "\0",
    ]
)


def assert_harmless(html: str) -> None:
    for tag in BeautifulSoup(f"<body>{html}", "lxml").find_all(True):
        if tag.name in ("html", "body"):
            continue
        assert tag.name in ALLOWED_TAGS
        assert set(tag.attrs) <= ALLOWED_ATTRIBUTES.get(tag.name, set())
        for name in ("href", "src"):
            target = re.sub(r"[\x00-\x20]", "", str(tag.get(name, ""))).replace("\\", "/").lower()
            assert not target.startswith("//")
            scheme = re.match(r"([a-z][a-z0-9+.-]*):", target)
            assert not scheme or (
                name == "href" and scheme[1] in ("http", "https", "mailto", "tel")
            )
            if target.startswith("http"):
                assert tag["rel"] == ["external", "noopener"]
                assert tag["class"] == ["external"]
                assert "@" not in target.split("/")[2]


def all_html(text: str, root: str) -> list[str]:
    body, _ = parse_body(text, "f.md", 1, root)
    return [*(block.html for block in body.blocks), render_inline(text, root)]


@pytest.mark.parametrize("root", ["", "../../"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_does_no_harm(payload: str, root: str) -> None:
    for text in (payload, f"甲{payload}乙", f"- 甲\n  {payload}", f"> {payload}"):
        for html in all_html(text, root):
            assert_harmless(html)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)))
def test_no_text_does_harm(text: str) -> None:
    for html in all_html(text, ""):
        assert_harmless(html)


@given(st.text("javscript:/\\@.#?%5cC\t a中"), st.sampled_from(["", "../"]))
def test_an_address_of_the_site_stays_on_the_site(target: str, root: str) -> None:
    if link_kind(target) == "site":
        address = page_address(target, root)
        assert not address.startswith("//")
        assert not re.match(r"[a-z]+:", address) or re.match(r"tel:|mailto:", address)
