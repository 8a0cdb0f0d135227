"""No reading has a year that its wording does not bear: the printed one, or the plan's where
none is printed."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_cases import text_document

from gksite.importer.envelope.signatures import parse_day
from gksite.importer.tasks.prose_deadlines import prose_deadline, reporting_duties
from gksite.importer.understanding import read_draft
from gksite.notation.deadlines import Deadline, parse_deadline
from gksite.notation.document_number import parse_document_number
from gksite.notation.numbering import parse_numbering
from gksite.notation.recurrence import recurrence_of
from gksite.notation.units import parse_units

PLAN = 2025
YEARS = st.integers(2025, 2034)
LEADS = st.sampled_from(
    ["", "到", "力争", "力争到", "于", "确保", "各单位", "企业数", "较", "截至", "从", "自"]
)
WHENS = st.sampled_from([
    "底前", "底", "年底前", "末", "6月底前", "6月30日前", "12月底", "上半年", "第三季度", "第三季度末", "", "3月", "9月前",
    "，6月底前",
    "内", "中", "一季度前", "前", "的6月底前", "前三季度", "3月至6月", "3月、6月、9月底前", "1月1日起", "度",
])  # fmt: skip
VERBS = st.sampled_from([
    "完成", "规上企业达标", "新增企业20家", "，全部建成", "启动", "补平", "各乡镇完成", "达到120家", "印发的方案", "", "增长5%",
    "规划编制完成",
])  # fmt: skip
DIGITS = [character for code in range(sys.maxunicode + 1) if (character := chr(code)).isdigit()]
ANY_DIGIT = st.sampled_from(DIGITS)


def years_of(deadline: Deadline) -> set[int]:
    days = (deadline.start, deadline.end, *(milestone.end for milestone in deadline.milestones))
    return {day.year for day in days if day}


@given(LEADS, YEARS, WHENS, VERBS)
def test_a_printed_year_is_the_only_one(lead: str, year: int, when: str, verb: str) -> None:
    text = f"{lead}{year}年{when}{verb}。"
    assert years_of(prose_deadline(text, PLAN)) <= {year}
    assert years_of(parse_deadline(f"{lead}{year}年{when}", PLAN)) <= {year}
    assert years_of(parse_deadline(f"{lead}{year}年{when}{verb}", PLAN)) <= {year}
    for found in reporting_duties(f"各单位{year}年{when}报送办公室。", PLAN):
        assert years_of(found.deadline) <= {year}


@given(LEADS, YEARS, WHENS, VERBS)
def test_years_in_chinese_numerals_and_wide_digits_too(
    lead: str, year: int, when: str, verb: str
) -> None:
    for digits in ("〇一二三四五六七八九", "０１２３４５６７８９"):
        printed = "".join(digits[int(digit)] for digit in str(year))
        assert years_of(prose_deadline(f"{lead}{printed}年{when}{verb}。", PLAN)) <= {year}


@given(
    st.lists(
        st.tuples(LEADS, st.sampled_from(["", "2026年", "2027年", "明年", "今年"]), WHENS, VERBS),
        min_size=1,
        max_size=4,
    )
)
def test_several_dates_have_only_years_that_are_printed_or_the_plans(
    parts: list[tuple[str, str, str, str]],
) -> None:
    text = "，".join("".join(part) for part in parts) + "。"
    borne = {int(year) for year in re.findall(r"20\d\d", text)} | {PLAN}
    borne |= {PLAN + 1} if "明年" in text else set()
    assert years_of(prose_deadline(text, PLAN)) <= borne


@given(st.lists(st.tuples(WHENS, VERBS), min_size=1, max_size=3))
def test_without_any_year_there_is_no_date(parts: list[tuple[str, str]]) -> None:
    deadline = prose_deadline("，".join("".join(part) for part in parts) + "。", None)
    assert years_of(deadline) == set()


@given(
    st.lists(ANY_DIGIT, min_size=1, max_size=4).map("".join),
    st.sampled_from(
        ["年内{}", "2026年{}", "6月{}日前", "{}月底前", "{}年底前", "{}、{}月底前", "{}个工作日内"]
    ),
)
def test_any_digit_behind_or_in_a_date_raises_nothing(digits: str, form: str) -> None:
    text = form.format(digits, digits)
    parse_deadline(text, PLAN)
    prose_deadline(text, PLAN)


def test_a_document_with_every_digit_is_read() -> None:
    lines = [
        f"{digit}、公布目录{digit}。（责任单位：区财政局；完成时限：2026年{digit}）"
        for digit in DIGITS
    ]
    draft = read_draft([text_document("\n".join(["青禾区2025年工作要点", "一、推进", *lines]))])
    assert all(task.deadline.kind in ("unread", "none", "year", "by") for task in draft.tasks)


@given(
    st.sampled_from(["0001", "9999", "0000", "1899", "2200"]),
    st.sampled_from(["年12月31日前", "年底前", "年1月至次年12月", "-12-31", "年"]),
)
def test_years_at_the_edges_of_the_calendar_have_no_date(year: str, rest: str) -> None:
    text = f"青禾区{year}年工作要点\n1、公布目录。（责任单位：区财政局；完成时限：{year}{rest}）\n青禾区人民政府\n{year}年12月31日"
    draft = read_draft([text_document(text)])
    assert all(not years_of(task.deadline) for task in draft.tasks)


@pytest.mark.parametrize(
    "label", ["成文日期：{}", "发布日期：{}", "青禾区人民政府\n{}", "青禾区人民政府办公室 {}印发"]
)
@pytest.mark.parametrize("day", ["0001年1月1日", "9999年12月31日", "1899-12-31", "2200年1月1日"])
def test_a_day_at_the_edges_of_the_calendar_dates_no_document(label: str, day: str) -> None:
    text = f"青禾区2026年工作要点\n{label.format(day)}\n一、推进\n1、公布目录。（责任单位：区财政局）\n{label.format(day)}"
    envelope = read_draft([text_document(text)]).envelope
    assert (envelope.written, envelope.published, envelope.printed_on) == (None, None, None)


@pytest.mark.parametrize(
    "form",
    [
        "{0}、一",
        "第{0}条 一",
        "（{0}）一",
        "{0}.一",
        "202{0}年{0}月{0}日",
        "青政发〔202{0}〕{0}号",
        "每月{0}日前",
        "每年{0}月{0}日前",
    ],
)
def test_a_digit_in_any_notation_raises_nothing(form: str) -> None:
    for digit in DIGITS:
        text = form.format(digit)
        for parse in (
            parse_numbering,
            parse_document_number,
            recurrence_of,
            parse_units,
            parse_day,
        ):
            parse(text)


def test_all_digits_are_tried() -> None:
    assert {unicodedata.category(digit) for digit in DIGITS} == {"Nd", "No"}
