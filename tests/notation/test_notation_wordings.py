"""Where two wordings differ: nothing that is one thing is parted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notation_cases import cases

from gksite.notation.wordings import differing, tokens

PIECES = st.sampled_from(
    [
        "公开",
        "12.5万元",
        "6月底前",
        "2025年",
        "WPS",
        "〔2025〕6号",
        "，",
        " ",
        "第三季度",
        "99%",
        "一",
        "\n",
        "é",
        "30个工作日",
    ]
)


@pytest.mark.parametrize("entry", cases("wordings"))
def test_what_stays_whole(entry: dict[str, Any]) -> None:
    assert tokens(entry["text"]) == entry["expect"]


@given(st.text() | st.lists(PIECES).map("".join))
def test_the_pieces_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@pytest.mark.parametrize(
    ("left", "right", "shown"),
    [
        ("全年培训12次以上", "全年培训120次以上", ("全年培训12次以上", "全年培训120次以上")),
        (
            "甲乙丙丁戊己庚投入3800.5万元，子丑寅卯辰巳午",
            "甲乙丙丁戊己庚投入3800.8万元，子丑寅卯辰巳午",
            ("…丁戊己庚投入3800.5万元，子丑寅卯辰…", "…丁戊己庚投入3800.8万元，子丑寅卯辰…"),
        ),
        (
            "按青禾府办发〔2025〕6号办",
            "按青禾府办发〔2025〕16号办",
            ("按青禾府办发〔2025〕6号办", "按青禾府办发〔2025〕16号办"),
        ),
        ("a b", "ab", ("ab", "ab")),
    ],
)
def test_what_is_shown(left: str, right: str, shown: tuple[str, str]) -> None:
    assert differing(left, right) == shown


@given(st.lists(PIECES), st.lists(PIECES))
def test_what_is_shown_ends_between_pieces(left: list[str], right: list[str]) -> None:
    for text, shown in zip((left, right), differing("".join(left), "".join(right)), strict=True):
        whole = set(tokens("".join("".join(text).split())))
        assert [
            piece for part in shown.split("…") for piece in tokens(part) if piece not in whole
        ] == []
