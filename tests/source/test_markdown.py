"""A Markdown body becomes blocks that know their line, heading and task; a wording becomes
paragraphs."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gksite.diagnostics import Location
from gksite.source.markdown import Block, check_inline, parse_body, render_inline

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases" / "markdown.json").read_text("utf-8")
)
PLAIN = st.text(st.sampled_from("公开，。（）一二ab 12.、\n\n　 #>|:!~=+-\"'"))


def shown(block: Block) -> list[Any]:
    row: list[Any] = [
        block.kind,
        block.line,
        block.task + ("!" if block.marked else ""),
        block.html,
    ]
    return (
        [*row, [block.heading.level, block.heading.number, block.heading.title]]
        if block.heading
        else row
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_body_gives_its_blocks_and_its_faults(case: dict[str, Any]) -> None:
    body, problems = parse_body(case["text"], "f.md", 10, "../")
    assert [shown(block) for block in body.blocks] == case["blocks"]
    told = [
        f"{p.location.line} {p.code}" + "".join(f" {name}={value}" for name, value in p.arguments)
        for p in problems
    ]
    assert told == case["problems"]


def test_links_are_listed_as_written_with_their_lines() -> None:
    body, _ = parse_body(
        "[一](/units/)\n二[二](https://example.cn/)\n\n![图](files/a.png)", "f.md", 3, "../../"
    )
    assert [(link.target, link.line) for link in body.links] == [
        ("/units/", 3),
        ("https://example.cn/", 4),
        ("files/a.png", 6),
    ]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("每季度公布。", "<p>每季度公布。</p>"),
        ("甲\n乙\n\n丙 < 丁", "<p>甲乙</p>\n<p>丙 &lt; 丁</p>"),
        ("1.甲\n2. 乙", "<p>1.甲</p>\n<p>2. 乙</p>"),
        ("**重**点 5*8", "<p><strong>重</strong>点 5*8</p>"),
        ("见[这里](/about/)", '<p>见<a href="../about/">这里</a></p>'),
        ("# 甲", "<p># 甲</p>"),
        ("- 甲\n- 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>"),
        ("<b>甲</b> & 乙", "<p>&lt;b&gt;甲&lt;/b&gt; &amp; 乙</p>"),
        ("[甲](javascript:x)", "<p>甲</p>"),
        ("", ""),
    ],
)
def test_a_wording_becomes_paragraphs(text: str, html: str) -> None:
    assert render_inline(text, "../") == html


@given(PLAIN)
def test_the_short_way_gives_what_markdown_gives(text: str) -> None:
    # The comment at the end is no text of its own paragraph, yet sends the whole through Markdown.
    assert render_inline(f"{text}\n\n`x`") == (
        render_inline(text) + "\n<p><code>x</code></p>"
    ).lstrip("\n")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("公开", []),
        ("[x](javascript:x)", ["unsafe-link"]),
        ("<b>x</b>", ["raw-html"]),
        ("`x\0`", ["yaml-control-character"]),
        ("[](/a)", ["unnamed-link"]),
    ],
)
def test_a_wording_is_checked(text: str, codes: list[str]) -> None:
    assert [problem.code for problem in check_inline(text, Location("f.yaml", 4, 7))] == codes


@given(st.integers(200, 1200))
def test_a_table_cannot_grow_without_bound(width: int) -> None:
    body, _ = parse_body(f"{'|' * width}\n{'|-' * width}|\n" + "|\n" * 60, "f.md", 1)
    assert sum(len(block.html) for block in body.blocks) <= 50 * (3 * width + 200) + 1000
