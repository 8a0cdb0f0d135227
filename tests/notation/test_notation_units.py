"""Unit lists and the responsibility of a paragraph."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from notation_cases import cases

from gksite.notation.characters import han_only
from gksite.notation.traditional import simplified
from gksite.notation.unit_words import split_closing, split_verb
from gksite.notation.units import UnitReading, parse_units, split_responsibility

PIECES = (
    "责任单位：", "牵头单位∶", "配合:", "责任人：", "完成时限：", "区水务局", "市教育局", "民政局", "各街镇", "各区", "县级市",
    "及", "和", "会同", "由", "等", "等有关部门", "牵头", "负责", "按职责分工负责", "配合", "、", "，", ";", "。", "\n", " ",
    "<br>",
    "(", "）", "〔", "〕", "6月底前", "2月30日", "的", "办公室", "/", "无", "下同", "每季度末", "责 任 单 位：", "牵头单位 ",
    "責任單位：", "牽頭單位:", "市財政局", "发展局", "發展局", "各縣區", "負責", "無",
)  # fmt: skip
WORDING = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
ANY_TEXT = st.one_of(
    WORDING,
    st.text(),
    st.text(alphabet="责任牵头单位配合负等及和各区市局办委、，：（）() \n各", max_size=60),
)


@pytest.mark.parametrize("case", cases("units"))
def test_a_unit_list_is_read(case: dict[str, Any]) -> None:
    reading = parse_units(case["text"], case.get("role", "responsible"))
    expect = dict(case["expect"])
    full, order = expect.pop("full", {}), expect.pop("order", None)
    assert _as_case(reading) == expect
    assert {unit.printed: unit.name for unit in reading.names if unit.name != unit.printed} == full
    assert order is None or [unit.printed for unit in reading.names] == order


def _as_case(reading: UnitReading) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for unit in reading.names:
        found.setdefault(unit.role, []).append(unit.printed)
    rest = {
        "open": reading.open_ended,
        "deadline": reading.deadline,
        "unread": list(reading.unread),
    }
    return found | {key: value for key, value in rest.items() if value}


@pytest.mark.parametrize("case", cases("responsibility"))
def test_a_paragraph_gives_up_its_responsibility(case: dict[str, Any]) -> None:
    wording, parts = split_responsibility(case["text"])
    assert {"wording": wording, "parts": list(parts)} == case["expect"]


@given(ANY_TEXT)
@example("责任单位：" * 3)
@example("（" * 50)
@example("牽頭單位:牵头单位 ")
@example("负责<br>負責")
@example("负责责任人：及<br>負責")
def test_no_chinese_character_of_a_unit_list_is_lost(text: str) -> None:
    reading = parse_units(text)
    kept = [
        *(unit.printed for unit in reading.names),
        reading.deadline,
        *reading.unread,
        *reading.words,
    ]
    assert reading.printed == text
    assert Counter(han_only("".join(kept))) == Counter(han_only(text))
    assert all(_is_known(word) for word in reading.words), reading.words


def _is_known(printed: str) -> bool:
    """Whether a word is a label, a role verb, a closing 等 or a joining word, and nothing
    besides."""
    word = simplified(printed)
    return (
        re.search(r"[:：∶]$|(?:单位|部门|科室|处室|股室|机构|机关|主体)$", word) is not None
        or split_verb(word)[0] == ""
        or split_closing(word)[0] == ""
        or word in ("以及", "及", "和", "与", "由", "会同", "无")
    )


@given(ANY_TEXT)
def test_no_chinese_character_of_a_paragraph_is_lost(text: str) -> None:
    wording, parts = split_responsibility(text)
    assert Counter(han_only(wording + "".join(parts))) == Counter(han_only(text))


NAMES = st.builds(
    "{}{}{}".format,
    st.sampled_from(("市", "区", "青禾区", "云川市")),
    st.sampled_from(("教育", "青石", "水务", "沁川", "数据", "织锦", "灯塔", "应急管理")),
    st.sampled_from(("局", "委", "中心", "办公室", "集团")),
)


@given(st.lists(NAMES, min_size=1, max_size=12), st.sampled_from("、，;；\n "), st.booleans())
def test_a_list_of_names_comes_back_in_order(
    names: list[str], separator: str, closes: bool
) -> None:
    reading = parse_units(separator.join(names) + ("等" if closes else ""))
    assert [unit.printed for unit in reading.names] == names
    assert [unit.name for unit in reading.names] == names
    assert reading.open_ended == closes
    assert not reading.unread


@pytest.mark.parametrize(
    "unit",
    ["责任", "区水务局、", "（", "牵头", " ", "各区、", "6月", "及", "责 任 单 位", "等单位"],
)
def test_long_repetitions_are_read_without_backtracking(unit: str) -> None:
    wording, parts = split_responsibility(unit * 4000)
    assert Counter(han_only(wording + "".join(parts))) == Counter(han_only(unit * 4000))
    assert parse_units(unit * 4000).printed == unit * 4000
