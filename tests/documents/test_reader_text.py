"""Plain text and CSV: lines, encodings, tables drawn with box characters."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reader_documents import codes, read, texts

from gksite.documents.blocks import Paragraph
from gksite.documents.one_document import parse_document

BOXES = {
    "plain": (
        """
┌──┬────┬────┐
│序号│工作任务│责任单位│
├──┼────┼────┤
│1   │做好公开│区府办  │
│    │工作    │        │
├──┼────┼────┤
│2   │及时解读│各街镇  │
└──┴────┴────┘
""",
        [
            ["序号", "工作任务", "责任单位"],
            ["1", "做好公开工作", "区府办"],
            ["2", "及时解读", "各街镇"],
        ],
    ),
    "narrow box characters": (
        """
┌────┬────────┐
│序号│工作任务│
├────┼────────┤
│1   │做好公开│
└────┴────────┘
""",
        [["序号", "工作任务"], ["1", "做好公开"]],
    ),
    "merged": (
        """
┏━━┳━━━━━━━━━━━┓
┃序号┃工作任务和责任单位    ┃
┣━━╋━━━━━┳━━━━━┫
┃1   ┃做好公开  ┃区府办    ┃
┃    ┣━━━━━╋━━━━━┫
┃    ┃及时解读  ┃各街镇    ┃
┣━━┻━━━━━┻━━━━━┫
┃一、强化保障                ┃
┗━━━━━━━━━━━━━━┛
""",
        [
            ["序号", "工作任务和责任单位", "→"],
            ["1", "做好公开", "区府办"],
            ["↓", "及时解读", "各街镇"],
            ["一、强化保障", "→", "→"],
        ],
    ),
    "ragged": (
        """
┌──┬────┬────┐
│序号│工作任务│责任单位│
├──┼────┼────┤
│1│做好公开工作│区府办│
├──┼────┼────┤
│12│解读│各街镇、各有关单位│
└──┴────┴────┘
""",
        [
            ["序号", "工作任务", "责任单位"],
            ["1", "做好公开工作", "区府办"],
            ["12", "解读", "各街镇、各有关单位"],
        ],
    ),
}


@pytest.mark.parametrize("case", BOXES)
def test_a_drawn_table_is_a_table(case: str) -> None:
    drawing, expected = BOXES[case]
    found = read(f"任务表{drawing}注：全年".encode(), "a.txt")
    assert texts(found.blocks) == ["任务表", expected, "注：全年"]
    assert codes(found) == []


def test_a_drawing_that_is_no_table_stays_lines() -> None:
    source = "┌──┐\n│甲│乙│丙│\n戊\n└──┘\n│己\n"
    assert texts(read(source.encode(), "a.txt").blocks) == source.split()


def test_a_frame_around_a_text_is_no_table() -> None:
    assert texts(
        read(
            "┌────┐\n│依法做好│\n│公开工作│\n├────┤\n│全年    │\n└────┘\n".encode(), "a.txt"
        ).blocks
    ) == ["依法做好公开工作", "全年"]


def test_lines_are_counted_as_editors_count_them() -> None:
    found = read("\ufeff  标题\r\n\r\n　　一、公开\f二、解读\r\n|\r\n首页 |\r\n".encode(), "a.txt")
    assert [
        (block.text, str(block.place)) for block in found.blocks if isinstance(block, Paragraph)
    ] == [
        ("标题", "a.txt:1"),
        ("一、公开", "a.txt:3"),
        ("二、解读", "a.txt:3"),
        ("|", "a.txt:4"),
        ("首页 |", "a.txt:5"),
    ]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_a_text_is_decoded(encoding: str) -> None:
    source = "一、依法做好公开\r\n1.2025年6月底前公布进展。\r\n" * 4
    found = read(source.encode(encoding), "a.txt")
    assert texts(found.blocks) == source.split()
    assert codes(found) == []


def test_bytes_that_cannot_be_decoded_are_said() -> None:
    data = "一、依法做好公开，及时公布进展情况。\n".encode() * 10 + b"\xff\n"
    assert codes(read(data, "a.txt")) == ["import-bad-bytes"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("序号,任务,单位\n1,公开,区府办\n", [["序号", "任务", "单位"], ["1", "公开", "区府办"]]),
        ("序号\t任务\n1\t公开，解读\n", [["序号", "任务"], ["1", "公开，解读"]]),
        ("序号;任务\n1;公开,解读,回应\n", [["序号", "任务"], ["1", "公开,解读,回应"]]),
        (
            '序号,任务\n1,"公开\n""两上"""\n,\n2,"甲,乙"\n',
            [["序号", "任务"], ["1", '公开\n"两上"'], ["2", "甲,乙"]],
        ),
    ],
)
def test_a_csv_is_a_table(source: str, expected: list[list[str]]) -> None:
    for encoding in ("utf-8-sig", "gbk"):
        found = read(source.encode(encoding), "a.csv")
        assert texts(found.blocks) == [expected]
        assert codes(found) == []


def test_lines_above_a_table_are_its_title() -> None:
    found = read("2025年任务表,,\n,,单位：项\n序号,任务,单位\n1,公开,\n".encode(), "a.csv")
    assert texts(found.blocks) == [
        "2025年任务表",
        "单位：项",
        [["序号", "任务", "单位"], ["1", "公开", ""]],
    ]
    assert [str(block.place) for block in found.blocks] == ["a.csv:A1", "a.csv:C2", "a.csv:A3"]


@example("┌1│─│\n└", "text")
@given(st.text(alphabet='│┌┐└┘├┤┬┴┼─甲乙1 \n|,"', max_size=150), st.sampled_from(["text", "csv"]))
@settings(max_examples=400, deadline=None)
def test_no_text_is_lost_however_it_is_drawn(source: str, format: str) -> None:
    document, problems = parse_document(source.encode(), "a", "text" if format == "text" else "csv")
    if document is not None:
        assert problems == []
        assert "import-text-lost" not in codes(document)
