"""What cells of tables say: numbers, days and years, exact and never converted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notation_cases import cases

from gksite.notation.cell_values import NUMERIC, read_cell


@pytest.mark.parametrize("case", cases("cell_values"), ids=lambda case: case["text"])
def test_a_cell_is_read_by_its_type(case: dict[str, Any]) -> None:
    assert read_cell(case["text"], case["type"]) == case["expect"]


@given(st.decimals(-(10**15), 10**15, places=4))
def test_a_number_keeps_every_digit_however_it_is_written(number: Decimal) -> None:
    for text in (f"{number:f}", f"{number:,f}", f"{number:,f}".replace(",", "，")):
        assert Decimal(read_cell(text, "money")) == number


@given(st.text("0123456789０１,，.．-约万元亿 —", max_size=12), st.sampled_from(sorted(NUMERIC)))
def test_what_is_read_is_a_plain_number_of_the_same_digits(text: str, type: Any) -> None:
    value = read_cell(text, type)
    if value:
        ascii_text = text.translate(str.maketrans("０１．", "01.", ",，"))
        assert Decimal(value) == Decimal(ascii_text)
