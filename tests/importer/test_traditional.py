"""Documents in traditional characters, and in both, are read as simplified ones and kept as
printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_cases import cases, document_of, text_document

from gksite.diagnostics import Diagnostic
from gksite.documents.blocks import Aside, Paragraph, Place, SourceDocument, Table
from gksite.importer.draft import Draft
from gksite.importer.understanding import read_draft
from gksite.importer.writing.ledger import unaccounted
from gksite.notation.traditional import Printed, simplified
from gksite.notation.traditional_table import PAIRS

TRADITIONAL = dict(zip(PAIRS[1::2], PAIRS[::2], strict=True))
TO_TRADITIONAL = str.maketrans(TRADITIONAL)


def all_traditional(text: str) -> str:
    return text.translate(TO_TRADITIONAL)


def mixed(text: str) -> str:
    """Every third place keeps its simplified character, another place in each text."""
    return "".join(
        character if (index + len(text)) % 3 else TRADITIONAL.get(character, character)
        for index, character in enumerate(text)
    )


def converted(document: SourceDocument, by: Callable[[str], str]) -> SourceDocument:
    def block_of(block: Paragraph | Table) -> Paragraph | Table:
        if isinstance(block, Paragraph):
            return msgspec.structs.replace(block, text=by(block.text))
        cells = tuple(msgspec.structs.replace(cell, text=by(cell.text)) for cell in block.cells)
        return msgspec.structs.replace(block, cells=cells, caption=by(block.caption))

    return msgspec.structs.replace(document, blocks=tuple(map(block_of, document.blocks)))


def read_back(value: Any) -> Any:
    """A value with all its texts in simplified characters."""
    if isinstance(value, str):
        return simplified(value)
    if isinstance(value, tuple):
        return tuple(map(read_back, value))
    if isinstance(value, Draft | Diagnostic | msgspec.Struct):
        fields = {name: read_back(getattr(value, name)) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **fields)
    return value


@pytest.mark.parametrize("case", cases())
def test_a_document_means_the_same_in_traditional_characters(case: dict[str, Any]) -> None:
    plain = converted(document_of(case), simplified)
    other = converted(plain, all_traditional)
    draft = read_draft([other], case.get("year"))
    assert read_back(draft) == read_draft([plain], case.get("year"))
    assert unaccounted([other], draft) == []


@pytest.mark.parametrize("case", cases())
def test_a_document_in_both_characters_loses_nothing(case: dict[str, Any]) -> None:
    plain = converted(document_of(case), simplified)
    other = converted(plain, mixed)
    draft, expected = read_draft([other], case.get("year")), read_draft([plain], case.get("year"))
    assert unaccounted([other], draft) == []
    for part in ("tasks", "sections", "lists", "body", "rules", "envelope"):
        assert read_back(getattr(draft, part)) == getattr(expected, part)


@pytest.mark.parametrize("by", [all_traditional, mixed])
@pytest.mark.parametrize("case", cases())
def test_the_body_keeps_the_characters_that_were_printed(
    case: dict[str, Any], by: Callable[[str], str]
) -> None:
    other = converted(document_of(case), by)
    printed = {
        "".join(block.text.split()) for block in other.blocks if isinstance(block, Paragraph)
    }
    for line in read_draft([other], case.get("year")).body:
        bare = "".join(line.text.split())
        whole = any(bare in text for text in printed)
        assert (
            whole
            or len(line.places) > 1
            or not any(simplified(bare) in simplified(text) for text in printed)
        )


def test_the_head_of_a_page_and_what_its_reader_left_out_are_kept_as_printed() -> None:
    place = Place("plan.txt", "line", 9)
    document = msgspec.structs.replace(
        text_document("一、辦好實事\n1.修路。（責任單位：市住建局）"),
        aside=(Aside("架橋。", place, "struck-through"),),
        facts=(("articletitle", "雲川市2025年重點工作任務分工"), ("pubdate", "2025-03-04")),
    )
    draft = read_draft([document])
    assert draft.envelope.title == "雲川市2025年重點工作任務分工"
    assert [piece.text for piece in draft.left_out if piece.reason == "struck-through"] == [
        "架橋。"
    ]


def test_the_table_is_a_map_between_different_characters() -> None:
    assert len(PAIRS) % 2 == 0
    sources = PAIRS[::2]
    assert len(set(sources)) == len(sources)
    assert not set(sources) & set(PAIRS[1::2])
    assert simplified(simplified(PAIRS)) == simplified(PAIRS)


CHARACTERS = st.text(alphabet="發髮发展局區区責任單位：、牽頭 \n關於于", max_size=40)


@given(CHARACTERS, st.integers(0, 40), st.integers(0, 40))
def test_a_piece_comes_back_as_it_was_printed(text: str, start: int, end: int) -> None:
    source = Printed(text)
    assert len(source.twin) == len(text)
    piece = source.twin[start:end]
    assert source.restore(source.twin) == text
    assert simplified(source.restore(piece)) == piece
    bare = "".join(piece.split())
    if "".join(source.twin.split()).count(bare) == 1:
        assert source.restore(piece) == text[start:end]


@given(st.lists(st.sampled_from(
    ("一、做好公開", "1.", "發佈清單。", "发布目录。", "（責任單位：區水務局、各街鎮）", "〔区水务局牽頭", "\n", "牽頭單位：區教育局", "| ",
     "序號 |\n工作任務 |\n責任單位 |\n", "6月底前", "附件", "抄送：區委辦，", "關於印發《2025年要點》的通知", "留言諮詢", "各街鎮：")
), max_size=20).map("".join))  # fmt: skip
def test_any_text_in_both_characters_loses_nothing(text: str) -> None:
    document = text_document(text)
    assert unaccounted([document], read_draft([document])) == []
