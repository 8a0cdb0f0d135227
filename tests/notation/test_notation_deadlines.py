"""Deadlines."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from notation_cases import cases

from gksite.notation.deadlines import Deadline, parse_deadline
from gksite.notation.numbering import to_chinese

YEARS = st.one_of(st.none(), st.integers(1990, 2100))
PIECES = (
    "2025年", "年", "底", "前", "6月", "13月", "月", "30日", "31日", "第", "三", "季度", "上半年", "每", "末", "至",
    "—", "，", "、",
    "内", "个工作日", "20", "完成", "持续推进", "按要求", "起", "全年", "2024", "-", "02", "中旬", "即日起", "二〇二五", "周五",
)  # fmt: skip
ANY_TEXT = st.one_of(st.lists(st.sampled_from(PIECES), max_size=10).map("".join), st.text())


@pytest.mark.parametrize("case", cases("deadlines"))
def test_a_deadline_is_read(case: dict[str, Any]) -> None:
    deadline = parse_deadline(case["text"], case.get("year", 2025))
    assert deadline.raw == case["text"]
    assert _as_case(deadline) == case["expect"]


def _as_case(deadline: Deadline) -> dict[str, Any]:
    found = {
        name: getattr(deadline, name)
        for name in ("kind", "start", "end", "recurrence", "milestone")
    }
    found["milestones"] = {milestone.text: milestone.end for milestone in deadline.milestones}
    return {name: value for name, value in found.items() if value}


@given(ANY_TEXT, YEARS)
def test_any_text_has_a_reading(text: str, year: int | None) -> None:
    deadline = parse_deadline(text, year)
    assert deadline.raw == text
    if deadline.start and deadline.end:
        assert deadline.start <= deadline.end
    if deadline.kind in ("none", "unread", "immediate", "as_scheduled", "relative"):
        assert (deadline.start, deadline.end, deadline.recurrence) == (None, None, "")
    assert msgspec.json.decode(msgspec.json.encode(deadline), type=Deadline) == deadline


@given(st.integers(1990, 2100), st.integers(1, 12), st.integers(1, 31))
def test_every_real_day_is_read_and_no_other(year: int, month: int, day: int) -> None:
    real = day <= monthrange(year, month)[1]
    for text in (
        f"{month}月{day}日前",
        f"{to_chinese(month)}月{to_chinese(day)}日前",
        f"{year}-{month:02}-{day:02}",
    ):
        deadline = parse_deadline(text, year)
        assert (deadline.kind, deadline.end) == (
            ("by", date(year, month, day)) if real else ("unread", None)
        )


@pytest.mark.parametrize(
    "unit", ["6月", "每", "年底前", "、", "按要求", "一", "-", "持续", " ", "2025", "6月底前，"]
)
def test_long_repetitions_are_read_without_backtracking(unit: str) -> None:
    assert parse_deadline(unit * 5000, 2025).raw == unit * 5000
