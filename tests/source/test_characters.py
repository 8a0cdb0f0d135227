"""Radicals are read as the ideographs that they look like, in place, and told once for each
file."""

import unicodedata

import pytest

from gksite.search.characters import fold
from gksite.source.characters import RADICALS, hidden_characters, unify_radicals
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
    assert [(one.code, one.location.line, one.location.column) for one in problems] == [
        ("radicals", 2, 2)
    ]
    assert dict(problems[0].arguments)["count"] == "3"
    assert is_readable(problems)
    assert not is_readable(decode("公开".encode("gb18030"), "f.md")[1])


def test_a_query_finds_what_is_meant() -> None:
    assert fold("⻓期⼯作⺠政") == fold("长期工作民政")


@pytest.mark.parametrize(
    ("text", "in_text", "in_name"),
    [
        ("公\u200b布", [(1, "invisible")], [(1, "invisible")]),
        (
            "\u202e单清\u202c",
            [(0, "direction"), (3, "direction")],
            [(0, "direction"), (3, "direction")],
        ),
        (
            "办理\ufffd限\ue863\ufffc\U0001fffe",
            [(2, "unreadable"), *((n, "unreadable") for n in (4, 5, 6))],
            None,
        ),
        ("公\u200d布\u200e", [(1, "invisible"), (3, "invisible")], None),
        ("区\ufe0f长\u3164", [(1, "invisible"), (3, "invisible")], None),
        ("\ufe0f\U000e0100", [(0, "invisible"), (1, "invisible")], None),
        ("公开\u3000公布、a\u00a0b、\u2003", [], []),
        ("می\u200cخواهم ᠠ\u180b क्\u200dष", [], []),
        ("☎\ufe0f 1\ufe0f 👩\u200d💻", [], []),
        ("葛\U000e0100城", [], [(1, "invisible")]),
        ("co\u00adop", [], [(2, "invisible")]),
        ("合\u00ad作", [(1, "invisible")], None),
    ],
)
def test_hidden_characters_are_found_but_those_that_a_script_needs(
    text: str, in_text: list[tuple[int, str]], in_name: list[tuple[int, str]] | None
) -> None:
    assert list(hidden_characters(text)) == in_text
    assert list(hidden_characters(text, is_name=True)) == (in_text if in_name is None else in_name)
