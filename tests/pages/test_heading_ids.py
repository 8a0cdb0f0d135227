"""A link to a heading holds: its id is made of its words, so nothing that is written elsewhere
on the page moves it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gksite.pages.kinds.text_blocks import part_ids, text_blocks
from gksite.source.markdown import parse_body

HEADINGS = st.sampled_from(
    [
        "## 工作要求",
        "### 工作要求",
        "## 一、推进公开",
        "### （一）推进公开",
        "## 保障措施",
        "## **保障**措施",
        "#### 其他",
        "##  其他  ",
    ]
)
OTHERS = st.sampled_from([
    "各单位落实。", "第一段。\n第二行。", "- 甲\n- 乙", "1. 甲\n2. 乙", "> 引文",
        "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", "***", "工作要求", "```\n## 工作要求\n```",
    "<!-- ## 工作要求 -->",
])  # fmt: skip


def ids_of(chunks: list[str]) -> list[str]:
    """The ids of the headings of a text, from top to bottom."""
    body, _ = parse_body("\n\n".join(chunks), "a.md", 1)
    return list(part_ids(body.blocks).values())


@given(
    st.lists(HEADINGS | OTHERS, max_size=8),
    st.lists(st.tuples(st.integers(0, 8), OTHERS), max_size=4),
)
def test_no_paragraph_moves_the_id_of_a_heading(
    chunks: list[str], added: list[tuple[int, str]]
) -> None:
    before = ids_of(chunks)
    assert len(before) == sum(chunk.startswith("#") for chunk in chunks)
    for place, chunk in added:
        chunks = [*chunks[:place], chunk, *chunks[place:]]
        assert ids_of(chunks) == before


@given(st.lists(HEADINGS, max_size=8), HEADINGS)
def test_a_heading_behind_the_others_moves_none(chunks: list[str], added: str) -> None:
    assert ids_of([*chunks, added])[:-1] == ids_of(chunks)


@given(
    st.lists(HEADINGS, max_size=6), st.integers(0, 6), st.text("甲乙丙丁", min_size=1, max_size=6)
)
def test_a_heading_of_other_words_moves_none(chunks: list[str], place: int, words: str) -> None:
    with_it = [*chunks[:place], f"## {words}", *chunks[place:]]
    assert [
        id for id, chunk in zip(ids_of(with_it), with_it, strict=True) if chunk != f"## {words}"
    ] == ids_of(chunks)


@given(st.lists(HEADINGS | OTHERS, max_size=12))
def test_each_heading_has_an_id_of_its_own(chunks: list[str]) -> None:
    ids = ids_of(chunks)
    assert len(set(ids)) == len(ids)
    assert all(id.isascii() and " " not in id for id in ids)


def test_a_page_shows_the_ids_at_its_headings_and_nowhere_else() -> None:
    body, _ = parse_body("## 工作要求\n\n各单位落实。\n\n### 工作要求", "a.md", 1)
    first, paragraph, second = (block.anchor for block in text_blocks(body.blocks))
    assert paragraph == ""
    assert second == f"{first}-2"
