"""The order of names by pinyin."""

from __future__ import annotations

import pytest

from gksite.model.pinyin import first_letters, initial, sort_key

KEYS = {
    "长乐区教育局": "chang le qu jiao yu ju",
    "长宁区": "chang ning qu",
    "重庆市": "chong qing shi",
    "校长办公室": "xiao zhang ban gong shi",
    "银行监管处": "yin hang jian guan chu",
    "行政审批局": "xing zheng shen pi ju",
    "会计核算中心": "kuai ji he suan zhong xin",
    "乐清市": "yue qing shi",
    "长子县": "zhang zi xian",
    "朝阳街道": "chao yang jie dao",
    "绿化所": "lv hua suo",
    "区12345热线": "qu 12345 re xian",
    "A组（筹）": "a zu （ chou ）",
    "12345": "12345",
}


@pytest.mark.parametrize(("name", "key"), KEYS.items(), ids=KEYS)
def test_a_name_sorts_by_its_syllables_and_then_by_itself(name: str, key: str) -> None:
    assert sort_key(name) == f"{key} {name}"


def test_the_letter_under_which_a_name_stands() -> None:
    names = ["长乐区", "重庆市", "12345热线", "乐清市"]
    assert [initial(sort_key(name)) for name in names] == ["C", "C", "#", "Y"]
    assert first_letters(sort_key("区12345热线"), "区12345热线") == "q12345rx"
