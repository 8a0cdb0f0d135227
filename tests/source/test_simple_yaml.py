"""What is read line by line is what the parser gives, place by place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gksite.source.simple_yaml import read_simple_yaml
from gksite.source.yaml import parse_yaml

CONTENT = Path(__file__).parents[2] / "content"
PIECES = st.sampled_from(
    [
        *":-?[]{},#&*!|>'\"%@`~<=\\ \n\u3000.", "a", "键", "404.a", "- ", ": ", "键: ", "\n  ", "- id: ", "- {a: 1", "}", ", ", "[甲, 乙]", '"7"', "'7'", "null", "~",
        "a: 文字\n", "\n- b: c", "\n  d: e", "12:30", "a#1", " #", "# 注\n", "\n\n", "{a: 1, b: \"2\"}", "{a: [x, y], b: z}", "...", "---", "  ", "，", "：",
        "2024-01-02", "<<", "- - ",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
@example("- a: b\n  a: c")
@example("- a: b\n  c\n")
@example("- a: b\n   c: d\n")
@example("a: b\n c: d\n")
@example("a: [b, c, ]\n")
@example("a: {b: c}\n")
@example("- {a: b,c: d}\n")
@example("- {a: 1, ")
@example("- {a: b}\n- c: d\n  e: [f]\n# g\n\n  h: 'i'\n")
@example("a: b#c d:e\n")
def test_line_by_line_gives_what_the_parser_gives(text: str) -> None:
    assert parse_yaml(text, "f.yaml", 4) == parse_yaml(text, "f.yaml", 4, quick=False)


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.yaml")), ids=lambda path: path.relative_to(CONTENT).as_posix())
def test_the_sample_is_read_alike(path: Path) -> None:
    text = path.read_text("utf-8")
    assert parse_yaml(text, "f.yaml") == parse_yaml(text, "f.yaml", quick=False)


@pytest.mark.parametrize(
    "text",
    [
        '- id: "1"\n  text: 公开，并说明12:30的情况。\n  lead: [甲, 乙局]\n  deadline: 6月底前\n\n# 其二\n- id: 2-1\n  basis: [a-2024#1]\n',
        "- {task: 1, date: 2024-05-06, status: 已完成, evidence: [甲]}\n",
        "title: 要点\nkeywords: [公开, '数据']\nyear: 2024\n",
    ],
)
def test_plain_records_need_no_parser(text: str) -> None:
    assert read_simple_yaml(text) is not None
