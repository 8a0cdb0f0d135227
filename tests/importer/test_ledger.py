"""The ledger of a document: every letter of the source is in a written file, or listed."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import msgspec
import pytest
import yaml
from document_cases import KEPT_DIR, SEEN_DIR, cases, source_of
from hypothesis import given, settings
from hypothesis import strategies as st
from letters import missing, texts_of
from reading_cases import document_of, text_document

from gksite.documents.blocks import Block, Paragraph, Place, SourceDocument, Table
from gksite.importer.draft import Draft
from gksite.importer.understanding import read_draft
from gksite.importer.writing.ledger import ledger, unaccounted
from gksite.importer.writing.plan_files import Identity, plan_texts
from gksite.importer.writing.written_texts import NO_UNITS

CASES = cases(SEEN_DIR) | cases(KEPT_DIR)

TEXT = """\
2025年青禾区政务公开工作要点
一、做好公开
1.公布预算清单。（责任单位：区财政局）
2.公布目录。（责任单位：区司法局，6月底前）
"""
TABLE = {
    "table": [
        ["序号", "工作任务", "责任单位", "完成时限"],
        ["1", "公布预算清单。", {"text": "区财政局", "rows": 2}, "6月底前"],
        ["2", "公布目录。", "全年"],
    ]
}


def without(draft: Draft, id: str) -> Draft:
    """The draft without a task and its lines."""
    return msgspec.structs.replace(
        draft,
        tasks=tuple(task for task in draft.tasks if task.id != id),
        body=tuple(line for line in draft.body if id not in (line.task, line.continues)),
    )


def test_each_piece_has_its_homes() -> None:
    document = text_document(TEXT)
    entries = ledger([document], read_draft([document]))
    assert [(entry.place.number, entry.homes, entry.lost) for entry in entries] == [
        (1, ("plan.md title",), ""),
        (2, ("plan.md 10",), ""),
        (3, ("plan.md 13",), ""),
        (4, ("plan.md 16",), ""),
    ]


def test_cells_have_their_homes_in_tasks() -> None:
    document = document_of(TABLE)
    homes = {entry.text: entry.homes for entry in ledger([document], read_draft([document]))}
    assert homes["序号"] == ("plan.md lists main",)
    assert homes["公布目录。"] == ("tasks.yaml 2 text",)
    assert homes["区财政局"] == ("tasks.yaml 1 units",)
    assert homes["全年"] == ("tasks.yaml 2 deadline",)


def test_what_no_file_holds_is_lost() -> None:
    document = text_document(TEXT)
    lost = unaccounted([document], without(read_draft([document]), "2"))
    assert [piece.text for piece in lost] == ["2.公布目录。（责任单位：区司法局，6月底前）"]
    document = document_of(TABLE)
    lost = unaccounted([document], without(read_draft([document]), "2"))
    assert [(piece.text, piece.reason) for piece in lost] == [
        ("2", "unaccounted"),
        ("公布目录。", "unaccounted"),
        ("全年", "unaccounted"),
    ]


def test_a_sentence_that_stands_twice_has_to_be_written_twice() -> None:
    document = text_document(f"{TEXT}3.公布目录。（责任单位：区司法局，6月底前）\n")
    draft = without(read_draft([document]), "3")
    assert [piece.text for piece in unaccounted([document], draft)] == [
        "3.公布目录。（责任单位：区司法局，6月底前）"
    ]


def test_words_that_lines_broke_are_found() -> None:
    whole = text_document(TEXT)
    broken = text_document(TEXT.replace("清单", "清\n单").replace("司法局", "司\n法局"))
    assert unaccounted([broken], read_draft([whole])) == []


def test_a_long_document_is_counted_in_one_pass() -> None:
    lines = "\n".join(f"{n}.公布第{n}号目录。（责任单位：区司法局）" for n in range(1, 3000))
    document = text_document(f"2025年青禾区政务公开工作要点\n{lines}")
    draft = read_draft([document])
    assert draft.left_out == ()
    assert len(unaccounted([document], without(draft, "7"))) == 1


def test_a_cell_of_a_line_with_tabs_is_counted_by_itself() -> None:
    assert missing(texts_of([text_document("1\t村")]), ["1", "村集体经济"]) == []
    assert missing(texts_of([text_document("1\t村")]), ["1", "集体经济"]) == ["村"]


# ── under shuffled, cut and joined documents ──────────────────────────────────────────────────────

BLOCKS = [block for case in CASES.values() for block in source_of(case).blocks]


def cut(block: Block, at: int) -> list[Block]:
    """A paragraph in two, a table without its rows from one on."""
    if isinstance(block, Paragraph):
        at %= max(1, len(block.text))
        first, second = block.text[:at], block.text[at:]
        return [
            msgspec.structs.replace(block, text=first),
            msgspec.structs.replace(block, text=second, number=""),
        ]
    rows = 1 + at % block.rows
    cells = tuple(cell for cell in block.cells if cell.row + cell.rowspan <= rows)
    return [msgspec.structs.replace(block, rows=rows, cells=cells)] if cells else []


def joined(first: Block, second: Block) -> list[Block]:
    """Two paragraphs as one; others as they are."""
    if isinstance(first, Paragraph) and isinstance(second, Paragraph):
        return [msgspec.structs.replace(first, text=f"{first.text}{second.text}")]
    return [first, second]


@st.composite
def mixed_documents(draw: st.DrawFn) -> list[SourceDocument]:
    """One document or two of blocks of the whole documents, in any order, some cut, some joined."""
    documents = []
    for name in draw(st.sampled_from([["a.txt"], ["a.txt", "b.txt"]])):
        start = draw(st.integers(0, len(BLOCKS) - 1))
        own = draw(st.permutations(BLOCKS[start : start + draw(st.integers(1, 14))]))
        blocks: list[Block] = []
        for block in own:
            how = draw(st.sampled_from(["whole", "whole", "cut", "join"]))
            if how == "join" and blocks:
                blocks += joined(blocks.pop(), block)
            else:
                blocks += cut(block, draw(st.integers(0, 60))) if how == "cut" else [block]
        documents.append(document_of_blocks(name, blocks))
    return documents


def document_of_blocks(name: str, blocks: list[Block]) -> SourceDocument:
    """A document of blocks, each at a line of its own."""
    placed: list[Block] = []
    for number, block in enumerate(blocks, 1):
        place = Place(name, "line", number)
        if isinstance(block, Table):
            cells = tuple(
                msgspec.structs.replace(
                    cell, place=Place(name, "cell", number, f"{number}!{cell.row}.{cell.column}")
                )
                for cell in block.cells
            )
            block = msgspec.structs.replace(block, cells=cells)
        placed.append(msgspec.structs.replace(block, place=place))
    return SourceDocument(name, "txt", "", tuple(placed), 0)


def files_of(draft: Draft) -> list[str]:
    """The texts of the files that the draft is written as, by other parsers than gksite's."""
    texts: list[str] = []
    written = plan_texts(draft, Identity("plan", "qinghe", draft.year or 2000), NO_UNITS)
    for name, text in written.items():
        front, body = ("", text) if name.endswith(".yaml") else text.split("---\n", 2)[1:]
        texts += scalars(yaml.load(front or body, yaml.CBaseLoader))
        if front:
            texts.append(unescape(re.sub(r"\\([^\w\s])", r"\1", body)))
    return texts


def scalars(value: Any) -> list[str]:
    """All texts of a YAML document, keys of columns of the document's own too."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() for text in (key, *scalars(inner))]
    if isinstance(value, list):
        return [text for inner in value for text in scalars(inner)]
    return [value] if isinstance(value, str) else []


@given(mixed_documents())
@settings(deadline=None, max_examples=60)
def test_shuffled_cut_and_joined_documents_lose_nothing(documents: list[SourceDocument]) -> None:
    draft = read_draft(documents, anyway=True)
    assert unaccounted(documents, draft) == []
    held = [*files_of(draft), *(piece.text for piece in draft.left_out)]
    assert missing(texts_of(documents), held) == []
    of_tasks = {place.file for task in draft.tasks for place in task.source}
    assert of_tasks <= {document.name for document in documents}
    assert all(len({place.file for place in line.places}) <= 1 for line in draft.body)


@pytest.mark.parametrize("name", CASES)
def test_whole_documents_lose_nothing(name: str) -> None:
    document = source_of(CASES[name])
    draft = read_draft([document], CASES[name].get("year"), anyway=True)
    assert unaccounted([document], draft) == []
    held = [*files_of(draft), *(piece.text for piece in draft.left_out)]
    assert missing(texts_of([document]), held) == []


def test_the_other_count_finds_a_task_that_was_not_written() -> None:
    document = text_document(TEXT)
    files = files_of(without(read_draft([document]), "2"))
    assert missing(texts_of([document]), files) == ["公布目录", "区司法局", "6月底前"]
