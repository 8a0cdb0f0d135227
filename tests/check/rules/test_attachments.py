"""What leaves the house inside of attachments: numbers and marks in any part of a document, and
what its properties tell."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from rule_cases import BASE_DIR, PLAN, tiny_docx

from gksite.build.pipeline import Options
from gksite.check.check import check
from gksite.diagnostics import Diagnostic

MOBILE = "13800138000"


def found_in(tmp_path: Path, name: str, data: bytes) -> list[Diagnostic]:
    root = tmp_path / "site"
    shutil.copytree(BASE_DIR, root)
    path = root / PLAN / "files" / name
    path.parent.mkdir()
    path.write_bytes(data)
    return [
        one for one in check(root, Options(jobs=1)).problems if one.location.path.endswith(name)
    ]


def codes(found: list[Diagnostic]) -> set[str]:
    return {one.code for one in found}


@pytest.mark.parametrize("part", ["text", "comment", "deleted", "hidden", "author"])
def test_a_mobile_number_anywhere_in_a_word_document_is_found(tmp_path: Path, part: str) -> None:
    found = found_in(
        tmp_path,
        "plan.docx",
        tiny_docx(
            **{"text": "任务分解表", part: f"联系电话{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}"}
        ),
    )
    assert "mobile-number" in codes(found)
    assert (
        dict(next(one for one in found if one.code == "mobile-number").arguments)["found"]
        == "138****8000"
    )


def test_a_secrecy_mark_in_a_word_document_is_found_with_its_paragraph(tmp_path: Path) -> None:
    found = found_in(tmp_path, "plan.docx", tiny_docx(text="机密★3年\n任务分解表"))
    assert [(one.code, dict(one.arguments)["place_zh"]) for one in found] == [
        ("secrecy-mark", "（第 1 段）")
    ]


def test_numbers_in_a_workbook_are_found_as_text_and_as_numbers(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B4"], sheet["B5"] = (
        "联系方式",
        int(MOBILE),
        f"电话 {MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}",
    )
    sheet.row_dimensions[7].hidden = True
    book.create_sheet("底稿").sheet_state = "hidden"
    book.properties.creator = "王明"
    stream = io.BytesIO()
    book.save(stream)
    found = found_in(tmp_path, "tasks.xlsx", stream.getvalue())
    assert codes(found) == {"mobile-number", "attachment-author", "attachment-hidden"}
    assert sum(one.code == "mobile-number" for one in found) == 2


def test_measures_of_a_drawing_are_no_numbers_of_people(tmp_path: Path) -> None:
    whole = tiny_docx(text="任务分解表")
    assert found_in(tmp_path, "plan.docx", whole) == []


def test_a_text_file_is_searched_by_line_and_column(tmp_path: Path) -> None:
    found = found_in(tmp_path, "tasks.csv", f"序号,电话\n1,{MOBILE}\n".encode("gb18030"))
    assert [(one.location.line, one.location.column, one.code) for one in found] == [
        (2, 3, "mobile-number")
    ]


def test_a_pdf_is_searched_page_by_page(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    stream = f"BT /F1 12 Tf 72 720 Td (Tel {MOBILE}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font "
        "<< /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Author (Wang Ming) >>",
    ]
    text, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    text += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size "
        f"{len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    )
    found = found_in(tmp_path, "plan.pdf", text.encode("latin-1"))
    assert codes(found) == {"mobile-number", "attachment-author"}
    assert any(dict(one.arguments).get("place_zh") == "（第 1 页）" for one in found)


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04" + b"\0" * 200, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b""],
    ids=["zip", "ole", "empty"],
)
def test_a_document_that_cannot_be_read_is_told(tmp_path: Path, data: bytes) -> None:
    assert codes(found_in(tmp_path, "plan.docx", data)) == {"attachment-unread"}


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<a>" + " " * 50_000_000 + "</a>")
    found = found_in(tmp_path, "plan.docx", stream.getvalue())
    assert [(one.code, dict(one.arguments)["reason"]) for one in found] == [
        ("attachment-unread", "import-bomb")
    ]


def test_a_picture_holds_no_text(tmp_path: Path) -> None:
    assert found_in(tmp_path, "map.png", b"\x89PNG\r\n\x1a\n" + MOBILE.encode()) == []
