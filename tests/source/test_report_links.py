"""Where errors on a page are reported: which addresses may be configured, and what the page's title
and address become in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gksite.source.report_link import report_address, report_template, with_words

CASES: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parent / "cases/report-links.json").read_text("utf-8")
)
SUBJECT, BODY = "纠错：{title}", "标题 {title}\n网址 {address}\n"


@pytest.mark.parametrize("case", CASES["templates"], ids=lambda case: case["written"])
def test_templates(case: dict[str, str]) -> None:
    template, reason = report_template(case["written"])
    assert (template, reason is None) == (case["is"], bool(case["is"]))
    assert template.isascii()


def asked(address: str) -> dict[str, str]:
    """The parameters of an address; in one of mail a plus is a plus (RFC 6068)."""
    parts = urlsplit(address)
    query = parts.query.replace("+", "%2B") if parts.scheme == "mailto" else parts.query
    return {key: value for key, [value] in parse_qs(query, strict_parsing=True).items()}


@pytest.mark.parametrize("case", CASES["addresses"], ids=lambda case: case["title"])
def test_addresses(case: dict[str, Any]) -> None:
    address = report_address(
        with_words(case["template"], SUBJECT, BODY), case["title"], case["address"]
    )
    assert asked(address) == case["asks"]
    assert address.isascii() and not set(address) & set("\"'<>\\ \n\r`")


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
)
def test_any_title_comes_out_as_it_went_in(title: str, address: str) -> None:
    form = report_address("https://a.example/f?t={title}&u={address}", title, address)
    assert asked(form) == {"t": title, "u": address}
    mail = report_address(with_words("mailto:jc@a.example", SUBJECT, BODY), title, address)
    assert unquote(mail.partition("&body=")[2]) == f"标题 {title}\r\n网址 {address}\r\n"
    assert mail.count("&") == 1 and mail.isascii()


@given(st.text(st.characters(codec="utf-8")))
def test_no_template_leads_elsewhere(written: str) -> None:
    template, reason = report_template(written)
    assert bool(template) != bool(reason)
    assert not template or template.startswith(("https://", "http://", "mailto:"))
