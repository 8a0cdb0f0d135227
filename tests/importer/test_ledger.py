"""The ledger of a document: every letter of the source is in a written file, or listed."""

from __future__ import annotations

import msgspec
from reading_cases import document_of, text_document

from gksite.importer.draft import Draft
from gksite.importer.understanding import read_draft
from gksite.importer.writing.ledger import ledger, unaccounted

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
