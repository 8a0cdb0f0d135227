"""What is written as Markdown says what was printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gksite.importer.writing.markdown_text import block, wording
from gksite.source.markdown import parse_body, render_inline

SIGNIFICANT = "#*_`[]()<>&\\|-+=~!{}｛｝1.、（）一。 \u3000\xa0task=任务7:/http\"'"
LINES = st.text(
    st.one_of(st.sampled_from(SIGNIFICANT), st.characters(exclude_categories=["Cs", "Cc"])),
    max_size=40,
)


def squeezed(text: str) -> str:
    return (
        "".join(text.split())
        .replace("\u200b", "")
        .replace("\ufeff", "")
        .replace("\u2028", "")
        .replace("\u2029", "")
    )


@given(LINES)
def test_a_paragraph_says_what_was_printed(line: str) -> None:
    body, problems = parse_body(block(line), "plan.md", 1)
    assert not problems
    assert squeezed("".join(one.text for one in body.blocks)) == squeezed(line)
    assert all(one.kind == "paragraph" and not one.task for one in body.blocks)


@given(st.lists(LINES, max_size=4))
def test_lines_stay_lines_or_become_paragraphs(lines: list[str]) -> None:
    body, problems = parse_body(block("\n".join(lines)), "plan.md", 1)
    assert not problems
    assert squeezed("".join(one.text for one in body.blocks)) == squeezed("".join(lines))


@given(LINES, st.integers(1, 6))
def test_a_heading_says_what_was_printed(line: str, level: int) -> None:
    body, _ = parse_body(block(line, level), "plan.md", 1)
    assert squeezed("".join(one.text for one in body.blocks)) == squeezed(line)
    assert all(one.heading and one.heading.level >= 2 for one in body.blocks)


@given(LINES)
def test_a_wording_shows_no_markup(line: str) -> None:
    html = render_inline(wording(line))
    assert "<" not in html.replace("<p>", "").replace("</p>", "")


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        (
            "1.每季度公布进展。（责任单位：区政府办公室）",
            "1.每季度公布进展。（责任单位：区政府办公室）",
        ),
        ("# 不是标题", "\\# 不是标题"),
        ("- 不是列表", "\\- 不是列表"),
        ("5*8小时", "5*8小时"),
        ("a*b*c", "a\\*b\\*c"),
        ("{task=7}", "\\{task\\=7\\}"),
        ("｛任务=7｝", "｛任务\\=7｝"),
        ("---", "\\-\\-\\-"),
        ("第一行\n第二行", "第一行\\\n第二行"),
        ("第一行\n1.第二行", "第一行\n\n1.第二行"),
        ("| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |", "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |"),
    ],
)
def test_as_few_escapes_as_needed(printed: str, written: str) -> None:
    assert block(printed) == written
