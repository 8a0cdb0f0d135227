"""The rules that find a mark and then look what is beside it say the same as one pattern that says
all, which takes several times as long."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gksite.check.hits import Hit, Wording, wording_of
from gksite.check.rules import style
from gksite.notation.characters import HAN, is_han

Check = Callable[[Wording], Iterator[Hit]]

WHOLE: dict[Check, tuple[str, str]] = {
    style.check_colons: (
        rf"(?<=[{HAN}”》）〕)\]])[:∶︰﹕](?=[ \u3000]{{0,2}}[{HAN}“《（(〔\d])|(?<=[{HAN}])[:∶](?=$|\n|\0)"
        rf"|∶(?=[{HAN}])",
        "公甲”》)]:∶︰ \u3000“《(1２\n\0a",
    ),
    style.check_widths: (
        rf"(?:(?<=[{HAN}“”‘’《》（）〔〕【】、，。；：])[,;!?()]|[,;!?()](?=[{HAN}“”‘’《》（）〔〕【】、，。；：]))"
        r"(?<!(?:[\s\0。；;，,、：:][0-9])\))(?<!(?:[\s\0。；;，,、：:][0-9]{2})\))(?<!(?:[\s\0。；;，,、：:"
        r"][0-9]{3})\))",
        "公，。,;!?()“》12 a\n\0",
    ),
    style.check_quotes: (rf"[\"'](?=[{HAN}《])|(?<=[{HAN}》。！？])[\"']", "公《》。！\"'a \n\0"),
    style.check_number_brackets: (
        rf"(?a:(?<=[{HAN}])[ \u3000]?[\[［(（【](?:19|20)\d\d[\]］)）】](?=[ \u3000]?第?[ \u3000]?\d{{1,"
        rf"5}}[ \u3000]?号))",
        "公[（]）20219第号 \u3000",
    ),
    style.check_cut_sentences: (
        rf"(?<=[{HAN}])[，、](?=\n[ \t\u3000]{{0,8}}\n{{1,3}}[ \t\u3000]{{0,8}}[{HAN}])",
        "公，、\n \u3000a",
    ),
}
"""Each rule with the pattern of its whole findings, and the characters that matter to it."""


@pytest.mark.parametrize("check", WHOLE, ids=lambda check: check.__name__)
@given(data=st.data())
def test_looking_beside_marks_finds_what_the_whole_pattern_finds(
    check: Check, data: st.DataObject
) -> None:
    pattern, characters = WHOLE[check]
    text = data.draw(st.text(st.sampled_from(characters), max_size=30))
    if check is style.check_number_brackets:
        text = (
            data.draw(st.sampled_from(["", "公", "公 "]))
            + data.draw(st.sampled_from(["[2021]", "（1999）", "(21)"]))
            + data.draw(st.sampled_from(["3号", "第3号", " 3", ""]))
            + text
        )
    hits = sorted((hit.start, hit.end) for hit in check(wording_of(text)))
    stops = [(at, at + 1) for at, mark in enumerate(text) if mark == "."]
    # Behind a line end, so that the pattern need not tell the beginning of a text from that of a
    # line.
    whole = [(match.start() - 1, match.end() - 1) for match in re.finditer(pattern, f"\n{text}")]
    assert [span for span in hits if span not in stops] == whole


def test_what_is_han_is_what_the_class_holds() -> None:
    held = re.compile(f"[{HAN}]")
    assert all(
        is_han(chr(code)) == bool(held.match(chr(code))) for code in range(sys.maxunicode + 1)
    )
    assert not is_han("")
