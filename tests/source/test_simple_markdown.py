"""What is read line by line is what the parser makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gksite.source.front_matter import split_front_matter
from gksite.source.markdown import parse_body
from gksite.source.simple_markdown import Chunk, simple_pieces

CONTENT = Path(__file__).parents[2] / "content"
LINES = st.lists(
    st.sampled_from(
        [
            *"#-*+>|~=:`_!&<[]()\\{}\"' \u3000\xa0\t1.一、甲乙a,，。", "# ", "## 一、标题", "### （一）标题", "- ", "- 项目", "- **重点**：内容", "**重点**内容",
            "甲**乙**丙**丁**", "**", "***", "---", "- - -", "[文](https://a.example/b)", "{task=1}", "｛task＝1｝", "{x=1}", "1.内容", "  ", "\n", "\n\n",
            "\n\n", "5*8", "`码`", "&amp;", "![图](/a.png)", "|-|", "正文。", "10.", "* ", "+ 项", "~~~", "“引”", "- 甲\n- 乙\n", "_",
        ]
    ),
    max_size=14,
).map("".join)


@given(LINES)
@example("- 甲\n\n- 乙")
@example("- 甲\n\n  乙")
@example("- 甲\n乙")
@example("![甲](https://a.example/b)")
@example("**甲[乙](https://a.example/b)**")
@example("- 见[甲](https://a.example/b)、[乙](http://c.example)\n- 丙")
@example("[甲[乙](https://a.example/b)")
@example("[甲](https://a.example/b)](https://c.example)")
@example("**甲****乙**")
@example("**甲***乙*")
@example("## 甲 ##")
@example("甲\n===")
@example("1.甲\n2.乙")
def test_line_by_line_gives_what_the_parser_gives(text: str) -> None:
    assert parse_body(text, "a.md", 3, "../") == parse_body(text, "a.md", 3, "../", quick=False)


@pytest.mark.parametrize("path", sorted(CONTENT.glob("plans/*/plan.md")), ids=lambda path: path.parent.name)
def test_the_sample_is_read_alike(path: Path) -> None:
    front, _ = split_front_matter(path.read_text("utf-8"), "plan.md")
    assert front
    assert parse_body(front.body, "plan.md", 1) == parse_body(front.body, "plan.md", 1, quick=False)


def test_plain_texts_need_no_parser() -> None:
    text = "## 一、公开\n\n正文**重点**。\n\n- **甲**：乙\n- 丙\n\n{task=1}\n1.内容\n\n见[页](/a.html)。\n"
    pieces = simple_pieces(text, 1)
    assert pieces
    assert [one for one in pieces if isinstance(one, Chunk)] == [Chunk("见[页](/a.html)。", 10)]
