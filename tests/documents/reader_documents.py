"""Documents that the tests of the readers make: Word files, workbooks, web pages, a small PDF."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import openpyxl
from docx.document import Document
from openpyxl.workbook import Workbook

from gksite.documents.blocks import Block, SourceDocument, Table
from gksite.documents.formats import FORMAT_BY_NAME
from gksite.documents.one_document import find_format, parse_document
from gksite.documents.read import read_standard_input

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def read(data: bytes, name: str) -> SourceDocument:
    """The document, which must be readable: read here and not in a process with few rights, which
    would take longer than reading. An old Word file is read there, since it must be converted."""
    format, problems = find_format(data, name)
    if format and FORMAT_BY_NAME[format].converts_to:
        document, problems = read_standard_input(data, name)
    elif format:
        document, problems = parse_document(data, name, format)
    assert problems == []
    assert format and document
    return document


def texts(blocks: Sequence[Block]) -> list[object]:
    """What blocks say: the number and text of a paragraph, the rows of a table."""
    return [
        rows(block) if isinstance(block, Table) else block.number + block.text for block in blocks
    ]


def rows(table: Table) -> list[list[str]]:
    """A table by rows; a cell over several columns or rows is followed by `→` or has `↓` below
    it, a gap is `·`."""
    grid = [["·"] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for down in range(cell.rowspan):
            for right in range(cell.colspan):
                assert grid[cell.row + down][cell.column + right] == "·", "cells overlap"
                grid[cell.row + down][cell.column + right] = (
                    cell.text if not down + right else "↓" if down else "→"
                )
    return grid


def codes(document: SourceDocument) -> list[str]:
    """The codes of the problems of a document."""
    return [problem.code for problem in document.problems]


def docx_bytes(document: Document) -> bytes:
    """A document of python-docx as a file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def xlsx_bytes(workbook: Workbook) -> bytes:
    """A workbook of openpyxl as a file."""
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def zip_bytes(members: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of `members`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def relations(*entries: tuple[str, str]) -> str:
    """The XML of relations: kind and target of each, ids `r1`, `r2` …"""
    inner = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(entries, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def word_members(body: str, **parts: str) -> dict[str, bytes | str]:
    """The members of a Word file with this body; `parts` are further parts in word/, by kind
    (styles, numbering, footnotes …)."""
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="{WORD}" xmlns:mc="http:'
        '//schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(
            *((kind.rstrip("0123456789"), f"{kind}.xml") for kind in parts)
        ),
    }
    for kind, xml in parts.items():
        members[f"word/{kind}.xml"] = (
            xml if xml.startswith("<?xml") else xml.replace(">", f' xmlns:w="{WORD}">', 1)
        )
    return members


def word_file(body: str, **parts: str) -> bytes:
    """A Word file with this body."""
    return zip_bytes(word_members(body, **parts))


def paragraph(text: str, properties: str = "") -> str:
    """The XML of a paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def sheet_members(
    data: str, after: str = "", before: str = "", strings: str = "", workbook: str = ""
) -> dict[str, bytes | str]:
    """The members of a workbook with one sheet, whose rows are `data`."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:'
        f'r="{OFFICE}">{workbook}<sheets><sheet name="任务表" sheetId="1" r:'
        'id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}">{before}<sheetData>{data}</sheetD'
        f"ata>{after}</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{strings}</sst>',
    }


def sheet_file(data: str, **more: str) -> bytes:
    """A workbook with one sheet, whose rows are `data`."""
    return zip_bytes(sheet_members(data, **more))


def inline(address: str, text: str) -> str:
    """The XML of a cell with its own text."""
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def pdf_file(pages: Sequence[str], encrypted: bool = False) -> bytes:
    """A PDF with these content streams; the font `F1` writes Chinese as UTF-16."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids ["
        f"{' '.join(f'{5 + 2 * index} 0 R' for index in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        "/DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
        "/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Ascent 880 /Descent "
        "-120 /FontBBox [0 -120 1000 880] >> >>",
    ]
    for index, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * index} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    output = "%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(output))
        output += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    secret = (
        f" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'ab' * 32}> /U <{'cd' * 32}> >> /ID "
        "[<00> <00>]"
        if encrypted
        else ""
    )
    count = len(objects) + 1
    output += (
        f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer << /Size {count} /Root 1 0 "
        f"R{secret} >>\nstartxref\n{len(output)}\n%%EOF"
    )
    return output.encode("ascii")


def pdf_text(x: float, y: float, text: str, size: float = 12) -> str:
    """The PDF operators that write `text` at a place."""
    return f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"


def pdf_table(
    left: float, top: float, widths: Sequence[float], height: float, lines: Sequence[Sequence[str]]
) -> str:
    """The PDF operators that draw a table with borders; a `\\n` in a cell begins a new line."""
    right, bottom = left + sum(widths), top - height * len(lines)
    drawn = "".join(
        f"{left} {top - height * index} m {right} {top - height * index} l S\n"
        for index in range(len(lines) + 1)
    )
    edges = [left + sum(widths[:index]) for index in range(len(widths) + 1)]
    drawn += "".join(f"{edge} {top} m {edge} {bottom} l S\n" for edge in edges)
    for row, cells in enumerate(lines):
        for edge, cell in zip(edges, cells, strict=False):
            for line, text in enumerate(cell.split("\n")):
                drawn += (
                    pdf_text(edge + 4, top - height * row - 14 - 14 * line, text, 10)
                    if text
                    else ""
                )
    return drawn


def new_document() -> Document:
    """An empty Word document."""
    return docx.Document()


def new_workbook() -> Workbook:
    """A workbook with one sheet."""
    return openpyxl.Workbook()


def written(folder: Path, name: str, data: bytes) -> Path:
    """The path of a file that now holds `data`."""
    path = folder / name
    path.write_bytes(data)
    return path
