"""What the writer writes, the strict reader gives back."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gksite.source.text import CONTROL
from gksite.source.yaml import parse_yaml, plain
from gksite.source.yaml_text import document, items, scalar, without_controls

TRICKY = "：，。（）〔〕、“”—…%：:#-?[]{}&*!|>'\"@`=~\\/ \n\t　1七task=<\xa0"
TEXTS = st.text(
    st.one_of(st.sampled_from(TRICKY), st.characters(exclude_categories=["Cs"])), max_size=30
)
WRITABLE = TEXTS.filter(lambda text: not CONTROL.search(text))
KEYS = st.text(string.ascii_lowercase + "_", min_size=1, max_size=8)
VALUES: st.SearchStrategy[Any] = st.recursive(
    WRITABLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


NOTICES = {"comment-in-value", "markup-in-value"}
"""Reported of a text with `<!--` or `**`, which is read as it stands all the same."""


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
def test_a_mapping_is_read_back_as_it_was(value: dict[str, Any]) -> None:
    node, problems = parse_yaml(document(value), "x.yaml")
    assert {problem.code for problem in problems} <= NOTICES
    assert node is not None
    assert plain(node) == value


@given(st.lists(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), min_size=1, max_size=4))
def test_a_list_of_records_is_read_back_as_it_was(value: list[dict[str, Any]]) -> None:
    node, problems = parse_yaml(items(value), "x.yaml")
    assert {problem.code for problem in problems} <= NOTICES
    assert node is not None
    assert plain(node) == value


@given(st.text())
def test_what_no_source_may_hold_is_left_out(text: str) -> None:
    node, problems = parse_yaml(document({"text": text}), "x.yaml")
    assert {problem.code for problem in problems} <= NOTICES
    assert node is not None
    assert plain(node) == {"text": without_controls(text)}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("牵头单位：区政府办公室；责任单位：各街镇", "牵头单位：区政府办公室；责任单位：各街镇"),
        ("12:30", "12:30"),
        ("no", "no"),
        ("- 甲", '"- 甲"'),
        ("", '""'),
        ("null", '"null"'),
        ("一 #二", '"一 #二"'),
        ("“引号”", "“引号”"),
    ],
)
def test_texts_stay_plain_where_they_can(text: str, written: str) -> None:
    assert scalar(text) == written
