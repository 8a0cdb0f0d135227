"""What the review sheet marks and says, as data; every line of a source stands on it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from document_cases import SEEN_DIR, source_of
from document_cases import cases as whole_documents
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_cases import document_of, text_document
from review_sheets import built, emphasised, marked, page_of, read, read_sheet

from gksite.diagnostics import Location, problem
from gksite.documents.blocks import Block, Paragraph, Place, SourceDocument, Table
from gksite.importer.lines.lines import location
from gksite.importer.review.marks import Letters
from gksite.importer.review.sheet import Sheet, build_sheet
from gksite.importer.understanding import read_draft

CASES = [
    pytest.param(case, id=case["name"])
    for path in sorted((Path(__file__).parent / "review").glob("*.yaml"))
    for case in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
]
WHOLE = whole_documents(SEEN_DIR)
SOURCES = {name: source_of(case) for name, case in WHOLE.items()}


@pytest.mark.parametrize("case", CASES)
def test_what_a_row_says(case: dict[str, Any]) -> None:
    document = msgspec.structs.replace(document_of(case), format=case.get("format", "txt"))
    _, sheet = read_sheet([document])
    rows = {row.lines[0].text.split("|")[0]: row for row in sheet.rows if row.lines}
    for text, expected in case["rows"].items():
        row = rows[text]
        said = {
            "kind": row.kind,
            "marks": marked(row),
            "reading": read(row),
            "names": [*row.names],
            "place": row.place,
            "also": [number for number, _ in row.also],
            "doubts": [emphasised(doubt.text) for doubt in sheet.doubts if doubt.id in row.doubts],
            "places": [line.place for line in row.lines],
        }
        assert {key: said[key] for key in expected} == expected


def texts_of(documents: Iterable[SourceDocument]) -> Counter[str]:
    """Every text of the blocks, counted without the help of the sheet."""
    texts: Counter[str] = Counter()
    for document in documents:
        for block in document.blocks:
            if isinstance(block, Paragraph):
                texts[f"{block.number}{block.text}"] += 1
            else:
                texts.update([block.caption, *(cell.text for cell in block.cells)])
    return Counter({text: count for text, count in texts.items() if text.strip()})


def lines_of(sheet: Sheet) -> Counter[str]:
    return Counter(line.text for row in sheet.rows for line in row.lines)


def faults_of(documents: list[SourceDocument]) -> list[str]:
    """What is wrong with a sheet: every line stands on it once, every task has one reading, every
    link has its row, marks are apart."""
    draft, sheet = read_sheet(documents)
    faults = [f"line: {text}" for text in lines_of(sheet) - texts_of(documents)]
    faults += [f"no line: {text}" for text in texts_of(documents) - lines_of(sheet)]
    readings = [reading.task for row in sheet.rows for reading in row.readings]
    if sorted(readings) != sorted(task.id for task in draft.tasks):
        faults.append(f"readings: {readings}")
    ids = Counter(row.id for row in sheet.rows)
    faults += [f"id: {id}" for id, count in ids.items() if count > 1]
    linked = {doubt.row for doubt in sheet.doubts if doubt.row} | {
        id for row in sheet.rows for _, id in row.also
    }
    faults += [f"link: {id}" for id in linked - {*ids}]
    for line in (line for row in sheet.rows for line in row.lines):
        places = [place for mark in line.marks for place in (mark.start, mark.end)]
        if [0, *places, len(line.text)] != sorted([0, *places, len(line.text)]):
            faults.append(f"marks: {line.text}")
    return faults


@pytest.mark.parametrize("name", SOURCES)
def test_every_line_of_a_whole_document_stands_on_its_sheet_once(name: str) -> None:
    assert faults_of([SOURCES[name]]) == []


BLOCKS = [(name, block) for name, source in SOURCES.items() for block in source.blocks]


@st.composite
def mixed(draw: st.DrawFn) -> list[SourceDocument]:
    """Documents of blocks of the whole documents in any order, some of which share one place."""
    names = draw(st.sampled_from([["a.txt"], ["a.txt", "b.docx"]]))
    documents = []
    for name in names:
        start = draw(st.integers(0, len(BLOCKS) - 1))
        own = draw(st.permutations(BLOCKS[start : start + draw(st.integers(1, 14))]))
        blocks = tuple(at_place(block, name, draw(st.integers(1, 30))) for _, block in own)
        documents.append(SourceDocument(name, name[2:], "", blocks, 0))
    return documents


def at_place(block: Block, name: str, number: int) -> Block:
    place = msgspec.structs.replace(block.place, file=name, number=number)
    if isinstance(block, Table):
        cells = tuple(
            msgspec.structs.replace(cell, place=msgspec.structs.replace(cell.place, file=name))
            for cell in block.cells
        )
        return msgspec.structs.replace(block, place=place, cells=cells)
    return msgspec.structs.replace(block, place=place)


@settings(max_examples=60, deadline=None)
@given(mixed())
def test_every_line_of_mixed_documents_stands_on_the_sheet_once(
    documents: list[SourceDocument],
) -> None:
    assert faults_of(documents) == []


@settings(max_examples=200, deadline=None)
@given(st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_marks_are_apart_and_within_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    letters = Letters(text)
    for start, end in spans:
        letters.put(start, min(end, len(letters.plain)), "text", str(start))
    ends = [place for mark in letters.marks() for place in (mark.start, mark.end)]
    assert ends == sorted(ends) and all(0 <= place <= len(text) for place in ends)


def test_markup_of_a_document_is_only_text() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"
    page = page_of(
        [
            text_document(
                f"2025年青禾区工作要点{evil}\n一、{evil}\n1.公布{evil}。（责任单位：区财政局{evil}）\n"
                f"2.公布目录。（责任单位：区司法局）\n{evil}\x00\x1b\u202e"
            )
        ]
    )
    assert page.count("<script>") == 1 and "<img" not in page and "\x00" not in page
    page.encode()


def test_a_key_changes_with_the_reading_and_with_nothing_else() -> None:
    text = "2025年青禾区工作要点\n1.公布目录。（责任单位：区司法局）\n2.公布清单。（责任单位：区财政局）\n"
    keys = [
        {row.lines[0].text: row.key for row in read_sheet([text_document(one)])[1].rows}
        for one in (text, text.replace("区财政局", "区审计局"))
    ]
    same = {line for line, key in keys[0].items() if keys[1].get(line) == key}
    assert same == {"2025年青禾区工作要点", "1.公布目录。（责任单位：区司法局）"}


def test_lines_of_one_page_go_to_the_tasks_that_they_are_parts_of() -> None:
    """A PDF names the page alone, for all of its lines."""
    document = text_document(
        "2025年青禾区工作要点\n一、整治\n到年底，整治背街小巷60条，让居民出门见绿，停车有位。\n"
        "1.整治背街小巷60条，年底前全部验\n收。（责任单位：区城管局、各街道办事处）\n"
        "2.改造老旧小区12个，6月底前开工。（责任单位：区住建局、各街道办事处）\n各街道办事处，区属各企业：\n"
    )
    blocks = tuple(at_place(block, "a.pdf", 1) for block in document.blocks)
    blocks = tuple(
        msgspec.structs.replace(block, place=msgspec.structs.replace(block.place, kind="page"))
        for block in blocks
    )
    _, sheet = read_sheet([SourceDocument("a.pdf", "pdf", "", blocks, 0)])
    tasks = {
        reading.number: [line.text for line in row.lines]
        for row in sheet.rows
        for reading in row.readings
    }
    assert tasks == {
        "1": ["1.整治背街小巷60条，年底前全部验", "收。（责任单位：区城管局、各街道办事处）"],
        "2": ["2.改造老旧小区12个，6月底前开工。（责任单位：区住建局、各街道办事处）"],
    }
    assert sheet.rows[0].place == "第 1 页，以“2025年青禾区工作要点”开头的一段"


def test_a_doubt_about_no_document_has_no_row() -> None:
    documents = [text_document("2025年青禾区工作要点\n1.公布目录。（责任单位：区司法局）\n")]
    draft, _ = read_sheet(documents)
    problems = [
        problem("units-proposed", Location("content/units/a.yaml", 1, 1), count=1, registry="a"),
        problem("import-year-unknown", Location("plan.txt")),
    ]
    doubts = build_sheet(draft, documents, problems, built(draft)).doubts
    assert {(doubt.row, doubt.place) for doubt in doubts} == {
        ("", "content/units/a.yaml:1:1"),
        ("r1-1", "整份文件（plan.txt）"),
    }


def test_a_problem_names_its_cell() -> None:
    place = Place("a.xlsx", "cell", 1, "任务!B4")
    assert str(location(place)) == "a.xlsx:任务!B4"
    assert str(location(Place("a.docx", "paragraph", 7))) == "a.docx:7"
    assert str(location(Place("a.txt", "line", 7))) == "a.txt:7:1"


def test_what_an_editor_changed_stands_against_the_document() -> None:
    text = "2025年青禾区工作要点\n{}1.公布目录。（责任单位：区司法局）\n2.公布清单，6月底前完成。（责任单位：区财政局）\n"
    documents = [text_document(text.format(""))]
    draft, _ = read_sheet(documents)
    plan, edited = (
        built(read_draft([text_document(one)]))
        for one in (text.format(""), text.format("").replace("清单", "全部清单"))
    )
    sheet = build_sheet(draft, documents, (), edited, plan)
    rows = {row.lines[0].text[:2]: read(row) for row in sheet.rows}
    assert rows["1."] == ["text 公布目录。", "units 责任：区司法局"]
    assert rows["2."] == [
        "text 公布全部清单，6月底前完成。｜editor：公布清单，6月底前完成。",
        "units 责任：区财政局",
        "deadline 6月底前［2025-06-30］",
    ]
    shorter = built(
        read_draft([text_document("2025年青禾区工作要点\n1.公布目录。（责任单位：区司法局）\n")])
    )
    sheet = build_sheet(draft, documents, (), shorter, plan)
    rows = {row.lines[0].text[:2]: read(row) for row in sheet.rows}
    assert rows["2."] == ["text ［计划文件里没有这一项（手工删去）］"]


def test_a_long_document_costs_its_length() -> None:
    lines = "\n".join(
        f"{n}.公布第{n}号目录，{n}处6月底前完成。（责任单位：区司法局、第{n}街道）"
        for n in range(1, 900)
    )
    _, sheet = read_sheet([text_document(f"2025年青禾区政务公开工作要点\n{lines}")])
    assert sum(len(row.readings) for row in sheet.rows) == 899
