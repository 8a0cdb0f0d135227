"""Numbering and document numbers."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from notation_cases import cases

from gksite.notation.document_number import parse_document_number
from gksite.notation.numbering import from_chinese, parse_numbering, to_chinese


@pytest.mark.parametrize("case", cases("numbering"))
def test_a_number_that_opens_a_paragraph_is_read(case: dict[str, Any]) -> None:
    numbering = parse_numbering(case["text"])
    assert (numbering and msgspec.structs.asdict(numbering)) == case["expect"]


@pytest.mark.parametrize("case", cases("document_numbers"))
def test_a_document_number_is_read(case: dict[str, Any]) -> None:
    number = parse_document_number(case["text"])
    expected = case["expect"] and {"printed": case["text"], **case["expect"]}
    assert (number and msgspec.structs.asdict(number)) == expected


@given(st.integers(0, 9999))
def test_chinese_numerals_round_trip(number: int) -> None:
    assert from_chinese(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("二〇二五", 2025),
        ("二○○七", 2007),
        ("两百", 200),
        ("一百十", 110),
        ("一十二", 12),
        ("百", None),
        ("一百五", None),
    ],
)
def test_usual_and_damaged_numerals(numeral: str, value: int | None) -> None:
    assert from_chinese(numeral) == value


@pytest.mark.parametrize("number", [-1, 10_000])
def test_a_number_without_numeral_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="0 to 9999"):
        to_chinese(number)


@given(st.one_of(st.text(), st.text(alphabet="第条（）()一十百零12.．、①〔〕号发 ")))
def test_any_text_is_read_without_loss(text: str) -> None:
    numbering = parse_numbering(text)
    if numbering:
        assert "".join((numbering.printed + numbering.rest).split()) == "".join(text.split())
    number = parse_document_number(text)
    assert number is None or number.printed == text.strip()
