"""Each mark that a text may hold is understood, or told of at its place; nothing of a comment is
left."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gksite.source.findings import Findings
from gksite.source.markdown import Block, parse_body, plain_wording
from gksite.source.unknown_marks import is_suspect, note_unknown_marks

CASES: list[tuple[str, str, str, list[str]]] = json.loads(
    (Path(__file__).parent / "cases" / "marks.json").read_text("utf-8")
)


def whole(block: Block) -> str:
    return f"<p>{block.html}</p>" if block.kind == "paragraph" else block.html


def told(text: str) -> list[str]:
    _, problems = parse_body(text, "f.md", 3)
    return [
        f"{one.location.line}:{one.location.column} {one.code}"
        + "".join(f" {name}={value}" for name, value in one.arguments)
        for one in problems
    ]


@pytest.mark.parametrize(
    ("text", "html", "problems"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_mark_is_understood_or_told(text: str, html: str, problems: list[str]) -> None:
    body, _ = parse_body(text, "f.md", 3)
    if html != "*":
        assert "\n".join(map(whole, body.blocks)) == html
    assert told(text) == problems


CHINESE = st.text("甲乙丙，。：“”（）《》、！1aA%(.", min_size=1, max_size=8)


@given(CHINESE, CHINESE, CHINESE)
def test_bold_text_needs_no_blanks_around_it(before: str, inside: str, after: str) -> None:
    # Brackets that are no pair tell where a run of stars can't begin or end.
    if (
        inside[0] in "）》"
        or inside[-1] in "（《("
        or (before[-1] in "（《(" and after[0] in "）》")
    ):
        return
    body, problems = parse_body(f"首{before}**{inside}**{after}", "f.md", 1)
    assert f"<strong>{inside}</strong>" in unescape(body.blocks[0].html)
    assert not [one for one in problems if "star" in one.code]


PIECES = st.lists(
    st.sampled_from([
        "**", "*", "***", "____", "__", "_", "甲", "乙", "要求", "：", "，", "“", "”", "（", "）", "5", "a",
        " ", "\n", "\n\n", "~~", "==", "[", "]", "](", ")", "![",
        "`", "```\n", "| a | b |\n", "|---|---|\n", "| 1 |", "|", "- ", "- [ ] ", "> ", "# ", "##",
        "<!--", "-->", "<br>", "<u>", "[^1]", "{task=1}\n", "$", "^", "\\",
        "&amp;", ":::", "===", "\u3000", "&", "<",
    ]),
    max_size=30,
).map("".join)  # fmt: skip
LETTERS = re.compile(r"[^\W_]")


@given(PIECES)
@example("|a|b|\n|-|-|\n|1|2|3甲|\n")
@example("甲<!-- 乙 -->丙")
@example("- 甲\n  {task=1}\n乙")
@example("> " * 30 + "甲")
@example("~~~~甲")
def test_every_letter_stands_in_the_output_or_something_is_told(text: str) -> None:
    body, problems = parse_body(text, "f.md", 1)
    if any(
        one.code
        in (
            "comment-removed",
            "fence-words",
            "table-row-long",
            "text-too-complex",
            "unsafe-link",
            "mark-without-block",
        )
        for one in problems
    ):
        return
    out = "".join(unescape(block.html) for block in body.blocks)
    without_marks = re.sub(r"\{task=1\}|&amp;|```\S*", "", text)
    for letter in set(LETTERS.findall(without_marks)) - set("ubrtask"):
        assert letter in out


MARKS = st.lists(
    st.sampled_from([*(part for _, text, *_ in CASES for part in text.split("\n")), "甲", "\n"]),
    max_size=6,
).map("".join)


@given(st.one_of(PIECES, MARKS))
def test_the_quick_look_misses_no_mark(text: str) -> None:
    looked, read = Findings(), Findings()
    note_unknown_marks(text, looked)
    # The end of this one is what the quick look stops at, whatever stands before.
    note_unknown_marks(f"{text}\n甲[", read)
    assert [one for one in read.noted if one.at < len(text)] == looked.noted or is_suspect(text)


@given(PIECES)
def test_a_visible_star_is_told_of(text: str) -> None:
    body, problems = parse_body(text, "f.md", 1)
    codes = {one.code for one in problems}
    seen = re.sub(
        r"<code>.*?</code>|<a [^>]*>|<img[^>]*>",
        "",
        "".join(block.html for block in body.blocks),
        flags=re.DOTALL,
    )
    meant = re.sub(
        r"\\\*|5\*+[5(（[]|[)）\]]\*5|[“（(「\[]\*[”）)\]]|(?<![^\s|>])\*(?![^\s|])", "", text
    )
    if "**" in seen and "**" in meant:
        assert codes & {"star-in-text", "text-too-complex", "link-unread"}


@given(st.text("甲乙<!->\n |*", max_size=20), st.text("密 \n|*`-", max_size=12), PIECES)
def test_nothing_of_a_comment_is_published(before: str, secret: str, after: str) -> None:
    if "<!--" in before or "--" in secret:
        return
    text = f"{before}<!--x密{secret}x-->{after}"
    body, problems = parse_body(text, "f.md", 1)
    assert "密" not in "".join(block.html + block.text for block in body.blocks)
    assert "密" not in plain_wording(text)
    assert "comment-removed" in {one.code for one in problems}


@given(PIECES)
def test_places_lie_in_the_text(text: str) -> None:
    lines = text.split("\n")
    _, problems = parse_body(text, "f.md", 1)
    for one in problems:
        assert 1 <= one.location.line <= len(lines)
        assert 1 <= one.location.column <= len(lines[one.location.line - 1]) + 1
        found: Any = dict(one.arguments).get("found")
        if found and one.code in ("star-in-text", "raw-html", "strikethrough", "footnote"):
            assert lines[one.location.line - 1].startswith(found, one.location.column - 1)
