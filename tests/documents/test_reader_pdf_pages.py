"""Pages of a PDF whose order is not from top to bottom: columns, turned text, drawn letters."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
import yaml
from reader_documents import codes, pdf_file, pdf_table, pdf_text, read, texts

_CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "pdf-columns.yaml").read_text(encoding="utf-8")
)
_UPWARDS, _DOWNWARDS, _UPSIDE_DOWN = "0 1 -1 0 595 0", "0 -1 1 0 0 842", "-1 0 0 -1 595 842"


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["name"])
def test_columns(case: dict[str, object]) -> None:
    page = case["page"]
    assert isinstance(page, list)
    content = ""
    for column in page:
        left, bottom = column["at"]
        for index, line in enumerate(column["lines"]):
            place = bottom - column.get("step", 14) * index
            content += pdf_text(left, place, line, column.get("size", 12)) if line else ""
    found = read(pdf_file([content]), "a.pdf")
    assert (texts(found.blocks), codes(found)) == (case["expect"], case.get("codes", []))


def test_what_is_doubtful_is_told() -> None:
    told = [code for case in _CASES for code in case.get("codes", [])]
    assert set(told) == {"import-two-columns"}


def _table() -> str:
    cells = [["序号", "工作任务", "责任单位"], ["1", "依法做好\n公开工作", "区府办"]]
    return pdf_text(50, 560, "重点任务分解表（2026年度）") + pdf_table(
        50, 540, (60, 60, 120), 40, cells
    )


@pytest.mark.parametrize("matrix", [_UPWARDS, _DOWNWARDS, _UPSIDE_DOWN])
def test_a_page_whose_text_is_turned_is_turned_back(matrix: str) -> None:
    found = read(pdf_file([f"q {matrix} cm {_table()} Q"]), "a.pdf")
    assert (texts(found.blocks), codes(found)) == (
        [
            "重点任务分解表（2026年度）",
            [["序号", "工作任务", "责任单位"], ["1", "依法做好公开工作", "区府办"]],
        ],
        [],
    )


def test_a_turned_table_under_upright_text_is_read_after_it() -> None:
    upright = pdf_text(50, 790, "以下是今年的任务分解，请对照执行。") + pdf_text(290, 40, "- 3 -")
    found = read(pdf_file([f"{upright} q {_UPWARDS} cm {_table()} Q"]), "a.pdf")
    assert (texts(found.blocks), codes(found)) == (
        [
            "以下是今年的任务分解，请对照执行。",
            "- 3 -",
            "重点任务分解表（2026年度）",
            [["序号", "工作任务", "责任单位"], ["1", "依法做好公开工作", "区府办"]],
        ],
        [],
    )


def _drawn(lines: int) -> str:
    """A page whose letters are curves, as printers to PDF write them."""
    shape = random.Random(1)
    content = ""
    for line in range(lines):
        for column in range(150):
            x, y = 40 + column * 3, 800 - line * 10
            curves = " ".join(
                " ".join(f"{at + shape.random() * 6:.1f}" for at in (x, y, x, y, x, y)) + " c\n"
                for _ in range(4)
            )
            content += f"{x} {y} m {curves} h\n"
        content += "f\n"
    return content


def test_letters_drawn_as_curves_are_told_at_once() -> None:
    pages = [_drawn(60), _drawn(60) + pdf_text(290, 40, "- 2 -")]
    data = pdf_file(pages)
    before = time.process_time()
    found = read(data, "a.pdf")
    assert time.process_time() - before < 1
    assert (texts(found.blocks), codes(found)) == ([], ["import-scanned", "import-no-text"])
    assert dict(found.problems[0].arguments)["pages"] == "1、2"


def test_a_drawing_beside_text_takes_no_text_away() -> None:
    page = "".join(pdf_text(50, 780 - 14 * line, "依法做好公开工作。") for line in range(45))
    found = read(pdf_file([page + _drawn(10)]), "a.pdf")
    assert (len(found.blocks), codes(found)) == (45, [])
