"""Each address that nothing may link to is told for what it is; what a build links to is none of
them."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gksite.source.link_faults import link_fault
from gksite.source.links import link_kind

CASES: list[list[str]] = json.loads(
    (Path(__file__).parent / "cases" / "addresses.json").read_text("utf-8")
)


@pytest.mark.parametrize(("target", "code", "near"), CASES, ids=[case[0] for case in CASES])
def test_an_address_is_told_for_what_it_is(target: str, code: str, near: str) -> None:
    found = link_fault(target)
    assert (found[0] if found else "", found[1].get("near", "") if found else "") == (code, near)


ADDRESSES = st.one_of(
    st.text(),
    st.lists(st.sampled_from([
        "https", "http", ":", "：", "//", "/", "／", "[", "]", "@", "。", "；", "，", ",", " ", "\u3000",
        "www.", "a", "甲", ".", "．",
        "example", ".cn", ":80", ":99999", "files/", "?", "#", "%", "\\", "ｈ", "D:", "\u202e", "⑴",
        "℀",
    ]), max_size=9).map("".join),
)  # fmt: skip


@given(ADDRESSES)
@example("https://[bad")
@example("https://a.example:99999/")
def test_what_is_accepted_can_be_linked_to(target: str) -> None:
    found = link_fault(target)
    if link_kind(target) == "forbidden":
        assert found
    if found is None:
        parts = urlsplit(target)
        assert parts.port is None or parts.port >= 0
        assert not any(one.isspace() for one in target)
    elif near := found[1].get("near"):
        assert link_kind(near) != "forbidden"
