"""PDF: lines, tables with borders, rows that a page end cut."""

from __future__ import annotations

import subprocess
import sys

from reader_documents import codes, pdf_file, pdf_table, pdf_text, read, texts

from gksite.documents.read import read_standard_input

_WIDTHS = (60, 200, 120)


def test_lines_and_a_table_come_from_top_to_bottom() -> None:
    table = pdf_table(
        50,
        700,
        (60, 60, 120),
        40,
        [["序号", "工作任务", "责任单位"], ["1", "依法做好\n公开工作", "区府办"]],
    )
    found = read(
        pdf_file([pdf_text(50, 780, "青禾区工作要点") + table + pdf_text(50, 560, "特此通知。")]),
        "a.pdf",
    )
    assert texts(found.blocks) == [
        "青禾区工作要点",
        [["序号", "工作任务", "责任单位"], ["1", "依法做好公开工作", "区府办"]],
        "特此通知。",
    ]
    assert (codes(found), str(found.blocks[0].place)) == ([], "a.pdf:1")


def test_a_line_end_that_was_typed_in_a_cell_stays() -> None:
    table = pdf_table(
        50,
        700,
        (60, 200, 80),
        60,
        [
            ["序号", "工作任务", "责任单位"],
            ["1", "整治东河。", "县水务局\n县住建局\n县河长办"],
            ["2", "招引企业。", "县经济开发\n区管理委员会"],
            ["3", "接入平台\nABCDEFGHIJKLMNOP", "青溪镇\n白塔乡"],
        ],
    )
    assert texts(read(pdf_file([table]), "a.pdf").blocks) == [
        [
            ["序号", "工作任务", "责任单位"],
            ["1", "整治东河。", "县水务局\n县住建局\n县河长办"],
            ["2", "招引企业。", "县经济开发区管理委员会"],
            ["3", "接入平台ABCDEFGHIJKLMNOP", "青溪镇\n白塔乡"],
        ]
    ]


def test_a_row_that_a_page_end_cut_is_one_row() -> None:
    first = pdf_table(
        50, 200, _WIDTHS, 40, [["序号", "工作任务", "责任单位"], ["1", "依法做好", "区府办"]]
    ) + pdf_text(290, 40, "- 1 -")
    second = pdf_table(
        50, 800, _WIDTHS, 40, [["", "公开工作", "、各街镇"], ["2", "及时解读", "各街镇"]]
    )
    found = read(pdf_file([first, second]), "a.pdf")
    assert texts(found.blocks) == [
        [
            ["序号", "工作任务", "责任单位"],
            ["1", "依法做好公开工作", "区府办、各街镇"],
            ["2", "及时解读", "各街镇"],
        ],
        "- 1 -",
    ]
    assert codes(found) == []


def test_a_scanned_page_is_said() -> None:
    found = read(pdf_file([pdf_text(50, 780, "青禾区工作要点"), "0 0 m 10 10 l S"]), "a.pdf")
    assert codes(found) == ["import-scanned"]


def test_a_protected_pdf_is_refused() -> None:
    document, problems = read_standard_input(
        pdf_file([pdf_text(50, 780, "密")], encrypted=True), "a.pdf"
    )
    assert document is None
    assert [problem.code for problem in problems] == ["import-encrypted"]


def test_without_the_extra_the_message_says_what_to_install() -> None:
    program = (
        "import sys\nsys.modules['pdfplumber'] = None\nimport importlib.util\nfrom "
        "gksite.documents.one_document import parse_document\n"
        "print(parse_document(b'%PDF-1.4', 'a.pdf', 'pdf')[1][0].code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "import-needs-extra"
