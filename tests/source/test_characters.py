"""Radicals are read as the ideographs that they look like, in place, and told once for each file."""

import unicodedata

import pytest

from gksite.search.characters import fold
from gksite.source.characters import RADICALS, unify_radicals
from gksite.source.text import decode, is_readable


def test_every_radical_that_stands_for_an_ideograph_is_known() -> None:
    named = {code for code in range(0x2E80, 0x2FE0) if unicodedata.name(chr(code), "")}
    assert named - RADICALS.keys() == {0x2E80}  # the mark of repetition, which is no ideograph
    assert all(len(ideograph) == 1 for ideograph in RADICALS.values())
    assert not any(ord(ideograph) in RADICALS for ideograph in RADICALS.values())


@pytest.mark.parametrize("code", sorted(RADICALS))
def test_what_has_a_decomposition_becomes_that(code: int) -> None:
    assert unicodedata.normalize("NFKC", chr(code)) in (chr(code), RADICALS[code])


@pytest.mark.parametrize(
    ("text", "unified", "count"),
    [
        ("区⺠政局、⻘⽲区", "区民政局、青禾区", 3),
        ("⻓期⻚⾯⻅⻋⻔⻢⻥⻦⻨⻩", "长期页面见车门马鱼鸟麦黄", 11),
        ("区民政局", "区民政局", 0),
        ("⺀々〻", "⺀々〻", 0),
    ],
)
def test_radicals_become_ideographs_in_their_place(text: str, unified: str, count: int) -> None:
    assert unify_radicals(text) == (unified, count)
    assert len(text) == len(unified)


def test_a_file_tells_once_of_its_radicals() -> None:
    text, problems = decode("一\n二⼯作，⻓期\r\n⼯".encode(), "f.md")
    assert text == "一\n二工作，长期\n工"
    assert [(one.code, one.location.line, one.location.column) for one in problems] == [("radicals", 2, 2)]
    assert dict(problems[0].arguments)["count"] == "3"
    assert is_readable(problems)
    assert not is_readable(decode("公开".encode("gb18030"), "f.md")[1])


def test_a_query_finds_what_is_meant() -> None:
    assert fold("⻓期⼯作⺠政") == fold("长期工作民政")
